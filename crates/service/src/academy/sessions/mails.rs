//! What a session's people are told, each in their own language.

use crate::{Ctx, internal};
use domain::{LocalText, Result, policy::Permit};
use i18n::{Key, Words, keys::academy as k};
use store::{
    Tx,
    academy::{Contact, SessionRow},
    jobs::{NewMail, enqueue_mail},
};

/// What is told, and where it is read.
pub(in crate::academy) struct Told<'a> {
    pub subject: Key,
    pub text: Key,
    pub title: &'a LocalText,
    pub session: Option<&'a SessionRow>,
    /// In the trainer's own words.
    pub own: Option<&'a str>,
    pub page: String,
}

impl Told<'_> {
    fn mail(&self, ctx: &Ctx, to: &Contact) -> Option<NewMail> {
        let words = Words::embedded(to.lang);
        let title = self.title.pick(to.lang).text;
        let date = self
            .session
            .map_or_else(String::new, |it| words.date_time(it.card.starts_at));
        let args = [("course", title.as_str()), ("date", date.as_str())];
        let mut lines = vec![
            words.with(k::MAIL_HELLO, &[("person", &to.name)]),
            words.with(self.text, &args),
        ];
        lines.extend(self.own.map(str::to_owned));
        lines.push(format!(
            "{}/{}{}",
            ctx.services.public_url,
            to.lang.code(),
            self.page
        ));
        Some(NewMail {
            recipient: to.email.clone()?,
            subject: words.with(self.subject, &args),
            body: format!(
                "{}\n\n-- \n{}\n",
                lines.join("\n\n"),
                words.t(i18n::keys::shell::SITE_NAME)
            ),
        })
    }
}

/// Promises the mails in the transaction of what they tell; who gave no address gets none.
pub(in crate::academy) async fn tell<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    to: &[Contact],
    told: &Told<'_>,
) -> Result<()> {
    for mail in to.iter().filter_map(|to| told.mail(ctx, to)) {
        enqueue_mail(tx, permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}
