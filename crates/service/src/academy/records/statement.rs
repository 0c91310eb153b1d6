//! What a statement may be (xAPI 1.0.3, part two): every part is checked, nothing unknown is taken.

use serde_json::{Map, Value};

/// Why a statement, or a part of a request, is refused: in English, for who writes programs.
pub type Checked<T> = core::result::Result<T, String>;

pub const VOIDED: &str = "http://adlnet.gov/expapi/verbs/voided";

/// A UUID in small letters.
pub fn uuid(text: &str) -> Checked<String> {
    let bytes = text.as_bytes();
    let fits = bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                *byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        });
    if fits {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("\"{text}\" is not a UUID"))
    }
}

/// An absolute address with a scheme.
pub fn iri(text: &str) -> Checked<()> {
    let fits = text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    let bad = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    if fits && text.len() <= 2_000 && !text.contains(bad) {
        Ok(())
    } else {
        Err(format!("\"{text}\" is not an IRI"))
    }
}

fn object<'a>(value: &'a Value, what: &str, known: &[&str]) -> Checked<&'a Map<String, Value>> {
    let map = value
        .as_object()
        .ok_or_else(|| format!("{what} is not an object"))?;
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("{what} has an unknown property \"{key}\"")),
        None => Ok(map),
    }
}

fn text<'a>(value: &'a Value, what: &str) -> Checked<&'a str> {
    value
        .as_str()
        .ok_or_else(|| format!("{what} is not a string"))
}

/// What is wrong with a value of a name, if anything.
type Check = fn(&Value, &str) -> Checked<()>;

/// Each property that is there, by its check.
fn each(map: &Map<String, Value>, what: &str, checks: &[(&str, Check)]) -> Checked<()> {
    for (name, check) in checks {
        if let Some(value) = map.get(*name) {
            check(value, &format!("{what}.{name}"))?;
        }
    }
    Ok(())
}

fn any_text(value: &Value, what: &str) -> Checked<()> {
    text(value, what).map(|_| ())
}

fn an_iri(value: &Value, what: &str) -> Checked<()> {
    iri(text(value, what)?)
}

fn a_uuid(value: &Value, what: &str) -> Checked<()> {
    uuid(text(value, what)?).map(|_| ())
}

fn a_bool(value: &Value, what: &str) -> Checked<()> {
    value
        .as_bool()
        .map(|_| ())
        .ok_or_else(|| format!("{what} is not a boolean"))
}

fn is_lang_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (1..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

fn lang_map(value: &Value, what: &str) -> Checked<()> {
    let map = value
        .as_object()
        .ok_or_else(|| format!("{what} is not a language map"))?;
    for (tag, value) in map {
        if !is_lang_tag(tag) {
            return Err(format!("{what}: \"{tag}\" is not a language tag"));
        }
        text(value, what)?;
    }
    Ok(())
}

fn a_lang(value: &Value, what: &str) -> Checked<()> {
    if is_lang_tag(text(value, what)?) {
        Ok(())
    } else {
        Err(format!("{what} is not a language tag"))
    }
}

fn extensions(value: &Value, what: &str) -> Checked<()> {
    let map = value
        .as_object()
        .ok_or_else(|| format!("{what} is not an object"))?;
    map.keys().try_for_each(|key| iri(key))
}

fn duration(value: &Value, what: &str) -> Checked<()> {
    let told = text(value, what)?;
    let bad = || format!("{what} is not an ISO 8601 duration");
    let rest = told.strip_prefix('P').ok_or_else(bad)?;
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return Err(bad()),
        None => (rest, ""),
    };
    if rest.is_empty() {
        return Err(bad());
    }
    let parts = |text: &str, mut units: &str| {
        let mut digits = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() || c == '.' {
                digits.push(c);
                continue;
            }
            let Some(at) = units.find(c) else {
                return false;
            };
            if digits.parse::<f64>().is_err() {
                return false;
            }
            units = &units[at + 1..];
            digits.clear();
        }
        digits.is_empty()
    };
    if parts(days, "YMWD") && parts(time, "HMS") {
        Ok(())
    } else {
        Err(bad())
    }
}

/// Days since 1970 of a civil date (Hinnant's `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Milliseconds since 1970 of an ISO 8601 time; UTC where it names no zone.
pub fn moment(told: &str) -> Checked<i64> {
    read_moment(told).ok_or_else(|| format!("\"{told}\" is not an ISO 8601 timestamp"))
}

fn read_moment(told: &str) -> Option<i64> {
    let number = |text: &str, length: usize| -> Option<i64> {
        (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let (date, rest) = told.split_once(['T', ' '])?;
    let date: Vec<&str> = date.split('-').collect();
    let [year, month, day] = date.as_slice() else {
        return None;
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let (time, zone) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest, "Z"),
    };
    let offset = match zone {
        "Z" => 0,
        // Of an unknown zone, which the standard refuses.
        "-00:00" | "-0000" | "-00" => return None,
        zone => {
            let bare = zone.get(1..)?.replace(':', "");
            let minutes = match bare.len() {
                2 => number(&bare, 2)? * 60,
                4 => number(&bare[..2], 2)? * 60 + number(&bare[2..], 2)?,
                _ => return None,
            };
            if zone.starts_with('-') {
                -minutes
            } else {
                minutes
            }
        }
    };
    let time: Vec<&str> = time.split(':').collect();
    let (hour, minute, second) = match time.as_slice() {
        [hour, minute] => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, *second),
        _ => return None,
    };
    let (second, part) = second.split_once(['.', ',']).unwrap_or((second, ""));
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    let in_range = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61
        && part.bytes().all(|b| b.is_ascii_digit());
    if !in_range {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + (minute - offset) * 60 + second;
    Some(seconds * 1_000 + number(&part, 3)?)
}

fn a_moment(value: &Value, what: &str) -> Checked<()> {
    moment(text(value, what)?).map(|_| ())
}

/// The one thing by which an agent is known, as one text.
pub fn agent_name(agent: &Value) -> Option<String> {
    if let Some(mbox) = agent["mbox"].as_str() {
        return Some(format!("mbox {mbox}"));
    }
    if let Some(sha1) = agent["mbox_sha1sum"].as_str() {
        return Some(format!("sha1 {}", sha1.to_ascii_lowercase()));
    }
    if let Some(openid) = agent["openid"].as_str() {
        return Some(format!("openid {openid}"));
    }
    let account = &agent["account"];
    Some(format!(
        "account {} {}",
        account["homePage"].as_str()?,
        account["name"].as_str()?
    ))
}

fn mbox(value: &Value, what: &str) -> Checked<()> {
    let address = text(value, what)?.strip_prefix("mailto:");
    let fits = address
        .and_then(|it| it.split_once('@'))
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if fits {
        Ok(())
    } else {
        Err(format!("{what} is not a mailto address"))
    }
}

fn sha1sum(value: &Value, what: &str) -> Checked<()> {
    let sum = text(value, what)?;
    if sum.len() == 40 && sum.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err(format!("{what} is not a SHA-1 sum"))
    }
}

fn account(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &["homePage", "name"])?;
    for name in ["homePage", "name"] {
        if !map.contains_key(name) {
            return Err(format!("{what} has no {name}"));
        }
    }
    each(map, what, &[("homePage", an_iri), ("name", any_text)])
}

const IDENTIFIERS: [&str; 4] = ["mbox", "mbox_sha1sum", "openid", "account"];

fn identified(map: &Map<String, Value>, what: &str) -> Checked<usize> {
    each(
        map,
        what,
        &[
            ("name", any_text),
            ("mbox", mbox),
            ("mbox_sha1sum", sha1sum),
            ("openid", an_iri),
            ("account", account),
        ],
    )?;
    let count = IDENTIFIERS
        .iter()
        .filter(|name| map.contains_key(**name))
        .count();
    if count > 1 {
        return Err(format!("{what} is identified in several ways"));
    }
    Ok(count)
}

/// One agent, and no group.
pub fn agent(value: &Value, what: &str) -> Checked<()> {
    let known = [
        "objectType",
        "name",
        "mbox",
        "mbox_sha1sum",
        "openid",
        "account",
    ];
    let map = object(value, what, &known)?;
    if map.get("objectType").is_some_and(|it| it != "Agent") {
        return Err(format!("{what} is not an Agent"));
    }
    match identified(map, what)? {
        1 => Ok(()),
        _ => Err(format!("{what} is not identified")),
    }
}

/// An agent or a group.
pub fn actor(value: &Value, what: &str) -> Checked<()> {
    if value["objectType"] != "Group" {
        return agent(value, what);
    }
    let known = [
        "objectType",
        "name",
        "mbox",
        "mbox_sha1sum",
        "openid",
        "account",
        "member",
    ];
    let map = object(value, what, &known)?;
    let is_named = identified(map, what)? == 1;
    let members = match map.get("member") {
        Some(Value::Array(members)) => members.as_slice(),
        Some(_) => return Err(format!("{what}.member is not an array")),
        None => &[],
    };
    if !is_named && members.is_empty() {
        return Err(format!("{what} is an anonymous group without members"));
    }
    members
        .iter()
        .try_for_each(|member| agent(member, &format!("{what}.member")))
}

fn group(value: &Value, what: &str) -> Checked<()> {
    if value["objectType"] == "Group" {
        actor(value, what)
    } else {
        Err(format!("{what} is not a Group"))
    }
}

fn verb(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &["id", "display"])?;
    if !map.contains_key("id") {
        return Err(format!("{what} has no id"));
    }
    each(map, what, &[("id", an_iri), ("display", lang_map)])
}

const INTERACTIONS: [&str; 10] = [
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
];

fn components(value: &Value, what: &str) -> Checked<()> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("{what} is not an array"))?;
    let mut ids = std::collections::BTreeSet::new();
    for it in list {
        let map = object(it, what, &["id", "description"])?;
        let id = text(map.get("id").unwrap_or(&Value::Null), what)?;
        if !ids.insert(id) {
            return Err(format!("{what} has \"{id}\" twice"));
        }
        each(map, what, &[("description", lang_map)])?;
    }
    Ok(())
}

fn patterns(value: &Value, what: &str) -> Checked<()> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("{what} is not an array"))?;
    list.iter().try_for_each(|it| any_text(it, what))
}

fn definition(value: &Value, what: &str) -> Checked<()> {
    let lists = ["choices", "scale", "source", "target", "steps"];
    let mut known = vec![
        "name",
        "description",
        "type",
        "moreInfo",
        "extensions",
        "interactionType",
        "correctResponsesPattern",
    ];
    known.extend(lists);
    let map = object(value, what, &known)?;
    each(
        map,
        what,
        &[
            ("name", lang_map),
            ("description", lang_map),
            ("type", an_iri),
            ("moreInfo", an_iri),
            ("extensions", extensions),
            ("interactionType", any_text),
            ("correctResponsesPattern", patterns),
            ("choices", components),
            ("scale", components),
            ("source", components),
            ("target", components),
            ("steps", components),
        ],
    )?;
    let kind = map.get("interactionType").and_then(Value::as_str);
    if kind.is_some_and(|kind| !INTERACTIONS.contains(&kind)) {
        return Err(format!("{what}.interactionType is unknown"));
    }
    let fits = |list: &str| match list {
        "choices" => matches!(kind, Some("choice" | "sequencing")),
        "scale" => kind == Some("likert"),
        "steps" => kind == Some("performance"),
        _ => kind == Some("matching"),
    };
    let is_interaction = lists
        .iter()
        .any(|list| map.contains_key(*list) && !fits(list))
        || (map.contains_key("correctResponsesPattern") && kind.is_none());
    if is_interaction {
        return Err(format!("{what} has parts of another interactionType"));
    }
    Ok(())
}

fn activity(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &["objectType", "id", "definition"])?;
    if map.get("objectType").is_some_and(|it| it != "Activity") {
        return Err(format!("{what} is not an Activity"));
    }
    if !map.contains_key("id") {
        return Err(format!("{what} has no id"));
    }
    each(map, what, &[("id", an_iri), ("definition", definition)])
}

fn statement_ref(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &["objectType", "id"])?;
    if map.get("objectType").is_none_or(|it| it != "StatementRef") || !map.contains_key("id") {
        return Err(format!("{what} is not a StatementRef"));
    }
    each(map, what, &[("id", a_uuid)])
}

fn score(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &["scaled", "raw", "min", "max"])?;
    let number = |name: &str| match map.get(name) {
        None => Ok(None),
        Some(value) => value
            .as_f64()
            .map(Some)
            .ok_or_else(|| format!("{what}.{name} is not a number")),
    };
    let (scaled, raw) = (number("scaled")?, number("raw")?);
    let (min, max) = (number("min")?, number("max")?);
    let above = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| a > b);
    if scaled.is_some_and(|it| !(-1.0..=1.0).contains(&it))
        || above(min, max)
        || above(min, raw)
        || above(raw, max)
    {
        return Err(format!("{what} is out of range"));
    }
    Ok(())
}

fn result(value: &Value, what: &str) -> Checked<()> {
    let known = [
        "score",
        "success",
        "completion",
        "response",
        "duration",
        "extensions",
    ];
    let map = object(value, what, &known)?;
    each(
        map,
        what,
        &[
            ("score", score),
            ("success", a_bool),
            ("completion", a_bool),
            ("response", any_text),
            ("duration", duration),
            ("extensions", extensions),
        ],
    )
}

const PLACES: [&str; 4] = ["parent", "grouping", "category", "other"];

fn context_activities(value: &Value, what: &str) -> Checked<()> {
    let map = object(value, what, &PLACES)?;
    for it in map.values() {
        match it {
            Value::Array(list) => list.iter().try_for_each(|it| activity(it, what))?,
            one => activity(one, what)?,
        }
    }
    Ok(())
}

fn context(value: &Value, what: &str, of_activity: bool) -> Checked<()> {
    let known = [
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    ];
    let map = object(value, what, &known)?;
    each(
        map,
        what,
        &[
            ("registration", a_uuid),
            ("instructor", actor),
            ("team", group),
            ("contextActivities", context_activities),
            ("revision", any_text),
            ("platform", any_text),
            ("language", a_lang),
            ("statement", statement_ref),
            ("extensions", extensions),
        ],
    )?;
    if !of_activity && (map.contains_key("revision") || map.contains_key("platform")) {
        return Err(format!(
            "{what} has revision or platform though the object is no Activity"
        ));
    }
    Ok(())
}

fn attachments(value: &Value, what: &str) -> Checked<()> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("{what} is not an array"))?;
    for it in list {
        let known = [
            "usageType",
            "display",
            "description",
            "contentType",
            "length",
            "sha2",
            "fileUrl",
        ];
        let map = object(it, what, &known)?;
        for name in ["usageType", "display", "contentType", "length", "sha2"] {
            if !map.contains_key(name) {
                return Err(format!("{what} has no {name}"));
            }
        }
        // Without one the content would have to come along, and nothing here keeps it.
        if !map.contains_key("fileUrl") {
            return Err(format!("{what} has no fileUrl: content is not kept here"));
        }
        each(
            map,
            what,
            &[
                ("usageType", an_iri),
                ("display", lang_map),
                ("description", lang_map),
                ("contentType", any_text),
                ("sha2", any_text),
                ("fileUrl", an_iri),
            ],
        )?;
        if map.get("length").and_then(Value::as_u64).is_none() {
            return Err(format!("{what}.length is not a whole number"));
        }
    }
    Ok(())
}

fn version(value: &Value, what: &str) -> Checked<()> {
    let version = text(value, what)?;
    if version == "1.0" || version.starts_with("1.0.") {
        Ok(())
    } else {
        Err(format!("{what} is not 1.0.x"))
    }
}

/// Nothing is null outside of extensions.
fn no_null(value: &Value) -> Checked<()> {
    match value {
        Value::Null => Err("a property is null".to_owned()),
        Value::Array(list) => list.iter().try_for_each(no_null),
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| *name != "extensions")
            .try_for_each(|(_, value)| no_null(value)),
        _ => Ok(()),
    }
}

fn parts(map: &Map<String, Value>, is_inside: bool) -> Checked<()> {
    for name in ["actor", "verb", "object"] {
        if !map.contains_key(name) {
            return Err(format!("statement has no {name}"));
        }
    }
    let object = &map["object"];
    let kind = object
        .get("objectType")
        .map_or(Ok("Activity"), |it| text(it, "object.objectType"))?;
    match kind {
        "Activity" => activity(object, "object")?,
        "Agent" | "Group" => actor(object, "object")?,
        "StatementRef" => statement_ref(object, "object")?,
        "SubStatement" if !is_inside => {
            let known = [
                "objectType",
                "actor",
                "verb",
                "object",
                "result",
                "context",
                "timestamp",
                "attachments",
            ];
            parts(self::object(object, "object", &known)?, true)?;
        }
        other => return Err(format!("object is a {other}")),
    }
    each(
        map,
        "statement",
        &[
            ("actor", actor),
            ("verb", verb),
            ("result", result),
            ("timestamp", a_moment),
            ("attachments", attachments),
        ],
    )?;
    if let Some(it) = map.get("context") {
        context(it, "context", kind == "Activity")?;
    }
    if map["verb"]["id"] == VOIDED && kind != "StatementRef" {
        return Err("a voiding statement's object is no StatementRef".to_owned());
    }
    Ok(())
}

/// Checks a whole statement.
///
/// # Errors
/// The first part that the standard refuses.
pub fn check(value: &Value) -> Checked<()> {
    let known = [
        "id",
        "actor",
        "verb",
        "object",
        "result",
        "context",
        "timestamp",
        "stored",
        "authority",
        "version",
        "attachments",
    ];
    let map = object(value, "statement", &known)?;
    no_null(value)?;
    each(
        map,
        "statement",
        &[
            ("id", a_uuid),
            ("stored", a_moment),
            ("authority", actor),
            ("version", version),
        ],
    )?;
    parts(map, false)
}

/// The activities around a statement as arrays, which is how they are answered.
pub fn with_arrays(statement: &mut Value) {
    let Some(around) = statement
        .pointer_mut("/context/contextActivities")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for it in around.values_mut() {
        if it.is_object() {
            *it = Value::Array(vec![it.take()]);
        }
    }
}

/// What makes a statement the same one: without what the store itself writes, and what only helps
/// to show it.
pub fn meaning(statement: &Value) -> Value {
    let mut bare = statement.clone();
    with_arrays(&mut bare);
    if let Some(map) = bare.as_object_mut() {
        for name in ["id", "stored", "authority", "version", "timestamp"] {
            map.remove(name);
        }
        if let Some(verb) = map.get_mut("verb").and_then(Value::as_object_mut) {
            verb.remove("display");
        }
        if let Some(object) = map.get_mut("object").and_then(Value::as_object_mut) {
            object.remove("definition");
            if object.get("objectType").is_some_and(|it| it == "Activity") {
                object.remove("objectType");
            }
        }
        if let Some(actor) = map.get_mut("actor").and_then(Value::as_object_mut)
            && actor.get("objectType").is_some_and(|it| it == "Agent")
        {
            actor.remove("objectType");
        }
    }
    bare
}

/// Everything an agent or a group is known by.
fn agents(value: &Value, names: &mut Vec<String>) {
    names.extend(agent_name(value));
    for member in value["member"].as_array().into_iter().flatten() {
        names.extend(agent_name(member));
    }
}

/// Whom and what a statement names.
#[derive(Default)]
pub struct Names {
    /// Its actor, and its object where that is one.
    pub agents: Vec<String>,
    pub activities: Vec<String>,
    /// Anywhere else in it.
    pub related_agents: Vec<String>,
    pub related_activities: Vec<String>,
    pub statements: Vec<String>,
    /// What is said of activities.
    pub definitions: Vec<(String, Value)>,
}

impl Names {
    pub fn of(statement: &Value) -> Names {
        let mut names = Names::default();
        agents(&statement["actor"], &mut names.agents);
        let object = &statement["object"];
        match object["objectType"].as_str() {
            Some("Agent" | "Group") => agents(object, &mut names.agents),
            Some("StatementRef") => {
                names
                    .statements
                    .extend(object["id"].as_str().map(str::to_ascii_lowercase));
            }
            Some("SubStatement") => {
                let inner = Names::of(object);
                names.related_agents.extend(inner.agents);
                names.related_agents.extend(inner.related_agents);
                names.related_activities.extend(inner.activities);
                names.related_activities.extend(inner.related_activities);
                names.definitions.extend(inner.definitions);
            }
            _ => {
                names
                    .activities
                    .extend(object["id"].as_str().map(str::to_owned));
                names.define(object);
            }
        }
        let context = &statement["context"];
        for who in ["instructor", "team"] {
            agents(&context[who], &mut names.related_agents);
        }
        agents(&statement["authority"], &mut names.related_agents);
        for place in PLACES {
            for it in context["contextActivities"][place]
                .as_array()
                .into_iter()
                .flatten()
            {
                names
                    .related_activities
                    .extend(it["id"].as_str().map(str::to_owned));
                names.define(it);
            }
        }
        names
    }

    fn define(&mut self, activity: &Value) {
        if let (Some(id), Some(definition)) = (activity["id"].as_str(), activity.get("definition"))
        {
            self.definitions.push((id.to_owned(), definition.clone()));
        }
    }
}

/// The best language of a map for a reader; the whole map where there is none.
fn one_language(map: &Value, langs: &[&str]) -> Value {
    let Some(map) = map.as_object() else {
        return map.clone();
    };
    let of = |tag: &str| {
        tag.split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let found = langs
        .iter()
        .find_map(|lang| map.iter().find(|(tag, _)| of(tag) == of(lang)))
        .or_else(|| map.iter().next());
    found
        .map(|(tag, text)| Value::Object(Map::from_iter([(tag.clone(), text.clone())])))
        .unwrap_or_default()
}

/// How a statement is shown: `ids` only names everything, `canonical` speaks one language.
pub fn shown(value: &Value, format: &str, langs: &[&str]) -> Value {
    let bare = format == "ids";
    match value {
        Value::Array(list) => list.iter().map(|it| shown(it, format, langs)).collect(),
        Value::Object(map) => {
            let is_agent = IDENTIFIERS.iter().any(|name| map.contains_key(*name));
            let mut out = Map::new();
            for (name, value) in map {
                match name.as_str() {
                    "extensions" | "result" | "attachments" => {
                        out.insert(name.clone(), value.clone());
                    }
                    "definition" | "display" if bare => {}
                    "name" if bare && is_agent => {}
                    "display" | "description" if !bare => {
                        out.insert(name.clone(), one_language(value, langs));
                    }
                    "name" if !bare && value.is_object() => {
                        out.insert(name.clone(), one_language(value, langs));
                    }
                    "objectType" if bare && is_agent && value == "Agent" => {}
                    _ => {
                        out.insert(name.clone(), shown(value, format, langs));
                    }
                }
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}
