//! Starting a team from a sheet.

use super::team_api as api;
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, use_form, use_lang, use_query_map, use_words,
};
use domain::projects::StartPage as Start;
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Groups, Icon, Kind, Select, Text};

#[component]
pub(super) fn StartPage() -> impl IntoView {
    let query = use_query_map();
    let sheet = move || query.with(|query| query.get("sheet").unwrap_or_default());
    let page = load(move || api::ShowStart { sheet: sheet() });
    let start = ServerAction::<api::StartTeam>::new();
    let form = use_form(start);
    view! {
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page start form/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(page: Start, start: ServerAction<api::StartTeam>, form: crate::FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let groups: Groups = domain::geography::by_region(&page.regions, &page.provinces, lang);
    let least = page.founders.to_string();
    let seats = page.members_max.max(page.founders).to_string();
    let hint = words.with(k::SEATS_HINT, &[("least", &least)]);
    view! {
        <Title text=words.t(k::START_TITLE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/projects/{}", page.sheet))><Icon name="arrow-left"/>{words.t(k::BACK_TO_SHEET)}</a></p>
            <h1>{words.t(k::START_TITLE)}</h1>
            <p class="row">
                <img src=format!("/illustrations/projects/{}.svg", page.illustration) alt="" width="96" height="72"/>
                <strong><Text text=page.title/></strong>
            </p>
            <p>{words.t(k::START_TEXT)}</p>
            <ActionForm action=start class="panel">
                <input type="hidden" name="sheet" value=page.sheet/>
                <Field name="name" label=words.t(k::TEAM_NAME) hint=words.t(k::TEAM_NAME_HINT) value=form.value("name", "") problem=form.problem("name")/>
                <Select name="province" label=words.t(k::PROVINCE) none=words.t(k::PROVINCE_CHOOSE) groups=groups value=form.value("province", &page.province) problem=form.problem("province")/>
                <Field name="seats" label=words.t(k::SEATS) hint=hint kind=Kind::Number value=form.value("seats", &seats) problem=form.problem("seats")/>
                <fieldset>
                    <legend>{words.t(k::FIGURES)}</legend>
                    <div class="choices">
                        <Choice input="radio" name="scenario" value="" checked=form.value("scenario", "").is_empty()>{words.t(k::FIGURES_SHEET)}</Choice>
                        {page.scenarios.into_iter().map(|it| {
                            let id = it.id.to_string();
                            let chosen = form.value("scenario", "") == id;
                            let name = words.with(k::FIGURES_MINE, &[("name", &it.name)]);
                            view! { <Choice input="radio" name="scenario" value=id checked=chosen>{name}</Choice> }
                        }).collect_view()}
                    </div>
                </fieldset>
                <button class="button button-primary" type="submit">{words.t(k::START)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}
