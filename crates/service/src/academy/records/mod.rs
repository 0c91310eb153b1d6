//! Learning records for other programs: a store of statements and documents as xAPI 1.0.3 has it,
//! and what learners do here told in it, by cmi5's terms.

mod clients;
mod documents;
mod project;
mod statement;
mod statements;

pub use clients::{
    authenticate_recorder, create_record_client, record_clients, revoke_record_client,
};
pub use documents::{
    Document, DocumentRequest, Preconditions, list_documents, merge_document, put_document,
    read_document, remove_documents,
};
pub use project::project_records;
pub use statements::{
    MoreStatements, StatementRequest, activity, agent_profile, keep_statements, one_statement,
    query_statements,
};

use crate::Ctx;
use domain::Error;

/// Why the store refuses, for who writes programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// What the standard does not allow, in English.
    Bad(String),
    NotFound,
    /// Something else is there already.
    Conflict(String),
    /// It changed since it was read.
    Precondition,
    Refused(Error),
}

impl From<Error> for RecordFault {
    fn from(error: Error) -> RecordFault {
        match error {
            Error::NotFound => RecordFault::NotFound,
            Error::Conflict => RecordFault::Precondition,
            error => RecordFault::Refused(error),
        }
    }
}

impl From<String> for RecordFault {
    fn from(told: String) -> RecordFault {
        RecordFault::Bad(told)
    }
}

pub type Recorded<T> = core::result::Result<T, RecordFault>;

/// A moment in milliseconds as the standard writes it.
pub fn iso_ms(ms: i64) -> String {
    let seconds = super::credentials::iso(ms.div_euclid(1_000));
    let bare = seconds.trim_end_matches('Z');
    format!("{bare}.{:03}Z", ms.rem_euclid(1_000))
}

/// The UUID, version 5, that a name has on this site.
fn uuid5(ctx: &Ctx, name: &str) -> String {
    // The namespace of addresses (RFC 9562).
    const ADDRESSES: [u8; 16] = [
        0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30,
        0xc8,
    ];
    let mut hash = ring::digest::Context::new(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY);
    hash.update(&ADDRESSES);
    hash.update(ctx.services.public_url.as_bytes());
    hash.update(b"/records/");
    hash.update(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finish().as_ref()[..16]);
    dashed(bytes, 5)
}

/// Sixteen bytes as a UUID of this version.
fn dashed(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex::encode(bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}
