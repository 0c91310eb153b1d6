//! Questions in. A question is taken whole or not at all, and what is not is said why.

use super::{ALT, ITEM_NAMESPACE, ITEM_TYPE, MANIFEST, SPOTS, UNIT, from_identifier};
use crate::{Archive, Limits};
use domain::{
    Lang, LocalText,
    academy::{
        Area, Body, Choice, ItemFault, MAX_QUESTIONS_BYTES, PackageFault, Pair, Question, Spot,
        is_slug,
    },
    search_text, text,
};
use roxmltree::{Document, Error as XmlError, Node, ParsingOptions};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

/// The largest item, and manifest, in bytes.
const MAX_XML: usize = 512 * 1024;
const MAX_PICTURE: u64 = 4 * 1024 * 1024;
const MAX_NODES: u32 = 8_000;
const MAX_ITEMS: usize = 500;
const MAX_OPTIONS: usize = 12;

const LIMITS: Limits = Limits {
    files: 2_000,
    bytes: 64 * 1024 * 1024,
    ratio: 200,
};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// One item of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadItem {
    /// Its file, or what it calls itself where it came alone.
    pub item: String,
    pub title: String,
    /// The id is empty where the item's own is none of ours; a picture is a path in the package,
    /// or begins with `/`.
    pub question: Result<Question, ItemFault>,
    /// What is left out of one that is taken.
    pub lost: Vec<ItemFault>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadPackage {
    pub items: Vec<ReadItem>,
    /// By their path in the package.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// Reads a package, or one item alone, by its content.
///
/// # Errors
/// Where nothing of it can be taken; an item that cannot be taken is one of the answer.
pub fn read_package(bytes: &[u8]) -> Result<ReadPackage, PackageFault> {
    if bytes.len() as u64 > MAX_QUESTIONS_BYTES {
        let max_megabytes = u32::try_from(MAX_QUESTIONS_BYTES / (1024 * 1024)).unwrap_or(u32::MAX);
        return Err(PackageFault::TooLarge { max_megabytes });
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        let start = bytes.trim_ascii_start();
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        if !start.starts_with(b"<") {
            return Err(PackageFault::NotAPackage);
        }
        return Ok(ReadPackage {
            items: vec![read_item(bytes, "")],
            pictures: BTreeMap::new(),
        });
    }
    let mut archive = Archive::open(Cursor::new(bytes), LIMITS)?;
    let manifest = archive.read(MANIFEST, MAX_XML as u64)?;
    let mut package = ReadPackage::default();
    for (href, kind) in resources(&manifest)? {
        if package.items.len() >= MAX_ITEMS {
            let max = u32::try_from(MAX_ITEMS).unwrap_or(u32::MAX);
            return Err(PackageFault::TooManyFiles { max });
        }
        if kind != ITEM_TYPE {
            let fault = if kind.starts_with("imsqti_item") {
                ItemFault::OldVersion
            } else {
                ItemFault::UnknownKind { name: kind }
            };
            package.items.push(refused(&href, fault));
            continue;
        }
        let item = match archive.read(&href, MAX_XML as u64) {
            Ok(xml) => read_item(&xml, &href),
            Err(PackageFault::TooLarge { .. }) => refused(&href, ItemFault::TooLarge),
            Err(fault) => return Err(fault),
        };
        if let Ok(Question {
            body: Body::Hotspot { picture, .. },
            ..
        }) = &item.question
            && archive.has(picture)
            && !package.pictures.contains_key(picture)
        {
            let bytes = archive.read(picture, MAX_PICTURE)?;
            package.pictures.insert(picture.clone(), bytes);
        }
        package.items.push(item);
    }
    if package.items.is_empty() {
        return Err(PackageFault::Missing {
            name: ITEM_TYPE.to_owned(),
        });
    }
    Ok(package)
}

fn refused(item: &str, fault: ItemFault) -> ReadItem {
    ReadItem {
        item: item.chars().take(120).collect(),
        title: String::new(),
        question: Err(fault),
        lost: Vec::new(),
    }
}

fn parse(xml: &str) -> Result<Document<'_>, ItemFault> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).map_err(|error| match error {
        XmlError::DtdDetected => ItemFault::DocumentType,
        XmlError::NodesLimitReached => ItemFault::TooLarge,
        _ => ItemFault::NotXml,
    })
}

/// The addresses and types of what the package holds, without what only goes along with items.
fn resources(manifest: &[u8]) -> Result<Vec<(String, String)>, PackageFault> {
    let malformed = || PackageFault::Malformed {
        place: MANIFEST.to_owned(),
    };
    let text = core::str::from_utf8(manifest).map_err(|_| malformed())?;
    let document = parse(text.trim_start_matches('\u{feff}')).map_err(|_| malformed())?;
    if document.root_element().tag_name().name() != "manifest" {
        return Err(malformed());
    }
    let mut found = Vec::new();
    for node in document.descendants() {
        if node.tag_name().name() != "resource" {
            continue;
        }
        let kind = node.attribute("type").unwrap_or_default();
        if kind == "webcontent" || kind.starts_with("associatedcontent") || kind.contains("/css") {
            continue;
        }
        let href = node.attribute("href").unwrap_or_default();
        let href = resolved("", href).ok_or_else(|| PackageFault::PathOutside {
            name: href.chars().take(200).collect(),
        })?;
        found.push((href, kind.chars().take(60).collect()));
    }
    Ok(found)
}

/// A path of the package that `href` names in the file `from`. `None` where it leads outside.
fn resolved(from: &str, href: &str) -> Option<String> {
    if href.is_empty() || href.contains([':', '\\', '?', '#']) || href.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "" => return None,
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Reads one item; `file` is its path in the package, empty where it came alone.
pub fn read_item(xml: &[u8], file: &str) -> ReadItem {
    if xml.len() > MAX_XML {
        return refused(file, ItemFault::TooLarge);
    }
    let Ok(text) = core::str::from_utf8(xml) else {
        return refused(file, ItemFault::NotXml);
    };
    let document = match parse(text.trim_start_matches('\u{feff}')) {
        Ok(document) => document,
        Err(fault) => return refused(file, fault),
    };
    let root = document.root_element();
    let mut read = refused(file, ItemFault::NotAnItem);
    match (root.tag_name().name(), root.tag_name().namespace()) {
        ("qti-assessment-item", Some(ITEM_NAMESPACE)) => {}
        ("assessmentItem" | "item" | "questestinterop", _) => {
            read.question = Err(ItemFault::OldVersion);
            return read;
        }
        _ => return read,
    }
    let short = |name: &str, most: usize| -> String {
        let text = root.attribute(name).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(most).collect()
    };
    read.title = short("title", 80);
    let identifier = short("identifier", 80);
    if file.is_empty() {
        read.item.clone_from(&identifier);
    }
    let mut item = Item {
        root,
        file,
        lost: Vec::new(),
    };
    read.question = item.question().map(|mut question| {
        let id = from_identifier(&identifier);
        if is_slug(id) {
            id.clone_into(&mut question.id);
        }
        question
    });
    read.lost = item.lost;
    read
}

type Read<T> = Result<T, ItemFault>;

struct Item<'a, 'x> {
    root: Node<'a, 'x>,
    file: &'a str,
    lost: Vec<ItemFault>,
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

fn child<'a, 'x>(node: Node<'a, 'x>, wanted: &str) -> Option<Node<'a, 'x>> {
    node.children().find(|it| name(*it) == wanted)
}

fn all<'a, 'x>(node: Node<'a, 'x>, wanted: &'a str) -> impl Iterator<Item = Node<'a, 'x>> {
    node.descendants().filter(move |it| name(*it) == wanted)
}

fn has_class(node: Node<'_, '_>, wanted: &str) -> bool {
    node.attribute("class")
        .is_some_and(|classes| classes.split_whitespace().any(|it| it == wanted))
}

/// What a node says, without spaces around it.
fn plain(node: Node<'_, '_>) -> String {
    let text: String = node
        .descendants()
        .filter_map(|it| it.is_text().then(|| it.text())?)
        .collect();
    text.trim().to_owned()
}

/// One of ours, by the first part of a language tag.
fn lang(tag: &str) -> Read<Lang> {
    let bare = tag.to_ascii_lowercase();
    match bare.split('-').next().unwrap_or_default() {
        "fr" => Ok(Lang::Fr),
        "ar" | "ary" => Ok(Lang::Ar),
        "en" => Ok(Lang::En),
        "zgh" | "ber" | "tzm" | "shi" | "rif" => Ok(Lang::Zgh),
        _ => Err(ItemFault::Language {
            tag: tag.chars().take(20).collect(),
        }),
    }
}

/// The language of a text; French where nothing says it.
fn lang_of(node: Node<'_, '_>) -> Read<Lang> {
    node.ancestors()
        .find_map(|it| it.attribute((XML, "lang")).filter(|tag| !tag.is_empty()))
        .map_or(Ok(Lang::Fr), lang)
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "br"
            | "tr"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "section"
    )
}

/// What a node says in each language, a line each, without the parts that `is_left` names.
fn texts<'a, 'x>(
    node: Node<'a, 'x>,
    max: u32,
    is_left: &dyn Fn(Node<'a, 'x>) -> bool,
) -> Read<LocalText> {
    let mut found: BTreeMap<&str, (Lang, String)> = BTreeMap::new();
    let mut rest = vec![node];
    while let Some(it) = rest.pop() {
        if it.is_text() {
            let text = it.text().unwrap_or_default();
            if !text.trim().is_empty() {
                let lang = lang_of(it)?;
                let entry = found.entry(lang.code()).or_insert((lang, String::new()));
                if it.parent().is_some_and(|parent| is_block(name(parent))) {
                    entry.1.push(' ');
                }
                entry.1.push_str(text);
            }
            continue;
        }
        if it != node && is_left(it) {
            continue;
        }
        if matches!(
            name(it),
            "img" | "object" | "audio" | "video" | "math" | "svg" | "iframe" | "script" | "picture"
        ) {
            return Err(ItemFault::Embedded {
                name: name(it).to_owned(),
            });
        }
        // The last child goes down first, so that the first comes up first.
        rest.extend(it.children().rev());
    }
    let mut local = LocalText::default();
    for (lang, text) in found.into_values() {
        // Where its lines end is the file's matter and not the text's.
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = text::line(&words.join(" "), max).map_err(|_| ItemFault::BadText)?;
        local.set(lang, Some(line));
    }
    Ok(local)
}

fn required(text: LocalText) -> Read<LocalText> {
    if text.is_empty() {
        Err(ItemFault::NoText)
    } else {
        Ok(text)
    }
}

/// A decimal number in thousandths, exactly.
fn thousandths(text: &str) -> Read<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || part.len() > 3
        || !is_number(whole)
        || !is_number(part)
    {
        return Err(ItemFault::BadKey);
    }
    let number = |it: &str| it.parse::<i64>().map_err(|_| ItemFault::BadKey);
    Ok(sign * (number(whole)? * 1_000 + number(&format!("{part:0<3}"))?))
}

/// Whole numbers between commas or spaces.
fn numbers(text: &str) -> Option<Vec<i64>> {
    text.split([',', ' '])
        .filter(|it| !it.is_empty())
        .map(|it| thousandths(it).ok().map(|it| it / 1_000))
        .collect()
}

impl<'a, 'x> Item<'a, 'x> {
    fn question(&mut self) -> Read<Question> {
        let body = child(self.root, "qti-item-body").ok_or(ItemFault::NoInteraction)?;
        let mut asked = body
            .descendants()
            .filter(|it| name(*it).starts_with("qti-") && name(*it).ends_with("-interaction"));
        let interaction = asked.next().ok_or(ItemFault::NoInteraction)?;
        if asked.next().is_some() {
            return Err(ItemFault::SeveralInteractions);
        }
        let body_of = self.body(body, interaction)?;
        let prompt = self.prompt(body, interaction)?;
        Ok(Question {
            id: String::new(),
            prompt,
            body: body_of,
            feedback: self.feedback()?,
        })
    }

    fn is_said_elsewhere(node: Node<'_, '_>) -> bool {
        name(node).starts_with("qti-feedback")
            || matches!(
                name(node),
                "qti-rubric-block" | "qti-stylesheet" | "qti-catalog-info"
            )
            || [UNIT, ALT, SPOTS]
                .into_iter()
                .any(|class| has_class(node, class))
    }

    fn prompt(&self, body: Node<'a, 'x>, interaction: Node<'a, 'x>) -> Read<LocalText> {
        let around = texts(body, 500, &|it| {
            it == interaction || Item::is_said_elsewhere(it)
        })?;
        let inside = match child(interaction, "qti-prompt") {
            Some(prompt) => texts(prompt, 500, &Item::is_said_elsewhere)?,
            None => LocalText::default(),
        };
        let mut prompt = LocalText::default();
        for lang in Lang::ALL {
            let both: Vec<&str> = [around.get(lang), inside.get(lang)]
                .into_iter()
                .flatten()
                .collect();
            if !both.is_empty() {
                let line = text::line(&both.join(" "), 500).map_err(|_| ItemFault::BadText)?;
                prompt.set(lang, Some(line));
            }
        }
        if prompt.is_empty() {
            return Err(ItemFault::NoPrompt);
        }
        Ok(prompt)
    }

    /// The one that is said whatever was answered. Others are left out.
    fn feedback(&mut self) -> Read<LocalText> {
        let always = |node: Node<'_, '_>| {
            let outcome = node.attribute("outcome-identifier");
            let default = all(self.root, "qti-outcome-declaration")
                .find(|it| it.attribute("identifier") == outcome)
                .map(plain);
            node.attribute("show-hide").unwrap_or("show") == "show"
                && default.as_deref() == node.attribute("identifier")
        };
        let shown: Vec<Node<'a, 'x>> = all(self.root, "qti-modal-feedback").collect();
        let told = shown.iter().copied().find(|it| always(*it));
        let inside = self
            .root
            .descendants()
            .any(|it| name(it).starts_with("qti-feedback"));
        if inside || shown.len() > usize::from(told.is_some()) {
            self.lost.push(ItemFault::FeedbackLeftOut);
        }
        told.map_or(Ok(LocalText::default()), |it| texts(it, 500, &|_| false))
    }

    fn declaration(&self, interaction: Node<'_, '_>) -> Read<Node<'a, 'x>> {
        let wanted = interaction.attribute("response-identifier");
        self.root
            .children()
            .find(|it| {
                name(*it) == "qti-response-declaration" && it.attribute("identifier") == wanted
            })
            .ok_or(ItemFault::NoKey)
    }

    /// The key: what is declared as correct, else what counts in its mapping.
    fn key(declaration: Node<'_, '_>) -> Vec<String> {
        let correct: Vec<String> = child(declaration, "qti-correct-response")
            .map(|it| all(it, "qti-value").map(plain).collect())
            .unwrap_or_default();
        if correct.is_empty() {
            Item::mapped(declaration)
        } else {
            correct
        }
    }

    fn mapped(declaration: Node<'_, '_>) -> Vec<String> {
        all(declaration, "qti-map-entry")
            .filter(|it| {
                let value = it.attribute("mapped-value").unwrap_or_default();
                value.trim().parse::<f64>().is_ok_and(|value| value > 0.0)
            })
            .filter_map(|it| it.attribute("map-key"))
            .map(|key| key.trim().to_owned())
            .collect()
    }

    fn body(&mut self, body: Node<'a, 'x>, interaction: Node<'a, 'x>) -> Read<Body> {
        match name(interaction) {
            "qti-choice-interaction" => self.choice(interaction),
            "qti-order-interaction" => self.ordering(interaction),
            "qti-match-interaction" => self.matching(interaction),
            "qti-text-entry-interaction" => self.entry(body, interaction),
            "qti-select-point-interaction" => self.point(body, interaction),
            "qti-hotspot-interaction" => self.hotspot(body, interaction),
            "qti-extended-text-interaction"
            | "qti-upload-interaction"
            | "qti-drawing-interaction" => Err(ItemFault::NeedsTrainer),
            other => Err(ItemFault::UnknownKind {
                name: other.chars().take(60).collect(),
            }),
        }
    }

    fn options(node: Node<'a, 'x>, element: &'a str) -> Read<Vec<Choice>> {
        let mut ids = BTreeSet::new();
        let mut options = Vec::new();
        for choice in all(node, element) {
            let id = from_identifier(choice.attribute("identifier").unwrap_or_default());
            let is_fit = (1..=60).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            if !is_fit || !ids.insert(id.to_owned()) {
                return Err(ItemFault::BadKey);
            }
            options.push(Choice {
                id: id.to_owned(),
                text: required(texts(choice, 300, &Item::is_said_elsewhere)?)?,
            });
        }
        match options.len() {
            0..=1 => Err(ItemFault::NoText),
            count if count > MAX_OPTIONS => Err(ItemFault::TooManyChoices),
            _ => Ok(options),
        }
    }

    fn keyed(options: &[Choice], key: &[String]) -> Read<Vec<String>> {
        if key.is_empty() {
            return Err(ItemFault::NoKey);
        }
        key.iter()
            .map(|id| {
                let id = from_identifier(id);
                let found = options.iter().find(|option| option.id == id);
                found.map(|it| it.id.clone()).ok_or(ItemFault::BadKey)
            })
            .collect()
    }

    fn choice(&mut self, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        let options = Item::options(interaction, "qti-simple-choice")?;
        let key = Item::keyed(&options, &Item::key(declaration))?;
        if declaration.attribute("cardinality") == Some("multiple") {
            return Ok(Body::Several { options, key });
        }
        let [key] = <[String; 1]>::try_from(key).map_err(|_| ItemFault::BadKey)?;
        let mut ids: Vec<&str> = options.iter().map(|it| it.id.as_str()).collect();
        ids.sort_unstable();
        if ids == ["false", "true"] {
            return Ok(Body::TrueFalse { key: key == "true" });
        }
        Ok(Body::One { options, key })
    }

    fn ordering(&mut self, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        let options = Item::options(interaction, "qti-simple-choice")?;
        let key = Item::keyed(&options, &Item::key(declaration))?;
        let distinct: BTreeSet<&String> = key.iter().collect();
        if distinct.len() != options.len() || key.len() != options.len() {
            return Err(ItemFault::BadKey);
        }
        Ok(Body::Ordering { options, key })
    }

    fn matching(&mut self, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        let sets: Vec<Node<'a, 'x>> = all(interaction, "qti-simple-match-set").collect();
        let [left, right] = sets.as_slice() else {
            return Err(ItemFault::NoText);
        };
        let element = "qti-simple-associable-choice";
        let (lefts, rights) = (
            Item::options(*left, element)?,
            Item::options(*right, element)?,
        );
        let mut key = Vec::new();
        for pair in Item::key(declaration) {
            let ends: Vec<&str> = pair.split_whitespace().map(from_identifier).collect();
            let [one, other] = ends.as_slice() else {
                return Err(ItemFault::BadKey);
            };
            let has = |list: &[Choice], id: &str| list.iter().any(|it| it.id == id);
            // A pair may be told from either side.
            let (left, right) = match (has(&lefts, one), has(&rights, other)) {
                (true, true) => (one, other),
                _ if has(&lefts, other) && has(&rights, one) => (other, one),
                _ => return Err(ItemFault::BadKey),
            };
            key.push(Pair {
                left: (*left).to_owned(),
                right: (*right).to_owned(),
            });
        }
        if key.is_empty() {
            return Err(ItemFault::NoKey);
        }
        Ok(Body::Matching { lefts, rights, key })
    }

    fn entry(&mut self, body: Node<'a, 'x>, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        if matches!(
            declaration.attribute("base-type"),
            Some("float" | "integer")
        ) {
            let key = Item::key(declaration);
            let key = thousandths(key.first().ok_or(ItemFault::NoKey)?)?;
            let unit = body.descendants().find(|it| has_class(*it, UNIT));
            return Ok(Body::Number {
                key,
                tolerance: self.tolerance(key)?,
                unit: unit.map_or(Ok(LocalText::default()), |it| texts(it, 300, &|_| false))?,
            });
        }
        let mut accepted = Item::mapped(declaration);
        if accepted.is_empty() {
            accepted = Item::key(declaration);
        }
        if accepted.is_empty() {
            return Err(ItemFault::NoKey);
        }
        let accepted: Vec<String> = accepted
            .iter()
            .map(|it| text::line(it, 200).map_err(|_| ItemFault::BadText))
            .collect::<Read<_>>()?;
        if accepted.len() > 50 {
            return Err(ItemFault::TooManyChoices);
        }
        if accepted.iter().all(|it| search_text::tokens(it).is_empty()) {
            return Err(ItemFault::BadKey);
        }
        Ok(Body::Text { accepted })
    }

    /// How far from the key still counts, in thousandths.
    fn tolerance(&self, key: i64) -> Read<i64> {
        let Some(equal) = all(self.root, "qti-equal").next() else {
            return Ok(0);
        };
        let told = equal.attribute("tolerance").unwrap_or_default();
        let told: Vec<i64> = told
            .split_whitespace()
            .map(thousandths)
            .collect::<Read<_>>()?;
        let one = match told.as_slice() {
            [] => 0,
            [one] => *one,
            [below, above] if below == above => *below,
            _ => return Err(ItemFault::BadKey),
        };
        if one < 0 {
            return Err(ItemFault::BadKey);
        }
        match equal.attribute("tolerance-mode") {
            Some("absolute") => Ok(one),
            // In percent of the key.
            Some("relative") => key
                .abs()
                .checked_mul(one)
                .map(|it| it / 100_000)
                .ok_or(ItemFault::BadKey),
            _ => Ok(0),
        }
    }

    /// The picture of an interaction, and what brings its points to thousandths.
    fn picture(&self, interaction: Node<'a, 'x>) -> Read<(String, i64, i64, Option<String>)> {
        let picture = interaction
            .descendants()
            .find(|it| matches!(name(*it), "img" | "object"))
            .ok_or(ItemFault::Picture)?;
        let side = |side: &str| {
            picture
                .attribute(side)
                .and_then(|it| it.parse::<i64>().ok())
                .filter(|it| (1..=100_000).contains(it))
                .ok_or(ItemFault::Picture)
        };
        let href = picture
            .attribute("src")
            .or_else(|| picture.attribute("data"))
            .unwrap_or_default();
        let path = if href.starts_with('/') && !href.starts_with("//") {
            href.to_owned()
        } else {
            resolved(self.file, href).ok_or(ItemFault::Picture)?
        };
        let alt = picture.attribute("alt").map(str::to_owned);
        Ok((path, side("width")?, side("height")?, alt))
    }

    /// What the picture shows, in words: ours, or the picture's own.
    fn alt(&self, body: Node<'a, 'x>, own: Option<String>) -> Read<LocalText> {
        if let Some(node) = body.descendants().find(|it| has_class(*it, ALT)) {
            return texts(node, 500, &|_| false);
        }
        match own.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => {
                let line = text::line(text, 500).map_err(|_| ItemFault::BadText)?;
                Ok(LocalText::of(lang_of(self.root)?, line))
            }
            _ => Ok(LocalText::default()),
        }
    }

    /// The rectangle around a shape, in thousandths of the picture.
    fn area(&mut self, shape: Node<'_, '_>, width: i64, height: i64) -> Read<Area> {
        let coords = shape
            .attribute("coords")
            .and_then(numbers)
            .ok_or(ItemFault::BadKey)?;
        if coords.len() > 200 || coords.iter().any(|it| it.abs() > 1_000_000) {
            return Err(ItemFault::BadKey);
        }
        let (left, top, right, bottom) = match (shape.attribute("shape"), coords.as_slice()) {
            (Some("rect"), [left, top, right, bottom]) => (*left, *top, *right, *bottom),
            (Some("circle"), [x, y, radius]) => {
                self.lost.push(ItemFault::ShapeSimplified);
                (x - radius, y - radius, x + radius, y + radius)
            }
            (Some("ellipse"), [x, y, across, down]) => {
                self.lost.push(ItemFault::ShapeSimplified);
                (x - across, y - down, x + across, y + down)
            }
            (Some("poly"), points) if points.len() >= 6 && points.len() % 2 == 0 => {
                self.lost.push(ItemFault::ShapeSimplified);
                let axis = |from: usize| points.iter().skip(from).step_by(2).copied();
                let least = |from| axis(from).min().unwrap_or(0);
                let most = |from| axis(from).max().unwrap_or(0);
                (least(0), least(1), most(0), most(1))
            }
            _ => return Err(ItemFault::BadKey),
        };
        let across = |it: i64| (it * 1_000 / width).clamp(0, 1_000);
        let down = |it: i64| (it * 1_000 / height).clamp(0, 1_000);
        let area = Area {
            x: across(left),
            y: down(top),
            width: across(right) - across(left),
            height: down(bottom) - down(top),
        };
        if area.width <= 0 || area.height <= 0 {
            return Err(ItemFault::BadKey);
        }
        Ok(area)
    }

    fn point(&mut self, body: Node<'a, 'x>, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        let (picture, width, height, own) = self.picture(interaction)?;
        let areas: Vec<Node<'a, 'x>> = all(declaration, "qti-area-map-entry").collect();
        let [shape] = areas.as_slice() else {
            return Err(if areas.is_empty() {
                ItemFault::NoKey
            } else {
                ItemFault::BadKey
            });
        };
        let key = self.area(*shape, width, height)?;
        let mut spots = Vec::new();
        if let Some(list) = body.descendants().find(|it| has_class(*it, SPOTS)) {
            for place in all(list, "li") {
                let side = |name: &str| {
                    place
                        .attribute(name)
                        .and_then(|it| it.parse::<i64>().ok())
                        .filter(|it| (0..=1_000).contains(it))
                        .ok_or(ItemFault::BadKey)
                };
                spots.push(Spot {
                    x: side("data-x")?,
                    y: side("data-y")?,
                    label: texts(place, 300, &|_| false)?,
                });
            }
        }
        // Whoever cannot point chooses a place by its name: the right one at least has to be there.
        if !spots.iter().any(|it| key.contains(it.x, it.y)) {
            spots.push(Spot {
                x: key.x + key.width / 2,
                y: key.y + key.height / 2,
                label: LocalText::of(lang_of(self.root)?, (spots.len() + 1).to_string()),
            });
        }
        if spots.len() > MAX_OPTIONS * 2 {
            return Err(ItemFault::TooManyChoices);
        }
        Ok(Body::Hotspot {
            picture,
            alt: self.alt(body, own)?,
            spots,
            key,
        })
    }

    fn hotspot(&mut self, body: Node<'a, 'x>, interaction: Node<'a, 'x>) -> Read<Body> {
        let declaration = self.declaration(interaction)?;
        let (picture, width, height, own) = self.picture(interaction)?;
        let right = Item::key(declaration);
        let [right] = right.as_slice() else {
            return Err(if right.is_empty() {
                ItemFault::NoKey
            } else {
                ItemFault::BadKey
            });
        };
        let lang = lang_of(self.root)?;
        let (mut spots, mut key) = (Vec::new(), None);
        for (at, choice) in all(interaction, "qti-hotspot-choice").enumerate() {
            if at >= MAX_OPTIONS {
                return Err(ItemFault::TooManyChoices);
            }
            let area = self.area(choice, width, height)?;
            let label = choice
                .attribute("hotspot-label")
                .map_or_else(|| (at + 1).to_string(), str::to_owned);
            let label = text::line(&label, 300).map_err(|_| ItemFault::BadText)?;
            spots.push(Spot {
                x: area.x + area.width / 2,
                y: area.y + area.height / 2,
                label: LocalText::of(lang, label),
            });
            if choice.attribute("identifier") == Some(right.as_str()) {
                key = Some(area);
            }
        }
        Ok(Body::Hotspot {
            picture,
            alt: self.alt(body, own)?,
            spots,
            key: key.ok_or(ItemFault::BadKey)?,
        })
    }
}
