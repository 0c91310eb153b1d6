//! The market.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("marketplace/home", "", [200, 200, 200]),
    ("marketplace/browse_catalogue", "search=", [200, 200, 200]),
    (
        "marketplace/show_listing",
        "slug=taliouine-saffron",
        [200, 200, 200],
    ),
    ("marketplace/show_listing", "slug=nothing", [404, 404, 404]),
    (
        "marketplace/add_to_cart",
        "variant={variant}&quantity=1",
        [200, 200, 200],
    ),
    (
        "marketplace/set_cart_quantity",
        "variant=999999&quantity=1",
        [404, 404, 404],
    ),
    ("marketplace/accept_cart_changes", "", [404, 200, 200]),
    ("marketplace/use_coupon", "coupons=NOTHING", [404, 422, 422]),
    ("marketplace/drop_coupon", "code=NOTHING", [404, 200, 200]),
    ("marketplace/view_cart", "", [200, 200, 200]),
    ("marketplace/begin_checkout", "", [404, 200, 200]),
    (
        "marketplace/place_order",
        "idempotency_key=x",
        [400, 400, 400],
    ),
    ("marketplace/my_orders", "", [401, 200, 200]),
    ("marketplace/track_order", "token=0000", [404, 404, 404]),
    ("marketplace/track_order", "token={token}", [200, 200, 200]),
];
