//! Recordings and captions of a lesson that is being written. They come beside the forms, so they
//! do not count as one of the changes that two windows are told about.

use super::{ActivityKind, CourseDraft, DraftText, Media};
use crate::{Error, Lang, Result};

impl CourseDraft {
    /// Sets what a lesson plays in a language, in place of what it played before. The lesson keeps
    /// its activity where it has one.
    ///
    /// # Errors
    /// `NotFound` for a lesson that is not there, and for a quiz.
    pub fn set_recording(&mut self, slug: &str, kind: ActivityKind, media: Media) -> Result<()> {
        let lesson = self.lesson_mut(slug)?;
        if lesson.quiz.is_some() {
            return Err(Error::NotFound);
        }
        let (_, all) = lesson.media.get_or_insert_with(|| (kind, Vec::new()));
        match all.iter_mut().find(|it| it.lang == media.lang) {
            Some(it) => *it = media,
            None => all.push(media),
        }
        all.sort_by_key(|it| Lang::ALL.iter().position(|lang| *lang == it.lang));
        Ok(())
    }

    /// Takes the recording of a language out.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub fn remove_recording(&mut self, slug: &str, lang: Lang) -> Result<()> {
        let lesson = self.lesson_mut(slug)?;
        let (_, all) = lesson.media.as_mut().ok_or(Error::NotFound)?;
        let before = all.len();
        all.retain(|it| it.lang != lang);
        if all.len() == before {
            return Err(Error::NotFound);
        }
        if all.is_empty() {
            lesson.media = None;
        }
        Ok(())
    }

    /// Sets the captions of a language: WebVTT, and the file that holds the same below
    /// `/academy/media/`. Empty takes them out.
    ///
    /// # Errors
    /// `NotFound` for a lesson that is not there, and for a quiz.
    pub fn set_captions(&mut self, slug: &str, lang: Lang, text: &str, file: &str) -> Result<()> {
        let lesson = self.lesson_mut(slug)?;
        if lesson.quiz.is_some() {
            return Err(Error::NotFound);
        }
        match lesson.texts.iter_mut().find(|it| it.lang == lang) {
            Some(it) => text.clone_into(&mut it.captions),
            None if text.is_empty() => {}
            None => lesson.texts.push(DraftText {
                lang,
                markdown: String::new(),
                captions: text.to_owned(),
            }),
        }
        lesson
            .texts
            .retain(|it| !it.markdown.is_empty() || !it.captions.is_empty());
        let media = lesson.media.iter_mut().flat_map(|(_, all)| all);
        for it in media.filter(|it| it.lang == lang) {
            file.clone_into(&mut it.captions);
        }
        Ok(())
    }
}
