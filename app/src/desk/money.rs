//! The cooperative's money: what is to be paid out, what is held, every movement, every payout.

use super::progress_api as api;
use crate::{ErrorView, load, marketplace::order_parts::Signed, use_words};
use domain::marketplace::{PayoutRow, PurseEntry, PurseView};
use i18n::keys::orders as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Notice;

#[component]
pub fn MoneyPage() -> impl IntoView {
    let words = use_words();
    let purse = load(|| api::ShowPurse {});
    view! {
        <Title text=words.t(k::MONEY_TITLE)/>
        <h1>{words.t(k::MONEY_TITLE)}</h1>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match purse.await {
                    Ok(purse) => view! { <Body purse/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(purse: PurseView) -> impl IntoView {
    let words = use_words();
    let is_negative = purse.payable.minor < 0;
    view! {
        {is_negative.then(|| view! { <Notice kind="warning">{words.t(k::MONEY_NEGATIVE)}</Notice> })}
        <dl class="kpis">
            <div class="kpi"><dt>{words.t(k::PAYABLE)}</dt><dd><b><Signed amount=purse.payable/></b></dd></div>
            <div class="kpi"><dt>{words.t(k::HELD)}</dt><dd><b><Signed amount=purse.held/></b></dd></div>
            <div class="kpi"><dt>{words.t(k::NEXT_PAYOUT)}</dt><dd><b>{words.date(purse.next_payout)}</b></dd></div>
        </dl>
        <section class="stack">
            <h2>{words.t(k::PAYOUTS)}</h2>
            <Payouts payouts=purse.payouts/>
        </section>
        <section class="stack">
            <h2>{words.t(k::ENTRIES)}</h2>
            <Entries entries=purse.entries/>
        </section>
    }
}

#[component]
fn Entries(entries: Vec<PurseEntry>) -> impl IntoView {
    let words = use_words();
    if entries.is_empty() {
        return view! { <p class="meta">{words.t(k::MONEY_NONE)}</p> }.into_any();
    }
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::ENTRIES)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::DATE)}</th>
                        <th scope="col">{words.t(k::WHAT)}</th>
                        <th scope="col">{words.t(k::ORDER)}</th>
                        <th scope="col">{words.t(k::AMOUNT)}</th>
                    </tr>
                </thead>
                <tbody>
                    {entries.into_iter().map(|entry| view! {
                        <tr>
                            <td>{words.date(entry.at)}</td>
                            <th scope="row">{words.booking(&entry.kind)}</th>
                            <td><bdi>{entry.number.unwrap_or_default()}</bdi></td>
                            <td><Signed amount=entry.amount/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Payouts with the statement of each.
#[component]
pub fn Payouts(payouts: Vec<PayoutRow>) -> impl IntoView {
    let words = use_words();
    if payouts.is_empty() {
        return view! { <p class="meta">{words.t(k::NONE)}</p> }.into_any();
    }
    view! {
        <ul class="stack">
            {payouts.into_iter().map(|payout| {
                let lang = words.lang().code();
                let rows = format!("/api/money/payouts/{}.csv?lang={lang}", payout.id);
                let paper = format!("/papers/payouts/{}/{lang}", payout.id);
                view! {
                    <li class="panel row between">
                        <span>{words.date(payout.created_at)}" · "<bdi class="meta">{payout.reference}</bdi></span>
                        <strong><Signed amount=payout.amount/></strong>
                        <span class="row">
                            <a href=paper rel="external">{words.t(k::STATEMENT_PDF)}</a>
                            <a href=rows rel="external" download="">{words.t(k::STATEMENT)}</a>
                        </span>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
    .into_any()
}
