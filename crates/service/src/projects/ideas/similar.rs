//! What the bank already has that an idea may be a copy of: found by the sheets' own search, over
//! published sheets and over ideas that an advisor has.

use crate::{
    Ctx, internal,
    projects::{browse::snapshot, index::Snapshot},
};
use domain::{
    Result,
    projects::{IdeaField, Likeness, Similar, likeness},
};
use store::{Connection, projects::IdeaRow};

/// As many as are shown.
const SHOWN: usize = 6;

/// The most alike first; nothing before the idea says what it makes or is called.
pub(super) async fn similar(
    ctx: &Ctx,
    db: &impl Connection,
    row: &IdeaRow,
) -> Result<Vec<Similar>> {
    let ideas = store::projects::open_ideas(db, row.idea.id)
        .await
        .map_err(internal(ctx))?;
    let ideas = Snapshot::build((0, 0), ideas, &[]);
    let mut found = alike(&*snapshot(ctx).await?, row, |slug| Some(slug.to_owned()));
    // Its own sheet, once it is published, is no copy of it.
    found.retain(|it| it.sheet.is_none() || it.sheet != row.idea.sheet);
    found.extend(alike(&ideas, row, |_| None));
    // What is made counts most, then the place; stable, so sheets stand before ideas.
    let rank = |it: &Similar| {
        let has = |why| u8::from(it.why.contains(&why));
        has(Likeness::Product) * 4
            + has(Likeness::Province) * 2
            + has(Likeness::Title) * 2
            + has(Likeness::Region)
    };
    found.sort_by_key(|it| core::cmp::Reverse(rank(it)));
    found.truncate(SHOWN);
    Ok(found)
}

fn alike(
    sheets: &Snapshot,
    row: &IdeaRow,
    address: impl Fn(&str) -> Option<String>,
) -> Vec<Similar> {
    let content = &row.idea.content;
    let product = sheets.named(content.get(IdeaField::Product));
    let title = sheets.named(content.get(IdeaField::Title));
    let region = row.region.map(|it| it.to_string()).unwrap_or_default();
    let place = (content.get(IdeaField::Province), region.as_str());
    let of = |at: &u32| {
        let card = sheets.card(*at)?;
        let same = (product.contains(at), title.contains(at));
        Some(Similar {
            sheet: address(&card.slug),
            title: card.title.clone(),
            province: card.province_name.clone(),
            why: likeness(place, card, same)?,
        })
    };
    product.union(&title).filter_map(of).collect()
}
