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
    ("desk/list_coupons", "", [401, 404, 200]),
    ("desk/add_coupon", "code=", [401, 404, 422]),
    ("desk/end_coupon", "coupon=999999", [401, 404, 404]),
    ("desk/list_locations", "", [401, 404, 200]),
    ("desk/add_location", "name=", [401, 404, 422]),
    ("desk/close_location", "location=999999", [401, 404, 404]),
    ("desk/show_stock_file", "variant={variant}", [401, 404, 404]),
    (
        "desk/note_movement",
        "variant={variant}&reason=loss&quantity=1&request_key=0123456789abcdef",
        [401, 404, 404],
    ),
    (
        "desk/set_low_alert",
        "variant={variant}&low_alert=3",
        [401, 404, 404],
    ),
    ("desk/show_count_sheet", "", [401, 404, 200]),
    (
        "desk/save_counts",
        "count[s{variant}-0]=1&seen=999999999&request_key=0123456789abcdef",
        [401, 404, 404],
    ),
    ("selling/show_spreadsheet", "", [401, 404, 200]),
    ("selling/spreadsheet_progress", "", [401, 404, 200]),
    (
        "selling/confirm_spreadsheet",
        "spreadsheet=999999",
        [404, 404, 404],
    ),
];
