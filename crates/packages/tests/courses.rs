//! A whole course out and in again, and archives that mean harm.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    Lang, LocalText,
    academy::{
        ActivityKind, CourseDraft, DraftLesson, DraftModule, DraftText, Level, Media, PackageFault,
        Theme,
    },
};
use std::io::{Cursor, Read as _, Write as _};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

fn course() -> CourseDraft {
    let media = |lang, file: &str| Media {
        lang,
        file: format!("{file}.mp3"),
        captions: format!("{file}.vtt"),
        bytes: 5,
        duration: 5_000,
    };
    CourseDraft {
        slug: "bien-vendre".to_owned(),
        theme: Theme::ALL[0],
        level: Level::ALL[0],
        title: LocalText::new("Bien vendre", "البيع الجيد", ""),
        summary: LocalText::new("Vendre", "", ""),
        outcomes: vec![LocalText::new("Un prix", "", "")],
        illustration: "sell-online".to_owned(),
        modules: vec![DraftModule {
            title: LocalText::new("Un", "", ""),
            lessons: vec![DraftLesson {
                slug: "le-prix".to_owned(),
                title: LocalText::new("Le prix", "", ""),
                minutes: 4,
                texts: vec![DraftText {
                    lang: Lang::Fr,
                    markdown: "Un **prix**".to_owned(),
                    captions: String::new(),
                }],
                media: Some((
                    ActivityKind::Audio,
                    vec![media(Lang::Fr, "one-fr"), media(Lang::Ar, "one-ar")],
                )),
                quiz: None,
            }],
        }],
    }
}

fn open(name: &str) -> std::io::Result<Cursor<Vec<u8>>> {
    Ok(Cursor::new(format!("content of {name}").into_bytes()))
}

fn archive(course: &CourseDraft) -> Vec<u8> {
    packages::write_course(course, Cursor::new(Vec::new()), open)
        .unwrap()
        .into_inner()
}

#[test]
fn a_course_comes_in_as_it_went_out() {
    let first = archive(&course());
    let mut read = packages::read_course(Cursor::new(&first)).unwrap();
    assert_eq!(read.files.len(), 4);
    for file in read.files.clone() {
        let mut bytes = Vec::new();
        read.take(&file, &mut bytes).unwrap();
        assert!(bytes.starts_with(b"content of one-"));
    }
    let kept = read.renamed(|file| file.path.replace("files/", "imported/"));
    let again = packages::write_course(&kept, Cursor::new(Vec::new()), |name| {
        let mut bytes = Vec::new();
        let path = name.replace("imported/", "files/");
        let mut zip = ZipArchive::new(Cursor::new(&first)).unwrap();
        zip.by_name(&path).unwrap().read_to_end(&mut bytes)?;
        Ok(Cursor::new(bytes))
    })
    .unwrap()
    .into_inner();
    assert_eq!(first, again, "the same course gives the same archive");
}

/// The archive with some of its files written otherwise, and others besides.
fn changed(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let whole = archive(&course());
    let mut zip = ZipArchive::new(Cursor::new(&whole)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            writer.start_file(&name, options).unwrap();
            writer.write_all(&bytes).unwrap();
        }
    }
    for (name, bytes) in more {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn fault(bytes: &[u8]) -> PackageFault {
    match packages::read_course(Cursor::new(bytes)) {
        Err(fault) => fault,
        Ok(mut read) => {
            for file in read.files.clone() {
                if let Err(fault) = read.take(&file, &mut std::io::sink()) {
                    return fault;
                }
            }
            panic!("it was taken")
        }
    }
}

fn same(_: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(bytes)
}

#[test]
fn hostile_archives_are_refused_by_name() {
    for name in ["../evil", "/etc/passwd", "a\\..\\b", "C:evil", "files/./x"] {
        let found = fault(&changed(same, &[(name, b"x")]));
        assert!(
            matches!(found, PackageFault::PathOutside { .. }),
            "{name}: {found:?}"
        );
    }
    let unlisted = fault(&changed(same, &[("files/more.mp3", b"x")]));
    assert!(
        matches!(unlisted, PackageFault::Unlisted { .. }),
        "{unlisted:?}"
    );
    let twice = fault(&changed(same, &[("MANIFEST.json", b"{}")]));
    assert!(
        matches!(twice, PackageFault::TwiceTheSameName { .. }),
        "{twice:?}"
    );
    let bomb = fault(&changed(same, &[("files/zeros", &vec![0; 8 << 20])]));
    assert!(matches!(bomb, PackageFault::Bomb { .. }), "{bomb:?}");
    let altered = fault(&changed(
        |name, mut bytes| {
            if name.starts_with("files/") {
                bytes[0] ^= 1;
            }
            Some(bytes)
        },
        &[],
    ));
    assert!(
        matches!(altered, PackageFault::Checksum { .. }),
        "{altered:?}"
    );
    let rewritten = fault(&changed(
        |name, bytes| {
            let text = String::from_utf8_lossy(&bytes).replace("Bien vendre", "Mal vendre");
            Some(if name == "course.json" {
                text.into_bytes()
            } else {
                bytes
            })
        },
        &[],
    ));
    assert!(
        matches!(rewritten, PackageFault::Checksum { .. }),
        "{rewritten:?}"
    );
    let missing = fault(&changed(
        |name, bytes| (!name.starts_with("files/")).then_some(bytes),
        &[],
    ));
    assert!(
        matches!(missing, PackageFault::Missing { .. }),
        "{missing:?}"
    );
    let future = fault(&changed(
        |name, bytes| {
            let text = String::from_utf8_lossy(&bytes).replace("\"version\": 1", "\"version\": 2");
            Some(if name == "manifest.json" {
                text.into_bytes()
            } else {
                bytes
            })
        },
        &[],
    ));
    assert_eq!(future, PackageFault::FromTheFuture { version: 2 });
    assert_eq!(fault(b"not an archive"), PackageFault::NotAPackage);
}

#[test]
fn links_and_names_that_are_there_twice_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("files/link", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let link = fault(&writer.finish().unwrap().into_inner());
    assert!(matches!(link, PackageFault::Link { .. }), "{link:?}");
    // The writer refuses to write a name twice, so its bytes are changed afterwards.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["files/aa", "files/ab"] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(b"x").unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for at in 0..bytes.len() - 8 {
        if bytes[at..].starts_with(b"files/ab") {
            bytes[at + 7] = b'a';
        }
    }
    let twice = fault(&bytes);
    assert!(
        matches!(twice, PackageFault::TwiceTheSameName { .. }),
        "{twice:?}"
    );
}

#[test]
fn what_no_author_could_have_written_is_named() {
    let mut broken = course();
    broken.modules[0].lessons[0].minutes = 0;
    assert_eq!(broken.malformed().as_deref(), Some("le-prix"));
    let found = fault(&archive(&broken));
    assert_eq!(
        found,
        PackageFault::Malformed {
            place: "le-prix".to_owned()
        }
    );
    assert_eq!(course().malformed(), None);
}
