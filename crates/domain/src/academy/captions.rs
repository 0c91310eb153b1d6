//! Captions as WebVTT: read once, when a recording is published, and refused where they could not
//! be followed.

use serde::{Deserialize, Serialize};

/// What is said, from `start` to `end` in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    pub start: i64,
    pub end: i64,
    pub text: String,
}

/// Why captions are refused; `cue` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCaptions {
    #[error("the file does not begin with WEBVTT")]
    NotWebVtt,
    #[error("cue {cue} has no time that can be read")]
    BadTime { cue: usize },
    #[error("cue {cue} ends before it begins")]
    Reversed { cue: usize },
    #[error("cue {cue} begins before the one before it ends")]
    Overlapping { cue: usize },
    #[error("cue {cue} lies after the end of the recording")]
    BeyondEnd { cue: usize },
}

/// Reads captions of a recording of `duration` milliseconds.
///
/// # Errors
/// The first cue that cannot be followed.
pub fn parse_captions(text: &str, duration: i64) -> Result<Vec<Cue>, BadCaptions> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if !text.starts_with("WEBVTT") {
        return Err(BadCaptions::NotWebVtt);
    }
    let mut cues: Vec<Cue> = Vec::new();
    for block in text.split("\n\n").skip(1) {
        let mut lines = block.lines().skip_while(|line| !line.contains("-->"));
        let Some(times) = lines.next() else { continue };
        let cue = cues.len() + 1;
        let (start, end) = times
            .split_once("-->")
            .and_then(|(start, rest)| {
                let end = rest.split_whitespace().next()?;
                Some((milliseconds(start.trim())?, milliseconds(end)?))
            })
            .ok_or(BadCaptions::BadTime { cue })?;
        if end <= start {
            return Err(BadCaptions::Reversed { cue });
        }
        if cues.last().is_some_and(|last| start < last.end) {
            return Err(BadCaptions::Overlapping { cue });
        }
        if start >= duration {
            return Err(BadCaptions::BeyondEnd { cue });
        }
        let words: Vec<&str> = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        cues.push(Cue {
            start,
            end,
            text: words.join(" "),
        });
    }
    Ok(cues)
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
            (
                "00:05.000 --> 00:05.000\na",
                BadCaptions::Reversed { cue: 1 },
            ),
            (
                "00:05.000 --> 00:02.000\na",
                BadCaptions::Reversed { cue: 1 },
            ),
            (
                "00:00.000 --> 00:05.000\na\n\n00:04.000 --> 00:06.000\nb",
                BadCaptions::Overlapping { cue: 2 },
            ),
            ("0:0 --> 00:02.000\na", BadCaptions::BadTime { cue: 1 }),
            (
                "01:00.000 --> 01:02.000\na",
                BadCaptions::BeyondEnd { cue: 1 },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text), Err(expected), "{text}");
        }
        assert_eq!(parse_captions("hello", 1), Err(BadCaptions::NotWebVtt));
    }
}
