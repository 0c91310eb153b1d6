//! Finding one's way: breadcrumbs, tabs, tables, and what opens over the page.

use crate::{Icon, words};
use i18n::keys::shell as k;
use leptos::{ev::MouseEvent, html, prelude::*};

/// Where the page stands; the last step is the page itself.
#[component]
pub fn Breadcrumbs(
    /// Address and words of each step above the page.
    trail: Vec<(String, String)>,
    #[prop(into)] here: String,
) -> impl IntoView {
    view! {
        <nav class="breadcrumbs" aria-label=words().t(k::NAV_BREADCRUMB)>
            <ol>
                {trail.into_iter().map(|(href, text)| view! { <li><a href=href>{text}</a></li> }).collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// One page of a [`TabBar`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub href: String,
    pub label: String,
    /// How many things wait there; nothing is shown for zero.
    pub count: u32,
    pub current: bool,
}

/// Pages that belong together, each a link.
#[component]
pub fn TabBar(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    let words = words();
    view! {
        <nav class="tabs" aria-label=label>
            {tabs.into_iter().map(|tab| {
                let count = (tab.count > 0).then(|| words.number(tab.count.into()));
                view! {
                    <a href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.label}
                        {count.map(|count| view! { <bdi class="n">{count}</bdi> })}
                    </a>
                }
            }).collect_view()}
        </nav>
    }
}

/// Lets a wide table scroll by itself, by keyboard too. With `cards`, its rows become cards on a
/// phone; give each `td` a `data-label` then.
#[component]
pub fn TableScroll(
    #[prop(into)] label: String,
    #[prop(optional)] cards: bool,
    /// One `<table>` with a caption, a `<thead>` and a `<tbody>`.
    children: Children,
) -> impl IntoView {
    let class = if cards { "table-scroll rows-as-cards" } else { "table-scroll" };
    view! { <div class=class tabindex="0" role="region" aria-label=label>{children()}</div> }
}

/// A question over the page. Without scripts its link leads to a page that asks the same.
#[component]
pub fn Dialog(
    id: &'static str,
    #[prop(into)] title: String,
    /// The page that asks the same.
    #[prop(into)]
    href: String,
    /// The link's words.
    #[prop(into)]
    open: String,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let show = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
        }
    };
    let title_id = format!("{id}-title");
    view! {
        <a class="button button-secondary" href=href on:click=show>{open}</a>
        <dialog id=id node_ref=dialog aria-labelledby=title_id.clone()>
            <div class="dialog-head">
                <h2 id=title_id>{title}</h2>
                <form method="dialog">
                    <button class="button button-quiet" type="submit" aria-label=words().t(k::CLOSE)><Icon name="x"/></button>
                </form>
            </div>
            {children()}
        </dialog>
    }
}

/// Stands in its column on a wide screen. On a phone a button opens it from below, by the
/// `popover` attribute alone; sending a form inside it closes it.
#[component]
pub fn Sheet(
    id: &'static str,
    #[prop(into)] title: String,
    /// The button's words.
    #[prop(into)]
    open: String,
    children: Children,
) -> impl IntoView {
    let sheet = NodeRef::<html::Div>::new();
    let close = move |_| {
        // Taking the attribute off closes it, whatever the browser knows of popovers.
        if let Some(sheet) = sheet.get_untracked() {
            let _ = sheet.remove_attribute("popover");
            let _ = sheet.set_attribute("popover", "auto");
        }
    };
    view! {
        <div>
            <button class="button button-secondary button-wide sheet-open" type="button" popovertarget=id>
                <Icon name="funnel"/>{open}
            </button>
            <div class="sheet" id=id popover="auto" node_ref=sheet on:submit=close>
                <div class="sheet-head">
                    <span>{title}</span>
                    <button
                        class="button button-quiet"
                        type="button"
                        popovertarget=id
                        popovertargetaction="hide"
                        aria-label=words().t(k::CLOSE)
                    >
                        <Icon name="x"/>
                    </button>
                </div>
                {children()}
            </div>
        </div>
    }
}
