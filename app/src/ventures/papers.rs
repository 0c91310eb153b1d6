//! The papers of a dossier: plain multipart forms, which need no scripts.

use super::{dossier_api as api, wording as w};
use crate::{ActionForm, ServerAction, href, use_plain_form, use_words};
use domain::{
    TeamId,
    projects::{DossierPaper, SentPaper},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use ui::{ErrorSummary, Icon};

const UPLOAD: &str = "/api/projects/upload_dossier_paper";

#[component]
pub(super) fn Papers(
    team: TeamId,
    papers: Vec<SentPaper>,
    remove: ServerAction<api::RemoveDossierPaper>,
) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(UPLOAD);
    let forms = DossierPaper::ALL
        .iter()
        .map(|kind| {
            let sent = papers.iter().find(|it| it.kind == *kind).cloned();
            let problem = form.problem(kind.code());
            let label = match sent {
                Some(_) => k::REPLACE_PAPER,
                None => k::CHOOSE_PAPER,
            };
            let error_id = format!("{}-error", kind.code());
            view! {
                <section class="panel">
                    <h2>{words.t(w::paper(*kind))}</h2>
                    {sent.map(|it| view! { <Sent team paper=it remove/> })}
                    <form method="post" action=UPLOAD enctype="multipart/form-data" class="stack">
                        <input type="hidden" name="team" value=team.to_string()/>
                        <input type="hidden" name="kind" value=kind.code()/>
                        <div class="field">
                            <label for=kind.code()>{words.t(label)}</label>
                            <p class="meta">{words.t(k::PAPER_HINT)}</p>
                            <input id=kind.code() type="file" name="file" accept="application/pdf,image/jpeg,image/png" aria-invalid=move || problem.get().is_some().then_some("true")/>
                            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
                        </div>
                        <button class="button button-secondary" type="submit">{words.t(k::SEND_PAPER)}</button>
                    </form>
                </section>
            }
        })
        .collect_view();
    view! {
        <ErrorSummary error=form.error/>
        {forms}
        <p><a class="button button-primary" href=href(&format!("/projects/teams/{team}/dossier"))>{words.t(k::BACK_TO_DOSSIER)}</a></p>
    }
    .into_any()
}

#[component]
fn Sent(
    team: TeamId,
    paper: SentPaper,
    remove: ServerAction<api::RemoveDossierPaper>,
) -> impl IntoView {
    let words = use_words();
    let label = format!(
        "{} : {}",
        words.t(k::REMOVE_PAPER),
        words.t(w::paper(paper.kind))
    );
    view! {
        <p class="row between">
            <a href=format!("/documents/{}", paper.id) rel="external" target="_blank"><Icon name="check-circle"/>" "<bdi>{paper.name}</bdi></a>
            <span class="meta">{words.date(paper.uploaded_at)}</span>
        </p>
        <ActionForm action=remove>
            <input type="hidden" name="team" value=team.to_string()/>
            <input type="hidden" name="kind" value=paper.kind.code()/>
            <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/>{words.t(k::REMOVE_PAPER)}</button>
        </ActionForm>
    }
    .into_any()
}
