//! All listings in one file: out, and in again by way of a dry run that shows every problem before
//! anything is written.

use super::spreadsheet_api as api;
use crate::{
    ActionForm, ErrorView, ServerAction, href, reload, use_form, use_plain_form, use_words,
};
use domain::marketplace::{
    SheetColumn, SheetError, SheetReport, SpreadsheetState, SpreadsheetView,
};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice};

const SEND: &str = "/api/desk/send_spreadsheet";

#[component]
pub fn SpreadsheetPage() -> impl IntoView {
    let words = use_words();
    let confirm = ServerAction::<api::ConfirmSpreadsheet>::new();
    let last = reload(move || confirm.version(), || api::ShowSpreadsheet {});
    let form = use_form(confirm);
    view! {
        <Title text=words.t(k::SPREADSHEET)/>
        <p><a class="button button-quiet" href=href("/desk/listings")><Icon name="arrow-left"/>{words.t(k::LISTINGS)}</a></p>
        <h1>{words.t(k::SPREADSHEET)}</h1>
        <p>{words.t(k::SPREADSHEET_TEXT)}</p>
        <div class="two">
            <Downloads/>
            <Send/>
        </div>
        <ErrorSummary error=form.error/>
        <Progress confirm/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match last.await {
                    Ok(Some(file)) => view! { <Report file confirm/> }.into_any(),
                    Ok(None) => ().into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
        <Columns/>
    }
}

#[component]
fn Downloads() -> impl IntoView {
    let words = use_words();
    let lang = words.lang().code();
    let links = move |content: &'static str, key| {
        let files = [("xlsx", "XLSX"), ("csv", "CSV")].map(|(format, name)| {
            let to = format!("/spreadsheets/{content}.{format}?lang={lang}");
            let label = format!("{} · {name}", words.t(key));
            view! { <a class="chip" href=to rel="external" download="" aria-label=label><Icon name="copy"/><bdi>{name}</bdi></a> }
        });
        view! { <div class="row between"><span>{words.t(key)}</span><span class="row">{files.into_iter().collect_view()}</span></div> }
    };
    view! {
        <section class="panel">
            <h2>{words.t(k::SHEET_DOWNLOAD)}</h2>
            {links("listings", k::SHEET_EXPORT)}
            {links("template", k::SHEET_TEMPLATE)}
        </section>
    }
}

#[component]
fn Send() -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(SEND);
    let problem = form.problem("file");
    view! {
        <form method="post" action=SEND enctype="multipart/form-data" class="panel" novalidate>
            <h2>{words.t(k::SHEET_SEND)}</h2>
            <ErrorSummary error=form.error/>
            <div class="field">
                <label for="file">{words.t(k::SHEET_FILE)}</label>
                <p class="meta" id="file-hint">{words.t(k::SHEET_FILE_HINT)}</p>
                <input id="file" name="file" type="file" accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" aria-describedby="file-hint" aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error" id="file-error">{words.problem(&problem)}</p> })}
            </div>
            <button class="button button-primary" type="submit"><Icon name="upload"/>{words.t(k::SHEET_CHECK)}</button>
        </form>
    }
}

/// While the file is written, how far it is: asked for each half second by whom the scripts serve.
#[component]
fn Progress(confirm: ServerAction<api::ConfirmSpreadsheet>) -> impl IntoView {
    let words = use_words();
    let tick = RwSignal::new(0_usize);
    let state = reload(move || tick.get(), || api::SpreadsheetProgress {});
    Effect::new(move |_| {
        if confirm.pending() {
            tick.get();
            set_timeout(
                move || tick.update(|tick| *tick += 1),
                std::time::Duration::from_millis(500),
            );
        }
    });
    move || {
        confirm.pending().then(|| view! {
            <div class="panel" role="status">
                <label for="writing">{words.t(k::SHEET_WRITING)}</label>
                <Transition>
                    {move || Suspend::new(async move {
                        let (done, all) = state.await.ok().flatten().unwrap_or((0, 1));
                        view! { <progress id="writing" max=all.to_string() value=done.to_string()></progress> }
                    })}
                </Transition>
            </div>
        })
    }
}

#[component]
fn Report(file: SpreadsheetView, confirm: ServerAction<api::ConfirmSpreadsheet>) -> impl IntoView {
    let words = use_words();
    let (kind, text) = match file.state {
        SpreadsheetState::Refused => ("danger", k::SHEET_REFUSED),
        SpreadsheetState::Checked => ("info", k::SHEET_CHECKED),
        SpreadsheetState::Written => ("success", k::SHEET_WRITTEN),
    };
    let can_confirm = file.state == SpreadsheetState::Checked;
    view! {
        <section class="panel" id="report">
            <h2><bdi>{file.file_name.clone()}</bdi></h2>
            <p class="meta">{words.date_time(file.sent_at)}</p>
            <Notice kind=kind>{words.t(text)}</Notice>
            <Numbers report=file.report.clone()/>
            {can_confirm.then(|| view! {
                <ActionForm action=confirm>
                    <input type="hidden" name="spreadsheet" value=file.id.to_string()/>
                    <button class="button button-primary" type="submit"><Icon name="check"/>{words.t(k::SHEET_CONFIRM)}</button>
                </ActionForm>
            })}
            <Errors report=file.report/>
        </section>
    }
}

#[component]
fn Numbers(report: SheetReport) -> impl IntoView {
    let words = use_words();
    let numbers = [
        (k::SHEET_ROWS, report.rows),
        (k::SHEET_NEW, report.new_listings),
        (k::SHEET_CHANGED, report.changed),
        (k::SHEET_UNCHANGED, report.unchanged),
        (k::SHEET_COUNTS, report.counts),
        (k::SHEET_DRAFTS, report.drafts),
        (k::SHEET_TO_REVIEW, report.to_review),
        (k::SHEET_TO_PUBLISH, report.to_publish),
    ];
    view! {
        <div class="kpis">
            {numbers
                .into_iter()
                .filter(|(_, number)| *number > 0)
                .map(|(key, number)| view! { <p class="kpi"><b>{words.number(i64::from(number))}</b>{words.t(key)}</p> })
                .collect_view()}
        </div>
    }
}

#[component]
fn Errors(report: SheetReport) -> impl IntoView {
    let words = use_words();
    if report.errors.is_empty() {
        return ().into_any();
    }
    let count = report.errors.len() as u64 + u64::from(report.more_errors);
    let title = words.count(k::SHEET_ERRORS, count, &[]);
    let more = (report.more_errors > 0).then(|| {
        let more = words.count(k::SHEET_MORE_ERRORS, u64::from(report.more_errors), &[]);
        view! { <p>{more}</p> }
    });
    view! {
        <h3>{title.clone()}</h3>
        <div class="table-scroll" tabindex="0" role="region" aria-label=title>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::SHEET_ROW)}</th>
                        <th scope="col">{words.t(k::SHEET_COLUMN)}</th>
                        <th scope="col">{words.t(k::SHEET_WHAT)}</th>
                    </tr>
                </thead>
                <tbody>{report.errors.into_iter().map(|error| view! { <ErrorLine error/> }).collect_view()}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

#[component]
fn ErrorLine(error: SheetError) -> impl IntoView {
    let words = use_words();
    let row = error
        .row
        .map_or_else(|| "—".to_owned(), |row| row.to_string());
    let column = error.column.map(|column| words.sheet_column(column));
    view! {
        <tr>
            <th scope="row">{row}</th>
            <td><bdi>{error.letters}</bdi>" "{column}</td>
            <td>{words.sheet_problem(&error.problem)}</td>
        </tr>
    }
}

/// What each column is called, in the reader's language and for programs.
#[component]
fn Columns() -> impl IntoView {
    let words = use_words();
    view! {
        <details class="panel">
            <summary>{words.t(k::SHEET_COLUMNS)}</summary>
            <ul class="lines">
                {SheetColumn::all()
                    .into_iter()
                    .map(|column| view! { <li class="row between"><span>{words.sheet_column(column)}</span><code><bdi>{column.code()}</bdi></code></li> })
                    .collect_view()}
            </ul>
        </details>
    }
}
