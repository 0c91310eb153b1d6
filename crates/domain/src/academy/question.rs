//! Questions: how each kind is asked, answered and graded. The key stays with the server: a
//! learner gets an [`ItemView`].

use crate::{LocalText, search_text, text::western_digit};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub text: LocalText,
}

/// What belongs together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub left: String,
    pub right: String,
}

/// A marked place in a picture, in thousandths of its width and height.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub x: i64,
    pub y: i64,
    pub label: LocalText,
}

/// A rectangle of a picture, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

impl Area {
    pub const fn contains(&self, x: i64, y: i64) -> bool {
        x >= self.x && x <= self.x + self.width && y >= self.y && y <= self.y + self.height
    }
}

/// What is asked, with its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    One {
        options: Vec<Choice>,
        key: String,
    },
    Several {
        options: Vec<Choice>,
        key: Vec<String>,
    },
    TrueFalse {
        key: bool,
    },
    /// `key` is the right order.
    Ordering {
        options: Vec<Choice>,
        key: Vec<String>,
    },
    Matching {
        lefts: Vec<Choice>,
        rights: Vec<Choice>,
        key: Vec<Pair>,
    },
    /// In thousandths; right from `key - tolerance` to `key + tolerance`.
    Number {
        key: i64,
        tolerance: i64,
        unit: LocalText,
    },
    Text {
        accepted: Vec<String>,
    },
    Hotspot {
        picture: String,
        alt: LocalText,
        spots: Vec<Spot>,
        key: Area,
    },
}

/// One question of a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in its quiz; stays the same from version to version.
    pub id: String,
    pub prompt: LocalText,
    pub body: Body,
    /// Said after grading, whatever was answered.
    pub feedback: LocalText,
}

/// How a learner's screen asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    One,
    Several,
    TrueFalse,
    Ordering,
    Matching,
    Number,
    Text,
    Hotspot,
}

/// A question as the learner sees it: without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    pub id: String,
    pub kind: ItemKind,
    pub prompt: LocalText,
    pub options: Vec<Choice>,
    /// The right column of a matching question.
    pub others: Vec<Choice>,
    pub unit: LocalText,
    pub picture: String,
    pub alt: LocalText,
    pub spots: Vec<Spot>,
}

/// What was answered, by option ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Chosen(Vec<String>),
    True(bool),
    Order(Vec<String>),
    Pairs(Vec<Pair>),
    /// As typed.
    Written(String),
    Point {
        x: i64,
        y: i64,
    },
}

impl Question {
    pub fn view(&self) -> ItemView {
        let mut view = ItemView {
            id: self.id.clone(),
            kind: ItemKind::One,
            prompt: self.prompt.clone(),
            options: Vec::new(),
            others: Vec::new(),
            unit: LocalText::default(),
            picture: String::new(),
            alt: LocalText::default(),
            spots: Vec::new(),
        };
        match &self.body {
            Body::One { options, .. } => view.options.clone_from(options),
            Body::Several { options, .. } => {
                view.kind = ItemKind::Several;
                view.options.clone_from(options);
            }
            Body::TrueFalse { .. } => view.kind = ItemKind::TrueFalse,
            Body::Ordering { options, .. } => {
                view.kind = ItemKind::Ordering;
                view.options.clone_from(options);
            }
            Body::Matching { lefts, rights, .. } => {
                view.kind = ItemKind::Matching;
                view.options.clone_from(lefts);
                view.others.clone_from(rights);
            }
            Body::Number { unit, .. } => {
                view.kind = ItemKind::Number;
                view.unit = unit.clone();
            }
            Body::Text { .. } => view.kind = ItemKind::Text,
            Body::Hotspot {
                picture,
                alt,
                spots,
                ..
            } => {
                view.kind = ItemKind::Hotspot;
                view.picture.clone_from(picture);
                view.alt = alt.clone();
                view.spots.clone_from(spots);
            }
        }
        view
    }

    /// The answer in a form's fields: `q1`, or `q1.option` where there are several. `None` where
    /// nothing was answered; what does not exist is left out.
    pub fn read(&self, fields: &BTreeMap<String, String>) -> Option<Answer> {
        let own = fields.get(&self.id).map(|value| value.trim());
        let of = |option: &Choice| {
            fields
                .get(&format!("{}.{}", self.id, option.id))
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
        };
        let exists = |options: &[Choice], id: &str| options.iter().any(|it| it.id == id);
        match &self.body {
            Body::One { options, .. } => own
                .filter(|id| exists(options, id))
                .map(|id| Answer::Chosen(vec![id.to_owned()])),
            Body::Several { options, .. } => {
                let chosen: Vec<String> = options
                    .iter()
                    .filter(|option| of(option).is_some())
                    .map(|option| option.id.clone())
                    .collect();
                (!chosen.is_empty()).then_some(Answer::Chosen(chosen))
            }
            Body::TrueFalse { .. } => match own {
                Some("true") => Some(Answer::True(true)),
                Some("false") => Some(Answer::True(false)),
                _ => None,
            },
            Body::Ordering { options, .. } => {
                let mut placed: Vec<(u32, String)> = options
                    .iter()
                    .filter_map(|option| Some((of(option)?.parse().ok()?, option.id.clone())))
                    .collect();
                placed.sort();
                let order: Vec<String> = placed.into_iter().map(|(_, id)| id).collect();
                (!order.is_empty()).then_some(Answer::Order(order))
            }
            Body::Matching { lefts, rights, .. } => {
                let pairs: Vec<Pair> = lefts
                    .iter()
                    .filter_map(|left| {
                        let right = of(left).filter(|right| exists(rights, right))?;
                        Some(Pair {
                            left: left.id.clone(),
                            right: right.to_owned(),
                        })
                    })
                    .collect();
                (!pairs.is_empty()).then_some(Answer::Pairs(pairs))
            }
            Body::Number { .. } | Body::Text { .. } => own
                .filter(|text| !text.is_empty())
                .map(|text| Answer::Written(text.chars().take(200).collect())),
            Body::Hotspot { .. } => {
                let (x, y) = own?.split_once(',')?;
                let inside = |text: &str| {
                    text.parse::<i64>()
                        .ok()
                        .filter(|value| (0..=1000).contains(value))
                };
                Some(Answer::Point {
                    x: inside(x)?,
                    y: inside(y)?,
                })
            }
        }
    }

    /// The form fields that show an answer again.
    pub fn fields(&self, answer: &Answer) -> Vec<(String, String)> {
        let named = |option: &str| format!("{}.{option}", self.id);
        match answer {
            Answer::Chosen(chosen) => match &self.body {
                Body::Several { .. } => chosen
                    .iter()
                    .map(|id| (named(id), "1".to_owned()))
                    .collect(),
                _ => chosen
                    .iter()
                    .map(|id| (self.id.clone(), id.clone()))
                    .collect(),
            },
            Answer::True(value) => vec![(self.id.clone(), value.to_string())],
            Answer::Order(order) => order
                .iter()
                .zip(1..)
                .map(|(id, place)| (named(id), place.to_string()))
                .collect(),
            Answer::Pairs(pairs) => pairs
                .iter()
                .map(|pair| (named(&pair.left), pair.right.clone()))
                .collect(),
            Answer::Written(text) => vec![(self.id.clone(), text.clone())],
            Answer::Point { x, y } => vec![(self.id.clone(), format!("{x},{y}"))],
        }
    }

    /// Thousandths of the question's points. An answer of another kind, or none, is worth none.
    pub fn grade(&self, answer: Option<&Answer>) -> i64 {
        let all_or_nothing = |right: bool| if right { 1000 } else { 0 };
        let share = |right: usize, of: usize| {
            let part = right.saturating_mul(1000).checked_div(of).unwrap_or(0);
            i64::try_from(part).unwrap_or(0)
        };
        match (&self.body, answer) {
            (Body::One { key, .. }, Some(Answer::Chosen(chosen))) => {
                all_or_nothing(chosen.len() == 1 && chosen[0] == *key)
            }
            (Body::Several { key, .. }, Some(Answer::Chosen(chosen))) => {
                let key: BTreeSet<&String> = key.iter().collect();
                let chosen: BTreeSet<&String> = chosen.iter().collect();
                let right = chosen.intersection(&key).count();
                // Ticking everything is worth nothing.
                let wrong = chosen.difference(&key).count();
                share(right.saturating_sub(wrong), key.len())
            }
            (Body::TrueFalse { key }, Some(Answer::True(value))) => all_or_nothing(key == value),
            (Body::Ordering { key, .. }, Some(Answer::Order(order))) => share(
                key.iter().zip(order).filter(|(key, id)| key == id).count(),
                key.len(),
            ),
            (Body::Matching { key, .. }, Some(Answer::Pairs(pairs))) => share(
                key.iter().filter(|pair| pairs.contains(pair)).count(),
                key.len(),
            ),
            (Body::Number { key, tolerance, .. }, Some(Answer::Written(text))) => all_or_nothing(
                thousandths(text)
                    .is_some_and(|number| number.abs_diff(*key) <= tolerance.unsigned_abs()),
            ),
            (Body::Text { accepted }, Some(Answer::Written(text))) => {
                all_or_nothing(accepted.iter().any(|key| is_same(key, text)))
            }
            (Body::Hotspot { key, .. }, Some(Answer::Point { x, y })) => {
                all_or_nothing(key.contains(*x, *y))
            }
            _ => 0,
        }
    }

    /// Whether it can be answered rightly.
    pub fn has_a_key(&self) -> bool {
        let has = |options: &[Choice], id: &String| options.iter().any(|option| option.id == *id);
        match &self.body {
            Body::One { options, key } => options.len() > 1 && has(options, key),
            Body::Several { options, key } => {
                !key.is_empty() && key.iter().all(|key| has(options, key))
            }
            Body::Ordering { options, key } => {
                options.len() > 1
                    && options.len() == key.len()
                    && key.iter().all(|key| has(options, key))
            }
            Body::Matching { lefts, rights, key } => {
                !key.is_empty()
                    && key
                        .iter()
                        .all(|pair| has(lefts, &pair.left) && has(rights, &pair.right))
            }
            Body::Number { tolerance, .. } => *tolerance >= 0,
            Body::Text { accepted } => accepted
                .iter()
                .any(|text| !search_text::tokens(text).is_empty()),
            Body::Hotspot { spots, key, .. } => {
                spots.iter().any(|spot| key.contains(spot.x, spot.y))
            }
            Body::TrueFalse { .. } => true,
        }
    }

    /// The right answer in words, for after grading.
    pub fn solution(&self) -> Vec<LocalText> {
        let find = |options: &[Choice], id: &str| {
            options
                .iter()
                .find(|option| option.id == id)
                .map(|option| option.text.clone())
        };
        let plain = |text: String| LocalText {
            fr: Some(text),
            ..LocalText::default()
        };
        match &self.body {
            Body::One { options, key } => find(options, key).into_iter().collect(),
            Body::Several { options, key } | Body::Ordering { options, key } => {
                key.iter().filter_map(|id| find(options, id)).collect()
            }
            Body::TrueFalse { .. } => Vec::new(),
            Body::Matching { lefts, rights, key } => key
                .iter()
                .filter_map(|pair| {
                    let (left, right) = (find(lefts, &pair.left)?, find(rights, &pair.right)?);
                    let join =
                        |a: Option<String>, b: Option<String>| Some(format!("{} → {}", a?, b?));
                    Some(LocalText {
                        fr: join(left.fr, right.fr),
                        ar: left.ar.zip(right.ar).map(|(a, b)| format!("{a} ← {b}")),
                        en: join(left.en, right.en),
                        zgh: join(left.zgh, right.zgh),
                    })
                })
                .collect(),
            Body::Number { key, .. } => {
                let sign = if *key < 0 { "-" } else { "" };
                let (whole, rest) = (key.abs() / 1000, key.abs() % 1000);
                let text = if rest == 0 {
                    format!("{sign}{whole}")
                } else {
                    format!(
                        "{sign}{whole},{}",
                        format!("{rest:03}").trim_end_matches('0')
                    )
                };
                vec![plain(text)]
            }
            Body::Text { accepted } => accepted.first().cloned().map(plain).into_iter().collect(),
            Body::Hotspot { spots, key, .. } => spots
                .iter()
                .filter(|spot| key.contains(spot.x, spot.y))
                .map(|spot| spot.label.clone())
                .collect(),
        }
    }

    /// The same question with what can be shuffled shuffled.
    #[must_use]
    pub fn shuffled(mut self, seed: u64) -> Question {
        match &mut self.body {
            Body::One { options, .. } | Body::Several { options, .. } => {
                *options = reordered(options, seed);
            }
            Body::Ordering { options, key } => {
                *options = reordered(options, seed);
                // Shown in the right order, it would answer itself.
                if options.iter().map(|it| &it.id).eq(key.iter()) {
                    options.rotate_left(1);
                }
            }
            Body::Matching { rights, .. } => *rights = reordered(rights, seed),
            _ => {}
        }
        self
    }
}

fn reordered<T: Clone>(items: &[T], seed: u64) -> Vec<T> {
    shuffle(seed, items.len())
        .into_iter()
        .filter_map(|at| items.get(at).cloned())
        .collect()
}

/// A permutation of `0..length` that the seed decides (SplitMix64, Fisher and Yates).
pub fn shuffle(seed: u64, length: usize) -> Vec<usize> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut order: Vec<usize> = (0..length).collect();
    for at in (1..length).rev() {
        let other = next() % (at as u64 + 1);
        order.swap(at, usize::try_from(other).unwrap_or(0));
    }
    order
}

/// A number as people type it, in thousandths: Western or Arabic digits, a comma or a point,
/// spaces between thousands.
fn thousandths(text: &str) -> Option<i64> {
    let text: String = text
        .chars()
        .map(western_digit)
        .map(|c| if matches!(c, ',' | '٫') { '.' } else { c })
        .filter(|c| !c.is_whitespace())
        .collect();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.as_str()),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(sign * (whole.parse::<i64>().ok()? * 1000 + padded.parse::<i64>().ok()?))
}

/// Whether a short text means the key: accents, articles and the script it is written in do not
/// count, nor one typing error in a word of five letters or more.
fn is_same(key: &str, typed: &str) -> bool {
    let (key, typed) = (search_text::tokens(key), search_text::tokens(typed));
    !key.is_empty()
        && key.len() == typed.len()
        && key.iter().zip(&typed).all(|(key, typed)| {
            key == typed || is_one_error_apart(key, typed) || {
                let sound = search_text::skeleton(key);
                !sound.is_empty()
                    && sound == search_text::skeleton(typed)
                    && search_text::Script::of(key) != search_text::Script::of(typed)
            }
        })
}

fn is_one_error_apart(a: &str, b: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < b.len() {
        core::mem::swap(&mut a, &mut b);
    }
    if b.len() < 4 || a.len() < 5 || a.len() - b.len() > 1 || a.iter().any(char::is_ascii_digit) {
        return false;
    }
    let begin = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    if a.len() == b.len() {
        // One letter for another, or two neighbours swapped.
        begin + end + 1 >= a.len()
            || (begin + end + 2 == a.len() && a[begin] == b[begin + 1] && a[begin + 1] == b[begin])
    } else {
        begin + end >= b.len()
    }
}
