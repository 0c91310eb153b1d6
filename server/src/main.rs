//! The one binary: `taawouniya serve | migrate | seed | worker | backup | admin`.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

use clap::{Parser, Subcommand};
use server::{
    AppState, Config, jobs,
    mail::Mailer,
    metrics, router, state,
    webhooks::{Post, Reach},
};
use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};
use tokio::sync::watch;

/// The platform of Moroccan cooperatives.
#[derive(Parser)]
#[command(name = "taawouniya", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the site, with its background work unless `--no-worker`.
    Serve {
        #[arg(long)]
        no_worker: bool,
    },
    /// Brings the database's schema up to date.
    Migrate,
    /// Fills an empty database.
    Seed {
        /// With the demo data: the same every time.
        #[arg(long, required = true)]
        demo: bool,
        /// As many times as much, for benchmarks.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        scale: u32,
    },
    /// Runs the background work alone.
    Worker,
    /// Writes a consistent copy of the database while it is in use.
    Backup { file: PathBuf },
    /// Manages administrators and checks the audit log.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Creates an administrator; the password is read from the standard input.
    Create {
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
    },
    /// Checks that no row of the audit log was changed or removed; fails where one was.
    VerifyAudit,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TAAWOUNIYA_LOG")
                .unwrap_or_else(|_| "info,sqlx=warn,tantivy=warn".into()),
        )
        .json()
        .with_writer(std::io::stderr)
        .init();
    // In the span of the request that it ended, so that the log knows its number.
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panicked")));
    let config = match Config::load() {
        Ok(config) => config,
        Err(error) => return fail(&error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    match runtime.block_on(run(cli.command, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "taawouniya: {message}");
    ExitCode::FAILURE
}

fn say(message: &str) {
    let _ = writeln!(std::io::stdout(), "{message}");
}

async fn run(command: Command, config: Config) -> Result<(), String> {
    let services = state::open_services(&config).await?;
    let text = |error: store::Error| error.to_string();
    match command {
        Command::Migrate => {
            services.db.migrate().await.map_err(text)?;
            say("The database is up to date.");
            Ok(())
        }
        Command::Seed { demo: _, scale } => {
            services.db.migrate().await.map_err(text)?;
            let ctx = service::Ctx::system(services.clone(), state::now());
            let bar = indicatif::ProgressBar::new(1);
            let progress = |what: &str, done: u64, total: u64| {
                bar.set_length(total);
                bar.set_position(done);
                bar.set_message(what.to_owned());
            };
            let accounts = service::demo::seed(&ctx, scale, &progress)
                .await
                .map_err(|error| error.to_string())?;
            while service::jobs::index_listings(&services)
                .await
                .map_err(|error| error.to_string())?
                > 0
            {}
            bar.finish_and_clear();
            say(&accounts.to_string());
            Ok(())
        }
        Command::Admin {
            command: AdminCommand::Create { name, email },
        } => {
            services.db.migrate().await.map_err(text)?;
            let mut password = String::new();
            std::io::stdin()
                .read_line(&mut password)
                .map_err(|error| error.to_string())?;
            let ctx = service::Ctx::system(services, state::now());
            let id = service::accounts::create_administrator(
                &ctx,
                &name,
                &email,
                password.trim_end_matches(['\r', '\n']),
            )
            .await
            .map_err(|error| format!("{error:?}"))?;
            say(&format!("Administrator {id} created."));
            Ok(())
        }
        Command::Admin {
            command: AdminCommand::VerifyAudit,
        } => {
            services.db.migrate().await.map_err(text)?;
            let ctx = service::Ctx::system(services, state::now());
            let broken = service::admin::verify_audit(&ctx)
                .await
                .map_err(|error| error.to_string())?;
            match broken {
                None => {
                    say("The audit log is whole.");
                    Ok(())
                }
                Some(row) => Err(format!("the audit log is broken at row {row}")),
            }
        }
        Command::Backup { file } => {
            services.db.backup(&file).await.map_err(text)?;
            say(&format!("Copied to {}.", file.display()));
            Ok(())
        }
        Command::Serve { no_worker } => {
            services.db.migrate().await.map_err(text)?;
            serve(config, services, !no_worker).await
        }
        Command::Worker => {
            services.db.migrate().await.map_err(text)?;
            let state = AppState::new(config, services, metrics::install()?);
            let mailer = Arc::new(Mailer::new(&state.config)?);
            let post = Post::new(Reach::of(&state.config.public_url))?;
            let (stop, stopped) = watch::channel(false);
            let work = tokio::spawn(jobs::run(state, mailer, post, stopped));
            stop_signal().await;
            let _ = stop.send(true);
            work.await.map_err(|error| error.to_string())
        }
    }
}

async fn serve(
    config: Config,
    services: Arc<service::Services>,
    with_worker: bool,
) -> Result<(), String> {
    use axum::serve::ListenerExt;
    let listener = tokio::net::TcpListener::bind(config.address)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.address))?
        // Pages are many small writes; without this each waits for the last one's answer.
        .tap_io(|stream| {
            if let Err(cause) = stream.set_nodelay(true) {
                tracing::debug!(%cause, "no TCP_NODELAY");
            }
        });
    let address = config.address;
    let state = AppState::new(config, services, metrics::install()?);
    let (stop, stopped) = watch::channel(false);
    let work = if with_worker {
        let mailer = Arc::new(Mailer::new(&state.config)?);
        let post = Post::new(Reach::of(&state.config.public_url))?;
        Some(tokio::spawn(jobs::run(
            state.clone(),
            mailer,
            post,
            stopped,
        )))
    } else {
        None
    };
    tokio::spawn(hear_others(state.services.clone()));
    say(&format!("Taawouniya: http://{address}"));
    let app = router::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = stop.subscribe();
    let asked = stop.clone();
    // What is under way is finished; what is idle is closed.
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop_signal().await;
        let _ = asked.send(true);
        // Open streams would be waited for to the end of patience.
        service::academy::close_streams();
    });
    tokio::select! {
        ended = serving => ended.map_err(|error| error.to_string())?,
        () = patience(stopping) => tracing::warn!("stopped with requests under way"),
    }
    if let Some(work) = work {
        work.await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// How long what is under way may take once the process is asked to stop.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// Resolves when patience with those who do not finish is at its end.
async fn patience(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
    tokio::time::sleep(PATIENCE).await;
}

/// Live progress of other processes of the same database, for as long as this one runs.
async fn hear_others(services: Arc<service::Services>) {
    loop {
        if let Err(cause) = service::academy::hear_others(&services).await {
            tracing::warn!(%cause, "other processes are not heard for a moment");
        }
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    }
}

/// Resolves at the first interrupt or termination signal.
async fn stop_signal() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
