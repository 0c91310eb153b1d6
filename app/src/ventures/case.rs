//! A dossier before its advisors: what it says, its papers, its reviews, and what is decided.

use super::{
    dossier::Decisions,
    dossier_api as api,
    figures::{Figures, Funding},
    wording as w,
};
use crate::{ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_words};
use domain::{
    DossierId, DossierReviewId,
    projects::{Criterion, Dossier, DossierCase, DossierState, ReviewLine, ReviewState, Verdict},
};
use i18n::{Key, keys::ventures as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Kind, Notice, Text};

#[derive(Clone, Copy)]
struct Acts {
    admit: ServerAction<api::AdmitDossier>,
    ask: ServerAction<api::AskCompletion>,
    asking: FormState,
    accept: ServerAction<api::AcceptReview>,
    declare: ServerAction<api::DeclareConflict>,
    score: ServerAction<api::ScoreDossier>,
    scoring: FormState,
    decide: ServerAction<api::DecideDossier>,
    deciding: FormState,
    meet: ServerAction<api::MeetConditions>,
}

#[component]
pub(super) fn CasePage(id: DossierId) -> impl IntoView {
    let words = use_words();
    let ask = ServerAction::<api::AskCompletion>::new();
    let score = ServerAction::<api::ScoreDossier>::new();
    let decide = ServerAction::<api::DecideDossier>::new();
    let acts = Acts {
        admit: ServerAction::new(),
        ask,
        asking: use_form(ask),
        accept: ServerAction::new(),
        declare: ServerAction::new(),
        score,
        scoring: use_form(score),
        decide,
        deciding: use_form(decide),
        meet: ServerAction::new(),
    };
    let version = move || {
        acts.admit.version()
            + acts.ask.version()
            + acts.accept.version()
            + acts.declare.version()
            + acts.score.version()
            + acts.decide.version()
            + acts.meet.version()
    };
    let case = reload(version, move || api::ShowDossierCase { dossier: id });
    let refusals = [
        use_form(acts.admit).error,
        acts.asking.error,
        use_form(acts.accept).error,
        use_form(acts.declare).error,
        acts.scoring.error,
        acts.deciding.error,
        use_form(acts.meet).error,
    ];
    view! {
        <nav class="breadcrumbs" aria-label=words.t(i18n::keys::shell::NAV_BREADCRUMB)>
            <ol>
                <li><a href=href("/office")>{words.t(i18n::keys::admin::TITLE)}</a></li>
                <li><a href=href("/office/dossiers")>{words.t(i18n::keys::admin::QUEUE_DOSSIERS)}</a></li>
            </ol>
        </nav>
        {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match case.await {
                    Ok(case) => view! { <Case case acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Case(case: DossierCase, acts: Acts) -> impl IntoView {
    let words = use_words();
    let dossier = case.dossier.clone();
    let state = dossier.state;
    let title = case.team.title.pick(words.lang()).text;
    let due = dossier.due_at.map(|due| {
        format!(
            " · {}",
            words.with(k::DOSSIER_DUE, &[("date", &words.date(due))])
        )
    });
    let appeal = dossier.appeal.clone().map(|appeal| {
        view! {
            <section class="panel">
                <h2>{words.t(k::APPEAL_TOLD)}</h2>
                <p class="quoted">{appeal}</p>
            </section>
        }
    });
    let party = case
        .is_party
        .then(|| view! { <Notice kind="warning">{words.t(k::CASE_PARTY)}</Notice> });
    let follow_up = super::creation::is_followed(state).then(|| {
        let to = href(&format!("/projects/follow-up/{}", dossier.id));
        view! { <p><a class="button button-secondary" href=to>{words.t(k::FOLLOW_UP)}</a></p> }
    });
    let acts = (!case.is_party).then(|| view! { <Act case=case.clone() acts/> });
    view! {
        <Title text=title/>
        <h1><Text text=case.team.title.clone()/></h1>
        <p class="meta">
            <bdi>{case.team.name.clone()}</bdi>" · "<Text text=case.team.province.clone()/>" · "
            <span class="badge badge-part">{words.t(w::dossier_state(state))}</span>{due}
        </p>
        {follow_up}
        {party}
        <div class="two">
            <Members case=case.clone()/>
            <Money case=case.clone()/>
        </div>
        <div class="two">
            <Answers dossier=dossier.clone()/>
            <Papers dossier=dossier.clone()/>
        </div>
        {appeal}
        <Reviews reviews=case.reviews missing=case.reviewers_missing/>
        <Decisions dossier/>
        {acts}
    }
    .into_any()
}

#[component]
fn Members(case: DossierCase) -> impl IntoView {
    let words = use_words();
    let people = case.dossier.answers.people;
    let founders = case
        .founders
        .into_iter()
        .map(|it| view! { <dt><bdi>{it.name}</bdi></dt><dd>{words.t(w::role(it.role))}</dd> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::CASE_MEMBERS)}</h2>
            <dl class="facts">
                {founders}
                {people.map(|it| view! {
                    <dt>{words.t(k::WOMEN)}</dt><dd>{it.women}</dd>
                    <dt>{words.t(k::YOUNG)}</dt><dd>{it.young}</dd>
                })}
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Money(case: DossierCase) -> impl IntoView {
    let words = use_words();
    let (inputs, programmes) = (case.inputs.clone(), case.dossier.programmes);
    let (sector, region) = (case.sector, case.region);
    let funding = case
        .dossier
        .answers
        .money
        .map(|money| view! { <Funding inputs=case.inputs programmes sector region money/> });
    let pledges = case.pledges;
    view! {
        <section class="panel">
            <h2>{words.t(k::CASE_FIGURES)}</h2>
            <Figures inputs/>
            <super::promises::PromisesSum pledges/>
            {funding}
        </section>
    }
    .into_any()
}

#[component]
fn Answers(dossier: Dossier) -> impl IntoView {
    let words = use_words();
    let told =
        |title: Key, text: String| view! { <h3>{words.t(title)}</h3><p class="quoted">{text}</p> };
    let in_kind = dossier
        .answers
        .money
        .filter(|it| !it.in_kind_what.is_empty())
        .map(|it| told(k::FUNDING_IN_KIND, it.in_kind_what));
    view! {
        <section class="panel">
            <h2>{words.t(k::CASE_ANSWERS)}</h2>
            {told(k::STEP_PRESENTATION, dossier.answers.presentation)}
            {told(k::STEP_MARKET, dossier.answers.market)}
            {told(k::STEP_PLACE, dossier.answers.place)}
            {in_kind}
        </section>
    }
    .into_any()
}

#[component]
fn Papers(dossier: Dossier) -> impl IntoView {
    let words = use_words();
    let lines = dossier
        .papers
        .into_iter()
        .map(|it| {
            view! {
                <li>
                    <span class="mark"><Icon name="eye"/></span>
                    <span>
                        <a href=format!("/documents/{}", it.id) rel="external" target="_blank">{words.t(w::paper(it.kind))}</a>
                        <span class="meta"><bdi>{it.name}</bdi>" · "{words.date(it.uploaded_at)}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::STEP_PAPERS)}</h2>
            <ul class="checklist">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Reviews(reviews: Vec<ReviewLine>, missing: u32) -> impl IntoView {
    let words = use_words();
    if reviews.is_empty() && missing == 0 {
        return ().into_any();
    }
    let lines = reviews
        .into_iter()
        .map(|it| {
            let points = it.score.map(|score| {
                words.with(k::POINTS, &[("points", &score.points().to_string())])
            });
            let due = words.with(k::REVIEW_DUE, &[("date", &words.date(it.due_at))]);
            let told = match it.state.is_open() {
                true => format!("{} · {due}", words.t(w::review_state(it.state))),
                false => words.t(w::review_state(it.state)),
            };
            view! {
                <li>
                    <span class="mark"><Icon name="user"/></span>
                    <span>
                        <strong><bdi>{it.reviewer}</bdi></strong>
                        <span class="meta">{told}</span>
                        {(!it.comment.is_empty()).then(|| view! { <span class="quoted">{it.comment}</span> })}
                    </span>
                    {points.map(|points| view! { <span class="badge badge-part"><bdi>{points}</bdi></span> })}
                </li>
            }
        })
        .collect_view();
    let missing = (missing > 0).then(|| {
        let text = words.count(k::CASE_MISSING_REVIEWERS, u64::from(missing), &[]);
        view! { <Notice kind="warning">{text}</Notice> }
    });
    view! {
        <section class="panel">
            <h2>{words.t(k::CASE_REVIEWS)}</h2>
            {missing}
            <ul class="checklist">{lines}</ul>
        </section>
    }
    .into_any()
}

/// What the reader may do now.
#[component]
fn Act(case: DossierCase, acts: Acts) -> impl IntoView {
    let words = use_words();
    let (id, version) = (case.dossier.id, case.dossier.version);
    if let Some((review, state)) = case.my_review {
        return view! { <MyReview review state acts/> }.into_any();
    }
    match case.dossier.state {
        DossierState::Submitted | DossierState::Admissibility => {
            view! { <Admissibility id version acts/> }.into_any()
        }
        DossierState::Committee => {
            view! { <Decide id version title=k::DECIDE acts/> }.into_any()
        }
        DossierState::Appeal => {
            view! { <Decide id version title=k::DECIDE_APPEAL acts/> }.into_any()
        }
        DossierState::Conditional => view! {
            <ActionForm action=acts.meet class="panel">
                <input type="hidden" name="dossier" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::MEET_CONDITIONS)}</button>
            </ActionForm>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn Admissibility(id: DossierId, version: i64, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.asking;
    view! {
        <div class="two">
            <ActionForm action=acts.admit class="panel">
                <h2>{words.t(k::ADMIT)}</h2>
                <p>{words.t(k::ADMIT_TEXT)}</p>
                <input type="hidden" name="dossier" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::ADMIT_ACT)}</button>
            </ActionForm>
            <ActionForm action=acts.ask class="panel">
                <h2>{words.t(k::ASK_COMPLETION)}</h2>
                <input type="hidden" name="dossier" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <Field name="reasons" label=words.t(k::ASK_REASONS) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
                <button class="button button-secondary" type="submit">{words.t(k::ASK_ACT)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

#[component]
fn MyReview(review: DossierReviewId, state: ReviewState, acts: Acts) -> impl IntoView {
    let words = use_words();
    let declare = view! {
        <ActionForm action=acts.declare>
            <input type="hidden" name="review" value=review.to_string()/>
            <button class="button button-secondary" type="submit">{words.t(k::REVIEW_DECLARE)}</button>
        </ActionForm>
    };
    if state == ReviewState::Assigned {
        return view! {
            <section class="panel">
                <h2>{words.t(k::REVIEW_MINE)}</h2>
                <p>{words.t(k::REVIEW_MINE_TEXT)}</p>
                <div class="row">
                    <ActionForm action=acts.accept>
                        <input type="hidden" name="review" value=review.to_string()/>
                        <button class="button button-primary" type="submit">{words.t(k::REVIEW_ACCEPT)}</button>
                    </ActionForm>
                    {declare}
                </div>
            </section>
        }
        .into_any();
    }
    let form = acts.scoring;
    let marks = Criterion::ALL
        .iter()
        .map(|it| {
            let hint = words.with(k::SCORE_HINT, &[("weight", &it.weight().to_string())]);
            view! { <Field name=it.code() label=words.t(w::criterion(*it)) hint=hint kind=Kind::Number value=form.value(it.code(), "") problem=form.problem(it.code())/> }
        })
        .collect_view();
    view! {
        <ActionForm action=acts.score class="panel">
            <h2>{words.t(k::SCORE_TITLE)}</h2>
            <input type="hidden" name="review" value=review.to_string()/>
            {marks}
            <Field name="comment" label=words.t(k::SCORE_COMMENT) kind=Kind::Lines value=form.value("comment", "") problem=form.problem("comment")/>
            <button class="button button-primary" type="submit">{words.t(k::SCORE_ACT)}</button>
        </ActionForm>
        {declare}
    }
    .into_any()
}

#[component]
fn Decide(id: DossierId, version: i64, title: Key, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.deciding;
    let chosen = form.value("verdict", "");
    let verdicts = [
        (Verdict::Approved, k::VERDICT_APPROVED),
        (Verdict::Conditional, k::VERDICT_CONDITIONAL),
        (Verdict::Rejected, k::VERDICT_REJECTED),
    ]
    .into_iter()
    .map(|(verdict, word)| {
        let checked = chosen == verdict.code();
        view! { <Choice input="radio" name="verdict" value=verdict.code() checked>{words.t(word)}</Choice> }
    })
    .collect_view();
    let problem = form.problem("verdict");
    view! {
        <ActionForm action=acts.decide class="panel">
            <h2>{words.t(title)}</h2>
            <input type="hidden" name="dossier" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <fieldset id="verdict">
                <legend>{words.t(k::VERDICT)}</legend>
                <div class="choices">{verdicts}</div>
                {move || problem.get().map(|problem| view! { <p class="field-error" id="verdict-error">{words.problem(&problem)}</p> })}
            </fieldset>
            <Field name="reasons" label=words.t(k::REASONS) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
            <Field name="conditions" label=words.t(k::CONDITIONS) hint=words.t(k::CONDITIONS_HINT) optional=true kind=Kind::Lines value=form.value("conditions", "") problem=form.problem("conditions")/>
            <button class="button button-primary" type="submit">{words.t(k::DECIDE_ACT)}</button>
        </ActionForm>
    }
    .into_any()
}
