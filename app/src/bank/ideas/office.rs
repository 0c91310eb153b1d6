//! An idea as an advisor of its region sees it: give it back, or make a sheet of it, read that, and
//! publish it.

use super::{Alike, Listen, Revisions, all_fields, api, wording as w};
use crate::{ActionForm, ErrorView, ServerAction, href, reload, use_form, use_lang, use_words};
use domain::{
    IdeaId, Lang, LocalText,
    projects::{IdeaCase, IdeaField, IdeaState, SheetContent},
};
use i18n::keys::{admin, ideas as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select, Text};

#[derive(Clone, Copy)]
struct Acts {
    give_back: ServerAction<api::ReturnIdea>,
    accept: ServerAction<api::AcceptIdea>,
    save: ServerAction<api::SaveIdeaSheet>,
    publish: ServerAction<api::PublishIdea>,
}

#[component]
pub(super) fn CasePage(id: IdeaId) -> impl IntoView {
    let words = use_words();
    let acts = Acts {
        give_back: ServerAction::new(),
        accept: ServerAction::new(),
        save: ServerAction::new(),
        publish: ServerAction::new(),
    };
    // What was typed stays where it was refused.
    let saved = Memo::new(move |before: Option<&usize>| match acts.save.succeeded() {
        true => acts.save.version(),
        false => before.copied().unwrap_or(0),
    });
    let done = move || {
        let done = [
            acts.give_back.succeeded(),
            acts.accept.succeeded(),
            acts.publish.succeeded(),
        ];
        done.into_iter().filter(|it| *it).count() + saved.get()
    };
    let page = reload(done, move || api::ShowIdeaCase { idea: id });
    let refusals = [
        use_form(acts.give_back).error,
        use_form(acts.accept).error,
        use_form(acts.save).error,
        use_form(acts.publish).error,
    ];
    view! {
        <Title text=words.t(admin::QUEUE_IDEAS)/>
        <p><a class="button button-quiet" href=href("/office/ideas")><Icon name="arrow-left"/>{words.t(admin::QUEUE_IDEAS)}</a></p>
        {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(case) => view! { <Body case acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(case: IdeaCase, acts: Acts) -> impl IntoView {
    let words = use_words();
    let state = case.idea.state;
    let title = case.idea.content.get(IdeaField::Title).to_owned();
    let (id, version) = (case.idea.id, case.idea.version);
    let due = case
        .idea
        .due_at
        .filter(|_| state == IdeaState::Submitted)
        .map(|due| words.with(k::ANSWER_BY, &[("date", &words.date(due))]));
    let accept = (state == IdeaState::Submitted)
        .then(|| view! { <Accept id version bases=case.bases.clone() acts/> });
    let draft = case.draft.clone();
    let draft = draft.map(|content| view! { <Draft id version content acts/> });
    let give_back = matches!(state, IdeaState::Submitted | IdeaState::Accepted)
        .then(|| view! { <GiveBack id version acts/> });
    let sheet = case
        .idea
        .sheet
        .clone()
        .filter(|_| state == IdeaState::Published)
        .map(|slug| {
            view! { <p><a class="button button-primary" href=href(&format!("/projects/{slug}"))>{words.t(k::OPEN_SHEET)}</a></p> }
        });
    let alike = (!case.similar.is_empty()).then(|| {
        view! {
            <section class="panel">
                <h2>{words.t(k::ALIKE)}</h2>
                <Alike similar=case.similar.clone()/>
            </section>
        }
    });
    let history = case.history.clone();
    view! {
        <h1><bdi>{title}</bdi></h1>
        <p class="row">
            <span class="badge badge-part" data-state=state.code()>{words.t(w::state(state).0)}</span>
            {due.map(|due| view! { <bdi>{due}</bdi> })}
        </p>
        {sheet}
        <Said case/>
        {alike}
        {accept}
        {draft}
        {give_back}
        <details>
            <summary>{words.t(k::HISTORY)}</summary>
            <Revisions history/>
        </details>
    }
    .into_any()
}

#[component]
fn Said(case: IdeaCase) -> impl IntoView {
    let words = use_words();
    let id = case.idea.id;
    let content = case.idea.content;
    let (sector, province) = (case.sector, case.province);
    let lines = all_fields()
        .filter(|(_, field)| !content.get(*field).is_empty())
        .map(|(_, field)| {
            let text = match field {
                IdeaField::Sector => view! { <Text text=sector.clone()/> }.into_any(),
                IdeaField::Province => view! { <Text text=province.clone()/> }.into_any(),
                _ => view! { <span class="as-typed" dir="auto">{content.get(field).to_owned()}</span> }.into_any(),
            };
            view! { <dt>{words.t(w::field(field))}</dt><dd>{text}</dd> }
        })
        .collect_view();
    view! {
        <section class="panel stack">
            <dl class="facts">
                <dt>{words.t(k::PEOPLE)}</dt><dd><bdi>{case.authors.join(", ")}</bdi></dd>
                {lines}
            </dl>
            {case.idea.voice.map(|_| view! { <Listen id/> })}
        </section>
    }
    .into_any()
}

#[component]
fn GiveBack(id: IdeaId, version: i64, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = use_form(acts.give_back);
    view! {
        <ActionForm action=acts.give_back class="panel stack">
            <h2>{words.t(k::GIVE_BACK)}</h2>
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <Field name="reasons" label=words.t(k::GIVE_BACK_WHY) hint=words.t(k::GIVE_BACK_HINT) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
            <button class="button button-secondary" type="submit">{words.t(k::GIVE_BACK)}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Accept(id: IdeaId, version: i64, bases: Vec<(String, LocalText)>, acts: Acts) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let form = use_form(acts.accept);
    let nearest = bases
        .first()
        .map(|(slug, _)| slug.clone())
        .unwrap_or_default();
    let bases = bases
        .into_iter()
        .map(|(slug, title)| (slug, title.pick(lang).text))
        .collect();
    let groups: Groups = vec![(String::new(), bases)];
    view! {
        <ActionForm action=acts.accept class="panel stack">
            <h2>{words.t(k::MAKE_SHEET)}</h2>
            <p class="meta">{words.t(k::MAKE_SHEET_TEXT)}</p>
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <Select name="base" label=words.t(k::BASE) none=words.t(k::CHOOSE) groups value=form.value("base", &nearest) problem=form.problem("base")/>
            <button class="button button-primary" type="submit">{words.t(k::MAKE_SHEET)}</button>
        </ActionForm>
    }
    .into_any()
}

/// The sheet's texts, to read and to complete; publishing is a button of its own.
#[component]
fn Draft(id: IdeaId, version: i64, content: SheetContent, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = use_form(acts.save);
    let publishing = use_form(acts.publish);
    let texts = [
        (
            ["title_fr", "title_ar", "title_en"],
            k::TITLE,
            Kind::Text,
            content.title,
        ),
        (
            ["what_fr", "what_ar", "what_en"],
            k::WHAT,
            Kind::Lines,
            content.what,
        ),
        (
            ["for_whom_fr", "for_whom_ar", "for_whom_en"],
            k::FOR_WHOM,
            Kind::Lines,
            content.for_whom,
        ),
        (
            ["market_fr", "market_ar", "market_en"],
            k::WHY,
            Kind::Lines,
            content.market,
        ),
        (
            ["product_name_fr", "product_name_ar", "product_name_en"],
            k::PRODUCT,
            Kind::Text,
            content.product_name,
        ),
    ];
    let fields = texts
        .into_iter()
        .map(|(names, label, kind, text)| {
            let inputs = [Lang::Fr, Lang::Ar, Lang::En]
                .into_iter()
                .zip(names)
                .map(|(lang, name)| {
                    let label = format!("{} ({})", words.t(label), lang.code());
                    let value = form.value(name, text.get(lang).unwrap_or_default());
                    // Saving names what is wrong, publishing what is missing.
                    let (saved, published) = (form.problem(name), publishing.problem(name));
                    let problem = Signal::derive(move || saved.get().or_else(|| published.get()));
                    let optional = lang == Lang::En;
                    view! { <Field name label kind lang optional value problem/> }
                })
                .collect_view();
            view! { <fieldset><legend>{words.t(label)}</legend>{inputs}</fieldset> }
        })
        .collect_view();
    let price = words.money(domain::Money::mad(content.inputs.unit_price));
    let volume = words.number(content.inputs.annual_volume[0]);
    view! {
        <ActionForm action=acts.save class="panel stack">
            <h2>{words.t(k::SHEET_TEXTS)}</h2>
            <p class="meta">{words.t(k::SHEET_TEXTS_TEXT)}</p>
            <dl class="facts">
                <dt>{words.t(k::PRICE)}</dt><dd><bdi>{price}</bdi></dd>
                <dt>{words.t(k::VOLUME)}</dt><dd><bdi>{volume}</bdi></dd>
            </dl>
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            {fields}
            <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
        </ActionForm>
        <ActionForm action=acts.publish class="panel stack">
            <h2>{words.t(k::PUBLISH)}</h2>
            <Notice kind="info">{words.t(k::PUBLISH_TEXT)}</Notice>
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <button class="button button-primary" type="submit">{words.t(k::PUBLISH)}</button>
        </ActionForm>
    }
    .into_any()
}
