//! The mails of `accounts`, in the receiver's language. Plain text: a paragraph a line.

use crate::Ctx;
use domain::Lang;
use i18n::{Key, Words, keys::accounts as k};
use store::{accounts::Credentials, jobs::NewMail};

/// To a new account.
pub(super) fn welcome(ctx: &Ctx, to: &str, name: &str, lang: Lang) -> NewMail {
    let words = Words::embedded(lang);
    // Anyone may type any name and another's address: no mail of ours carries their link.
    let hello = if name
        .chars()
        .any(|c| c.is_ascii_digit() || ".:/@\\".contains(c))
    {
        words.t(k::MAIL_HELLO_ANYONE)
    } else {
        words.with(k::MAIL_HELLO, &[("name", name)])
    };
    let sign_in = page(ctx, lang, "/sign-in");
    let lines = [
        hello,
        with_link(&words, k::MAIL_WELCOME_TEXT, &sign_in),
        words.t(k::MAIL_WELCOME_NOT_YOU),
    ];
    mail(&words, to, k::MAIL_WELCOME_SUBJECT, &lines)
}

/// To the owner of an account that someone tried to create again.
pub(super) fn known(ctx: &Ctx, to: &str, person: &Credentials) -> NewMail {
    let words = Words::embedded(person.lang);
    let lines = [
        hello(&words, person),
        with_link(
            &words,
            k::MAIL_KNOWN_TEXT,
            &page(ctx, person.lang, "/sign-in"),
        ),
        with_link(
            &words,
            k::MAIL_KNOWN_FORGOTTEN,
            &page(ctx, person.lang, "/forgotten"),
        ),
        words.t(k::MAIL_KNOWN_NOT_YOU),
    ];
    mail(&words, to, k::MAIL_KNOWN_SUBJECT, &lines)
}

pub(super) fn reset(ctx: &Ctx, to: &str, person: &Credentials, token: &str) -> NewMail {
    let words = Words::embedded(person.lang);
    let link = page(ctx, person.lang, &format!("/reset?token={token}"));
    let lines = [
        hello(&words, person),
        with_link(&words, k::MAIL_RESET_TEXT, &link),
        words.t(k::MAIL_RESET_NOT_YOU),
    ];
    mail(&words, to, k::MAIL_RESET_SUBJECT, &lines)
}

pub(super) fn password_changed(ctx: &Ctx, to: &str, person: &Credentials) -> NewMail {
    changed(
        ctx,
        to,
        person,
        k::MAIL_PASSWORD_SUBJECT,
        k::MAIL_PASSWORD_TEXT,
    )
}

/// To the address that was the account's until now.
pub(super) fn login_changed(ctx: &Ctx, to: &str, person: &Credentials) -> NewMail {
    changed(ctx, to, person, k::MAIL_LOGIN_SUBJECT, k::MAIL_LOGIN_TEXT)
}

/// The last one: the outbox forgets its address with the sending.
pub(super) fn erased(to: &str, person: &Credentials) -> NewMail {
    let words = Words::embedded(person.lang);
    let lines = [
        hello(&words, person),
        words.t(k::MAIL_ERASED_TEXT),
        words.t(k::MAIL_ERASED_KEPT),
    ];
    mail(&words, to, k::MAIL_ERASED_SUBJECT, &lines)
}

fn changed(ctx: &Ctx, to: &str, person: &Credentials, subject: Key, text: Key) -> NewMail {
    let words = Words::embedded(person.lang);
    let lines = [
        hello(&words, person),
        words.t(text),
        with_link(
            &words,
            k::MAIL_CHANGE_NOT_YOU,
            &page(ctx, person.lang, "/forgotten"),
        ),
    ];
    mail(&words, to, subject, &lines)
}

fn hello(words: &Words, person: &Credentials) -> String {
    words.with(k::MAIL_HELLO, &[("name", &person.name)])
}

/// The link stands alone on its line, so that every mail program finds its end.
fn with_link(words: &Words, key: Key, link: &str) -> String {
    format!("{}\n{link}", words.t(key))
}

fn page(ctx: &Ctx, lang: Lang, path: &str) -> String {
    format!("{}/{}{path}", ctx.services.public_url, lang.code())
}

fn mail(words: &Words, to: &str, subject: Key, lines: &[String]) -> NewMail {
    NewMail {
        recipient: to.to_owned(),
        subject: words.t(subject),
        body: format!(
            "{}\n\n-- \n{}\n",
            lines.join("\n\n"),
            words.t(k::MAIL_SIGNATURE)
        ),
    }
}
