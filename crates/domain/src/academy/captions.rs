//! Captions as WebVTT: read once, when a recording is published, and refused where they could not
//! be followed.

use crate::{Dir, Lang, Problem};
use serde::{Deserialize, Serialize};

/// What is said, from `start` to `end` in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    pub start: i64,
    pub end: i64,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionFault {
    NotWebVtt,
    /// A time that cannot be read.
    BadTime,
    /// Ends before it begins.
    Reversed,
    /// Begins before the one before it ends.
    Overlapping,
    /// Lies after the end of the recording.
    BeyondEnd,
}

/// Why captions are refused; `cue` and `line` count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cue {cue} at line {line}: {fault:?}")]
pub struct BadCaptions {
    pub cue: u32,
    pub line: u32,
    pub fault: CaptionFault,
}

impl From<BadCaptions> for Problem {
    fn from(BadCaptions { cue, line, fault }: BadCaptions) -> Problem {
        Problem::BadCaptions { cue, line, fault }
    }
}

/// Reads captions of a recording of `duration` milliseconds.
///
/// # Errors
/// The first cue that cannot be followed.
pub fn parse_captions(text: &str, duration: i64) -> Result<Vec<Cue>, BadCaptions> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = (1_u32..).zip(text.lines().map(str::trim));
    let is_webvtt = lines.next().is_some_and(|(_, line)| {
        line.strip_prefix("WEBVTT")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    });
    if !is_webvtt {
        return Err(BadCaptions {
            cue: 1,
            line: 1,
            fault: CaptionFault::NotWebVtt,
        });
    }
    let mut cues: Vec<Cue> = Vec::new();
    // Whether the lines that come are words of the last cue.
    let mut inside = false;
    for (line, content) in lines {
        if content.is_empty() {
            inside = false;
        } else if let Some((start, rest)) = content.split_once("-->") {
            let cue = u32::try_from(cues.len()).unwrap_or(u32::MAX - 1) + 1;
            let bad = |fault| BadCaptions { cue, line, fault };
            let end = rest.split_whitespace().next().unwrap_or_default();
            let (Some(start), Some(end)) = (milliseconds(start.trim()), milliseconds(end)) else {
                return Err(bad(CaptionFault::BadTime));
            };
            if end <= start {
                return Err(bad(CaptionFault::Reversed));
            }
            if cues.last().is_some_and(|last| start < last.end) {
                return Err(bad(CaptionFault::Overlapping));
            }
            if start >= duration {
                return Err(bad(CaptionFault::BeyondEnd));
            }
            cues.push(Cue {
                start,
                end,
                text: String::new(),
            });
            inside = true;
        } else if inside && let Some(cue) = cues.last_mut() {
            let words = plain(content);
            if !cue.text.is_empty() && !words.is_empty() {
                cue.text.push(' ');
            }
            cue.text.push_str(&words);
        }
    }
    Ok(cues)
}

/// The words of a cue's line without its marks: `<v Fatima>`, `<i>`, `<00:01.000>`, `&amp;`.
fn plain(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once('<') {
        words.push_str(before);
        rest = mark.split_once('>').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(words, |text, (mark, sign)| text.replace(mark, sign))
    .trim()
    .to_owned()
}

/// The same captions as WebVTT, as players show them. A player takes a line's direction from its
/// first letter: where that is another script's, a mark says the language's direction.
pub fn write_captions(cues: &[Cue], lang: Lang) -> String {
    let mut out = String::from("WEBVTT\n");
    for cue in cues {
        let from_right = cue
            .text
            .chars()
            .find(|it| it.is_alphabetic())
            .map(is_from_right);
        let mark = match (lang.dir(), from_right) {
            (Dir::Rtl, Some(false)) => "\u{200f}",
            (Dir::Ltr, Some(true)) => "\u{200e}",
            _ => "",
        };
        let text = cue
            .text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let (start, end) = (clock(cue.start), clock(cue.end));
        out.push_str(&format!("\n{start} --> {end}\n{mark}{text}\n"));
    }
    out
}

fn clock(ms: i64) -> String {
    let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
    format!(
        "{hours:02}:{minutes:02}:{:02}.{:03}",
        ms / 1_000 % 60,
        ms % 1_000
    )
}

const fn is_from_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// `00:01:02.500` or `01:02.500`.
fn milliseconds(text: &str) -> Option<i64> {
    let (clock, thousandths) = text.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
    if thousandths.len() != 3 || !digits(thousandths) {
        return None;
    }
    let mut seconds = 0_i64;
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for part in parts {
        if !digits(part) || part.len() > 4 {
            return None;
        }
        seconds = seconds * 60 + part.parse::<i64>().ok()?;
    }
    Some(seconds * 1000 + thousandths.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_read_or_refused_by_cue() {
        let of = |cues: &str| {
            parse_captions(&format!("WEBVTT\n\n{cues}"), 60_000).map(|cues| {
                cues.into_iter()
                    .map(|cue| (cue.start, cue.end, cue.text))
                    .collect::<Vec<_>>()
            })
        };
        let fine = "1\n00:00.000 --> 00:02.000 align:start\nBonjour\nà tous\n\nNOTE x\n\n00:00:02.000 --> 00:00:04.500\nالسلام";
        assert_eq!(
            of(fine),
            Ok(vec![
                (0, 2000, "Bonjour à tous".to_owned()),
                (2000, 4500, "السلام".to_owned())
            ])
        );
        let cases = [
            ("00:05.000 --> 00:05.000\na", 1, 3, CaptionFault::Reversed),
            ("00:05.000 --> 00:02.000\na", 1, 3, CaptionFault::Reversed),
            (
                "00:00.000 --> 00:05.000\na\n\nsecond\n00:04.000 --> 00:06.000\nb",
                2,
                7,
                CaptionFault::Overlapping,
            ),
            ("0:0 --> 00:02.000\na", 1, 3, CaptionFault::BadTime),
            ("00:01.000 -->\na", 1, 3, CaptionFault::BadTime),
            ("01:00.000 --> 01:02.000\na", 1, 3, CaptionFault::BeyondEnd),
        ];
        for (text, cue, line, fault) in cases {
            assert_eq!(of(text), Err(BadCaptions { cue, line, fault }), "{text}");
        }
        for text in ["hello", "", "WEBVTTX\n"] {
            let fault = parse_captions(text, 1).map_err(|it| it.fault);
            assert_eq!(fault, Err(CaptionFault::NotWebVtt), "{text}");
        }
    }

    #[test]
    fn mixed_scripts_keep_the_direction_of_their_language() {
        let cue = |text: &str| Cue {
            start: 3_723_004,
            end: 3_724_000,
            text: text.to_owned(),
        };
        let cases = [
            (
                "IGP تعني بيانا جغرافيا",
                Lang::Ar,
                "\u{200f}IGP تعني بيانا جغرافيا",
            ),
            ("بيان IGP", Lang::Ar, "بيان IGP"),
            ("2026", Lang::Ar, "2026"),
            (
                "أركان veut dire arganier",
                Lang::Fr,
                "\u{200e}أركان veut dire arganier",
            ),
            ("a < b & c", Lang::Fr, "a &lt; b &amp; c"),
        ];
        for (text, lang, expected) in cases {
            let written = write_captions(&[cue(text)], lang);
            let whole = format!("WEBVTT\n\n01:02:03.004 --> 01:02:04.000\n{expected}\n");
            assert_eq!(written, whole, "{text}");
        }
        let marked = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Fatima>Salam &amp; <i>bonjour</i>";
        let read = parse_captions(marked, 1_000).map(|cues| cues[0].text.clone());
        assert_eq!(read, Ok("Salam & bonjour".to_owned()));
    }
}
