//! The file of a cooperative: saved step by step, submitted, given back or verified.
//!
//! Every change counts the version up, and a decision names the version it was made on.

use crate::{Error, Result, sql};
use domain::{
    CooperativeId, DocumentId, LocalText, PersonId, RegistrationId, Timestamp,
    cooperatives::{
        Document, DocumentKind, Ice, Numbers, People, Place, Registration, Rib, Status,
    },
    geography::RegionCode,
    policy::{self, OfficeCase, Permit, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

type Author = Permit<policy::Registration>;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    person_id: i64,
    status: String,
    name: String,
    story: String,
    ice: String,
    register_number: String,
    court: String,
    rib: String,
    province_code: Option<String>,
    region_code: Option<String>,
    members: i64,
    women: i64,
    founded_year: i64,
    reasons: Option<String>,
    version: i64,
    updated_at: i64,
    submitted_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct DocumentRow {
    id: i64,
    kind: String,
    name: String,
    bytes: i64,
    uploaded_at: i64,
}

/// Whose file it is, and who examines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub person: PersonId,
    pub region: Option<RegionCode>,
}

const COLUMNS: &str = "SELECT id, person_id, status, name, story, ice, register_number, court, rib, province_code,
    region_code, members, women, founded_year, reasons, version, updated_at, submitted_at FROM registration";

/// The file that the person has begun or submitted.
///
/// # Errors
/// Where the database fails.
pub async fn own_registration(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<Registration>> {
    let row: Option<Row> = sql::one(
        db,
        &format!("{COLUMNS} WHERE person_id = $1 AND status <> 'verified'"),
        vec![person.0.into()],
    )
    .await?;
    match row {
        Some(row) => Ok(Some(read(db, row).await?.1)),
        None => Ok(None),
    }
}

/// # Errors
/// Where the database fails.
pub async fn load_registration(
    db: &impl ConnectionTrait,
    id: RegistrationId,
) -> Result<Option<(Applicant, Registration)>> {
    let row: Option<Row> =
        sql::one(db, &format!("{COLUMNS} WHERE id = $1"), vec![id.0.into()]).await?;
    match row {
        Some(row) => Ok(Some(read(db, row).await?)),
        None => Ok(None),
    }
}

async fn read(db: &impl ConnectionTrait, row: Row) -> Result<(Applicant, Registration)> {
    let documents: Vec<DocumentRow> = sql::all(
        db,
        "SELECT d.id, rd.kind, d.name, d.bytes, d.uploaded_at FROM registration_document rd
         JOIN document d ON d.id = rd.document_id WHERE rd.registration_id = $1 ORDER BY d.id",
        vec![row.id.into()],
    )
    .await?;
    let corrupt = |what: &str| Error::Corrupt(format!("registration {}: {what}", row.id));
    let numbers = (!row.ice.is_empty())
        .then(|| {
            Ok::<_, Error>(Numbers {
                ice: Ice::parse(&row.ice).map_err(|_| corrupt("ice"))?,
                register_number: row.register_number.clone(),
                court: row.court.clone(),
                rib: Rib::parse(&row.rib).map_err(|_| corrupt("rib"))?,
            })
        })
        .transpose()?;
    let place = match &row.province_code {
        Some(province) => Some(Place {
            province: province.clone(),
            people: People {
                members: sql::count(row.members)?,
                women: sql::count(row.women)?,
                founded_year: sql::count(row.founded_year)?,
            },
        }),
        None => None,
    };
    let applicant = Applicant {
        person: PersonId(row.person_id),
        region: row.region_code.as_deref().and_then(RegionCode::parse),
    };
    let registration = Registration {
        id: RegistrationId(row.id),
        status: Status::from_code(&row.status).ok_or_else(|| corrupt("status"))?,
        name: sql::text(&row.name)?,
        numbers,
        place,
        story: sql::text(&row.story)?,
        documents: documents
            .into_iter()
            .map(|it| {
                Ok(Document {
                    id: DocumentId(it.id),
                    kind: DocumentKind::from_code(&it.kind).ok_or_else(|| corrupt("document"))?,
                    name: it.name,
                    bytes: u64::try_from(it.bytes).unwrap_or(0),
                    uploaded_at: it.uploaded_at,
                })
            })
            .collect::<Result<_>>()?,
        reasons: row.reasons,
        version: row.version,
        updated_at: row.updated_at,
        submitted_at: row.submitted_at,
    };
    Ok((applicant, registration))
}

fn author(permit: &Author) -> Result<PersonId> {
    match permit.scope() {
        Scope::Person(person) => Ok(person),
        _ => Err(domain::Error::NotFound.into()),
    }
}

fn region(permit: &Permit<OfficeCase>) -> Result<RegionCode> {
    match permit.scope() {
        Scope::Region(region) => Ok(region),
        _ => Err(domain::Error::NotFound.into()),
    }
}

/// An empty file; the one that is open where there is one.
///
/// # Errors
/// Where the database fails.
pub async fn create_registration(
    db: &impl ConnectionTrait,
    permit: &Author,
    now: Timestamp,
) -> Result<RegistrationId> {
    let person = author(permit)?;
    let id = sql::id(
        db,
        "INSERT INTO registration (person_id, status, name, story, ice, register_number, court, rib, members, women,
            founded_year, version, created_at, updated_at)
         VALUES ($1, 'draft', '{}', '{}', '', '', '', '', 0, 0, 0, 0, $2, $2)
         ON CONFLICT (person_id) WHERE status <> 'verified' DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
        vec![person.0.into(), now.into()],
    )
    .await?;
    Ok(RegistrationId(id))
}

/// One step's checked values.
#[derive(Clone, Debug)]
pub enum StepValues {
    Name(LocalText),
    Numbers(Numbers),
    Place(Place),
    Story(LocalText),
}

/// # Errors
/// `Conflict` where it is no draft any more; `UnknownChoice` for a province that is none.
pub async fn save_step(
    db: &impl ConnectionTrait,
    permit: &Author,
    id: RegistrationId,
    values: &StepValues,
    now: Timestamp,
) -> Result<()> {
    let person = author(permit)?;
    let mut bound = vec![id.0.into(), person.0.into(), now.into()];
    let set = match values {
        StepValues::Name(name) => {
            bound.push(sql::to_json(name)?.into());
            "name = $4"
        }
        StepValues::Story(story) => {
            bound.push(sql::to_json(story)?.into());
            "story = $4"
        }
        StepValues::Numbers(it) => {
            bound.extend([
                it.ice.as_str().into(),
                it.register_number.clone().into(),
                it.court.clone().into(),
                it.rib.as_str().into(),
            ]);
            "ice = $4, register_number = $5, court = $6, rib = $7"
        }
        StepValues::Place(it) => {
            bound.extend([
                it.province.clone().into(),
                i64::from(it.people.members).into(),
                i64::from(it.people.women).into(),
                i64::from(it.people.founded_year).into(),
            ]);
            "province_code = $4, members = $5, women = $6, founded_year = $7,
             region_code = (SELECT p.region_code FROM province p WHERE p.code = $4)"
        }
    };
    let changed = sql::run(
        db,
        &format!(
            "UPDATE registration SET {set}, version = version + 1, updated_at = $3
             WHERE id = $1 AND person_id = $2 AND status = 'draft'"
        ),
        bound,
    )
    .await?;
    one(changed)
}

fn one(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::Conflict.into())
    }
}

/// Puts a paper in its place; one that was there is no longer part of the file.
///
/// # Errors
/// `Conflict` where it is no draft any more.
pub async fn put_document(
    db: &impl ConnectionTrait,
    permit: &Author,
    id: RegistrationId,
    kind: DocumentKind,
    document: DocumentId,
    now: Timestamp,
) -> Result<()> {
    touch(db, permit, id, now).await?;
    sql::run(
        db,
        "INSERT INTO registration_document (registration_id, kind, document_id) VALUES ($1, $2, $3)
         ON CONFLICT (registration_id, kind) DO UPDATE SET document_id = excluded.document_id",
        vec![id.0.into(), kind.code().into(), document.0.into()],
    )
    .await?;
    Ok(())
}

/// # Errors
/// `Conflict` where it is no draft any more.
pub async fn drop_document(
    db: &impl ConnectionTrait,
    permit: &Author,
    id: RegistrationId,
    kind: DocumentKind,
    now: Timestamp,
) -> Result<()> {
    touch(db, permit, id, now).await?;
    sql::run(
        db,
        "DELETE FROM registration_document WHERE registration_id = $1 AND kind = $2",
        vec![id.0.into(), kind.code().into()],
    )
    .await?;
    Ok(())
}

async fn touch(
    db: &impl ConnectionTrait,
    permit: &Author,
    id: RegistrationId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE registration SET version = version + 1, updated_at = $3
         WHERE id = $1 AND person_id = $2 AND status = 'draft'",
        vec![id.0.into(), author(permit)?.0.into(), now.into()],
    )
    .await?;
    one(changed)
}

/// # Errors
/// `Conflict` where it changed since `version`.
pub async fn submit_registration(
    db: &impl ConnectionTrait,
    permit: &Author,
    id: RegistrationId,
    version: i64,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE registration SET status = 'submitted', submitted_at = $3, updated_at = $3, version = version + 1
         WHERE id = $1 AND person_id = $2 AND status = 'draft' AND version = $4",
        vec![id.0.into(), author(permit)?.0.into(), now.into(), version.into()],
    )
    .await?;
    one(changed)
}

/// Gives the file back to its author with what is to mend.
///
/// # Errors
/// `Conflict` where it changed since `version`.
pub async fn return_registration(
    db: &impl ConnectionTrait,
    permit: &Permit<OfficeCase>,
    id: RegistrationId,
    version: i64,
    reasons: &str,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE registration SET status = 'draft', reasons = $4, decided_at = $5, updated_at = $5, version = version + 1
         WHERE id = $1 AND region_code = $2 AND status = 'submitted' AND version = $3",
        vec![
            id.0.into(),
            region(permit)?.to_string().into(),
            version.into(),
            reasons.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

#[derive(FromQueryResult)]
struct SlugRow {
    slug: String,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// Makes the verified cooperative of the file.
///
/// # Errors
/// `Conflict` where it changed since `version`, and where another cooperative has its ICE.
pub async fn verify_registration(
    db: &impl ConnectionTrait,
    permit: &Permit<OfficeCase>,
    it: &Registration,
    slug: &str,
    now: Timestamp,
) -> Result<CooperativeId> {
    let (Some(numbers), Some(place)) = (&it.numbers, &it.place) else {
        return Err(domain::Error::Conflict.into());
    };
    let region = region(permit)?.to_string();
    let taken: Option<SlugRow> = sql::one(
        db,
        "SELECT slug FROM cooperative WHERE slug = $1",
        vec![slug.into()],
    )
    .await?;
    let slug = match (slug.is_empty(), taken) {
        (true, _) => format!("cooperative-{}", it.id),
        (_, Some(row)) => format!("{}-{}", row.slug, it.id),
        (_, None) => slug.to_owned(),
    };
    let inserted: Option<IdRow> = sql::one(
        db,
        "INSERT INTO cooperative (slug, name, story, province_code, region_code, status, members, women, founded_year,
            ice, rib, register_number, court, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, 'verified', $6, $7, $8, $9, $10, $11, $12, $13, $13)
         ON CONFLICT (ice) DO NOTHING RETURNING id",
        vec![
            slug.into(),
            sql::to_json(&it.name)?.into(),
            sql::to_json(&it.story)?.into(),
            place.province.clone().into(),
            region.clone().into(),
            i64::from(place.people.members).into(),
            i64::from(place.people.women).into(),
            i64::from(place.people.founded_year).into(),
            numbers.ice.as_str().into(),
            numbers.rib.as_str().into(),
            numbers.register_number.clone().into(),
            numbers.court.clone().into(),
            now.into(),
        ],
    )
    .await?;
    // Another has its ICE.
    let cooperative = inserted.ok_or(domain::Error::Conflict)?.id;
    let changed = sql::run(
        db,
        "UPDATE registration SET status = 'verified', reasons = NULL, cooperative_id = $4, decided_at = $5, updated_at = $5,
            version = version + 1
         WHERE id = $1 AND region_code = $2 AND status = 'submitted' AND version = $3",
        vec![
            it.id.0.into(),
            region.into(),
            it.version.into(),
            cooperative.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)?;
    Ok(CooperativeId(cooperative))
}
