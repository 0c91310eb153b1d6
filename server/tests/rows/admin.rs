//! The office: nobody here is an advisor or an administrator.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("admin/office", "", [401, 403, 403]),
    ("admin/list_queue", "queue=cooperatives", [401, 403, 403]),
    ("admin/show_registration", "registration=1", [401, 403, 403]),
    (
        "admin/verify_registration",
        "registration=1&version=1",
        [401, 403, 403],
    ),
    (
        "admin/return_registration",
        "registration=1&version=1&reasons=Le+papier+est+illisible",
        [401, 403, 403],
    ),
    ("admin/show_listing", "listing={listing}", [401, 403, 403]),
    (
        "admin/approve_listing",
        "listing={listing}&version=0",
        [401, 403, 403],
    ),
    (
        "admin/return_listing",
        "listing={listing}&version=0&reasons=Photo+floue+partout",
        [401, 403, 403],
    ),
    ("admin/show_certificate", "certificate=1", [401, 403, 403]),
    ("admin/accept_certificate", "certificate=1", [401, 403, 403]),
    (
        "admin/refuse_certificate",
        "certificate=1&reasons=Le+papier+est+illisible",
        [401, 403, 403],
    ),
    ("admin/list_cooperatives", "page=1", [401, 403, 403]),
    ("admin/show_cooperative", "cooperative=1", [401, 403, 403]),
    (
        "admin/suspend_cooperative",
        "cooperative=1&reasons=Deux+plaintes",
        [401, 403, 403],
    ),
    (
        "admin/reinstate_cooperative",
        "cooperative=1",
        [401, 403, 403],
    ),
    ("admin/search_audit", "", [401, 403, 403]),
    ("admin/show_record_clients", "", [401, 403, 403]),
    (
        "admin/create_record_client",
        "name=Bilan&scopes[read]=on",
        [401, 403, 403],
    ),
    ("admin/revoke_record_client", "client=1", [401, 403, 403]),
];
