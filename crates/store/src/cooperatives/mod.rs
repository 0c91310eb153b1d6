//! Rows and queries of `cooperatives`: the public page, the file before it, its papers, the team.

mod certificates;
mod documents;
mod page;
mod registration;
mod team;

pub use certificates::{
    CertificateCaseRow, EndingCertificate, certificates_of, decide_certificate,
    ending_certificates, insert_certificate, load_certificate, mark_warned, withdraw_certificate,
};
pub use documents::{DocumentRow, NewDocument, insert_document, load_document};
pub use page::{load_name, load_page, load_rib};
pub use registration::{
    Applicant, StepValues, create_registration, drop_document, load_registration, own_registration,
    put_document, return_registration, save_step, submit_registration, verify_registration,
};
pub use team::{
    NewInvitation, OpenInvitation, end_invitation, insert_invitation, invitations, open_invitation,
    team_members, use_invitation,
};
