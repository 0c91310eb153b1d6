//! The letter of a decision, for the team and for the advisors of its region.

use super::{dossiers::read_dossier, teams::rules};
use crate::{Ctx, marketplace::Printed};
use documents::{Accent, Document, Fact, Party};
use domain::{
    DossierId, Error, Lang, Result,
    projects::{Decision, Rule, Rules, Verdict},
};
use i18n::{Words, keys::ventures as k};
use store::projects::TeamRow;

/// The latest decision's letter as a PDF.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who may not read the dossier, and before it is decided.
pub async fn print_decision(ctx: &Ctx, id: DossierId, lang: Lang) -> Result<Printed> {
    let db = ctx.db().reader();
    let (row, team) = read_dossier(ctx, db, id).await?;
    let decision = row.dossier.decisions.last().ok_or(Error::NotFound)?;
    let rules = rules(ctx, db).await?;
    let document = decision_letter(lang, &rules, id, &team, decision);
    let file = format!("decision-{id}-{}.pdf", lang.code());
    print(ctx, lang, file, document).await
}

/// A document as a PDF.
pub(super) async fn print(
    ctx: &Ctx,
    lang: Lang,
    file: String,
    document: Document,
) -> Result<Printed> {
    let pdf = typeset(ctx, move || documents::render(lang, &document)).await?;
    Ok(Printed { file, pdf })
}

/// Typesets on a thread that may block.
pub(super) async fn typeset(
    ctx: &Ctx,
    work: impl FnOnce() -> std::result::Result<Vec<u8>, documents::Error> + Send + 'static,
) -> Result<Vec<u8>> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(bytes)) => Ok(bytes),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "paper could not be printed");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}

fn decision_letter(
    lang: Lang,
    rules: &Rules,
    id: DossierId,
    team: &TeamRow,
    it: &Decision,
) -> Document {
    let words = Words::embedded(lang);
    let outcome = match it.verdict {
        Verdict::Approved => k::LETTER_APPROVED,
        Verdict::Conditional => k::LETTER_CONDITIONAL,
        Verdict::Rejected => k::LETTER_REJECTED,
    };
    let remedy = match (it.verdict, it.on_appeal) {
        (Verdict::Rejected, false) => words.with(
            k::LETTER_REMEDY,
            &[("days", &words.number(rules.get(Rule::AppealDays)))],
        ),
        _ => words.t(k::LETTER_FINAL),
    };
    let mut facts = vec![
        Fact::new(words.t(k::LETTER_DATE), words.date(it.decided_at)),
        Fact::new(words.t(k::LETTER_PROJECT), team.card.title.pick(lang).text),
    ];
    facts.extend(
        it.score
            .map(|score| Fact::new(words.t(k::LETTER_SCORE), words.decimal(score, 1))),
    );
    Document::Decision(documents::Decision {
        accent: Accent::Argan,
        issuer: Party {
            title: String::new(),
            name: words.t(k::LETTER_ISSUER),
            lines: Vec::new(),
        },
        heading: words.t(k::LETTER_HEADING),
        number: words.with(k::LETTER_NUMBER, &[("number", &id.to_string())]),
        facts,
        to: Party {
            title: words.t(k::LETTER_TO),
            name: team.card.name.clone(),
            lines: vec![team.card.province.pick(lang).text],
        },
        outcome: words.t(outcome),
        reasons: it.reasons.lines().map(str::to_owned).collect(),
        conditions_heading: words.t(k::LETTER_CONDITIONS),
        conditions: it
            .conditions
            .iter()
            .flat_map(|text| text.lines())
            .map(str::to_owned)
            .collect(),
        remedies: vec![remedy],
        signatures: vec![Fact::new(
            words.t(k::LETTER_SIGN),
            words.t(k::LETTER_SIGN_AS),
        )],
        footer: words.t(k::LETTER_FOOTER),
    })
}
