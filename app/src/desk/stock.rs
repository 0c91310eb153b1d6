//! Stock, edited where it stands.

use super::api;
use crate::{ActionForm, ErrorView, ServerAction, reload, use_form, use_lang, use_words};
use domain::marketplace::StockRow;
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice};

#[component]
pub fn StockPage() -> impl IntoView {
    let words = use_words();
    let set = ServerAction::<api::SetStock>::new();
    let form = use_form(set);
    let rows = reload(move || set.version(), || api::ListStock {});
    let title = words.t(k::STOCK);
    let saved = words;
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <ErrorSummary error=form.error/>
        {move || set.succeeded().then(|| view! { <Notice kind="success">{saved.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <Rows rows set/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Rows(rows: Vec<StockRow>, set: ServerAction<api::SetStock>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
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
                <tbody>
                    {rows.into_iter().map(|row| {
                        let name = row.name.pick(lang).text;
                        let label = words.with(k::ON_HAND_OF, &[("name", &format!("{name} {}", words.pack(row.pack)))]);
                        view! {
                            <tr>
                                <th scope="row">{name}" "<bdi class="meta">{words.pack(row.pack)}</bdi>{row.low.then(|| view! { " "<span class="badge badge-warning"><Icon name="warning"/>{words.t(k::LOW)}</span> })}</th>
                                <td data-label=words.t(k::RESERVED)>{row.reserved}</td>
                                <td>
                                    <ActionForm action=set class="row">
                                        <input type="hidden" name="variant" value=row.variant.to_string()/>
                                        <input type="hidden" name="version" value=row.version.to_string()/>
                                        <input name="on_hand" inputmode="numeric" value=row.on_hand.to_string() aria-label=label/>
                                        <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
                                    </ActionForm>
                                </td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
