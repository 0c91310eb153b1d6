//! The addresses one keeps for the next order.

use super::addresses_api as api;
use crate::{ActionForm, ErrorView, ServerAction, href, reload, use_form, use_lang, use_words};
use domain::{
    geography::Province,
    marketplace::{Address, AddressBook, Country, MOROCCO, SavedAddress},
};
use i18n::keys::accounts as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind};

#[component]
pub fn AddressesPage() -> impl IntoView {
    let words = use_words();
    let save = ServerAction::<api::SaveAddress>::new();
    let delete = ServerAction::<api::DeleteAddress>::new();
    let book = reload(
        move || save.version() + delete.version(),
        || api::ShowAddresses {},
    );
    let title = words.t(k::ADDRESSES);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <p class="meta">{words.t(k::ADDRESSES_INTRO)}</p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match book.await {
                    Ok(AddressBook { kept, provinces, countries }) => view! {
                        <Body kept provinces countries save delete/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(
    kept: Vec<SavedAddress>,
    provinces: Vec<Province>,
    countries: Vec<Country>,
    save: ServerAction<api::SaveAddress>,
    delete: ServerAction<api::DeleteAddress>,
) -> impl IntoView {
    let words = use_words();
    let edited =
        crate::use_query_map().with_untracked(|query| query.get("edit").unwrap_or_default());
    let before = kept.iter().find(|it| it.id.to_string() == edited).cloned();
    view! {
        {kept.into_iter().map(|it| {
            let named = [("name", it.label.as_str())];
            let edit = words.with(k::ADDRESS_EDIT_OF, &named);
            let remove = words.with(k::ADDRESS_DELETE_OF, &named);
            view! {
                <section class="panel">
                    <h2>{it.label.clone()}</h2>
                    <p>{it.address.name}" · "<bdi>{it.address.phone}</bdi></p>
                    <p>{it.address.street}", "{it.address.city}</p>
                    <div class="row">
                        <a class="button button-secondary" rel="external" href=href(&format!("/account/addresses?edit={}", it.id)) aria-label=edit>{words.t(k::ADDRESS_EDIT)}</a>
                        <ActionForm action=delete>
                            <input type="hidden" name="address" value=it.id.to_string()/>
                            <button class="button button-secondary" type="submit" aria-label=remove><Icon name="trash"/>{words.t(k::ADDRESS_DELETE)}</button>
                        </ActionForm>
                    </div>
                </section>
            }
        }).collect_view()}
        <AddressForm before provinces countries save/>
    }
}

#[component]
fn AddressForm(
    before: Option<SavedAddress>,
    provinces: Vec<Province>,
    countries: Vec<Country>,
    save: ServerAction<api::SaveAddress>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let form = use_form(save);
    let id = before
        .as_ref()
        .map(|it| it.id.to_string())
        .unwrap_or_default();
    let label = before
        .as_ref()
        .map(|it| it.label.clone())
        .unwrap_or_default();
    let it = before.map_or_else(Address::default, |it| it.address);
    let country = form.value("country", it.country_code());
    let province = form.value("province", &it.province);
    let province_problem = form.problem("province");
    let title = if id.is_empty() {
        k::ADDRESS_NEW
    } else {
        k::ADDRESS_CHANGE
    };
    view! {
        <h2>{words.t(title)}</h2>
        <ErrorSummary error=form.error/>
        <ActionForm action=save class="panel">
            <input type="hidden" name="address" value=id/>
            <Field name="label" label=words.t(k::ADDRESS_LABEL) hint=words.t(k::ADDRESS_LABEL_HINT) value=form.value("label", &label) problem=form.problem("label")/>
            <Field name="name" label=words.t(k::FIELD_NAME) value=form.value("name", &it.name) autocomplete="name" problem=form.problem("name")/>
            <Field name="phone" label=words.t(k::FIELD_PHONE) kind=Kind::Phone value=form.value("phone", &it.phone) autocomplete="tel" problem=form.problem("phone")/>
            <div class="field">
                <label for="country">{words.t(k::ADDRESS_COUNTRY)}</label>
                <select id="country" name="country">
                    <option value=MOROCCO selected=country == MOROCCO>{words.t(k::ADDRESS_MOROCCO)}</option>
                    {countries.into_iter().map(|it| {
                        let selected = it.code == country;
                        view! { <option value=it.code selected=selected>{it.name.pick(lang).text}</option> }
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="province">{words.t(k::ADDRESS_PROVINCE)}</label>
                <select id="province" name="province">
                    <option value="" selected=province.is_empty()>"—"</option>
                    {provinces.into_iter().map(|it| {
                        let selected = it.code == province;
                        view! { <option value=it.code selected=selected>{it.name.pick(lang).text}</option> }
                    }).collect_view()}
                </select>
                {move || province_problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            </div>
            <Field name="postcode" label=words.t(k::ADDRESS_POSTCODE) optional=true value=form.value("postcode", it.postcode.as_deref().unwrap_or_default()) autocomplete="postal-code" problem=form.problem("postcode")/>
            <Field name="city" label=words.t(k::ADDRESS_CITY) value=form.value("city", &it.city) autocomplete="address-level2" problem=form.problem("city")/>
            <Field name="street" label=words.t(k::ADDRESS_STREET) value=form.value("street", &it.street) autocomplete="street-address" problem=form.problem("street")/>
            <button class="button button-primary" type="submit">{words.t(k::PROFILE_SUBMIT)}</button>
        </ActionForm>
    }
}
