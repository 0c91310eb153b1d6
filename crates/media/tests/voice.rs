//! Recordings are known by their first bytes alone.

use media::{RefusedVoice, check_voice, voice_name};

#[test]
fn only_recordings_pass_whatever_they_are_called() {
    let ogg = b"OggS\0\x02\0\0\0\0\0\0\0\0abcd\0\0\0\0efgh\x01\x13OpusHead\x01\x01";
    let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webmB\x87";
    let cases: [(&str, &[u8], Option<&str>); 13] = [
        ("ogg", ogg, Some("audio/ogg")),
        ("webm", webm, Some("audio/webm")),
        ("wav", b"RIFF\x24\0\0\0WAVEfmt ", Some("audio/wav")),
        ("m4a", b"\0\0\0\x20ftypM4A \0\0\0\0", Some("audio/mp4")),
        ("mp4", b"\0\0\0\x20ftypisom\0\0\0\0", Some("audio/mp4")),
        ("mp3", b"ID3\x04\0\0\0\0\0\0", Some("audio/mpeg")),
        ("bare mp3", b"\xff\xfb\x90\x64\0\0", Some("audio/mpeg")),
        (
            "video in ogg",
            b"OggS\0\x02\0\0\0\0\0\0\0\0abcd\0\0\0\0efgh\x01\x2a\x80theora",
            None,
        ),
        (
            "matroska",
            b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
            None,
        ),
        ("avif", b"\0\0\0\x20ftypavif\0\0\0\0", None),
        ("page", b"<html><script>alert(1)</script>", None),
        ("program", b"MZ\x90\0\x03\0\0\0", None),
        ("nothing", b"", None),
    ];
    for (name, bytes, expected) in cases {
        let found = check_voice(bytes).ok().map(|it| it.media_type);
        assert_eq!(found, expected, "{name}");
    }
    let mut huge = b"ID3".to_vec();
    huge.resize(10 * 1024 * 1024 + 1, 0);
    assert!(matches!(
        check_voice(&huge),
        Err(RefusedVoice::TooManyBytes { .. })
    ));
}

#[test]
fn the_same_words_of_two_people_are_two_files() {
    assert_ne!(voice_name("1", b"a"), voice_name("2", b"a"));
    assert_eq!(voice_name("1", b"a").len(), 64);
}
