//! What waits, by queue. A feature that has one adds its `FROM` here.

use super::{in_regions, near};
use crate::{Result, sql};
use domain::{
    LocalText, PersonId,
    admin::{Duty, DutySummary, Queue, QueueItem, QueueSummary},
    geography::RegionCode,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// What each queue reads: `id`, `title`, `cooperative`, `region_code`, `since`, `due`, `again`;
/// `{me}` is the id of who asks.
const fn waiting(queue: Queue) -> &'static str {
    match queue {
        Queue::Cooperatives => {
            "SELECT q.id, q.name AS title, q.name AS cooperative, q.region_code, q.submitted_at AS since, CAST(NULL AS BIGINT) AS due,
                CASE WHEN q.reasons IS NULL THEN 0 ELSE 1 END AS again
             FROM registration q WHERE q.status = 'submitted'"
        }
        Queue::Listings => {
            "SELECT q.listing_id AS id, q.name AS title, c.name AS cooperative, c.region_code, q.submitted_at AS since, CAST(NULL AS BIGINT) AS due,
                CASE WHEN q.reasons IS NULL THEN 0 ELSE 1 END AS again
             FROM listing_draft q JOIN listing l ON l.id = q.listing_id JOIN cooperative c ON c.id = l.cooperative_id
             WHERE q.status = 'submitted'"
        }
        Queue::Certificates => {
            "SELECT q.id, c.name AS title, c.name AS cooperative, c.region_code, q.submitted_at AS since, CAST(NULL AS BIGINT) AS due, 0 AS again
             FROM certification q JOIN cooperative c ON c.id = q.cooperative_id WHERE q.status = 'submitted'"
        }
        Queue::Dossiers => {
            "SELECT q.id, t.title, t.title AS cooperative, q.region_code, q.updated_at AS since, q.due_at AS due,
                CASE WHEN q.missing IS NULL AND q.appeal IS NULL THEN 0 ELSE 1 END AS again
             FROM project_dossier q JOIN project_team t ON t.id = q.team_id
             WHERE q.state IN ('submitted', 'admissibility', 'committee', 'appeal')"
        }
        Queue::Reviews => {
            "SELECT d.id, t.title, t.title AS cooperative, d.region_code, q.assigned_at AS since, q.due_at AS due, 0 AS again
             FROM dossier_review q JOIN project_dossier d ON d.id = q.dossier_id JOIN project_team t ON t.id = d.team_id
             WHERE q.state IN ('assigned', 'accepted') AND q.reviewer_id = {me}"
        }
        // Nobody decides about their own idea.
        Queue::Ideas => {
            "SELECT q.id, q.title, q.title AS cooperative, q.region_code, q.submitted_at AS since, q.due_at AS due,
                CASE WHEN q.reasons IS NULL THEN 0 ELSE 1 END AS again
             FROM idea q WHERE q.state IN ('submitted', 'accepted')
                AND NOT EXISTS (SELECT 1 FROM idea_author a WHERE a.idea_id = q.id AND a.person_id = {me})"
        }
    }
}

fn asked_by(queue: Queue, me: PersonId) -> String {
    waiting(queue).replace("{me}", &me.to_string())
}

#[derive(FromQueryResult)]
struct SummaryRow {
    waiting: i64,
    oldest: Option<i64>,
}

/// How much waits in each queue of these regions.
///
/// # Errors
/// Where the database fails.
pub async fn queue_summaries(
    db: &impl ConnectionTrait,
    (me, regions): (PersonId, &[RegionCode]),
) -> Result<Vec<QueueSummary>> {
    let mut summaries = Vec::new();
    for queue in Queue::ALL {
        let waiting = asked_by(queue, me);
        let row: Option<SummaryRow> = sql::one(
            db,
            &format!(
                "SELECT COUNT(*) AS waiting, MIN(w.since) AS oldest FROM ({waiting}) w WHERE w.region_code IN ({})",
                in_regions(regions)
            ),
            vec![],
        )
        .await?;
        let row = row.unwrap_or(SummaryRow {
            waiting: 0,
            oldest: None,
        });
        summaries.push(QueueSummary {
            queue,
            waiting: sql::count(row.waiting)?,
            oldest: row.oldest,
        });
    }
    Ok(summaries)
}

/// How much waits of a duty; disputes of `regions` alone, where they are given.
///
/// # Errors
/// Where the database fails.
pub async fn duty_summary(
    db: &impl ConnectionTrait,
    duty: Duty,
    regions: Option<&[RegionCode]>,
) -> Result<DutySummary> {
    let query = match duty {
        Duty::Disputes => {
            let near = near("c.region_code", regions);
            Some(format!(
                "SELECT COUNT(*) AS waiting, MIN(d.opened_at) AS oldest FROM dispute d JOIN shop_order o ON o.id = d.order_id
                 JOIN cooperative c ON c.id = o.cooperative_id WHERE d.state IN ('opened', 'answered') {near}"
            ))
        }
        Duty::Reviews => Some(
            "SELECT COUNT(DISTINCT review_id) AS waiting, MIN(at) AS oldest FROM review_report WHERE decided_at IS NULL"
                .to_owned(),
        ),
        Duty::Referrals => {
            let near = near("region_code", regions);
            Some(format!(
                "SELECT COUNT(*) AS waiting, MIN(updated_at) AS oldest FROM referral WHERE state = 'sent' {near}"
            ))
        }
        Duty::Taxes => Some(format!(
            "SELECT COUNT(*) AS waiting, MIN(o.placed_at) AS oldest FROM {}",
            crate::marketplace::UNPROVEN_EXPORTS
        )),
        Duty::Money | Duty::Rates | Duty::Rules | Duty::Records | Duty::Audit => None,
    };
    let row: Option<SummaryRow> = match query {
        Some(query) => sql::one(db, &query, vec![]).await?,
        None => None,
    };
    Ok(DutySummary {
        duty,
        waiting: row
            .as_ref()
            .map(|row| sql::count(row.waiting))
            .transpose()?,
        oldest: row.and_then(|row| row.oldest),
    })
}

#[derive(FromQueryResult)]
struct ItemRow {
    id: i64,
    title: String,
    cooperative: String,
    since: i64,
    due: Option<i64>,
    again: i64,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
}

/// The oldest first.
///
/// # Errors
/// Where the database fails.
pub async fn queue_items(
    db: &impl ConnectionTrait,
    queue: Queue,
    (me, regions): (PersonId, &[RegionCode]),
    limit: u32,
) -> Result<Vec<QueueItem>> {
    let waiting = asked_by(queue, me);
    let rows: Vec<ItemRow> = sql::all(
        db,
        &format!(
            "SELECT w.id, w.title, w.cooperative, w.since, w.due, CAST(w.again AS BIGINT) AS again, r.name_fr, r.name_ar, r.name_en, r.name_zgh
             FROM ({waiting}) w JOIN region r ON r.code = w.region_code
             WHERE w.region_code IN ({}) ORDER BY w.since, w.id LIMIT {limit}",
            in_regions(regions)
        ),
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(QueueItem {
                id: row.id,
                title: sql::text(&row.title)?,
                cooperative: sql::text(&row.cooperative)?,
                region: LocalText {
                    zgh: Some(row.name_zgh),
                    ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
                },
                since: row.since,
                due: row.due,
                is_again: row.again == 1,
            })
        })
        .collect()
}
