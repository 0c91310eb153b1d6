//! A quiz in the player: begin, answer, see what each answer was worth.

use super::api;
use crate::{ActionForm, PageWords, ServerAction, href, use_words};
use domain::academy::{
    Attempt, AttemptItem, AttemptResult, AttemptState, Choice, ItemKind, QuizPage,
};
use i18n::keys::academy as k;
use leptos::prelude::*;
use ui::{Icon, Notice, Text};

#[component]
pub fn Quiz(
    page: QuizPage,
    start: ServerAction<api::StartAttempt>,
    answer: ServerAction<api::AnswerQuiz>,
) -> impl IntoView {
    let open = page
        .attempt
        .as_ref()
        .is_some_and(|attempt| attempt.state == AttemptState::InProgress);
    match page.attempt.clone() {
        Some(attempt) if open => view! { <Paper attempt page answer/> }.into_any(),
        Some(attempt) => view! { <Graded attempt page start/> }.into_any(),
        None => view! { <Begin page start first=true/> }.into_any(),
    }
}

#[component]
fn Begin(page: QuizPage, start: ServerAction<api::StartAttempt>, first: bool) -> impl IntoView {
    let words = use_words();
    let rules = page.summary.rules;
    let questions = words.count(k::QUESTIONS, u64::from(page.summary.questions), &[]);
    let pass = words.with(
        k::PASS_MARK,
        &[("percent", &rules.pass_percent.to_string())],
    );
    let time = if rules.minutes == 0 {
        words.t(k::NO_LIMIT)
    } else {
        super::catalogue::minutes(words, i64::from(rules.minutes))
    };
    let previous = page.previous.clone().filter(|_| page.summary.offer_help);
    let help = previous.map(|(slug, title)| {
        let to = href(&format!("/academy/{}/lessons/{slug}", page.course));
        view! {
            <Notice kind="info">
                <p>{words.t(k::HELP_FIRST)}</p>
                <a href=to><Text text=title/></a>
            </Notice>
        }
    });
    let label = if first { k::QUIZ_BEGIN } else { k::QUIZ_AGAIN };
    let (course, lesson) = (page.course.clone(), page.slug.clone());
    view! {
        <section class="panel quiz-begin">
            {help}
            {first.then(|| view! {
                <ul class="stack">
                    <li class="row"><Icon name="list"/>{questions}</li>
                    <li class="row"><Icon name="seal-check"/>{pass}</li>
                    <li class="row"><Icon name="clock"/>{time}</li>
                </ul>
            })}
            <ActionForm action=start>
                <input type="hidden" name="course" value=course/>
                <input type="hidden" name="lesson" value=lesson/>
                <button class="button button-primary button-wide" type="submit">{words.t(label)}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Paper(attempt: Attempt, page: QuizPage, answer: ServerAction<api::AnswerQuiz>) -> impl IntoView {
    let words = use_words();
    let left = attempt
        .deadline
        .map(|deadline| (deadline - page.now).max(0));
    view! {
        <ActionForm action=answer class="quiz stack">
            <input type="hidden" name="course" value=page.course/>
            <input type="hidden" name="lesson" value=page.slug/>
            {left.map(|left| view! {
                <p class="row timer" data-timer=left.to_string()>
                    <Icon name="clock"/>
                    {words.t(k::TIME_LEFT)}" "
                    <bdi class="left">{format!("{}:{:02}", left / 60, left % 60)}</bdi>
                </p>
            })}
            {attempt.items.into_iter().zip(1_usize..).map(|(item, number)| view! { <Item item number/> }).collect_view()}
            <div class="row quiz-send">
                <button class="button button-primary" type="submit">{words.t(k::QUIZ_SEND)}</button>
                <button class="button button-secondary" type="submit" name="then" value="save">{words.t(k::QUIZ_KEEP)}</button>
                <span class="meta" data-autosaved="" hidden="" role="status">{words.t(k::QUIZ_KEPT)}</span>
            </div>
        </ActionForm>
    }
}

#[component]
fn Item(item: AttemptItem, number: usize) -> impl IntoView {
    let words = use_words();
    let hint = match item.view.kind {
        ItemKind::Several => Some(k::HINT_SEVERAL),
        ItemKind::Ordering => Some(k::HINT_ORDERING),
        ItemKind::Matching => Some(k::HINT_MATCHING),
        ItemKind::Number => Some(k::HINT_NUMBER),
        ItemKind::Text => Some(k::HINT_TEXT),
        ItemKind::Hotspot => Some(k::HINT_HOTSPOT),
        ItemKind::One | ItemKind::TrueFalse => None,
    };
    let prompt = item.view.prompt.clone();
    view! {
        <fieldset class="panel question">
            <legend><span class="n">{number}</span><Text text=prompt/></legend>
            {hint.map(|hint| view! { <p class="meta">{words.t(hint)}</p> })}
            {fields(words, item)}
        </fieldset>
    }
}

fn named(name: &str) -> String {
    format!("answers[{name}]")
}

fn fields(words: PageWords, item: AttemptItem) -> AnyView {
    let lang = words.lang();
    let id = item.view.id.clone();
    match item.view.kind {
        ItemKind::One => choices("radio", item.view.options.clone(), |option| {
            let chosen = item.field(&id) == option.id;
            (named(&id), option.id.clone(), chosen)
        }),
        ItemKind::Several => choices("checkbox", item.view.options.clone(), |option| {
            let name = format!("{id}.{}", option.id);
            (named(&name), "1".to_owned(), !item.field(&name).is_empty())
        }),
        ItemKind::TrueFalse => {
            let option = |value: &'static str, key| {
                let chosen = item.field(&id) == value;
                view! {
                    <label class="choice">
                        <input type="radio" name=named(&id) value=value checked=chosen/>
                        <span>{words.t(key)}</span>
                    </label>
                }
            };
            view! { <div class="choices">{option("true", k::TRUE)}{option("false", k::FALSE)}</div> }.into_any()
        }
        ItemKind::Ordering => {
            let places = item.view.options.len();
            item.view
                .options
                .clone()
                .into_iter()
                .map(|option| {
                    let name = format!("{id}.{}", option.id);
                    let chosen = item.field(&name).to_owned();
                    let options = (1..=places)
                        .map(|place| {
                            let place = place.to_string();
                            let is_chosen = chosen == place;
                            (place.clone(), place, is_chosen)
                        })
                        .collect();
                    view! { <Line name=name text=option options/> }
                })
                .collect_view()
                .into_any()
        }
        ItemKind::Matching => {
            let others = item.view.others.clone();
            item.view
                .options
                .clone()
                .into_iter()
                .map(|left| {
                    let name = format!("{id}.{}", left.id);
                    let chosen = item.field(&name).to_owned();
                    let options = others
                        .iter()
                        .map(|right| {
                            let text = right.text.pick(lang).text;
                            (right.id.clone(), text, chosen == right.id)
                        })
                        .collect();
                    view! { <Line name=name text=left options/> }
                })
                .collect_view()
                .into_any()
        }
        ItemKind::Number | ItemKind::Text => written(words, &item),
        ItemKind::Hotspot => hotspot(&item),
    }
}

fn choices(
    kind: &'static str,
    options: Vec<Choice>,
    field: impl Fn(&Choice) -> (String, String, bool),
) -> AnyView {
    let items = options
        .into_iter()
        .map(|option| {
            let (name, value, chosen) = field(&option);
            view! {
                <label class="choice">
                    <input type=kind name=name value=value checked=chosen/>
                    <span><Text text=option.text/></span>
                </label>
            }
        })
        .collect_view();
    view! { <div class="choices">{items}</div> }.into_any()
}

/// One thing and the list to choose its place or its partner from.
#[component]
fn Line(name: String, text: Choice, options: Vec<(String, String, bool)>) -> impl IntoView {
    let words = use_words();
    let id = format!("f-{}", name.replace('.', "-"));
    view! {
        <div class="line">
            <label for=id.clone()><Text text=text.text/></label>
            <select id=id name=named(&name) class="input">
                <option value="">{words.t(k::CHOOSE)}</option>
                {options.into_iter().map(|(value, text, chosen)| view! {
                    <option value=value selected=chosen>{text}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

fn written(words: PageWords, item: &AttemptItem) -> AnyView {
    let id = format!("f-{}", item.view.id);
    let value = item.field(&item.view.id).to_owned();
    let is_number = item.view.kind == ItemKind::Number;
    let unit = item.view.unit.clone();
    view! {
        <div class="field written">
            <label for=id.clone() class="unseen">{words.t(k::YOUR_ANSWER)}</label>
            <input
                id=id
                name=named(&item.view.id)
                value=value
                maxlength="200"
                autocomplete="off"
                inputmode=if is_number { "decimal" } else { "text" }
                dir=if is_number { "ltr" } else { "auto" }
            />
            {is_number.then(|| view! { <span class="meta"><Text text=unit/></span> })}
        </div>
    }
    .into_any()
}

fn hotspot(item: &AttemptItem) -> AnyView {
    let lang = crate::use_lang();
    let chosen = item.field(&item.view.id).to_owned();
    let alt = item.view.alt.pick(lang).text;
    let spots = item
        .view
        .spots
        .iter()
        .zip(1_usize..)
        .map(|(spot, number)| {
            let value = format!("{},{}", spot.x, spot.y);
            let tenths = |thousandths: i64| format!("{}.{}%", thousandths / 10, thousandths % 10);
            let style = format!(
                "inset-inline-start:{};inset-block-start:{}",
                tenths(spot.x),
                tenths(spot.y)
            );
            let is_chosen = chosen == value;
            view! {
                <label class="spot" style=style>
                    <input type="radio" name=named(&item.view.id) value=value checked=is_chosen/>
                    <span>{number}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        // A picture is never mirrored.
        <div class="hotspot" dir="ltr">
            <img src=item.view.picture.clone() alt=alt width="400" height="400"/>
            {spots}
        </div>
    }
    .into_any()
}

#[component]
fn Graded(
    attempt: Attempt,
    page: QuizPage,
    start: ServerAction<api::StartAttempt>,
) -> impl IntoView {
    let words = use_words();
    let Some(result) = attempt.result.clone() else {
        return view! { <Begin page start first=true/> }.into_any();
    };
    let percent = (result.score / 10).to_string();
    let (kind, key) = if result.passed {
        ("success", k::PASSED)
    } else {
        ("warning", k::FAILED)
    };
    let credential = page.credential.clone().map(|it| view! {
        <a class="button button-primary" href=href(&format!("/academy/credentials/{}", it.code))>
            <Icon name="certificate"/>
            {words.t(k::SEE_CREDENTIAL)}
        </a>
    });
    view! {
        <Notice kind=kind>
            <p><strong>{words.t(key)}</strong>" "{words.with(k::SCORE, &[("percent", &percent)])}</p>
            {attempt.late.then(|| view! { <p>{words.t(k::LATE)}</p> })}
            {attempt.regraded.then(|| view! { <p>{words.t(k::REGRADED)}</p> })}
        </Notice>
        {credential}
        <ol class="stack results-list">
            {attempt.items.into_iter().map(|item| view! { <Result item result=result.clone()/> }).collect_view()}
        </ol>
        {(!page.summary.passed || page.summary.rules.pick > 0).then(|| view! { <Begin page=page.clone() start first=false/> })}
    }
    .into_any()
}

#[component]
fn Result(item: AttemptItem, result: AttemptResult) -> impl IntoView {
    let words = use_words();
    let Some(graded) = result.of_item(&item.view.id).cloned() else {
        return ().into_any();
    };
    let (icon, key, state) = match graded.points {
        1000 => ("check-circle", k::RIGHT, "right"),
        0 => ("x", k::WRONG, "wrong"),
        _ => ("minus", k::PARTLY, "partly"),
    };
    let truth = graded
        .truth
        .map(|truth| words.t(if truth { k::TRUE } else { k::FALSE }));
    let ordered = item.view.kind == ItemKind::Ordering;
    let solution = graded
        .solution
        .into_iter()
        .map(|text| view! { <li><Text text/></li> })
        .collect_view();
    let solution = if ordered {
        view! { <ol>{solution}</ol> }.into_any()
    } else {
        view! { <ul>{solution}{truth.map(|truth| view! { <li>{truth}</li> })}</ul> }.into_any()
    };
    view! {
        <li class="panel result" data-result=state>
            <p class="verdict row"><Icon name=icon/><strong>{words.t(key)}</strong></p>
            <h2><Text text=item.view.prompt/></h2>
            <div class="solution"><p class="meta">{words.t(k::SOLUTION)}</p>{solution}</div>
            <p><Text text=graded.feedback/></p>
        </li>
    }
    .into_any()
}
