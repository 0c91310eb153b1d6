//! What I am learning: go on in one touch, and what I can show.

use super::{api, ring::Ring};
use crate::{ErrorView, PageWords, href, load, use_words};
use domain::academy::{
    CredentialStatus, EnrolmentState, LearningPage as Learning, LearningRow, MyCredential,
};
use i18n::keys::academy as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, Icon, Text};

#[component]
pub fn LearningPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let learning = load(|| api::MyLearning {});
    view! {
        <Title text=words.t(k::MY_LEARNING)/>
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match learning.await {
                        Ok(learning) => view! { <Body learning/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(learning: Learning) -> impl IntoView {
    let words = use_words();
    if learning.rows.is_empty() {
        return view! {
            <EmptyState illustration="/illustrations/doors/academy.svg" title=words.t(k::LEARNING_EMPTY_TITLE) text=words.t(k::LEARNING_EMPTY_TEXT)>
                <a class="button button-primary" href=href("/academy")>{words.t(k::SEE_COURSES)}</a>
            </EmptyState>
        }
        .into_any();
    }
    let credentials: Vec<MyCredential> = learning
        .rows
        .iter()
        .filter_map(|row| row.credential.clone())
        .collect();
    let shown = (!credentials.is_empty()).then(|| view! {
        <section class="stack">
            <h2>{words.t(k::MY_CREDENTIALS)}</h2>
            <ul class="credential-list">
                {credentials.into_iter().map(|it| view! {
                    <li>
                        <a class="row" href=href(&format!("/academy/credentials/{}", it.code))>
                            <Icon name="certificate"/>
                            <strong><Text text=it.course/></strong>
                            <span class="meta">{status_words(words, it.status)}" · "{words.date(it.issued_at)}</span>
                        </a>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    });
    view! {
        <div class="row between">
            <h1>{words.t(k::MY_LEARNING)}</h1>
            <a href=href("/academy")>{words.t(k::SEE_COURSES)}</a>
        </div>
        <div class="stack">
            {learning.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}
        </div>
        {shown}
    }
    .into_any()
}

pub fn status_words(words: PageWords, status: CredentialStatus) -> String {
    words.t(match status {
        CredentialStatus::Valid => k::STATUS_VALID,
        CredentialStatus::Expired => k::STATUS_EXPIRED,
        CredentialStatus::Revoked => k::STATUS_REVOKED,
    })
}

#[component]
fn Row(row: LearningRow) -> impl IntoView {
    let words = use_words();
    let slug = row.card.slug.clone();
    let course = href(&format!("/academy/{slug}"));
    let on = match (&row.progress.next, row.next_title, row.state) {
        (Some(next), Some(title), EnrolmentState::Active | EnrolmentState::Completed) => {
            let to = href(&format!("/academy/{slug}/lessons/{next}"));
            view! {
                <p class="next-title" id=format!("next-{slug}")><Text text=title/></p>
                <a class="button button-primary" href=to aria-describedby=format!("next-{slug}")>
                    {words.t(if row.progress.done == 0 { k::BEGIN } else { k::GO_ON })}
                </a>
            }
            .into_any()
        }
        (_, _, EnrolmentState::Left) => view! {
            <p class="row"><span class="meta">{words.t(k::YOU_LEFT)}</span><a href=course.clone()>{words.t(k::COME_BACK)}</a></p>
        }
        .into_any(),
        _ => view! { <p class="done row"><Icon name="check-circle"/>{words.t(k::COURSE_DONE)}</p> }.into_any(),
    };
    view! {
        <article class="panel learning-row">
            <img class="picture" src=format!("/illustrations/academy/{}.svg", row.card.illustration) alt="" width="160" height="120" loading="lazy"/>
            <div class="stack">
                <h2><a href=course><Text text=row.card.title/></a></h2>
                <p class="meta">{words.count(k::STEPS_DONE, u64::from(row.progress.done), &[("total", &row.progress.total.to_string())])}</p>
                {on}
            </div>
            <Ring percent=row.progress.percent live=slug/>
        </article>
    }
}
