//! Background work: the search index, mails, webhooks, pictures and expired reservations. Each step reads
//! its work from the database, so that a killed process goes on where it stopped.

use crate::{AppState, mail::Mailer, webhooks::Post};
use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

/// Runs until `stop` turns true, then finishes the step under way.
pub async fn run(state: AppState, mailer: Arc<Mailer>, post: Post, stop: watch::Receiver<bool>) {
    let mut worker = Worker {
        state,
        stop,
        tasks: JoinSet::new(),
    };
    let millis = Duration::from_millis;
    let secs = Duration::from_secs;
    worker.spawn(millis(250), "index listings", |state| async move {
        service::jobs::index_listings(&state.services).await
    });
    worker.spawn(secs(2), "tell what was learnt", |state| async move {
        service::academy::records::project_records(&state.system()).await
    });
    worker.spawn(secs(10), "sweep reservations", |state| async move {
        service::marketplace::sweep_reservations(&state.system()).await
    });
    worker.spawn(secs(15), "give up unpaid orders", |state| async move {
        service::marketplace::expire_payments(&state.system()).await
    });
    worker.spawn(
        secs(600),
        "pay out and compare the books",
        |state| async move {
            let ctx = state.system();
            service::marketplace::run_payouts(&ctx).await?;
            service::marketplace::reconcile_nightly(&ctx).await
        },
    );
    worker.spawn(secs(1), "render pictures", |state| async move {
        service::jobs::render_pictures(&state.services).await
    });
    let stopping = Arc::new(AtomicBool::new(false));
    worker.tasks.spawn({
        // A film takes minutes: it is not waited for, and waits itself until the next start.
        let (mut stop, stopping) = (worker.stop.clone(), stopping.clone());
        async move {
            let _ = stop.wait_for(|stop| *stop).await;
            stopping.store(true, Ordering::Relaxed);
        }
    });
    worker.spawn(secs(2), "convert recordings", move |state| {
        let stopping = stopping.clone();
        async move {
            service::jobs::convert_media(&state.services, crate::state::now, stopping).await
        }
    });
    worker.spawn(
        secs(3_600),
        "sweep unfinished uploads",
        |state| async move { service::academy::sweep_uploads(&state.system()).await },
    );
    worker.spawn(secs(3_600), "warn of ending certificates", |state| async move {
        service::cooperatives::warn_of_ending_certificates(&state.system()).await
    });
    let post = Arc::new(post);
    // Slow receivers keep nothing else waiting.
    worker.spawn(secs(1), "send webhooks", move |state| {
        let post = post.clone();
        async move {
            let now = crate::state::now();
            service::integrations::send_webhooks(&state.services, &*post, now).await
        }
    });
    worker.spawn(secs(60), "warn of low stock", |state| async move {
        service::marketplace::warn_of_low_stock(&state.system()).await
    });
    worker.spawn(secs(60), "end quotes", |state| async move {
        service::marketplace::expire_quotes(&state.system()).await
    });
    worker.spawn(secs(60), "follow referred people", |state| async move {
        service::projects::follow_referrals(&state.system()).await
    });
    worker.spawn(
        secs(900),
        "watch the dossiers' deadlines",
        |state| async move { service::projects::watch_deadlines(&state.system()).await },
    );
    worker.spawn(
        secs(60),
        "ask for figures and count results",
        |state| async move {
            let ctx = state.system();
            service::projects::watch_follow_ups(&ctx).await?;
            service::projects::refresh_impact(&ctx).await
        },
    );
    worker.spawn(secs(1), "send mail", move |state| {
        let mailer = mailer.clone();
        async move {
            let now = crate::state::now();
            service::jobs::send_mail(&state.services, &*mailer, now).await
        }
    });
    while worker.tasks.join_next().await.is_some() {}
}

struct Worker {
    state: AppState,
    stop: watch::Receiver<bool>,
    tasks: JoinSet<()>,
}

impl Worker {
    /// Does a step again and again, `pause` after the last one ended; one that fails is logged.
    fn spawn<Step, Done, Cause>(
        &mut self,
        pause: Duration,
        name: &'static str,
        mut step: impl FnMut(AppState) -> Step + Send + 'static,
    ) where
        Step: Future<Output = Result<Done, Cause>> + Send,
        Cause: Display,
    {
        let (state, mut stop) = (self.state.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            while !*stop.borrow() {
                if let Err(cause) = step(state.clone()).await {
                    tracing::error!(job = name, %cause, "background job failed");
                }
                tokio::select! {
                    _ = stop.changed() => {}
                    () = tokio::time::sleep(pause) => {}
                }
            }
        });
    }
}
