//! The simulator's inputs: a field each, with a slider where scripts run. Without them it is a
//! plain GET form whose fields become the address.

use super::wording as w;
use crate::{href, use_words};
use domain::{
    FieldError,
    projects::{Field, Inputs, Product, Scenario},
};
use i18n::{Key, keys::projects as k};
use leptos::prelude::*;

/// What is typed, and what comes of it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub base: StoredValue<Inputs>,
    pub counted: Product,
    /// The sheet's page, in the reader's language.
    pub address: StoredValue<String>,
    /// As typed, in the order of the form.
    pub typed: StoredValue<Vec<(Field, RwSignal<String>)>>,
    pub scenario: RwSignal<Option<Scenario>>,
    /// Whether scripts run: before that a slider would do nothing.
    pub live: RwSignal<bool>,
    pub parsed: Memo<(Inputs, Vec<FieldError>)>,
}

impl Desk {
    /// With what `pairs` of the address change in the sheet's own figures.
    pub(super) fn new(
        slug: &str,
        counted: Product,
        base: Inputs,
        start: &Inputs,
        pairs: &[(String, String)],
    ) -> Desk {
        let typed: Vec<(Field, RwSignal<String>)> = base
            .fields()
            .into_iter()
            .map(|field| (field, RwSignal::new(text_of(field, start, pairs))))
            .collect();
        let scenario = RwSignal::new(scenario_of(pairs));
        let base = StoredValue::new(base);
        let typed = StoredValue::new(typed);
        let parsed = Memo::new(move |_| {
            let pairs: Vec<(String, String)> = typed.with_value(|typed| {
                typed
                    .iter()
                    .map(|(field, text)| (field.name(), text.get()))
                    .collect()
            });
            base.with_value(|base| {
                base.changed(
                    pairs
                        .iter()
                        .map(|(name, text)| (name.as_str(), text.as_str())),
                )
            })
        });
        let live = RwSignal::new(false);
        Effect::new(move |_| live.set(true));
        Desk {
            base,
            counted,
            address: StoredValue::new(href(&format!("/projects/{slug}"))),
            typed,
            scenario,
            live,
            parsed,
        }
    }

    /// Takes what the address says now.
    pub(super) fn follow(&self, pairs: &[(String, String)]) {
        let base = self.base.get_value();
        for (field, text) in self.typed.get_value() {
            text.set(text_of(field, &base, pairs));
        }
        self.scenario.set(scenario_of(pairs));
    }

    /// What is typed, with the scenario upon it.
    pub(super) fn effective(&self) -> Inputs {
        let inputs = self.parsed.with(|(inputs, _)| inputs.clone());
        match self.scenario.get() {
            Some(scenario) => scenario.apply(&inputs),
            None => inputs,
        }
    }

    /// The query that makes what is typed out of the sheet's own figures, without its mark.
    pub(super) fn query(&self) -> String {
        let mut pairs = self
            .parsed
            .with(|(inputs, _)| self.base.with_value(|base| inputs.pairs_from(base)));
        if let Some(scenario) = self.scenario.get() {
            pairs.push(("scenario".to_owned(), scenario.code().to_owned()));
        }
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        domain::text::query_string(pairs)
            .trim_start_matches('?')
            .to_owned()
    }

    fn signal(&self, field: Field) -> Option<RwSignal<String>> {
        self.typed.with_value(|typed| {
            typed
                .iter()
                .find(|(known, _)| *known == field)
                .map(|(_, text)| *text)
        })
    }
}

fn text_of(field: Field, start: &Inputs, pairs: &[(String, String)]) -> String {
    let name = field.name();
    pairs.iter().find(|(known, _)| *known == name).map_or_else(
        || field.text(start.get(field)),
        |(_, text)| text.chars().take(30).collect(),
    )
}

fn scenario_of(pairs: &[(String, String)]) -> Option<Scenario> {
    pairs
        .iter()
        .find(|(name, _)| name == "scenario")
        .and_then(|(_, code)| Scenario::from_code(code))
}

#[component]
pub(super) fn InputsForm(desk: Desk) -> impl IntoView {
    let words = use_words();
    let fields: Vec<Field> = desk
        .typed
        .with_value(|typed| typed.iter().map(|(field, _)| *field).collect());
    let assets: Vec<Field> = fields
        .iter()
        .copied()
        .filter(|it| matches!(it, Field::AssetCost(_) | Field::AssetYears(_)))
        .collect();
    let main = [
        Field::UnitPrice,
        Field::Volume(0),
        Field::Volume(1),
        Field::Volume(2),
        Field::Members,
        Field::PaidToMembers,
        Field::OtherCosts,
        Field::FixedCosts,
    ];
    let delays = [
        Field::StockDays,
        Field::ReceivableDays,
        Field::PayableDays,
        Field::Inflation,
    ];
    let funding = [
        Field::ShareCapital,
        Field::GrantShare,
        Field::GrantCap,
        Field::GrantDelay,
        Field::LoanRate,
        Field::LoanYears,
        Field::DiscountRate,
        Field::TaxRate,
    ];
    let sharing = [
        Field::ReserveRate,
        Field::EducationRate,
        Field::DevelopmentRate,
    ];
    let group = move |title: Key, fields: &[Field]| {
        let fields = fields
            .iter()
            .map(|field| view! { <Input desk field=*field/> })
            .collect_view();
        view! {
            <details class="group">
                <summary>{words.t(title)}</summary>
                <div class="fields">{fields}</div>
            </details>
        }
    };
    let keep_scenario = move || {
        desk.scenario
            .get()
            .map(|it| view! { <input type="hidden" name="scenario" value=it.code()/> })
    };
    let not_live = words;
    view! {
        <form method="get" action=desk.address.get_value() class="panel simulator-form"
            on:submit=move |event| if desk.live.get_untracked() { event.prevent_default() }>
            <h3>{words.t(k::GROUP_MAIN)}</h3>
            <div class="fields">
                {main.map(|field| view! { <Input desk field/> }).collect_view()}
            </div>
            {group(k::GROUP_INVESTMENT, &assets)}
            {group(k::GROUP_FUNDING, &funding)}
            {group(k::GROUP_DELAYS, &delays)}
            {group(k::GROUP_SHARING, &sharing)}
            {keep_scenario}
            {move || (!desk.live.get()).then(|| view! {
                <p class="meta">{not_live.t(k::NOT_LIVE)}</p>
                <button class="button button-primary" type="submit">{not_live.t(k::CALCULATE)}</button>
            })}
            <a class="button button-quiet" href=desk.address.get_value()
                on:click=move |event| if desk.live.get_untracked() {
                    event.prevent_default();
                    desk.follow(&[]);
                }>
                {words.t(k::RESET)}
            </a>
        </form>
    }
    .into_any()
}

#[component]
fn Input(desk: Desk, field: Field) -> impl IntoView {
    let words = use_words();
    let text = desk.signal(field)?;
    let name = field.name();
    let label = desk
        .base
        .with_value(|base| w::field(words, field, &base.assets));
    let base = desk.base.with_value(|base| base.get(field));
    let (low, high, step) = field.slider(base);
    let error_id = format!("{name}-error");
    let described = error_id.clone();
    let wrong = {
        let name = name.clone();
        Memo::new(move |_| {
            desk.parsed.with(|(_, wrong)| {
                wrong
                    .iter()
                    .find(|it| it.field == name)
                    .map(|it| it.problem.clone())
            })
        })
    };
    let slider_label = words.with(k::SLIDER, &[("name", &label)]);
    let slider = move || {
        let label = slider_label.clone();
        // A slider's stored unit is whole: its text is written as the field's.
        let at = move || field.parse(&text.get()).unwrap_or(base).to_string();
        desk.live.get().then(|| {
            view! {
                <input type="range" min=low max=high step=step prop:value=at aria-label=label
                    on:input=move |event| {
                        if let Ok(value) = event_target_value(&event).parse() {
                            text.set(field.text(value));
                        }
                    }/>
            }
        })
    };
    Some(
        view! {
            <div class="field">
                <label for=name.clone()>{label}</label>
                <div class="with-unit">
                    <input id=name.clone() name=name type="text" inputmode="decimal" dir="ltr" autocomplete="off" maxlength="30"
                        value=text.get_untracked() prop:value=move || text.get()
                        on:input=move |event| text.set(event_target_value(&event))
                        aria-invalid=move || wrong.get().is_some().then_some("true")
                        aria-describedby=move || wrong.get().is_some().then(|| described.clone())/>
                    <span class="meta">{w::unit(words, field, desk.counted)}</span>
                </div>
                {slider}
                {move || wrong.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
            </div>
        }
        .into_any(),
    )
}

/// The six scenarios as buttons; without scripts each is a link that keeps the figures.
#[component]
pub(super) fn Scenarios(desk: Desk) -> impl IntoView {
    let words = use_words();
    let link = move |scenario: Option<Scenario>| {
        let code = scenario.map(Scenario::code).unwrap_or_default();
        let to = move || {
            let inputs = desk
                .parsed
                .with(|(inputs, _)| desk.base.with_value(|base| inputs.pairs_from(base)));
            let pairs = inputs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            let asked = pairs.chain((!code.is_empty()).then_some(("scenario", code)));
            format!(
                "{}{}#simulator",
                desk.address.get_value(),
                domain::text::query_string(asked)
            )
        };
        let current = move || (desk.scenario.get() == scenario).then_some("true");
        let text = words.t(scenario.map_or(k::SCENARIO_NONE, w::scenario));
        view! {
            <a class="chip chip-quiet" href=to aria-current=current
                on:click=move |event| if desk.live.get_untracked() {
                    event.prevent_default();
                    desk.scenario.set(scenario);
                }>
                {text}
            </a>
        }
    };
    view! {
        <div class="stack scenarios">
            <h3>{words.t(k::SCENARIOS)}</h3>
            <div class="row">
                {link(None)}
                {Scenario::ALL.map(|scenario| link(Some(scenario))).collect_view()}
            </div>
        </div>
    }
    .into_any()
}
