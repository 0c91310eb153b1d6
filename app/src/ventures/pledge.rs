//! A buyer says how much they would buy of a project's product.

use super::team_api as api;
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_query_map,
    use_words,
};
use domain::projects::PledgePage as Page;
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select, Text};

#[component]
pub(super) fn PledgePage() -> impl IntoView {
    let query = use_query_map();
    let sheet = move || query.with(|query| query.get("sheet").unwrap_or_default());
    let save = ServerAction::<api::SavePledge>::new();
    let acts = Mine {
        withdraw: ServerAction::new(),
        confirm: ServerAction::new(),
    };
    let form = use_form(save);
    let page = reload(
        move || save.version() + acts.withdraw.version() + acts.confirm.version(),
        move || api::ShowPledge { sheet: sheet() },
    );
    view! {
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page save acts form/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// What can be done with one's own pledge.
#[derive(Clone, Copy)]
struct Mine {
    withdraw: ServerAction<api::WithdrawPledge>,
    confirm: ServerAction<api::ConfirmPledge>,
}

#[component]
fn Body(
    page: Page,
    save: ServerAction<api::SavePledge>,
    acts: Mine,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let groups: Groups = domain::geography::by_region(&page.regions, &page.provinces, words.lang());
    let (buyer, volume, province) = page.mine.clone().map_or_else(Default::default, |it| {
        let province = it.province.unwrap_or_default();
        (it.buyer, it.volume.to_string(), province)
    });
    let back = href(&format!("/projects/{}", page.sheet));
    let sheet = page.sheet.clone();
    let unit = words.t(crate::projects::product_word(page.product));
    let mine = page.mine.map(|it| {
        let told = words.with(k::PLEDGE_KEPT, &[("volume", &words.number(it.volume))]);
        let kept_sheet = sheet.clone();
        let confirmed = it.confirmed_at.map(|at| {
            let told = words.with(k::PROMISE_CONFIRMED, &[("date", &words.date(at))]);
            view! { <p class="meta"><bdi>{told}</bdi></p> }
        });
        view! {
            <Notice kind="success"><p>{told}</p>{confirmed}</Notice>
            <div class="row">
                <ActionForm action=acts.confirm>
                    <input type="hidden" name="sheet" value=kept_sheet/>
                    <button class="button button-secondary" type="submit"><Icon name="check"/>{words.t(k::PLEDGE_CONFIRM)}</button>
                </ActionForm>
                <ActionForm action=acts.withdraw>
                    <input type="hidden" name="sheet" value=sheet/>
                    <button class="button button-quiet" type="submit"><Icon name="trash"/>{words.t(k::PLEDGE_WITHDRAW)}</button>
                </ActionForm>
            </div>
        }
    });
    view! {
        <Title text=words.t(k::PLEDGE_TITLE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=back><Icon name="arrow-left"/>{words.t(k::BACK_TO_SHEET)}</a></p>
            <h1>{words.t(k::PLEDGE_TITLE)}</h1>
            <p><strong><Text text=page.title/></strong>" · "<Text text=page.product_name/></p>
            <p>{words.t(k::PLEDGE_TEXT)}</p>
            {mine}
            <ActionForm action=save class="panel">
                <input type="hidden" name="sheet" value=page.sheet/>
                <Field name="buyer" label=words.t(k::PLEDGE_BUYER) hint=words.t(k::PLEDGE_BUYER_HINT) value=form.value("buyer", &buyer) problem=form.problem("buyer")/>
                <Field name="volume" label=words.with(k::PLEDGE_VOLUME, &[("unit", &unit)]) kind=Kind::Number value=form.value("volume", &volume) problem=form.problem("volume")/>
                <Select name="province" label=words.t(k::PLEDGE_PROVINCE) none=words.t(k::PLEDGE_ANYWHERE) groups value=form.value("province", &province) problem=form.problem("province")/>
                <button class="button button-primary" type="submit">{words.t(k::PLEDGE_SAVE)}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}
