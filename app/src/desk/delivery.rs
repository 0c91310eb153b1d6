//! What goods weigh, which may leave the country, and from when parcels travel free.

use super::delivery_api as api;
use crate::{ActionForm, ErrorView, ServerAction, reload, use_form, use_lang, use_words};
use domain::marketplace::{DeskDeliveryView, WeighedView};
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Kind, Notice};

#[component]
pub fn DeliveryPage() -> impl IntoView {
    let words = use_words();
    let weigh = ServerAction::<api::SetWeight>::new();
    let export = ServerAction::<api::SetExportable>::new();
    let free = ServerAction::<api::SetFreeDelivery>::new();
    let changes = move || weigh.version() + export.version() + free.version();
    let page = reload(changes, || api::DeskDelivery {});
    let form = use_form(weigh);
    let title = words.t(k::DELIVERY);
    let saved = move || weigh.succeeded() || export.succeeded() || free.succeeded();
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <ErrorSummary error=form.error/>
        {move || saved().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page weigh export free/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(
    page: DeskDeliveryView,
    weigh: ServerAction<api::SetWeight>,
    export: ServerAction<api::SetExportable>,
    free: ServerAction<api::SetFreeDelivery>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(free);
    let from = page.free_from.map_or_else(String::new, |money| {
        format!("{},{:02}", money.minor / 100, money.minor % 100)
    });
    let estimated = page.goods.iter().any(|it| it.is_estimate);
    view! {
        <ActionForm action=free class="panel">
            <h2>{words.t(k::FREE_DELIVERY)}</h2>
            <Field name="free_from" label=words.t(k::FREE_FROM) hint=words.t(k::FREE_FROM_HINT) kind=Kind::Number optional=true value=form.value("free_from", &from) problem=form.problem("free_from")/>
            <button class="button button-primary" type="submit">{words.t(k::SAVE)}</button>
        </ActionForm>
        <section class="stack">
            <h2>{words.t(k::WEIGHTS)}</h2>
            <p class="meta">{words.t(k::WEIGHTS_INTRO)}</p>
            {estimated.then(|| view! { <Notice kind="info">{words.t(k::WEIGHTS_ESTIMATED)}</Notice> })}
            {page.goods.into_iter().map(|it| view! { <Goods it weigh export/> }).collect_view()}
        </section>
    }
}

#[component]
fn Goods(
    it: WeighedView,
    weigh: ServerAction<api::SetWeight>,
    export: ServerAction<api::SetExportable>,
) -> impl IntoView {
    let words = use_words();
    let name = it.name.pick(use_lang()).text;
    let pack = words.pack(it.pack);
    let label = words.with(k::WEIGHT_OF, &[("name", &format!("{name} {pack}"))]);
    let (state, change, next) = if it.exportable {
        (k::EXPORT_YES, k::EXPORT_FORBID, "no")
    } else {
        (k::EXPORT_NO, k::EXPORT_ALLOW, "yes")
    };
    let of = words.with(
        k::EXPORT_OF,
        &[("action", &words.t(change)), ("name", &name)],
    );
    view! {
        <article class="panel row between">
            <div>
                <h3>{name}" "<bdi class="meta">{pack}</bdi></h3>
                <p class="meta"><bdi>{it.sku}</bdi>" · "{words.t(state)}</p>
            </div>
            <div class="row">
                <ActionForm action=weigh class="row">
                    <input type="hidden" name="variant" value=it.variant.to_string()/>
                    <input name="grams" inputmode="numeric" size="7" value=it.grams.to_string() aria-label=label/>
                    <span class="meta">"g"{it.is_estimate.then_some(" ≈")}</span>
                    <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
                </ActionForm>
                <ActionForm action=export>
                    <input type="hidden" name="listing" value=it.listing.to_string()/>
                    <input type="hidden" name="exportable" value=next/>
                    <button class="button button-secondary" type="submit" aria-label=of>{words.t(change)}</button>
                </ActionForm>
            </div>
        </article>
    }
}
