//! Files of lessons: part by part, checked by content, stored once, converted where that can be.

use super::{NOW, School, authoring::write};
use domain::{
    CourseDraftId, Error, Problem,
    academy::{
        CaptionFault, Conversion, MediaKind, PART_BYTES, QualityKind, UploadInput, UploadState,
    },
};
use service::{Ctx, academy, jobs::convert_media};
use std::sync::{Arc, atomic::AtomicBool};

const LESSON: &str = "le-prix";

fn digest(bytes: &[u8]) -> String {
    media::digest(bytes)
}

/// Silence of so many milliseconds.
fn wav(ms: u32) -> Vec<u8> {
    let length = ms * 8;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(vec![128; length as usize]);
    bytes
}

fn input(name: &str, lang: &str, bytes: usize) -> UploadInput {
    UploadInput {
        lang: lang.to_owned(),
        name: name.to_owned(),
        bytes: i64::try_from(bytes).unwrap(),
    }
}

async fn send(
    ctx: &Ctx,
    draft: CourseDraftId,
    name: &str,
    lang: &str,
    bytes: &[u8],
) -> domain::Result<()> {
    academy::send_file(ctx, draft, LESSON, input(name, lang, 0), bytes).await
}

#[tokio::test]
async fn a_file_comes_in_parts_in_any_order_and_goes_on_after_a_break() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    // Three parts: 2.5 minutes of silence are 1.2 MB; this is more.
    let whole = wav(290_000);
    let size = usize::try_from(PART_BYTES).unwrap();
    let parts: Vec<&[u8]> = whole.chunks(size).collect();
    assert_eq!(parts.len(), 3);
    let asked = input("leçon.wav", "fr", whole.len());
    let upload = academy::start_upload(ctx, draft, LESSON, &asked)
        .await
        .unwrap();
    let id = upload.id;
    let put = async |number: usize, sha256: String, bytes: &[u8]| {
        let number = i64::try_from(number).unwrap();
        academy::put_part(ctx, id, number, &sha256, bytes.to_vec()).await
    };
    put(2, digest(parts[2]), parts[2]).await.unwrap();
    put(0, digest(parts[0]), parts[0]).await.unwrap();
    let again = put(0, digest(parts[0]), parts[0]).await.unwrap();
    assert_eq!(again.parts.len(), 2);
    let wrong = Err(Error::field("part", Problem::WrongChecksum));
    assert_eq!(put(1, digest(b"x"), parts[1]).await, wrong);
    assert_eq!(
        put(1, digest(b"x"), b"x").await,
        wrong,
        "shorter than its place"
    );
    let beyond = put(3, digest(b"x"), b"x").await;
    let range = Problem::OutOfRange { min: 0, max: 2 };
    assert_eq!(beyond, Err(Error::field("part", range)));
    let early = academy::finish_upload(ctx, id, &digest(&whole)).await;
    assert_eq!(early, Err(Error::field("sha256", Problem::WrongChecksum)));
    // The page was closed: the same file goes on where it was.
    let resumed = academy::start_upload(ctx, draft, LESSON, &asked)
        .await
        .unwrap();
    let there: Vec<i64> = resumed.parts.iter().map(|it| it.number).collect();
    assert_eq!((resumed.id, there), (id, vec![0, 2]));
    // A stranger, and another's guess, find nothing.
    for other in [&school.learner, &school.stranger] {
        let found = academy::show_upload(other, id).await;
        assert_eq!(found, Err(Error::NotFound));
        let sent = academy::put_part(other, id, 1, &digest(parts[1]), parts[1].to_vec()).await;
        assert_eq!(sent, Err(Error::NotFound));
    }
    let visitor = academy::show_upload(&school.app.visitor(), id).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
    put(1, digest(parts[1]), parts[1]).await.unwrap();
    // Another file than was sent.
    let other = academy::finish_upload(ctx, id, &digest(b"other")).await;
    assert_eq!(other, Err(Error::field("sha256", Problem::WrongChecksum)));
    for _ in 0..2 {
        let done = academy::finish_upload(ctx, id, &digest(&whole))
            .await
            .unwrap();
        assert_eq!(done.state, UploadState::Ready);
    }
    let late = put(1, digest(parts[1]), parts[1]).await;
    assert_eq!(late, Err(Error::Conflict));
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    let file = &files.files[0];
    assert_eq!(
        (file.kind, file.duration),
        (Some(MediaKind::Audio), 290_000)
    );
    assert_eq!(files.recordings[0].duration, 290_000);
    // What comes beside the forms is not one of the changes that they are told about.
    let page = academy::show_draft(ctx, draft).await.unwrap();
    assert_eq!(page.version, 3);
}

#[tokio::test]
async fn a_torn_part_is_sent_again() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    let whole = wav(200_000);
    let asked = input("a.wav", "fr", whole.len());
    let id = academy::start_upload(ctx, draft, LESSON, &asked)
        .await
        .unwrap()
        .id;
    let size = usize::try_from(PART_BYTES).unwrap();
    for (number, part) in (0..).zip(whole.chunks(size)) {
        academy::put_part(ctx, id, number, &digest(part), part.to_vec())
            .await
            .unwrap();
    }
    let store = &school.app.services.media;
    store
        .put_part(id.0, PART_BYTES.unsigned_abs(), b"torn")
        .unwrap();
    let torn = academy::finish_upload(ctx, id, &digest(&whole)).await;
    assert_eq!(torn, Err(Error::field("sha256", Problem::WrongChecksum)));
    let left = academy::show_upload(ctx, id).await.unwrap();
    let there: Vec<i64> = left.parts.iter().map(|it| it.number).collect();
    assert_eq!(there, [0]);
    let part = &whole[size..];
    academy::put_part(ctx, id, 1, &digest(part), part.to_vec())
        .await
        .unwrap();
    academy::finish_upload(ctx, id, &digest(&whole))
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_by_name() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    let name = |name: &str| name.to_owned();
    let webvtt = |cues: &str| format!("WEBVTT\n\n{cues}").into_bytes();
    let bad = |cue, line, fault| Problem::BadCaptions { cue, line, fault };
    let cases: Vec<(&str, Vec<u8>, Problem)> = vec![
        (
            "list.mp4",
            b"#EXTM3U\nfile:///etc/passwd".to_vec(),
            Problem::NotMedia {
                name: name("list.mp4"),
            },
        ),
        (
            "film.mp4",
            wav(1_000),
            Problem::OtherContent {
                name: name("film.mp4"),
            },
        ),
        ("a.wav", wav(0), Problem::NoDuration),
        (
            "a.vtt",
            webvtt("00:02.000 --> 00:01.000\na"),
            bad(1, 3, CaptionFault::Reversed),
        ),
        (
            "a.vtt",
            webvtt("00:00.000 --> 00:02.000\na\n\n00:01.000 --> 00:03.000\nb"),
            bad(2, 6, CaptionFault::Overlapping),
        ),
    ];
    for (file, bytes, problem) in cases {
        let sent = send(ctx, draft, file, "fr", &bytes).await;
        assert_eq!(sent, Err(Error::field("file", problem.clone())), "{file}");
        let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
        let last = files.files.last().unwrap();
        assert_eq!(last.state, UploadState::Failed);
        assert_eq!(last.problem, Some(problem), "its author reads why");
    }
    let empty = send(ctx, draft, "a.wav", "fr", &[]).await;
    assert_eq!(empty, Err(Error::field("file", Problem::Required)));
    let huge = input("a.vtt", "fr", 3 * 1024 * 1024);
    let huge = academy::start_upload(ctx, draft, LESSON, &huge).await;
    assert!(matches!(huge, Err(Error::TooLarge { .. })));
    let unknown = academy::start_upload(ctx, draft, "nothing", &input("a.wav", "fr", 9)).await;
    assert_eq!(unknown, Err(Error::NotFound));
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert!(files.recordings.is_empty() && files.captions.is_empty());
}

#[tokio::test]
async fn the_same_content_is_stored_once_and_quotas_hold() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    let sound = wav(2_000);
    send(ctx, draft, "un.wav", "fr", &sound).await.unwrap();
    send(ctx, draft, "deux.wav", "ar", &sound).await.unwrap();
    assert_eq!(school.number("SELECT COUNT(*) FROM media_file").await, 1);
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert_eq!(files.files[0].file, files.files[1].file);
    let refused = Err(Error::field("file", Problem::OverQuota));
    let large = 400 * 1024 * 1024;
    let mut begun = 0;
    let end = loop {
        let name = format!("film-{begun}.mp4");
        let asked = input(&name, "fr", large);
        match academy::start_upload(ctx, draft, LESSON, &asked).await {
            Ok(_) => begun += 1,
            Err(error) => break Err::<(), _>(error),
        }
    };
    assert_eq!((end, begun), (refused, 12), "5 GiB and no more");
}

#[tokio::test]
async fn a_published_version_keeps_what_it_plays() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    send(ctx, draft, "un.wav", "fr", &wav(5_000)).await.unwrap();
    let captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nIGP تعني بيانا\n";
    send(ctx, draft, "un.vtt", "fr", captions.as_bytes())
        .await
        .unwrap();
    academy::publish_draft(ctx, draft, 3).await.unwrap();
    academy::enrol(&school.learner, "bien-vendre")
        .await
        .unwrap();
    let shown = academy::show_lesson(&school.learner, "bien-vendre", LESSON)
        .await
        .unwrap();
    let played = shown.media.unwrap();
    assert_eq!(shown.transcript[0].text, "IGP تعني بيانا");
    assert_eq!(shown.playing.qualities[0].kind, QualityKind::Original);
    let store = &school.app.services.media;
    assert!(store.lesson_path(&played.file).is_file());
    let written = std::fs::read_to_string(store.lesson_path(&played.captions)).unwrap();
    assert!(written.contains("IGP تعني بيانا"));
    // Replaced and taken away, and swept after months: the published version plays on.
    send(ctx, draft, "deux.wav", "fr", &wav(6_000))
        .await
        .unwrap();
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert_eq!(files.recordings.len(), 1);
    assert_eq!(files.recordings[0].duration, 6_000);
    assert_eq!(files.recordings[0].captions, played.captions);
    let second = files.files.iter().find(|it| it.name == "deux.wav").unwrap();
    let unused = second.file.clone().unwrap();
    assert!(files.files.iter().all(|it| it.name != "un.wav"));
    academy::remove_upload(ctx, second.id).await.unwrap();
    let later = Ctx {
        now: NOW + 100 * 24 * 3_600,
        ..school.app.system()
    };
    academy::sweep_uploads(&later).await.unwrap();
    academy::sweep_uploads(&later).await.unwrap();
    assert!(store.lesson_path(&played.file).is_file());
    assert!(store.lesson_path(&played.captions).is_file());
    assert!(!store.lesson_path(&unused).exists(), "nothing names it");
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert!(files.recordings.is_empty());
    // The next version begins with what the published one plays.
    let shown = academy::show_lesson(&school.learner, "bien-vendre", LESSON)
        .await
        .unwrap();
    assert_eq!(shown.media, Some(played));
}

#[tokio::test]
async fn what_nobody_goes_on_sending_is_swept_after_a_week() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    let whole = wav(200_000);
    let asked = input("a.wav", "fr", whole.len());
    let id = academy::start_upload(ctx, draft, LESSON, &asked)
        .await
        .unwrap()
        .id;
    let part = &whole[..usize::try_from(PART_BYTES).unwrap()];
    academy::put_part(ctx, id, 0, &digest(part), part.to_vec())
        .await
        .unwrap();
    let store = &school.app.services.media;
    for (days, there) in [(6, true), (8, false)] {
        let later = Ctx {
            now: NOW + days * 24 * 3_600,
            ..school.app.system()
        };
        academy::sweep_uploads(&later).await.unwrap();
        assert_eq!(store.upload_path(id.0).exists(), there, "{days}");
        assert_eq!(academy::show_upload(ctx, id).await.is_ok(), there);
    }
}

#[tokio::test]
async fn a_recording_whose_converter_was_killed_is_taken_again_and_given_up_at_last() {
    let school = School::open().await;
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    send(ctx, draft, "a.wav", "fr", &wav(1_000)).await.unwrap();
    let system = school.app.system();
    let permit = domain::policy::authorize(
        &system.actor,
        domain::policy::Action::RunWorker,
        &domain::policy::Platform {},
    )
    .unwrap();
    let claim = async |now: i64| {
        let tx = school.app.services.db.begin().await.unwrap();
        let claimed = store::academy::claim_conversion(&tx, &permit, now, now + 60)
            .await
            .unwrap();
        store::commit(tx).await.unwrap();
        claimed.map(|it| it.attempts)
    };
    assert_eq!(claim(NOW).await, Some(1));
    assert_eq!(claim(NOW + 30).await, None, "one at a time");
    assert_eq!(claim(NOW + 61).await, Some(2));
    assert_eq!(claim(NOW + 122).await, Some(3));
    let stop = Arc::new(AtomicBool::new(false));
    if school.app.services.media.converter().is_none() {
        return;
    }
    let done = convert_media(&school.app.services, || NOW + 183, stop)
        .await
        .unwrap();
    assert_eq!(done, 0);
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert_eq!(files.files[0].conversion, Conversion::Failed);
}

/// A second of bars with a tone, from ffmpeg itself.
fn film(folder: &std::path::Path, size: &str) -> Vec<u8> {
    let path = folder.join("film.mp4");
    let made = std::process::Command::new("ffmpeg")
        .args(["-loglevel", "error", "-y", "-f", "lavfi", "-i"])
        .arg(format!("testsrc2=size={size}:rate=25:duration=2"))
        .args(["-f", "lavfi", "-i", "sine=frequency=440:duration=2"])
        .args([
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "5",
            "-pix_fmt",
            "yuv420p",
        ])
        .args(["-c:a", "aac", "-b:a", "192k"])
        .arg(&path)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn a_film_gets_its_qualities_where_there_is_a_converter() {
    let school = School::open().await;
    let services = &school.app.services;
    if services.media.converter().is_none() {
        return;
    }
    let ctx = &school.trainer;
    let draft = write(ctx).await;
    let folder = school.app.db.folder.path();
    send(ctx, draft, "film.mp4", "fr", &film(folder, "1280x720"))
        .await
        .unwrap();
    academy::publish_draft(ctx, draft, 3).await.unwrap();
    let stop = Arc::new(AtomicBool::new(true));
    let stopped = convert_media(services, || NOW, stop.clone()).await.unwrap();
    assert_eq!(stopped, 0);
    let files = academy::lesson_files(ctx, draft, LESSON).await.unwrap();
    assert_eq!(
        files.files[0].conversion,
        Conversion::Waiting,
        "told to stop"
    );
    stop.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        convert_media(services, || NOW, stop.clone()).await.unwrap(),
        1
    );
    assert_eq!(convert_media(services, || NOW, stop).await.unwrap(), 0);
    academy::enrol(&school.learner, "bien-vendre")
        .await
        .unwrap();
    let shown = academy::show_lesson(&school.learner, "bien-vendre", LESSON)
        .await
        .unwrap();
    let playing = shown.playing;
    let kinds: Vec<&str> = playing.qualities.iter().map(|it| it.kind.code()).collect();
    assert_eq!(kinds, ["audio", "360p", "720p", "original"]);
    assert!(playing.is_video);
    for file in playing
        .qualities
        .iter()
        .map(|it| &it.file)
        .chain(&playing.poster)
    {
        assert!(services.media.lesson_path(file).is_file(), "{file}");
    }
    let small = media::inspect(&services.media.lesson_path(&playing.qualities[1].file)).unwrap();
    assert_eq!((small.width, small.height), (640, 360));
    assert!(
        (1_900..2_200).contains(&small.duration),
        "{}",
        small.duration
    );
    assert!(playing.poster.is_some());
    // A telephone keeps, and is told the size of, what it will play.
    let course = academy::show_course(&school.learner, "bien-vendre")
        .await
        .unwrap();
    let kept = &course.outline.modules[0].lessons[0].activities[0].media[0];
    assert_eq!(kept.file, playing.qualities[1].file);
    assert!(course.bytes < playing.qualities[3].bytes);
}
