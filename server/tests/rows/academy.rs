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
    ("academy/enrol", "course=nothing", [401, 404, 404]),
    ("academy/enrol", "course={course}", [401, 200, 200]),
];

pub fn ids(people: People) -> People {
    // Streams end after what there is to say: a table reads whole answers.
    service::academy::close_streams();
    people
        .with("{course}", "create-a-cooperative")
        .with("{code}", "0".repeat(20))
        .with("{kid}", "key-1")
}
