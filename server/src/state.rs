//! What every route shares.

use crate::{Config, forms::Replays};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;
use service::{Ctx, Services};
use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    pub services: Arc<Services>,
    pub leptos: LeptosOptions,
    pub replays: Replays,
    pub metrics: PrometheusHandle,
    /// Recently rendered pages of visitors without cookies.
    pub pages: crate::pages::PageCache,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> LeptosOptions {
        state.leptos.clone()
    }
}

/// Seconds since 1970: the clock is read at the edge and handed inward.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| {
            i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
        })
}

/// Opens the database, the search index and the media folder.
///
/// # Errors
/// Where one of them cannot be opened, in words for the operator.
pub async fn open_services(config: &Config) -> Result<Arc<Services>, String> {
    if let Some(path) = config.database_url.strip_prefix("sqlite://") {
        let path = path.split('?').next().unwrap_or(path);
        if let Some(folder) = std::path::Path::new(path).parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
    }
    let db = store::Db::connect(&store::DbOptions {
        url: config.database_url.clone(),
        readers: 8,
    })
    .await
    .map_err(|error| format!("cannot open the database: {error}"))?;
    let search = search::Search::open(&config.data.join("search"))
        .map_err(|error| format!("cannot open the search index: {error}"))?;
    let media = media::Store::open(&config.data.join("media"))
        .map_err(|error| format!("cannot open the media folder: {error}"))?
        .with_converter(config.ffmpeg.as_deref().and_then(media::Converter::find));
    let rate_limits = if config.unlimited {
        service::accounts::RateLimits::unlimited()
    } else {
        service::accounts::RateLimits::default()
    };
    Ok(Arc::new(Services {
        db,
        search,
        media,
        catalogue_cache: service::marketplace::CatalogueCache::default(),
        writing: service::marketplace::Writing::default(),
        sheets: service::projects::Sheets::default(),
        rate_limits,
        public_url: config.public_url.clone(),
        card: config.card.clone(),
        secret_key: config.secret_key.clone(),
    }))
}

impl AppState {
    /// What the routes share; `metrics` is what `/metrics` renders.
    pub fn new(config: Config, services: Arc<Services>, metrics: PrometheusHandle) -> AppState {
        let hashes = hash_file(&config);
        let leptos = LeptosOptions::builder()
            .output_name("taawouniya")
            .site_root(config.site_root.display().to_string())
            .site_pkg_dir("pkg")
            .site_addr(config.address)
            .hash_files(hashes.is_file())
            .hash_file(hashes.display().to_string().into())
            .build();
        AppState {
            config: Arc::new(config),
            services,
            leptos,
            replays: Replays::default(),
            metrics,
            pages: crate::pages::PageCache::default(),
        }
    }

    /// The context of background work.
    pub fn system(&self) -> Ctx {
        Ctx::system(self.services.clone(), now())
    }
}

/// Where the built file names' hashes are: beside the site folder.
pub fn hash_file(config: &Config) -> std::path::PathBuf {
    let path = config.site_root.join("hash.txt");
    std::fs::canonicalize(&path).unwrap_or(path)
}
