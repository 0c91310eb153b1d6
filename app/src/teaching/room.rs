//! One session for its trainer: who is where and who is stuck, who was there, who is invited.

use super::api;
use crate::{
    ActionForm, ErrorView, FormState, ServerAction,
    academy::{
        ring::Ring,
        sessions::{Announcements, place_words, seats_words},
    },
    href, reload, use_form, use_lang, use_words,
};
use domain::{
    CourseSessionId, LocalText,
    academy::{
        Attendance, SeatState, SessionInvitation, SessionLearner, SessionRoom, SessionState,
    },
};
use i18n::keys::{academy as a, teaching as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Kind, Select, Text};

#[derive(Clone, Copy)]
struct Forms {
    widen: ServerAction<api::WidenSession>,
    widening: FormState,
    call_off: ServerAction<api::CallOffSession>,
    invite: ServerAction<api::InviteLearner>,
    inviting: FormState,
    revoke: ServerAction<api::RevokeSessionInvitation>,
    attend: ServerAction<api::MarkAttendance>,
    attending: FormState,
    announce: ServerAction<api::AnnounceSession>,
    announcing: FormState,
}

impl Forms {
    fn new() -> Forms {
        let (widen, invite) = (ServerAction::new(), ServerAction::new());
        let (attend, announce) = (ServerAction::new(), ServerAction::new());
        Forms {
            widen,
            widening: use_form(widen),
            call_off: ServerAction::new(),
            invite,
            inviting: use_form(invite),
            revoke: ServerAction::new(),
            attend,
            attending: use_form(attend),
            announce,
            announcing: use_form(announce),
        }
    }

    fn version(&self) -> usize {
        self.widen.version()
            + self.call_off.version()
            + self.invite.version()
            + self.revoke.version()
            + self.attend.version()
            + self.announce.version()
    }
}

#[component]
pub(super) fn RoomPage(session: CourseSessionId) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let forms = Forms::new();
    let errors = [
        forms.widening.error,
        use_form(forms.call_off).error,
        forms.inviting.error,
        use_form(forms.revoke).error,
        forms.attending.error,
        forms.announcing.error,
    ];
    let page = reload(
        move || forms.version(),
        move || api::ShowSessionRoom { session },
    );
    view! {
        <div class="wrap page stack">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page forms/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(page: SessionRoom, forms: Forms) -> impl IntoView {
    let words = use_words();
    let card = page.card;
    let id = card.id;
    let stuck = page.learners.iter().filter(|it| it.is_stuck).count() as u64;
    let seated: Vec<SessionLearner> = page
        .learners
        .iter()
        .filter(|it| it.seat == SeatState::Seated)
        .cloned()
        .collect();
    let is_open = card.state == SessionState::Open;
    let (when, place) = (words.date_time(card.starts_at), place_words(words, &card));
    view! {
        <Title text=when.clone()/>
        <p><a href=href(&format!("/academy/teaching/{}/sessions", page.course))><Text text=page.title/></a></p>
        <div class="row between">
            <h1>{when}</h1>
            <a class="button button-secondary" rel="external" download="" href=format!("/api/v1/teaching/sessions/{id}/learners.csv")>
                <Icon name="upload"/>{words.t(a::CSV)}
            </a>
        </div>
        <p><bdi>{place}</bdi>" · "{seats_words(words, &card)}</p>
        {(stuck > 0).then(|| view! { <p class="badge badge-warning"><Icon name="warning"/>{words.count(a::STUCK, stuck, &[])}</p> })}
        <Learners learners=page.learners/>
        <Attending id learners=seated lessons=page.lessons forms/>
        {is_open.then(|| view! { <Invite id list=page.invitations forms/> })}
        <section class="panel">
            <h2>{words.t(k::ANNOUNCE_SESSION)}</h2>
            <ActionForm action=forms.announce class="stack">
                <input type="hidden" name="session" value=id.to_string()/>
                <Field name="text" label=words.t(k::ANNOUNCE_TEXT) kind=Kind::Lines value=forms.announcing.value("text", "") problem=forms.announcing.problem("text")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::ANNOUNCE)}</button></div>
            </ActionForm>
        </section>
        <Announcements list=page.announcements/>
        {is_open.then(|| view! { <Change id capacity=card.capacity forms/> })}
    }
}

#[component]
fn Learners(learners: Vec<SessionLearner>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(a::LEARNERS_TABLE)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(a::NAME)}</th>
                        <th scope="col">{words.t(a::SEATS)}</th>
                        <th scope="col">{words.t(a::PROGRESS_COLUMN)}</th>
                        <th scope="col">{words.t(k::WHERE_NOW)}</th>
                        <th scope="col">{words.t(a::LAST_SEEN)}</th>
                        <th scope="col">{words.t(k::ATTENDANCE)}</th>
                    </tr>
                </thead>
                <tbody>
                    {learners.into_iter().map(|learner| view! { <Row learner/> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(learner: SessionLearner) -> impl IntoView {
    let words = use_words();
    let seat = words.t(match learner.seat {
        SeatState::Seated => k::SEATED,
        SeatState::Waiting => k::WAITING,
    });
    let stuck = learner
        .is_stuck
        .then(|| view! { <span class="badge badge-warning">{words.t(a::STATE_STUCK)}</span> });
    let now = match learner.next {
        Some(title) => view! { <Text text=title/> }.into_any(),
        None => view! { {words.t(a::STATE_COMPLETED)} }.into_any(),
    };
    let attendance = learner.attendance.map(|it| {
        words.t(match it {
            Attendance::Present => k::PRESENT,
            Attendance::Absent => k::ABSENT,
        })
    });
    view! {
        <tr>
            <th scope="row"><bdi>{learner.name}</bdi></th>
            <td>{seat}</td>
            <td><Ring percent=learner.percent live=""/></td>
            <td>{now}" "{stuck}</td>
            <td>{words.date(learner.last_at)}</td>
            <td>{attendance}</td>
        </tr>
    }
}

/// Who was there; and what a group learnt together on one telephone.
#[component]
fn Attending(
    id: CourseSessionId,
    learners: Vec<SessionLearner>,
    lessons: Vec<(String, LocalText)>,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let lessons = lessons
        .into_iter()
        .map(|(slug, title)| (slug, title.pick(lang).text))
        .collect();
    (!learners.is_empty()).then(|| view! {
        <section class="panel">
            <h2>{words.t(k::MARK_ATTENDANCE)}</h2>
            <p class="meta">{words.t(k::MARK_TEXT)}</p>
            <ActionForm action=forms.attend class="stack">
                <input type="hidden" name="session" value=id.to_string()/>
                <fieldset>
                    <legend>{words.t(k::WHO_WAS_THERE)}</legend>
                    {learners.into_iter().map(|it| view! {
                        <Choice input="checkbox" name=format!("present[{}]", it.person) value="yes" checked=it.attendance == Some(Attendance::Present)><bdi>{it.name}</bdi></Choice>
                    }).collect_view()}
                </fieldset>
                <Select name="lesson" label=words.t(k::LEARNT_TOGETHER) hint=words.t(k::LEARNT_TOGETHER_TEXT) none=words.t(k::NO_LESSON) groups=vec![(String::new(), lessons)] value=forms.attending.value("lesson", "") problem=forms.attending.problem("lesson")/>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::ATTEST)}</button></div>
            </ActionForm>
        </section>
    })
}

#[component]
fn Invite(id: CourseSessionId, list: Vec<SessionInvitation>, forms: Forms) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel">
            <h2>{words.t(k::INVITE)}</h2>
            <ActionForm action=forms.invite class="stack">
                <input type="hidden" name="session" value=id.to_string()/>
                <Field name="email" label=words.t(k::EMAIL) kind=Kind::Email hint=words.t(k::INVITE_TEXT) value=forms.inviting.value("email", "") problem=forms.inviting.problem("email")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SEND_INVITATION)}</button></div>
            </ActionForm>
            <ul class="stack">
                {list.into_iter().map(|it| view! {
                    <li class="row between">
                        <span><bdi>{it.email.clone()}</bdi>" · "<span class="meta">{words.with(k::UNTIL, &[("date", &words.date(it.expires_at))])}</span></span>
                        <ActionForm action=forms.revoke>
                            <input type="hidden" name="session" value=id.to_string()/>
                            <input type="hidden" name="invitation" value=it.id.to_string()/>
                            <button class="button button-quiet" type="submit" aria-label=words.with(k::TAKE_BACK_LABEL, &[("name", &it.email)])>{words.t(k::TAKE_BACK)}</button>
                        </ActionForm>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Change(id: CourseSessionId, capacity: u32, forms: Forms) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel">
            <h2>{words.t(k::CHANGE_SESSION)}</h2>
            <ActionForm action=forms.widen class="stack">
                <input type="hidden" name="session" value=id.to_string()/>
                <Field name="capacity" label=words.t(a::SEATS) kind=Kind::Number value=forms.widening.value("capacity", &capacity.to_string()) problem=forms.widening.problem("capacity")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button></div>
            </ActionForm>
            <details>
                <summary>{words.t(k::CALL_OFF)}</summary>
                <ActionForm action=forms.call_off class="stack">
                    <p class="meta">{words.t(k::CALL_OFF_TEXT)}</p>
                    <input type="hidden" name="session" value=id.to_string()/>
                    <button class="button button-danger" type="submit">{words.t(k::CALL_OFF)}</button>
                </ActionForm>
            </details>
        </section>
    }
}
