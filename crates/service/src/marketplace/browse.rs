//! What visitors read. Every use case asks the policy, which lets everyone browse.

use crate::{Ctx, internal};
use domain::{
    Error, Result,
    geography::{Province, Region},
    marketplace::{
        Catalogue, CatalogueQuery, Category, Facet, FacetValue, HomePage, ListingPage, PAGE_SIZE,
        PriceShare, Suggestion,
    },
    policy::{Action, PublicSite, authorize},
};
use std::{sync::Arc, time::Duration};

/// Catalogue answers by canonical question, each with the index generation it was read from.
#[derive(Clone, Debug)]
pub struct CatalogueCache(moka::sync::Cache<CatalogueQuery, (u64, Arc<Catalogue>)>);

impl Default for CatalogueCache {
    fn default() -> Self {
        // Labels expire by the clock, so an answer lives a minute at most.
        CatalogueCache(
            moka::sync::Cache::builder()
                .max_capacity(1_000)
                .time_to_live(Duration::from_secs(60))
                .build(),
        )
    }
}

fn may_browse(ctx: &Ctx) -> Result<()> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {}).map(|_| ())
}

fn search_failed(ctx: &Ctx) -> impl Fn(search::Error) -> Error + '_ {
    |cause| {
        tracing::error!(request_id = %ctx.request_id, %cause, "search failed");
        Error::Internal {
            request_id: ctx.request_id.clone(),
        }
    }
}

/// # Errors
/// Only `Internal`.
pub async fn home(ctx: &Ctx) -> Result<HomePage> {
    may_browse(ctx)?;
    let db = ctx.db().reader();
    let newest = store::marketplace::newest(db, 8, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let (totals, by_region) = store::marketplace::totals(db)
        .await
        .map_err(internal(ctx))?;
    let regions = store::marketplace::regions(db)
        .await
        .map_err(internal(ctx))?;
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    Ok(HomePage {
        newest,
        products: count(totals.products),
        cooperatives: count(totals.cooperatives),
        regions: count(totals.regions),
        by_region: regions
            .into_iter()
            .map(|region| FacetValue {
                count: by_region
                    .iter()
                    .find(|(code, _)| *code == region.code)
                    .map_or(0, |(_, count)| *count),
                value: region.code,
                name: region.name,
                chosen: false,
            })
            .collect(),
    })
}

/// One page of the catalogue with its facets.
///
/// # Errors
/// Only `Internal`.
pub async fn browse_catalogue(ctx: &Ctx, query: CatalogueQuery) -> Result<Catalogue> {
    may_browse(ctx)?;
    let services = &ctx.services;
    let generation = services.search.generation();
    if let Some((kept, catalogue)) = services.catalogue_cache.0.get(&query)
        && kept == generation
    {
        return Ok(Catalogue::clone(&catalogue));
    }
    let answer = services
        .search
        .query(&query, ctx.now)
        .map_err(search_failed(ctx))?;
    let db = ctx.db().reader();
    let cards = store::marketplace::cards(db, &answer.ids, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let regions = store::marketplace::regions(db)
        .await
        .map_err(internal(ctx))?;
    let categories = store::marketplace::categories(db)
        .await
        .map_err(internal(ctx))?;
    let facet = |name: &str,
                 chosen: &[String],
                 counts: &[(String, u32)],
                 names: Vec<(String, domain::LocalText)>| Facet {
        name: name.to_owned(),
        values: names
            .into_iter()
            .map(|(value, name)| FacetValue {
                count: counts
                    .iter()
                    .find(|(counted, _)| *counted == value)
                    .map_or(0, |(_, count)| *count),
                chosen: chosen.contains(&value),
                value,
                name,
            })
            .filter(|value| value.count > 0 || value.chosen)
            .collect(),
    };
    let mut labels: Vec<String> = answer
        .labels
        .iter()
        .map(|(label, _)| label.clone())
        .chain(query.labels.clone())
        .collect();
    labels.sort();
    labels.dedup();
    let facets = vec![
        facet(
            "region",
            &query.regions,
            &answer.regions,
            regions.into_iter().map(|it| (it.code, it.name)).collect(),
        ),
        facet(
            "category",
            &query.categories,
            &answer.categories,
            categories
                .into_iter()
                .map(|it| (it.slug, it.name))
                .collect(),
        ),
        // A label is a proper name: the same in every language.
        facet(
            "label",
            &query.labels,
            &answer.labels,
            labels
                .into_iter()
                .map(|label| {
                    (
                        label.clone(),
                        domain::LocalText {
                            fr: Some(label),
                            ..Default::default()
                        },
                    )
                })
                .collect(),
        ),
    ];
    let catalogue = Arc::new(Catalogue {
        total: answer.total,
        pages: answer.total.div_ceil(PAGE_SIZE).max(1),
        cards,
        facets,
        in_stock_count: answer.in_stock_count,
        price_range: answer.price_range,
        query: query.clone(),
    });
    services
        .catalogue_cache
        .0
        .insert(query, (generation, catalogue.clone()));
    Ok(Catalogue::clone(&catalogue))
}

/// At most six listings for someone who is typing.
///
/// # Errors
/// Only `Internal`.
pub async fn suggest(ctx: &Ctx, text: &str) -> Result<Vec<Suggestion>> {
    may_browse(ctx)?;
    let text: String = text.chars().take(100).collect();
    let ids = ctx
        .services
        .search
        .suggest(&text, 6)
        .map_err(search_failed(ctx))?;
    let cards = store::marketplace::cards(ctx.db().reader(), &ids, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(cards
        .into_iter()
        .map(|card| Suggestion {
            name: card.name.pick(ctx.lang),
            cooperative: card.cooperative_name.pick(ctx.lang),
            slug: card.slug,
        })
        .collect())
}

/// # Errors
/// `NotFound` for what is not published.
pub async fn show_listing(ctx: &Ctx, slug: &str) -> Result<ListingPage> {
    may_browse(ctx)?;
    let db = ctx.db().reader();
    let mut page = store::marketplace::load_listing(db, slug, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if let Some(first) = page.variants.first() {
        let rates = store::marketplace::sale_rates(db, ctx.now)
            .await
            .map_err(internal(ctx))?;
        let cut = rates.cut(first.price, page.cooperative, page.category.id, false);
        page.share = cut.ok().map(|cut| PriceShare::of(cut.share));
    }
    Ok(page)
}

/// # Errors
/// Only `Internal`.
pub async fn list_categories(ctx: &Ctx) -> Result<Vec<Category>> {
    may_browse(ctx)?;
    store::marketplace::categories(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// Only `Internal`.
pub async fn list_regions(ctx: &Ctx) -> Result<Vec<Region>> {
    may_browse(ctx)?;
    store::marketplace::regions(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// Only `Internal`.
pub async fn list_provinces(ctx: &Ctx) -> Result<Vec<Province>> {
    may_browse(ctx)?;
    store::marketplace::provinces(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// Addresses of everything public, without the language.
///
/// # Errors
/// Only `Internal`.
pub async fn sitemap(ctx: &Ctx) -> Result<Vec<String>> {
    may_browse(ctx)?;
    store::marketplace::published_slugs(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}
