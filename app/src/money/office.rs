//! The platform's money: the books compared, balances, refunds to make, payouts, statements read.

use super::api;
use crate::{
    ActionForm, ErrorView, ServerAction, desk::Payouts, href, marketplace::order_parts::Signed,
    reload, use_form, use_words,
};
use domain::marketplace::{
    Balance, OfficeMoney, Reconciliation, RefundRow, StatementKind, StatementOutcome, StatementView,
};
use i18n::{Key, keys::orders as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Text};

#[derive(Clone, Copy)]
struct Acts {
    compare: ServerAction<api::Reconcile>,
    payouts: ServerAction<api::RunPayouts>,
    pay: ServerAction<api::PayOutNow>,
    refund: ServerAction<api::FinishRefund>,
}

#[component]
pub fn OfficeMoneyPage() -> impl IntoView {
    let words = use_words();
    let acts = Acts {
        compare: ServerAction::new(),
        payouts: ServerAction::new(),
        pay: ServerAction::new(),
        refund: ServerAction::new(),
    };
    let money = reload(
        move || {
            acts.compare.version()
                + acts.payouts.version()
                + acts.pay.version()
                + acts.refund.version()
        },
        || api::OfficeMoney {},
    );
    let errors = [
        use_form(acts.compare).error,
        use_form(acts.payouts).error,
        use_form(acts.pay).error,
        use_form(acts.refund).error,
    ];
    let refused = crate::use_query_map().with_untracked(|query| query.get("refused").is_some());
    view! {
        <Title text=words.t(k::OFFICE_TITLE)/>
        <h1>{words.t(k::OFFICE_TITLE)}</h1>
        <p><a href=href("/office/disputes")>{words.t(k::DISPUTES)}</a></p>
        {errors.map(|error| view! { <ErrorSummary error/> }).collect_view()}
        {refused.then(|| view! { <Notice kind="danger">{words.t(k::STATEMENT_REFUSED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match money.await {
                    Ok(money) => view! { <Body money acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(money: OfficeMoney, acts: Acts) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel">
            <h2>{words.t(k::REPORT)}</h2>
            {match money.report {
                Some(report) => view! { <Report report/> }.into_any(),
                None => view! { <p class="meta">{words.t(k::REPORT_NEVER)}</p> }.into_any(),
            }}
            <ActionForm action=acts.compare>
                <button class="button button-primary" type="submit"><Icon name="check"/>{words.t(k::RECONCILE_DO)}</button>
            </ActionForm>
        </section>
        <section class="stack">
            <h2>{words.t(k::REFUNDS)}</h2>
            <Refunds refunds=money.refunds refund=acts.refund/>
        </section>
        <section class="stack">
            <h2>{words.t(k::BALANCES)}</h2>
            <Balances balances=money.balances pay=acts.pay/>
            <div class="row">
                <ActionForm action=acts.payouts>
                    <button class="button button-primary" type="submit"><Icon name="bank"/>{words.t(k::RUN_PAYOUTS_DO)}</button>
                </ActionForm>
                <a class="button button-secondary" rel="external" download="" href="/api/money/bank-file.csv">{words.t(k::BANK_FILE)}</a>
            </div>
        </section>
        <section class="stack">
            <h2>{words.t(k::PAYOUTS)}</h2>
            <Payouts payouts=money.payouts/>
        </section>
        <section class="stack">
            <h2>{words.t(k::STATEMENTS)}</h2>
            <div class="two">
                <Upload kind=StatementKind::Carrier title=k::STATEMENT_CARRIER/>
                <Upload kind=StatementKind::Bank title=k::STATEMENT_BANK/>
            </div>
            {money.statements.into_iter().map(|statement| view! { <Statement statement/> }).collect_view()}
        </section>
    }
}

#[component]
fn Report(report: Reconciliation) -> impl IntoView {
    let words = use_words();
    let verdict = if report.problems.is_empty() {
        view! { <Notice kind="success">{words.t(k::REPORT_GOOD)}</Notice> }.into_any()
    } else {
        let count = report.problems.len() as u64;
        view! { <Notice kind="danger">{words.count(k::REPORT_BAD, count, &[])}</Notice> }.into_any()
    };
    let problems = report.problems;
    view! {
        <p class="meta">{words.date_time(report.at)}" · "{report.orders}" "{words.t(k::PICK_ORDERS)}</p>
        {verdict}
        <dl class="kpis">
            <div class="kpi"><dt>{words.t(k::CAPTURED)}</dt><dd><b><Signed amount=report.captured/></b></dd></div>
            <div class="kpi"><dt>{words.t(k::REFUNDED)}</dt><dd><b><Signed amount=report.refunded/></b></dd></div>
            <div class="kpi"><dt>{words.t(k::PAID_OUT)}</dt><dd><b><Signed amount=report.paid_out/></b></dd></div>
            <div class="kpi"><dt>{words.t(k::COMMISSION)}</dt><dd><b><Signed amount=report.commission/></b></dd></div>
        </dl>
        <ul class="stack">
            {problems.into_iter().map(|problem| view! {
                <li><bdi>{problem.kind}" · "{problem.subject}</bdi>" : "{words.t(k::EXPECTED)}" "<Signed amount=problem.expected/>", "{words.t(k::FOUND)}" "<Signed amount=problem.found/></li>
            }).collect_view()}
        </ul>
    }
}

#[component]
fn Refunds(refunds: Vec<RefundRow>, refund: ServerAction<api::FinishRefund>) -> impl IntoView {
    let words = use_words();
    if refunds.is_empty() {
        return view! { <p class="meta">{words.t(k::NONE)}</p> }.into_any();
    }
    view! {
        <ul class="stack">
            {refunds.into_iter().map(|row| {
                let label = format!("{} {}", words.t(k::REFUND_DONE_DO), row.number);
                view! {
                    <li class="panel row between">
                        <span><bdi>{row.number}</bdi>" · "{row.buyer}" · "<span class="meta">{words.date(row.created_at)}</span></span>
                        <strong><Signed amount=row.amount/></strong>
                        <ActionForm action=refund>
                            <input type="hidden" name="refund" value=row.id.to_string()/>
                            <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::REFUND_DONE_DO)}</button>
                        </ActionForm>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Balances(balances: Vec<Balance>, pay: ServerAction<api::PayOutNow>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::BALANCES)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::COOPERATIVE)}</th>
                        <th scope="col">{words.t(k::PAYABLE_SHORT)}</th>
                        <th scope="col">{words.t(k::HELD_SHORT)}</th>
                        <th scope="col">{words.t(k::WHAT)}</th>
                    </tr>
                </thead>
                <tbody>
                    {balances.into_iter().map(|balance| {
                        let label = format!("{} {}", words.t(k::PAY_OUT_DO), balance.name.pick(words.lang()).text);
                        view! {
                            <tr>
                                <th scope="row"><Text text=balance.name/></th>
                                <td><Signed amount=balance.payable/></td>
                                <td><Signed amount=balance.held/></td>
                                <td>
                                    <ActionForm action=pay>
                                        <input type="hidden" name="cooperative" value=balance.cooperative.to_string()/>
                                        <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::PAY_OUT_DO)}</button>
                                    </ActionForm>
                                </td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// A plain multipart form: it needs no scripts.
#[component]
fn Upload(kind: StatementKind, title: Key) -> impl IntoView {
    let words = use_words();
    let id = format!("file-{}", kind.code());
    view! {
        <form method="post" action="/api/money/read_statement" enctype="multipart/form-data" class="panel">
            <h3>{words.t(title)}</h3>
            <input type="hidden" name="kind" value=kind.code()/>
            <div class="field">
                <label for=id.clone()>{words.t(k::STATEMENT_FILE)}</label>
                <p class="meta">{words.t(k::STATEMENT_HINT)}</p>
                <input id=id type="file" name="file" accept=".csv,text/csv" required/>
            </div>
            <button class="button button-secondary" type="submit"><Icon name="upload"/>{words.t(k::STATEMENT_READ)}</button>
        </form>
    }
}

const fn outcome_words(outcome: StatementOutcome) -> Key {
    match outcome {
        StatementOutcome::Matched => k::OUTCOME_MATCHED,
        StatementOutcome::AlreadyBooked => k::OUTCOME_ALREADY_BOOKED,
        StatementOutcome::UnknownReference => k::OUTCOME_UNKNOWN_REFERENCE,
        StatementOutcome::WrongAmount => k::OUTCOME_WRONG_AMOUNT,
        StatementOutcome::Unreadable => k::OUTCOME_UNREADABLE,
        StatementOutcome::NotExpected => k::OUTCOME_NOT_EXPECTED,
    }
}

#[component]
fn Statement(statement: StatementView) -> impl IntoView {
    let words = use_words();
    let title = match statement.kind {
        StatementKind::Carrier => k::STATEMENT_CARRIER,
        StatementKind::Bank => k::STATEMENT_BANK,
    };
    view! {
        <details class="more">
            <summary>{words.t(title)}" · "{words.date_time(statement.read_at)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(title)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.t(k::ROW)}</th>
                            <th scope="col">{words.t(k::REFERENCE)}</th>
                            <th scope="col">{words.t(k::AMOUNT)}</th>
                            <th scope="col">{words.t(k::OUTCOME)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {statement.lines.into_iter().map(|line| view! {
                            <tr>
                                <td>{line.row}</td>
                                <th scope="row"><bdi>{line.reference}</bdi></th>
                                <td>{line.amount.map(|amount| view! { <Signed amount/> })}</td>
                                <td>{words.t(outcome_words(line.outcome))}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    }
}
