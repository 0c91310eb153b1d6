//! The cooperative's desk.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("desk/list_orders", "", [401, 404, 200]),
    ("desk/list_stock", "", [401, 404, 200]),
    ("desk/my_listings", "", [401, 404, 200]),
    ("desk/show_order", "order={order}", [401, 404, 404]),
    ("desk/confirm_order", "order={order}", [401, 404, 404]),
    (
        "desk/refuse_order",
        "order={order}&reason=Rupture",
        [401, 404, 404],
    ),
    (
        "desk/set_stock",
        "variant={variant}&on_hand=0&version=0",
        [401, 404, 404],
    ),
];
