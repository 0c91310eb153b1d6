//! A question as its author types it: in a form's fields, or in the cells of a table's row.

use super::{
    Body, Choice, ItemKind, Pair, Question,
    draft_input::{is_slug, lines, option_lines},
};
use crate::{
    Error, Lang, LocalText, Problem, Result,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// Texts in the order of `Lang::ALL`. Options stand one a line, the same line in each language:
///
/// - one, several: `key` numbers the right ones, `2` or `1,3`;
/// - ordering: the lines are in the right order;
/// - matching: `left = right`;
/// - true or false: `key` is `true` or `false`;
/// - number: `key`, and `tolerance`, with at most three decimals; the unit is the first line;
/// - text: the accepted answers in `key`, between bars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionInput {
    /// Empty for a new one.
    pub id: String,
    pub kind: String,
    pub prompt: [String; 4],
    pub options: [String; 4],
    pub key: String,
    pub tolerance: String,
    pub feedback: [String; 4],
}

/// The kinds that can be typed; a picture's places are drawn elsewhere.
pub const TYPED_KINDS: [(&str, ItemKind); 7] = [
    ("one", ItemKind::One),
    ("several", ItemKind::Several),
    ("true_false", ItemKind::TrueFalse),
    ("ordering", ItemKind::Ordering),
    ("matching", ItemKind::Matching),
    ("number", ItemKind::Number),
    ("text", ItemKind::Text),
];

const MOST_OPTIONS: usize = 12;

fn option_id(at: usize) -> String {
    format!("o{}", at + 1)
}

fn choices(texts: Vec<LocalText>) -> Vec<Choice> {
    texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| Choice {
            id: option_id(at),
            text,
        })
        .collect()
}

/// A number in thousandths.
fn thousandths(text: &str) -> core::result::Result<i64, Problem> {
    let text: String = text
        .trim()
        .chars()
        .map(text::western_digit)
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || part.len() > 3
        || !is_number(whole)
        || !is_number(part)
    {
        return Err(Problem::NotANumber);
    }
    let padded = format!("{part:0<3}");
    let read = |it: &str| it.parse::<i64>().map_err(|_| Problem::NotANumber);
    Ok(sign * (read(whole)? * 1_000 + read(&padded)?))
}

/// As [`thousandths`] reads it.
fn as_number(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, part) = (thousandths.abs() / 1_000, thousandths.abs() % 1_000);
    let text = format!("{sign}{whole}.{part:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl QuestionInput {
    /// # Errors
    /// `Invalid` naming every field that is wrong: `kind`, `prompt_fr`, `options_fr`, `key`,
    /// `tolerance` and so on.
    pub fn parse(&self, known: &[String]) -> Result<Question> {
        let mut check = Check::default();
        let prompt = text::local(&mut check, "prompt", &self.prompt, |text| {
            text::line(text, 500)
        });
        let mut feedback = LocalText::default();
        for (lang, text) in Lang::ALL.into_iter().zip(&self.feedback) {
            let name = format!("feedback_{}", lang.code());
            feedback.set(
                lang,
                check.take(&name, text::optional_line(text, 500)).flatten(),
            );
        }
        let options = lines(&mut check, "options", &self.options, MOST_OPTIONS);
        let body = self.body(&mut check, options);
        let id = match self.id.trim() {
            "" => (1..)
                .map(|number| format!("q{number}"))
                .find(|id| !known.contains(id))
                .unwrap_or_default(),
            id => id.to_owned(),
        };
        if !is_slug(&id) {
            check.refuse("id", Problem::UnknownChoice);
        }
        check.finish()?;
        Ok(Question {
            id,
            prompt,
            body: body.ok_or(Error::Malformed)?,
            feedback,
        })
    }

    fn body(&self, check: &mut Check, texts: Vec<LocalText>) -> Option<Body> {
        let kind = TYPED_KINDS.iter().find(|(code, _)| *code == self.kind);
        let Some((_, kind)) = kind else {
            check.refuse("kind", Problem::UnknownChoice);
            return None;
        };
        let needs_options = matches!(
            kind,
            ItemKind::One | ItemKind::Several | ItemKind::Ordering | ItemKind::Matching
        );
        if needs_options && texts.len() < 2 {
            check.refuse("options_fr", Problem::Required);
            return None;
        }
        Some(match kind {
            ItemKind::One | ItemKind::Several => {
                let right = self.right(check, texts.len())?;
                let options = choices(texts);
                match (kind, right.as_slice()) {
                    (ItemKind::One, [key]) => Body::One {
                        options,
                        key: key.clone(),
                    },
                    (ItemKind::Several, [_, ..]) => Body::Several {
                        options,
                        key: right,
                    },
                    _ => {
                        check.refuse("key", Problem::UnknownChoice);
                        return None;
                    }
                }
            }
            ItemKind::TrueFalse => match self.key.trim() {
                "true" => Body::TrueFalse { key: true },
                "false" => Body::TrueFalse { key: false },
                _ => {
                    check.refuse("key", Problem::UnknownChoice);
                    return None;
                }
            },
            ItemKind::Ordering => {
                let options = choices(texts);
                let key = options.iter().map(|option| option.id.clone()).collect();
                Body::Ordering { options, key }
            }
            ItemKind::Matching => return matching(check, &texts),
            ItemKind::Number => Body::Number {
                key: check.take("key", thousandths(&self.key))?,
                tolerance: match self.tolerance.trim() {
                    "" => 0,
                    text => check.take(
                        "tolerance",
                        thousandths(text).and_then(|it| {
                            if it < 0 {
                                Err(Problem::NotANumber)
                            } else {
                                Ok(it)
                            }
                        }),
                    )?,
                },
                unit: texts.into_iter().next().unwrap_or_default(),
            },
            _ => {
                let accepted: Vec<String> = self
                    .key
                    .split('|')
                    .map(|it| it.trim().to_owned())
                    .filter(|it| !crate::search_text::tokens(it).is_empty())
                    .collect();
                let is_fit = |it: &String| text::line(it, 200).is_ok();
                if accepted.is_empty() || !accepted.iter().all(is_fit) {
                    check.refuse("key", Problem::Required);
                    return None;
                }
                Body::Text { accepted }
            }
        })
    }

    /// The ids that `2` or `1,3` name.
    fn right(&self, check: &mut Check, options: usize) -> Option<Vec<String>> {
        let most = i64::try_from(options).unwrap_or(1);
        let mut right = Vec::new();
        for number in self.key.split(',') {
            let number = check.take("key", text::integer(number, 1, most))?;
            right.push(option_id(usize::try_from(number - 1).unwrap_or(0)));
        }
        right.sort();
        right.dedup();
        Some(right)
    }

    /// The question again, to be typed over. `None` for one that cannot be typed.
    pub fn of(question: &Question) -> Option<QuestionInput> {
        let each =
            |text: &LocalText| Lang::ALL.map(|lang| text.get(lang).unwrap_or_default().to_owned());
        let place = |options: &[Choice], id: &String| {
            let at = options.iter().position(|option| option.id == *id);
            at.map_or_else(String::new, |at| (at + 1).to_string())
        };
        let mut input = QuestionInput {
            id: question.id.clone(),
            prompt: each(&question.prompt),
            feedback: each(&question.feedback),
            ..QuestionInput::default()
        };
        let kind = match &question.body {
            Body::One { options, key } => {
                input.options = Lang::ALL.map(|lang| option_lines(options, lang));
                input.key = place(options, key);
                "one"
            }
            Body::Several { options, key } => {
                input.options = Lang::ALL.map(|lang| option_lines(options, lang));
                let places: Vec<String> = key.iter().map(|key| place(options, key)).collect();
                input.key = places.join(",");
                "several"
            }
            Body::TrueFalse { key } => {
                input.key = key.to_string();
                "true_false"
            }
            Body::Ordering { options, key } => {
                let order: Vec<Choice> = key
                    .iter()
                    .filter_map(|key| options.iter().find(|it| it.id == *key).cloned())
                    .collect();
                input.options = Lang::ALL.map(|lang| option_lines(&order, lang));
                "ordering"
            }
            Body::Matching { lefts, rights, key } => {
                input.options = Lang::ALL.map(|lang| pair_lines(lefts, rights, key, lang));
                "matching"
            }
            Body::Number {
                key,
                tolerance,
                unit,
            } => {
                input.key = as_number(*key);
                input.tolerance = as_number(*tolerance);
                input.options = each(unit);
                "number"
            }
            Body::Text { accepted } => {
                input.key = accepted.join(" | ");
                "text"
            }
            Body::Hotspot { .. } => return None,
        };
        input.kind = kind.to_owned();
        Some(input)
    }
}

fn matching(check: &mut Check, texts: &[LocalText]) -> Option<Body> {
    let (mut lefts, mut rights, mut key) = (Vec::new(), Vec::new(), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        let (mut left, mut right) = (LocalText::default(), LocalText::default());
        for lang in Lang::ALL {
            let Some(line) = text.get(lang) else { continue };
            let Some((before, after)) = line.split_once('=') else {
                let field = format!("options_{}", lang.code());
                check.refuse(&field, Problem::UnknownChoice);
                return None;
            };
            left.set(lang, Some(before.trim().to_owned()));
            right.set(lang, Some(after.trim().to_owned()));
        }
        let (one, other) = (format!("l{}", at + 1), format!("r{}", at + 1));
        lefts.push(Choice {
            id: one.clone(),
            text: left,
        });
        rights.push(Choice {
            id: other.clone(),
            text: right,
        });
        key.push(Pair {
            left: one,
            right: other,
        });
    }
    Some(Body::Matching { lefts, rights, key })
}

fn pair_lines(lefts: &[Choice], rights: &[Choice], key: &[Pair], lang: Lang) -> String {
    let text = |list: &[Choice], id: &String| {
        list.iter()
            .find(|it| it.id == *id)
            .and_then(|it| it.text.get(lang))
            .map(str::to_owned)
    };
    let lines: Vec<String> = key
        .iter()
        .filter_map(|pair| {
            Some(format!(
                "{} = {}",
                text(lefts, &pair.left)?,
                text(rights, &pair.right)?
            ))
        })
        .collect();
    lines.join("\n")
}
