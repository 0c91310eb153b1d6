//! A credential on paper, with a code that leads to its verification page.

use super::credentials::find;
use crate::{Ctx, marketplace::Printed};
use documents::Fact;
use domain::{Error, Lang, Result};
use i18n::{Words, keys::academy as k};
use store::academy::CredentialRow;

/// The credential as a PDF, for whoever has its address.
///
/// # Errors
/// `NotFound` for an unknown code, and for one that was taken back.
pub async fn print_credential(ctx: &Ctx, code: &str, lang: Lang) -> Result<Printed> {
    let row = find(ctx, code).await?;
    if row.revoked_at.is_some() {
        return Err(Error::NotFound);
    }
    let document = documents::Document::Credential(paper(ctx, &row, lang));
    let file = format!("credential-{code}-{}.pdf", lang.code());
    let pdf = tokio::task::spawn_blocking(move || documents::render(lang, &document)).await;
    match pdf {
        Ok(Ok(pdf)) => Ok(Printed { file, pdf }),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "credential could not be printed");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}

fn paper(ctx: &Ctx, row: &CredentialRow, lang: Lang) -> documents::Credential {
    let words = Words::embedded(lang);
    let outcomes: Vec<String> = row
        .outcomes
        .iter()
        .map(|outcome| outcome.pick(lang).text)
        .collect();
    let mut facts = vec![
        Fact::new(words.t(k::ISSUED), words.date(row.issued_at)),
        Fact::new(words.t(k::CODE), row.code.clone()),
    ];
    facts.extend(
        row.expires_at
            .map(|at| Fact::new(words.t(k::EXPIRES), words.date(at))),
    );
    documents::Credential {
        accent: documents::Accent::Majorelle,
        issuer: "Taawouniya Academy".to_owned(),
        heading: words.t(k::CREDENTIAL),
        before: words.t(k::AWARDED_TO),
        name: row.name.clone(),
        after: words.t(k::PAPER_AFTER),
        subject: row.title.pick(lang).text,
        detail: outcomes.join(" · "),
        facts,
        signers: Vec::new(),
        address: format!(
            "{}/{}/academy/credentials/{}",
            ctx.services.public_url,
            lang.code(),
            row.code
        ),
        verify: words.t(k::PAPER_VERIFY),
    }
}
