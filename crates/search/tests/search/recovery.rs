//! The index goes on where it stopped, or is made anew.

use crate::sample::{NOW, ids, index, listing, put, text, words};
use domain::{ListingId, marketplace::CatalogueQuery};
use search::{Change, Error, Search};
use std::{fs, path::Path};

fn honey(id: i64) -> Change {
    put(listing(id, text("Miel de thym", "", "")))
}

fn filled(folder: &Path) {
    let search = Search::open(folder).unwrap();
    search.apply(vec![honey(1), honey(2)], 5).unwrap();
}

fn total(search: &Search) -> u32 {
    search.query(&CatalogueQuery::default(), NOW).unwrap().total
}

#[test]
fn the_position_is_kept_with_the_listings() {
    let folder = tempfile::tempdir().unwrap();
    let search = Search::open(folder.path()).unwrap();
    assert!(search.needs_rebuild());
    assert_eq!((search.position(), total(&search)), (0, 0));
    drop(search);
    filled(folder.path());
    let search = Search::open(folder.path()).unwrap();
    assert!(!search.needs_rebuild());
    assert_eq!((search.position(), total(&search)), (5, 2));
}

#[test]
fn the_same_changes_again_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    filled(folder.path());
    let search = Search::open(folder.path()).unwrap();
    search
        .apply(vec![honey(2), honey(2), Change::Delete(ListingId(9))], 6)
        .unwrap();
    assert_eq!((search.position(), total(&search)), (6, 2));
}

#[test]
fn what_is_deleted_or_renamed_is_no_longer_found() {
    let search = index([1, 2, 3].map(|id| listing(id, text("Miel de thym", "", ""))));
    let seen = search.generation();
    search
        .apply(
            vec![
                Change::Delete(ListingId(1)),
                put(listing(2, text("Savon noir", "", ""))),
            ],
            2,
        )
        .unwrap();
    assert_eq!(ids(&search, &words("miel")), [3]);
    assert_eq!(ids(&search, &words("savon")), [2]);
    assert_eq!(search.suggest("mie", 6).unwrap(), [ListingId(3)]);
    assert_eq!(total(&search), 2);
    assert!(search.generation() > seen);
}

#[test]
fn an_emptied_index_asks_for_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let search = Search::open(folder.path()).unwrap();
    let seen = search.generation();
    search.clear().unwrap();
    assert_eq!(
        (search.position(), total(&search), search.needs_rebuild()),
        (0, 0, true)
    );
    assert!(search.generation() > seen);
    search.apply(vec![honey(1)], 1).unwrap();
    drop(search);
    assert_eq!(total(&Search::open(folder.path()).unwrap()), 1);
}

#[test]
fn a_damaged_index_is_made_anew() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 6] = [
        ("no meta.json but the rest", |folder| {
            fs::remove_file(folder.join("meta.json")).unwrap()
        }),
        ("an empty meta.json", |folder| {
            fs::write(folder.join("meta.json"), "").unwrap()
        }),
        ("nonsense in meta.json", |folder| {
            fs::write(folder.join("meta.json"), "{\"segments\": 7}").unwrap()
        }),
        ("a segment cut short", |folder| {
            for file in segment_files(folder) {
                fs::write(&file, &fs::read(&file).unwrap()[..10]).unwrap();
            }
        }),
        ("a segment's file missing", |folder| {
            fs::remove_file(&segment_files(folder)[0]).unwrap()
        }),
        ("a bit turned", |folder| {
            let file = segment_files(folder)
                .into_iter()
                .find(|file| file.extension().is_some_and(|it| it == "fast"))
                .unwrap();
            let mut bytes = fs::read(&file).unwrap();
            bytes[20] ^= 1;
            fs::write(&file, bytes).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        damage(folder.path());
        let search = Search::open(folder.path()).unwrap();
        assert_eq!((search.position(), total(&search)), (0, 0), "{what}");
        search.apply(vec![honey(7)], 3).unwrap();
        drop(search);
        let search = Search::open(folder.path()).unwrap();
        assert_eq!(
            (search.position(), ids(&search, &words("miel"))),
            (3, vec![7]),
            "{what}"
        );
    }
}

/// The files of the segments, without the folder's own.
fn segment_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            !path
                .extension()
                .is_some_and(|it| it == "json" || it == "lock")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn an_index_of_older_rules_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let meta = folder.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let older = text.replace("\"payload\": \"2 5\"", "\"payload\": \"1 5\"");
    assert_ne!(older, text);
    fs::write(&meta, older).unwrap();
    let search = Search::open(folder.path()).unwrap();
    assert_eq!((search.position(), total(&search)), (0, 0));
}

#[test]
fn who_only_reads_opens_an_index_that_is_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Search::open(folder.path()).unwrap();
    writer.apply(vec![honey(1)], 1).unwrap();
    let reader = Search::open(folder.path()).unwrap();
    assert_eq!((reader.position(), total(&reader)), (1, 1));
    assert!(matches!(reader.apply(vec![honey(2)], 2), Err(Error::InUse)));

    writer.apply(vec![honey(2)], 2).unwrap();
    let seen = reader.generation();
    assert_eq!(total(&reader), 1);
    assert!(reader.refresh().unwrap());
    assert_eq!((reader.position(), total(&reader)), (2, 2));
    assert!(reader.generation() > seen);
    assert!(!reader.refresh().unwrap());
    assert!(!writer.refresh().unwrap());

    drop(writer);
    reader.apply(vec![honey(3)], 3).unwrap();
    assert_eq!(total(&reader), 3);
}

#[test]
fn an_index_being_written_is_never_emptied_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Search::open(folder.path()).unwrap();
    writer.apply(vec![honey(1)], 1).unwrap();
    fs::write(folder.path().join("meta.json"), "").unwrap();
    assert!(matches!(Search::open(folder.path()), Err(Error::InUse)));
    assert_eq!(total(&writer), 1);
}

#[test]
fn a_folder_that_cannot_be_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(Search::open(&file).is_err());
    assert!(Search::open(&file.join("below")).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"");
}

#[test]
fn threads_read_while_one_writes() {
    let search = index([listing(0, text("Miel", "", ""))]);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let answer = search.query(&CatalogueQuery::default(), NOW).unwrap();
                    // A page is of one commit: its ids and its total belong together.
                    assert_eq!(answer.ids.len(), answer.total.min(24) as usize);
                }
            });
        }
        for id in 1..20 {
            search.apply(vec![honey(id)], id).unwrap();
        }
    });
    assert_eq!((search.position(), total(&search)), (19, 20));
}
