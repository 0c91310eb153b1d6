//! From an accepted dossier to a cooperative: the steps of the law as a checklist.

use super::{Back, dossier_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_lang,
    use_plain_form, use_words,
};
use domain::{
    DossierId, TeamId,
    projects::{CreationPage as Page, DossierState, LegalLine, is_registered, next_legal_step},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice};

const MARK: &str = "/api/projects/mark_legal_step";

#[component]
pub(super) fn CreationPage(id: TeamId) -> impl IntoView {
    let begin = ServerAction::<api::BeginCreation>::new();
    let open = ServerAction::<api::OpenCooperativeFile>::new();
    let page = reload(
        move || begin.version() + open.version(),
        move || api::ShowCreation { team: id },
    );
    let form = use_plain_form(MARK);
    let refusals = [use_form(begin).error, use_form(open).error, form.error];
    view! {
        {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page begin open form/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(
    page: Page,
    begin: ServerAction<api::BeginCreation>,
    open: ServerAction<api::OpenCooperativeFile>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let team = page.team.id;
    let dossier = page.team.dossier;
    let state = dossier.map(|it| it.state);
    let papers = dossier.map(|it| view! { <FoundingPapers dossier=it.id/> });
    let steps = match state {
        Some(DossierState::Approved) => page.i_lead.then(|| view! {
            <ActionForm action=begin>
                <input type="hidden" name="team" value=team.to_string()/>
                <input type="hidden" name="version" value=page.version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::CREATION_BEGIN)}</button>
            </ActionForm>
        }).into_any(),
        _ => view! { <Lines page=page.clone() form/> }.into_any(),
    };
    let created = page.storefront.clone().map(|slug| view! {
        <Notice kind="success">
            <p>{words.t(k::CREATED)}</p>
            <p class="row">
                <a class="button button-primary" href=href(&format!("/cooperatives/{slug}"))>{words.t(k::SEE_STOREFRONT)}</a>
                <a class="button button-secondary" href=href("/desk")>{words.t(k::MY_DESK)}</a>
            </p>
        </Notice>
    });
    let file = (page.i_lead && page.storefront.is_none())
        .then(|| view! { <OpenFile page=page.clone() open/> });
    view! {
        <Title text=words.t(k::CREATION)/>
        <div class="narrow stack">
            <Back team/>
            <h1>{words.t(k::CREATION)}</h1>
            {created}
            <p>{words.t(k::CREATION_TEXT)}</p>
            {steps}
            {file}
            {papers}
        </div>
    }
    .into_any()
}

#[component]
fn Lines(page: Page, form: FormState) -> impl IntoView {
    let words = use_words();
    let team = page.team.id;
    let next = next_legal_step(&page.lines);
    let is_frozen = page.has_file;
    let lines = page
        .lines
        .into_iter()
        .map(|line| {
            let (title, text) = w::legal_step(line.step);
            let is_done = line.done_on.is_some();
            let told = match (line.done_on, line.due_at) {
                (Some(day), _) => Some(format!("{} {}", words.t(k::DONE_ON), words.date(day))),
                (None, Some(due)) => Some(words.with(k::DOSSIER_DUE, &[("date", &words.date(due))])),
                (None, None) => None,
            };
            let paper = line.paper.clone().map(|(id, name)| view! {
                <a href=format!("/documents/{id}") rel="external" target="_blank"><bdi>{name}</bdi></a>
            });
            let is_next = next == Some(line.step);
            let mark = (!is_frozen && (is_done || is_next))
                .then(|| view! { <Mark team line=line.clone() is_next form/> });
            view! {
                <li data-done=is_done.then_some("")>
                    <span class="mark"><Icon name=if is_done { "check-circle" } else { "clock" }/></span>
                    <span>
                        <strong>{words.t(title)}</strong>
                        <span class="meta">{words.t(text)}</span>
                        {told.map(|told| view! { <span class="meta"><bdi>{told}</bdi></span> })}
                        {paper}
                        {mark}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="checklist">{lines}</ol> }.into_any()
}

/// A plain multipart form, which needs no scripts; folded away where the step is done.
#[component]
fn Mark(team: TeamId, line: LegalLine, is_next: bool, form: FormState) -> impl IntoView {
    let words = use_words();
    let step = line.step;
    let is_mine = form.value("step", "") == step.code();
    let day_id = format!("done_on-{}", step.code());
    let proof_id = step.code();
    let day = form.problem("done_on");
    let proof = form.problem(step.code());
    let typed = match is_mine {
        true => form.value("done_on", ""),
        false => String::new(),
    };
    let for_day = day_id.clone();
    let error_id = format!("{day_id}-error");
    let file = step.proof().is_some().then(|| view! {
        <div class="field">
            <label for=proof_id>{words.t(k::PROOF)}</label>
            <p class="meta">{words.t(k::PAPER_HINT)}</p>
            <input id=proof_id type="file" name="file" accept="application/pdf,image/jpeg,image/png"/>
            {move || proof.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    });
    let fields = view! {
        <form method="post" action=MARK enctype="multipart/form-data" class="stack">
            <input type="hidden" name="team" value=team.to_string()/>
            <input type="hidden" name="step" value=step.code()/>
            <div class="field">
                <label for=for_day>{words.t(k::DONE_ON)}</label>
                <input id=day_id name="done_on" type="date" value=typed/>
                {move || day.get().filter(|_| is_mine).map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
            </div>
            {file}
            <button class="button button-secondary" type="submit">{words.t(k::MARK_STEP)}</button>
        </form>
    };
    if is_next {
        return fields.into_any();
    }
    view! { <details><summary>{words.t(k::MEND_STEP)}</summary>{fields}</details> }.into_any()
}

/// The cooperative's own file, where all that is known stands already.
#[component]
fn OpenFile(page: Page, open: ServerAction<api::OpenCooperativeFile>) -> impl IntoView {
    let words = use_words();
    if page.has_file {
        return view! {
            <section class="panel">
                <p>{words.t(k::FILE_TEXT)}</p>
                <p><a class="button button-primary" href=href("/desk/register")>{words.t(k::FILE_GO)}</a></p>
            </section>
        }
        .into_any();
    }
    if !is_registered(&page.lines) {
        return ().into_any();
    }
    view! {
        <ActionForm action=open class="panel">
            <p>{words.t(k::FILE_TEXT)}</p>
            <input type="hidden" name="team" value=page.team.id.to_string()/>
            <button class="button button-primary" type="submit">{words.t(k::FILE_OPEN)}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn FoundingPapers(dossier: DossierId) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let papers = [
        ("statutes", k::PAPER_STATUTES),
        ("members", k::PAPER_MEMBERS),
        ("subscription", k::PAPER_SUBSCRIPTION),
        ("minutes", k::PAPER_MINUTES),
    ]
    .map(|(paper, title)| {
        let to = |file: &str| format!("/papers/dossiers/{dossier}/{file}/{}", lang.code());
        let (printed, written) = (to(paper), to(&format!("{paper}.docx")));
        let label = format!("{} (DOCX)", words.t(title));
        view! {
            <li>
                <span class="mark"><Icon name="printer"/></span>
                <span>
                    <a href=printed rel="external" target="_blank">{words.t(title)}</a>
                    <span class="meta">"PDF · "<a href=written rel="external" download="" aria-label=label>"DOCX"</a></span>
                </span>
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>{words.t(k::FOUNDING_PAPERS)}</h2>
            <p class="meta">{words.t(k::FOUNDING_PAPERS_TEXT)}</p>
            <ul class="checklist">{papers.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Whether there is a cooperative to launch, or one that was.
pub(super) const fn is_followed(state: DossierState) -> bool {
    matches!(
        state,
        DossierState::Financing
            | DossierState::Launched
            | DossierState::Monitored
            | DossierState::Completed
            | DossierState::Closed
    )
}

/// Whether a team's page leads here.
pub(super) const fn is_creating(state: DossierState) -> bool {
    matches!(
        state,
        DossierState::Approved
            | DossierState::Incorporating
            | DossierState::Financing
            | DossierState::Launched
            | DossierState::Monitored
            | DossierState::Completed
    )
}
