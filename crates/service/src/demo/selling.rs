//! What a cooperative of the demo is in the middle of: a listing and a certificate with their
//! advisor, lots, a team. Through the same use cases as anyone's.

use super::{Manager, office::paper};
use crate::{Ctx, cooperatives as coop, internal, marketplace as market};
use domain::{
    CategoryId, ListingId, PersonId, Result, VariantId,
    accounts::Role,
    cooperatives::CertificateInput,
    marketplace::{LotInput, VariantInput},
    policy::{Actor, Permit, Platform},
};
use store::{Tx, accounts::grant_role};

const STAFF: [(&str, &str); 2] = [
    ("Hajar Vente (démo)", "vente01@demo.taawouniya.ma"),
    ("Brahim Stock (démo)", "stock01@demo.taawouniya.ma"),
];

/// Someone who sells and someone who keeps the stock, for the first cooperative.
pub(super) async fn seed_staff(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    managers: &[Manager],
    password_hash: &str,
) -> Result<()> {
    let Some(first) = managers.first() else {
        return Ok(());
    };
    let cooperative = first.cooperative;
    let roles = [
        Role::CooperativeSales { cooperative },
        Role::CooperativeStock { cooperative },
    ];
    for ((name, email), role) in STAFF.into_iter().zip(roles) {
        let id: PersonId = super::person(ctx, tx, permit, name, email, password_hash).await?;
        grant_role(tx, permit, &ctx.actor, id, &role, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}

/// What to sign in with.
pub(super) fn accounts() -> Vec<(&'static str, String, String)> {
    ["sales", "stock"]
        .into_iter()
        .zip(STAFF)
        .map(|(part, (_, email))| (part, email.to_owned(), "team of manager01".to_owned()))
        .collect()
}

pub(super) fn as_manager(ctx: &Ctx, manager: &Manager) -> Ctx {
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

/// A day as a date field writes it, `days` from now.
pub(super) fn day(ctx: &Ctx, days: i64) -> String {
    // Hinnant, `civil_from_days`.
    let z = (ctx.now + 3_600).div_euclid(86_400) + days + 719_468;
    let (era, doe) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", doy - (153 * mp + 2) / 5 + 1)
}

/// The listing of each lot's variant belongs to one manager; the first variants of each have lots.
pub(super) async fn seed_selling(
    ctx: &Ctx,
    managers: &[Manager],
    category: Option<&CategoryId>,
) -> Result<()> {
    for (at, manager) in managers.iter().enumerate().take(3) {
        let seller = as_manager(ctx, manager);
        let choices = market::list_lots(&seller, manager.cooperative)
            .await?
            .choices;
        for (which, choice) in choices.iter().take(3).enumerate() {
            lot(&seller, manager, choice.variant, at, which).await?;
        }
    }
    if let (Some(first), Some(category)) = (managers.first(), category) {
        let seller = as_manager(ctx, first);
        listing(&seller, first, *category).await?;
        let input = CertificateInput {
            label: "Bio".to_owned(),
            certifier: "Organisme certificateur (démo)".to_owned(),
            number: "BIO-00901".to_owned(),
            area: "Tiznit".to_owned(),
            expires: day(ctx, 400),
        };
        let bytes = paper("Certificat BIO-00901 (demo)");
        coop::send_certificate(&seller, first.cooperative, &input, "bio.pdf", bytes).await?;
    }
    Ok(())
}

async fn lot(
    seller: &Ctx,
    manager: &Manager,
    variant: VariantId,
    at: usize,
    which: usize,
) -> Result<()> {
    let input = LotInput {
        variant: variant.to_string(),
        code: format!("D{:02}-{:02}", at + 1, which + 1),
        place: ["Tiznit", "Taliouine", "Tafraout"][at % 3].to_owned(),
        harvested: day(seller, -60 - which as i64),
        expires: day(seller, 200 + 30 * which as i64),
        quantity: (40 + which * 10).to_string(),
    };
    market::add_lot(seller, manager.cooperative, &input).await?;
    Ok(())
}

async fn listing(seller: &Ctx, manager: &Manager, category: CategoryId) -> Result<ListingId> {
    let text = |[fr, ar, en]: [&str; 3]| -> [String; 4] {
        [fr.to_owned(), ar.to_owned(), en.to_owned(), String::new()]
    };
    let id = market::begin_listing(seller, manager.cooperative, &category.to_string()).await?;
    let name = [
        "Huile d'amande douce (démo)",
        "زيت اللوز الحلو (تجريبي)",
        "Sweet almond oil (demo)",
    ];
    market::save_name(seller, id, text(name)).await?;
    let description = [
        "Des amandes douces de l'Anti-Atlas, pressées à froid au village.",
        "لوز حلو من الأطلس الصغير، يعصر باردا في الدوار.",
        "Sweet almonds of the Anti-Atlas, cold-pressed in the village.",
    ];
    market::save_description(seller, id, text(description)).await?;
    let pressing = [
        "Première pression à froid",
        "عصرة أولى باردة",
        "First cold pressing",
    ];
    let facts = market::FactsInput {
        attributes: vec![text(pressing)],
        origin: "Tiznit".to_owned(),
        hs_code: "1515.90".to_owned(),
        certification: String::new(),
    };
    market::save_facts(seller, id, facts).await?;
    let size = VariantInput {
        amount: "250".to_owned(),
        unit: "ml".to_owned(),
        price: "95".to_owned(),
        eur: "12".to_owned(),
        usd: "13".to_owned(),
        breaks: [
            ("6".to_owned(), "88".to_owned()),
            Default::default(),
            Default::default(),
        ],
        stock: "24".to_owned(),
        ..VariantInput::default()
    };
    market::save_variant(seller, id, 0, size).await?;
    let photo = include_bytes!("../../../../server/demo/photos/sample.jpg");
    market::add_picture(
        seller,
        id,
        photo,
        "Un marché de village, des paniers devant un mur ocre",
    )
    .await?;
    let version = market::show_draft(seller, id).await?.version;
    market::submit_listing(seller, id, version).await?;
    Ok(id)
}
