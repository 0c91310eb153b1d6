//! Cooperatives' pages.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    (
        "cooperatives/show_cooperative",
        "slug=anzar",
        [200, 200, 200],
    ),
    (
        "cooperatives/show_cooperative",
        "slug=nobody",
        [404, 404, 404],
    ),
];
