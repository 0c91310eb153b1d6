//! Lots: what came in, what to pack from which, the printable label, and calling one back.

use super::lots_api as api;
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, reload, use_form, use_lang, use_words,
};
use domain::{
    LotId,
    marketplace::{LotChoice, LotPage as Page, LotView, LotsPage as Lots, OrderToPack},
};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select, Text};

#[component]
pub fn LotsPage() -> impl IntoView {
    let words = use_words();
    let pack = ServerAction::<api::PackOrder>::new();
    let add = ServerAction::<api::AddLot>::new();
    let lots = reload(move || pack.version(), || api::ListLots {});
    let packed = use_form(pack);
    view! {
        <Title text=words.t(k::LOTS)/>
        <h1>{words.t(k::LOTS)}</h1>
        <p>{words.t(k::LOTS_TEXT)}</p>
        <ErrorSummary error=packed.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match lots.await {
                    Ok(lots) => view! { <Body lots pack add/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(
    lots: Lots,
    pack: ServerAction<api::PackOrder>,
    add: ServerAction<api::AddLot>,
) -> impl IntoView {
    let words = use_words();
    let has_packing = !lots.to_pack.is_empty();
    view! {
        {has_packing.then(|| view! {
            <section class="stack">
                <h2>{words.t(k::TO_PACK)}</h2>
                <div class="orders">{lots.to_pack.into_iter().map(|order| view! { <ToPack order pack/> }).collect_view()}</div>
            </section>
        })}
        <ul class="checklist">{lots.lots.into_iter().map(|lot| view! { <Line lot/> }).collect_view()}</ul>
        <Add choices=lots.choices add/>
    }
}

#[component]
fn ToPack(order: OrderToPack, pack: ServerAction<api::PackOrder>) -> impl IntoView {
    let words = use_words();
    let label = words.with(k::PACK_ORDER_LABEL, &[("number", &order.number)]);
    view! {
        <article class="panel">
            <h3><a href=href(&format!("/desk/orders/{}", order.order))><bdi>{order.number}</bdi></a></h3>
            <ul class="lines">
                {order.lines.into_iter().map(|line| view! {
                    <li class="row between"><span><Text text=line.name/>" "<bdi class="meta">{words.pack(line.pack)}</bdi></span><bdi>"× "{line.quantity}</bdi></li>
                }).collect_view()}
            </ul>
            <ActionForm action=pack>
                <input type="hidden" name="order" value=order.order.to_string()/>
                <button class="button button-primary" type="submit" aria-label=label><Icon name="package"/>{words.t(k::PACK_ORDER)}</button>
            </ActionForm>
        </article>
    }
}

#[component]
fn Line(lot: LotView) -> impl IntoView {
    let words = use_words();
    let (state, badge) = if lot.recalled_at.is_some() {
        (k::LOT_RECALLED, "badge badge-danger")
    } else if lot.is_expired {
        (k::CERTIFICATE_EXPIRED, "badge badge-warning")
    } else if lot.remaining == 0 {
        (k::LOT_EMPTY, "badge badge-info")
    } else {
        (k::LOT_OPEN, "badge")
    };
    let left = words.with(
        k::LOT_LEFT,
        &[
            ("left", &lot.remaining.to_string()),
            ("all", &lot.quantity.to_string()),
        ],
    );
    view! {
        <li>
            <span class="mark"><Icon name="leaf"/></span>
            <span>
                <a href=href(&format!("/desk/lots/{}", lot.id))><bdi>{lot.code}</bdi>" · "<Text text=lot.name/></a>
                <span class="meta"><bdi>{words.pack(lot.pack)}</bdi>" · "{words.date(lot.harvested_at)}" · "<bdi>{left}</bdi></span>
            </span>
            <span class=badge>{words.t(state)}</span>
        </li>
    }
}

#[component]
fn Add(choices: Vec<LotChoice>, add: ServerAction<api::AddLot>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let form = use_form(add);
    let groups: Groups = vec![(
        String::new(),
        choices
            .into_iter()
            .map(|it| {
                let name = format!("{} · {}", it.name.pick(lang).text, words.pack(it.pack));
                (it.variant.to_string(), name)
            })
            .collect(),
    )];
    view! {
        <section class="narrow stack">
            <h2>{words.t(k::ADD_LOT)}</h2>
            <ErrorSummary error=form.error/>
            <ActionForm action=add class="panel">
                <Select name="variant" label=words.t(k::LOT_OF) none=words.t(k::PROVINCE_CHOOSE) groups=groups value=form.value("variant", "") problem=form.problem("variant")/>
                <Field name="code" label=words.t(k::LOT_CODE) hint=words.t(k::LOT_CODE_HINT) value=form.value("code", "") problem=form.problem("code")/>
                <Field name="place" label=words.t(k::LOT_PLACE) value=form.value("place", "") problem=form.problem("place")/>
                <div class="pair">
                    <Day name="harvested" label=words.t(k::LOT_HARVESTED) value=form.value("harvested", "") problem=form.problem("harvested")/>
                    <Day name="expires" label=words.t(k::LOT_EXPIRES) value=form.value("expires", "") problem=form.problem("expires")/>
                </div>
                <Field name="quantity" label=words.t(k::LOT_QUANTITY) kind=Kind::Number value=form.value("quantity", "") problem=form.problem("quantity")/>
                <button class="button button-primary" type="submit">{words.t(k::ADD_LOT)}</button>
            </ActionForm>
        </section>
    }
}

/// A field for a day.
#[component]
fn Day(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    problem: Signal<Option<domain::Problem>>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=name type="date" dir="ltr" value=value aria-invalid=move || problem.get().is_some().then_some("true")/>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}

#[component]
pub fn LotPage(id: LotId) -> impl IntoView {
    let recall = ServerAction::<api::RecallLot>::new();
    let page = reload(move || recall.version(), move || api::ShowLot { lot: id });
    let form = use_form(recall);
    view! {
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Detail page recall reasons=form.value("reasons", "") problem=form.problem("reasons")/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Detail(
    page: Page,
    recall: ServerAction<api::RecallLot>,
    reasons: String,
    problem: Signal<Option<domain::Problem>>,
) -> impl IntoView {
    let words = use_words();
    let lot = page.lot;
    let id = lot.id;
    let is_recalled = lot.recalled_at.is_some();
    view! {
        <Title text=lot.code.clone()/>
        <p><a class="button button-quiet" href=href("/desk/lots")>{words.t(k::LOTS)}</a></p>
        <h1><bdi>{lot.code.clone()}</bdi></h1>
        {lot.recall_reason.clone().map(|why| view! {
            <Notice kind="danger"><strong>{words.t(k::LOT_RECALLED)}</strong><p class="quoted">{why}</p></Notice>
        })}
        <div class="two">
            <section class="panel">
                <h2><Text text=lot.name.clone()/></h2>
                <LotFacts lot=lot.clone()/>
                <div class="row">
                    <a class="button button-secondary" href=href(&format!("/desk/lots/{id}/label"))><Icon name="printer"/>{words.t(k::PRINT_LABEL)}</a>
                    <a class="button button-quiet" href=href(&format!("/lots/{}", lot.token))>{words.t(k::SEE_PASSPORT)}</a>
                </div>
            </section>
            {(!is_recalled).then(|| view! {
                <ActionForm action=recall class="panel">
                    <h2>{words.t(k::RECALL)}</h2>
                    <p>{words.t(k::RECALL_TEXT)}</p>
                    <input type="hidden" name="lot" value=id.to_string()/>
                    <Field name="reasons" label=words.t(k::RECALL_REASON) kind=Kind::Lines value=reasons problem=problem/>
                    <button class="button button-danger" type="submit">{words.t(k::RECALL)}</button>
                </ActionForm>
            })}
        </div>
        <section class="stack">
            <h2>{words.t(k::LOT_BUYERS)}</h2>
            <Buyers page_buyers=page.buyers/>
        </section>
    }
}

#[component]
fn LotFacts(lot: LotView) -> impl IntoView {
    let words = use_words();
    view! {
        <dl class="facts">
            <dt>{words.t(k::SIZE)}</dt><dd><bdi>{words.pack(lot.pack)}</bdi></dd>
            <dt>{words.t(k::LOT_PLACE)}</dt><dd>{lot.place}</dd>
            <dt>{words.t(k::LOT_HARVESTED)}</dt><dd>{words.date(lot.harvested_at)}</dd>
            {lot.expires_at.map(|at| view! { <dt>{words.t(k::LOT_EXPIRES)}</dt><dd>{words.date(at)}</dd> })}
            <dt>{words.t(k::LOT_QUANTITY)}</dt>
            <dd><bdi>{words.with(k::LOT_LEFT, &[("left", &lot.remaining.to_string()), ("all", &lot.quantity.to_string())])}</bdi></dd>
        </dl>
    }
}

#[component]
fn Buyers(page_buyers: Vec<domain::marketplace::LotBuyer>) -> impl IntoView {
    let words = use_words();
    if page_buyers.is_empty() {
        return view! { <p class="meta">{words.t(k::NO_BUYER)}</p> }.into_any();
    }
    view! {
        <ul class="checklist">
            {page_buyers.into_iter().map(|it| view! {
                <li>
                    <span class="mark"><Icon name="user"/></span>
                    <span>
                        <a href=href(&format!("/desk/orders/{}", it.order))><bdi>{it.number}</bdi>" · "{it.name}</a>
                        <span class="meta"><bdi>{it.phone}</bdi>{it.email.map(|email| view! { " · "<bdi>{email}</bdi> })}</span>
                    </span>
                    <bdi>"× "{it.quantity}</bdi>
                </li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}

/// For the printer: the goods, the lot and the QR code of its public page.
#[component]
pub fn LabelPage(id: LotId) -> impl IntoView {
    let words = use_words();
    let page = load(move || api::ShowLot { lot: id });
    view! {
        <Title text=words.t(k::PRINT_LABEL)/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => {
                        let lot = page.lot;
                        view! {
                            <p class="no-print"><a class="button button-quiet" href=href(&format!("/desk/lots/{id}"))>{words.t(i18n::keys::shell::BACK)}</a></p>
                            <p class="no-print meta">{words.t(k::PRINT_HINT)}</p>
                            <section class="lot-label">
                                <img src=format!("/qr/lots/{}", lot.token) alt=words.t(k::QR_ALT) width="200" height="200"/>
                                <div>
                                    <h1><Text text=lot.name.clone()/></h1>
                                    <p><strong><bdi>{lot.code.clone()}</bdi></strong></p>
                                    <LotFacts lot=lot/>
                                </div>
                            </section>
                        }.into_any()
                    }
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}
