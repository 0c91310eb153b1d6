//! A whole `Services` on a real database for each test: an SQLite file of its own, or, where
//! `TEST_DATABASE_URL` names a PostgreSQL cluster, a database of its own in it.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod database;

pub use database::TestDb;

use domain::{Lang, PersonId, SessionId, Timestamp, accounts::RegisterInput, policy::Actor};
use service::{
    Ctx, Services,
    accounts::{Quotas, RateLimits, Session},
    jobs::{Mail, MailError, Mailer, async_trait},
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

/// The tests' clock begins here.
pub const NOW: Timestamp = 1_790_000_000;

pub const PASSWORD: &str = "trois mots sans lien";

/// The product without a server around it.
pub struct TestApp {
    pub services: Arc<Services>,
    pub mailbox: Mailbox,
    // Last, so that the connections close before their database goes.
    pub db: TestDb,
}

impl TestApp {
    /// Without rate limits.
    pub async fn new() -> TestApp {
        TestApp::with_quotas(&Quotas::unlimited()).await
    }

    pub async fn with_quotas(quotas: &Quotas) -> TestApp {
        let test_db = TestDb::create().await;
        let options = store::DbOptions {
            url: test_db.url.clone(),
            readers: 4,
        };
        let db = store::Db::connect(&options).await.unwrap();
        db.migrate().await.unwrap();
        let services = Services {
            db,
            search: search::Search::in_memory().unwrap(),
            media: media::Store::open(&test_db.folder.path().join("media"))
                .unwrap()
                .with_converter(media::Converter::find("ffmpeg")),
            catalogue_cache: service::marketplace::CatalogueCache::default(),
            writing: service::marketplace::Writing::default(),
            sheets: service::projects::Sheets::default(),
            rate_limits: RateLimits::new(quotas),
            public_url: "https://taawouniya.example".to_owned(),
            card: service::marketplace::CardGateway::Sandbox,
            secret_key: vec![7; 32],
        };
        TestApp {
            services: Arc::new(services),
            mailbox: Mailbox::default(),
            db: test_db,
        }
    }

    pub fn system(&self) -> Ctx {
        Ctx::system(self.services.clone(), NOW)
    }

    pub fn visitor(&self) -> Ctx {
        Ctx {
            services: self.services.clone(),
            actor: Actor::Visitor,
            session: None,
            lang: Lang::Fr,
            now: NOW,
            cart_token: None,
            client: "192.0.2.1".to_owned(),
            device: "Firefox, Android".to_owned(),
            request_id: "test".to_owned(),
        }
    }

    /// Signed in without a session, with the roles the database has.
    pub async fn person(&self, id: PersonId) -> Ctx {
        let me = store::accounts::load_me(self.services.db.reader(), id)
            .await
            .unwrap()
            .unwrap();
        Ctx {
            actor: Actor::Person {
                id,
                roles: me.roles,
            },
            ..self.visitor()
        }
    }

    /// As the middleware makes it from a session's token.
    pub async fn with_token(&self, token: &str, now: Timestamp) -> Option<Ctx> {
        let (me, session) = service::accounts::authenticate(&self.services, token, now)
            .await
            .unwrap()?;
        Some(Ctx {
            now,
            ..self.signed_in(me.id, me.roles, session)
        })
    }

    fn signed_in(
        &self,
        id: PersonId,
        roles: Vec<domain::accounts::Role>,
        session: SessionId,
    ) -> Ctx {
        Ctx {
            actor: Actor::Person { id, roles },
            session: Some(session),
            ..self.visitor()
        }
    }

    pub async fn register(&self, name: &str, login: &str) {
        let input = RegisterInput {
            name: name.to_owned(),
            login: login.to_owned(),
            password: PASSWORD.to_owned(),
            consent: "on".to_owned(),
        };
        service::accounts::register(&self.visitor(), input)
            .await
            .unwrap();
    }

    pub async fn sign_in(&self, login: &str) -> (Ctx, Session) {
        let input = domain::accounts::SignInInput {
            login: login.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let session = service::accounts::sign_in(&self.visitor(), input)
            .await
            .unwrap();
        (self.with_token(&session.token, NOW).await.unwrap(), session)
    }

    /// What the worker sends at `now`.
    pub async fn mails(&self, now: Timestamp) -> Vec<Mail> {
        service::jobs::send_mail(&self.services, &self.mailbox, now)
            .await
            .unwrap();
        self.mailbox.take()
    }
}

/// Where the tests' mails go.
#[derive(Default)]
pub struct Mailbox {
    mails: Mutex<Vec<Mail>>,
    pub broken: AtomicBool,
}

impl Mailbox {
    pub fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.mails.lock().unwrap())
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(MailError("no route to host".to_owned()));
        }
        self.mails.lock().unwrap().push(mail.clone());
        Ok(())
    }
}
