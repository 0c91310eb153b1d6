//! Small marks and the panels they stand on.

use crate::Icon;
use domain::Picked;
use leptos::prelude::*;

/// What a badge speaks of; decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A label of origin, or something proved.
    #[default]
    Origin,
    /// The part of the site it stands in.
    Part,
    Info,
    Warning,
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Origin => "badge",
            Tone::Part => "badge badge-part",
            Tone::Info => "badge badge-info",
            Tone::Warning => "badge badge-warning",
            Tone::Danger => "badge badge-danger",
        }
    }
}

/// A word or two in a frame.
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] icon: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <span class=tone.class()>
            {icon.map(|name| view! { <Icon name=name/> })}
            {children()}
        </span>
    }
}

/// A choice that was made; following it takes the choice away.
#[component]
pub fn Chip(
    #[prop(into)] href: String,
    /// "Enlever Souss-Massa".
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <a class="chip" href=href aria-label=label>
            {children()}
            <Icon name="x"/>
        </a>
    }
}

/// A titled panel.
#[component]
pub fn Card(#[prop(optional, into)] title: Option<String>, children: Children) -> impl IntoView {
    view! {
        <section class="panel">
            {title.map(|title| view! { <h2>{title}</h2> })}
            {children()}
        </section>
    }
}

/// One of the ways into the site, in its part's colour; the whole of it is one link.
#[component]
pub fn Door(
    /// `market`, `projects` or `academy`.
    part: &'static str,
    #[prop(into)] href: String,
    icon: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(into)] action: String,
) -> impl IntoView {
    view! {
        <a class="door" data-part=part href=href>
            <h2><span class="mark"><Icon name=icon/></span>{title}</h2>
            <p class="meta">{text}</p>
            <b>{action}</b>
        </a>
    }
}

/// A text already picked for the reader, marked where it is in another language than the page.
#[component]
pub fn PickedText(picked: Picked) -> impl IntoView {
    let other = (picked.lang != crate::words().lang()).then_some(picked.lang);
    view! {
        <span lang=other.map(domain::Lang::code) dir=other.map(|lang| lang.dir().attribute())>{picked.text}</span>
    }
}
