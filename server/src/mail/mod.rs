//! Mail that really leaves: by SMTP, or as `.eml` files in a folder.

use crate::config::{Config, MailTransport};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use service::jobs::{Mail, MailError, async_trait};

/// Sends one mail at a time; the outbox retries what fails.
pub enum Mailer {
    Folder {
        transport: AsyncFileTransport<Tokio1Executor>,
        from: Mailbox,
    },
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Mailbox,
    },
}

impl Mailer {
    /// # Errors
    /// Where the folder cannot be made or the SMTP address makes no sense, in words for the
    /// operator.
    pub fn new(config: &Config) -> Result<Mailer, String> {
        let from = config
            .mail_from
            .parse()
            .map_err(|error| format!("TAAWOUNIYA_MAIL_FROM: {error}"))?;
        match &config.mail {
            MailTransport::Folder => {
                let folder = config.data.join("mail");
                std::fs::create_dir_all(&folder)
                    .map_err(|error| format!("{}: {error}", folder.display()))?;
                Ok(Mailer::Folder {
                    transport: AsyncFileTransport::new(folder),
                    from,
                })
            }
            MailTransport::Smtp(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|error| format!("TAAWOUNIYA_MAIL: {error}"))?
                    .timeout(Some(std::time::Duration::from_secs(10)))
                    .build();
                Ok(Mailer::Smtp { transport, from })
            }
        }
    }

    async fn deliver(&self, Mail { to, subject, text }: &Mail) -> Result<(), String> {
        let from = match self {
            Mailer::Folder { from, .. } | Mailer::Smtp { from, .. } => from.clone(),
        };
        let message = Message::builder()
            .from(from)
            .to(to.parse().map_err(|error| format!("recipient: {error}"))?)
            .subject(subject.as_str())
            .header(ContentType::TEXT_PLAIN)
            .body(text.clone())
            .map_err(|error| error.to_string())?;
        match self {
            Mailer::Folder { transport, .. } => transport
                .send(message)
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
            Mailer::Smtp { transport, .. } => transport
                .send(message)
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
        }
    }
}

#[async_trait]
impl service::jobs::Mailer for Mailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.deliver(mail).await.map_err(MailError)
    }
}
