//! What can go wrong in the database, and how much of it is the caller's business.

/// A refusal the domain knows, or a failure of the database itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Domain(#[from] domain::Error),
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
    /// A row holds what the code never writes, for example an unknown state's code.
    #[error("corrupt row: {0}")]
    Corrupt(String),
}

pub type Result<T> = core::result::Result<T, Error>;
