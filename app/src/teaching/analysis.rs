//! A quiz's questions: how easy each is, and whether it tells who knows.

use super::api;
use crate::{ErrorView, href, load, use_lang, use_words};
use domain::academy::{ItemAnalysis, QuizAnalysis};
use i18n::keys::teaching as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Text;

#[component]
pub(super) fn AnalysisPage(course: String, lesson: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let page = load(move || api::AnalyseQuiz {
        course: course.clone(),
        lesson: lesson.clone(),
    });
    view! {
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(page: QuizAnalysis) -> impl IntoView {
    let words = use_words();
    let title = page.title.pick(use_lang()).text;
    let none = page
        .items
        .is_empty()
        .then(|| view! { <p class="meta">{words.t(k::NO_ATTEMPTS)}</p> });
    view! {
        <Title text=title.clone()/>
        <p><a href=href(&format!("/academy/teaching/{}/sessions", page.course))>{words.t(k::PLAN_SESSIONS)}</a></p>
        <h1>{title}</h1>
        <p>{words.t(k::ANALYSIS_TEXT)}</p>
        {none}
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::ANALYSIS)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::PROMPT)}</th>
                        <th scope="col">{words.t(k::ANSWERS)}</th>
                        <th scope="col">{words.t(k::EASE)}</th>
                        <th scope="col">{words.t(k::DISCRIMINATION)}</th>
                    </tr>
                </thead>
                <tbody>{page.items.into_iter().map(|item| view! { <Row item/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(item: ItemAnalysis) -> impl IntoView {
    let words = use_words();
    let tells = match item.discrimination {
        Some(hundredths) => words.decimal(hundredths, 2),
        None => words.t(k::TOO_FEW),
    };
    view! {
        <tr>
            <th scope="row"><Text text=item.prompt/></th>
            <td>{words.number(i64::from(item.answers))}</td>
            <td>{words.percent(item.ease * 100)}</td>
            <td><bdi>{tells}</bdi></td>
        </tr>
    }
}
