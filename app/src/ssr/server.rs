//! What only the server does for a page: the request's session, cookies and redirects.

use crate::ApiError;
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use domain::{
    CooperativeId, Error, ListingId,
    accounts::Me,
    marketplace::{CatalogueQuery, MAX_QUANTITY, ReviewSubject},
    policy::Actor,
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use service::Ctx;

pub(super) fn parts() -> Option<Parts> {
    use_context::<Parts>()
}

pub(super) fn ctx_now() -> Option<Ctx> {
    parts().and_then(|parts| parts.extensions.get::<Ctx>().cloned())
}

/// The request's context, put there by the server's middleware.
///
/// # Errors
/// Where a route was mounted without that middleware: a mistake of ours.
pub async fn ctx() -> Result<Ctx, ApiError> {
    ctx_now().ok_or_else(|| {
        tracing::error!("request context is missing");
        ApiError(Error::Internal {
            request_id: String::new(),
        })
    })
}

/// Answers a use case's result, with the HTTP status that says the same.
///
/// # Errors
/// The use case's own.
pub fn respond<T>(result: domain::Result<T>) -> Result<T, ApiError> {
    result.map_err(|error| {
        // A form posted without scripts is answered by a redirect, which a status would undo.
        let is_server_fn = parts().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
        if is_server_fn
            && !is_plain_form()
            && let (Some(response), Ok(status)) = (
                use_context::<ResponseOptions>(),
                StatusCode::from_u16(error.status()),
            )
        {
            response.set_status(status);
        }
        ApiError(error)
    })
}

/// Whether a browser without scripts posted this.
fn is_plain_form() -> bool {
    parts().is_some_and(|parts| {
        parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// Sends a browser without scripts to `path`; one with scripts stays where it is.
pub fn redirect_plain_form(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    }
}

/// Saves one step of a cooperative's file and goes on to the next that is missing.
///
/// # Errors
/// The use case's own.
pub async fn save_registration(input: service::cooperatives::StepInput) -> Result<(), ApiError> {
    let ctx = ctx().await?;
    respond(service::cooperatives::save_registration(&ctx, input).await)?;
    let page = respond(service::cooperatives::show_registration(&ctx).await)?;
    let next = page
        .registration
        .and_then(|it| it.next_step())
        .map(|step| format!("/{}", step.code()))
        .unwrap_or_default();
    leptos_axum::redirect(&format!("/{}/desk/register{next}", ctx.lang.code()));
    Ok(())
}

/// Goes on to the next page of the listing's editor that is not filled in, after `step`; back to
/// its list where all are.
///
/// # Errors
/// Where the listing is not the seller's.
pub async fn next_step(ctx: &Ctx, listing: domain::ListingId, step: &str) -> Result<(), ApiError> {
    use domain::marketplace::DraftStep;
    let page = respond(service::marketplace::show_draft(ctx, listing).await)?;
    let next = DraftStep::ALL
        .into_iter()
        .skip_while(|it| it.code() != step)
        .skip(1)
        .find(|it| !page.draft.has(*it, &page.category))
        .map(|it| format!("/{}", it.code()))
        .unwrap_or_default();
    leptos_axum::redirect(&format!(
        "/{}/desk/listings/{listing}{next}",
        ctx.lang.code()
    ));
    Ok(())
}

/// Reads a catalogue question from an address's query string.
pub fn catalogue_query(search: &str) -> CatalogueQuery {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(search.trim_start_matches('?').as_bytes())
            .into_owned()
            .collect();
    CatalogueQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Reads a question to the courses from an address's query string.
pub fn course_query(search: &str) -> domain::academy::CourseQuery {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(search.trim_start_matches('?').as_bytes())
            .into_owned()
            .collect();
    domain::academy::CourseQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Whether the reader's browser asks for less data.
pub fn saves_data() -> bool {
    parts().is_some_and(|parts| {
        parts
            .headers
            .get("save-data")
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"on"))
    })
}

/// Where a lesson is; without one, its course.
pub fn lesson_address(ctx: &Ctx, course: &str, lesson: Option<&str>) -> String {
    let lang = ctx.lang.code();
    match lesson {
        Some(lesson) => format!("/{lang}/academy/{course}/lessons/{lesson}"),
        None => format!("/{lang}/academy/{course}"),
    }
}

/// Where a lesson of a course is written.
pub fn draft_lesson_address(ctx: &Ctx, draft: domain::CourseDraftId, lesson: &str) -> String {
    let lang = ctx.lang.code();
    format!("/{lang}/academy/teaching/drafts/{draft}/{lesson}")
}

/// The dossier of a team, or one of its pages.
pub fn dossier_address(
    ctx: &Ctx,
    team: domain::TeamId,
    step: Option<domain::projects::DossierStep>,
) -> String {
    let step = step.map_or_else(String::new, |step| format!("/{}", step.code()));
    format!("/{}/projects/teams/{team}/dossier{step}", ctx.lang.code())
}

/// One page of a dossier as typed; `numbers` are women, young, capital, in kind and what.
///
/// # Errors
/// `NotFound` for a page that has no fields.
pub fn dossier_input(
    step: &str,
    answer: String,
    numbers: [String; 5],
) -> domain::Result<domain::projects::StepInput> {
    use domain::projects::{DossierStep, StepInput};
    let [women, young, capital, in_kind, in_kind_what] = numbers;
    match DossierStep::from_code(step) {
        Some(DossierStep::Presentation) => Ok(StepInput::Presentation(answer)),
        Some(DossierStep::Market) => Ok(StepInput::Market(answer)),
        Some(DossierStep::Place) => Ok(StepInput::Place(answer)),
        Some(DossierStep::People) => Ok(StepInput::People { women, young }),
        Some(DossierStep::Money) => Ok(StepInput::Money {
            capital,
            in_kind,
            in_kind_what,
        }),
        Some(DossierStep::Papers) | None => Err(Error::NotFound),
    }
}

/// The pairs of a query string, with or without its question mark, decoded.
pub fn pairs(search: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(search.trim_start_matches('?').as_bytes())
        .into_owned()
        .take(200)
        .collect()
}

/// Every value of one name in a query string.
pub fn values_of(search: &str, name: &str) -> Vec<String> {
    let pairs = pairs(search).into_iter();
    pairs
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value)
        .collect()
}

/// Reads a question about sheets from an address's query string.
pub fn sheet_query(search: &str) -> domain::projects::SheetQuery {
    let pairs = pairs(search);
    domain::projects::SheetQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// One of the two ids is 0: reviews are of a listing or of a cooperative.
pub fn review_subject(listing: ListingId, cooperative: CooperativeId) -> ReviewSubject {
    if listing.0 == 0 {
        ReviewSubject::Cooperative(cooperative)
    } else {
        ReviewSubject::Listing(listing)
    }
}

/// A cart quantity as typed.
///
/// # Errors
/// `Invalid` on the field `quantity`.
pub fn quantity(text: &str, min: i64) -> domain::Result<u32> {
    domain::text::integer(text, min, i64::from(MAX_QUANTITY))
        .map(|number| u32::try_from(number).unwrap_or(MAX_QUANTITY))
        .map_err(|problem| Error::field("quantity", problem))
}

/// A credit note's form: `quantity[0]`, `quantity[1]` and so on, in the lines' order.
pub fn credit_input(
    quantity: &std::collections::BTreeMap<String, String>,
    delivery: &str,
    reason: String,
    request_key: String,
) -> service::marketplace::CreditInput {
    let count = quantity
        .keys()
        .filter_map(|at| at.parse::<usize>().ok())
        .filter(|at| *at < 500)
        .max()
        .map_or(0, |last| last + 1);
    let quantities = (0..count)
        .map(|at| quantity.get(&at.to_string()).cloned().unwrap_or_default())
        .collect();
    service::marketplace::CreditInput {
        quantities,
        delivery: delivery == "yes",
        reason,
        request_key,
    }
}

/// The cooperative that the signed-in person works for.
///
/// # Errors
/// `Unauthenticated` for a visitor, `NotFound` for who manages none.
pub fn own_cooperative(ctx: &Ctx) -> domain::Result<CooperativeId> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    ctx.actor.cooperative().ok_or(Error::NotFound)
}

/// Who looks and how many pieces their cart holds. A visitor without cookies costs no query.
///
/// # Errors
/// Where the database does not answer.
pub async fn session(ctx: &Ctx) -> domain::Result<crate::Session> {
    let me = service::accounts::me(ctx).await?;
    let cart_count = if me.is_some() || ctx.cart_token.is_some() {
        service::marketplace::count_cart(ctx).await?
    } else {
        0
    };
    Ok(crate::Session { me, cart_count })
}

/// Joins the guest's cart to the account's; true where some quantity had to be lowered.
///
/// # Errors
/// Where the database does not answer; the guest's cart is then left as it was.
pub async fn merge_guest_cart(
    ctx: &Ctx,
    session: &service::accounts::Session,
) -> domain::Result<bool> {
    let Some(token) = ctx.cart_token.clone() else {
        return Ok(false);
    };
    let signed_in = Ctx {
        actor: Actor::Person {
            id: session.me.id,
            roles: session.me.roles.clone(),
        },
        ..ctx.clone()
    };
    let lowered = service::marketplace::merge_cart(&signed_in, &token).await?;
    cookie(ctx, "cart", "", 0);
    Ok(!lowered.is_empty())
}

/// Where to go after signing in: back to where one was, to the cart if it had to change, to
/// the desk for a manager, and to the account otherwise.
pub fn after_sign_in(ctx: &Ctx, me: &Me, next: &str, cart_lowered: bool) -> String {
    let lang = ctx.lang.code();
    if cart_lowered {
        return format!("/{lang}/cart?merged=1");
    }
    // Only an address of this site: `//host` and `/\\host` would leave it.
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(':');
    if local && next.len() < 300 && !next.chars().any(char::is_control) {
        next.to_owned()
    } else if me.cooperative().is_some() {
        format!("/{lang}/desk")
    } else if crate::admin::has_office(me) {
        format!("/{lang}/office")
    } else {
        format!("/{lang}/account")
    }
}

/// Sends the browser to `path` of the same site, with or without scripts.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

/// Keeps a session for 30 days.
pub fn set_session_cookie(ctx: &Ctx, token: &str) {
    cookie(ctx, "session", token, 30 * 86_400);
}

pub fn clear_session_cookie(ctx: &Ctx) {
    cookie(ctx, "session", "", 0);
}

/// Keeps a guest's cart for 60 days.
pub fn set_cart_cookie(ctx: &Ctx, token: &str) {
    cookie(ctx, "cart", token, 60 * 86_400);
}

fn cookie(ctx: &Ctx, name: &str, value: &str, max_age: u32) {
    // Browsers treat localhost as trustworthy but older ones drop Secure cookies on plain http.
    let secure = if ctx.services.public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    if let (Some(response), Ok(text)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&text),
    ) {
        response.append_header(header::SET_COOKIE, text);
    }
}
