//! Members' ideas: what they say, every change of it, who writes them, and the sheet they become.
//!
//! Each write names the version it was made on, so that nobody's text is lost.

use super::sheets::{Listed, ListedSheet, raise_revision};
use crate::{Error, Result, sql};
use domain::{
    Error as Refusal, IdeaId, Lang, LocalText, PersonId, SheetId, Timestamp,
    geography::RegionCode,
    policy::{Idea as IdeaOf, OfficeCase, Permit, Venturer},
    projects::{
        Applicant, Idea, IdeaChange, IdeaContent, IdeaField, IdeaLine, IdeaRevision, IdeaState,
        KeyFigures, SheetCard, SheetContent, SheetState, VoiceNote,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("an idea's {what}"))
}

/// An idea with whose it is.
#[derive(Clone, Debug)]
pub struct IdeaRow {
    pub idea: Idea,
    pub owner: PersonId,
    /// Known once the province is.
    pub region: Option<RegionCode>,
    /// In the order they joined.
    pub authors: Vec<IdeaAuthorRow>,
    pub sheet: Option<SheetId>,
}

#[derive(Clone, Debug)]
pub struct IdeaAuthorRow {
    pub person: PersonId,
    pub name: String,
    pub has_left: bool,
    pub is_named: bool,
}

impl IdeaRow {
    /// Those who write it now.
    pub fn writers(&self) -> impl Iterator<Item = &IdeaAuthorRow> {
        self.authors.iter().filter(|it| !it.has_left)
    }

    pub fn is_writer(&self, person: PersonId) -> bool {
        self.writers().any(|it| it.person == person)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    owner_id: i64,
    lang: String,
    state: String,
    version: i64,
    content: String,
    region_code: Option<String>,
    reasons: Option<String>,
    due_at: Option<i64>,
    sheet_id: Option<i64>,
    slug: Option<String>,
    updated_at: i64,
    media_type: Option<String>,
    bytes: Option<i64>,
    voice_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct AuthorRow {
    person_id: i64,
    name: String,
    left_at: Option<i64>,
    named_at: Option<i64>,
}

pub async fn load_idea(db: &impl ConnectionTrait, id: IdeaId) -> Result<Option<IdeaRow>> {
    let row: Option<Row> = sql::one(
        db,
        "SELECT i.id, i.owner_id, i.lang, i.state, i.version, i.content, i.region_code, i.reasons, i.due_at, i.sheet_id, s.slug,
            i.updated_at, v.media_type, v.bytes, v.at AS voice_at
         FROM idea i LEFT JOIN idea_voice_note v ON v.idea_id = i.id LEFT JOIN project_sheet s ON s.id = i.sheet_id
         WHERE i.id = $1",
        vec![id.0.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let authors: Vec<AuthorRow> = sql::all(
        db,
        "SELECT a.person_id, p.name, a.left_at, a.named_at FROM idea_author a JOIN person p ON p.id = a.person_id
         WHERE a.idea_id = $1 ORDER BY a.joined_at, a.person_id",
        vec![id.0.into()],
    )
    .await?;
    let voice = match (row.media_type, row.bytes, row.voice_at) {
        (Some(media_type), Some(bytes), Some(at)) => Some(VoiceNote {
            media_type,
            bytes: u64::try_from(bytes).unwrap_or(0),
            at,
        }),
        _ => None,
    };
    Ok(Some(IdeaRow {
        idea: Idea {
            id: IdeaId(row.id),
            state: IdeaState::from_code(&row.state).ok_or_else(|| corrupt(&row.state))?,
            lang: Lang::from_code(&row.lang).ok_or_else(|| corrupt(&row.lang))?,
            version: row.version,
            content: sql::json(&row.content)?,
            voice,
            reasons: row.reasons,
            due_at: row.due_at,
            sheet: row.slug,
            updated_at: row.updated_at,
        },
        owner: PersonId(row.owner_id),
        region: row.region_code.as_deref().and_then(RegionCode::parse),
        authors: authors
            .into_iter()
            .map(|it| IdeaAuthorRow {
                person: PersonId(it.person_id),
                name: it.name,
                has_left: it.left_at.is_some(),
                is_named: it.named_at.is_some(),
            })
            .collect(),
        sheet: row.sheet_id.map(SheetId),
    }))
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    title: String,
    lang: String,
    state: String,
    updated_at: i64,
}

/// A person's own ideas, the last touched first.
pub async fn ideas_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<IdeaLine>> {
    let rows: Vec<LineRow> = sql::all(
        db,
        "SELECT i.id, i.title, i.lang, i.state, i.updated_at FROM idea i
         JOIN idea_author a ON a.idea_id = i.id AND a.person_id = $1 AND a.left_at IS NULL
         ORDER BY i.updated_at DESC, i.id DESC LIMIT 200",
        vec![person.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let lang = Lang::from_code(&row.lang).ok_or_else(|| corrupt(&row.lang))?;
            Ok(IdeaLine {
                id: IdeaId(row.id),
                title: sql::text(&row.title)?.pick(lang).text,
                state: IdeaState::from_code(&row.state).ok_or_else(|| corrupt(&row.state))?,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

fn title_of(content: &IdeaContent, lang: Lang) -> Result<String> {
    sql::to_json(&content.local(IdeaField::Title, lang))
}

/// A draft of this person that says the same and was never changed: the form sent once more.
pub async fn same_draft(
    db: &impl ConnectionTrait,
    owner: PersonId,
    content: &IdeaContent,
) -> Result<Option<IdeaId>> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM idea WHERE owner_id = $1 AND state = 'draft' AND version = 1 AND content = $2 ORDER BY id LIMIT 1",
        vec![owner.0.into(), sql::to_json(content)?.into()],
    )
    .await?;
    Ok(row.map(|row| IdeaId(row.id)))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// Begins an idea, with what its first page says; its owner is its first author.
pub async fn insert_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<Venturer>,
    (owner, lang): (PersonId, Lang),
    (content, changes): (&IdeaContent, &[IdeaChange]),
    now: Timestamp,
) -> Result<IdeaId> {
    let id = sql::id(
        db,
        "INSERT INTO idea (owner_id, lang, state, version, content, title, created_at, updated_at)
         VALUES ($1, $2, 'draft', 1, $3, $4, $5, $5) RETURNING id",
        vec![
            owner.0.into(),
            lang.code().into(),
            sql::to_json(content)?.into(),
            title_of(content, lang)?.into(),
            now.into(),
        ],
    )
    .await?;
    let id = IdeaId(id);
    author(db, id, owner, now).await?;
    revise(db, (id, 1), owner, changes, now).await?;
    Ok(id)
}

async fn author(
    db: &impl ConnectionTrait,
    id: IdeaId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO idea_author (idea_id, person_id, joined_at) VALUES ($1, $2, $3)
         ON CONFLICT (idea_id, person_id) DO UPDATE SET left_at = NULL",
        vec![id.0.into(), person.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

async fn revise(
    db: &impl ConnectionTrait,
    (id, version): (IdeaId, i64),
    person: PersonId,
    changes: &[IdeaChange],
    now: Timestamp,
) -> Result<()> {
    let rows = changes
        .iter()
        .map(|it| {
            vec![
                id.0.into(),
                version.into(),
                it.field.code().into(),
                person.0.into(),
                now.into(),
                it.before.clone().into(),
                it.after.clone().into(),
            ]
        })
        .collect();
    let insert =
        "INSERT INTO idea_revision (idea_id, version, field, person_id, at, before, after)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(())
}

/// What an idea says from now on.
#[derive(Clone, Debug)]
pub struct IdeaSaved<'a> {
    pub content: &'a IdeaContent,
    pub changes: &'a [IdeaChange],
    /// The province's.
    pub region: Option<&'a str>,
    pub person: PersonId,
}

/// Writes changes over the version that `row` was read with, and notes each.
///
/// # Errors
/// `Conflict` where it changed or was sent meanwhile.
pub async fn save_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    row: &IdeaRow,
    it: &IdeaSaved<'_>,
    now: Timestamp,
) -> Result<()> {
    let place = |field| {
        let code = it.content.get(field);
        (!code.is_empty()).then(|| code.to_owned())
    };
    let idea = &row.idea;
    let changed = sql::run(
        db,
        "UPDATE idea SET content = $3, title = $4, province_code = $5, region_code = $6, sector_code = $7, version = version + 1,
            updated_at = $8 WHERE id = $1 AND version = $2 AND state IN ('draft', 'returned')",
        vec![
            idea.id.0.into(),
            idea.version.into(),
            sql::to_json(it.content)?.into(),
            title_of(it.content, idea.lang)?.into(),
            place(IdeaField::Province).into(),
            it.region.map(str::to_owned).into(),
            place(IdeaField::Sector).into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)?;
    revise(db, (idea.id, idea.version + 1), it.person, it.changes, now).await
}

/// Notes a change that stands beside the texts: the voice note's.
///
/// # Errors
/// `Conflict` where it changed or was sent meanwhile.
pub async fn note_idea_change(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    row: &IdeaRow,
    (person, change): (PersonId, IdeaChange),
    now: Timestamp,
) -> Result<()> {
    let idea = &row.idea;
    let changed = sql::run(
        db,
        "UPDATE idea SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2 AND state IN ('draft', 'returned')",
        vec![idea.id.0.into(), idea.version.into(), now.into()],
    )
    .await?;
    one(changed)?;
    revise(db, (idea.id, idea.version + 1), person, &[change], now).await
}

fn one(changed: u64) -> Result<()> {
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

#[derive(FromQueryResult)]
struct RevisionRow {
    version: i64,
    field: String,
    by_name: String,
    at: i64,
    before: String,
    after: String,
}

/// An idea's changes after a version, the newest first, each with its version.
pub async fn idea_revisions(
    db: &impl ConnectionTrait,
    id: IdeaId,
    after: i64,
) -> Result<Vec<(i64, IdeaRevision)>> {
    let rows: Vec<RevisionRow> = sql::all(
        db,
        "SELECT r.version, r.field, p.name AS by_name, r.at, r.before, r.after FROM idea_revision r
         JOIN person p ON p.id = r.person_id WHERE r.idea_id = $1 AND r.version > $2 ORDER BY r.id DESC LIMIT 300",
        vec![id.0.into(), after.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let revision = IdeaRevision {
                by: row.by_name,
                at: row.at,
                field: IdeaField::from_code(&row.field).ok_or_else(|| corrupt(&row.field))?,
                before: row.before,
                after: row.after,
            };
            Ok((row.version, revision))
        })
        .collect()
}

/// What a step of the state machine writes beside the state.
#[derive(Clone, Debug)]
pub enum IdeaNoted<'a> {
    Nothing,
    /// The deadline to answer.
    Submitted(Timestamp),
    Returned(&'a str),
    Accepted(SheetId),
}

/// From one state to the next.
///
/// # Errors
/// `Conflict` where another came first.
pub async fn move_idea<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    row: &IdeaRow,
    (to, noted): (IdeaState, IdeaNoted<'_>),
    now: Timestamp,
) -> Result<()> {
    let (mut submitted, mut due, mut reasons, mut sheet) = (None, None, None, None);
    match noted {
        IdeaNoted::Nothing => {}
        IdeaNoted::Submitted(until) => (submitted, due) = (Some(now), Some(until)),
        IdeaNoted::Returned(why) => reasons = Some(why.to_owned()),
        IdeaNoted::Accepted(id) => sheet = Some(id.0),
    }
    let changed = sql::run(
        db,
        "UPDATE idea SET state = $4, version = version + 1, updated_at = $5, submitted_at = COALESCE($6, submitted_at),
            due_at = COALESCE($7, due_at), reasons = COALESCE($8, reasons), sheet_id = COALESCE($9, sheet_id)
         WHERE id = $1 AND version = $2 AND state = $3",
        vec![
            row.idea.id.0.into(),
            row.idea.version.into(),
            row.idea.state.code().into(),
            to.code().into(),
            now.into(),
            submitted.into(),
            due.into(),
            reasons.into(),
            sheet.into(),
        ],
    )
    .await?;
    one(changed)
}

/// Raises the version where an advisor changed the sheet that it becomes.
///
/// # Errors
/// `Conflict` where another came first.
pub async fn touch_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    (id, version): (IdeaId, i64),
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE idea SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2 AND state = 'accepted'",
        vec![id.0.into(), version.into(), now.into()],
    )
    .await?;
    one(changed)
}

pub async fn join_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<Venturer>,
    id: IdeaId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    author(db, id, person, now).await
}

/// They wrote it all the same, so their row stays; their name is no longer shown.
pub async fn leave_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE idea_author SET left_at = $3, named_at = NULL WHERE idea_id = $1 AND person_id = $2 AND left_at IS NULL",
        vec![id.0.into(), person.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Whether the sheet may name them; `None` takes the consent back.
pub async fn name_author(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
    person: PersonId,
    named_at: Option<Timestamp>,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE idea_author SET named_at = $3 WHERE idea_id = $1 AND person_id = $2 AND left_at IS NULL",
        vec![id.0.into(), person.0.into(), named_at.into()],
    )
    .await?;
    // The sheet's page shows it at once.
    raise_revision(db).await
}

pub async fn hand_over_idea(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
    to: PersonId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE idea SET owner_id = $2, updated_at = $3 WHERE id = $1",
        vec![id.0.into(), to.0.into(), now.into()],
    )
    .await?;
    one(changed)
}

/// A new link; those before end.
pub async fn invite_author(
    db: &impl ConnectionTrait,
    permit: &Permit<IdeaOf>,
    (id, by): (IdeaId, PersonId),
    token_hash: &str,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<()> {
    end_idea_invitations(db, permit, id, now).await?;
    sql::run(
        db,
        "INSERT INTO idea_invitation (idea_id, token_hash, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        vec![
            id.0.into(),
            token_hash.into(),
            by.0.into(),
            now.into(),
            expires_at.into(),
        ],
    )
    .await?;
    Ok(())
}

pub async fn end_idea_invitations(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE idea_invitation SET ended_at = $2 WHERE idea_id = $1 AND ended_at IS NULL",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct OpenRow {
    idea_id: i64,
    invited_by: String,
}

/// The idea that an open link invites to, and who invites.
pub async fn open_idea_invitation(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<(IdeaId, String)>> {
    let row: Option<OpenRow> = sql::one(
        db,
        "SELECT i.idea_id, p.name AS invited_by FROM idea_invitation i JOIN person p ON p.id = i.invited_by
         WHERE i.token_hash = $1 AND i.ended_at IS NULL AND i.expires_at > $2",
        vec![token_hash.into(), now.into()],
    )
    .await?;
    Ok(row.map(|row| (IdeaId(row.idea_id), row.invited_by)))
}

#[derive(FromQueryResult)]
struct CountRow {
    number: i64,
}

pub async fn open_idea_links(db: &impl ConnectionTrait, id: IdeaId, now: Timestamp) -> Result<u32> {
    let row: Option<CountRow> = sql::one(
        db,
        "SELECT COUNT(*) AS number FROM idea_invitation WHERE idea_id = $1 AND ended_at IS NULL AND expires_at > $2",
        vec![id.0.into(), now.into()],
    )
    .await?;
    sql::count(row.map_or(0, |row| row.number))
}

#[derive(FromQueryResult)]
struct VoiceRow {
    file: String,
    media_type: String,
}

/// The voice note's file and its type.
pub async fn voice_note(db: &impl ConnectionTrait, id: IdeaId) -> Result<Option<(String, String)>> {
    let row: Option<VoiceRow> = sql::one(
        db,
        "SELECT file, media_type FROM idea_voice_note WHERE idea_id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(row.map(|row| (row.file, row.media_type)))
}

/// A new voice note in the place of the one before.
#[derive(Clone, Debug)]
pub struct NewVoiceNote<'a> {
    pub file: &'a str,
    pub media_type: &'a str,
    pub bytes: u64,
    pub person: PersonId,
}

pub async fn put_voice_note(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
    it: &NewVoiceNote<'_>,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO idea_voice_note (idea_id, file, media_type, bytes, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (idea_id) DO UPDATE SET file = excluded.file, media_type = excluded.media_type, bytes = excluded.bytes,
            person_id = excluded.person_id, at = excluded.at",
        vec![
            id.0.into(),
            it.file.into(),
            it.media_type.into(),
            i64::try_from(it.bytes).unwrap_or(i64::MAX).into(),
            it.person.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

pub async fn remove_voice_note(
    db: &impl ConnectionTrait,
    _permit: &Permit<IdeaOf>,
    id: IdeaId,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM idea_voice_note WHERE idea_id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct OpenIdeaRow {
    id: i64,
    lang: String,
    title: String,
    content: String,
    sector_code: Option<String>,
    province_code: String,
    region_code: String,
    name_fr: String,
    name_ar: String,
}

/// Others' ideas that an advisor has or gave back, as the search of sheets reads them: without a
/// figure. Drafts are nobody else's business.
pub async fn open_ideas(db: &impl ConnectionTrait, except: IdeaId) -> Result<Vec<ListedSheet>> {
    let rows: Vec<OpenIdeaRow> = sql::all(
        db,
        "SELECT i.id, i.lang, i.title, i.content, i.sector_code, i.province_code, i.region_code, p.name_fr, p.name_ar
         FROM idea i JOIN province p ON p.code = i.province_code
         WHERE i.state IN ('submitted', 'returned', 'accepted') AND i.id <> $1 AND i.region_code IS NOT NULL
         ORDER BY i.updated_at DESC LIMIT 500",
        vec![except.0.into()],
    )
    .await?;
    rows.into_iter().map(OpenIdeaRow::listed).collect()
}

impl OpenIdeaRow {
    fn listed(self) -> Result<ListedSheet> {
        let lang = Lang::from_code(&self.lang).ok_or_else(|| corrupt(&self.lang))?;
        let content: IdeaContent = sql::json(&self.content)?;
        let sector = self.sector_code.unwrap_or_default();
        let card = SheetCard {
            id: SheetId(0),
            slug: self.id.to_string(),
            title: sql::text(&self.title)?,
            what: content.local(IdeaField::What, lang),
            sector: sector.clone(),
            sector_name: LocalText::default(),
            region: self.region_code,
            region_name: LocalText::default(),
            province: self.province_code,
            province_name: LocalText::new(&self.name_fr, &self.name_ar, ""),
            illustration: String::new(),
            members_min: 0,
            members_max: 0,
            jobs: 0,
            skills: Vec::new(),
            labels: Vec::new(),
            programmes: Vec::new(),
            figures: KeyFigures {
                investment: 0,
                monthly_income: 0,
                payback: None,
            },
            published_at: 0,
        };
        Ok(ListedSheet {
            product: content.local(IdeaField::Product, lang),
            applicant: Applicant {
                members: 0,
                sector,
                region: card.region.clone(),
                fixed_assets: 0,
                need: 0,
                capital: 0,
                in_kind: 0,
                cover: None,
            },
            card,
        })
    }
}

/// The sheet that an advisor makes of an idea.
#[derive(Clone, Debug)]
pub struct IdeaSheet<'a> {
    pub slug: &'a str,
    pub state: SheetState,
    pub sector: &'a str,
    pub region: RegionCode,
    pub province: &'a str,
    pub category: Option<&'a str>,
    pub illustration: &'a str,
    pub author: PersonId,
    pub content: &'a SheetContent,
    pub figures: KeyFigures,
    /// The first year's debt service cover.
    pub cover: Option<i64>,
}

/// Writes it with its first version, which nobody sees before it is published.
pub async fn insert_idea_sheet(
    db: &impl ConnectionTrait,
    permit: &Permit<OfficeCase>,
    it: &IdeaSheet<'_>,
    now: Timestamp,
) -> Result<SheetId> {
    let id = sql::id(
        db,
        "INSERT INTO project_sheet (slug, state, sector_code, region_code, province_code, category_slug, illustration, author_id,
            created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING id",
        vec![
            it.slug.into(),
            it.state.code().into(),
            it.sector.into(),
            it.region.to_string().into(),
            it.province.into(),
            it.category.map(str::to_owned).into(),
            it.illustration.into(),
            it.author.0.into(),
            now.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO sheet_version (sheet_id, number, content, listed, investment_minor, monthly_income_minor, payback, created_at)
         VALUES ($1, 1, '', '', 0, 0, NULL, $2)",
        vec![id.into(), now.into()],
    )
    .await?;
    write_idea_sheet(db, permit, SheetId(id), (it.content, it.figures, it.cover)).await?;
    Ok(SheetId(id))
}

/// What the version that is not published yet says.
pub async fn write_idea_sheet(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    sheet: SheetId,
    (content, figures, cover): (&SheetContent, KeyFigures, Option<i64>),
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE sheet_version SET content = $2, listed = $3, investment_minor = $4, monthly_income_minor = $5, payback = $6
         WHERE sheet_id = $1 AND published_at IS NULL",
        vec![
            sheet.0.into(),
            sql::to_json(content)?.into(),
            sql::to_json(&Listed::of(content, cover))?.into(),
            figures.investment.into(),
            figures.monthly_income.into(),
            figures.payback.into(),
        ],
    )
    .await?;
    one(changed)
}

/// What the sheet is drawn with, and where it is: that may have changed since it was given back.
pub async fn place_idea_sheet(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    sheet: SheetId,
    it: &IdeaSheet<'_>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_sheet SET sector_code = $2, region_code = $3, province_code = $4, category_slug = $5, illustration = $6,
            author_id = $7, updated_at = $8 WHERE id = $1 AND state <> 'published'",
        vec![
            sheet.0.into(),
            it.sector.into(),
            it.region.to_string().into(),
            it.province.into(),
            it.category.map(str::to_owned).into(),
            it.illustration.into(),
            it.author.0.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

#[derive(FromQueryResult)]
struct DraftRow {
    state: String,
    content: String,
}

/// The sheet's state, and what its version that is not published yet says.
pub async fn idea_sheet(
    db: &impl ConnectionTrait,
    sheet: SheetId,
) -> Result<Option<(SheetState, SheetContent)>> {
    let row: Option<DraftRow> = sql::one(
        db,
        "SELECT s.state, v.content FROM project_sheet s JOIN sheet_version v ON v.sheet_id = s.id
         WHERE s.id = $1 AND v.published_at IS NULL ORDER BY v.number DESC LIMIT 1",
        vec![sheet.0.into()],
    )
    .await?;
    row.map(|row| {
        let state = SheetState::from_code(&row.state).ok_or_else(|| corrupt(&row.state))?;
        Ok((state, sql::json(&row.content)?))
    })
    .transpose()
}

/// Moves the sheet with its idea; once it is published everyone sees its version.
///
/// # Errors
/// `Conflict` where it changed meanwhile.
pub async fn move_idea_sheet<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    sheet: SheetId,
    (from, to): (SheetState, SheetState),
    (by, now): (Option<PersonId>, Timestamp),
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_sheet SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2",
        vec![
            sheet.0.into(),
            from.code().into(),
            to.code().into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)?;
    if to != SheetState::Published {
        return Ok(());
    }
    sql::run(
        db,
        "UPDATE sheet_version SET published_at = $2, published_by = $3 WHERE sheet_id = $1 AND published_at IS NULL",
        vec![sheet.0.into(), now.into(), by.map(|it| it.0).into()],
    )
    .await?;
    sql::run(
        db,
        "UPDATE project_sheet SET current_version_id = (SELECT MAX(v.id) FROM sheet_version v WHERE v.sheet_id = project_sheet.id)
         WHERE id = $1",
        vec![sheet.0.into()],
    )
    .await?;
    raise_revision(db).await
}

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
    named_at: Option<i64>,
}

/// Of a sheet that was an idea, the authors who agreed to be named; `None` of any other.
pub async fn proposed_by(db: &impl ConnectionTrait, sheet: SheetId) -> Result<Option<Vec<String>>> {
    let rows: Vec<NameRow> = sql::all(
        db,
        "SELECT p.name, a.named_at FROM idea i JOIN idea_author a ON a.idea_id = i.id JOIN person p ON p.id = a.person_id
         WHERE i.sheet_id = $1 ORDER BY a.joined_at, a.person_id",
        vec![sheet.0.into()],
    )
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    Ok(Some(
        rows.into_iter()
            .filter(|row| row.named_at.is_some())
            .map(|row| row.name)
            .collect(),
    ))
}
