//! The office's first page, and one page a queue.

use super::{Trail, api};
use crate::{ErrorView, href, load, use_words};
use domain::{
    Timestamp,
    admin::{Duty, DutySummary, OfficePage as Office, Queue, QueueItem, QueueSummary},
};
use i18n::{Key, keys::admin as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, Icon, Text};

pub(super) const fn queue_words(queue: Queue) -> (Key, &'static str) {
    match queue {
        Queue::Cooperatives => (k::QUEUE_COOPERATIVES, "users-three"),
        Queue::Listings => (k::QUEUE_LISTINGS, "basket"),
        Queue::Certificates => (k::QUEUE_CERTIFICATES, "certificate"),
        Queue::Dossiers => (k::QUEUE_DOSSIERS, "plant"),
        Queue::Reviews => (k::QUEUE_REVIEWS, "eye"),
        Queue::Ideas => (k::QUEUE_IDEAS, "leaf"),
    }
}

#[component]
pub fn OfficePage() -> impl IntoView {
    let words = use_words();
    let office = load(|| api::Office {});
    view! {
        <Title text=words.t(k::TITLE)/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match office.await {
                    Ok(office) => view! { <Overview office/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Overview(office: Office) -> impl IntoView {
    let words = use_words();
    let is_advisor = !office.queues.is_empty();
    let queues = office
        .queues
        .into_iter()
        .map(|summary| view! { <QueueDoor summary/> })
        .collect_view();
    let duties = office
        .duties
        .into_iter()
        .map(|summary| view! { <DutyDoor summary/> })
        .collect_view();
    view! {
        <h1>{words.t(k::TITLE)}</h1>
        <p class="meta">{words.t(if is_advisor { k::INTRO_ADVISOR } else { k::INTRO_ADMINISTRATOR })}</p>
        <div class="doors">
            {queues}
            {is_advisor.then(|| view! {
                <a class="door" href=href("/office/cooperatives")>
                    <h2><span class="mark"><Icon name="storefront"/></span>{words.t(k::COOPERATIVES)}</h2>
                    <p>{words.t(k::COOPERATIVES_TEXT)}</p>
                    <b>{words.t(k::OPEN)}</b>
                </a>
                <a class="door" href=href("/office/follow-up")>
                    <h2><span class="mark"><Icon name="chart-bar"/></span>{words.t(k::FOLLOW_UP)}</h2>
                    <p>{words.t(k::FOLLOW_UP_TEXT)}</p>
                    <b>{words.t(k::OPEN)}</b>
                </a>
            })}
            {duties}
        </div>
    }
}

#[component]
fn QueueDoor(summary: QueueSummary) -> impl IntoView {
    let (title, icon) = queue_words(summary.queue);
    let to = href(&format!("/office/{}", summary.queue.code()));
    view! { <WaitingDoor to title icon waiting=summary.waiting oldest=summary.oldest/> }
}

#[component]
fn DutyDoor(summary: DutySummary) -> impl IntoView {
    let words = use_words();
    let (to, title, text, icon) = match summary.duty {
        Duty::Disputes => (
            "/office/disputes",
            k::DISPUTES,
            k::DISPUTES,
            "warning-circle",
        ),
        Duty::Reviews => ("/trade/reports", k::REPORTS, k::REPORTS, "bell"),
        Duty::Referrals => (
            "/office/referrals",
            k::REFERRALS,
            k::REFERRALS,
            "users-three",
        ),
        Duty::Money => ("/office/money", k::MONEY, k::MONEY_TEXT, "hand-coins"),
        Duty::Rates => ("/trade/rates", k::RATES, k::RATES_TEXT, "truck"),
        Duty::Taxes => ("/trade/taxes", k::TAXES, k::TAXES_TEXT, "money"),
        Duty::Rules => ("/office/rules", k::RULES, k::RULES_TEXT, "bank"),
        Duty::Records => (
            "/office/records",
            k::RECORDS,
            k::RECORDS_DOOR,
            "graduation-cap",
        ),
        Duty::Audit => ("/office/audit", k::AUDIT, k::AUDIT_TEXT, "list"),
    };
    let to = href(to);
    match summary.waiting {
        Some(waiting) => {
            view! { <WaitingDoor to title icon waiting oldest=summary.oldest/> }.into_any()
        }
        None => view! {
            <a class="door" href=to>
                <h2><span class="mark"><Icon name=icon/></span>{words.t(title)}</h2>
                <p>{words.t(text)}</p>
                <b>{words.t(k::OPEN)}</b>
            </a>
        }
        .into_any(),
    }
}

/// A door behind which something may wait: how much, and since when.
#[component]
fn WaitingDoor(
    to: String,
    title: Key,
    icon: &'static str,
    waiting: u32,
    oldest: Option<Timestamp>,
) -> impl IntoView {
    let words = use_words();
    let state = match oldest {
        Some(oldest) => words.with(k::WAITING_SINCE, &[("date", &words.date(oldest))]),
        None => words.t(k::NOTHING_WAITS),
    };
    let tone = (waiting > 0).then_some("warning");
    view! {
        <a class="door queue" data-tone=tone href=to>
            <h2><span class="mark"><Icon name=icon/></span>{words.t(title)}</h2>
            <p><bdi class="figure">{waiting}</bdi>" "{words.count(k::WAITING, u64::from(waiting), &[])}</p>
            <p class="meta">{state}</p>
        </a>
    }
}

#[component]
pub fn QueuePage(queue: Queue) -> impl IntoView {
    let words = use_words();
    let items = load(move || api::ListQueue { queue });
    let title = words.t(queue_words(queue).0);
    view! {
        <Title text=title.clone()/>
        <Trail/>
        <Transition fallback=crate::frame::loading>
            {move || {
                let title = title.clone();
                Suspend::new(async move {
                    match items.await {
                        Ok(items) if items.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/orders.svg" title=title text=words.t(k::NOTHING_WAITS)>
                                <a class="button button-secondary" href=href("/office")>{words.t(k::TITLE)}</a>
                            </EmptyState>
                        }.into_any(),
                        Ok(items) => view! {
                            <h1>{title}</h1>
                            <ul class="checklist">{items.into_iter().map(|item| view! { <Line queue item/> }).collect_view()}</ul>
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Line(queue: Queue, item: QueueItem) -> impl IntoView {
    let words = use_words();
    let since = words.with(k::WAITING_SINCE, &[("date", &words.date(item.since))]);
    let own_name = item.title == item.cooperative;
    let due = item
        .due
        .map(|due| words.with(k::DUE_BY, &[("date", &words.date(due))]));
    view! {
        <li>
            <span class="mark"><Icon name=queue_words(queue).1/></span>
            <span>
                <a href=href(&format!("/office/{}/{}", queue.code(), item.id))><Text text=item.title/></a>
                <span class="meta">
                    {(!own_name).then(|| view! { <Text text=item.cooperative/>" · " })}
                    <Text text=item.region/>" · "{since}
                    {due.map(|due| view! { " · "<bdi>{due}</bdi> })}
                </span>
            </span>
            {item.is_again.then(|| view! { <span class="badge badge-info">{words.t(k::AGAIN)}</span> })}
        </li>
    }
}
