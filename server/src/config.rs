//! Configuration from an optional file and the environment, checked once at start: a wrong value
//! is named with what was expected, and the process exits.

use service::marketplace::{CardGateway, CardSecret};
use std::{net::SocketAddr, path::PathBuf};

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// `.eml` files in the data folder, for development and for who has no mail server yet.
    Folder,
    /// `smtp://host:port`, or `smtps://user:password@host`.
    Smtp(String),
}

#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    pub address: SocketAddr,
    /// What visitors type, without a final slash; `https` turns on Secure cookies and HSTS.
    pub public_url: String,
    /// Mail, media and the search index.
    pub data: PathBuf,
    /// The built site: `pkg/`, fonts, illustrations.
    pub site_root: PathBuf,
    pub mail: MailTransport,
    pub mail_from: String,
    /// At least 32 bytes. Development makes one in the data folder.
    pub secret_key: Vec<u8>,
    /// What stands behind paying by card: `off`, `sandbox` (not on a public site) or a NestPay-style
    /// gateway.
    pub card: CardGateway,
    /// What converts recordings: a program's name or path; `None` where none is wanted.
    pub ffmpeg: Option<String>,
    /// Lifts the rate limits: only for benchmarks and end-to-end tests on loopback.
    pub unlimited: bool,
}

/// A value that cannot be used, and what would be.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {found:?} cannot be used; expected {expected}")]
pub struct Invalid {
    pub name: &'static str,
    pub found: String,
    pub expected: &'static str,
}

impl Invalid {
    fn new(name: &'static str, found: impl Into<String>, expected: &'static str) -> Invalid {
        Invalid {
            name,
            found: found.into(),
            expected,
        }
    }
}

impl Config {
    /// Reads `taawouniya.toml` (or the file named by `TAAWOUNIYA_CONFIG`) and then the
    /// environment, which wins.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn load() -> Result<Config, Invalid> {
        let file = std::env::var("TAAWOUNIYA_CONFIG").ok();
        let source = config::File::with_name(file.as_deref().unwrap_or("taawouniya"))
            .format(config::FileFormat::Toml)
            .required(file.is_some());
        let read = config::Config::builder()
            .add_source(source)
            .add_source(config::Environment::with_prefix("TAAWOUNIYA"))
            .build()
            .map_err(|error| {
                Invalid::new(
                    "configuration file",
                    error.to_string(),
                    "a readable TOML file",
                )
            })?;
        let get = |key: &str| read.get_string(key).ok();
        let database = std::env::var("DATABASE_URL")
            .ok()
            .or_else(|| get("database_url"));
        Config::from_values(database, get)
    }

    /// The same from any source of values, for tests.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn from_values(
        database_url: Option<String>,
        get: impl Fn(&str) -> Option<String>,
    ) -> Result<Config, Invalid> {
        let data = PathBuf::from(get("data").unwrap_or_else(|| "data".to_owned()));
        let database_url =
            database_url.unwrap_or_else(|| format!("sqlite://{}/taawouniya.db", data.display()));
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|scheme| database_url.starts_with(scheme))
        {
            // What follows the scheme may hold a password.
            let scheme = database_url.split("://").next().unwrap_or_default();
            return Err(Invalid::new(
                "DATABASE_URL",
                scheme,
                "sqlite://path/to/file.db or postgres://user:password@host/database",
            ));
        }
        let address = get("address").unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let address = address.parse().map_err(|_| {
            Invalid::new(
                "TAAWOUNIYA_ADDRESS",
                address.clone(),
                "an address and port such as 127.0.0.1:3000",
            )
        })?;
        let public_url = get("public_url").unwrap_or_else(|| format!("http://{address}"));
        let host = public_url
            .strip_prefix("https://")
            .or_else(|| public_url.strip_prefix("http://"));
        if !host.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '?', '#'])) {
            return Err(Invalid::new(
                "TAAWOUNIYA_PUBLIC_URL",
                public_url,
                "http:// or https:// and a host, without a path, such as https://taawouniya.ma",
            ));
        }
        let mail = match get("mail").as_deref() {
            None | Some("" | "folder") => MailTransport::Folder,
            Some(url)
                if (url.starts_with("smtp://") || url.starts_with("smtps://"))
                    && lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(url)
                        .is_ok() =>
            {
                MailTransport::Smtp(url.to_owned())
            }
            Some(other) => {
                let scheme = other.split("://").next().unwrap_or_default();
                return Err(Invalid::new(
                    "TAAWOUNIYA_MAIL",
                    scheme,
                    "folder, smtp://host:port or smtps://user:password@host",
                ));
            }
        };
        let mail_from = get("mail_from")
            .unwrap_or_else(|| "Taawouniya <ne-pas-repondre@taawouniya.ma>".to_owned());
        if mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(Invalid::new(
                "TAAWOUNIYA_MAIL_FROM",
                mail_from,
                "an address such as Name <name@host>",
            ));
        }
        let is_public = public_url.starts_with("https://");
        let secret_key = match get("secret_key") {
            Some(key) if key.len() >= 32 => key.into_bytes(),
            Some(key) => {
                // The key itself is a secret, even a bad one.
                return Err(Invalid::new(
                    "TAAWOUNIYA_SECRET_KEY",
                    format!("a key of {} bytes", key.len()),
                    "at least 32 random characters",
                ));
            }
            None if is_public => {
                return Err(Invalid::new(
                    "TAAWOUNIYA_SECRET_KEY",
                    "",
                    "at least 32 random characters, once the site is public",
                ));
            }
            None => local_key(&data).map_err(|error| {
                Invalid::new(
                    "TAAWOUNIYA_DATA",
                    format!("{}: {error}", data.display()),
                    "a folder that can be written",
                )
            })?,
        };
        let unlimited = match get("unlimited").as_deref() {
            None | Some("" | "false" | "0") => false,
            Some("true" | "1") if address_is_loopback(&address) => true,
            Some(other) => {
                return Err(Invalid::new(
                    "TAAWOUNIYA_UNLIMITED",
                    other,
                    "true on a loopback address only",
                ));
            }
        };
        let card = card(&get, is_public)?;
        Ok(Config {
            database_url,
            address,
            public_url,
            site_root: PathBuf::from(get("site_root").unwrap_or_else(|| "target/site".to_owned())),
            data,
            mail,
            mail_from,
            secret_key,
            card,
            // Set to nothing, recordings are served as they were sent.
            ffmpeg: match get("ffmpeg") {
                None => Some("ffmpeg".to_owned()),
                Some(program) => Some(program).filter(|it| !it.is_empty() && it != "off"),
            },
            unlimited,
        })
    }
}

/// `TAAWOUNIYA_CARD` with, for a gateway, `_CARD_CLIENT_ID` and `_CARD_STORE_KEY`.
fn card(get: &impl Fn(&str) -> Option<String>, is_public: bool) -> Result<CardGateway, Invalid> {
    match get("card").as_deref() {
        None | Some("") if is_public => Ok(CardGateway::Off),
        None | Some("" | "sandbox") if !is_public => Ok(CardGateway::Sandbox),
        Some("off") => Ok(CardGateway::Off),
        Some(url) if url.starts_with("https://") => {
            let needed = |key: &'static str, name: &'static str| {
                get(key)
                    .filter(|value| !value.is_empty())
                    .ok_or_else(|| Invalid::new(name, "", "what the bank gave for its gateway"))
            };
            Ok(CardGateway::NestPay {
                url: url.to_owned(),
                client_id: needed("card_client_id", "TAAWOUNIYA_CARD_CLIENT_ID")?,
                store_key: CardSecret(needed("card_store_key", "TAAWOUNIYA_CARD_STORE_KEY")?),
            })
        }
        other => Err(Invalid::new(
            "TAAWOUNIYA_CARD",
            other.unwrap_or_default(),
            "off, the gateway's https:// address, or sandbox where the site is not public",
        )),
    }
}

fn address_is_loopback(address: &SocketAddr) -> bool {
    address.ip().is_loopback()
}

/// A key for this machine alone, made once, readable by its owner only.
fn local_key(data: &std::path::Path) -> std::io::Result<Vec<u8>> {
    use std::io::Write;
    let path = data.join("secret.key");
    match std::fs::read(&path) {
        Ok(key) if key.len() >= 32 => return Ok(key),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    std::fs::create_dir_all(data)?;
    let key = hex::encode(rand::random::<[u8; 32]>());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path)?.write_all(key.as_bytes())?;
    Ok(key.into_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn load(values: &[(&str, &str)]) -> Result<Config, Invalid> {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        Config::from_values(None, |key| {
            values
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, value)| (*value).to_owned())
                .or_else(|| (key == "data").then(|| data.clone()))
        })
    }

    #[test]
    fn defaults_are_a_local_sqlite_file_and_a_mail_folder() {
        let config = load(&[]).unwrap();
        assert!(config.database_url.starts_with("sqlite://"));
        assert_eq!(config.mail, MailTransport::Folder);
        assert!(config.secret_key.len() >= 32);
        assert_eq!(config.public_url, "http://127.0.0.1:3000");
    }

    #[test]
    fn a_wrong_value_is_named_with_what_was_expected() {
        for (key, value, name) in [
            ("address", "localhost", "TAAWOUNIYA_ADDRESS"),
            ("public_url", "taawouniya.ma", "TAAWOUNIYA_PUBLIC_URL"),
            ("public_url", "https://a.ma/path", "TAAWOUNIYA_PUBLIC_URL"),
            ("mail", "sendmail", "TAAWOUNIYA_MAIL"),
            ("mail", "smtp://", "TAAWOUNIYA_MAIL"),
            ("mail", "smtp://host:port", "TAAWOUNIYA_MAIL"),
            ("mail_from", "nobody", "TAAWOUNIYA_MAIL_FROM"),
            ("secret_key", "short", "TAAWOUNIYA_SECRET_KEY"),
            ("unlimited", "yes", "TAAWOUNIYA_UNLIMITED"),
        ] {
            assert_eq!(
                load(&[(key, value)]).unwrap_err().name,
                name,
                "{key}={value}"
            );
        }
        assert_eq!(
            Config::from_values(Some("mysql://x".to_owned()), |_| None)
                .unwrap_err()
                .name,
            "DATABASE_URL"
        );
    }

    #[test]
    fn a_public_site_needs_its_own_key() {
        assert_eq!(
            load(&[("public_url", "https://taawouniya.ma")])
                .unwrap_err()
                .name,
            "TAAWOUNIYA_SECRET_KEY"
        );
    }

    #[test]
    fn passwords_are_not_repeated_in_the_message() {
        let mail = load(&[("mail", "smtps://me:my-secret@host:port")]).unwrap_err();
        let database =
            Config::from_values(Some("mysql://me:my-secret@host/shop".to_owned()), |_| None)
                .unwrap_err();
        for error in [mail, database] {
            assert!(!error.to_string().contains("my-secret"), "{error}");
        }
    }

    #[test]
    fn the_sandbox_gateway_is_never_on_a_public_site() {
        let key = ("secret_key", "0123456789abcdef0123456789abcdef");
        let public = ("public_url", "https://taawouniya.ma");
        assert!(matches!(load(&[]).unwrap().card, CardGateway::Sandbox));
        assert!(matches!(
            load(&[public, key]).unwrap().card,
            CardGateway::Off
        ));
        let wrong = load(&[public, key, ("card", "sandbox")]).unwrap_err();
        assert_eq!(wrong.name, "TAAWOUNIYA_CARD");
        let url = ("card", "https://bank.example/fim/est3Dgate");
        assert_eq!(load(&[url]).unwrap_err().name, "TAAWOUNIYA_CARD_CLIENT_ID");
        let whole = [url, ("card_client_id", "1"), ("card_store_key", "k")];
        let config = load(&whole).unwrap();
        assert!(matches!(config.card, CardGateway::NestPay { .. }));
        assert!(!format!("{:?}", config.card).contains("\"k\""));
    }

    #[test]
    fn a_bad_key_is_not_repeated_in_the_message() {
        let message = load(&[("secret_key", "my-secret")])
            .unwrap_err()
            .to_string();
        assert!(!message.contains("my-secret"));
    }

    #[test]
    fn limits_cannot_be_lifted_on_a_public_address() {
        assert!(load(&[("unlimited", "true"), ("address", "0.0.0.0:3000")]).is_err());
    }
}
