//! A lot's passport: what anyone reads behind the QR code on the goods.

use super::api;
use crate::{ErrorView, href, load, path_segment, use_lang, use_words};
use domain::marketplace::LotPassport;
use i18n::keys::cooperatives as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Notice, Text};

#[component]
pub fn PassportPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let token = path_segment(2);
    let passport = load(move || api::ShowPassport {
        token: token.clone(),
    });
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match passport.await {
                    Ok(passport) => view! { <Body passport/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(passport: LotPassport) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let cooperative = href(&format!("/cooperatives/{}", passport.cooperative_slug));
    view! {
        <Title text=passport.name.pick(lang).text/>
        <div class="wrap page narrow stack">
            {passport.recall_reason.map(|why| view! {
                <Notice kind="danger"><strong>{words.t(k::PASSPORT_RECALLED)}</strong><p class="quoted">{why}</p></Notice>
            })}
            <section class="passport panel">
                <p class="badge"><Icon name="leaf"/>{words.t(k::PASSPORT)}</p>
                <h1><Text text=passport.name/></h1>
                {passport.label.map(|label| view! { <p class="badge"><Icon name="seal-check"/>{label}</p> })}
                <dl class="facts">
                    <dt>{words.t(k::PASSPORT_LOT)}</dt><dd><bdi>{passport.code}</bdi></dd>
                    <dt>{words.t(k::PASSPORT_SIZE)}</dt><dd><bdi>{words.pack(passport.pack)}</bdi></dd>
                    <dt>{words.t(k::PASSPORT_PLACE)}</dt><dd>{passport.place}</dd>
                    <dt>{words.t(k::PASSPORT_HARVESTED)}</dt><dd>{words.date(passport.harvested_at)}</dd>
                    {passport.expires_at.map(|at| view! { <dt>{words.t(k::PASSPORT_EXPIRES)}</dt><dd>{words.date(at)}</dd> })}
                </dl>
            </section>
            <section class="panel">
                <h2><a href=cooperative><Text text=passport.cooperative/></a></h2>
                <p class="meta"><Text text=passport.province/>" · "<Text text=passport.region/></p>
                <p class="quoted"><Text text=passport.story/></p>
                {passport.listing_slug.map(|slug| view! { <a class="button button-primary" href=href(&format!("/market/{slug}"))>{words.t(k::PASSPORT_BUY)}</a> })}
            </section>
        </div>
    }
}
