//! How a webhook's message really leaves: one POST, never into our own network.

use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use service::{
    integrations::{Courier, Message, address::is_public},
    jobs::async_trait,
};
use std::{sync::Arc, time::Duration};

/// Whether messages may go to this machine itself: only where the site is for trying out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Outside,
    ThisMachineToo,
}

impl Reach {
    pub fn of(public_url: &str) -> Reach {
        let host = public_url.split("://").nth(1).unwrap_or_default();
        let tries_out = ["localhost", "127.", "[::1]"]
            .iter()
            .any(|start| host.starts_with(start));
        if tries_out {
            Reach::ThisMachineToo
        } else {
            Reach::Outside
        }
    }
}

#[derive(Debug)]
pub struct Post {
    client: Client,
}

/// A receiver that takes longer is asked again later.
const PATIENCE: Duration = Duration::from_secs(10);

impl Post {
    /// # Errors
    /// Where TLS cannot be set up, in words for the operator.
    pub fn new(reach: Reach) -> Result<Post, String> {
        // Another part of the process may have chosen it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(PATIENCE)
            // A redirect could lead inside.
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("Taawouniya-Webhook/1")
            .dns_resolver(Arc::new(Outside(reach)))
            .build()
            .map_err(|error| format!("webhooks: {error}"))?;
        Ok(Post { client })
    }
}

/// Looks names up and leaves inner addresses out, at the moment of sending: a name may have
/// changed since the webhook was added.
struct Outside(Reach);

impl Resolve for Outside {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let outside: Vec<_> = found
                .filter(|address| {
                    let ip = address.ip();
                    is_public(ip) || (reach == Reach::ThisMachineToo && ip.is_loopback())
                })
                .collect();
            if outside.is_empty() {
                return Err("no address outside".into());
            }
            let addresses: Addrs = Box::new(outside.into_iter());
            Ok(addresses)
        })
    }
}

#[async_trait]
impl Courier for Post {
    async fn send(&self, message: &Message) -> Result<u16, String> {
        let sent = self
            .client
            .post(&message.address)
            .header("content-type", "application/json")
            .header("taawouniya-event", &message.event)
            .header("taawouniya-timestamp", message.timestamp.to_string())
            .header("taawouniya-signature", &message.signature)
            .body(message.body.clone())
            .send()
            .await;
        match sent {
            Ok(response) => Ok(response.status().as_u16()),
            Err(error) if error.is_timeout() => Err("timeout".to_owned()),
            Err(error) => {
                // The innermost cause says what it was; the address is known.
                let mut cause: &dyn std::error::Error = &error;
                while let Some(inner) = cause.source() {
                    cause = inner;
                }
                Err(cause.to_string())
            }
        }
    }
}
