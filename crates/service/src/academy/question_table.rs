//! Questions out of a quiz and into it, as a table; what cannot be taken is reported by its line.

use super::author::{change_draft, open};
use crate::Ctx;
use domain::{
    CourseDraftId, Error, Problem, Result,
    academy::{DraftChange, ImportReport, Question, QuestionInput},
};

/// The columns of a table of questions.
const COLUMNS: [&str; 13] = [
    "id",
    "kind",
    "prompt_fr",
    "prompt_ar",
    "prompt_en",
    "options_fr",
    "options_ar",
    "options_en",
    "key",
    "tolerance",
    "feedback_fr",
    "feedback_ar",
    "feedback_en",
];

/// A quiz's questions as CSV. A question that is a picture cannot be typed, and stays out.
///
/// # Errors
/// `NotFound` for who does not write it, and for what is no quiz.
pub async fn export_questions(ctx: &Ctx, id: CourseDraftId, lesson: &str) -> Result<Vec<u8>> {
    let (row, _) = open(ctx, ctx.db().reader(), id).await?;
    let quiz = row
        .draft
        .lesson(lesson)
        .and_then(|lesson| lesson.quiz.as_ref())
        .ok_or(Error::NotFound)?;
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(
        quiz.questions
            .iter()
            .filter_map(QuestionInput::of)
            .map(cells),
    );
    Ok(spreadsheets::to_csv(rows))
}

fn cells(it: QuestionInput) -> Vec<String> {
    let [prompt_fr, prompt_ar, prompt_en, _] = it.prompt;
    let [options_fr, options_ar, options_en, _] = it.options;
    let [feedback_fr, feedback_ar, feedback_en, _] = it.feedback;
    vec![
        it.id,
        it.kind,
        prompt_fr,
        prompt_ar,
        prompt_en,
        options_fr,
        options_ar,
        options_en,
        it.key,
        it.tolerance,
        feedback_fr,
        feedback_ar,
        feedback_en,
    ]
}

/// Adds a table's questions to a quiz: those that can be taken are, and the report says of each
/// other one why not, by its line in the table.
///
/// # Errors
/// As [`change_draft`]; `Invalid` on `csv` for what is no table with these columns.
pub async fn import_questions(
    ctx: &Ctx,
    id: CourseDraftId,
    version: i64,
    lesson: &str,
    csv: &str,
) -> Result<ImportReport> {
    let (row, _) = open(ctx, ctx.db().reader(), id).await?;
    let quiz = row
        .draft
        .lesson(lesson)
        .and_then(|lesson| lesson.quiz.as_ref())
        .ok_or(Error::NotFound)?;
    let (questions, report) = read_questions(csv, &quiz.questions)?;
    if !questions.is_empty() {
        let change = DraftChange::Questions {
            slug: lesson.to_owned(),
            questions,
        };
        change_draft(ctx, id, version, &change).await?;
    }
    Ok(report)
}

/// Without the mark that keeps a spreadsheet program from taking a text for a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(cell)
}

fn read_questions(csv: &str, known: &[Question]) -> Result<(Vec<Question>, ImportReport)> {
    let no_table = || Error::field("csv", Problem::UnknownChoice);
    let table = spreadsheets::read(csv.as_bytes()).map_err(|_| no_table())?;
    let mut rows = table.rows.into_iter();
    let head = rows.next().ok_or_else(no_table)?;
    let place = |name: &str| {
        head.cells
            .iter()
            .position(|cell| cell.trim().trim_start_matches('\u{feff}') == name)
    };
    if place("kind").is_none() || (place("prompt_fr").is_none() && place("prompt_ar").is_none()) {
        return Err(no_table());
    }
    let mut ids: Vec<String> = known.iter().map(|it| it.id.clone()).collect();
    let mut report = ImportReport::default();
    let mut questions = Vec::new();
    for row in rows {
        let cell = |name: &str| {
            place(name)
                .and_then(|at| row.cells.get(at))
                .map(|cell| unguarded(cell.trim()).to_owned())
                .unwrap_or_default()
        };
        let each =
            |name: &str| ["fr", "ar", "en", "zgh"].map(|lang| cell(&format!("{name}_{lang}")));
        let input = QuestionInput {
            // One that is there already is not overwritten: it comes in under a new id.
            id: Some(cell("id"))
                .filter(|id| !ids.contains(id))
                .unwrap_or_default(),
            kind: cell("kind"),
            prompt: each("prompt"),
            options: each("options"),
            key: cell("key"),
            tolerance: cell("tolerance"),
            feedback: each("feedback"),
        };
        match input.parse(&ids) {
            Ok(question) => {
                ids.push(question.id.clone());
                report.taken += 1;
                questions.push(question);
            }
            Err(error) => {
                let wrong = error
                    .fields()
                    .iter()
                    .map(|it| (it.field.clone(), it.problem.clone()))
                    .collect();
                report.refused.push((row.number, wrong));
            }
        }
    }
    Ok((questions, report))
}
