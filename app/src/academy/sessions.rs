//! The sessions of a course, with what comes before it and what was announced; and one session.

use super::{catalogue::own_name, session_api as api};
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, href, load, reload, use_form, use_query_map,
    use_words,
};
use domain::{
    CourseSessionId,
    academy::{
        Announcement, CourseExtras, Requirement, SeatState, SessionCard, SessionPage as Session,
        SessionState,
    },
};
use i18n::keys::academy as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Icon, Notice, Text};

/// What stands under a course.
#[component]
pub fn Extras(course: String) -> impl IntoView {
    let extras = load(move || api::ShowCourseExtras {
        course: course.clone(),
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match extras.await {
                    Ok(extras) => view! { <ExtrasBody extras/> }.into_any(),
                    // The course's own page says what is wrong.
                    Err(_) => ().into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn ExtrasBody(extras: CourseExtras) -> impl IntoView {
    let words = use_words();
    let sessions = (!extras.sessions.is_empty()).then(|| {
        view! {
            <section class="stack" id="sessions">
                <h2>{words.t(k::SESSIONS)}</h2>
                <ul class="session-list">
                    {extras.sessions.into_iter().map(|card| view! { <Line card/> }).collect_view()}
                </ul>
            </section>
        }
    });
    let paths = (!extras.paths.is_empty()).then(|| view! {
        <section class="stack">
            <h2>{words.t(k::PART_OF_PATHS)}</h2>
            <ul class="stack">
                {extras.paths.into_iter().map(|(slug, title)| view! {
                    <li><a href=href(&format!("/academy/paths/{slug}"))><Text text=title/></a></li>
                }).collect_view()}
            </ul>
        </section>
    });
    view! {
        <Announcements list=extras.announcements/>
        <Requirements list=extras.requires/>
        {sessions}
        {paths}
    }
}

#[component]
pub fn Announcements(list: Vec<Announcement>) -> impl IntoView {
    let words = use_words();
    (!list.is_empty()).then(|| {
        view! {
            <section class="panel">
                <h2>{words.t(k::ANNOUNCEMENTS)}</h2>
                <ul class="stack">
                    {list.into_iter().map(|it| view! {
                        <li>
                            <p class="meta"><bdi>{it.author}</bdi>" · "{words.date_time(it.at)}</p>
                            <p class="as-typed" dir="auto">{it.text}</p>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

/// What comes before a course; each with whether it is finished.
#[component]
fn Requirements(list: Vec<Requirement>) -> impl IntoView {
    let words = use_words();
    (!list.is_empty()).then(|| view! {
        <section class="panel">
            <h2>{words.t(k::COMES_FIRST)}</h2>
            <ul class="stack">
                {list.into_iter().map(|it| {
                    let (icon, said) = match it.is_met {
                        true => ("check-circle", k::STATE_COMPLETED),
                        false => ("clock", k::STILL_TO_DO),
                    };
                    view! {
                        <li class="row">
                            <Icon name=icon/>
                            <a href=href(&format!("/academy/{}", it.slug))><Text text=it.title/></a>
                            <span class="meta">{words.t(said)}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    })
}

pub fn place_words(words: PageWords, card: &SessionCard) -> String {
    card.place.clone().unwrap_or_else(|| words.t(k::ONLINE))
}

/// Free seats, or how many wait, or that it was called off.
pub fn seats_words(words: PageWords, card: &SessionCard) -> String {
    if card.state == SessionState::Cancelled {
        words.t(k::CALLED_OFF)
    } else if card.free() > 0 {
        words.count(k::FREE_SEATS, u64::from(card.free()), &[])
    } else {
        words.count(k::FULL_WAITING, u64::from(card.waiting), &[])
    }
}

#[component]
fn Line(card: SessionCard) -> impl IntoView {
    let words = use_words();
    let mine = card.seat.map(|seat| {
        let said = match seat {
            SeatState::Seated => k::YOU_HAVE_A_SEAT,
            SeatState::Waiting => k::YOU_WAIT,
        };
        view! { <span class="badge badge-part">{words.t(said)}</span> }
    });
    view! {
        <li class="panel">
            <h3><a href=href(&format!("/academy/sessions/{}", card.id))>{words.date_time(card.starts_at)}</a></h3>
            <p><bdi>{place_words(words, &card)}</bdi>" · "{own_name(card.lang)}</p>
            <p class="row"><span class="meta">{seats_words(words, &card)}</span>{mine}</p>
        </li>
    }
}

/// The forms of a session's page.
#[derive(Clone, Copy)]
struct Forms {
    join: ServerAction<api::JoinSession>,
    leave: ServerAction<api::LeaveSession>,
    members: ServerAction<api::SeatMembers>,
}

#[component]
pub fn SessionPage(session: CourseSessionId) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let query = use_query_map();
    let token = move || query.with(|query| query.get("invitation").unwrap_or_default());
    let forms = Forms {
        join: ServerAction::new(),
        leave: ServerAction::new(),
        members: ServerAction::new(),
    };
    let errors = [
        use_form(forms.join).error,
        use_form(forms.leave).error,
        use_form(forms.members).error,
    ];
    let page = reload(
        move || forms.join.version() + forms.members.version(),
        move || api::ShowSession {
            session,
            token: token(),
        },
    );
    view! {
        <div class="wrap page">
            <div class="narrow stack">
                {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
                <Transition fallback=crate::frame::loading>
                    {move || {
                        let token = token();
                        Suspend::new(async move {
                            match page.await {
                                Ok(page) => view! { <Body page token forms/> }.into_any(),
                                Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                            }
                        })
                    }}
                </Transition>
            </div>
        </div>
    }
}

#[component]
fn Body(page: Session, token: String, forms: Forms) -> impl IntoView {
    let words = use_words();
    let lang = crate::use_lang();
    let card = page.card.clone();
    let title = page.title.pick(lang).text;
    let link = page.link.clone().map(|link| view! {
        <dt>{words.t(k::ONLINE_LINK)}</dt><dd><a rel="external noopener" href=link.clone()><bdi>{link.clone()}</bdi></a></dd>
    });
    let room = page.is_trainer.then(|| view! {
        <a class="button button-secondary" href=href(&format!("/academy/teaching/{}/sessions/{}", page.course, card.id))>
            {words.t(k::SEE_LEARNERS)}
        </a>
    });
    view! {
        <Title text=title.clone()/>
        <p><a href=href(&format!("/academy/{}", page.course))>{words.t(k::SEE_COURSE)}</a></p>
        <h1>{title}</h1>
        <dl class="facts panel">
            <dt>{words.t(k::WHEN)}</dt><dd>{words.date_time(card.starts_at)}" – "{words.date_time(card.ends_at)}</dd>
            <dt>{words.t(k::WHERE)}</dt><dd><bdi>{place_words(words, &card)}</bdi></dd>
            {link}
            <dt>{words.t(k::LANGUAGE)}</dt><dd>{own_name(card.lang)}</dd>
            <dt>{words.t(k::TRAINER)}</dt><dd><bdi>{page.trainer.clone()}</bdi></dd>
            <dt>{words.t(k::SEATS)}</dt><dd>{seats_words(words, &card)}</dd>
        </dl>
        <Requirements list=page.requires.clone()/>
        <Way page=page.clone() token forms/>
        {room}
        <Members page forms/>
    }
}

/// In or out.
#[component]
fn Way(page: Session, token: String, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = page.card.id.to_string();
    let (of, course) = (id.clone(), page.course.clone());
    let leave = move |label| {
        view! {
            <ActionForm action=forms.leave>
                <input type="hidden" name="session" value=of/>
                <input type="hidden" name="course" value=course/>
                <button class="button button-danger" type="submit">{words.t(label)}</button>
            </ActionForm>
        }
    };
    match (page.card.seat, page.may_join) {
        (Some(SeatState::Seated), _) => view! {
            <Notice kind="success">{words.t(k::YOU_HAVE_A_SEAT)}</Notice>
            {leave(k::GIVE_SEAT_BACK)}
        }
        .into_any(),
        (Some(SeatState::Waiting), _) => view! {
            <Notice kind="info">{words.count(k::WAIT_BEFORE_YOU, u64::from(page.ahead), &[])}</Notice>
            {leave(k::LEAVE_LIST)}
        }
        .into_any(),
        (None, true) => {
            let label = match page.card.free() {
                0 => k::JOIN_LIST,
                _ => k::TAKE_SEAT,
            };
            view! {
                <ActionForm action=forms.join>
                    <input type="hidden" name="session" value=id/>
                    <input type="hidden" name="token" value=token/>
                    <button class="button button-primary button-wide" type="submit">{words.t(label)}</button>
                </ActionForm>
            }
            .into_any()
        }
        (None, false) => ().into_any(),
    }
}

/// A manager brings their cooperative's people.
#[component]
fn Members(page: Session, forms: Forms) -> impl IntoView {
    let words = use_words();
    (!page.members.is_empty()).then(|| view! {
        <section class="panel">
            <h2>{words.t(k::BRING_MEMBERS)}</h2>
            <p class="meta">{words.t(k::BRING_MEMBERS_TEXT)}</p>
            <ActionForm action=forms.members class="stack">
                <input type="hidden" name="session" value=page.card.id.to_string()/>
                <fieldset id="people">
                    <legend class="unseen">{words.t(k::BRING_MEMBERS)}</legend>
                    {page.members.into_iter().map(|(person, name)| view! {
                        <Choice input="checkbox" name=format!("people[{person}]") value="yes" checked=false><bdi>{name}</bdi></Choice>
                    }).collect_view()}
                </fieldset>
                <button class="button button-secondary" type="submit">{words.t(k::BRING)}</button>
            </ActionForm>
        </section>
    })
}
