//! The academy's screens: catalogue, course, player, quiz, credentials, teaching.

pub mod api;
pub(crate) mod catalogue;
pub(crate) mod course;
mod credential;
mod learning;
mod lesson;
mod paths;
mod questions;
mod quiz;
pub(crate) mod ring;
pub mod session_api;
pub(crate) mod sessions;
pub(crate) mod teach;

use crate::NotFoundView;
use leptos::prelude::*;

/// The player's script. A name and not written in the markup: markup without a part that changes is
/// inserted as text after a navigation, and a script in it would not run.
const PLAYER: &str = "/academy/player.js";
const OFFLINE: &str = "/academy/offline.js";

#[lazy]
pub(crate) fn academy_page() -> AnyView {
    let path = crate::use_path();
    let page: Vec<&str> = path
        .split('/')
        .skip(3)
        .filter(|part| !part.is_empty())
        .collect();
    let owned = |text: &str| text.to_owned();
    let view = match page.as_slice() {
        [] => view! { <catalogue::CataloguePage/> }.into_any(),
        ["learning"] => view! { <learning::LearningPage/> }.into_any(),
        ["paths", path] => view! { <paths::PathPage slug=owned(path)/> }.into_any(),
        ["sessions", session] => match session.parse() {
            Ok(session) => view! { <sessions::SessionPage session/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["credentials", code] => {
            view! { <credential::CredentialPage code=owned(code)/> }.into_any()
        }
        [course] => view! { <course::CoursePage slug=owned(course)/> }.into_any(),
        [course, "lessons", lesson] => {
            view! { <lesson::PlayerPage course=owned(course) lesson=owned(lesson)/> }.into_any()
        }
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div data-part="academy">{view}</div> }.into_any()
}
