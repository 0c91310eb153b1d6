//! Referrals: a social worker's own cases, the referred person's page, and the office's.

use super::{referral_api as api, wording as w};
use crate::{
    ActionForm, ApiError, ErrorView, PageWords, ServerAction, href, load, reload, use_form,
    use_lang, use_session, use_words,
};
use domain::{
    Error, ReferralId,
    projects::{
        IncomingReferral, Need, OfficeReferrals, OpenedReferral, ReferralCase, ReferralLine,
        ReferralState, ReferralStep, ReferralsPage as Cases, Referred, SealedReferral,
        WORKER_EVENTS,
    },
};
use i18n::keys::{admin, bank as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Groups, Icon, Kind, Notice, Select, Text};

/// A social worker's cases, and the form of a new one.
#[component]
pub(super) fn ReferralsPage() -> impl IntoView {
    let words = use_words();
    let page = load(|| api::ListReferrals {});
    let start = ServerAction::<api::StartReferral>::new();
    let form = use_form(start);
    view! {
        <Title text=words.t(k::REFERRALS)/>
        <h1>{words.t(k::REFERRALS)}</h1>
        <p>{words.t(k::REFERRALS_TEXT)}</p>
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <List page start/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn List(page: Cases, start: ServerAction<api::StartReferral>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let form = use_form(start);
    let groups: Groups = domain::geography::by_region(&page.regions, &page.provinces, lang);
    let needs = Need::ALL
        .iter()
        .map(|need| {
            let name = format!("needs[{}]", need.code());
            let checked = !form.value(&name, "").is_empty();
            view! { <Choice input="checkbox" name value="on" checked>{words.t(w::need(*need))}</Choice> }
        })
        .collect_view();
    view! {
        <ul class="checklist">{page.cases.into_iter().map(|it| view! { <Line it/> }).collect_view()}</ul>
        <ActionForm action=start class="panel stack">
            <h2>{words.t(k::REFERRAL_NEW)}</h2>
            <Field name="name" label=words.t(k::REFERRED_NAME) value=form.value("name", "") problem=form.problem("name")/>
            <Field name="phone" label=words.t(k::REFERRED_PHONE) kind=Kind::Phone optional=true value=form.value("phone", "") problem=form.problem("phone")/>
            <Select name="province" label=words.t(k::PROFILE_PROVINCE) none=words.t(k::CHOOSE) groups value=form.value("province", "") problem=form.problem("province")/>
            <Field name="wishes" label=words.t(k::WISHES) hint=words.t(k::WISHES_HINT) kind=Kind::Lines optional=true value=form.value("wishes", "") problem=form.problem("wishes")/>
            <fieldset id="needs" tabindex="-1">
                <legend>{words.t(k::NEEDS)}</legend>
                <div class="choices boxes">{needs}</div>
            </fieldset>
            <Field name="situation" label=words.t(k::SITUATION) hint=words.t(k::SITUATION_HINT) kind=Kind::Lines optional=true value=form.value("situation", "") problem=form.problem("situation")/>
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::REFERRAL_START)}</button></div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Line(it: ReferralLine) -> impl IntoView {
    let words = use_words();
    let name = it.name.unwrap_or_else(|| words.t(k::ERASED));
    view! {
        <li>
            <span class="mark"><Icon name="user"/></span>
            <span>
                <a href=href(&format!("/projects/referrals/{}", it.id))><bdi>{name}</bdi></a>
                <span class="meta">{words.date(it.updated_at)}</span>
            </span>
            <span class="state">{words.t(w::referral_state(it.state))}</span>
        </li>
    }
    .into_any()
}

/// One's own case.
#[component]
pub(super) fn ReferralPage(id: ReferralId) -> impl IntoView {
    let words = use_words();
    let advance = ServerAction::<api::AdvanceReferral>::new();
    let consent = ServerAction::<api::RecordConsent>::new();
    let page = reload(
        move || advance.version() + consent.version(),
        move || api::ShowReferral { referral: id },
    );
    view! {
        <Title text=words.t(k::REFERRALS)/>
        <p><a class="button button-quiet" href=href("/projects/referrals")><Icon name="arrow-left"/>{words.t(k::REFERRALS)}</a></p>
        <ErrorSummary error=use_form(advance).error/>
        <ErrorSummary error=use_form(consent).error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(case) => view! { <Own case advance consent/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Own(
    case: ReferralCase,
    advance: ServerAction<api::AdvanceReferral>,
    consent: ServerAction<api::RecordConsent>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(consent);
    let (id, state) = (case.id, case.state);
    let link = href(&format!("/projects/consent/{}", case.token));
    let buttons = WORKER_EVENTS
        .into_iter()
        .filter(|event| state.transition(*event).is_ok())
        .map(|event| {
            view! {
                <ActionForm action=advance>
                    <input type="hidden" name="referral" value=id.to_string()/>
                    <input type="hidden" name="event" value=event.code()/>
                    <button class="button button-secondary" type="submit">{words.t(w::referral_event(event))}</button>
                </ActionForm>
            }
        })
        .collect_view();
    let consenting = (state == ReferralState::Draft).then(|| view! {
        <section class="panel stack">
            <h2>{words.t(k::CONSENT)}</h2>
            <p>{words.t(k::CONSENT_TEXT)}</p>
            <p><a class="button button-primary" href=link.clone()>{words.t(k::CONSENT_OPEN)}</a></p>
            <ActionForm action=consent class="stack">
                <input type="hidden" name="referral" value=id.to_string()/>
                <Field name="witness" label=words.t(k::WITNESS) hint=words.t(k::WITNESS_HINT) value=form.value("witness", "") problem=form.problem("witness")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::WITNESS_SAVE)}</button></div>
            </ActionForm>
        </section>
    });
    let own_page = !matches!(state, ReferralState::Draft | ReferralState::Withdrawn);
    let own_page = own_page.then(|| view! { <p><a href=link>{words.t(k::PERSON_PAGE)}</a></p> });
    let follows = matches!(state, ReferralState::Accepted | ReferralState::InTraining).then(|| {
        let told = match case.is_linked {
            true => k::STEPS_FOLLOW,
            false => k::STEPS_NEED_ACCOUNT,
        };
        view! { <Notice kind="info">{words.t(told)}</Notice> }
    });
    view! {
        <Kept case/>
        {follows}
        {consenting}
        {own_page}
        <div class="row">{buttons}</div>
    }
    .into_any()
}

/// What is kept, and what happened with it.
#[component]
fn Kept(case: ReferralCase) -> impl IntoView {
    let words = use_words();
    let name = case.referred.as_ref().map(|it| it.name.clone());
    let name = name.unwrap_or_else(|| words.t(k::ERASED));
    let consent = case.consent.map(|(way, at)| {
        let date = words.date(at);
        view! { <dt>{words.t(k::CONSENT)}</dt><dd>{words.with(w::consent_way(way), &[("date", &date)])}</dd> }
    });
    view! {
        <h1><bdi>{name}</bdi></h1>
        <p><span class="state">{words.t(w::referral_state(case.state))}</span></p>
        <section class="panel">
            <dl class="facts">
                {case.referred.map(|it| view! { <Facts it/> })}
                {case.province.map(|it| view! { <dt>{words.t(k::PROFILE_PROVINCE)}</dt><dd><Text text=it/></dd> })}
                {consent}
                {case.situation.map(|it| view! { <dt>{words.t(k::SITUATION)}</dt><dd class="as-typed" dir="auto">{it}</dd> })}
            </dl>
        </section>
        <section class="panel">
            <h2>{words.t(k::HISTORY)}</h2>
            <ol class="stack">{case.history.into_iter().map(|step| view! { <Step step/> }).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn need_words(words: PageWords, needs: &[Need]) -> String {
    let needs: Vec<String> = needs.iter().map(|it| words.t(w::need(*it))).collect();
    needs.join(", ")
}

#[component]
fn Facts(it: Referred) -> impl IntoView {
    let words = use_words();
    let needs = need_words(words, &it.needs);
    view! {
        {(!it.phone.is_empty()).then(|| view! { <dt>{words.t(k::REFERRED_PHONE)}</dt><dd><bdi>{it.phone}</bdi></dd> })}
        {(!it.wishes.is_empty()).then(|| view! { <dt>{words.t(k::WISHES)}</dt><dd class="as-typed" dir="auto">{it.wishes}</dd> })}
        {(!needs.is_empty()).then(|| view! { <dt>{words.t(k::NEEDS)}</dt><dd>{needs}</dd> })}
    }
    .into_any()
}

#[component]
fn Step(step: ReferralStep) -> impl IntoView {
    let words = use_words();
    view! {
        <li>
            {words.t(w::referral_step(&step.event))}" "
            <span class="meta">{words.date_time(step.at)}</span>
            {step.reason.map(|reason| view! { <p class="meta as-typed" dir="auto">{reason}</p> })}
        </li>
    }
    .into_any()
}

/// The referred person's own page: what is kept, who reads it, and the word to take it back.
#[component]
pub(super) fn ConsentPage(token: String) -> impl IntoView {
    let words = use_words();
    let answer = ServerAction::<api::AnswerConsent>::new();
    let link = ServerAction::<api::LinkReferral>::new();
    let session = use_session();
    let token = StoredValue::new(token);
    let page = reload(
        move || answer.version() + link.version(),
        move || api::ShowConsent {
            token: token.get_value(),
        },
    );
    view! {
        <Title text=words.t(k::CONSENT)/>
        <div class="narrow stack">
            <ErrorSummary error=use_form(answer).error/>
            <ErrorSummary error=use_form(link).error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(case) => {
                            let is_signed_in = match session {
                                Some(session) => session.get().await.me.is_some(),
                                None => false,
                            };
                            view! { <Asked case is_signed_in answer link/> }.into_any()
                        }
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Asked(
    case: ReferralCase,
    is_signed_in: bool,
    answer: ServerAction<api::AnswerConsent>,
    link: ServerAction<api::LinkReferral>,
) -> impl IntoView {
    let words = use_words();
    let account = (!matches!(case.state, ReferralState::Draft | ReferralState::Withdrawn)).then(
        || view! { <Account token=case.token.clone() is_linked=case.is_linked is_signed_in link/> },
    );
    let (state, token) = (case.state, case.token.clone());
    let press = |code: &'static str, class: &'static str, key| {
        let token = token.clone();
        view! {
            <ActionForm action=answer>
                <input type="hidden" name="token" value=token/>
                <input type="hidden" name="answer" value=code/>
                <button class=class type="submit">{words.t(key)}</button>
            </ActionForm>
        }
    };
    let agree =
        (state == ReferralState::Draft).then(|| press("agree", "button button-primary", k::AGREE));
    let withdraw = (state != ReferralState::Withdrawn)
        .then(|| press("withdraw", "button button-danger", k::WITHDRAW));
    let worker = case.worker.clone();
    let notice = match state {
        ReferralState::Draft => None,
        ReferralState::Withdrawn => Some(("success", k::WITHDRAWN_TEXT)),
        _ => Some(("info", k::AGREED_TEXT)),
    };
    view! {
        {notice.map(|(kind, key)| view! { <Notice kind>{words.t(key)}</Notice> })}
        <p>{words.with(k::CONSENT_ASKED, &[("worker", &worker)])}</p>
        <ul class="ticks">
            {[k::RIGHT_WORKER, k::RIGHT_ADVISOR, k::RIGHT_TEAM, k::RIGHT_WITHDRAW].into_iter().map(|key| view! {
                <li><Icon name="check"/><span>{words.t(key)}</span></li>
            }).collect_view()}
        </ul>
        <Kept case/>
        {account}
        <div class="row">{agree}{withdraw}</div>
    }
    .into_any()
}

/// The person's own account, so that their steps are seen without anyone's telling them.
#[component]
fn Account(
    token: String,
    is_linked: bool,
    is_signed_in: bool,
    link: ServerAction<api::LinkReferral>,
) -> impl IntoView {
    let words = use_words();
    if is_linked {
        return view! { <Notice kind="info">{words.t(k::ACCOUNT_LINKED)}</Notice> }.into_any();
    }
    let act = match is_signed_in {
        true => view! {
            <ActionForm action=link>
                <input type="hidden" name="token" value=token/>
                <button class="button button-secondary" type="submit">{words.t(k::ACCOUNT_LINK)}</button>
            </ActionForm>
        }
        .into_any(),
        false => view! { <p><a href=format!("{}?next={}", href("/sign-in"), href(&format!("/projects/consent/{token}")))>{words.t(k::ACCOUNT_SIGN_IN)}</a></p> }.into_any(),
    };
    view! {
        <section class="panel">
            <p>{words.t(k::ACCOUNT_TEXT)}</p>
            {act}
        </section>
    }
    .into_any()
}

/// What was sent to the advisor's regions; for administrators, what is sealed.
#[component]
pub(super) fn OfficeReferralsPage() -> impl IntoView {
    let words = use_words();
    let decide = ServerAction::<api::DecideReferral>::new();
    let open = ServerAction::<api::BreakGlass>::new();
    let page = reload(move || decide.version(), || api::SentReferrals {});
    view! {
        <Title text=words.t(k::REFERRALS)/>
        <p><a class="button button-quiet" href=href("/office")><Icon name="arrow-left"/>{words.t(admin::TITLE)}</a></p>
        <h1>{words.t(k::REFERRALS)}</h1>
        <ErrorSummary error=use_form(decide).error/>
        <ErrorSummary error=use_form(open).error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Office page decide open/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// What was opened, once: a reload finds nothing any more.
#[component]
pub(super) fn OpenedPage(id: ReferralId) -> impl IntoView {
    let words = use_words();
    let page = load(move || api::ShowOpened { referral: id });
    view! {
        <Title text=words.t(k::REFERRALS)/>
        <p><a class="button button-quiet" href=href("/office/referrals")><Icon name="arrow-left"/>{words.t(k::REFERRALS)}</a></p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(it) => view! { <Opened it/> }.into_any(),
                    Err(ApiError(Error::NotFound)) => view! { <Notice kind="info">{words.t(k::OPENED_GONE)}</Notice> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Opened(it: OpenedReferral) -> impl IntoView {
    let words = use_words();
    let name = it.referred.name.clone();
    view! {
        <h1><bdi>{name}</bdi></h1>
        <Notice kind="warning">{words.t(k::OPENED_ONCE)}</Notice>
        <section class="panel">
            <dl class="facts">
                <Facts it=it.referred/>
                {it.situation.map(|text| view! { <dt>{words.t(k::SITUATION)}</dt><dd class="as-typed" dir="auto">{text}</dd> })}
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Office(
    page: OfficeReferrals,
    decide: ServerAction<api::DecideReferral>,
    open: ServerAction<api::BreakGlass>,
) -> impl IntoView {
    let words = use_words();
    let none = (page.incoming.is_empty() && page.sealed.is_empty())
        .then(|| view! { <p class="meta">{words.t(k::REFERRALS_NONE)}</p> });
    let sealed = (!page.sealed.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{words.t(k::SEALED)}</h2>
                <p class="meta">{words.t(k::SEALED_TEXT)}</p>
                {page.sealed.into_iter().map(|it| view! { <Sealed it open/> }).collect_view()}
            </section>
        }
    });
    view! {
        {none}
        {page.incoming.into_iter().map(|it| view! { <Incoming it decide/> }).collect_view()}
        {sealed}
    }
    .into_any()
}

#[component]
fn Incoming(it: IncomingReferral, decide: ServerAction<api::DecideReferral>) -> impl IntoView {
    let words = use_words();
    let waits = it.state == ReferralState::Sent;
    let id = it.id;
    let needs = need_words(words, &it.needs);
    let who = it.person.map(|(name, phone)| {
        view! { <dt>{words.t(k::REFERRED_NAME)}</dt><dd><bdi>{name}</bdi>" "<bdi>{phone}</bdi></dd> }
    });
    let field = format!("reason-{id}");
    let buttons = waits.then(|| view! {
        <ActionForm action=decide>
            <input type="hidden" name="referral" value=id.to_string()/>
            <input type="hidden" name="answer" value="accept"/>
            <button class="button button-primary" type="submit">{words.t(k::REFERRAL_ACCEPT)}</button>
        </ActionForm>
        <details>
            <summary>{words.t(k::REFERRAL_DECLINE)}</summary>
            <ActionForm action=decide class="stack">
                <input type="hidden" name="referral" value=id.to_string()/>
                <input type="hidden" name="answer" value="decline"/>
                <div class="field">
                    <label for=field.clone()>{words.t(k::REFERRAL_REASON)}</label>
                    <textarea id=field.clone() name="reason" rows="3" maxlength="1000"></textarea>
                </div>
                <button class="button button-secondary" type="submit">{words.t(k::REFERRAL_DECLINE)}</button>
            </ActionForm>
        </details>
    });
    view! {
        <article class="panel stack" data-state=it.state.code()>
            <p class="row between">
                <span class="state">{words.t(w::referral_state(it.state))}</span>
                <span class="meta">{words.date(it.updated_at)}</span>
            </p>
            <dl class="facts">
                {who}
                {it.province.map(|name| view! { <dt>{words.t(k::PROFILE_PROVINCE)}</dt><dd><Text text=name/></dd> })}
                {(!it.wishes.is_empty()).then(|| view! { <dt>{words.t(k::WISHES)}</dt><dd class="as-typed" dir="auto">{it.wishes}</dd> })}
                {(!needs.is_empty()).then(|| view! { <dt>{words.t(k::NEEDS)}</dt><dd>{needs}</dd> })}
            </dl>
            {buttons}
        </article>
    }
    .into_any()
}

#[component]
fn Sealed(it: SealedReferral, open: ServerAction<api::BreakGlass>) -> impl IntoView {
    let words = use_words();
    let field = format!("open-{}", it.id);
    view! {
        <details class="panel">
            <summary>
                <bdi>"n° "{it.id.to_string()}</bdi>" · "<Text text=it.region/>" · "{words.t(w::referral_state(it.state))}" · "{words.date(it.updated_at)}
            </summary>
            <ActionForm action=open class="stack">
                <input type="hidden" name="referral" value=it.id.to_string()/>
                <div class="field">
                    <label for=field.clone()>{words.t(k::OPEN_REASON)}</label>
                    <textarea id=field.clone() name="reason" rows="3" maxlength="1000"></textarea>
                </div>
                <button class="button button-danger" type="submit">{words.t(k::OPEN_SEALED)}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}
