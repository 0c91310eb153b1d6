//! `/styleguide`: every component and every style of the design system on one page, in French or
//! Arabic and light or dark. Development builds only; it runs without scripts.

use crate::AppState;
use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse, Response},
};
use domain::{
    CooperativeId, Error, FieldError, Lang, ListingId, LocalText, Money, PictureId, Problem,
    marketplace::{
        FacetValue, Label, ListingCard as Listing, PackSize, Picture, PictureSource, Rating, Unit,
    },
};
use i18n::Words;
use leptos::prelude::*;
use serde::Deserialize;
use ui::{
    Choice, EmptyState, ErrorSummary, Field, Icon, Khatam, Kind, ListingCard, Notice, NumberField,
    Pagination, PictureFrame, Price, Refusal, RegionTiles, Select, Steps, Text,
};

#[derive(Deserialize)]
pub struct Look {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    scheme: String,
}

pub async fn page(State(state): State<AppState>, Query(look): Query<Look>) -> Response {
    let lang = Lang::from_code(&look.lang).unwrap_or_default();
    let scheme = if look.scheme == "dark" {
        "dark"
    } else {
        "light"
    };
    let owner = Owner::new();
    let body = owner.with(|| {
        provide_context(Words::embedded(lang));
        view! { <Guide lang scheme/> }.to_html()
    });
    let (code, dir) = (lang.code(), lang.dir().attribute());
    Html(format!(
        r#"<!DOCTYPE html><html lang="{code}" dir="{dir}" data-scheme="{scheme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Styleguide</title><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/pkg/{}"></head><body>{body}</body></html>"#,
        stylesheet(&state)
    ))
    .into_response()
}

/// The built stylesheet's name: with its hash where the build writes one.
fn stylesheet(state: &AppState) -> String {
    let hash = std::fs::read_to_string(crate::state::hash_file(&state.config))
        .ok()
        .and_then(|text| {
            text.lines()
                .find_map(|line| line.strip_prefix("css:").map(|hash| hash.trim().to_owned()))
        });
    hash.map_or_else(
        || "taawouniya.css".to_owned(),
        |hash| format!("taawouniya.{hash}.css"),
    )
}

fn local(fr: &str, ar: &str) -> LocalText {
    LocalText::new(fr, ar, "")
}

fn listing(id: i64, slug: &str, in_stock: bool, label: Option<&str>) -> Listing {
    Listing {
        id: ListingId(id),
        slug: slug.to_owned(),
        name: local("Safran de Taliouine", "زعفران تالوين"),
        cooperative: CooperativeId(1),
        cooperative_name: local("Coopérative Anzar (démo)", "تعاونية أنزار (تجريبية)"),
        cooperative_slug: "anzar".to_owned(),
        region: local("Souss-Massa", "سوس-ماسة"),
        picture: Some(picture(slug)),
        label: label.map(|code| Label {
            code: code.to_owned(),
        }),
        price: Money::mad(5_050),
        pack: PackSize {
            amount: 1,
            unit: Unit::Gram,
        },
        has_more_variants: true,
        unique_piece: false,
        in_stock,
        rating: Some(Rating {
            tenths: 47,
            count: 12,
        }),
    }
}

fn picture(slug: &str) -> Picture {
    Picture {
        id: PictureId(1),
        source: PictureSource::Illustration {
            slug: slug.to_owned(),
        },
        alt: local("Dessin du produit", "رسم المنتج"),
        width: 320,
        height: 240,
    }
}

fn regions() -> Vec<FacetValue> {
    (1..=12)
        .map(|number| FacetValue {
            value: format!("{number:02}"),
            name: local(&format!("Région {number}"), &format!("جهة {number}")),
            count: number % 5,
            chosen: false,
        })
        .collect()
}

#[component]
fn Guide(lang: Lang, scheme: &'static str) -> impl IntoView {
    let look = |to: Lang, scheme: &'static str| {
        let address = format!("/styleguide?lang={}&scheme={scheme}", to.code());
        view! { <a href=address>{format!("{} {scheme}", to.code())}</a> }
    };
    let _ = (lang, scheme);
    view! {
        <main class="wrap page stack">
            <h1>"Styleguide"</h1>
            <nav class="tabs" aria-label="Looks">
                {look(Lang::Fr, "light")}{look(Lang::Fr, "dark")}{look(Lang::Ar, "light")}{look(Lang::Ar, "dark")}
            </nav>
            <Actions/>
            <Marks/>
            <Lists/>
            <Answers/>
            <Fields/>
            <Data/>
        </main>
    }
}

#[component]
fn Actions() -> impl IntoView {
    let part = |part: &'static str| {
        view! {
            <div class="row" data-part=part>
                <button class="button button-primary" type="button">{part}</button>
                <button class="button button-secondary" type="button"><Icon name="check"/>"Secondary"</button>
                <button class="button" type="button">"Plain"</button>
                <button class="button button-quiet" type="button"><Icon name="trash"/>"Quiet"</button>
                <button class="button button-danger" type="button">"Danger"</button>
                <button class="button button-primary" type="button" disabled=true>"Disabled"</button>
            </div>
        }
    };
    view! {
        <section class="section"><h2>"Actions"</h2>{part("market")}{part("projects")}{part("academy")}
            <form class="search" role="search"><input type="search" aria-label="Search" placeholder="Argan…"/><button class="button button-primary" type="button">"Search"</button></form>
            <div class="stepper"><input type="number" value="2" aria-label="Quantity"/><button class="button button-secondary" type="button">"Change"</button></div>
        </section>
    }
}

#[component]
fn Marks() -> impl IntoView {
    const ICONS: [&str; 18] = [
        "storefront",
        "plant",
        "graduation-cap",
        "shopping-cart",
        "package",
        "truck",
        "house",
        "map-pin",
        "phone",
        "users-three",
        "seal-check",
        "certificate",
        "check-circle",
        "warning-circle",
        "info",
        "caret-right",
        "arrow-left",
        "globe",
    ];
    view! {
        <section class="section">
            <h2>"Marks"</h2>
            <p class="row">{ICONS.into_iter().map(|name| view! { <Icon name/> }).collect_view()}</p>
            <p class="row">
                <span class="badge"><Icon name="seal-check"/>"IGP"</span>
                <span class="badge badge-part" data-part="market">"Part"</span>
                <span class="badge badge-warning">"Warning"</span>
                <span class="badge badge-danger">"Danger"</span>
                <span class="badge badge-info">"Info"</span>
                <span class="flag">"Flag"</span>
                <a class="chip" href="/styleguide">"Chip"<Icon name="x"/></a>
                <a class="chip chip-clear" href="/styleguide">"Clear"</a>
            </p>
            <p><Price amount=Money::mad(1_234_567)/>" · "<Text text=local("", "كلمة بالعربية")/></p>
            <Khatam/>
        </section>
    }
}

#[component]
fn Lists() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"Lists"</h2>
            <nav class="breadcrumbs" aria-label="Path"><ol><li><a href="/styleguide">"Market"</a></li><li><a href="/styleguide">"Spices"</a></li></ol></nav>
            <div class="grid">
                <ListingCard listing=listing(1, "taliouine-saffron", true, Some("AOP")) sold_out="Épuisé"/>
                <ListingCard listing=listing(2, "safi-pottery", false, Some("Label agricole")) sold_out="Épuisé"/>
                <ListingCard listing=listing(3, "taznakht-carpet", true, None) sold_out="Épuisé"/>
            </div>
            <PictureFrame picture=None sizes="320px"/>
            <Pagination page=2 pages=5 address=|page| format!("/styleguide?page={page}")/>
            <a class="tile" href="/styleguide">
                <span class="mark"><Icon name="package"/></span><div><h3>"Tile"</h3><p class="meta">"Where it leads."</p></div><Icon name="caret-right"/>
            </a>
            <div class="doors">
                <a class="door" data-part="projects" href="/styleguide">
                    <img src="/illustrations/doors/projects.svg" alt="" width="320" height="240"/>
                    <div><h3>"Door"</h3><p class="meta">"What is behind it."</p><b>"Enter"</b></div>
                </a>
            </div>
        </section>
    }
}

#[component]
fn Answers() -> impl IntoView {
    let steps = vec![
        ("package", "Placed".to_owned(), true),
        ("check-circle", "Confirmed".to_owned(), true),
        ("truck", "Sent".to_owned(), false),
        ("house", "Delivered".to_owned(), false),
    ];
    view! {
        <section class="section">
            <h2>"Answers"</h2>
            <Notice kind="success">"Success"</Notice>
            <Notice kind="info">"Info"</Notice>
            <Notice kind="warning">"Warning"</Notice>
            <Notice kind="danger">"Danger"</Notice>
            <Steps steps/>
            <div class="panel">
                <EmptyState illustration="/illustrations/empty/orders.svg" title="Empty" text="What to do about it." level=2>
                    <a class="button button-primary" href="/styleguide">"Do it"</a>
                </EmptyState>
            </div>
            <span class="skeleton"></span>
            <dialog open=true aria-label="Dialog" style="position: static">
                <div class="dialog-head"><h3>"Dialog"</h3><button class="button button-quiet" type="button" aria-label="Close"><Icon name="x"/></button></div>
                <p>"A question."</p>
                <div class="dialog-actions"><button class="button button-danger" type="button">"Yes"</button><button class="button" type="button">"No"</button></div>
            </dialog>
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let fine = Signal::stored(None::<Problem>);
    let wrong = Signal::stored(Some(Problem::InvalidPhone));
    let error = Signal::stored(Some(Error::Invalid {
        fields: vec![FieldError::new("phone", Problem::InvalidPhone)],
    }));
    view! {
        <section class="section narrow">
            <h2>"Fields"</h2>
            <ErrorSummary error/>
            <Refusal error=Signal::stored(Some(Error::Conflict))/>
            <form class="panel">
                <Field name="text" label="Text" hint="A hint." value="Salma" problem=fine/>
                <Select name="province" label="Province" none="Choose" groups=vec![("Souss-Massa".to_owned(), vec![("09.581".to_owned(), "Tiznit".to_owned())])] value="09.581" problem=fine/>
                <Field name="email" label="E-mail" kind=Kind::Email optional=true problem=fine/>
                <Field name="phone" label="Phone" kind=Kind::Phone value="12" problem=wrong/>
                <Field name="password" label="Password" kind=Kind::Password problem=fine/>
                <Field name="number" label="Number" kind=Kind::Number value="3" problem=fine/>
                <Field name="lines" label="Lines" kind=Kind::Lines problem=fine/>
                <div class="field"><label for="select">"Select"</label><select id="select"><option>"One"</option></select></div>
                <fieldset>
                    <legend>"Choice"</legend>
                    <Choice input="radio" name="choice" value="a" checked=true>"Chosen"</Choice>
                    <Choice input="radio" name="choice" value="b" checked=false>"Not chosen"</Choice>
                    <Choice input="checkbox" name="box" value="c" checked=true>"Ticked"</Choice>
                </fieldset>
            </form>
        </section>
    }
}

#[component]
fn Data() -> impl IntoView {
    view! {
        <section class="section" data-part="market">
            <h2>"Data"</h2>
            <RegionTiles regions=regions() address=|code| format!("/styleguide?region={code}")/>
            <div class="numbers"><p><b>"57"</b>"products"</p><p><b>"24"</b>"cooperatives"</p></div>
            <div class="kpis"><p class="kpi" data-tone="warning"><b>"1"</b>"to confirm"</p><p class="kpi"><b>"0"</b>"today"</p></div>
            <div class="ring">
                <svg viewBox="0 0 88 88" role="img" aria-label="62 %"><circle cx="44" cy="44" r="38"/><circle cx="44" cy="44" r="38" stroke-dasharray="148 239"/></svg>
                <b>"62 %"</b>
            </div>
            <dl class="facts panel"><dt>"Area"</dt><dd>"Taliouine"</dd><dt>"Number"</dt><dd>"AOP-00002"</dd></dl>
            <dl class="totals panel"><dt>"Goods"</dt><dd><Price amount=Money::mad(7_700)/></dd><dt>"Total"</dt><dd><Price amount=Money::mad(14_700)/></dd></dl>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table">
                <table class="rows-as-cards">
                    <thead><tr><th scope="col">"Product"</th><th scope="col">"Stock"</th></tr></thead>
                    <tbody><tr><th scope="row">"Saffron"</th><td><NumberField id="stock-1" name="stock" label="Stock of saffron" value="45" problem=Signal::stored(Some(Problem::NotANumber))/></td></tr><tr><th scope="row">"Almonds"</th><td data-label="Stock">"13"</td></tr></tbody>
                </table>
            </div>
        </section>
    }
}
