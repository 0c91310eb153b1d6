//! Recordings of lessons become smaller qualities, where the machine has a converter. One at a
//! time; one whose converter was killed is taken again.

use crate::Services;
use domain::{
    Timestamp,
    academy::{Conversion, Quality, QualityKind},
    policy::{Action, Actor, Platform, authorize},
};
use media::{ConversionError, LessonFormat, Made, Source, Store};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    time::Duration,
};
use store::academy::ClaimedFile;

/// How long a converter may be silent before another takes its recording, in seconds.
const PATIENCE: i64 = 60;
/// How often a recording is tried: one that kills its converter is given up.
const MOST_ATTEMPTS: i64 = 3;

/// Converts the oldest recording that waits; how many were done. `clock` tells seconds since 1970;
/// `stop` ends the work early, and the recording waits again.
///
/// # Errors
/// Where the database or the disk fails; the next step tries again.
pub async fn convert_media(
    services: &Services,
    clock: impl Fn() -> Timestamp,
    stop: Arc<AtomicBool>,
) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    if services.media.converter().is_none() {
        return Ok(0);
    }
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
    let tx = services.db.begin().await?;
    let claimed =
        store::academy::claim_conversion(&tx, &permit, clock(), clock() + PATIENCE).await?;
    store::commit(tx).await?;
    let Some(file) = claimed else { return Ok(0) };
    let mut outcome = Err(ConversionError::Refused { quality: "audio" });
    if file.attempts <= MOST_ATTEMPTS {
        let reached = Arc::new(AtomicU8::new(0));
        let work = {
            let (store, file) = (services.media.clone(), file.clone());
            let (reached, stop) = (reached.clone(), stop.clone());
            tokio::task::spawn_blocking(move || convert(&store, &file, &reached, &stop))
        };
        tokio::pin!(work);
        outcome = loop {
            tokio::select! {
                done = &mut work => break done?,
                () = tokio::time::sleep(Duration::from_secs(2)) => {
                    let percent = reached.load(Ordering::Relaxed);
                    let tx = services.db.begin().await?;
                    store::academy::report_conversion(&tx, &permit, &file, percent, clock() + PATIENCE).await?;
                    store::commit(tx).await?;
                }
            }
        };
    }
    let (state, poster, qualities) = match outcome {
        Ok((poster, qualities)) => (Conversion::Done, poster, qualities),
        Err(ConversionError::Stopped) => (Conversion::Waiting, None, Vec::new()),
        Err(cause) => {
            tracing::warn!(file = %file.sha256, %cause, "recording is served as it was sent");
            (Conversion::Failed, None, Vec::new())
        }
    };
    let tx = services.db.begin().await?;
    store::academy::finish_conversion(&tx, &permit, &file, state, poster.as_deref(), &qualities)
        .await?;
    store::commit(tx).await?;
    Ok(usize::from(state == Conversion::Done))
}

type Outcome = Result<(Option<String>, Vec<Quality>), ConversionError>;

fn convert(store: &Store, file: &ClaimedFile, reached: &AtomicU8, stop: &AtomicBool) -> Outcome {
    let refused = || ConversionError::Refused { quality: "audio" };
    let converter = store.converter().ok_or_else(refused)?;
    let source = Source {
        path: std::path::absolute(
            store.lesson_path(&format!("{}.{}", file.sha256, file.extension)),
        )?,
        format: LessonFormat::from_extension(&file.extension).ok_or_else(refused)?,
        is_video: file.kind == "video",
        duration: file.duration,
        bytes: file.bytes,
        width: file.width,
        height: file.height,
    };
    // Each attempt has its own: one that was thought dead may still be writing.
    let folder = store.workshop(&format!("{}-{}", file.id, file.attempts))?;
    let folder = std::path::absolute(folder)?;
    let made = converter.convert(&source, &folder, &|percent| {
        reached.store(percent, Ordering::Relaxed);
        !stop.load(Ordering::Relaxed)
    });
    let kept = made.and_then(|made| keep(store, file, &made));
    std::fs::remove_dir_all(&folder)?;
    kept
}

fn keep(store: &Store, file: &ClaimedFile, made: &[Made]) -> Outcome {
    let (mut poster, mut qualities) = (None, Vec::new());
    for it in made {
        let name = store.keep_made(&file.sha256, it)?;
        match QualityKind::from_code(it.quality) {
            Some(kind) => qualities.push(Quality {
                kind,
                file: name,
                bytes: it.bytes,
            }),
            None => poster = Some(name),
        }
    }
    Ok((poster, qualities))
}
