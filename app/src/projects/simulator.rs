//! The simulator on a sheet: inputs, scenarios, and what they give, live where scripts run.

use super::{
    api,
    figures::{Figures, InWords},
    form::{Desk, InputsForm, Scenarios},
    futures::Futures,
    scenarios::Keep,
    wording as w,
};
use crate::{Loaded, ServerAction, use_query_map, use_words};
use domain::projects::{Inputs, Programme, SavedScenario, SheetContent, simulate};
use i18n::keys::projects as k;
use leptos::prelude::*;
use ui::Notice;

/// What a page needs to keep simulations: made by the page, outside of what waits for data.
#[derive(Clone, Copy)]
pub(super) struct Keeping {
    pub save: ServerAction<api::SaveScenario>,
    pub forget: ServerAction<api::DeleteScenario>,
    pub mine: Loaded<Vec<SavedScenario>>,
}

/// `start` is what the fields hold where the address says nothing.
#[component]
pub(super) fn Simulator(
    slug: String,
    content: SheetContent,
    start: Option<Inputs>,
    keeping: Keeping,
    /// Today's programmes, and the sheet's sector and region, which they ask for.
    programmes: Vec<Programme>,
    sector: String,
    region: String,
) -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let pairs = move || -> Vec<(String, String)> {
        query.with(|query| {
            query
                .clone()
                .into_iter()
                .map(|(name, value)| (name.into_owned(), value))
                .collect()
        })
    };
    let first = untrack(pairs);
    let drawn = first.iter().any(|(name, _)| name == "futures");
    let base = content.inputs;
    let desk = Desk::new(
        &slug,
        content.product,
        base.clone(),
        start.as_ref().unwrap_or(&base),
        &first,
    );
    Effect::new(move |before: Option<Vec<(String, String)>>| {
        let now = pairs();
        if before.is_some_and(|before| before != now) {
            desk.follow(&now);
        }
        now
    });
    // The last figures that made sense stay while one types.
    let shown = Memo::new(move |before: Option<&Option<(Inputs, _)>>| {
        let inputs = desk.effective();
        let is_right = desk.parsed.with(|(_, wrong)| wrong.is_empty());
        match simulate(&inputs) {
            Ok(results) if is_right => Some((inputs, results)),
            Ok(results) => before.cloned().flatten().or(Some((inputs, results))),
            Err(_) => before.cloned().flatten(),
        }
    });
    let offered = StoredValue::new((programmes, sector, region));
    let scenario = move || {
        desk.scenario.get().map(|it| {
            let text = words.with(k::SCENARIO_ON, &[("name", &words.t(w::scenario(it)))]);
            view! { <Notice kind="info">{text}</Notice> }
        })
    };
    view! {
        <section class="section simulator" id="simulator">
            <div>
                <h2>{words.t(k::SIMULATOR)}</h2>
                <p class="meta">{words.t(k::SIMULATOR_LEAD)}</p>
            </div>
            <div class="simulator-grid">
                <InputsForm desk/>
                <div class="stack">
                    <Scenarios desk/>
                    {scenario}
                    {move || shown.get().map(|(inputs, results)| view! { <InWords inputs results/> })}
                    <Keep desk slug keeping/>
                </div>
            </div>
            {move || shown.get().map(|(inputs, results)| {
                let (programmes, sector, region) = offered.get_value();
                view! { <Figures inputs results programmes sector region/> }
            })}
            <Futures desk drawn/>
        </section>
    }
    .into_any()
}
