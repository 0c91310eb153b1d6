//! Delivery, kept addresses, and what is around a sale.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("accounts/show_addresses", "", [401, 200, 200]),
    (
        "accounts/save_address",
        "label=&name=&phone=&city=&street=",
        [401, 422, 422],
    ),
    ("accounts/delete_address", "address=999999", [401, 404, 404]),
    ("desk/delivery", "", [401, 404, 200]),
    ("desk/set_free_delivery", "free_from=abc", [401, 404, 422]),
    (
        "desk/set_weight",
        "variant={variant}&grams=500",
        [401, 404, 404],
    ),
    (
        "desk/set_exportable",
        "listing=999999&exportable=no",
        [401, 404, 404],
    ),
    ("desk/papers", "order={order}", [401, 404, 404]),
    (
        "desk/credit_order",
        "order={order}&reason=x&request_key=1",
        [401, 404, 404],
    ),
    (
        "marketplace/tracked_invoices",
        "token=0000",
        [404, 404, 404],
    ),
    (
        "marketplace/tracked_invoices",
        "token={token}",
        [200, 200, 200],
    ),
    (
        "marketplace/show_reviews",
        "listing=1&cooperative=0",
        [200, 200, 200],
    ),
    (
        "marketplace/show_reviews",
        "listing=999999&cooperative=0",
        [404, 404, 404],
    ),
    (
        "marketplace/write_review",
        "listing=1&cooperative=0&stars=9",
        [401, 422, 422],
    ),
    (
        "marketplace/answer_review",
        "review=999999&reply=Merci",
        [404, 404, 404],
    ),
    (
        "marketplace/report_review",
        "review=999999&reason=Spam",
        [401, 404, 404],
    ),
    ("marketplace/is_favourite", "listing=1", [200, 200, 200]),
    (
        "marketplace/set_favourite",
        "listing=1&keep=yes",
        [401, 200, 200],
    ),
    ("accounts/list_favourites", "", [401, 200, 200]),
    ("accounts/reorder", "order={order}", [401, 200, 404]),
    ("trade/list_reported_reviews", "", [401, 403, 403]),
    (
        "trade/decide_reported_review",
        "review=1&decision=keep",
        [401, 403, 403],
    ),
    ("trade/list_rates", "", [401, 403, 403]),
    ("trade/list_sale_rates", "", [401, 403, 403]),
    (
        "trade/add_sale_rate",
        "kind=tax_home&percent=20&valid_from=2199-01-01&source=x",
        [401, 403, 403],
    ),
    ("desk/export_sale", "order={order}", [401, 404, 404]),
    (
        "trade/add_rate",
        "method=&zone=&up_to_grams=&fee=&valid_from=&source=",
        [401, 403, 403],
    ),
];
