//! The project bank: everyone reads, the signed-in keep their own simulations.

use super::Row;

pub const FUNCTIONS: &[Row] = &[
    ("projects/browse_sheets", "search=", [200, 200, 200]),
    ("projects/show_sheet", "slug=beekeeping", [200, 200, 200]),
    ("projects/show_sheet", "slug=nothing", [404, 404, 404]),
    (
        "projects/compare_sheets",
        "search=s%3Dsaffron%26s%3Ddates",
        [200, 200, 200],
    ),
    ("projects/my_scenarios", "slug=beekeeping", [200, 200, 200]),
    (
        "projects/save_scenario",
        "slug=beekeeping&name=&figures=members%3D0",
        [401, 422, 422],
    ),
    (
        "projects/save_scenario",
        "slug=beekeeping&name=Essai&figures=unit_price%3D150",
        [401, 200, 200],
    ),
    (
        "projects/delete_scenario",
        "scenario=999999",
        [401, 200, 200],
    ),
    ("projects/shared_scenario", "token=0000", [404, 404, 404]),
    (
        "projects/compare_scenarios",
        "search=c%3D0000",
        [200, 200, 200],
    ),
];
