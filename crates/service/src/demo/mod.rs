//! The demo data: fictional cooperatives over all twelve regions, the forty products, managers, a
//! buyer with past orders. Deterministic: the same seed gives the same data.

mod data;
mod delivery;
mod followed;
mod ideas;
mod office;
mod projects;
mod quotes;
mod reviews;
mod sales;
mod selling;
mod ventures;

use crate::{Ctx, accounts::hash_password, internal};
use data::{CATEGORIES, COOPERATIVES, EXPIRED, Product, products};
use domain::{
    CategoryId, CooperativeId, Error, LocalText, Money, PersonId, Result, VariantId,
    accounts::{Email, Role},
    marketplace::{Attribute, PackSize, Unit},
    policy::{Action, Actor, Permit, Platform, authorize},
};
use std::collections::BTreeMap;
use store::{
    Tx,
    accounts::{NewPerson, create_person, grant_role},
    marketplace::{
        SeedCooperative, SeedListing, SeedVariant, insert_category, insert_cooperative,
        insert_listings,
    },
};

/// The password of every demo account.
pub const PASSWORD: &str = "demo-taawouniya-2026";

const BUYER: &str = "acheteuse@demo.taawouniya.ma";
const ADMINISTRATOR: &str = "admin@demo.taawouniya.ma";

/// What to sign in with.
#[derive(Clone, Debug)]
pub struct DemoAccounts {
    pub managers: Vec<(String, String)>,
    pub buyer: String,
    pub administrator: String,
    pub academy: crate::academy::DemoLearners,
    /// Role, address, what they answer for.
    pub others: Vec<(&'static str, String, String)>,
}

impl core::fmt::Display for DemoAccounts {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        writeln!(f, "Demo accounts (password {PASSWORD}):")?;
        writeln!(f, "  buyer          {}", self.buyer)?;
        writeln!(f, "  administrator  {}", self.administrator)?;
        writeln!(f, "  trainer        {}", self.academy.trainer)?;
        writeln!(f, "  learner        {}", self.academy.learner)?;
        for (role, email, what) in &self.others {
            writeln!(f, "  {role:<14} {email}  {what}")?;
        }
        for (email, cooperative) in self.managers.iter().take(24) {
            writeln!(f, "  manager        {email}  {cooperative}")?;
        }
        Ok(())
    }
}

/// Fills an empty database; `scale` times as much for benchmarks. `progress` hears what is being
/// done, how much of it is done and how much there is.
///
/// # Errors
/// `Forbidden` for anyone but the command line; `Conflict` where there is data already.
pub async fn seed(
    ctx: &Ctx,
    scale: u32,
    progress: &(dyn Fn(&str, u64, u64) + Sync),
) -> Result<DemoAccounts> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    if store::marketplace::has_data(ctx.db().reader())
        .await
        .map_err(internal(ctx))?
    {
        return Err(Error::Conflict);
    }
    let password_hash = hash_password(ctx, PASSWORD).await?;
    let mut managers = Vec::new();
    let mut variants = Vec::new();
    let mut buyer = None;
    let mut categories = BTreeMap::new();
    let mut people = None;
    for copy in 0..scale {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        // With the first copy, so that a seed that was stopped leaves all of it or nothing.
        if copy == 0 {
            categories = seed_reference(ctx, &tx, &permit).await?;
            buyer = Some(
                person(
                    ctx,
                    &tx,
                    &permit,
                    "Salma Bennis (démo)",
                    BUYER,
                    &password_hash,
                )
                .await?,
            );
            let admin = person(
                ctx,
                &tx,
                &permit,
                "Administration (démo)",
                ADMINISTRATOR,
                &password_hash,
            )
            .await?;
            grant_role(
                &tx,
                &permit,
                &ctx.actor,
                admin,
                &Role::Administrator,
                ctx.now,
            )
            .await
            .map_err(internal(ctx))?;
            people = Some(office::seed_people(ctx, &tx, &permit, &password_hash).await?);
        }
        let cooperatives = seed_cooperatives(ctx, &tx, &permit, copy).await?;
        projects::seed_projects(ctx, &tx, &permit, copy).await?;
        let some = seed_listings(ctx, &tx, &permit, copy, &categories, &cooperatives).await?;
        if copy == 0 {
            managers = seed_managers(ctx, &tx, &permit, &cooperatives, &password_hash).await?;
            selling::seed_staff(ctx, &tx, &permit, &managers, &password_hash).await?;
            variants = some;
        }
        store::commit(tx).await.map_err(internal(ctx))?;
        progress(
            "cooperatives and listings",
            u64::from(copy) + 1,
            u64::from(scale),
        );
    }
    delivery::seed(ctx, &permit).await?;
    if let Some(buyer) = buyer {
        seed_orders(ctx, buyer, &variants, &managers).await?;
        reviews::seed(ctx, buyer).await?;
        quotes::seed(ctx, buyer, &managers).await?;
    }
    let academy = crate::academy::seed_academy(ctx, &password_hash).await?;
    if let Some(people) = people {
        office::seed_files(ctx, &people).await?;
        office::seed_referral(ctx, &people).await?;
        ventures::seed_teams(ctx, &people, &password_hash).await?;
        followed::seed_followed(ctx, &people, &password_hash).await?;
        selling::seed_selling(ctx, &managers, categories.get("oils")).await?;
    }
    crate::projects::refresh_impact(ctx).await?;
    Ok(DemoAccounts {
        managers: managers
            .into_iter()
            .map(|it| (it.email, it.cooperative_name))
            .collect(),
        buyer: BUYER.to_owned(),
        administrator: ADMINISTRATOR.to_owned(),
        academy,
        others: [
            office::accounts(),
            selling::accounts(),
            ventures::accounts(),
            followed::accounts(),
        ]
        .concat(),
    })
}

async fn person(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    name: &str,
    email: &str,
    password_hash: &str,
) -> Result<PersonId> {
    let email = Email::parse(email).map_err(|problem| Error::field("email", problem))?;
    let person = NewPerson {
        name: name.to_owned(),
        email: Some(email),
        phone: None,
        password_hash: password_hash.to_owned(),
        lang: domain::Lang::Fr,
        consent_at: Some(ctx.now),
    };
    create_person(tx, permit, person, ctx.now)
        .await
        .map_err(internal(ctx))
}

async fn seed_reference(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
) -> Result<BTreeMap<&'static str, CategoryId>> {
    let mut categories = BTreeMap::new();
    for category in &CATEGORIES {
        let name = LocalText::new(category.fr, category.ar, category.en);
        let id = insert_category(
            tx,
            permit,
            category.slug,
            &name,
            &[category.attribute.key],
            category.tax_thousandths,
        )
        .await
        .map_err(internal(ctx))?;
        categories.insert(category.slug, id);
    }
    Ok(categories)
}

/// A cooperative of the demo with the ids of its certificates by label.
struct Seeded {
    id: CooperativeId,
    certificates: Vec<(String, i64)>,
}

/// In the order of [`COOPERATIVES`].
async fn seed_cooperatives(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    copy: u32,
) -> Result<Vec<Seeded>> {
    let mut seeded = Vec::new();
    for (at, it) in COOPERATIVES.iter().enumerate() {
        let number = number(copy, at);
        let mark = if copy == 0 {
            String::new()
        } else {
            format!(" {}", copy + 1)
        };
        let members = 12 + (at as u32 * 7) % 40;
        let expires_at = if it.slug == EXPIRED {
            ctx.now - 86_400 * 30
        } else {
            ctx.now + 86_400 * 365
        };
        let mut labels: Vec<&str> = products()
            .iter()
            .filter(|product| product.sellers.contains(&at) && !product.label.is_empty())
            .map(|product| product.label.as_str())
            .collect();
        labels.sort_unstable();
        labels.dedup();
        let certificates = labels
            .iter()
            .map(|label| {
                (
                    (*label).to_owned(),
                    format!("{}-{number:05}", label.replace(' ', "")),
                    it.area.to_owned(),
                    expires_at,
                )
            })
            .collect();
        let cooperative = SeedCooperative {
            slug: suffixed(it.slug, copy),
            name: LocalText::new(
                &format!("Coopérative {}{mark} (démo)", it.name),
                &format!("تعاونية {}{mark} (تجريبية)", it.name_ar),
                &format!("{}{mark} Cooperative (demo)", it.name),
            ),
            story: LocalText::new(it.story_fr, it.story_ar, it.story_en),
            region: it.region.to_owned(),
            province: it.province.to_owned(),
            members,
            women: if it.is_of_women() {
                members
            } else {
                members * (2 + at as u32 % 5) / 10
            },
            founded_year: 2006 + (at as u32 * 5) % 16,
            ice: ice(number),
            rib: rib(number),
            free_delivery_from: (at % 3 != 2)
                .then(|| Money::mad(40_000 + 10_000 * (at as i64 % 3))),
            certificates,
        };
        let (id, ids) = insert_cooperative(tx, permit, &cooperative, ctx.now)
            .await
            .map_err(internal(ctx))?;
        seeded.push(Seeded {
            id,
            certificates: labels.into_iter().map(str::to_owned).zip(ids).collect(),
        });
    }
    Ok(seeded)
}

/// What a cooperative's fictional ICE, RIB and certificates count by. Copies count from far above,
/// so that none meets an applicant of [`office`].
fn number(copy: u32, at: usize) -> u64 {
    let first = if copy == 0 { 1 } else { 1_000_001 };
    first + u64::from(copy) * 100 + at as u64
}

/// `tafsut`, and `tafsut-2` for its second copy.
fn suffixed(slug: &str, copy: u32) -> String {
    if copy == 0 {
        slug.to_owned()
    } else {
        format!("{slug}-{}", copy + 1)
    }
}

struct Manager {
    id: PersonId,
    email: String,
    cooperative: CooperativeId,
    cooperative_name: String,
}

async fn seed_managers(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    cooperatives: &[Seeded],
    password_hash: &str,
) -> Result<Vec<Manager>> {
    let mut managers = Vec::new();
    for (at, (it, seeded)) in COOPERATIVES.iter().zip(cooperatives).enumerate() {
        let email = format!("manager{:02}@demo.taawouniya.ma", at + 1);
        let id = person(ctx, tx, permit, it.manager, &email, password_hash).await?;
        let role = Role::CooperativeManager {
            cooperative: seeded.id,
        };
        grant_role(tx, permit, &ctx.actor, id, &role, ctx.now)
            .await
            .map_err(internal(ctx))?;
        let cooperative_name = format!("Coopérative {} (démo)", it.name);
        managers.push(Manager {
            id,
            email,
            cooperative: seeded.id,
            cooperative_name,
        });
    }
    Ok(managers)
}

async fn seed_listings(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    copy: u32,
    categories: &BTreeMap<&'static str, CategoryId>,
    cooperatives: &[Seeded],
) -> Result<Vec<VariantId>> {
    let mut listings = Vec::new();
    for (at, product) in products().iter().enumerate() {
        for (which, seller) in product.sellers.iter().enumerate() {
            let (Some(category), Some(cooperative)) = (
                categories.get(product.category.slug),
                cooperatives.get(*seller),
            ) else {
                continue;
            };
            let certificate = cooperative
                .certificates
                .iter()
                .find(|(label, _)| *label == product.label);
            let age = (at as i64 * 37 + which as i64 * 11 + i64::from(copy)) % 240;
            let slug = match which {
                0 => product.slug.clone(),
                _ => format!("{}-{}", product.slug, COOPERATIVES[*seller].slug),
            };
            listings.push(SeedListing {
                cooperative: cooperative.id,
                category: *category,
                slug: suffixed(&slug, copy),
                name: product.name.clone(),
                description: product.description.clone(),
                attributes: vec![attribute(product)],
                hs_code: product.hs_code.clone(),
                certification: certificate.map(|(_, id)| *id),
                unique_piece: product.unique_piece,
                published_at: ctx.now - 86_400 * age,
                illustration: product.slug.clone(),
                variants: variants(product, copy, which, at),
            });
        }
    }
    let inserted = insert_listings(tx, permit, &listings)
        .await
        .map_err(internal(ctx))?;
    Ok(inserted
        .into_iter()
        .flat_map(|(_, variants)| variants)
        .collect())
}

fn attribute(product: &Product) -> Attribute {
    let it = &product.category.attribute;
    Attribute {
        key: it.key.to_owned(),
        name: LocalText::new(it.fr, it.ar, it.en),
        value: product.value.clone(),
    }
}

/// Pack sizes around the usual one, cheaper by the kilogram as they grow; prices end on a whole
/// or half dirham.
fn variants(product: &Product, copy: u32, which: usize, at: usize) -> Vec<SeedVariant> {
    let base = product.pack;
    // In tenths of the usual pack, with the discount in hundredths.
    let sizes: &[(i64, i64)] = match base.unit {
        Unit::Gram | Unit::Millilitre if base.amount >= 1000 => &[(5, 0), (10, 3), (20, 8)],
        Unit::Gram | Unit::Millilitre => &[(10, 0), (20, 4), (50, 10)],
        Unit::SquareDecimetre => &[(15, 0), (23, 0), (36, 0)],
        Unit::Dozen => &[(10, 0), (20, 3), (50, 8)],
        Unit::Pair => &[(10, 0), (20, 5)],
        _ if product.unique_piece || product.category.slug == "leather-and-jewellery" => &[(10, 0)],
        _ => &[(10, 0), (20, 4), (60, 12)],
    };
    let span = product.price_max - product.price_min;
    let percent =
        (30 + (at as i64 * 13 + which as i64 * 17) % 50 + i64::from(copy) * 7 % 20).min(100);
    let usual = product.price_min * 100 + span * percent;
    sizes
        .iter()
        .enumerate()
        .map(|(position, (tenths, discount))| {
            let exact = usual * tenths * (100 - discount) / 1000;
            let on_hand = if product.unique_piece {
                1
            } else if (at * 3 + position + which * 7) % 17 == 5 {
                0
            } else {
                u32::try_from(12 + (at * 11 + position * 23 + which * 5) % 90).unwrap_or(12)
            };
            SeedVariant {
                sku: format!("{at:02}{}{copy:04}-{position}", ["A", "B"][which % 2]),
                pack: PackSize {
                    amount: base.amount * tenths / 10,
                    ..base
                },
                price: Money::mad(((exact + 25) / 50 * 50).max(50)),
                on_hand,
            }
        })
        .collect()
}

/// 15 digits whose remainder by 97 is 0, in the fictional 999 range.
fn ice(number: u64) -> String {
    let head = (999_000_000_u64 * 10_000 + number) * 100;
    let rest = head % 97;
    format!("{:015}", head + (97 - rest) % 97)
}

/// 24 digits whose key is right, in the fictional 999 range.
fn rib(number: u64) -> String {
    let head = format!("999780{number:016}");
    let rest = head.bytes().fold(0_u64, |rest, digit| {
        (rest * 10 + u64::from(digit - b'0')) % 97
    }) * 100
        % 97;
    format!("{head}{:02}", 97 - rest)
}

/// The buyer's past: three orders through the same use cases as anyone's. The first two were
/// confirmed by their sellers; the last one waits.
async fn seed_orders(
    ctx: &Ctx,
    buyer: PersonId,
    variants: &[VariantId],
    managers: &[Manager],
) -> Result<()> {
    let mut remitted = Vec::new();
    for (at, days) in [(1_usize, 40_i64), (9, 12), (20, 2)] {
        let then = Ctx {
            actor: Actor::Person {
                id: buyer,
                roles: vec![Role::Member],
            },
            now: ctx.now - days * 86_400,
            ..ctx.clone()
        };
        let mut added = 0;
        for variant in variants.iter().skip(at).step_by(13) {
            if added < 2
                && crate::marketplace::add_to_cart(&then, *variant, 1)
                    .await
                    .is_ok()
            {
                added += 1;
            }
        }
        let page = crate::marketplace::begin_checkout(&then).await?;
        let input = domain::marketplace::CheckoutInput {
            name: "Salma Bennis".to_owned(),
            phone: "0612345678".to_owned(),
            email: BUYER.to_owned(),
            province: "06.141".to_owned(),
            city: "Casablanca".to_owned(),
            street: "12, rue des Orangers".to_owned(),
            payment: "cash_on_delivery".to_owned(),
            delivery: page
                .parcels
                .iter()
                .map(|it| (it.cooperative.to_string(), "home".to_owned()))
                .collect(),
            idempotency_key: page.idempotency_key,
            ..Default::default()
        };
        let placement = crate::marketplace::place_order(&then, input).await?;
        if days < 7 {
            continue;
        }
        for order in crate::marketplace::track_order(&then, &placement.tracking_token)
            .await?
            .orders
        {
            let Some(manager) = managers
                .iter()
                .find(|it| it.cooperative == order.cooperative)
            else {
                continue;
            };
            let seller = Ctx {
                now: then.now + 3_600,
                ..as_manager(ctx, manager)
            };
            crate::marketplace::confirm_order(&seller, order.id).await?;
            if days > 30 {
                remitted.push(sales::deliver(&seller, order.id).await?);
            }
        }
    }
    if let Some(manager) = managers.first() {
        sales::give_coupon(&as_manager(ctx, manager), manager.cooperative).await?;
    }
    sales::settle(ctx, &remitted, ctx.now - 30 * 86_400).await
}

fn as_manager(ctx: &Ctx, manager: &Manager) -> Ctx {
    let role = Role::CooperativeManager {
        cooperative: manager.cooperative,
    };
    Ctx {
        actor: Actor::Person {
            id: manager.id,
            roles: vec![role],
        },
        ..ctx.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{COOPERATIVES, ice, number, office, rib};

    #[test]
    fn no_copy_meets_an_applicant_or_another_copy() {
        let mut seen: std::collections::BTreeSet<u64> = office::numbers().collect();
        for copy in 0..400 {
            for at in 0..COOPERATIVES.len() {
                assert!(seen.insert(number(copy, at)), "{copy} {at}");
            }
        }
    }

    #[test]
    fn fictional_numbers_pass_their_checks() {
        assert_eq!(ice(7).parse::<u64>().unwrap_or(1) % 97, 0);
        assert_eq!(ice(7).len(), 15);
        assert_eq!(rib(12_345).len(), 24);
        assert_eq!(rib(12_345).get(..22), Some("9997800000000000012345"));
        // The design's own example.
        assert_eq!(rib(12_345), "999780000000000001234527");
    }
}
