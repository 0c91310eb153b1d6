//! What visitors see of listings, and what the index is told about them.

use crate::{Result, sql};
use domain::{
    CategoryId, CooperativeId, ListingId, LocalText, PictureId, Timestamp, VariantId,
    marketplace::{
        Attribute, Category, Label, ListingCard, ListingPage, Origin, Picture, PictureSource,
        Rating, VariantView,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct CardRow {
    id: i64,
    slug: String,
    name: String,
    unique_piece: i64,
    review_count: i64,
    star_sum: i64,
    cooperative_id: i64,
    cooperative_name: String,
    cooperative_slug: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
    label: Option<String>,
    expires_at: Option<i64>,
    price_minor: i64,
    pack_amount: i64,
    pack_unit: String,
    variants: i64,
    stocked: i64,
    picture_id: Option<i64>,
    kind: Option<String>,
    picture_name: Option<String>,
    widths: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    alt: Option<String>,
}

const CARD: &str = "SELECT l.id, l.slug, l.name, l.unique_piece, l.review_count, l.star_sum, c.id AS cooperative_id, c.name AS cooperative_name,
    c.slug AS cooperative_slug, r.name_fr, r.name_ar, r.name_en, r.name_zgh, ce.label, ce.expires_at,
    v.price_minor, v.pack_amount, v.pack_unit,
    (SELECT COUNT(*) FROM variant n WHERE n.listing_id = l.id AND n.active = 1) AS variants,
    (SELECT COUNT(*) FROM variant n JOIN stock_level s ON s.variant_id = n.id
      WHERE n.listing_id = l.id AND n.active = 1 AND s.on_hand > s.reserved) AS stocked,
    p.id AS picture_id, p.kind, p.name AS picture_name, p.widths, p.width, p.height, p.alt
    FROM listing l JOIN cooperative c ON c.id = l.cooperative_id JOIN region r ON r.code = c.region_code
    JOIN variant v ON v.id = (SELECT x.id FROM variant x WHERE x.listing_id = l.id AND x.active = 1 ORDER BY x.price_minor, x.id LIMIT 1)
    LEFT JOIN certification ce ON ce.id = l.certification_id AND ce.status = 'valid'
    LEFT JOIN picture p ON p.id = (SELECT y.id FROM picture y WHERE y.listing_id = l.id AND y.status = 'ready' AND y.shown = 1
      ORDER BY y.position, y.id LIMIT 1)
    WHERE l.status = 'published' AND c.status = 'verified'";

impl CardRow {
    fn card(self, now: Timestamp) -> Result<ListingCard> {
        let picture = match (
            self.picture_id,
            self.kind,
            self.picture_name,
            self.widths,
            self.alt,
        ) {
            (Some(id), Some(kind), Some(name), Some(widths), Some(alt)) => Some(picture(
                id,
                &kind,
                name,
                &widths,
                self.width.unwrap_or(0),
                self.height.unwrap_or(0),
                &alt,
            )?),
            _ => None,
        };
        let is_valid = self.expires_at.is_some_and(|expires_at| expires_at > now);
        Ok(ListingCard {
            id: ListingId(self.id),
            slug: self.slug,
            name: sql::text(&self.name)?,
            cooperative: CooperativeId(self.cooperative_id),
            cooperative_name: sql::text(&self.cooperative_name)?,
            cooperative_slug: self.cooperative_slug,
            region: LocalText {
                zgh: Some(self.name_zgh),
                ..LocalText::new(&self.name_fr, &self.name_ar, &self.name_en)
            },
            picture,
            label: self.label.filter(|_| is_valid).map(|code| Label { code }),
            price: sql::mad(self.price_minor),
            pack: sql::pack(self.pack_amount, &self.pack_unit)?,
            has_more_variants: self.variants > 1,
            unique_piece: self.unique_piece == 1,
            in_stock: self.stocked > 0,
            rating: Rating::of(self.star_sum, self.review_count),
        })
    }
}

pub(crate) fn picture(
    id: i64,
    kind: &str,
    name: String,
    widths: &str,
    width: i64,
    height: i64,
    alt: &str,
) -> Result<Picture> {
    let source = match kind {
        "illustration" => PictureSource::Illustration { slug: name },
        _ => PictureSource::Upload {
            sha256: name,
            widths: sql::json(widths)?,
        },
    };
    Ok(Picture {
        id: PictureId(id),
        source,
        alt: sql::text(alt)?,
        width: sql::count(width)?,
        height: sql::count(height)?,
    })
}

async fn find_cards(
    db: &impl ConnectionTrait,
    tail: &str,
    now: Timestamp,
) -> Result<Vec<ListingCard>> {
    let rows: Vec<CardRow> = sql::all(db, &format!("{CARD} {tail}"), vec![]).await?;
    rows.into_iter().map(|row| row.card(now)).collect()
}

/// Cards in the order of `ids`; what is no longer public is left out.
pub async fn cards(
    db: &impl ConnectionTrait,
    ids: &[ListingId],
    now: Timestamp,
) -> Result<Vec<ListingCard>> {
    let mut cards = find_cards(
        db,
        &format!("AND l.id IN ({})", sql::ids(ids.iter().map(|id| id.0))),
        now,
    )
    .await?;
    let place = |card: &ListingCard| ids.iter().position(|id| *id == card.id);
    cards.sort_by_key(place);
    Ok(cards)
}

pub async fn newest(
    db: &impl ConnectionTrait,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<ListingCard>> {
    find_cards(
        db,
        &format!("ORDER BY l.published_at DESC, l.id DESC LIMIT {limit}"),
        now,
    )
    .await
}

/// All of one cooperative's public listings, newest first.
pub async fn listing_cards_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<Vec<ListingCard>> {
    find_cards(
        db,
        &format!(
            "AND l.cooperative_id = {cooperative} ORDER BY l.published_at DESC, l.id DESC LIMIT 200"
        ),
        now,
    )
    .await
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Totals {
    pub products: i64,
    pub cooperatives: i64,
    pub regions: i64,
}

pub async fn totals(db: &impl ConnectionTrait) -> Result<(Totals, Vec<(String, u32)>)> {
    #[derive(FromQueryResult)]
    struct ByRegion {
        region_code: String,
        cooperatives: i64,
    }
    let totals = sql::one(
        db,
        "SELECT (SELECT COUNT(*) FROM listing l JOIN cooperative c ON c.id = l.cooperative_id
                  WHERE l.status = 'published' AND c.status = 'verified') AS products,
                (SELECT COUNT(*) FROM cooperative WHERE status = 'verified') AS cooperatives,
                (SELECT COUNT(DISTINCT region_code) FROM cooperative WHERE status = 'verified') AS regions",
        vec![],
    )
    .await?
    .unwrap_or(Totals { products: 0, cooperatives: 0, regions: 0 });
    let rows: Vec<ByRegion> = sql::all(
        db,
        "SELECT region_code, COUNT(*) AS cooperatives FROM cooperative WHERE status = 'verified' GROUP BY region_code",
        vec![],
    )
    .await?;
    let by_region = rows
        .into_iter()
        .map(|row| Ok((row.region_code, sql::count(row.cooperatives)?)))
        .collect::<Result<_>>()?;
    Ok((totals, by_region))
}

#[derive(FromQueryResult)]
struct ListingRow {
    id: i64,
    slug: String,
    name: String,
    description: String,
    attributes: String,
    hs_code: String,
    prepare_days: i64,
    min_order: i64,
    place: String,
    unique_piece: i64,
    review_count: i64,
    star_sum: i64,
    category_id: i64,
    category_slug: String,
    category_name: String,
    category_required: String,
    cooperative_id: i64,
    cooperative_name: String,
    cooperative_slug: String,
    cooperative_story: String,
    region_code: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
    province_fr: String,
    province_ar: String,
    label: Option<String>,
    certifier: Option<String>,
    number: Option<String>,
    area: Option<String>,
    expires_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct VariantRow {
    id: i64,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    price_minor: i64,
    available: i64,
}

#[derive(FromQueryResult)]
struct PictureRow {
    id: i64,
    kind: String,
    name: String,
    widths: String,
    width: i64,
    height: i64,
    alt: String,
}

/// A public listing's page, with up to four others of its cooperative.
pub async fn load_listing(
    db: &impl ConnectionTrait,
    slug: &str,
    now: Timestamp,
) -> Result<Option<ListingPage>> {
    let row: Option<ListingRow> = sql::one(
        db,
        "SELECT l.id, l.slug, l.name, l.description, l.attributes, l.hs_code, l.prepare_days, l.min_order, l.origin AS place, l.unique_piece, l.review_count, l.star_sum,
            k.id AS category_id, k.slug AS category_slug, k.name AS category_name, k.required AS category_required,
            c.id AS cooperative_id, c.name AS cooperative_name, c.slug AS cooperative_slug, c.story AS cooperative_story,
            c.region_code, r.name_fr, r.name_ar, r.name_en, r.name_zgh, p.name_fr AS province_fr, p.name_ar AS province_ar,
            ce.label, ce.certifier, ce.number, ce.area, ce.expires_at
         FROM listing l JOIN category k ON k.id = l.category_id JOIN cooperative c ON c.id = l.cooperative_id
            JOIN region r ON r.code = c.region_code JOIN province p ON p.code = c.province_code
            LEFT JOIN certification ce ON ce.id = l.certification_id AND ce.status = 'valid'
         WHERE l.slug = $1 AND l.status = 'published' AND c.status = 'verified'",
        vec![slug.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let variants: Vec<VariantRow> = sql::all(
        db,
        "SELECT v.id, v.sku, v.pack_amount, v.pack_unit, v.price_minor, s.on_hand - s.reserved AS available
         FROM variant v JOIN stock_level s ON s.variant_id = v.id WHERE v.listing_id = $1 AND v.active = 1 ORDER BY v.position, v.id",
        vec![row.id.into()],
    )
    .await?;
    let pictures: Vec<PictureRow> = sql::all(
        db,
        "SELECT id, kind, name, widths, width, height, alt FROM picture
         WHERE listing_id = $1 AND status = 'ready' AND shown = 1 ORDER BY position, id LIMIT 12",
        vec![row.id.into()],
    )
    .await?;
    let prices = super::drafts::prices(db, ListingId(row.id)).await?;
    let related = related(db, &row, now).await?;
    let origin = match (
        row.label,
        row.certifier,
        row.number,
        row.area,
        row.expires_at,
    ) {
        (Some(label), Some(certifier), Some(number), Some(area), Some(expires_at))
            if expires_at > now =>
        {
            Some(Origin {
                label,
                area,
                certifier,
                number,
                expires_at,
            })
        }
        _ => None,
    };
    Ok(Some(ListingPage {
        id: ListingId(row.id),
        slug: row.slug,
        rating: Rating::of(row.star_sum, row.review_count),
        name: sql::text(&row.name)?,
        description: sql::text(&row.description)?,
        category: Category {
            id: CategoryId(row.category_id),
            slug: row.category_slug,
            name: sql::text(&row.category_name)?,
            required: sql::json(&row.category_required)?,
        },
        attributes: sql::json::<Vec<Attribute>>(&row.attributes)?,
        pictures: pictures
            .into_iter()
            .map(|p| picture(p.id, &p.kind, p.name, &p.widths, p.width, p.height, &p.alt))
            .collect::<Result<_>>()?,
        variants: variants
            .into_iter()
            .map(|v| {
                let pack = sql::pack(v.pack_amount, &v.pack_unit)?;
                let price = sql::mad(v.price_minor);
                Ok(VariantView {
                    id: VariantId(v.id),
                    sku: v.sku,
                    pack,
                    price,
                    unit_price: pack.unit_price(price),
                    available: sql::count(v.available)?,
                    abroad: prices.abroad(v.id)?,
                    breaks: prices.breaks(v.id)?,
                })
            })
            .collect::<Result<_>>()?,
        unique_piece: row.unique_piece == 1,
        share: None,
        hs_code: row.hs_code,
        prepare_days: sql::count(row.prepare_days)?,
        min_order: sql::count(row.min_order)?,
        place: row.place,
        origin,
        cooperative: CooperativeId(row.cooperative_id),
        cooperative_name: sql::text(&row.cooperative_name)?,
        cooperative_slug: row.cooperative_slug,
        cooperative_story: sql::text(&row.cooperative_story)?,
        region: LocalText {
            zgh: Some(row.name_zgh),
            ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
        },
        region_code: row.region_code,
        province: LocalText::new(&row.province_fr, &row.province_ar, ""),
        related,
    }))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// Up to four others, of the same cooperative first and then of the category. Their ids are found
/// in the indexes before any card is put together: a category may have thousands.
async fn related(
    db: &impl ConnectionTrait,
    row: &ListingRow,
    now: Timestamp,
) -> Result<Vec<ListingCard>> {
    let ids: Vec<IdRow> = sql::all(
        db,
        "SELECT near.id FROM (SELECT id FROM listing WHERE cooperative_id = $1 AND status = 'published' AND id <> $3
            ORDER BY id LIMIT 4) near
         UNION ALL SELECT far.id FROM (SELECT l.id FROM listing l JOIN cooperative c ON c.id = l.cooperative_id
            WHERE l.category_id = $2 AND l.status = 'published' AND l.cooperative_id <> $1 AND c.status = 'verified'
            ORDER BY l.id LIMIT 4) far",
        vec![row.cooperative_id.into(), row.category_id.into(), row.id.into()],
    )
    .await?;
    let ids: Vec<ListingId> = ids
        .into_iter()
        .take(4)
        .map(|row| ListingId(row.id))
        .collect();
    cards(db, &ids, now).await
}

#[derive(FromQueryResult)]
struct SlugRow {
    slug: String,
}

/// Addresses of everything public, without the language: `/market/…` and `/cooperatives/…`.
pub async fn published_slugs(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let listings: Vec<SlugRow> = sql::all(
        db,
        "SELECT l.slug FROM listing l JOIN cooperative c ON c.id = l.cooperative_id
         WHERE l.status = 'published' AND c.status = 'verified' ORDER BY l.id LIMIT 10000",
        vec![],
    )
    .await?;
    let cooperatives: Vec<SlugRow> = sql::all(
        db,
        "SELECT slug FROM cooperative WHERE status = 'verified' ORDER BY id LIMIT 2000",
        vec![],
    )
    .await?;
    Ok(listings
        .into_iter()
        .map(|row| format!("/market/{}", row.slug))
        .chain(
            cooperatives
                .into_iter()
                .map(|row| format!("/cooperatives/{}", row.slug)),
        )
        .collect())
}

/// What the index knows of one listing.
#[derive(Clone, Debug)]
pub struct Indexable {
    pub card: ListingCard,
    pub description: LocalText,
    pub region_code: String,
    pub category_slug: String,
    pub category_name: LocalText,
    pub label: Option<(String, Timestamp)>,
    pub published_at: Timestamp,
}

#[derive(FromQueryResult)]
struct MoreRow {
    id: i64,
    description: String,
    region_code: String,
    category_slug: String,
    category_name: String,
    label: Option<String>,
    expires_at: Option<i64>,
    published_at: i64,
}

/// The public ones among `ids`, as the index wants them; the others are to leave it.
pub async fn documents(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<Indexable>> {
    let list = sql::ids(ids.iter().map(|id| id.0));
    let cards = find_cards(db, &format!("AND l.id IN ({list}) ORDER BY l.id"), 0).await?;
    let more: Vec<MoreRow> = sql::all(
        db,
        &format!(
            "SELECT l.id, l.description, c.region_code, k.slug AS category_slug, k.name AS category_name,
                ce.label, ce.expires_at, l.published_at
             FROM listing l JOIN cooperative c ON c.id = l.cooperative_id JOIN category k ON k.id = l.category_id
                LEFT JOIN certification ce ON ce.id = l.certification_id AND ce.status = 'valid'
             WHERE l.id IN ({list}) AND l.status = 'published' AND c.status = 'verified' ORDER BY l.id"
        ),
        vec![],
    )
    .await?;
    let mut more: BTreeMap<i64, MoreRow> = more.into_iter().map(|row| (row.id, row)).collect();
    cards
        .into_iter()
        // Unpublished between the two queries: its own outbox row follows.
        .filter_map(|card| more.remove(&card.id.0).map(|more| (card, more)))
        .map(|(card, more)| {
            Ok(Indexable {
                card,
                description: sql::text(&more.description)?,
                region_code: more.region_code,
                category_slug: more.category_slug,
                category_name: sql::text(&more.category_name)?,
                label: more.label.zip(more.expires_at),
                published_at: more.published_at,
            })
        })
        .collect()
}
