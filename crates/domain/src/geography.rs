//! Regions and provinces as screens show them; the official lists live in the database.

use crate::LocalText;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Official code, `01` to `12`.
    pub code: String,
    pub name: LocalText,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Province {
    /// Official code, for example `09.581`.
    pub code: String,
    pub region: String,
    pub name: LocalText,
}
