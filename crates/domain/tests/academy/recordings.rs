//! Files of a lesson: parts, states, and which quality a player begins with.

use domain::{
    Error, Lang, LocalText, Problem,
    academy::{
        ActivityKind, CourseDraft, DraftLesson, DraftModule, Level, Media, PART_BYTES, Parts,
        Playing, Quality, QualityKind, Theme, UploadEvent, UploadInput, UploadState,
    },
};

#[test]
fn a_file_is_cut_into_equal_parts_and_a_rest() {
    let cases = [
        (1, 1, vec![(0, Some(1)), (1, None), (-1, None)]),
        (PART_BYTES, 1, vec![(0, Some(PART_BYTES)), (1, None)]),
        (
            PART_BYTES * 2 + 5,
            3,
            vec![(0, Some(PART_BYTES)), (2, Some(5)), (3, None)],
        ),
    ];
    for (bytes, count, lengths) in cases {
        let parts = Parts { bytes };
        assert_eq!(parts.count(), count, "{bytes}");
        for (number, length) in lengths {
            assert_eq!(parts.length(number), length, "{bytes}: {number}");
        }
    }
}

#[test]
fn each_state_of_an_upload_takes_the_events_it_may() {
    use UploadState::{Failed, Ready, Receiving, Removed};
    for state in UploadState::ALL {
        for event in UploadEvent::ALL {
            let expected = match (state, event) {
                (Receiving, UploadEvent::Accept) => Ok(Ready),
                (Receiving, UploadEvent::Refuse) => Ok(Failed),
                (_, UploadEvent::Remove) => Ok(Removed),
                _ => Err(Error::Conflict),
            };
            assert_eq!(state.transition(event), expected, "{state:?} {event:?}");
        }
    }
}

#[test]
fn what_someone_begins_to_send_is_named_where_it_is_wrong() {
    let input = |lang: &str, name: &str, bytes| UploadInput {
        lang: lang.to_owned(),
        name: name.to_owned(),
        bytes,
    };
    assert!(input("fr", "a.mp4", 1).parse().is_ok());
    let cases = [
        (input("de", "a.mp4", 1), "lang", Problem::UnknownChoice),
        (input("fr", " ", 1), "file", Problem::Required),
        (input("fr", "a.mp4", 0), "file", Problem::Required),
        (input("fr", "a.mp4", -4), "file", Problem::Required),
    ];
    for (input, field, problem) in cases {
        assert_eq!(input.parse(), Err(Error::field(field, problem)));
    }
    let huge = input("fr", "a.mp4", 600 * 1024 * 1024).parse();
    assert!(matches!(huge, Err(Error::TooLarge { .. })));
}

fn playing(is_video: bool, kinds: &[(QualityKind, i64)]) -> Playing {
    let mut playing = Playing {
        qualities: kinds
            .iter()
            .map(|(kind, bytes)| Quality {
                kind: *kind,
                file: kind.code().to_owned(),
                bytes: *bytes,
            })
            .collect(),
        is_video,
        ..Playing::default()
    };
    playing.sort();
    playing
}

#[test]
fn a_player_begins_with_what_was_asked_for_or_what_the_network_bears() {
    use QualityKind::{Audio, Original, P360, P720};
    let video = [(Original, 90), (P720, 40), (P360, 20), (Audio, 5)];
    let cases = [
        (playing(true, &video), false, None, P360),
        (playing(true, &video), true, None, Audio),
        (playing(true, &video), true, Some("720p"), P720),
        (playing(true, &video), false, Some("nothing"), P360),
        (playing(true, &[(Original, 90)]), true, None, Original),
        (
            playing(true, &[(Original, 90), (Audio, 5)]),
            false,
            None,
            Original,
        ),
        (
            playing(false, &[(Original, 9), (Audio, 5)]),
            false,
            None,
            Audio,
        ),
    ];
    for (mut playing, saves_data, wanted, expected) in cases {
        playing.saves_data = saves_data;
        let chosen = playing.choose(wanted).map(|it| it.kind);
        assert_eq!(chosen, Some(expected), "{playing:?} {wanted:?}");
    }
    assert!(Playing::default().choose(None).is_none());
}

#[test]
fn a_recording_replaces_the_one_of_its_language_and_keeps_the_activity() {
    let title = LocalText::default();
    let mut draft = CourseDraft {
        slug: "a".to_owned(),
        theme: Theme::ALL[0],
        level: Level::Beginner,
        title: title.clone(),
        summary: title.clone(),
        outcomes: Vec::new(),
        illustration: String::new(),
        modules: vec![DraftModule {
            title: title.clone(),
            lessons: vec![DraftLesson {
                slug: "l".to_owned(),
                title,
                minutes: 1,
                texts: Vec::new(),
                media: None,
                quiz: None,
            }],
        }],
    };
    let media = |lang, file: &str| Media {
        lang,
        file: file.to_owned(),
        captions: String::new(),
        bytes: 1,
        duration: 1,
    };
    let (audio, video) = (ActivityKind::Audio, ActivityKind::Video);
    for (kind, lang, file) in [
        (audio, Lang::Ar, "1"),
        (video, Lang::Fr, "2"),
        (video, Lang::Fr, "3"),
    ] {
        assert!(draft.set_recording("l", kind, media(lang, file)).is_ok());
    }
    let missing = draft.set_recording("m", audio, media(Lang::Fr, "4"));
    assert_eq!(missing, Err(Error::NotFound));
    assert!(draft.set_captions("l", Lang::Fr, "WEBVTT", "c.vtt").is_ok());
    let lesson = &draft.modules[0].lessons[0];
    let (kind, all) = lesson.media.clone().unwrap_or((video, Vec::new()));
    let files: Vec<(&str, &str)> = all
        .iter()
        .map(|it| (it.file.as_str(), it.captions.as_str()))
        .collect();
    assert_eq!((kind, files), (audio, vec![("3", "c.vtt"), ("1", "")]));
    assert_eq!(lesson.texts[0].captions, "WEBVTT");
    assert!(draft.set_captions("l", Lang::Fr, "", "").is_ok());
    assert!(draft.modules[0].lessons[0].texts.is_empty());
    for lang in [Lang::Fr, Lang::Ar] {
        assert!(draft.remove_recording("l", lang).is_ok());
    }
    assert_eq!(draft.modules[0].lessons[0].media, None);
    let none = draft.remove_recording("l", Lang::Fr);
    assert_eq!(none, Err(Error::NotFound));
}
