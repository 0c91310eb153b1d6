//! Saved simulations: a person's own, and one by the secret in its link.

use crate::{Error, Result, sql};
use domain::{
    Error as Refusal, PersonId, Problem, ScenarioId, SheetId, SheetVersionId, Timestamp,
    policy::{Permit, Scenarios, Scope},
    projects::Inputs,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct NewScenario {
    pub sheet: SheetId,
    pub version: SheetVersionId,
    pub name: String,
    pub inputs: Inputs,
    /// Random, in the link.
    pub token: String,
}

/// At most this many for one person and sheet.
const MOST: i64 = 20;

fn owner(permit: &Permit<Scenarios>) -> Result<PersonId> {
    match permit.scope() {
        Scope::Person(owner) => Ok(owner),
        _ => Err(Refusal::NotFound.into()),
    }
}

#[derive(FromQueryResult)]
struct CountRow {
    number: i64,
}

/// Saves under its name; the same name again keeps its link and takes the new figures.
///
/// # Errors
/// `Invalid` on `name` beyond twenty.
pub async fn save_scenario(
    db: &impl ConnectionTrait,
    permit: &Permit<Scenarios>,
    it: &NewScenario,
    now: Timestamp,
) -> Result<ScenarioId> {
    let owner = owner(permit)?;
    let others: Option<CountRow> = sql::one(
        db,
        "SELECT COUNT(*) AS number FROM project_scenario WHERE person_id = $1 AND sheet_id = $2 AND name <> $3",
        vec![owner.0.into(), it.sheet.0.into(), it.name.clone().into()],
    )
    .await?;
    if others.is_some_and(|others| others.number >= MOST) {
        let problem = Problem::OutOfRange { min: 0, max: MOST };
        return Err(Error::Domain(Refusal::field("name", problem)));
    }
    let id = sql::id(
        db,
        "INSERT INTO project_scenario (person_id, sheet_id, version_id, name, inputs, token, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
         ON CONFLICT (person_id, sheet_id, name) DO UPDATE SET
            inputs = excluded.inputs, version_id = excluded.version_id, updated_at = excluded.updated_at
         RETURNING id",
        vec![
            owner.0.into(),
            it.sheet.0.into(),
            it.version.0.into(),
            it.name.clone().into(),
            sql::to_json(&it.inputs)?.into(),
            it.token.clone().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(ScenarioId(id))
}

/// Forgets one of the person's own; nothing happens where it is not there.
pub async fn delete_scenario(
    db: &impl ConnectionTrait,
    permit: &Permit<Scenarios>,
    scenario: ScenarioId,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM project_scenario WHERE id = $1 AND person_id = $2",
        vec![scenario.0.into(), owner(permit)?.0.into()],
    )
    .await?;
    Ok(())
}

#[derive(Clone, Debug)]
pub struct ScenarioRow {
    pub id: ScenarioId,
    pub owner: PersonId,
    pub name: String,
    pub token: String,
    pub inputs: Inputs,
    pub sheet_slug: String,
    pub updated_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    person_id: i64,
    name: String,
    token: String,
    inputs: String,
    slug: String,
    updated_at: i64,
}

impl Row {
    fn scenario(self) -> Result<ScenarioRow> {
        Ok(ScenarioRow {
            id: ScenarioId(self.id),
            owner: PersonId(self.person_id),
            name: self.name,
            token: self.token,
            inputs: sql::json(&self.inputs)?,
            sheet_slug: self.slug,
            updated_at: self.updated_at,
        })
    }
}

const SCENARIO: &str = "SELECT c.id, c.person_id, c.name, c.token, c.inputs, s.slug, c.updated_at
    FROM project_scenario c JOIN project_sheet s ON s.id = c.sheet_id";

/// The person's own of one sheet, by name.
pub async fn scenarios_of(
    db: &impl ConnectionTrait,
    owner: PersonId,
    sheet: SheetId,
) -> Result<Vec<ScenarioRow>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{SCENARIO} WHERE c.person_id = $1 AND c.sheet_id = $2 ORDER BY c.name"),
        vec![owner.0.into(), sheet.0.into()],
    )
    .await?;
    rows.into_iter().map(Row::scenario).collect()
}

/// Those of the given that are still kept, in the order given.
pub async fn scenarios_by_token(
    db: &impl ConnectionTrait,
    tokens: &[String],
) -> Result<Vec<ScenarioRow>> {
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = (1..=tokens.len()).map(|at| format!("${at}")).collect();
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{SCENARIO} WHERE c.token IN ({})", list.join(", ")),
        tokens.iter().map(|token| token.clone().into()).collect(),
    )
    .await?;
    let mut rows: Vec<ScenarioRow> = rows.into_iter().map(Row::scenario).collect::<Result<_>>()?;
    rows.sort_by_key(|row| tokens.iter().position(|token| *token == row.token));
    Ok(rows)
}
