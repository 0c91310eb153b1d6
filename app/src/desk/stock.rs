//! Stock, edited where it stands; what is almost gone first, and the places it lies in.

use super::{api, storage_api};
use crate::{
    ActionForm, ErrorView, ServerAction, href, reload, use_form, use_item_form, use_lang, use_words,
};
use domain::marketplace::{StockRow, StorageLocation};
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Notice, NumberField, Refusal};

#[component]
pub fn StockPage() -> impl IntoView {
    let words = use_words();
    let saved = RwSignal::new(0_usize);
    let rows = reload(move || saved.get(), || api::ListStock {});
    let title = words.t(k::STOCK);
    view! {
        <Title text=title.clone()/>
        <div class="row between">
            <h1>{title}</h1>
            <a class="button button-secondary" href=href("/desk/stock/count")><Icon name="list"/>{words.t(k::COUNT_STOCK)}</a>
        </div>
        {move || (saved.get() > 0).then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <AlmostGone rows=rows.clone()/><Rows rows saved/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
        <Places/>
    }
}

#[component]
fn AlmostGone(rows: Vec<StockRow>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let low: Vec<StockRow> = rows.into_iter().filter(|row| row.low).collect();
    (!low.is_empty()).then(|| view! {
        <section class="panel">
            <h2>{words.t(k::ALMOST_GONE)}</h2>
            <ul class="lines">
                {low.into_iter().map(|row| view! {
                    <li class="row between">
                        <a href=href(&format!("/desk/stock/{}", row.variant))>{row.name.pick(lang).text}" "<bdi class="meta">{words.pack(row.pack)}</bdi></a>
                        <span>{words.count(k::LOW_MAIL_LEFT, u64::from(row.on_hand.saturating_sub(row.reserved)), &[])}</span>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    })
}

#[component]
fn Places() -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<storage_api::AddLocation>::new();
    let close = ServerAction::<storage_api::CloseLocation>::new();
    let places = reload(
        move || add.version() + close.version(),
        || storage_api::ListLocations {},
    );
    let form = use_form(add);
    let closing = use_form(close);
    view! {
        <section class="panel">
            <h2>{words.t(k::PLACES)}</h2>
            <p>{words.t(k::PLACES_TEXT)}</p>
            <ErrorSummary error=closing.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    places.await.ok().map(|places| view! {
                        <ul class="lines">{places.into_iter().map(|place| view! { <PlaceLine place close/> }).collect_view()}</ul>
                    })
                })}
            </Transition>
            <ErrorSummary error=form.error/>
            <ActionForm action=add class="stack">
                <Field name="name" label=words.t(k::PLACE_NAME) value=form.value("name", "") problem=form.problem("name")/>
                <button class="button button-secondary" type="submit"><Icon name="plus"/>{words.t(k::ADD_PLACE)}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn PlaceLine(
    place: StorageLocation,
    close: ServerAction<storage_api::CloseLocation>,
) -> impl IntoView {
    let words = use_words();
    let label = words.with(k::CLOSE_PLACE_OF, &[("name", &place.name)]);
    view! {
        <li class="row between">
            <span>{place.name}" "<span class="meta">{words.count(k::PIECES_HERE, u64::from(place.pieces), &[])}</span></span>
            {(place.pieces == 0).then(|| view! {
                <ActionForm action=close>
                    <input type="hidden" name="location" value=place.id.to_string()/>
                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/>{words.t(k::CLOSE_PLACE)}</button>
                </ActionForm>
            })}
        </li>
    }
}

#[component]
fn Rows(rows: Vec<StockRow>, saved: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::STOCK)>
            <table class="rows-as-cards">
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::PRODUCT)}</th>
                        <th scope="col">{words.t(k::RESERVED)}</th>
                        <th scope="col">{words.t(k::ON_HAND)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row saved/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// A form of its own, so that what is wrong stands beside the number it is about.
#[component]
fn Row(row: StockRow, saved: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    let set = ServerAction::<api::SetStock>::new();
    Effect::new(move |_| {
        if set.succeeded() {
            saved.update(|count| *count += 1);
        }
    });
    let form = use_item_form(set, "variant", &row.variant.to_string());
    let name = row.name.pick(use_lang()).text;
    let pack = words.pack(row.pack);
    let label = words.with(k::ON_HAND_OF, &[("name", &format!("{name} {pack}"))]);
    let history = words.with(k::STOCK_OF, &[("name", &format!("{name} {pack}"))]);
    let file = href(&format!("/desk/stock/{}", row.variant));
    let field = format!("on_hand-{}", row.variant);
    view! {
        <tr>
            <th scope="row">
                <a href=file aria-label=history>{name}" "<bdi class="meta">{pack}</bdi></a>
                {row.low.then(|| view! { " "<span class="badge badge-warning"><Icon name="warning"/>{words.t(k::LOW)}</span> })}
            </th>
            <td data-label=words.t(k::RESERVED)>{row.reserved}</td>
            <td>
                <ActionForm action=set class="row">
                    <input type="hidden" name="variant" value=row.variant.to_string()/>
                    <input type="hidden" name="version" value=row.version.to_string()/>
                    <NumberField id=field name="on_hand" label value=form.value("on_hand", &row.on_hand.to_string()) problem=form.problem("on_hand")/>
                    <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
                </ActionForm>
                <Refusal error=form.error/>
            </td>
        </tr>
    }
}
