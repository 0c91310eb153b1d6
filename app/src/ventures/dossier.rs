//! A team's dossier: where it stands and what is next, its pages, and what the office answered.

use super::{Back, dossier_api as api, figures::dirhams, wording as w};
use crate::{
    ActionForm, ErrorView, FormState, NotFoundView, ServerAction, href, reload, use_form, use_lang,
    use_words,
};
use domain::{
    TeamId,
    projects::{Dossier, DossierPage as Page, DossierState, DossierStep},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Steps};

/// What can be done with a dossier.
#[derive(Clone, Copy)]
struct Acts {
    begin: ServerAction<api::BeginDossier>,
    submit: ServerAction<api::SubmitDossier>,
    withdraw: ServerAction<api::WithdrawDossier>,
    appeal: ServerAction<api::AppealDossier>,
    appealing: FormState,
    remove: ServerAction<api::RemoveDossierPaper>,
}

/// The dossier's own page, and one page a step.
#[component]
pub(super) fn DossierPages(id: TeamId, #[prop(into)] step: String) -> impl IntoView {
    let appeal = ServerAction::<api::AppealDossier>::new();
    let acts = Acts {
        begin: ServerAction::new(),
        submit: ServerAction::new(),
        withdraw: ServerAction::new(),
        appeal,
        appealing: use_form(appeal),
        remove: ServerAction::new(),
    };
    let version = move || {
        acts.begin.version()
            + acts.submit.version()
            + acts.withdraw.version()
            + acts.appeal.version()
            + acts.remove.version()
    };
    let page = reload(version, move || api::ShowDossier { team: id });
    let refusals = [
        use_form(acts.begin).error,
        use_form(acts.submit).error,
        use_form(acts.withdraw).error,
        use_form(acts.remove).error,
    ];
    view! {
        {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || {
                let step = step.clone();
                Suspend::new(async move {
                    let page = match page.await {
                        Ok(page) => page,
                        Err(error) => return view! { <ErrorView error=error.0/> }.into_any(),
                    };
                    match (step.as_str(), DossierStep::from_code(&step), page.dossier.clone()) {
                        ("", _, None) => view! { <Begin page acts/> }.into_any(),
                        ("", _, Some(dossier)) => view! { <Overview page dossier acts/> }.into_any(),
                        (_, Some(step), Some(dossier)) => view! { <StepPage step page dossier acts/> }.into_any(),
                        _ => view! { <NotFoundView/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

#[component]
fn Begin(page: Page, acts: Acts) -> impl IntoView {
    let words = use_words();
    let id = page.team.id;
    view! {
        <Title text=words.t(k::DOSSIER)/>
        <div class="narrow stack">
            <Back team=id/>
            <h1>{words.t(k::DOSSIER)}</h1>
            <p>{words.t(k::DOSSIER_TEXT)}</p>
            <ActionForm action=acts.begin>
                <input type="hidden" name="team" value=id.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::DOSSIER_BEGIN)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

#[component]
fn Overview(page: Page, dossier: Dossier, acts: Acts) -> impl IntoView {
    let words = use_words();
    let id = page.team.id;
    let state = dossier.state;
    let missing = dossier
        .missing
        .clone()
        .filter(|_| state == DossierState::Incomplete)
        .map(|missing| {
            view! {
                <Notice kind="warning">
                    <strong>{words.t(k::MISSING_TITLE)}</strong>
                    <p class="quoted">{missing}</p>
                </Notice>
            }
        });
    let funding = dossier.answers.money.clone().map(|money| {
        let (inputs, programmes) = (page.inputs.clone(), page.programmes.clone());
        let (sector, region) = (page.sector.clone(), page.region.clone());
        view! {
            <section class="panel">
                <h2>{words.t(k::FUNDING_TITLE)}</h2>
                <super::figures::Funding inputs programmes sector region money/>
            </section>
        }
    });
    let again = (state.is_over() && page.team.state.is_open()).then(|| {
        view! {
            <ActionForm action=acts.begin>
                <input type="hidden" name="team" value=id.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::DOSSIER_BEGIN_AGAIN)}</button>
            </ActionForm>
        }
    });
    let pages = state
        .is_editable()
        .then(|| view! { <Pages page=page.clone() dossier=dossier.clone() acts/> });
    let appeal = (page.i_lead && state == DossierState::Rejected)
        .then(|| view! { <Appeal team=id version=dossier.version acts/> });
    let withdraw = (page.i_lead
        && state
            .transition(domain::projects::DossierEvent::Withdraw)
            .is_ok())
    .then(|| view! { <Withdraw team=id version=dossier.version acts/> });
    view! {
        <Title text=words.t(k::DOSSIER)/>
        <div class="narrow stack">
            <Back team=id/>
            <h1>{words.t(k::DOSSIER)}</h1>
            <Where dossier=dossier.clone()/>
            <super::terms::Changes changes=page.changes.clone() dossier=dossier.clone()/>
            {missing}
            <Decisions dossier/>
            {pages}
            {funding}
            {again}
            {appeal}
            {withdraw}
        </div>
    }
    .into_any()
}

/// Where it stands, what is next, and until when.
#[component]
fn Where(dossier: Dossier) -> impl IntoView {
    let words = use_words();
    let state = dossier.state;
    let stages = [
        ("pencil-simple", k::STATE_DRAFT),
        ("upload", k::STATE_SUBMITTED),
        ("eye", k::STATE_UNDER_REVIEW),
        ("seal-check", k::STATE_COMMITTEE),
        ("storefront", k::STATE_INCORPORATING),
    ];
    let reached = stage(state);
    let steps = stages
        .into_iter()
        .enumerate()
        .map(|(at, (icon, word))| (icon, words.t(word), at <= reached))
        .collect();
    let due = dossier
        .due_at
        .map(|due| words.with(k::DOSSIER_DUE, &[("date", &words.date(due))]));
    view! {
        <Steps steps/>
        <Notice kind="info">
            <strong>{words.t(w::dossier_state(state))}</strong>
            <p>{words.t(w::next(state))}</p>
            {due.map(|due| view! { <p class="meta"><bdi>{due}</bdi></p> })}
        </Notice>
    }
    .into_any()
}

/// How far along the five stages a state is.
const fn stage(state: DossierState) -> usize {
    match state {
        DossierState::Draft | DossierState::Withdrawn => 0,
        DossierState::Submitted | DossierState::Admissibility | DossierState::Incomplete => 1,
        DossierState::UnderReview => 2,
        DossierState::Committee
        | DossierState::Approved
        | DossierState::Conditional
        | DossierState::Rejected
        | DossierState::Appeal
        | DossierState::Closed => 3,
        DossierState::Incorporating
        | DossierState::Financing
        | DossierState::Launched
        | DossierState::Monitored
        | DossierState::Completed => 4,
    }
}

/// What the office answered, with its letter.
#[component]
pub(super) fn Decisions(dossier: Dossier) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let letter = format!("/papers/dossiers/{}/decision/{}", dossier.id, lang.code());
    let last = dossier.decisions.len().saturating_sub(1);
    let decisions = dossier
        .decisions
        .into_iter()
        .enumerate()
        .map(|(at, it)| {
            let title = match it.on_appeal {
                true => k::DECISION_APPEAL,
                false => k::DECISION,
            };
            let letter = (at == last).then(|| view! {
                <p><a class="button button-secondary" href=letter.clone() rel="external" target="_blank"><Icon name="printer"/>{words.t(k::DECISION_LETTER)}</a></p>
            });
            view! {
                <section class="panel">
                    <h2>{words.t(title)}</h2>
                    <p><span class="badge badge-part">{words.t(w::verdict(it.verdict))}</span>" "<bdi>{words.date(it.decided_at)}</bdi></p>
                    <p class="quoted">{it.reasons}</p>
                    {it.conditions.map(|conditions| view! {
                        <h3>{words.t(k::CONDITIONS)}</h3>
                        <p class="quoted">{conditions}</p>
                    })}
                    {letter}
                </section>
            }
        })
        .collect_view();
    decisions.into_any()
}

/// The list of pages, and sending where all are filled in.
#[component]
fn Pages(page: Page, dossier: Dossier, acts: Acts) -> impl IntoView {
    let words = use_words();
    let id = page.team.id;
    let all = DossierStep::ALL.len().to_string();
    let done = DossierStep::ALL
        .iter()
        .filter(|step| dossier.has(**step))
        .count()
        .to_string();
    let lines = DossierStep::ALL
        .iter()
        .map(|step| {
            let (title, text, icon) = w::step(*step);
            let is_done = dossier.has(*step);
            let (state, mark) = match is_done {
                true => (k::DONE, "check-circle"),
                false => (k::TODO, "caret-right"),
            };
            let to = href(&format!("/projects/teams/{id}/dossier/{}", step.code()));
            view! {
                <li data-done=is_done.then_some("")>
                    <span class="mark"><Icon name=icon/></span>
                    <span><a href=to>{words.t(title)}</a><span class="meta">{words.t(text)}</span></span>
                    <span class="state"><Icon name=mark/>{words.t(state)}</span>
                </li>
            }
        })
        .collect_view();
    let is_complete = dossier.next_step().is_none();
    let least = page.team.founders.to_string();
    let few = (page.team.joined < page.team.founders)
        .then(|| view! { <Notice kind="warning">{words.with(k::DOSSIER_FEW, &[("least", &least)])}</Notice> });
    let can_send = is_complete && page.i_lead && page.team.joined >= page.team.founders;
    let counted = words.with(k::STEPS_DONE, &[("done", &done), ("all", &all)]);
    let label = words.t(k::DOSSIER);
    view! {
        <p>{words.t(k::DOSSIER_TEXT)}</p>
        <p class="meta"><bdi>{counted}</bdi></p>
        <progress max=all value=done aria-label=label></progress>
        <ol class="checklist">{lines}</ol>
        {few}
        {can_send.then(|| view! {
            <ActionForm action=acts.submit class="panel">
                <p>{words.t(k::SUBMIT_TEXT)}</p>
                <input type="hidden" name="team" value=id.to_string()/>
                <input type="hidden" name="version" value=dossier.version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::SUBMIT)}</button>
            </ActionForm>
        })}
    }
    .into_any()
}

#[component]
fn Withdraw(team: TeamId, version: i64, acts: Acts) -> impl IntoView {
    let words = use_words();
    view! {
        <details>
            <summary>{words.t(k::WITHDRAW)}</summary>
            <ActionForm action=acts.withdraw class="panel">
                <p>{words.t(k::WITHDRAW_TEXT)}</p>
                <input type="hidden" name="team" value=team.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="button button-danger" type="submit">{words.t(k::WITHDRAW)}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}

#[component]
fn Appeal(team: TeamId, version: i64, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.appealing;
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=acts.appeal class="panel">
            <h2>{words.t(k::APPEAL)}</h2>
            <p>{words.t(k::APPEAL_TEXT)}</p>
            <input type="hidden" name="team" value=team.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <Field name="appeal" label=words.t(k::APPEAL_REASONS) kind=Kind::Lines value=form.value("appeal", "") problem=form.problem("appeal")/>
            <button class="button button-primary" type="submit">{words.t(k::APPEAL)}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn StepPage(step: DossierStep, page: Page, dossier: Dossier, acts: Acts) -> impl IntoView {
    let words = use_words();
    let team = page.team.id;
    let (title, text, _) = w::step(step);
    let at = DossierStep::ALL.iter().position(|it| *it == step);
    let number = (at.unwrap_or(0) + 1).to_string();
    let all = DossierStep::ALL.len().to_string();
    let promises = (step == DossierStep::Market)
        .then(|| view! { <super::promises::Promises pledges=page.pledges.clone()/> });
    let body = if !dossier.state.is_editable() {
        view! { <Notice kind="info">{words.t(w::next(dossier.state))}</Notice> }.into_any()
    } else if step == DossierStep::Papers {
        view! { <super::papers::Papers team papers=dossier.papers remove=acts.remove/> }.into_any()
    } else {
        view! { <StepForm step page dossier/> }.into_any()
    };
    view! {
        <Title text=words.t(title)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/projects/teams/{team}/dossier"))><Icon name="arrow-left"/>{words.t(k::BACK_TO_DOSSIER)}</a></p>
            <p class="meta"><bdi>{words.with(k::STEP_OF, &[("step", &number), ("all", &all)])}</bdi></p>
            <h1>{words.t(title)}</h1>
            <p>{words.t(text)}</p>
            {promises}
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn StepForm(step: DossierStep, page: Page, dossier: Dossier) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveDossier>::new();
    let form = use_form(action);
    let answers = dossier.answers;
    let lines = move |kept: String| {
        view! { <Field name="answer" label=words.t(k::ANSWER) kind=Kind::Lines value=form.value("answer", &kept) problem=form.problem("answer")/> }
    };
    let fields = match step {
        DossierStep::Presentation => {
            let proposed = match answers.presentation.is_empty() {
                true => page.proposal.pick(words.lang()).text,
                false => answers.presentation,
            };
            lines(proposed).into_any()
        }
        DossierStep::Market => lines(answers.market).into_any(),
        DossierStep::Place => lines(answers.place).into_any(),
        DossierStep::People => {
            let number = |of: Option<u32>| of.map(|it| it.to_string()).unwrap_or_default();
            let women = number(answers.people.map(|it| it.women));
            let young = number(answers.people.map(|it| it.young));
            let hint = words.with(k::OF_MEMBERS, &[("count", &page.team.joined.to_string())]);
            view! {
                <Field name="women" label=words.t(k::WOMEN) hint=hint.clone() kind=Kind::Number value=form.value("women", &women) problem=form.problem("women")/>
                <Field name="young" label=words.t(k::YOUNG) hint=hint kind=Kind::Number value=form.value("young", &young) problem=form.problem("young")/>
            }
            .into_any()
        }
        DossierStep::Money | DossierStep::Papers => {
            let whole = |minor: i64| (minor / 100).to_string();
            let (capital, in_kind, what) = answers.money.map_or_else(Default::default, |it| {
                (whole(it.capital), whole(it.in_kind), it.in_kind_what)
            });
            let least = dirhams(words, page.least_capital);
            let hint = words.with(k::CAPITAL_HINT, &[("least", &least)]);
            view! {
                <Field name="capital" label=words.t(k::CAPITAL) hint=hint kind=Kind::Number value=form.value("capital", &capital) problem=form.problem("capital")/>
                <Field name="in_kind" label=words.t(k::IN_KIND) optional=true kind=Kind::Number value=form.value("in_kind", &in_kind) problem=form.problem("in_kind")/>
                <Field name="in_kind_what" label=words.t(k::IN_KIND_WHAT) optional=true kind=Kind::Lines value=form.value("in_kind_what", &what) problem=form.problem("in_kind_what")/>
            }
            .into_any()
        }
    };
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <input type="hidden" name="team" value=page.team.id.to_string()/>
            <input type="hidden" name="step" value=step.code()/>
            {fields}
            <button class="button button-primary" type="submit">{words.t(k::SAVE_NEXT)}</button>
        </ActionForm>
    }
    .into_any()
}
