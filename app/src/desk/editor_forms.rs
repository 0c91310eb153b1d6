//! The pages of the listing's editor, one thing each.

use super::{
    editor::{Actions, step_words},
    editor_api as api,
    register::LocalFields,
};
use crate::{ActionForm, NotFoundView, ServerAction, href, use_form, use_plain_form, use_words};
use domain::{
    Money, PictureId,
    marketplace::{DraftPage, DraftState, DraftStep, DraftVariant, MAX_VARIANTS, PACK_UNITS, Unit},
};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Groups, Icon, Kind, Notice, PictureFrame, Select};

#[component]
pub(super) fn StepPage(step: DraftStep, page: DraftPage, actions: Actions) -> impl IntoView {
    let words = use_words();
    let (title, text, _) = step_words(step);
    let number = (step as usize + 1).to_string();
    let id = page.listing;
    let body = if page.state == DraftState::Submitted {
        view! { <Notice kind="info">{words.t(k::WITH_ADVISOR)}</Notice> }.into_any()
    } else {
        match step {
            DraftStep::Name => view! { <NameForm page/> }.into_any(),
            DraftStep::Description => view! { <DescriptionForm page/> }.into_any(),
            DraftStep::Facts => view! { <FactsForm page/> }.into_any(),
            DraftStep::Prices => view! { <Prices page actions/> }.into_any(),
            DraftStep::Terms => view! { <TermsForm page/> }.into_any(),
            DraftStep::Pictures => view! { <Pictures page actions/> }.into_any(),
        }
    };
    view! {
        <Title text=words.t(title)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/desk/listings/{id}"))>{words.t(k::BACK_TO_EDITOR)}</a></p>
            <p class="meta"><bdi>{words.with(k::STEP_OF, &[("step", &number), ("all", "6")])}</bdi></p>
            <h1>{words.t(title)}</h1>
            <p>{words.t(text)}</p>
            {body}
        </div>
    }
}

#[component]
fn Save() -> impl IntoView {
    let words = use_words();
    view! { <button class="button button-primary" type="submit">{words.t(k::SAVE_AND_GO_ON)}</button> }
}

#[component]
fn Of(page: DraftPage) -> impl IntoView {
    view! { <input type="hidden" name="listing" value=page.listing.to_string()/> }
}

#[component]
fn NameForm(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveListingName>::new();
    let form = use_form(action);
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="stack">
            <LocalFields legend=words.t(k::NAME_IN_LANGUAGES) names=["name_fr", "name_ar", "name_en", "name_zgh"] value=page.draft.name.clone() form=form/>
            <Of page/>
            <Save/>
        </ActionForm>
    }
}

#[component]
fn DescriptionForm(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveListingDescription>::new();
    let form = use_form(action);
    let names = [
        "description_fr",
        "description_ar",
        "description_en",
        "description_zgh",
    ];
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="stack">
            <LocalFields legend=words.t(k::DESCRIPTION_IN_LANGUAGES) names=names kind=Kind::Lines value=page.draft.description.clone() form=form/>
            <Of page/>
            <Save/>
        </ActionForm>
    }
}

const ATTRIBUTE_FIELDS: [[&str; 4]; 2] = [
    [
        "attribute_0_fr",
        "attribute_0_ar",
        "attribute_0_en",
        "attribute_0_zgh",
    ],
    [
        "attribute_1_fr",
        "attribute_1_ar",
        "attribute_1_en",
        "attribute_1_zgh",
    ],
];

#[component]
fn FactsForm(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveListingFacts>::new();
    let form = use_form(action);
    let draft = page.draft.clone();
    let attributes = page
        .category
        .required
        .iter()
        .zip(ATTRIBUTE_FIELDS)
        .map(|(key, names)| {
            let legend = domain::marketplace::attribute_name(key)
                .pick(words.lang())
                .text;
            let value = draft
                .attributes
                .iter()
                .find(|it| it.key == *key)
                .map(|it| it.value.clone())
                .unwrap_or_default();
            view! { <LocalFields legend=legend names=names value=value form=form/> }
        })
        .collect_view();
    let certificates = page
        .certificates
        .iter()
        .map(|it| (it.id.to_string(), format!("{} · {}", it.label, it.number)))
        .collect::<Vec<_>>();
    let chosen = draft
        .certification
        .map_or_else(String::new, |id| id.to_string());
    let groups: Groups = vec![(String::new(), certificates)];
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="stack">
            {attributes}
            <div class="panel">
                <Field name="origin" label=words.t(k::ORIGIN) hint=words.t(k::ORIGIN_HINT) value=form.value("origin", &draft.origin) problem=form.problem("origin")/>
                <Field name="hs_code" label=words.t(k::HS_CODE) hint=words.t(k::HS_CODE_HINT) kind=Kind::Number optional=true value=form.value("hs_code", &draft.hs_code) problem=form.problem("hs_code")/>
                <Select name="certification" label=words.t(k::CERTIFICATE_OF_LISTING) none=words.t(k::NO_CERTIFICATE) groups=groups value=form.value("certification", &chosen) problem=form.problem("certification")/>
            </div>
            <Of page/>
            <Save/>
        </ActionForm>
    }
}

/// Sizes with what they cost here, abroad, and by quantity.
#[component]
pub fn PriceTable(variants: Vec<DraftVariant>) -> impl IntoView {
    let words = use_words();
    if variants.is_empty() {
        return view! { <p class="meta">{words.t(k::NO_SIZE)}</p> }.into_any();
    }
    let money = move |amount: Option<Money>| amount.map_or_else(String::new, |it| words.money(it));
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::DRAFT_PRICES)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::SIZE)}</th>
                        <th scope="col">{words.t(k::PRICE_MAD)}</th>
                        <th scope="col">{words.t(k::PRICE_EUR)}</th>
                        <th scope="col">{words.t(k::PRICE_USD)}</th>
                        <th scope="col">{words.t(k::BREAKS)}</th>
                    </tr>
                </thead>
                <tbody>
                    {variants.into_iter().map(|it| view! {
                        <tr>
                            <th scope="row"><bdi>{words.pack(it.pack)}</bdi>" "<bdi class="meta">{it.sku}</bdi></th>
                            <td><bdi>{words.money(it.price)}</bdi></td>
                            <td><bdi>{money(it.eur)}</bdi></td>
                            <td><bdi>{money(it.usd)}</bdi></td>
                            <td>{it.breaks.into_iter().map(|step| {
                                let quantity = step.min_quantity.to_string();
                                let price = words.money(step.price);
                                view! { <span class="row"><bdi>{words.with(k::BREAK_FROM, &[("count", &quantity), ("price", &price)])}</bdi></span> }
                            }).collect_view()}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Prices(page: DraftPage, actions: Actions) -> impl IntoView {
    let words = use_words();
    let id = page.listing;
    let count = page.draft.variants.len();
    let removed = use_form(actions.remove_variant);
    let lines = page
        .draft
        .variants
        .into_iter()
        .enumerate()
        .map(|(at, it)| {
            let pack = words.pack(it.pack);
            let label = words.with(k::REMOVE_SIZE, &[("size", &pack)]);
            view! {
                <li>
                    <span class="mark"><Icon name="package"/></span>
                    <span>
                        <a href=href(&format!("/desk/listings/{id}/prices/{at}"))><bdi>{pack}</bdi></a>
                        <span class="meta"><bdi>{words.money(it.price)}</bdi>" · "<bdi>{it.sku}</bdi></span>
                    </span>
                    <ActionForm action=actions.remove_variant class="above">
                        <input type="hidden" name="listing" value=id.to_string()/>
                        <input type="hidden" name="at" value=at.to_string()/>
                        <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/></button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <ErrorSummary error=removed.error/>
        <ul class="checklist">{lines}</ul>
        {(count < MAX_VARIANTS).then(|| view! {
            <a class="button button-secondary" href=href(&format!("/desk/listings/{id}/prices/{count}"))><Icon name="plus"/>{words.t(k::ADD_SIZE)}</a>
        })}
        {(count > 0).then(|| view! { <a class="button button-primary" href=href(&format!("/desk/listings/{id}"))>{words.t(k::GO_ON)}</a> })}
    }
}

/// An amount as one types it.
fn typed(amount: Option<Money>) -> String {
    amount.map_or_else(String::new, |it| {
        format!("{}.{:02}", it.minor / 100, it.minor % 100)
    })
}

#[component]
pub fn VariantPage(page: DraftPage, at: u32) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveVariant>::new();
    let form = use_form(action);
    let known = page.draft.variants.get(at as usize).cloned();
    if at as usize > page.draft.variants.len() || page.state == DraftState::Submitted {
        return view! { <NotFoundView/> }.into_any();
    }
    let text = |of: &dyn Fn(&DraftVariant) -> String| known.as_ref().map(of).unwrap_or_default();
    let sku = text(&|it| it.sku.clone());
    let amount = text(&|it| it.pack.amount.to_string());
    let unit = text(&|it| it.pack.unit.code().to_owned());
    let price = text(&|it| typed(Some(it.price)));
    let eur = text(&|it| typed(it.eur));
    let usd = text(&|it| typed(it.usd));
    let stock = text(&|it| it.opening_stock.to_string());
    let is_new = known.as_ref().is_none_or(|it| it.id.is_none());
    let break_at = |at: usize| {
        known
            .as_ref()
            .and_then(|it| it.breaks.get(at))
            .map_or_else(Default::default, |it| {
                (it.min_quantity.to_string(), typed(Some(it.price)))
            })
    };
    let breaks = [
        ("break_quantity_0", "break_price_0"),
        ("break_quantity_1", "break_price_1"),
        ("break_quantity_2", "break_price_2"),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (quantity, price))| {
        let (known_quantity, known_price) = break_at(at);
        view! {
            <div class="pair">
                <Field name=quantity label=words.t(k::BREAK_QUANTITY) kind=Kind::Number optional=true value=form.value(quantity, &known_quantity) problem=form.problem(quantity)/>
                <Field name=price label=words.t(k::BREAK_PRICE) kind=Kind::Number optional=true value=form.value(price, &known_price) problem=form.problem(price)/>
            </div>
        }
    })
    .collect_view();
    let units: Groups = vec![(
        String::new(),
        PACK_UNITS
            .into_iter()
            .map(|unit| (unit.code().to_owned(), words.t(unit_words(unit))))
            .collect(),
    )];
    view! {
        <Title text=words.t(k::SIZE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/desk/listings/{}/prices", page.listing))>{words.t(k::DRAFT_PRICES)}</a></p>
            <h1>{words.t(if is_new { k::ADD_SIZE } else { k::SIZE })}</h1>
            <ErrorSummary error=form.error/>
            <ActionForm action=action class="stack">
                <input type="hidden" name="at" value=at.to_string()/>
                <div class="panel">
                    <div class="pair">
                        <Field name="amount" label=words.t(k::AMOUNT) kind=Kind::Number value=form.value("amount", &amount) problem=form.problem("amount")/>
                        <Select name="unit" label=words.t(k::UNIT) none=words.t(k::PROVINCE_CHOOSE) groups=units value=form.value("unit", &unit) problem=form.problem("unit")/>
                    </div>
                    <Field name="price" label=words.t(k::PRICE_MAD) hint=words.t(k::PRICE_HINT) kind=Kind::Number value=form.value("price", &price) problem=form.problem("price")/>
                    <div class="pair">
                        <Field name="eur" label=words.t(k::PRICE_EUR) kind=Kind::Number optional=true value=form.value("eur", &eur) problem=form.problem("eur")/>
                        <Field name="usd" label=words.t(k::PRICE_USD) kind=Kind::Number optional=true value=form.value("usd", &usd) problem=form.problem("usd")/>
                    </div>
                    {is_new.then(|| view! { <Field name="stock" label=words.t(k::OPENING_STOCK) kind=Kind::Number optional=true value=form.value("stock", &stock) problem=form.problem("stock")/> })}
                    <Field name="sku" label=words.t(k::SKU) hint=words.t(k::SKU_HINT) optional=true value=form.value("sku", &sku) problem=form.problem("sku")/>
                </div>
                <fieldset class="panel">
                    <legend>{words.t(k::BREAKS)}</legend>
                    <p class="meta">{words.t(k::BREAKS_HINT)}</p>
                    {breaks}
                </fieldset>
                <Of page/>
                <button class="button button-primary" type="submit">{words.t(i18n::keys::shell::SAVE)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

const fn unit_words(unit: Unit) -> i18n::Key {
    match unit {
        Unit::Millilitre => k::UNIT_ML,
        Unit::Piece => k::UNIT_PIECES,
        Unit::Pair => k::UNIT_PAIRS,
        Unit::Dozen => k::UNIT_DOZENS,
        Unit::SquareDecimetre => k::UNIT_DM2,
        _ => k::UNIT_G,
    }
}

#[component]
fn TermsForm(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveTerms>::new();
    let form = use_form(action);
    let draft = page.draft.clone();
    let days = form.value("prepare_days", &draft.prepare_days.to_string());
    let least = form.value("min_order", &draft.min_order.to_string());
    let is_unique = form.value("unique", if draft.unique_piece { "on" } else { "" }) == "on";
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <Field name="prepare_days" label=words.t(k::PREPARE_DAYS) hint=words.t(k::PREPARE_DAYS_HINT) kind=Kind::Number value=days problem=form.problem("prepare_days")/>
            <Field name="min_order" label=words.t(k::MIN_ORDER) hint=words.t(k::MIN_ORDER_HINT) kind=Kind::Number value=least problem=form.problem("min_order")/>
            <Choice input="checkbox" name="unique" value="on" checked=is_unique>
                <strong>{words.t(k::UNIQUE)}</strong>" "<span class="meta">{words.t(k::UNIQUE_TEXT)}</span>
            </Choice>
            <Of page/>
            <Save/>
        </ActionForm>
    }
}

const UPLOAD: &str = "/api/desk/upload_picture";

#[component]
fn Pictures(page: DraftPage, actions: Actions) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(UPLOAD);
    let moved = use_form(actions.move_picture);
    let id = page.listing;
    let words_of_problem = words;
    let problem = form.problem("picture");
    let alt_problem = form.problem("alt");
    let has_some = !page.pictures.is_empty();
    let lines = page
        .pictures
        .into_iter()
        .enumerate()
        .map(|(at, picture)| {
            let number = (at + 1).to_string();
            let alt = picture.alt.pick(words.lang()).text;
            let picture_id = picture.id.to_string();
            let is_ready = !matches!(&picture.source, domain::marketplace::PictureSource::Upload { widths, .. } if widths.is_empty());
            let forward = words.with(k::MOVE_PICTURE, &[("number", &number)]);
            let remove = words.with(k::REMOVE_PICTURE, &[("number", &number)]);
            let address = href(&format!("/desk/listings/{id}/pictures/{picture_id}"));
            let moved_id = picture_id.clone();
            view! {
                <li>
                    {if is_ready {
                        view! { <PictureFrame picture=Some(picture) sizes="84px"/> }.into_any()
                    } else {
                        view! { <span class="mark"><Icon name="clock"/></span> }.into_any()
                    }}
                    <span>
                        <a href=address>{alt}</a>
                        <span class="meta">{words.t(if !is_ready { k::PICTURE_ON_ITS_WAY } else if at == 0 { k::COVER } else { k::DESCRIBE_PICTURE })}</span>
                    </span>
                    <span class="row above">
                        {(at > 0).then(|| view! {
                            <ActionForm action=actions.move_picture>
                                <input type="hidden" name="listing" value=id.to_string()/>
                                <input type="hidden" name="picture" value=moved_id/>
                                <button class="button button-quiet" type="submit" aria-label=forward><Icon name="caret-up"/></button>
                            </ActionForm>
                        })}
                        <ActionForm action=actions.remove_picture>
                            <input type="hidden" name="listing" value=id.to_string()/>
                            <input type="hidden" name="picture" value=picture_id/>
                            <button class="button button-quiet" type="submit" aria-label=remove><Icon name="trash"/></button>
                        </ActionForm>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ErrorSummary error=form.error/>
        <ErrorSummary error=moved.error/>
        <ol class="checklist listings">{lines}</ol>
        <form method="post" action=UPLOAD enctype="multipart/form-data" class="panel">
            <input type="hidden" name="listing" value=id.to_string()/>
            <div class="field">
                <label for="picture">{words.t(k::PICTURE)}</label>
                <p class="meta">{words.t(k::PICTURE_HINT)}</p>
                <input id="picture" type="file" name="file" accept="image/jpeg,image/png,image/webp" aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error">{words_of_problem.problem(&problem)}</p> })}
            </div>
            <Field name="alt" label=words.t(k::ALT) hint=words.t(k::ALT_HINT) value=form.value("alt", "") problem=alt_problem/>
            <button class="button button-secondary" type="submit"><Icon name="camera"/>{words.t(k::SEND_PICTURE)}</button>
        </form>
        {has_some.then(|| view! { <a class="button button-primary" href=href(&format!("/desk/listings/{id}"))>{words.t(k::GO_ON)}</a> })}
    }
}

#[component]
pub fn PicturePage(page: DraftPage, id: PictureId) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::DescribePicture>::new();
    let form = use_form(action);
    let Some(picture) = page.pictures.iter().find(|it| it.id == id).cloned() else {
        return view! { <NotFoundView/> }.into_any();
    };
    let alt = picture.alt.clone();
    view! {
        <Title text=words.t(k::DESCRIBE_PICTURE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/desk/listings/{}/pictures", page.listing))>{words.t(k::DRAFT_PICTURES)}</a></p>
            <h1>{words.t(k::DESCRIBE_PICTURE)}</h1>
            <PictureFrame picture=Some(picture) sizes="600px"/>
            <ErrorSummary error=form.error/>
            <ActionForm action=action class="stack">
                <LocalFields legend=words.t(k::ALT) names=["alt_fr", "alt_ar", "alt_en", "alt_zgh"] value=alt form=form/>
                <input type="hidden" name="picture" value=id.to_string()/>
                <Of page/>
                <button class="button button-primary" type="submit">{words.t(i18n::keys::shell::SAVE)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}
