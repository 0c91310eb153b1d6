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
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    while at < chars.len() {
        let here = chars[at];
        if is_isolate(here) {
            let end = closing(&chars, at);
            out.extend(&chars[at..end]);
            at = end;
        } else if starts_run(&chars, at) {
            let end = run_end(&chars, at);
            out.push(LEFT_TO_RIGHT_ISOLATE);
            out.extend(&chars[at..end]);
            out.push(POP_ISOLATE);
            at = end;
        } else {
            out.push(here);
            at += 1;
        }
    }
    out
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
