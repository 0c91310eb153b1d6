//! The office: what waits for an advisor, the cooperatives they answer for, and the audit log.

pub mod api;
mod audit;
mod certificate;
mod cooperatives;
mod listings;
mod queues;
mod records;
mod registration;

use crate::{NotFoundView, href, use_words};
use domain::{
    CertificationId, CooperativeId, ListingId, RegistrationId,
    accounts::{Me, Role},
    admin::Queue,
};
use i18n::keys::admin as k;
use leptos::prelude::*;

/// Whether the office is this person's place.
pub fn has_office(me: &Me) -> bool {
    me.roles
        .iter()
        .any(|role| matches!(role, Role::Advisor { .. } | Role::Administrator))
}

#[lazy]
pub(crate) fn admin_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    let path = crate::use_path();
    let page: Vec<&str> = path
        .split('/')
        .skip(3)
        .filter(|part| !part.is_empty())
        .collect();
    let page = match page.as_slice() {
        [] => view! { <queues::OfficePage/> }.into_any(),
        ["audit"] => view! { <audit::AuditPage/> }.into_any(),
        ["records"] => view! { <records::RecordsPage/> }.into_any(),
        ["cooperatives"] => view! { <cooperatives::CooperativesPage/> }.into_any(),
        [what, id] => match (*what, id.parse()) {
            ("cooperatives", Ok(id)) => {
                view! { <cooperatives::CooperativePage id=CooperativeId(id)/> }.into_any()
            }
            ("registrations", Ok(id)) => {
                view! { <registration::RegistrationPage id=RegistrationId(id)/> }.into_any()
            }
            ("certificates", Ok(id)) => {
                view! { <certificate::CertificatePage id=CertificationId(id)/> }.into_any()
            }
            ("listings", Ok(id)) => view! { <listings::ListingPage id=ListingId(id)/> }.into_any(),
            _ => view! { <NotFoundView/> }.into_any(),
        },
        [queue] => match Queue::from_code(queue) {
            Some(queue) => view! { <queues::QueuePage queue/> }.into_any(),
            None => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! {
        <div class="wrap page stack office" data-part="market">{page}</div>
    }
    .into_any()
}

/// Back to the office, and to the queue one came from.
#[component]
fn Trail(#[prop(optional)] queue: Option<Queue>) -> impl IntoView {
    let words = use_words();
    view! {
        <nav class="breadcrumbs" aria-label=words.t(i18n::keys::shell::NAV_BREADCRUMB)>
            <ol>
                <li><a href=href("/office")>{words.t(k::TITLE)}</a></li>
                {queue.map(|queue| view! {
                    <li><a href=href(&format!("/office/{}", queue.code()))>{words.t(queues::queue_words(queue).0)}</a></li>
                })}
            </ol>
        </nav>
    }
}
