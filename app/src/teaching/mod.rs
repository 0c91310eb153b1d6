//! A trainer's pages: courses, their learners, sessions and learning paths, and the courses they write.

mod analysis;
pub mod api;
pub mod draft_api;
mod draft_lesson;
pub(crate) mod drafts;
mod files;
pub mod files_api;
mod package;
mod paths;
mod plan;
mod room;

use crate::{NotFoundView, academy::teach};
use leptos::prelude::*;

#[lazy]
pub(crate) fn teaching_page() -> AnyView {
    let path = crate::use_path();
    let page: Vec<&str> = path
        .split('/')
        .skip(4)
        .filter(|part| !part.is_empty())
        .collect();
    let owned = |text: &str| text.to_owned();
    let view = match page.as_slice() {
        [] => view! { <teach::TeachingPage/> }.into_any(),
        ["paths"] => view! { <paths::PathsPage/> }.into_any(),
        ["drafts"] => view! { <drafts::NewCoursePage/> }.into_any(),
        ["drafts", draft] => match draft.parse() {
            Ok(draft) => view! { <drafts::DraftPageView draft/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["drafts", draft, lesson] => match draft.parse() {
            Ok(draft) => {
                view! { <draft_lesson::DraftLessonPage draft lesson=owned(lesson)/> }.into_any()
            }
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["drafts", draft, lesson, "files"] => match draft.parse() {
            Ok(draft) => view! { <files::FilesPage draft lesson=owned(lesson)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        [course] => view! { <teach::LearnersPage course=owned(course)/> }.into_any(),
        [course, "sessions"] => view! { <plan::PlanPage course=owned(course)/> }.into_any(),
        [course, "quizzes", lesson] => {
            view! { <analysis::AnalysisPage course=owned(course) lesson=owned(lesson)/> }.into_any()
        }
        [_, "sessions", session] => match session.parse() {
            Ok(session) => view! { <room::RoomPage session/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div data-part="academy">{view}</div> }.into_any()
}
