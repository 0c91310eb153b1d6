//! Two requests for quotes of the demo's buyer: one that two cooperatives have answered, one that
//! still waits for the first manager.

use super::{
    Manager,
    selling::{as_manager, day},
};
use crate::{Ctx, marketplace as market};
use domain::{
    PersonId, Result, RfqId,
    accounts::Role,
    marketplace::{AskInput, OfferInput, amount_text},
    policy::Actor,
};
use std::collections::BTreeMap;

pub(super) async fn seed(ctx: &Ctx, buyer: PersonId, managers: &[Manager]) -> Result<()> {
    let buyer = Ctx {
        actor: Actor::Person {
            id: buyer,
            roles: vec![Role::Member],
        },
        ..ctx.clone()
    };
    let sellers: Vec<&Manager> = sellers(&buyer, managers).await?;
    let to_france = AskInput {
        description: "Huile d'argane alimentaire, en bouteilles".to_owned(),
        amount: "60".to_owned(),
        country: "FR".to_owned(),
        region: "Marseille".to_owned(),
        incoterm: "CIF".to_owned(),
        place: "Marseille".to_owned(),
        transport: "sea".to_owned(),
        wanted: day(ctx, 45),
        message: "Pour une épicerie : plusieurs coopératives peuvent livrer.".to_owned(),
        request_key: "demo-quotes-000001".to_owned(),
        ..asked(&sellers)
    };
    let answered = market::ask_quotes(&buyer, &to_france).await?;
    for (at, manager) in sellers.iter().take(2).enumerate() {
        offer(ctx, manager, answered, 92 - 3 * at as i64).await?;
    }
    let at_home = AskInput {
        description: "Huile d'argane pour un hôtel".to_owned(),
        amount: "20".to_owned(),
        region: "Marrakech".to_owned(),
        incoterm: "DAP".to_owned(),
        place: "Marrakech".to_owned(),
        transport: "road".to_owned(),
        request_key: "demo-quotes-000002".to_owned(),
        ..asked(&sellers)
    };
    market::ask_quotes(&buyer, &at_home).await?;
    Ok(())
}

/// The managers of the cooperatives that sell oil, at most three.
async fn sellers<'a>(buyer: &Ctx, managers: &'a [Manager]) -> Result<Vec<&'a Manager>> {
    let page = market::ask_page(buyer, "", "oils").await?;
    let sells = |it: &&Manager| {
        page.sellers
            .iter()
            .any(|seller| seller.id == it.cooperative)
    };
    Ok(managers.iter().filter(sells).take(3).collect())
}

fn asked(sellers: &[&Manager]) -> AskInput {
    AskInput {
        category: "oils".to_owned(),
        unit: "l".to_owned(),
        sellers: sellers
            .iter()
            .map(|it| (it.cooperative.to_string(), "on".to_owned()))
            .collect(),
        ..AskInput::default()
    }
}

/// Ten of the first size that fits, at so many hundredths of its usual price.
async fn offer(ctx: &Ctx, manager: &Manager, id: RfqId, hundredths: i64) -> Result<()> {
    let seller = as_manager(ctx, manager);
    let page = market::show_desk_quote(&seller, manager.cooperative, id).await?;
    let (Some(line), Some(quote)) = (page.rfq.lines.first(), page.rfq.quotes.first()) else {
        return Ok(());
    };
    let fits = |it: &&domain::marketplace::QuotedSize| {
        it.pack.unit == line.asked.unit && it.exportable && it.available >= 10
    };
    let Some(size) = page.sizes.iter().find(fits) else {
        return Ok(());
    };
    let price = size.price.unit_price(100, hundredths).unwrap_or(size.price);
    let on = |value: String| BTreeMap::from([(line.id.to_string(), value)]);
    let input = OfferInput {
        variant: on(size.variant.to_string()),
        quantity: on("10".to_owned()),
        price: on(amount_text(price)),
        prepare_days: "6".to_owned(),
        expires: day(ctx, 40),
        message: "Prix jusqu'au port, assurance comprise.".to_owned(),
        version: "0".to_owned(),
    };
    market::offer_quote(&seller, quote.id, &input).await?;
    Ok(())
}
