//! Background work: the search index, mails, webhooks, pictures and expired reservations. Each step reads
//! its work from the database, so that a killed process goes on where it stopped.

use crate::{AppState, mail::Mailer, webhooks::Post};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

/// Runs until `stop` turns true, then finishes the step under way.
pub async fn run(state: AppState, mailer: Arc<Mailer>, post: Post, stop: watch::Receiver<bool>) {
    let mut tasks = JoinSet::new();
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_millis(250),
            stop.clone(),
            "index listings",
            move || {
                let services = state.services.clone();
                async move {
                    service::jobs::index_listings(&services)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(2),
            stop.clone(),
            "tell what was learnt",
            move || {
                let ctx = state.system();
                async move {
                    service::academy::records::project_records(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(10),
            stop.clone(),
            "sweep reservations",
            move || {
                let ctx = state.system();
                async move {
                    service::marketplace::sweep_reservations(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(15),
            stop.clone(),
            "give up unpaid orders",
            move || {
                let ctx = state.system();
                async move {
                    service::marketplace::expire_payments(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(600),
            stop.clone(),
            "pay out and compare the books",
            move || {
                let ctx = state.system();
                async move {
                    service::marketplace::run_payouts(&ctx)
                        .await
                        .map_err(|error| error.to_string())?;
                    service::marketplace::reconcile_nightly(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(1),
            stop.clone(),
            "render pictures",
            move || {
                let services = state.services.clone();
                async move {
                    service::jobs::render_pictures(&services)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        let stopping = Arc::new(AtomicBool::new(false));
        tasks.spawn({
            // A film takes minutes: it is not waited for, and waits itself until the next start.
            let (mut stop, stopping) = (stop.clone(), stopping.clone());
            async move {
                let _ = stop.wait_for(|stop| *stop).await;
                stopping.store(true, Ordering::Relaxed);
            }
        });
        tasks.spawn(every(
            Duration::from_secs(2),
            stop.clone(),
            "convert recordings",
            move || {
                let (services, stopping) = (state.services.clone(), stopping.clone());
                async move {
                    service::jobs::convert_media(&services, crate::state::now, stopping)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(3_600),
            stop.clone(),
            "sweep unfinished uploads",
            move || {
                let ctx = state.system();
                async move {
                    service::academy::sweep_uploads(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(3_600),
            stop.clone(),
            "warn of ending certificates",
            move || {
                let ctx = state.system();
                async move {
                    service::cooperatives::warn_of_ending_certificates(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        let post = Arc::new(post);
        // Slow receivers keep nothing else waiting.
        tasks.spawn(every(
            Duration::from_secs(1),
            stop.clone(),
            "send webhooks",
            move || {
                let services = state.services.clone();
                let post = post.clone();
                let now = crate::state::now();
                async move {
                    service::integrations::send_webhooks(&services, &*post, now)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(60),
            stop.clone(),
            "warn of low stock",
            move || {
                let ctx = state.system();
                async move {
                    service::marketplace::warn_of_low_stock(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(60),
            stop.clone(),
            "end quotes",
            move || {
                let ctx = state.system();
                async move {
                    service::marketplace::expire_quotes(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(60),
            stop.clone(),
            "follow referred people",
            move || {
                let ctx = state.system();
                async move {
                    service::projects::follow_referrals(&ctx)
                        .await
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(900),
            stop.clone(),
            "watch the dossiers' deadlines",
            move || {
                let ctx = state.system();
                async move {
                    service::projects::watch_deadlines(&ctx)
                        .await
                        .map_err(|error| error.to_string())
                }
            },
        ));
    }
    {
        let state = state.clone();
        tasks.spawn(every(
            Duration::from_secs(60),
            stop.clone(),
            "ask for figures and count results",
            move || {
                let ctx = state.system();
                async move {
                    let text = |error: domain::Error| error.to_string();
                    service::projects::watch_follow_ups(&ctx)
                        .await
                        .map_err(text)?;
                    service::projects::refresh_impact(&ctx).await.map_err(text)
                }
            },
        ));
    }
    tasks.spawn(every(
        Duration::from_secs(1),
        stop,
        "send mail",
        move || {
            let services = state.services.clone();
            let mailer = mailer.clone();
            let now = crate::state::now();
            async move {
                service::jobs::send_mail(&services, &*mailer, now)
                    .await
                    .map(|_| ())
                    .map_err(|error| error.to_string())
            }
        },
    ));
    while tasks.join_next().await.is_some() {}
}

async fn every<F>(
    pause: Duration,
    mut stop: watch::Receiver<bool>,
    name: &'static str,
    mut step: impl FnMut() -> F,
) where
    F: Future<Output = Result<(), String>>,
{
    while !*stop.borrow() {
        if let Err(cause) = step().await {
            tracing::error!(job = name, %cause, "background job failed");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
