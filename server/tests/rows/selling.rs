//! The desk's pages about what a cooperative is and sells.

use super::Row;

/// A cooperative's file: everyone signed in has their own.
pub const FUNCTIONS: &[Row] = &[
    ("cooperatives/show_registration", "", [401, 200, 200]),
    (
        "cooperatives/save_registration_name",
        "name_fr=",
        [401, 422, 422],
    ),
    (
        "cooperatives/save_registration_numbers",
        "ice=999000001000076",
        [401, 422, 422],
    ),
    (
        "cooperatives/save_registration_place",
        "members=4",
        [401, 422, 422],
    ),
    (
        "cooperatives/save_registration_story",
        "story_fr=court",
        [401, 422, 422],
    ),
    (
        "cooperatives/remove_registration_document",
        "kind=statutes",
        [401, 404, 404],
    ),
    (
        "cooperatives/submit_registration",
        "version=0",
        [401, 404, 404],
    ),
    ("selling/list_listings", "", [401, 404, 200]),
    ("selling/list_categories", "", [200, 200, 200]),
    ("selling/begin_listing", "category=", [401, 404, 422]),
    ("selling/show_draft", "listing={listing}", [401, 404, 404]),
    (
        "selling/save_listing_name",
        "listing={listing}&name_fr=Autre",
        [401, 404, 404],
    ),
    (
        "selling/save_listing_description",
        "listing={listing}&description_fr=Autre",
        [401, 404, 404],
    ),
    (
        "selling/save_listing_facts",
        "listing={listing}&origin=Ailleurs",
        [401, 404, 404],
    ),
    (
        "selling/save_variant",
        "listing={listing}&at=0&amount=1&unit=g&price=1",
        [401, 404, 404],
    ),
    (
        "selling/remove_variant",
        "listing={listing}&at=0",
        [401, 404, 404],
    ),
    (
        "selling/save_terms",
        "listing={listing}&prepare_days=1&min_order=1",
        [401, 404, 404],
    ),
    (
        "selling/move_picture",
        "listing={listing}&picture=1",
        [401, 404, 404],
    ),
    (
        "selling/remove_picture",
        "listing={listing}&picture=1",
        [401, 404, 404],
    ),
    (
        "selling/describe_picture",
        "listing={listing}&picture=1&alt_fr=Autre",
        [401, 404, 404],
    ),
    (
        "selling/submit_listing",
        "listing={listing}&version=0",
        [401, 404, 404],
    ),
    (
        "selling/discard_changes",
        "listing={listing}",
        [401, 404, 404],
    ),
    (
        "selling/switch_listing",
        "listing={listing}&to=off",
        [401, 404, 404],
    ),
    ("cooperatives/show_passport", "token=0000", [404, 404, 404]),
    ("selling/list_lots", "", [401, 404, 200]),
    ("selling/add_lot", "variant={variant}", [401, 404, 422]),
    ("selling/show_lot", "lot={lot}", [401, 404, 404]),
    ("selling/pack_order", "order={order}", [401, 404, 404]),
    (
        "selling/recall_lot",
        "lot={lot}&reasons=Un+bouchon+fuit",
        [401, 404, 404],
    ),
    ("cooperatives/list_certificates", "", [401, 404, 200]),
    (
        "cooperatives/withdraw_certificate",
        "certificate=1",
        [401, 404, 404],
    ),
    ("cooperatives/show_team", "", [401, 404, 200]),
    (
        "cooperatives/invite_member",
        "login=&part=sales",
        [401, 404, 422],
    ),
    (
        "cooperatives/revoke_invitation",
        "invitation=999999",
        [401, 404, 404],
    ),
    (
        "cooperatives/remove_member",
        "person=999999&part=sales",
        [401, 404, 404],
    ),
    (
        "cooperatives/show_invitation",
        "token=0000",
        [401, 404, 404],
    ),
    (
        "cooperatives/accept_invitation",
        "token=0000",
        [401, 404, 404],
    ),
    ("integrations/show_integrations", "", [401, 404, 200]),
    (
        "integrations/create_token",
        "name=Caisse&days=30",
        [401, 404, 422],
    ),
    ("integrations/revoke_token", "token=999999", [401, 404, 404]),
    (
        "integrations/add_webhook",
        "address=https%3A%2F%2F10.0.0.8%2F",
        [401, 404, 422],
    ),
    (
        "integrations/remove_webhook",
        "webhook=999999",
        [401, 404, 404],
    ),
    (
        "integrations/replay_delivery",
        "delivery=999999",
        [401, 404, 404],
    ),
];
