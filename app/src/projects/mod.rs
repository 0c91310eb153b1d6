//! What the projects part will do: it says that it is being built.

use crate::{href, use_words};
use i18n::keys::shell as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Icon;

#[lazy]
pub(crate) fn projects_page() -> AnyView {
    crate::ssr::alternates("/projects");
    let words = use_words();
    view! {
        <Title text=words.t(k::PROJECTS_BUILDING_TITLE)/>
        <div class="wrap page narrow stack" data-part="projects">
            <p class="badge"><Icon name="gear"/>{words.t(k::BUILDING_BADGE)}</p>
            <h1>{words.t(k::PROJECTS_BUILDING_TITLE)}</h1>
            <p>{words.t(k::PROJECTS_BUILDING_TEXT)}</p>
            <ul class="stack">
                <li class="row"><Icon name="check"/>{words.t(k::PROJECTS_BUILDING_SIMULATOR)}</li>
                <li class="row"><Icon name="check"/>{words.t(k::PROJECTS_BUILDING_MAP)}</li>
                <li class="row"><Icon name="check"/>{words.t(k::PROJECTS_BUILDING_DOSSIER)}</li>
            </ul>
            <p class="meta">{words.t(k::BUILDING_NOTE)}</p>
            <a class="button button-primary" href=href("/market")>{words.t(k::DOOR_MARKET_ACTION)}</a>
        </div>
    }
    .into_any()
}
