//! What the database holds of one person, under law 09-08: told on demand, erased on demand.
//!
//! Each column that refers to a person stands in [`HOLDINGS`] with what becomes of its rows; a test
//! compares the list with the schema, so that no table is forgotten.

use super::owner;
use crate::{Result, sql};
use domain::{
    Timestamp,
    accounts::Hold,
    policy::{Account, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue};

/// What becomes of rows when their person asks for erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The person's alone: told, and deleted.
    Deleted,
    /// Told, and kept because others or the law on accounts need it; the assignment takes out what
    /// names the person or was said by them. Empty where their own row's name was all there was.
    Unnamed(&'static str),
    /// What someone did for a cooperative or the office. It is not theirs to take away, and may
    /// hold others' data: not told. The name goes with the person's own row.
    Act,
    /// Follows its parent.
    With(&'static str),
}

/// Rows of a table that are about a person, named by `$1`.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    pub table: &'static str,
    /// The column that refers to the person, or the condition that leads to them.
    pub whose: &'static str,
    pub fate: Fate,
}

const fn of(table: &'static str, whose: &'static str, fate: Fate) -> Holding {
    Holding { table, whose, fate }
}

/// In the order of deletion.
pub const HOLDINGS: &[Holding] = &[
    of("session", "person_id", Fate::Deleted),
    of("password_reset", "person_id", Fate::Deleted),
    of("person_role", "person_id", Fate::Deleted),
    of(
        "cart_line",
        "cart_id IN (SELECT id FROM cart WHERE person_id = $1)",
        Fate::With("cart"),
    ),
    of("cart", "person_id", Fate::Deleted),
    of("saved_address", "person_id", Fate::Deleted),
    of("favourite", "person_id", Fate::Deleted),
    // Invoices and what they rest on are kept for ten years; no account leads to them any more.
    of(
        "order_line",
        "order_id IN (SELECT o.id FROM shop_order o JOIN order_group g ON g.id = o.group_id WHERE g.person_id = $1)",
        Fate::With("order_group"),
    ),
    of(
        "order_message",
        "order_id IN (SELECT o.id FROM shop_order o JOIN order_group g ON g.id = o.group_id WHERE g.person_id = $1)",
        Fate::With("order_group"),
    ),
    of(
        "shop_order",
        "group_id IN (SELECT id FROM order_group WHERE person_id = $1)",
        Fate::With("order_group"),
    ),
    of(
        "order_group",
        "person_id",
        Fate::Unnamed("person_id = NULL"),
    ),
    of("coupon_use", "person_id", Fate::Unnamed("person_id = NULL")),
    of("rfq", "buyer_id", Fate::Unnamed("message = NULL")),
    // The stars stay in the sums that others read.
    of(
        "review_picture",
        "review_id IN (SELECT id FROM review WHERE person_id = $1)",
        Fate::Deleted,
    ),
    of(
        "review",
        "person_id",
        Fate::Unnamed("author = '—', text = NULL"),
    ),
    of("review_report", "person_id", Fate::Unnamed("reason = '—'")),
    of("document", "person_id", Fate::Unnamed("")),
    of("registration", "person_id", Fate::Unnamed("")),
    of("person_skill", "person_id", Fate::Deleted),
    of("person_profile", "person_id", Fate::Deleted),
    of("project_scenario", "person_id", Fate::Deleted),
    of("project_pledge", "person_id", Fate::Deleted),
    // An idea is its authors' together; one that is open holds the erasure.
    of("idea_author", "person_id", Fate::Unnamed("named_at = NULL")),
    of("idea_revision", "person_id", Fate::Unnamed("")),
    of("idea_voice_note", "person_id", Fate::Unnamed("")),
    of("project_team_member", "person_id", Fate::Unnamed("")),
    of(
        "project_invitation",
        "person_id",
        Fate::Unnamed("login = NULL"),
    ),
    of(
        "project_task",
        "person_id",
        Fate::Unnamed("person_id = NULL"),
    ),
    of("statement_due", "person_id", Fate::Deleted),
    of("xapi_statement", "person_id", Fate::Deleted),
    of("enrolment", "person_id", Fate::Deleted),
    of("progress_event", "person_id", Fate::Deleted),
    of("activity_progress", "person_id", Fate::Deleted),
    of("lesson_note", "person_id", Fate::Deleted),
    of(
        "attempt_answer",
        "attempt_id IN (SELECT id FROM attempt WHERE person_id = $1)",
        Fate::With("attempt"),
    ),
    of(
        "attempt_grade",
        "attempt_id IN (SELECT id FROM attempt WHERE person_id = $1)",
        Fate::With("attempt"),
    ),
    of("attempt", "person_id", Fate::Deleted),
    of("credential", "person_id", Fate::Deleted),
    // Those of sessions that are over; a seat of one to come holds the erasure.
    of("session_seat", "person_id", Fate::Deleted),
    // Under a question stand the answers of others, under an answer whoever relies on it.
    of("lesson_question", "person_id", Fate::Unnamed("body = '—'")),
    of("lesson_answer", "person_id", Fate::Unnamed("body = '—'")),
    of("stock_movement", "person_id", Fate::Act),
    of("listing_revision", "person_id", Fate::Act),
    of("spreadsheet", "person_id", Fate::Act),
    of("statement", "person_id", Fate::Act),
    of("order_event", "person_id", Fate::Act),
    of("coupon", "created_by", Fate::Act),
    of("team_invitation", "invited_by", Fate::Act),
    of("team_invitation", "accepted_by", Fate::Act),
    of("api_token", "created_by", Fate::Act),
    of("idea", "owner_id", Fate::Act),
    of("idea_invitation", "invited_by", Fate::Act),
    of("project_sheet", "author_id", Fate::Act),
    of("sheet_version", "published_by", Fate::Act),
    of("project_team", "founder_id", Fate::Act),
    of("project_invitation", "invited_by", Fate::Act),
    of("project_invitation", "accepted_by", Fate::Act),
    of("dossier_review", "reviewer_id", Fate::Act),
    of("dossier_decision", "decided_by", Fate::Act),
    of("dossier_legal_step", "noted_by", Fate::Act),
    of("project_launch", "noted_by", Fate::Act),
    of("follow_up", "sent_by", Fate::Act),
    of("referral", "worker_id", Fate::Act),
    of("referral_event", "by_id", Fate::Act),
    of("export_sale", "entered_by", Fate::Act),
    of("course", "trainer_id", Fate::Act),
    of("course_draft", "owner_id", Fate::Act),
    of("course_author", "person_id", Fate::Act),
    of("media_upload", "owner_id", Fate::Act),
    of("question_import", "person_id", Fate::Act),
    of("statement_client", "created_by", Fate::Act),
    of("session_seat", "seated_by", Fate::Act),
    of("session_invitation", "invited_by", Fate::Act),
    of("session_invitation", "accepted_by", Fate::Act),
    of("learning_path", "trainer_id", Fate::Act),
    of("course_announcement", "author_id", Fate::Act),
];

impl Holding {
    /// The condition on the rows.
    fn rows(&self) -> String {
        if self.whose.contains(' ') {
            self.whose.to_owned()
        } else {
            format!("{} = $1", self.whose)
        }
    }
}

/// Everything told of the permit's owner: each table that has something, with its rows as they
/// stand. Secrets' hashes are left out.
///
/// # Errors
/// Where the database fails.
pub async fn personal_data(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
) -> Result<Vec<(&'static str, Vec<JsonValue>)>> {
    let person = owner(permit)?;
    let myself = of("person", "id", Fate::Deleted);
    let mut answer = Vec::new();
    for holding in std::iter::once(&myself).chain(HOLDINGS) {
        if holding.fate == Fate::Act {
            continue;
        }
        let query = format!("SELECT * FROM {} WHERE {}", holding.table, holding.rows());
        let mut rows: Vec<JsonValue> = sql::all(db, &query, vec![person.0.into()]).await?;
        for row in rows.iter_mut().filter_map(JsonValue::as_object_mut) {
            row.retain(|column, _| !column.ends_with("_hash"));
        }
        if !rows.is_empty() {
            answer.push((holding.table, rows));
        }
    }
    Ok(answer)
}

/// What must end before the owner's account can be erased, since others wait for it.
///
/// # Errors
/// Where the database fails.
pub async fn holds(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    now: Timestamp,
) -> Result<Vec<Hold>> {
    #[derive(FromQueryResult)]
    struct Found {
        hold: String,
    }
    let found: Vec<Found> = sql::all(
        db,
        "SELECT 'role' AS hold WHERE EXISTS (SELECT 1 FROM person_role WHERE person_id = $1 AND role <> 'member')
         UNION ALL SELECT 'order' WHERE EXISTS (
            SELECT 1 FROM order_group g JOIN shop_order o ON o.group_id = g.id WHERE g.person_id = $1
            AND (o.state IN ('placed', 'confirmed')
                OR EXISTS (SELECT 1 FROM order_return r WHERE r.order_id = o.id AND r.state IN ('requested', 'accepted', 'received'))
                OR EXISTS (SELECT 1 FROM dispute d WHERE d.order_id = o.id AND d.outcome IS NULL)))
         UNION ALL SELECT 'quote' WHERE EXISTS (SELECT 1 FROM rfq WHERE buyer_id = $1 AND state IN ('open', 'answered'))
         UNION ALL SELECT 'team' WHERE EXISTS (
            SELECT 1 FROM project_team_member m JOIN project_team t ON t.id = m.team_id
            WHERE m.person_id = $1 AND t.state IN ('forming', 'quorum_met', 'locked'))
         UNION ALL SELECT 'idea' WHERE EXISTS (
            SELECT 1 FROM idea_author a JOIN idea i ON i.id = a.idea_id
            WHERE a.person_id = $1 AND a.left_at IS NULL AND i.state IN ('draft', 'submitted', 'returned', 'accepted'))
         UNION ALL SELECT 'registration' WHERE EXISTS (
            SELECT 1 FROM registration WHERE person_id = $1 AND status = 'submitted')
         UNION ALL SELECT 'session' WHERE EXISTS (
            SELECT 1 FROM session_seat s JOIN course_session c ON c.id = s.session_id
            WHERE s.person_id = $1 AND c.state = 'open' AND c.ends_at > $2)",
        vec![owner(permit)?.0.into(), now.into()],
    )
    .await?;
    found
        .into_iter()
        .map(|row| {
            Hold::from_code(&row.hold)
                .ok_or_else(|| crate::Error::Corrupt(format!("hold {}", row.hold)))
        })
        .collect()
}

/// Deletes what is the owner's alone, takes their name out of the rest, and leaves a row without
/// name, address or way in, to which bookkeeping refers.
///
/// # Errors
/// Where the database fails.
pub async fn erase_person(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    now: Timestamp,
) -> Result<()> {
    let person = owner(permit)?;
    sql::run(
        db,
        "DELETE FROM mail_outbox WHERE recipient = (SELECT email FROM person WHERE id = $1)",
        vec![person.0.into()],
    )
    .await?;
    for holding in HOLDINGS {
        let statement = match holding.fate {
            Fate::Deleted => format!("DELETE FROM {} WHERE {}", holding.table, holding.rows()),
            Fate::Unnamed(set) if !set.is_empty() => {
                format!(
                    "UPDATE {} SET {set} WHERE {}",
                    holding.table,
                    holding.rows()
                )
            }
            Fate::Unnamed(_) | Fate::Act | Fate::With(_) => continue,
        };
        sql::run(db, &statement, vec![person.0.into()]).await?;
    }
    // Not an address: nobody can sign in with it, and the row keeps its rule of one or the other.
    sql::run(
        db,
        "UPDATE person SET name = '—', email = 'erased-' || CAST(id AS TEXT), phone = NULL, password_hash = '',
            consent_at = NULL, updated_at = $2 WHERE id = $1",
        vec![person.0.into(), now.into()],
    )
    .await?;
    Ok(())
}
