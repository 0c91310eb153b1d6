//! Orders after they are placed: by their tracking link, on the desk, and their money.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("orders/track_progress", "token={token}", [200, 200, 200]),
    ("orders/track_progress", "token=0000", [404, 404, 404]),
    (
        "orders/cancel_lines",
        "token=0000&order={order}&request_key=0123456789abcdef",
        [404, 404, 404],
    ),
    (
        "orders/ask_return",
        "token=0000&order={order}&request_key=0123456789abcdef",
        [404, 404, 404],
    ),
    (
        "orders/withdraw_return",
        "token=0000&order={order}&id=1",
        [404, 404, 404],
    ),
    (
        "orders/send_message",
        "token=0000&order={order}&text=Oui&request_key=0123456789abcdef",
        [404, 404, 404],
    ),
    (
        "orders/open_dispute",
        "token=0000&order={order}&reason=Non",
        [404, 404, 404],
    ),
    (
        "orders/withdraw_dispute",
        "token=0000&order={order}",
        [404, 404, 404],
    ),
    ("orders/show_sandbox", "reference=nothing", [404, 404, 404]),
    (
        "orders/answer_sandbox",
        "reference=nothing&choice=approve",
        [404, 404, 404],
    ),
    ("desk/prepare_list", "", [401, 404, 200]),
    ("desk/show_progress", "order={order}", [401, 404, 404]),
    (
        "desk/ship_order",
        "order={order}&request_key=0123456789abcdef",
        [401, 404, 404],
    ),
    (
        "desk/move_parcel",
        "parcel=999999&event=deliver",
        [404, 404, 404],
    ),
    ("desk/confirm_by_phone", "order={order}", [401, 404, 404]),
    (
        "desk/cancel_lines",
        "order={order}&reason=Non&request_key=0123456789abcdef",
        [401, 404, 404],
    ),
    (
        "desk/move_return",
        "id=999999&event=accept",
        [404, 404, 404],
    ),
    (
        "desk/send_message",
        "order={order}&text=Oui&request_key=0123456789abcdef",
        [401, 404, 404],
    ),
    (
        "desk/answer_dispute",
        "order={order}&answer=Non",
        [401, 404, 404],
    ),
    ("desk/show_purse", "", [401, 404, 200]),
    ("desk/closed_days", "", [401, 404, 200]),
    ("desk/add_closed_days", "", [401, 404, 422]),
    (
        "desk/remove_closed_days",
        "first_day=2026-12-24&last_day=2026-12-26",
        [401, 404, 200],
    ),
    ("money/office_money", "", [401, 403, 403]),
    ("money/reconcile", "", [401, 403, 403]),
    ("money/run_payouts", "", [401, 403, 403]),
    ("money/pay_out_now", "cooperative=1", [401, 403, 403]),
    ("money/finish_refund", "refund=1", [401, 403, 403]),
    ("money/list_disputes", "", [401, 403, 403]),
    (
        "money/decide_dispute",
        "id=1&outcome=for_buyer&decision=Oui",
        [401, 403, 403],
    ),
];
