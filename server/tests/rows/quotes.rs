//! Requests for quotes: the buyer's, the desk's, and export papers. The first request is the demo
//! buyer's; the other manager was not asked.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("quotes/ask_page", "listing=&category=oils", [200, 200, 200]),
    (
        "quotes/ask_page",
        "listing=nothing&category=",
        [404, 404, 404],
    ),
    (
        "quotes/ask",
        "request_key=0123456789abcdef",
        [401, 422, 422],
    ),
    ("quotes/mine", "", [401, 200, 200]),
    ("quotes/show", "rfq=1", [401, 200, 404]),
    ("quotes/show", "rfq=999999", [401, 404, 404]),
    ("quotes/withdraw", "rfq=999999", [404, 404, 404]),
    ("quotes/withdraw", "rfq=1", [401, 200, 404]),
    ("quotes/counter", "quote=999999&version=1", [404, 404, 404]),
    ("quotes/refuse", "quote=999999", [404, 404, 404]),
    (
        "quotes/accept",
        "rfq=1&idempotency_key=0123456789abcdef",
        [401, 409, 404],
    ),
    ("desk/quotes", "", [401, 404, 200]),
    ("desk/show_quote", "rfq=1", [401, 404, 404]),
    ("desk/offer_quote", "quote=1&version=0", [401, 404, 404]),
    ("desk/decline_quote", "quote=1", [401, 404, 404]),
    ("quotes/terms", "order={order}", [401, 200, 404]),
    (
        "desk/save_packing",
        "order={order}&packages=2&gross=3",
        [401, 404, 404],
    ),
];
