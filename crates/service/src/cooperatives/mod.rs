//! Use cases of `cooperatives`: the public page, and the file that comes before it.

mod certificates;
mod documents;
mod registration;
mod show_cooperative;
mod team;

pub use certificates::{
    list_certificates, send_certificate, warn_of_ending_certificates, withdraw_certificate,
};
pub(crate) use documents::keep_document;
pub use documents::{PaperFile, read_document};
pub(crate) use registration::year_of;
pub use registration::{
    StepInput, remove_document, save_registration, show_registration, submit_registration,
    upload_document,
};
pub use show_cooperative::show_cooperative;
pub use team::{
    accept_invitation, invite_member, remove_member, revoke_invitation, show_invitation, show_team,
};
