//! Stock, edited where it stands.

use super::api;
use crate::{ActionForm, ErrorView, ServerAction, reload, use_item_form, use_lang, use_words};
use domain::marketplace::StockRow;
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Notice, NumberField, Refusal};

#[component]
pub fn StockPage() -> impl IntoView {
    let words = use_words();
    let saved = RwSignal::new(0_usize);
    let rows = reload(move || saved.get(), || api::ListStock {});
    let title = words.t(k::STOCK);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        {move || (saved.get() > 0).then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <Rows rows saved/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
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
    let field = format!("on_hand-{}", row.variant);
    view! {
        <tr>
            <th scope="row">
                {name}" "<bdi class="meta">{pack}</bdi>
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
