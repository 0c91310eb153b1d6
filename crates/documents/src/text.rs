//! Keeps what is written from left to right in that order inside a right-to-left text.
//!
//! Digits are weak and separators neutral in the bidirectional algorithm: in an Arabic paragraph
//! "06 12 34" or "FA-2026-000012" would come out backwards. Each such run is put in an isolate.

use domain::Dir;

const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const POP_ISOLATE: char = '\u{2069}';

/// `text` with its left-to-right runs isolated, where the document runs the other way. What is
/// already in an isolate stays as it is.
pub(crate) fn isolate(dir: Dir, text: &str) -> String {
    if dir == Dir::Ltr {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for run in right_to_left_runs(text) {
        match run {
            Run::LeftToRight(run) => {
                out.push(LEFT_TO_RIGHT_ISOLATE);
                out.push_str(&run);
                out.push(POP_ISOLATE);
            }
            Run::RightToLeft(run) | Run::Isolated(run) => out.push_str(&run),
        }
    }
    out
}

/// A part of a text that runs one way.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Run {
    LeftToRight(String),
    RightToLeft(String),
    /// With the isolate around it that somebody has written.
    Isolated(String),
}

/// A paragraph's runs, in the order they are read: in a right-to-left one what is written from left
/// to right, in a left-to-right one what is written in Arabic.
pub(crate) fn runs(dir: Dir, text: &str) -> Vec<Run> {
    match dir {
        Dir::Rtl => right_to_left_runs(text),
        Dir::Ltr => left_to_right_runs(text),
    }
}

fn right_to_left_runs(text: &str) -> Vec<Run> {
    let chars: Vec<char> = text.chars().collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let here = chars[at];
        let (end, run): (usize, fn(String) -> Run) = if is_isolate(here) {
            (closing(&chars, at), Run::Isolated)
        } else if starts_run(&chars, at) {
            (run_end(&chars, at), Run::LeftToRight)
        } else {
            let stops = |next: &usize| is_isolate(chars[*next]) || starts_run(&chars, *next);
            let end = (at + 1..chars.len()).find(stops).unwrap_or(chars.len());
            (end, Run::RightToLeft)
        };
        runs.push(run(chars[at..end].iter().collect()));
        at = end;
    }
    runs
}

fn left_to_right_runs(text: &str) -> Vec<Run> {
    let chars: Vec<char> = text.chars().collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_arabic = is_arabic(chars[at]);
        let mut end = at + 1;
        let mut next = end;
        while next < chars.len() {
            // A space between two Arabic words belongs to them.
            if self::is_arabic(chars[next]) == is_arabic {
                end = next + 1;
            } else if !is_arabic || !is_space(chars[next]) {
                break;
            }
            next += 1;
        }
        let run = chars[at..end].iter().collect();
        runs.push(match is_arabic {
            true => Run::RightToLeft(run),
            false => Run::LeftToRight(run),
        });
        at = end;
    }
    runs
}

const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

const fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

/// After the isolate that opens at `from`, or after the text where it is never closed.
fn closing(chars: &[char], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in chars.iter().enumerate().skip(from) {
        if is_isolate(*c) {
            depth += 1;
        } else if *c == POP_ISOLATE {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1;
            }
        }
    }
    chars.len()
}

/// Latin and Tifinagh letters and European digits.
fn is_strong(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2d30}'..='\u{2d7f}')
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// What belongs to the run when another letter or digit follows.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}'
            | '\u{202f}'
            | '\u{2019}'
            | '\u{2013}'
            | '\u{2212}'
            | '\u{b7}'
            | '\u{d7}'
            | '\u{b0}'
            | '\u{20ac}'
    ) || c.is_ascii_punctuation()
}

/// A sign before a number belongs to it.
fn starts_run(chars: &[char], at: usize) -> bool {
    is_strong(chars[at])
        || (matches!(chars[at], '+' | '-' | '\u{2212}' | '#')
            && chars.get(at + 1).is_some_and(|c| is_strong(*c)))
}

fn run_end(chars: &[char], from: usize) -> usize {
    let mut end = from + 1;
    let mut open = 0_i32;
    for (at, c) in chars.iter().enumerate().skip(from) {
        let is_percent = at > from && *c == '%' && chars[end..at].iter().all(|c| is_space(*c));
        if is_strong(*c) || at == from || is_percent {
            end = at + 1;
        } else if *c == ')' && open > 0 {
            open -= 1;
            end = at + 1;
        } else if is_joint(*c) {
            open += i32::from(*c == '(');
        } else {
            break;
        }
    }
    end
}
