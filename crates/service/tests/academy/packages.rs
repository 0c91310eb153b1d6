//! Questions and courses as packages: out, in again by way of a dry run, whole or not at all.

use super::{COURSE, School};
use domain::{
    CourseDraftId, Error, Problem, QuestionImportId,
    academy::{DraftPage, ItemFault, PackageFault},
};
use service::academy::{self, CourseFiles};
use std::{
    fs::File,
    io::{Read as _, Seek as _, Write as _},
    path::Path,
};

const QUIZ: &str = "quiz-1";

fn files(school: &School) -> CourseFiles {
    CourseFiles {
        public: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public"),
        kept: school.app.db.folder.path().join("courses"),
        sent: school.app.db.folder.path().join("lessons"),
    }
}

/// The course as it is written next, at version 0.
async fn written(school: &School, course: &str) -> CourseDraftId {
    if course != COURSE {
        academy::publish_course(&school.trainer, super::draft(course))
            .await
            .unwrap();
    }
    academy::continue_course(&school.trainer, course)
        .await
        .unwrap()
}

async fn page(school: &School, id: CourseDraftId) -> DraftPage {
    academy::show_draft(&school.trainer, id).await.unwrap()
}

async fn bytes(school: &School, id: CourseDraftId) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (_, mut file) = academy::export_course(&school.trainer, &files(school), id)
        .await
        .unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn archive(school: &School, bytes: &[u8]) -> File {
    let mut file = academy::incoming(&files(school)).unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

async fn kept(school: &School) -> i64 {
    school.number("SELECT COUNT(*) FROM course_draft").await
}

#[tokio::test]
async fn a_quizs_questions_come_in_as_they_went_out_after_a_dry_run() {
    let school = School::open().await;
    let (trainer, files) = (&school.trainer, files(&school));
    // With a picture, which is ours, and every other kind.
    for course in [COURSE, "price-and-package"] {
        let id = written(&school, course).await;
        let before = page(&school, id).await.draft;
        for lesson in before.lessons().filter(|it| it.quiz.is_some()) {
            let (lesson, quiz) = (&lesson.slug, lesson.quiz.clone().unwrap());
            let packed = academy::export_question_package(trainer, &files, id, lesson)
                .await
                .unwrap();
            let import =
                academy::send_questions(trainer, &files, id, lesson, "questions.zip", packed)
                    .await
                    .unwrap();
            let read = academy::show_question_import(trainer, id, import)
                .await
                .unwrap()
                .unwrap();
            assert!(read.items.iter().all(|it| it.taken), "{:?}", read.items);
            assert_eq!(
                page(&school, id).await.draft,
                before,
                "nothing is taken yet"
            );
            let bodies = |list: &[domain::academy::Question]| -> Vec<_> {
                list.iter()
                    .map(|it| (it.prompt.clone(), it.body.clone(), it.feedback.clone()))
                    .collect()
            };
            assert_eq!(bodies(&read.questions), bodies(&quiz.questions), "{lesson}");
        }
    }
}

#[tokio::test]
async fn a_package_is_taken_once_and_by_who_read_the_last_version() {
    let school = School::open().await;
    let (trainer, files) = (&school.trainer, files(&school));
    let id = written(&school, COURSE).await;
    let count = |page: &DraftPage| {
        let quiz = page.draft.lesson(QUIZ).unwrap().quiz.as_ref().unwrap();
        quiz.questions.len()
    };
    let before = count(&page(&school, id).await);
    let item = |name: &str, inside: &str| {
        format!(
            r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{name}" title="{name}" xml:lang="fr"><qti-response-declaration identifier="R" cardinality="single" base-type="string"><qti-correct-response><qti-value>argan</qti-value></qti-correct-response></qti-response-declaration><qti-item-body>{inside}</qti-item-body></qti-assessment-item>"#
        )
    };
    let essay = item(
        "essay",
        r#"<qti-extended-text-interaction response-identifier="R"><qti-prompt>Pourquoi ?</qti-prompt></qti-extended-text-interaction>"#,
    );
    let import = academy::send_questions(trainer, &files, id, QUIZ, "a.xml", essay.into())
        .await
        .unwrap();
    let read = academy::show_question_import(trainer, id, import)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read.items[0].faults, [ItemFault::NeedsTrainer]);
    assert!(read.questions.is_empty());
    let word = item(
        "word",
        r#"<p>Quel arbre ? <qti-text-entry-interaction response-identifier="R"/></p>"#,
    );
    let import = academy::send_questions(trainer, &files, id, QUIZ, "a.xml", word.into())
        .await
        .unwrap();
    for (ctx, refused) in [
        (&school.stranger, Error::NotFound),
        (&school.app.visitor(), Error::Unauthenticated),
    ] {
        let taken = academy::take_questions(ctx, id, 0, import).await;
        assert_eq!(taken, Err(refused));
    }
    let late = academy::take_questions(trainer, id, 7, import).await;
    assert_eq!(late, Err(Error::Conflict));
    assert_eq!(academy::take_questions(trainer, id, 0, import).await, Ok(1));
    assert_eq!(count(&page(&school, id).await), before + 1);
    let twice = academy::take_questions(trainer, id, 1, import).await;
    assert_eq!(twice, Err(Error::NotFound));
    let other = academy::take_questions(trainer, id, 1, QuestionImportId(999)).await;
    assert_eq!(other, Err(Error::NotFound));
    let nothing =
        academy::send_questions(trainer, &files, id, QUIZ, "a.csv", b"a,b".to_vec()).await;
    let fault = Problem::Package(PackageFault::NotAPackage);
    assert_eq!(nothing, Err(Error::field("file", fault)));
}

#[tokio::test]
async fn a_course_comes_in_on_another_site_as_it_went_out() {
    let (here, there) = (School::open().await, School::open().await);
    // One with recordings and a picture.
    let id = written(&here, "price-and-package").await;
    let first = bytes(&here, id).await;
    let file = archive(&there, &first);
    let imported = academy::import_course(&there.trainer, &files(&there), file, "")
        .await
        .unwrap();
    let page = page(&there, imported).await;
    assert!(page.is_owner);
    assert_eq!(page.published, None);
    assert_eq!(bytes(&there, imported).await, first, "without loss");
    academy::publish_draft(&there.trainer, imported, 0)
        .await
        .unwrap();
    // The address is taken now, and another one may be given.
    let file = archive(&there, &first);
    let again = academy::import_course(&there.trainer, &files(&there), file, "").await;
    assert_eq!(again, Err(Error::field("new_slug", Problem::InUse)));
    let file = archive(&there, &first);
    let other = academy::import_course(&there.trainer, &files(&there), file, "le-meme-cours")
        .await
        .unwrap();
    assert_ne!(other, imported);
}

async fn import(
    school: &School,
    ctx: &service::Ctx,
    bytes: &[u8],
    slug: &str,
) -> domain::Result<CourseDraftId> {
    academy::import_course(ctx, &files(school), archive(school, bytes), slug).await
}

#[tokio::test]
async fn nothing_is_kept_of_an_archive_that_is_refused() {
    let school = School::open().await;
    let id = written(&school, COURSE).await;
    let whole = bytes(&school, id).await;
    let before = kept(&school).await;
    let trainer = &school.trainer;
    let half = &whole[..whole.len() / 2];
    let cut = import(&school, trainer, half, "autre-cours").await;
    let fault = |fault| Err(Error::field("file", Problem::Package(fault)));
    assert_eq!(cut, fault(PackageFault::NotAPackage));
    // A byte of a recording, which lies in the archive as it is.
    let mut altered = whole.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let altered = import(&school, trainer, &altered, "autre-cours").await;
    assert!(matches!(altered, Err(Error::Invalid { .. })), "{altered:?}");
    let address = import(&school, trainer, &whole, "Pas une adresse").await;
    let refused = Error::field("new_slug", Problem::UnknownChoice);
    assert_eq!(address, Err(refused));
    let stranger = import(&school, &school.stranger, &whole, "autre-cours").await;
    assert_eq!(stranger, Err(Error::NotFound));
    assert_eq!(kept(&school).await, before);
    let left: Vec<_> = std::fs::read_dir(files(&school).kept).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}
