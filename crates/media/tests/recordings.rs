//! Files of lessons as people and attackers send them.
#![expect(clippy::unwrap_used, reason = "tests")]

use media::{FileKind, LessonFormat, RefusedFile, Store, digest, inspect, sniff};
use std::path::Path;

fn small_end(number: u32) -> [u8; 4] {
    number.to_le_bytes()
}

/// Silence of so many milliseconds, at 8000 bytes a second.
fn wav(ms: u32) -> Vec<u8> {
    let length = ms * 8;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(small_end(36 + length));
    bytes.extend(b"WAVEfmt ");
    bytes.extend(small_end(16));
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(small_end(8_000));
    bytes.extend(small_end(8_000));
    bytes.extend([1, 0, 8, 0]);
    bytes.extend(b"data");
    bytes.extend(small_end(length));
    bytes.extend(vec![128; length as usize]);
    bytes
}

fn part(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len() + 8).unwrap();
    [&size.to_be_bytes(), name.as_slice(), inside].concat()
}

/// A film's boxes: how long it says it is, what its track holds, and where its samples lie.
fn mp4(ms: u32, handler: &[u8; 4], reference: &[u8]) -> Vec<u8> {
    let mut mvhd = vec![0; 12];
    mvhd.extend(1_000_u32.to_be_bytes());
    mvhd.extend(ms.to_be_bytes());
    mvhd.extend(vec![0; 80]);
    let mut tkhd = vec![0; 76];
    tkhd.extend((640_u32 << 16).to_be_bytes());
    tkhd.extend((360_u32 << 16).to_be_bytes());
    let mut hdlr = vec![0; 8];
    hdlr.extend(handler);
    hdlr.extend(vec![0; 12]);
    let dref = [&[0, 0, 0, 0, 0, 0, 0, 1], reference].concat();
    let minf = part(b"minf", &part(b"dinf", &part(b"dref", &dref)));
    let mdia = part(b"mdia", &[part(b"hdlr", &hdlr), minf].concat());
    let trak = part(b"trak", &[part(b"tkhd", &tkhd), mdia].concat());
    let moov = part(b"moov", &[part(b"mvhd", &mvhd), trak].concat());
    let ftyp = part(b"ftyp", b"isom\0\0\0\0isom");
    [ftyp, moov, part(b"mdat", &[0; 64])].concat()
}

fn here() -> Vec<u8> {
    part(b"url ", &[0, 0, 0, 1])
}

fn webm(doc_type: &[u8], ms: f32) -> Vec<u8> {
    let element = |id: &[u8], inside: &[u8]| {
        [id, &[0x80 | u8::try_from(inside.len()).unwrap()], inside].concat()
    };
    let head = element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], doc_type));
    let info = element(&[0x44, 0x89], &ms.to_be_bytes());
    let video = [
        element(&[0xb0], &[0x02, 0x80]),
        element(&[0xba], &[0x01, 0x68]),
    ]
    .concat();
    let track = [element(&[0x83], &[1]), element(&[0xe0], &video)].concat();
    let tracks = element(&[0xae], &track);
    let mut bytes = head;
    // Of unknown length, as a browser records it.
    bytes.extend([
        0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255,
    ]);
    bytes.extend(element(&[0x15, 0x49, 0xa9, 0x66], &info));
    bytes.extend(element(&[0x16, 0x54, 0xae, 0x6b], &tracks));
    bytes
}

fn mp3(frames: usize) -> Vec<u8> {
    // MPEG 1 layer III, 128 kbit/s, 44,100 Hz: 417 bytes and 1,152 samples each.
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.resize(417, 0);
    let tag = [b"ID3\x04\0\0\0\0\0\x05".as_slice(), &[1; 5]].concat();
    [tag, frame.repeat(frames)].concat()
}

fn ogg(samples: u64) -> Vec<u8> {
    let page = |position: u64, content: &[u8]| {
        let mut page = b"OggS\0\0".to_vec();
        page.extend(position.to_le_bytes());
        page.extend([0; 12]);
        page.extend([1, u8::try_from(content.len()).unwrap()]);
        page.extend(content);
        page
    };
    let head = b"OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0";
    [page(0, head), page(samples, &[0; 20])].concat()
}

#[test]
fn a_recording_is_known_by_its_bytes_and_measured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let cases: Vec<(&str, Vec<u8>, LessonFormat, FileKind, i64)> = vec![
        ("wav", wav(1_500), LessonFormat::Wav, FileKind::Audio, 1_500),
        (
            "film",
            mp4(2_000, b"vide", &here()),
            LessonFormat::Mp4,
            FileKind::Video,
            2_000,
        ),
        (
            "sound in a film's box",
            mp4(2_000, b"soun", &here()),
            LessonFormat::M4a,
            FileKind::Audio,
            2_000,
        ),
        (
            "webm",
            webm(b"webm", 3_000.0),
            LessonFormat::Webm,
            FileKind::Video,
            3_000,
        ),
        ("mp3", mp3(40), LessonFormat::Mp3, FileKind::Audio, 1_044),
        (
            "opus",
            ogg(96_000),
            LessonFormat::Ogg,
            FileKind::Audio,
            2_000,
        ),
        (
            "captions",
            "\u{feff}WEBVTT\n".into(),
            LessonFormat::Vtt,
            FileKind::Captions,
            0,
        ),
        (
            "paper",
            b"%PDF-1.7\n1 0 obj\n%%EOF\n".to_vec(),
            LessonFormat::Pdf,
            FileKind::Paper,
            0,
        ),
    ];
    for (name, bytes, format, kind, duration) in cases {
        std::fs::write(&path, bytes).unwrap();
        let found = inspect(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (found.format, found.kind, found.duration),
            (format, kind, duration),
            "{name}"
        );
        if kind == FileKind::Video {
            assert_eq!((found.width, found.height), (640, 360), "{name}");
        }
    }
}

fn refused(path: &Path, bytes: &[u8]) -> &'static str {
    std::fs::write(path, bytes).unwrap();
    match inspect(path) {
        Ok(_) => "passed",
        Err(RefusedFile::Unknown) => "unknown",
        Err(RefusedFile::Damaged) => "damaged",
        Err(RefusedFile::NoDuration) => "no duration",
        Err(RefusedFile::RefersOutside) => "outside",
        Err(RefusedFile::Active) => "active",
        Err(RefusedFile::TooManyPixels { .. }) => "pixels",
        Err(RefusedFile::Disk(error)) => panic!("{error}"),
    }
}

#[test]
fn what_is_no_recording_or_names_another_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let film = mp4(2_000, b"vide", &here());
    let outside = part(b"url ", b"\0\0\0\0file:///etc/passwd\0");
    let list = [
        part(b"ftyp", b"qt  \0\0\0\0"),
        part(b"moov", &part(b"rmra", b"")),
    ]
    .concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a playlist",
            b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec(),
            "unknown",
        ),
        (
            "a list to join",
            b"ffconcat version 1.0\nfile /etc/passwd\n".to_vec(),
            "unknown",
        ),
        ("a page", b"<html><script>1</script>".to_vec(), "unknown"),
        ("a drawing", b"<svg onload='1'/>".to_vec(), "unknown"),
        ("nothing", Vec::new(), "unknown"),
        ("matroska", webm(b"matroska", 3_000.0), "unknown"),
        (
            "samples elsewhere",
            mp4(2_000, b"vide", &outside),
            "outside",
        ),
        ("a film of films", list, "outside"),
        (
            "a film of no length",
            mp4(0, b"vide", &here()),
            "no duration",
        ),
        ("a sound of no length", wav(0), "no duration"),
        (
            "a film without tracks",
            mp4(2_000, b"text", &here()),
            "damaged",
        ),
        ("a cut film", film[..film.len() / 2].to_vec(), "damaged"),
        ("one frame", mp3(1), "damaged"),
        (
            "a box larger than the file",
            [part(b"ftyp", b"isom"), vec![0xff; 32]].concat(),
            "damaged",
        ),
        ("a cut picture", b"\x89PNG\r\n\x1a\n123".to_vec(), "damaged"),
        (
            "a program in a paper",
            b"%PDF-1.7 <</S/JavaScript>> %%EOF".to_vec(),
            "active",
        ),
        (
            "captions in another code",
            b"WEBVTT\n\xff\xfe".to_vec(),
            "damaged",
        ),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(refused(&path, &bytes), expected, "{name}");
    }
}

#[test]
fn a_name_may_not_say_something_else() {
    let cases = [
        (LessonFormat::Mp4, "film.mp4", true),
        (LessonFormat::M4a, "voice.MP4", true),
        (LessonFormat::Jpeg, "photo.JPEG", true),
        (LessonFormat::Png, "film.mp4", false),
        (LessonFormat::Webm, "film.mp4", false),
        (LessonFormat::Vtt, "words.txt", true),
        (LessonFormat::Wav, "noname", true),
    ];
    for (format, name, expected) in cases {
        assert_eq!(format.may_be_named(name), expected, "{format:?} {name}");
    }
    // What a long run of bytes might make of a reader that does not look where it goes.
    for length in 0..64 {
        let _ = sniff(&vec![0xff; length]);
    }
}

#[test]
fn parts_lie_at_their_place_whatever_came_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let whole: Vec<u8> = (0..=255).cycle().take(2_500).collect();
    for at in [2, 0, 1, 0] {
        let from = at * 1_000;
        let part = &whole[from..whole.len().min(from + 1_000)];
        store.put_part(7, from as u64, part).unwrap();
    }
    let found = store.digest_upload(7, 1_000).unwrap();
    assert_eq!((found.bytes, found.parts.len()), (2_500, 3));
    assert_eq!(found.whole, digest(&whole));
    for _ in 0..2 {
        store
            .keep_upload(7, &found.whole, LessonFormat::Wav)
            .unwrap();
    }
    store.forget_upload(7).unwrap();
    store.forget_upload(7).unwrap();
    let kept = store.lesson_path(&format!("u/{}.wav", found.whole));
    assert_eq!(std::fs::read(kept).unwrap(), whole);
    assert!(
        store
            .keep_upload(7, "../escape", LessonFormat::Wav)
            .is_err()
    );
}
