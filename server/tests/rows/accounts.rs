//! Accounts.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("accounts/current_session", "", [200, 200, 200]),
    ("accounts/list_sessions", "", [401, 200, 200]),
    ("accounts/account_holds", "", [401, 200, 200]),
    (
        "accounts/erase_account",
        "current=wrong&sure=on",
        [401, 422, 422],
    ),
    ("accounts/revoke_session", "session=999999", [401, 404, 404]),
    (
        "accounts/update_profile",
        "name=&email=&phone=&lang=fr",
        [401, 422, 422],
    ),
    (
        "accounts/change_password",
        "current=wrong&password=quatre+mots+sans+lien",
        [401, 422, 422],
    ),
    (
        "accounts/register",
        "name=&login=&password=",
        [422, 422, 422],
    ),
    (
        "accounts/request_password_reset",
        "login=nobody@example.ma",
        [200, 200, 200],
    ),
    (
        "accounts/reset_password",
        "token=0000&password=quatre+mots+sans+lien&password_again=quatre+mots+sans+lien",
        [422, 422, 422],
    ),
    (
        "accounts/sign_in",
        "login=nobody@example.ma&password=wrong&next=",
        [401, 401, 401],
    ),
];

/// Last of all: it ends the sessions used here.
pub const SIGN_OUT: &[Row] = &[("accounts/sign_out", "", [200, 200, 200])];
