//! Questions out.

use super::{
    ALT, ITEM_NAMESPACE, ITEM_TYPE, MANIFEST, PACKAGE_NAMESPACE, SPOTS, UNIT, to_identifier,
};
use crate::Writer;
use core::fmt::Write as _;
use domain::{
    Lang, LocalText,
    academy::{Area, Body, Choice, Pair, Question, Spot},
};
use std::{
    collections::BTreeMap,
    io::{self, Cursor},
};

const TEMPLATES: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates";
/// A picture is measured in thousandths of its width and height.
const SIDE: i64 = 1_000;

/// A text as XML writes it; what XML cannot hold becomes a sign that says so.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The text in each of its languages, as elements `name`.
fn in_languages(name: &str, text: &LocalText) -> String {
    Lang::ALL
        .into_iter()
        .filter_map(|lang| Some((lang, text.get(lang)?)))
        .map(|(lang, text)| {
            format!(
                r#"<{name} xml:lang="{}" dir="{}">{}</{name}>"#,
                lang.code(),
                lang.dir().attribute(),
                escaped(text)
            )
        })
        .collect()
}

fn first_lang(text: &LocalText) -> Lang {
    let mut langs = Lang::ALL.into_iter();
    langs
        .find(|lang| text.get(*lang).is_some())
        .unwrap_or_default()
}

/// Thousandths as a decimal number with a point.
pub(super) fn decimal(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    let text = format!("{sign}{}.{:03}", size / 1_000, size % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How a response is declared and marked.
struct Response {
    cardinality: &'static str,
    base: &'static str,
    correct: Vec<String>,
    /// Inside the declaration, after the correct response.
    mapping: String,
    processing: String,
}

impl Response {
    fn by_template(
        cardinality: &'static str,
        base: &'static str,
        correct: Vec<String>,
        mapping: String,
    ) -> Response {
        let name = match (base, mapping.is_empty()) {
            ("point", _) => "map_response_point",
            (_, true) => "match_correct",
            (_, false) => "map_response",
        };
        Response {
            cardinality,
            base,
            correct,
            mapping,
            processing: format!(r#"<qti-response-processing template="{TEMPLATES}/{name}.xml"/>"#),
        }
    }

    fn declaration(&self) -> String {
        let values: String = self
            .correct
            .iter()
            .map(|value| format!("<qti-value>{}</qti-value>", escaped(value)))
            .collect();
        format!(
            r#"<qti-response-declaration identifier="RESPONSE" cardinality="{}" base-type="{}"><qti-correct-response>{values}</qti-correct-response>{}</qti-response-declaration>"#,
            self.cardinality, self.base, self.mapping
        )
    }
}

/// Each right one counts its part, and where `wrong_counts` each wrong one takes as much away.
fn shared(keys: &[String], wrong: &str) -> String {
    // In millionths: whole numbers print the same everywhere.
    let part = 1_000_000 / i64::try_from(keys.len().max(1)).unwrap_or(1);
    let part = format!("0.{part:06}").replace("0.1000000", "1");
    let default = if wrong.is_empty() {
        "0".to_owned()
    } else {
        format!("{wrong}{part}")
    };
    let entries: String = keys
        .iter()
        .map(|key| {
            format!(
                r#"<qti-map-entry map-key="{}" mapped-value="{part}"/>"#,
                escaped(key)
            )
        })
        .collect();
    format!(
        r#"<qti-mapping lower-bound="0" upper-bound="1" default-value="{default}">{entries}</qti-mapping>"#
    )
}

fn simple_choices(name: &str, options: &[Choice], attributes: &str) -> String {
    options
        .iter()
        .map(|option| {
            format!(
                r#"<{name} identifier="{}"{attributes}>{}</{name}>"#,
                escaped(&to_identifier(&option.id)),
                in_languages("span", &option.text)
            )
        })
        .collect()
}

fn ids(ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| to_identifier(id)).collect()
}

/// `true` and `false` in the languages of the prompt.
fn truths(prompt: &LocalText) -> Vec<Choice> {
    [
        ("true", ["Vrai", "صحيح", "True"]),
        ("false", ["Faux", "خطأ", "False"]),
    ]
    .into_iter()
    .map(|(id, [fr, ar, en])| {
        let mut text = LocalText::default();
        for (lang, word) in [(Lang::Fr, fr), (Lang::Ar, ar), (Lang::En, en)] {
            if prompt.get(lang).is_some() {
                text.set(lang, Some(word.to_owned()));
            }
        }
        if text.is_empty() {
            text.set(Lang::Fr, Some(fr.to_owned()));
        }
        Choice {
            id: id.to_owned(),
            text,
        }
    })
    .collect()
}

fn choice_body(prompt: &LocalText, options: &[Choice], most: u32) -> String {
    format!(
        r#"<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="{most}"><qti-prompt>{}</qti-prompt>{}</qti-choice-interaction>"#,
        in_languages("span", prompt),
        simple_choices("qti-simple-choice", options, "")
    )
}

fn entry_body(prompt: &LocalText, unit: &str) -> String {
    format!(
        r#"<div>{}</div><p><qti-text-entry-interaction response-identifier="RESPONSE" expected-length="40"/>{unit}</p>"#,
        in_languages("p", prompt)
    )
}

fn matching(
    prompt: &LocalText,
    lefts: &[Choice],
    rights: &[Choice],
    key: &[Pair],
) -> (Response, String) {
    let pairs: Vec<String> = key
        .iter()
        .map(|pair| {
            format!(
                "{} {}",
                to_identifier(&pair.left),
                to_identifier(&pair.right)
            )
        })
        .collect();
    let set = |list: &[Choice], most: &str| {
        let attributes = format!(r#" match-max="{most}""#);
        let choices = simple_choices("qti-simple-associable-choice", list, &attributes);
        format!("<qti-simple-match-set>{choices}</qti-simple-match-set>")
    };
    let body = format!(
        r#"<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="{}"><qti-prompt>{}</qti-prompt>{}{}</qti-match-interaction>"#,
        lefts.len(),
        in_languages("span", prompt),
        set(lefts, "1"),
        set(rights, "0")
    );
    let mapping = shared(&pairs, "");
    (
        Response::by_template("multiple", "directedPair", pairs, mapping),
        body,
    )
}

fn number(prompt: &LocalText, key: i64, tolerance: i64, unit: &LocalText) -> (Response, String) {
    let tolerance = decimal(tolerance);
    let processing = format!(
        r#"<qti-response-processing><qti-response-condition><qti-response-if><qti-equal tolerance-mode="absolute" tolerance="{tolerance} {tolerance}"><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal><qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value></qti-response-if></qti-response-condition></qti-response-processing>"#
    );
    let response = Response {
        cardinality: "single",
        base: "float",
        correct: vec![decimal(key)],
        mapping: String::new(),
        processing,
    };
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(
            r#" <span class="{UNIT}">{}</span>"#,
            in_languages("span", unit)
        )
    };
    (response, entry_body(prompt, &unit))
}

fn short_text(prompt: &LocalText, accepted: &[String]) -> (Response, String) {
    let entries: String = accepted
        .iter()
        .map(|text| {
            format!(
                r#"<qti-map-entry map-key="{}" mapped-value="1" case-sensitive="false"/>"#,
                escaped(text)
            )
        })
        .collect();
    let mapping = format!(r#"<qti-mapping default-value="0">{entries}</qti-mapping>"#);
    let correct = accepted.first().cloned().into_iter().collect();
    (
        Response::by_template("single", "string", correct, mapping),
        entry_body(prompt, ""),
    )
}

fn hotspot(
    prompt: &LocalText,
    picture: &str,
    alt: &LocalText,
    spots: &[Spot],
    key: Area,
) -> (Response, String) {
    let (right, bottom) = (key.x + key.width, key.y + key.height);
    let mapping = format!(
        r#"<qti-area-mapping default-value="0"><qti-area-map-entry shape="rect" coords="{},{},{right},{bottom}" mapped-value="1"/></qti-area-mapping>"#,
        key.x, key.y
    );
    let centre = format!("{} {}", key.x + key.width / 2, key.y + key.height / 2);
    let places: String = spots
        .iter()
        .map(|spot| {
            format!(
                r#"<li data-x="{}" data-y="{}">{}</li>"#,
                spot.x,
                spot.y,
                in_languages("span", &spot.label)
            )
        })
        .collect();
    let body = format!(
        r#"<qti-select-point-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>{}</qti-prompt><img src="{}" alt="{}" width="{SIDE}" height="{SIDE}"/></qti-select-point-interaction><div class="qti-visually-hidden {ALT}">{}</div><ul class="qti-visually-hidden {SPOTS}">{places}</ul>"#,
        in_languages("span", prompt),
        escaped(picture),
        escaped(&alt.pick(first_lang(alt)).text),
        in_languages("span", alt)
    );
    (
        Response::by_template("single", "point", vec![centre], mapping),
        body,
    )
}

fn parts(question: &Question, picture: &str) -> (Response, String) {
    let prompt = &question.prompt;
    match &question.body {
        Body::One { options, key } => (
            Response::by_template(
                "single",
                "identifier",
                vec![to_identifier(key)],
                String::new(),
            ),
            choice_body(prompt, options, 1),
        ),
        Body::Several { options, key } => {
            let keys = ids(key);
            let mapping = shared(&keys, "-");
            (
                Response::by_template("multiple", "identifier", keys, mapping),
                choice_body(prompt, options, 0),
            )
        }
        Body::TrueFalse { key } => (
            Response::by_template("single", "identifier", vec![key.to_string()], String::new()),
            choice_body(prompt, &truths(prompt), 1),
        ),
        Body::Ordering { options, key } => (
            Response::by_template("ordered", "identifier", ids(key), String::new()),
            format!(
                r#"<qti-order-interaction response-identifier="RESPONSE" shuffle="true"><qti-prompt>{}</qti-prompt>{}</qti-order-interaction>"#,
                in_languages("span", prompt),
                simple_choices("qti-simple-choice", options, "")
            ),
        ),
        Body::Matching { lefts, rights, key } => matching(prompt, lefts, rights, key),
        Body::Number {
            key,
            tolerance,
            unit,
        } => number(prompt, *key, *tolerance, unit),
        Body::Text { accepted } => short_text(prompt, accepted),
        Body::Hotspot {
            alt, spots, key, ..
        } => hotspot(prompt, picture, alt, spots, *key),
    }
}

/// One question as an assessment item; `picture` is its picture's address from the item.
pub fn item(question: &Question, picture: &str) -> String {
    let (response, body) = parts(question, picture);
    let lang = first_lang(&question.prompt);
    let title: String = question
        .prompt
        .get(lang)
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect();
    let feedback = !question.feedback.is_empty();
    let outcome = if feedback {
        r#"<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"><qti-default-value><qti-value>always</qti-value></qti-default-value></qti-outcome-declaration>"#
    } else {
        ""
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = write!(
        out,
        r#"<qti-assessment-item xmlns="{ITEM_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{ITEM_NAMESPACE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd" identifier="{}" title="{}" xml:lang="{}" adaptive="false" time-dependent="false">{}<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>{outcome}<qti-item-body>{body}</qti-item-body>{}"#,
        escaped(&to_identifier(&question.id)),
        escaped(&title),
        lang.code(),
        response.declaration(),
        response.processing
    );
    if feedback {
        let _ = write!(
            out,
            r#"<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="always" show-hide="show"><qti-content-body>{}</qti-content-body></qti-modal-feedback>"#,
            in_languages("p", &question.feedback)
        );
    }
    out.push_str("</qti-assessment-item>\n");
    out
}

/// A package of questions. `pictures` gives what a hotspot's picture holds, by its address here; one
/// that is not there is named by its address alone.
///
/// # Errors
/// Never in memory, but writing may fail.
pub fn package(
    questions: &[Question],
    pictures: &BTreeMap<String, Vec<u8>>,
) -> io::Result<Vec<u8>> {
    let mut resources = String::new();
    let mut items = Vec::new();
    let mut used: BTreeMap<String, &Vec<u8>> = BTreeMap::new();
    for (at, question) in questions.iter().enumerate() {
        let mut shown = String::new();
        let mut file = String::new();
        if let Body::Hotspot { picture, .. } = &question.body {
            picture.clone_into(&mut shown);
            if let Some(bytes) = pictures.get(picture) {
                let name = picture.rsplit('/').next().unwrap_or_default();
                let path = format!("pictures/{name}");
                file = format!(r#"<file href="{}"/>"#, escaped(&path));
                shown = format!("../{path}");
                used.insert(path, bytes);
            }
        }
        let href = format!("items/item-{}.xml", at + 1);
        let _ = write!(
            resources,
            r#"<resource identifier="item-{}" type="{ITEM_TYPE}" href="{href}"><file href="{href}"/>{file}</resource>"#,
            at + 1
        );
        items.push((href, item(question, &shown)));
    }
    let manifest = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="{PACKAGE_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{PACKAGE_NAMESPACE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd" identifier="questions"><metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/><resources>{resources}</resources></manifest>
"#
    );
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    writer.text(MANIFEST, manifest.as_bytes())?;
    for (name, content) in items {
        writer.text(&name, content.as_bytes())?;
    }
    for (name, bytes) in used {
        writer.text(&name, bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
