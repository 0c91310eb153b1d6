//! The academy. Neither the buyer nor the manager is enrolled or teaches.

use super::Row;
use crate::support::People;

pub const FUNCTIONS: &[Row] = &[
    ("academy/browse_courses", "search=", [200, 200, 200]),
    ("academy/show_course", "course={course}", [200, 200, 200]),
    ("academy/show_course", "course=nothing", [404, 404, 404]),
    (
        "academy/open_lesson",
        "course={course}&lesson=what-it-is",
        [401, 403, 403],
    ),
    (
        "academy/save_note",
        "course={course}&lesson=what-it-is&note=x",
        [401, 403, 403],
    ),
    (
        "academy/complete_lesson",
        "course={course}&lesson=what-it-is",
        [401, 403, 403],
    ),
    (
        "academy/start_attempt",
        "course={course}&lesson=quiz-1",
        [401, 403, 403],
    ),
    (
        "academy/answer_quiz",
        "course={course}&lesson=quiz-1",
        [401, 403, 403],
    ),
    ("academy/leave_course", "course={course}", [401, 404, 404]),
    ("academy/my_learning", "", [401, 200, 200]),
    ("academy/show_credential", "code={code}", [404, 404, 404]),
    (
        "academy/revoke_credential",
        "code={code}&reason=x",
        [401, 404, 404],
    ),
    ("academy/my_courses", "", [401, 404, 404]),
    ("academy/list_learners", "course={course}", [401, 404, 404]),
    (
        "academy/regrade_quiz",
        "course={course}&lesson=quiz-1",
        [401, 404, 404],
    ),
    (
        "academy/show_course_extras",
        "course={course}",
        [200, 200, 200],
    ),
    (
        "academy/show_course_extras",
        "course=nothing",
        [404, 404, 404],
    ),
    ("academy/show_session", "session=1", [200, 200, 200]),
    ("academy/show_session", "session=999", [404, 404, 404]),
    (
        "academy/leave_session",
        "session=1&course={course}",
        [401, 404, 404],
    ),
    (
        "academy/seat_members",
        "session=1&people[1]=yes",
        [401, 404, 422],
    ),
    ("academy/join_session", "session=999", [401, 404, 404]),
    ("academy/learning_paths", "", [200, 200, 200]),
    (
        "academy/show_path",
        "path=from-idea-to-sale",
        [200, 200, 200],
    ),
    ("academy/show_path", "path=nothing", [404, 404, 404]),
    (
        "academy/lesson_questions",
        "course={course}&lesson=what-it-is",
        [401, 403, 403],
    ),
    (
        "academy/ask_question",
        "course={course}&lesson=what-it-is&text=x",
        [401, 403, 403],
    ),
    (
        "academy/answer_question",
        "course={course}&lesson=what-it-is&question=1&text=x",
        [401, 403, 403],
    ),
    (
        "academy/accept_answer",
        "course={course}&answer=1",
        [401, 404, 404],
    ),
    (
        "academy/show_teaching_plan",
        "course={course}",
        [401, 404, 404],
    ),
    ("academy/plan_session", "course={course}", [401, 404, 404]),
    (
        "academy/set_requirements",
        "course={course}",
        [401, 404, 404],
    ),
    (
        "academy/announce_course",
        "course={course}&text=x",
        [401, 404, 404],
    ),
    ("academy/show_session_room", "session=1", [401, 404, 404]),
    (
        "academy/widen_session",
        "session=1&capacity=20",
        [401, 404, 404],
    ),
    ("academy/call_off_session", "session=1", [401, 404, 404]),
    (
        "academy/invite_learner",
        "session=1&email=a@example.ma",
        [401, 404, 404],
    ),
    (
        "academy/revoke_session_invitation",
        "session=1&invitation=1",
        [401, 404, 404],
    ),
    ("academy/mark_attendance", "session=1", [401, 404, 404]),
    (
        "academy/announce_session",
        "session=1&text=x",
        [401, 404, 404],
    ),
    ("academy/save_path", "slug=x", [401, 404, 404]),
    ("academy/renew_credential", "code={code}", [401, 404, 404]),
    (
        "academy/analyse_quiz",
        "course={course}&lesson=quiz-1",
        [401, 404, 404],
    ),
    ("academy/my_drafts", "", [401, 404, 404]),
    ("academy/show_draft", "draft=1", [401, 404, 404]),
    ("academy/start_course", "slug=x", [401, 404, 404]),
    (
        "academy/continue_course",
        "course={course}",
        [401, 404, 404],
    ),
    ("academy/save_course", "draft=1&version=3", [401, 404, 404]),
    (
        "academy/edit_outline",
        "draft=1&version=3&act=module_up&at=0",
        [401, 404, 404],
    ),
    (
        "academy/save_lesson",
        "draft=1&version=3&lesson=prepare-the-place",
        [401, 404, 404],
    ),
    (
        "academy/save_rules",
        "draft=1&version=3&lesson=prepare-the-place",
        [401, 404, 404],
    ),
    (
        "academy/save_question",
        "draft=1&version=3&lesson=prepare-the-place",
        [401, 404, 404],
    ),
    (
        "academy/edit_questions",
        "draft=1&version=3&lesson=prepare-the-place&question=q1&act=up",
        [401, 404, 404],
    ),
    (
        "academy/import_questions",
        "draft=1&version=3&lesson=prepare-the-place&csv=x",
        [401, 404, 404],
    ),
    (
        "academy/add_author",
        "draft=1&email=a@example.ma",
        [401, 404, 404],
    ),
    (
        "academy/publish_draft",
        "draft=1&version=3",
        [401, 404, 404],
    ),
    ("academy/render_text", "text=x", [401, 404, 404]),
    (
        "academy/list_files",
        "draft=1&lesson=prepare-the-place",
        [401, 404, 404],
    ),
    ("academy/remove_file", "upload=1", [401, 404, 404]),
    (
        "academy/remove_recording",
        "draft=1&lesson=prepare-the-place&lang=fr",
        [401, 404, 404],
    ),
    (
        "academy/place_part",
        "draft=1&version=3&what=module&item=0&to=1",
        [401, 404, 404],
    ),
    (
        "academy/show_question_import",
        "draft=1&import=1",
        [401, 404, 404],
    ),
    (
        "academy/take_questions",
        "draft=1&version=3&lesson=prepare-the-place&import=1",
        [401, 404, 404],
    ),
    ("academy/enrol", "course=nothing", [401, 404, 404]),
    ("academy/enrol", "course={course}", [401, 200, 200]),
];

pub fn ids(people: People) -> People {
    // Streams end after what there is to say: a table reads whole answers.
    service::academy::close_streams();
    people
        .with("{course}", "create-a-cooperative")
        .with("{code}", "0".repeat(20))
        .with("{session}", "1")
        .with("{draft}", "1")
        .with("{lesson}", "prepare-the-place")
        .with("{upload}", "1")
        .with("{number}", "0")
        .with("{kid}", "key-1")
}
