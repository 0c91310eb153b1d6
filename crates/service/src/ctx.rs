//! What every use case gets: who asks, when, in which language, and the things it works with.

use domain::{Error, Lang, SessionId, Timestamp, policy::Actor};
use std::sync::Arc;

/// What lives as long as the process.
#[derive(Debug)]
pub struct Services {
    pub db: store::Db,
    pub search: search::Search,
    pub media: media::Store,
    /// Catalogue answers, by canonical question; emptied when the index changes.
    pub catalogue_cache: crate::marketplace::CatalogueCache,
    /// How far the writing of spreadsheets is.
    pub writing: crate::marketplace::Writing,
    pub rate_limits: crate::accounts::RateLimits,
    /// Published sheets as lists read them, made anew when a sheet changes.
    pub sheets: crate::projects::Sheets,
    /// `https://…` without a final slash, for links in mails and canonical addresses.
    pub public_url: String,
    /// What stands behind paying by card.
    pub card: crate::marketplace::CardGateway,
    /// At least 32 bytes; keys tokens that must not be guessed.
    pub secret_key: Vec<u8>,
}

/// One request's context. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub services: Arc<Services>,
    pub actor: Actor,
    /// The session that signed the actor in.
    pub session: Option<SessionId>,
    pub lang: Lang,
    pub now: Timestamp,
    /// The secret of a guest's cart, from the cookie or the API's header.
    pub cart_token: Option<String>,
    /// The caller's network address, for rate limits only.
    pub client: String,
    /// What the caller's browser says of itself, for the owner's list of sessions.
    pub device: String,
    pub request_id: String,
}

impl Ctx {
    /// The context of the worker and the command line.
    pub fn system(services: Arc<Services>, now: Timestamp) -> Ctx {
        Ctx {
            services,
            actor: Actor::System,
            session: None,
            lang: Lang::Fr,
            now,
            cart_token: None,
            client: String::new(),
            device: String::new(),
            request_id: "system".to_owned(),
        }
    }

    pub fn db(&self) -> &store::Db {
        &self.services.db
    }
}

/// Turns a store's failure into what may cross the wire, logging the cause once.
pub fn internal(ctx: &Ctx) -> impl Fn(store::Error) -> Error + '_ {
    move |error| match error {
        store::Error::Domain(error) => error,
        cause => {
            tracing::error!(request_id = %ctx.request_id, %cause, "use case failed");
            Error::Internal {
                request_id: ctx.request_id.clone(),
            }
        }
    }
}
