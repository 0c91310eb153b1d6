//! Rows and queries of `admin`: the advisors' queues, the cooperatives they answer for, and the
//! audit log as it is searched.

mod audit;
mod cooperatives;
mod queues;

pub use audit::{audit_actions, search_audit};
pub use cooperatives::{
    CaseHead, ice_owner, list_cooperatives, load_case, load_case_head, set_status,
};
pub use queues::{duty_summary, queue_items, queue_summaries};

use domain::geography::RegionCode;

/// A condition more: in these regions; nothing where all count.
pub(crate) fn near(column: &str, regions: Option<&[RegionCode]>) -> String {
    regions.map_or_else(String::new, |regions| {
        format!("AND {column} IN ({})", in_regions(regions))
    })
}

/// The text of an `IN` list. A region's code is two digits: nothing needs escaping. Never empty.
pub(crate) fn in_regions(regions: &[RegionCode]) -> String {
    let list: Vec<String> = regions.iter().map(|code| format!("'{code}'")).collect();
    if list.is_empty() {
        "''".to_owned()
    } else {
        list.join(",")
    }
}
