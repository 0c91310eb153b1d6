//! The office: what waits for an advisor, and what the audit log keeps of every decision.

mod audit;
mod queue;

pub use audit::{AUDIT_PAGE, AuditPage, AuditQuery, AuditRow};
pub use queue::{
    CooperativeCase, CooperativeList, CooperativeRow, Duty, DutySummary, ListingCase, OfficePage,
    Queue, QueueItem, QueueSummary, RegistrationCase, parse_reasons,
};
