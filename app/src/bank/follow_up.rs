//! What became of a project: its launch, and each year's figures beside the planned ones.

use super::{impact_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href,
    projects::{Bar, Bars},
    reload, use_form, use_query_map, use_words,
};
use domain::{
    DossierId,
    projects::{DossierState, FollowUpLine, FollowUpPage as Page, Report},
};
use i18n::{
    Key,
    keys::{bank as k, ventures},
};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Text};

#[derive(Clone, Copy)]
struct Acts {
    launch: ServerAction<api::LaunchProject>,
    launching: FormState,
    save: ServerAction<api::SaveFollowUp>,
    saving: FormState,
    close: ServerAction<api::CloseFollowUp>,
    closing: FormState,
}

#[component]
pub(super) fn FollowUpPage(id: DossierId) -> impl IntoView {
    let words = use_words();
    let (launch, save, close) = (
        ServerAction::new(),
        ServerAction::new(),
        ServerAction::new(),
    );
    let acts = Acts {
        launch,
        launching: use_form(launch),
        save,
        saving: use_form(save),
        close,
        closing: use_form(close),
    };
    let version = move || launch.version() + save.version() + close.version();
    let page = reload(version, move || api::ShowFollowUp { dossier: id });
    let saved = use_query_map().with(|query| query.get("saved").is_some());
    let saved =
        saved.then(|| view! { <Notice kind="success">{words.t(k::FIGURES_SAVED)}</Notice> });
    view! {
        <Title text=words.t(k::FOLLOW_UP)/>
        {saved}
        <ErrorSummary error=acts.launching.error/>
        <ErrorSummary error=acts.saving.error/>
        <ErrorSummary error=acts.closing.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(page: Page, acts: Acts) -> impl IntoView {
    let words = use_words();
    let (to, back) = match page.is_office {
        true => ("/office/follow-up".to_owned(), k::FOLLOWED_PROJECTS),
        false => (
            format!("/projects/teams/{}", page.team.id),
            ventures::BACK_TO_TEAM,
        ),
    };
    let launched = page.launched_on.map(|day| {
        let date = words.date(day);
        view! { <p>{words.with(k::LAUNCHED_ON, &[("date", &date)])}</p> }
    });
    let closed = page.closed.clone().map(|reasons| {
        view! { <Notice kind="warning"><p>{words.t(k::FOLLOW_UP_CLOSED)}</p><p class="quoted">{reasons}</p></Notice> }
    });
    let can_launch =
        page.i_lead && page.launched_on.is_none() && page.state == DossierState::Financing;
    let launch = can_launch.then(|| view! { <Launch page=page.clone() acts/> });
    let waits = (page.launched_on.is_none() && !can_launch).then(|| words.t(k::NOT_LAUNCHED));
    let can_close = page.is_office && page.state == DossierState::Monitored;
    let close = can_close.then(|| view! { <Close page=page.clone() acts/> });
    let charts = page
        .lines
        .iter()
        .any(|line| line.report.is_some())
        .then(|| view! { <Compared lines=page.lines.clone()/> });
    let is_open = matches!(page.state, DossierState::Launched | DossierState::Monitored);
    let lines = page
        .lines
        .iter()
        .map(|line| {
            let can_tell = page.i_lead && is_open && line.is_due;
            view! { <Year page=page.clone() line=line.clone() can_tell acts/> }
        })
        .collect_view();
    view! {
        <p><a class="button button-quiet" href=href(&to)><Icon name="arrow-left"/>{words.t(back)}</a></p>
        <h1>{words.t(k::FOLLOW_UP)}</h1>
        <p class="lead"><bdi>{page.team.name}</bdi>" · "<Text text=page.team.title/></p>
        {launched}
        {closed}
        {waits}
        {launch}
        {charts}
        {lines}
        {close}
    }
    .into_any()
}

#[component]
fn Launch(page: Page, acts: Acts) -> impl IntoView {
    let words = use_words();
    let value = acts.launching.value("launched_on", "");
    let problem = acts.launching.problem("launched_on");
    let message = move || {
        problem.get().map(|problem| {
            view! { <p class="field-error" id="launched_on-error">{words.problem(&problem)}</p> }
        })
    };
    view! {
        <ActionForm action=acts.launch class="panel narrow">
            <h2>{words.t(k::LAUNCH)}</h2>
            <p>{words.t(k::LAUNCH_TEXT)}</p>
            <input type="hidden" name="team" value=page.team.id.to_string()/>
            <input type="hidden" name="version" value=page.version.to_string()/>
            <div class="field">
                <label for="launched_on">{words.t(k::LAUNCH_DAY)}</label>
                <input id="launched_on" name="launched_on" type="date" dir="ltr" value=value/>
                {message}
            </div>
            <button class="button button-primary" type="submit">{words.t(k::LAUNCH_SUBMIT)}</button>
        </ActionForm>
    }
    .into_any()
}

/// Planned beside actual, one chart a figure, each with its table.
#[component]
fn Compared(lines: Vec<FollowUpLine>) -> impl IntoView {
    let words = use_words();
    let told: Vec<(FollowUpLine, Report)> = lines
        .into_iter()
        .filter_map(|line| line.report.clone().map(|report| (line, report)))
        .collect();
    let bars = |of: &dyn Fn(&FollowUpLine, &Report) -> (i64, i64), is_money: bool| -> Vec<Bar> {
        let text = |value: i64| match is_money {
            true => w::dirhams(words, value),
            false => words.number(value),
        };
        told.iter()
            .flat_map(|(line, report)| {
                let (planned, actual) = of(line, report);
                let months = line.milestone.months().to_string();
                let label = |key: Key| words.with(key, &[("months", &months)]);
                [
                    Bar {
                        label: label(k::PLANNED_AT),
                        value: planned,
                        text: text(planned),
                        tone: "soft",
                    },
                    Bar {
                        label: label(k::ACTUAL_AT),
                        value: actual,
                        text: text(actual),
                        tone: "part",
                    },
                ]
            })
            .collect()
    };
    let sales = bars(
        &|line, report| (line.planned.sales, report.actual.sales),
        true,
    );
    let income = bars(
        &|line, report| (line.planned.income, report.actual.income),
        true,
    );
    let members = bars(
        &|line, report| (line.planned.members, report.actual.members.into()),
        false,
    );
    let jobs = bars(
        &|line, report| (line.planned.jobs.into(), report.actual.jobs.into()),
        false,
    );
    view! {
        <section class="stack">
            <h2>{words.t(k::PLANNED_AND_ACTUAL)}</h2>
            <div class="charts">
                <Bars title=words.t(k::FIGURE_SALES) bars=sales/>
                <Bars title=words.t(k::FIGURE_INCOME) bars=income/>
                <Bars title=words.t(k::FIGURE_MEMBERS) bars=members/>
                <Bars title=words.t(k::FIGURE_JOBS) bars=jobs/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Year(page: Page, line: FollowUpLine, can_tell: bool, acts: Acts) -> impl IntoView {
    let words = use_words();
    let months = line.milestone.months().to_string();
    let title = words.with(k::AFTER_MONTHS, &[("months", &months)]);
    let state = match (&line.report, line.is_due) {
        (Some(report), _) => words.with(k::TOLD_ON, &[("date", &words.date(report.sent_at))]),
        (None, true) => words.t(k::FIGURES_AWAITED),
        (None, false) => words.with(k::DUE_ON, &[("date", &words.date(line.due_at))]),
    };
    let people = line.report.as_ref().map(|it| {
        let actual = &it.actual;
        let told = [
            ("women", words.number(actual.women.into())),
            ("young", words.number(actual.young.into())),
        ];
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let comment = (!actual.comment.is_empty())
            .then(|| view! { <p class="quoted">{actual.comment.clone()}</p> });
        view! { <p>{words.with(k::WOMEN_AND_YOUNG, &told)}</p>{comment} }
    });
    let is_told = line.report.is_some();
    let form = can_tell.then(|| view! { <Figures page line acts/> });
    let form = match is_told {
        true => form.map(|form| {
            view! {
                <details><summary>{words.t(k::FIGURES_CORRECT)}</summary>{form}</details>
            }
            .into_any()
        }),
        false => form.map(|form| form.into_any()),
    };
    view! {
        <section class="panel">
            <h2>{title}</h2>
            <p class="meta">{state}</p>
            {people}
            {form}
        </section>
    }
    .into_any()
}

/// The fields of one year. Only one year's are open at once: what was told before is folded away
/// under names of its own.
#[component]
fn Figures(page: Page, line: FollowUpLine, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.saving;
    let month = line.milestone.months().to_string();
    let is_this = form.value("month", &month) == month;
    let kept = line.report.as_ref().map(|it| it.actual.clone());
    let value = |field: &str, kept: Option<String>| {
        let kept = kept.unwrap_or_default();
        match is_this {
            true => form.value(field, &kept),
            false => kept,
        }
    };
    let fields: [(&'static str, Key, Option<i64>); 6] = [
        (
            "sales",
            k::FIELD_SALES,
            kept.as_ref().map(|it| it.sales / 100),
        ),
        (
            "income",
            k::FIELD_INCOME,
            kept.as_ref().map(|it| it.income / 100),
        ),
        (
            "members",
            k::FIGURE_MEMBERS,
            kept.as_ref().map(|it| it.members.into()),
        ),
        (
            "women",
            k::FIELD_WOMEN,
            kept.as_ref().map(|it| it.women.into()),
        ),
        (
            "young",
            k::FIELD_YOUNG,
            kept.as_ref().map(|it| it.young.into()),
        ),
        (
            "jobs",
            k::FIGURE_JOBS,
            kept.as_ref().map(|it| it.jobs.into()),
        ),
    ];
    let fields = fields
        .into_iter()
        .map(|(name, label, kept)| {
            let value = value(name, kept.map(|it| it.to_string()));
            view! { <Figure month=month.clone() name label value form/> }
        })
        .collect_view();
    let comment = value("comment", kept.map(|it| it.comment));
    let comment_id = format!("comment-{month}");
    let comment_for = comment_id.clone();
    let seen = line.report.map_or(0, |it| it.version).to_string();
    view! {
        <ActionForm action=acts.save class="stack">
            <input type="hidden" name="team" value=page.team.id.to_string()/>
            <input type="hidden" name="dossier" value=page.dossier.to_string()/>
            <input type="hidden" name="month" value=month/>
            <input type="hidden" name="seen" value=seen/>
            <div class="fields">{fields}</div>
            <div class="field">
                <label for=comment_for>{words.t(k::FIELD_COMMENT)}" "<span class="meta">"("{words.t(i18n::keys::shell::OPTIONAL)}")"</span></label>
                <textarea id=comment_id name="comment" rows="3">{comment}</textarea>
            </div>
            <button class="button button-primary" type="submit">{words.t(k::FIGURES_SEND)}</button>
        </ActionForm>
    }
    .into_any()
}

/// A field whose name others of the page have too: its id has the month.
#[component]
fn Figure(
    month: String,
    name: &'static str,
    label: Key,
    value: String,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let (id, error_id) = (format!("{name}-{month}"), format!("{name}-{month}-error"));
    let is_this = form.value("month", &month) == month;
    let problem = form.problem(name);
    let shown = move || problem.get().filter(|_| is_this);
    let described = {
        let error_id = error_id.clone();
        move || shown().is_some().then(|| error_id.clone())
    };
    let message = move || {
        shown().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })
    };
    view! {
        <div class="field">
            <label for=id.clone()>{words.t(label)}</label>
            <input id=id name=name inputmode="numeric" dir="ltr" autocomplete="off" value=value
                aria-invalid=move || shown().is_some().then_some("true") aria-describedby=described/>
            {message}
        </div>
    }
    .into_any()
}

#[component]
fn Close(page: Page, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.closing;
    view! {
        <details>
            <summary>{words.t(k::CLOSE_FOLLOW_UP)}</summary>
            <ActionForm action=acts.close class="panel">
                <p>{words.t(k::CLOSE_FOLLOW_UP_TEXT)}</p>
                <input type="hidden" name="dossier" value=page.dossier.to_string()/>
                <input type="hidden" name="version" value=page.version.to_string()/>
                <Field name="reasons" label=words.t(k::REASONS) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
                <button class="button button-danger" type="submit">{words.t(k::CLOSE_FOLLOW_UP)}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}
