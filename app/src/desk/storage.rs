//! One size's stock (its places, its history, what comes and goes) and the count of everything.

use super::storage_api as api;
use crate::{
    ActionForm, ErrorView, FormState, PageWords, ServerAction, href, reload, use_form,
    use_item_form, use_lang, use_query_map, use_words,
};
use domain::{
    VariantId,
    marketplace::{
        CountRow, CountSheet, MovementReason, MovementView, Place, StockFile, StockRow, StoredAt,
    },
};
use i18n::{Key, keys::desk as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select};

const fn reason_key(reason: MovementReason) -> Key {
    match reason {
        MovementReason::Opening => k::REASON_OPENING,
        MovementReason::Count => k::REASON_COUNT,
        MovementReason::Received => k::REASON_RECEIVED,
        MovementReason::Loss => k::REASON_LOSS,
        MovementReason::Gift => k::REASON_GIFT,
        MovementReason::Moved => k::REASON_MOVED,
        MovementReason::Shipped => k::REASON_SHIPPED,
        MovementReason::CameBack => k::REASON_CAME_BACK,
        MovementReason::Returned => k::REASON_RETURNED,
        MovementReason::Exchange => k::REASON_EXCHANGE,
    }
}

fn place_name(words: PageWords, name: Option<String>) -> String {
    name.unwrap_or_else(|| words.t(k::MAIN_PLACE))
}

/// As the form names a place: nothing for the main one.
fn place_value(place: Place) -> String {
    place.map(|place| place.to_string()).unwrap_or_default()
}

#[component]
pub fn StockFilePage(variant: VariantId) -> impl IntoView {
    let note = ServerAction::<api::NoteMovement>::new();
    let alert = ServerAction::<api::SetLowAlert>::new();
    let query = use_query_map();
    let file = reload(
        move || note.version() + alert.version(),
        move || api::ShowStockFile {
            variant,
            before: query.with(|query| query.get("before").unwrap_or_default()),
        },
    );
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match file.await {
                    Ok(file) => view! { <File file note alert/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn File(
    file: StockFile,
    note: ServerAction<api::NoteMovement>,
    alert: ServerAction<api::SetLowAlert>,
) -> impl IntoView {
    let words = use_words();
    let name = file.row.name.pick(use_lang()).text;
    let pack = words.pack(file.row.pack);
    let can_move = file.places.len() > 1;
    view! {
        <Title text=format!("{name} {pack}")/>
        <p><a class="button button-quiet" href=href("/desk/stock")><Icon name="arrow-left"/>{words.t(k::BACK_TO_STOCK)}</a></p>
        <h1>{name}" "<bdi class="meta">{pack}</bdi></h1>
        {move || (note.succeeded() || alert.succeeded()).then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <div class="two">
            <section class="panel">
                <Numbers row=file.row.clone() places=file.places.clone()/>
                <Threshold row=file.row.clone() alert/>
            </section>
            <Note file=file.clone() note/>
        </div>
        {can_move.then(|| view! { <Move file=file.clone() note/> })}
        <History movements=file.movements older=file.older variant=file.row.variant/>
    }
}

#[component]
fn Numbers(row: StockRow, places: Vec<StoredAt>) -> impl IntoView {
    let words = use_words();
    let free = row.on_hand.saturating_sub(row.reserved);
    view! {
        <dl class="facts">
            <dt>{words.t(k::ON_HAND)}</dt><dd>{row.on_hand}</dd>
            <dt>{words.t(k::RESERVED)}</dt><dd>{row.reserved}</dd>
            <dt>{words.t(k::FREE)}</dt>
            <dd>{free}{row.low.then(|| view! { " "<span class="badge badge-warning"><Icon name="warning"/>{words.t(k::LOW)}</span> })}</dd>
        </dl>
        <h2>{words.t(k::PLACES)}</h2>
        <dl class="facts">
            {places.into_iter().map(|it| view! { <dt>{place_name(words, it.name)}</dt><dd>{it.on_hand}</dd> }).collect_view()}
        </dl>
    }
}

#[component]
fn Threshold(row: StockRow, alert: ServerAction<api::SetLowAlert>) -> impl IntoView {
    let words = use_words();
    let form = use_form(alert);
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=alert class="stack">
            <input type="hidden" name="variant" value=row.variant.to_string()/>
            <Field name="low_alert" label=words.t(k::LOW_ALERT) hint=words.t(k::LOW_ALERT_HINT) kind=Kind::Number value=form.value("low_alert", &row.low_alert.to_string()) problem=form.problem("low_alert")/>
            <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
        </ActionForm>
    }
}

/// The places to choose from; the first one, without a value, is the main place.
fn place_groups(places: &[StoredAt]) -> Groups {
    let named = places
        .iter()
        .filter_map(|it| Some((place_value(it.place), it.name.clone()?)))
        .collect();
    vec![(String::new(), named)]
}

#[component]
fn Note(file: StockFile, note: ServerAction<api::NoteMovement>) -> impl IntoView {
    let words = use_words();
    let form = use_item_form(note, "form", "note");
    let reasons: Groups = vec![(
        String::new(),
        MovementReason::BY_HAND
            .into_iter()
            .map(|reason| (reason.code().to_owned(), words.t(reason_key(reason))))
            .collect(),
    )];
    let has_places = file.places.len() > 1;
    let groups = place_groups(&file.places);
    view! {
        <ActionForm action=note class="panel">
            <h2>{words.t(k::NOTE_MOVEMENT)}</h2>
            <ErrorSummary error=form.error/>
            <Hidden file=file.clone() form="note"/>
            <Select name="reason" label=words.t(k::MOVEMENT_REASON) none=words.t(k::CHOOSE) groups=reasons value=form.value("reason", "") problem=form.problem("reason")/>
            <Field name="quantity" label=words.t(k::QUANTITY) kind=Kind::Number value=form.value("quantity", "") problem=form.problem("quantity")/>
            {has_places.then(|| view! {
                <Select name="place" label=words.t(k::PLACE) none=words.t(k::MAIN_PLACE) groups=groups value=form.value("place", "") problem=form.problem("place")/>
            })}
            <button class="button button-primary" type="submit">{words.t(k::SAVE)}</button>
        </ActionForm>
    }
}

/// What tells the two forms of the page apart, and a form sent twice from two forms.
#[component]
fn Hidden(file: StockFile, form: &'static str) -> impl IntoView {
    view! {
        <input type="hidden" name="form" value=form/>
        <input type="hidden" name="variant" value=file.row.variant.to_string()/>
        <input type="hidden" name="request_key" value=format!("{}-{form}", file.request_key)/>
    }
}

#[component]
fn Move(file: StockFile, note: ServerAction<api::NoteMovement>) -> impl IntoView {
    let words = use_words();
    let form = use_item_form(note, "form", "move");
    let problem = form.problem("to");
    let choices = |name: &str, form: FormState| {
        let chosen = form.value(name, "");
        file.places
            .iter()
            .map(|it| {
                let value = place_value(it.place);
                let is_chosen = value == chosen;
                let text = format!("{} ({})", place_name(words, it.name.clone()), it.on_hand);
                view! { <option value=value selected=is_chosen>{text}</option> }
            })
            .collect_view()
    };
    let (from, to) = (choices("place", form), choices("to", form));
    let is_refused = form.error.get_untracked().is_some();
    view! {
        <details class="panel" open=is_refused>
            <summary>{words.t(k::MOVE_GOODS)}</summary>
            <ErrorSummary error=form.error/>
            <ActionForm action=note class="stack">
                <Hidden file=file.clone() form="move"/>
                <input type="hidden" name="reason" value=MovementReason::Moved.code()/>
                <div class="pair">
                    <div class="field"><label for="move-from">{words.t(k::MOVE_FROM)}</label><select id="move-from" name="place">{from}</select></div>
                    <div class="field">
                        <label for="to">{words.t(k::MOVE_TO)}</label>
                        <select id="to" name="to" aria-invalid=move || problem.get().is_some().then_some("true")>{to}</select>
                        {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                    </div>
                </div>
                <MoveQuantity form/>
                <button class="button button-secondary" type="submit">{words.t(k::MOVE_GOODS)}</button>
            </ActionForm>
        </details>
    }
}

/// With an id of its own: the page has the same field in the form above.
#[component]
fn MoveQuantity(form: FormState) -> impl IntoView {
    let words = use_words();
    let problem = form.problem("quantity");
    view! {
        <div class="field">
            <label for="move-quantity">{words.t(k::QUANTITY)}</label>
            <input id="move-quantity" name="quantity" inputmode="numeric" dir="ltr" autocomplete="off" value=form.value("quantity", "") aria-invalid=move || problem.get().is_some().then_some("true")/>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}

#[component]
fn History(movements: Vec<MovementView>, older: Option<i64>, variant: VariantId) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="stack">
            <h2>{words.t(k::HISTORY)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::HISTORY)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.t(k::WHEN)}</th>
                            <th scope="col">{words.t(k::MOVEMENT_REASON)}</th>
                            <th scope="col">{words.t(k::QUANTITY)}</th>
                            <th scope="col">{words.t(k::PLACE)}</th>
                            <th scope="col">{words.t(k::WHO)}</th>
                        </tr>
                    </thead>
                    <tbody>{movements.into_iter().map(|it| view! { <Movement it/> }).collect_view()}</tbody>
                </table>
            </div>
            {older.map(|before| view! {
                <p><a class="button button-secondary" href=href(&format!("/desk/stock/{variant}?before={before}"))>{words.t(k::OLDER_MOVEMENTS)}<Icon name="caret-right"/></a></p>
            })}
        </section>
    }
}

#[component]
fn Movement(it: MovementView) -> impl IntoView {
    let words = use_words();
    let sign = if it.quantity > 0 { "+" } else { "" };
    let order = it.order.map(|(order, number)| {
        view! { " "<a href=href(&format!("/desk/orders/{order}"))><bdi>{number}</bdi></a> }
    });
    view! {
        <tr>
            <td>{words.date_time(it.at)}</td>
            <th scope="row">{words.t(reason_key(it.reason))}{order}</th>
            <td><bdi>{sign}{it.quantity}</bdi></td>
            <td>{place_name(words, it.place)}</td>
            <td>{it.person.unwrap_or_else(|| words.t(k::BY_ITSELF))}</td>
        </tr>
    }
}

#[component]
pub fn CountPage() -> impl IntoView {
    let words = use_words();
    let save = ServerAction::<api::SaveCounts>::new();
    let query = use_query_map();
    let place = move || query.with(|query| query.get("place").unwrap_or_default());
    let sheet = reload(
        move || save.version(),
        move || api::ShowCountSheet { place: place() },
    );
    let form = use_form(save);
    let title = words.t(k::COUNT_STOCK);
    view! {
        <Title text=title.clone()/>
        <p><a class="button button-quiet" href=href("/desk/stock")><Icon name="arrow-left"/>{words.t(k::BACK_TO_STOCK)}</a></p>
        <h1>{title}</h1>
        <p>{words.t(k::COUNT_TEXT)}</p>
        <ErrorSummary error=form.error/>
        {move || save.succeeded().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match sheet.await {
                    Ok(sheet) => view! { <Sheet sheet place=place() save form/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Sheet(
    sheet: CountSheet,
    place: String,
    save: ServerAction<api::SaveCounts>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let chip = |value: String, name: String| {
        let current = (value == place).then_some("page");
        let to = if value.is_empty() {
            href("/desk/stock/count")
        } else {
            href(&format!("/desk/stock/count?place={value}"))
        };
        view! { <a class="chip" href=to aria-current=current>{name}</a> }
    };
    let chips = (!sheet.locations.is_empty()).then(|| {
        let named = sheet
            .locations
            .iter()
            .map(|it| chip(it.id.to_string(), it.name.clone()))
            .collect_view();
        view! {
            <nav class="row" aria-label=words.t(k::PLACES)>
                {chip(String::new(), words.t(k::ALL_PLACES))}
                {chip("0".to_owned(), words.t(k::MAIN_PLACE))}
                {named}
            </nav>
        }
    });
    let paper = format!("/papers/count-sheet/{}?place={place}", words.lang().code());
    let rows = if sheet.rows.is_empty() {
        view! { <p class="meta">{words.t(k::COUNT_NOTHING)}</p> }.into_any()
    } else {
        view! { <CountForm sheet save form/> }.into_any()
    };
    view! {
        {chips}
        <p><a class="button button-secondary" href=paper rel="external" target="_blank"><Icon name="printer"/>{words.t(k::PRINT_SHEET)}</a></p>
        {rows}
    }
}

#[component]
fn CountForm(
    sheet: CountSheet,
    save: ServerAction<api::SaveCounts>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    view! {
        <ActionForm action=save class="stack">
            <input type="hidden" name="seen" value=sheet.seen.to_string()/>
            <input type="hidden" name="request_key" value=sheet.request_key/>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::COUNT_SHEET)>
                <table class="rows-as-cards">
                    <thead>
                        <tr>
                            <th scope="col">{words.t(k::PRODUCT)}</th>
                            <th scope="col">{words.t(k::PLACE)}</th>
                            <th scope="col">{words.t(k::EXPECTED)}</th>
                            <th scope="col">{words.t(k::COUNTED)}</th>
                        </tr>
                    </thead>
                    <tbody>{sheet.rows.into_iter().map(|row| view! { <CountLine row form/> }).collect_view()}</tbody>
                </table>
            </div>
            <button class="button button-primary" type="submit">{words.t(k::COUNT_SAVE)}</button>
        </ActionForm>
    }
}

#[component]
fn CountLine(row: CountRow, form: FormState) -> impl IntoView {
    let words = use_words();
    let field = row.field();
    let name = row.name.pick(use_lang()).text;
    let pack = words.pack(row.pack);
    let place = place_name(words, row.place_name);
    let full = format!("{name} {pack}");
    let label = words.with(k::COUNT_OF, &[("name", &full), ("place", &place)]);
    let problem = {
        let field = field.clone();
        let error = form.error;
        Signal::derive(move || {
            error
                .get()
                .and_then(|it| it.of_field(&field).next().cloned())
        })
    };
    view! {
        <tr>
            <th scope="row">{name}" "<bdi class="meta">{pack}" · "{row.sku}</bdi></th>
            <td data-label=words.t(k::PLACE)>{place}</td>
            <td data-label=words.t(k::EXPECTED)>{row.expected}</td>
            <td>
                <input id=field.clone() name=field.clone() aria-label=label inputmode="numeric" dir="ltr" autocomplete="off" size="6" value=form.value(&field, "") aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error" role="alert">{words.problem(&problem)}</p> })}
            </td>
        </tr>
    }
}
