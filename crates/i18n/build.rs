//! Turns `locales/<lang>/<feature>.json` into typed keys and one text file a language and feature.
//!
//! French is the reference: every other language has its keys, its placeholders and its kinds
//! (plain or plural). A key missing in Arabic or English fails the build; one missing in
//! Tamazight is written in French, marked so that plurals and `lang` follow French.
//!
//! The text file has one line a key, in the order of the French file. A plural is written
//! `\t1one\t5other`: a tab, the digit of the form in `FORMS`, the text. A line in French inside
//! another language's file begins with `|`. None of this needs escaping in JSON or in HTML, since
//! words have no control character, no `<`, and no `|` at their beginning.

use serde_json::{Map, Value};
use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

/// In the order of `Feature`.
const FEATURES: [&str; 16] = [
    "shell",
    "marketplace",
    "cooperatives",
    "accounts",
    "desk",
    "projects",
    "academy",
    "orders",
    "trade",
    "selling",
    "admin",
    "ventures",
    "teaching",
    "quotes",
    "bank",
    "ideas",
];

/// In the order of `domain::Lang`.
const LANGS: [&str; 4] = ["fr", "ar", "en", "zgh"];

/// In the order of `Plural`.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The forms a plural must have, by CLDR; French may also have `many`.
fn required_forms(lang: &str) -> &'static [&'static str] {
    match lang {
        "ar" => &FORMS,
        "zgh" => &["other"],
        _ => &["one", "other"],
    }
}

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);

    let mut problems = Vec::new();
    let mut keys = String::new();
    let mut texts = vec![String::new(); LANGS.len()];
    let mut hashes = vec![String::new(); LANGS.len()];
    let mut counts = String::new();
    let mut names = String::new();
    for feature in FEATURES {
        let files = LANGS.map(|lang| read(lang, feature, &mut problems));
        write_keys(&mut keys, feature, &files[0], &mut problems);
        let _ = write!(counts, "{}, ", files[0].len());
        let _ = write!(names, "&{:?}, ", files[0].keys().collect::<Vec<_>>());
        for (index, lang) in LANGS.into_iter().enumerate() {
            let text = lines(lang, feature, &files[0], &files[index], &mut problems);
            let folder = out.join(lang);
            fs::create_dir_all(&folder).expect("OUT_DIR is writable");
            fs::write(folder.join(format!("{feature}.txt")), &text).expect("OUT_DIR is writable");
            let _ = write!(hashes[index], "{:#018x}, ", fnv1a(text.as_bytes()));
            let _ = write!(
                texts[index],
                "include_str!(concat!(env!(\"OUT_DIR\"), \"/{lang}/{feature}.txt\")), "
            );
        }
    }
    assert!(
        problems.is_empty(),
        "\n\n{} problem(s) in the words:\n{}\n",
        problems.len(),
        problems.join("\n")
    );

    let (features, langs) = (FEATURES.len(), LANGS.len());
    let table =
        |rows: &[String]| -> String { rows.iter().map(|row| format!("[{row}],\n")).collect() };
    let tables = format!(
        "pub(crate) const NAMES: [&str; {features}] = {FEATURES:?};\n\
         pub(crate) const COUNTS: [u16; {features}] = [{counts}];\n\
         pub(crate) const HASHES: [[u64; {features}]; {langs}] = [{}];\n\
         #[cfg(any(test, feature = \"embed\"))]\n\
         pub(crate) static TEXTS: [[&str; {features}]; {langs}] = [{}];\n\
         #[cfg(test)]\n\
         pub(crate) static KEYS: [&[&str]; {features}] = [{names}];\n",
        table(&hashes),
        table(&texts),
    );
    fs::write(out.join("tables.rs"), tables).expect("OUT_DIR is writable");
    fs::write(out.join("keys.rs"), keys).expect("OUT_DIR is writable");
}

fn read(lang: &str, feature: &str, problems: &mut Vec<String>) -> Map<String, Value> {
    let path = format!("locales/{lang}/{feature}.json");
    let source = match fs::read_to_string(&path) {
        Ok(source) => source,
        Err(error) => {
            problems.push(format!("{path}: {error}"));
            return Map::new();
        }
    };
    let mut seen = BTreeSet::new();
    for key in top_level_keys(&source) {
        if !seen.insert(key.clone()) {
            problems.push(format!("{path}: {key}: written twice"));
        }
    }
    match serde_json::from_str(&source) {
        Ok(Value::Object(map)) => map,
        Ok(_) => {
            problems.push(format!("{path}: expected an object of keys"));
            Map::new()
        }
        Err(error) => {
            problems.push(format!("{path}: {error}"));
            Map::new()
        }
    }
}

/// The keys as written; `serde_json` silently keeps the last of two equal ones.
fn top_level_keys(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut depth = 0;
    let mut last = None;
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => text.extend(chars.next()),
                        c => text.push(c),
                    }
                }
                last = Some(text);
            }
            ':' if depth == 1 => keys.extend(last.take()),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    keys
}

/// A module of constants, each documented by its French words.
fn write_keys(
    out: &mut String,
    feature: &str,
    fr: &Map<String, Value>,
    problems: &mut Vec<String>,
) {
    let mut variant = feature.to_owned();
    variant[..1].make_ascii_uppercase();
    // A feature may have no words yet.
    let import = if fr.is_empty() {
        ""
    } else {
        "use crate::{Feature, Key};"
    };
    let _ = writeln!(out, "pub mod {feature} {{\n{import}");
    for (index, (key, value)) in fr.iter().enumerate() {
        let well_formed = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !well_formed {
            problems.push(format!(
                "locales/fr/{feature}.json: {key}: a key is written in snake_case"
            ));
            continue;
        }
        let words = match value {
            Value::Object(forms) => format!(
                "{} (plural)",
                forms
                    .get("other")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            ),
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        let _ = writeln!(
            out,
            "#[doc = {words:?}]\npub const {}: Key = Key {{ feature: Feature::{variant}, index: {index} }};",
            key.to_ascii_uppercase()
        );
    }
    out.push_str("}\n");
}

/// One language's words of a feature, a line a key.
fn lines(
    lang: &str,
    feature: &str,
    fr: &Map<String, Value>,
    own: &Map<String, Value>,
    problems: &mut Vec<String>,
) -> String {
    let path = format!("locales/{lang}/{feature}.json");
    for key in own.keys().filter(|key| !fr.contains_key(*key)) {
        problems.push(format!(
            "{path}: {key}: not in locales/fr/{feature}.json, the reference"
        ));
    }
    let mut lines = Vec::new();
    for (key, reference) in fr {
        let line = match own.get(key) {
            Some(value) => {
                line(lang, value).and_then(|line| same_shape(reference, value).map(|()| line))
            }
            None if lang == "zgh" => line("fr", reference).map(|line| format!("|{line}")),
            None => Err("missing".to_owned()),
        };
        match line {
            Ok(line) => lines.push(line),
            Err(problem) => problems.push(format!("{path}: {key}: {problem}")),
        }
    }
    lines.join("\n")
}

fn line(lang: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => checked(text).map(str::to_owned),
        Value::Object(forms) => {
            for form in required_forms(lang) {
                if !forms.contains_key(*form) {
                    return Err(format!("the plural form `{form}` is missing"));
                }
            }
            if let Some(form) = forms.keys().find(|form| {
                !required_forms(lang).contains(&form.as_str())
                    && (lang, form.as_str()) != ("fr", "many")
            }) {
                return Err(format!("`{form}` is not a plural form of this language"));
            }
            let mut line = String::new();
            for (digit, form) in FORMS.into_iter().enumerate() {
                if let Some(text) = forms.get(form) {
                    let text = text
                        .as_str()
                        .ok_or_else(|| format!("`{form}` is not a string"))?;
                    let _ = write!(line, "\t{digit}{}", checked(text)?);
                }
            }
            Ok(line)
        }
        _ => Err("expected a string or an object of plural forms".to_owned()),
    }
}

fn checked(text: &str) -> Result<&str, String> {
    if text.trim() != text || text.is_empty() {
        return Err("empty, or a space at its beginning or end".to_owned());
    }
    if text.chars().any(char::is_control) || text.contains('<') || text.starts_with('|') {
        return Err("a control character, a `<` or a leading `|`: words are plain text".to_owned());
    }
    placeholders(text)?;
    Ok(text)
}

fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let name = rest[at..]
            .strip_prefix('{')
            .and_then(|after| after.split_once('}'))
            .map(|(name, after)| {
                rest = after;
                name
            })
            .filter(|name| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            })
            .ok_or_else(|| format!("a brace that is not part of a {{placeholder}} in {text:?}"))?;
        names.insert(name);
    }
    Ok(names)
}

/// Both plain with the same placeholders, or both plural, where a form may leave `{count}` out.
fn same_shape(reference: &Value, value: &Value) -> Result<(), String> {
    match (reference, value) {
        (Value::String(reference), Value::String(text)) => {
            same_placeholders(placeholders(reference)?, placeholders(text)?)
        }
        (Value::Object(reference), Value::Object(forms)) => {
            let expected = reference
                .get("other")
                .and_then(Value::as_str)
                .unwrap_or_default();
            for text in forms
                .values()
                .chain(reference.values())
                .filter_map(Value::as_str)
            {
                let [expected, found] = [expected, text].map(|text| {
                    placeholders(text).map(|mut names| {
                        names.remove("count");
                        names
                    })
                });
                same_placeholders(expected?, found?)?;
            }
            Ok(())
        }
        _ => Err("plain in one language and plural in the other".to_owned()),
    }
}

fn same_placeholders(expected: BTreeSet<&str>, found: BTreeSet<&str>) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "its placeholders are {found:?}, the French ones {expected:?}"
    ))
}

/// 64-bit FNV-1a: names the file by its content; not a defence against anyone.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
