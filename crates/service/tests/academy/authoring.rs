//! Writing a course: who may, two windows, publishing a next version, and questions as a table.

use super::{COURSE, LESSON, NOW, School};
use domain::{
    CourseDraftId, Error, Problem,
    academy::{CourseInput, DraftChange, LessonInput, QuestionInput},
    accounts::Role,
};
use service::{Ctx, academy};

fn each(fr: &str, ar: &str) -> [String; 4] {
    [fr, ar, "", ""].map(str::to_owned)
}

fn input(slug: &str) -> CourseInput {
    CourseInput {
        slug: slug.to_owned(),
        theme: "sell".to_owned(),
        level: "beginner".to_owned(),
        illustration: "sell-online".to_owned(),
        title: each("Bien vendre", "البيع الجيد"),
        summary: each("Vendre au juste prix", "البيع بثمن عادل"),
        outcomes: each("Fixer un prix", "تحديد ثمن"),
    }
}

/// A course with one lesson, at version 3.
pub async fn write(trainer: &Ctx) -> CourseDraftId {
    let id = academy::start_course(trainer, &input("bien-vendre"))
        .await
        .unwrap();
    let changes = [
        DraftChange::AddModule {
            title: each("Un", "واحد"),
        },
        DraftChange::AddLesson {
            module: 0,
            slug: "le-prix".to_owned(),
            title: each("Le prix", "الثمن"),
            is_quiz: false,
        },
        DraftChange::Lesson {
            slug: "le-prix".to_owned(),
            input: LessonInput {
                title: each("Le prix", "الثمن"),
                minutes: "4".to_owned(),
                texts: each("Un **prix** <script>alert(1)</script>", ""),
            },
        },
    ];
    for (version, change) in (0..).zip(&changes) {
        academy::change_draft(trainer, id, version, change)
            .await
            .unwrap();
    }
    id
}

#[tokio::test]
async fn a_course_is_written_published_and_learnt() {
    let school = School::open().await;
    let trainer = &school.trainer;
    let id = write(trainer).await;
    let page = academy::show_draft(trainer, id).await.unwrap();
    assert_eq!((page.version, page.published), (3, None));
    assert!(page.html[0].2.contains("<strong>prix</strong>"));
    assert!(!page.html[0].2.contains("script"));
    assert_eq!(
        academy::show_course(&school.learner, "bien-vendre").await,
        Err(Error::NotFound)
    );
    academy::publish_draft(trainer, id, 3).await.unwrap();
    academy::enrol(&school.learner, "bien-vendre")
        .await
        .unwrap();
    academy::complete_lesson(&school.learner, "bien-vendre", "le-prix")
        .await
        .unwrap();
    // The next version keeps what was earned.
    let rename = DraftChange::AddLesson {
        module: 0,
        slug: "le-client".to_owned(),
        title: each("Le client", ""),
        is_quiz: true,
    };
    academy::change_draft(trainer, id, 4, &rename)
        .await
        .unwrap();
    let unfinished = academy::publish_draft(trainer, id, 5).await;
    assert!(matches!(unfinished, Err(Error::Invalid { .. })));
    let question = DraftChange::Question {
        slug: "le-client".to_owned(),
        input: QuestionInput {
            kind: "true_false".to_owned(),
            prompt: each("Vrai ?", ""),
            key: "true".to_owned(),
            ..QuestionInput::default()
        },
    };
    academy::change_draft(trainer, id, 5, &question)
        .await
        .unwrap();
    academy::publish_draft(trainer, id, 6).await.unwrap();
    let progress = academy::course_progress(&school.learner, "bien-vendre")
        .await
        .unwrap();
    assert!(progress.of_lesson("le-prix").unwrap().done);
    let versions = school
        .number("SELECT COUNT(*) FROM course_version v JOIN course c ON c.id = v.course_id WHERE c.slug = 'bien-vendre'")
        .await;
    assert_eq!(versions, 2);
}

#[tokio::test]
async fn the_second_of_two_windows_is_told_and_nothing_is_lost() {
    let school = School::open().await;
    let trainer = &school.trainer;
    let id = write(trainer).await;
    let add = |title| DraftChange::AddModule {
        title: each(title, ""),
    };
    academy::change_draft(trainer, id, 3, &add("Deux"))
        .await
        .unwrap();
    let second = academy::change_draft(trainer, id, 3, &add("Trois")).await;
    assert_eq!(second, Err(Error::Conflict));
    let page = academy::show_draft(trainer, id).await.unwrap();
    assert_eq!((page.version, page.draft.modules.len()), (4, 2));
}

#[tokio::test]
async fn only_the_owner_and_who_they_let_write() {
    let school = School::open().await;
    let id = write(&school.trainer).await;
    for ctx in [&school.learner, &school.stranger] {
        assert_eq!(academy::show_draft(ctx, id).await, Err(Error::NotFound));
        assert_eq!(academy::my_drafts(ctx).await, Err(Error::NotFound));
    }
    let visitor = academy::show_draft(&school.app.visitor(), id).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
    let no_trainer = academy::add_author(&school.trainer, id, "fatima@example.ma").await;
    let refused = Err(Error::field("email", Problem::UnknownChoice));
    assert_eq!(no_trainer, refused);
    let app = &school.app;
    let system = app.system();
    let platform = domain::policy::authorize(
        &system.actor,
        domain::policy::Action::RunWorker,
        &domain::policy::Platform {},
    )
    .unwrap();
    let person = school.learner.actor.person().unwrap();
    let tx = app.services.db.begin().await.unwrap();
    store::accounts::grant_role(&tx, &platform, &system.actor, person, &Role::Trainer, NOW)
        .await
        .unwrap();
    store::commit(tx).await.unwrap();
    let other = app.person(person).await;
    assert_eq!(academy::show_draft(&other, id).await, Err(Error::NotFound));
    academy::add_author(&school.trainer, id, "fatima@example.ma")
        .await
        .unwrap();
    let change = DraftChange::AddModule {
        title: each("Deux", ""),
    };
    academy::change_draft(&other, id, 3, &change).await.unwrap();
    assert_eq!(academy::my_drafts(&other).await.unwrap().len(), 1);
    let alone = academy::add_author(&other, id, "nadia@example.ma").await;
    assert_eq!(alone, Err(Error::NotFound));
    // The course stays its owner's.
    academy::publish_draft(&other, id, 4).await.unwrap();
    let theirs = academy::course_learners(&other, "bien-vendre").await;
    assert_eq!(theirs.unwrap_err(), Error::NotFound);
    academy::course_learners(&school.trainer, "bien-vendre")
        .await
        .unwrap();
    let taken = academy::start_course(&other, &input(COURSE)).await;
    assert_eq!(taken, Err(Error::field("slug", Problem::InUse)));
}

#[tokio::test]
async fn the_next_version_of_a_published_course_begins_where_the_last_one_is() {
    let school = School::open().await;
    let id = academy::continue_course(&school.trainer, COURSE)
        .await
        .unwrap();
    let page = academy::show_draft(&school.trainer, id).await.unwrap();
    let written = super::draft(COURSE);
    assert_eq!(page.draft.modules.len(), written.modules.len());
    let (mine, theirs) = (
        page.draft.lesson(LESSON).unwrap(),
        written.lesson(LESSON).unwrap(),
    );
    assert_eq!(mine.texts[0].markdown, theirs.texts[0].markdown);
    assert_eq!(
        page.draft.lesson("quiz-1").unwrap().quiz,
        written.lesson("quiz-1").unwrap().quiz
    );
    academy::enrol(&school.learner, COURSE).await.unwrap();
    academy::complete_lesson(&school.learner, COURSE, LESSON)
        .await
        .unwrap();
    academy::publish_draft(&school.trainer, id, 0)
        .await
        .unwrap();
    let progress = academy::course_progress(&school.learner, COURSE)
        .await
        .unwrap();
    assert!(progress.of_lesson(LESSON).unwrap().percent > 0);
}

#[tokio::test]
async fn questions_go_out_and_come_in_as_a_table_with_a_report() {
    let school = School::open().await;
    let trainer = &school.trainer;
    let id = academy::continue_course(trainer, COURSE).await.unwrap();
    let csv = academy::export_questions(trainer, id, "quiz-1")
        .await
        .unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let before = academy::show_draft(trainer, id).await.unwrap();
    let known = |page: &domain::academy::DraftPage| {
        page.draft
            .lesson("quiz-1")
            .unwrap()
            .quiz
            .as_ref()
            .unwrap()
            .questions
            .len()
    };
    let report = academy::import_questions(trainer, id, 0, "quiz-1", &csv)
        .await
        .unwrap();
    assert!(report.refused.is_empty(), "{report:?}");
    let after = academy::show_draft(trainer, id).await.unwrap();
    assert_eq!(known(&after), known(&before) + report.taken as usize);
    let mixed =
        "kind,prompt_fr,key\ntrue_false,Vrai ?,true\nessay,Pourquoi ?,x\ntrue_false,,false\n";
    let report = academy::import_questions(trainer, id, 1, "quiz-1", mixed)
        .await
        .unwrap();
    assert_eq!(report.taken, 1);
    let lines: Vec<u32> = report.refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4]);
    let nothing = academy::import_questions(trainer, id, 2, "quiz-1", "a,b\n1,2\n").await;
    assert!(matches!(nothing, Err(Error::Invalid { .. })));
}
