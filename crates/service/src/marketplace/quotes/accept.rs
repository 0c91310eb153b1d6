//! Taking an allocation: the offers' lines become orders, one a cooperative, in one transaction,
//! by the ways of any sale.

use super::{load, mails, own_request};
use crate::{
    Ctx,
    accounts::token_hash,
    internal,
    marketplace::{
        RESERVATION_LIFE,
        checkout::{new_number, sold_line, write_sale},
        mails::order_placed,
        orders::tracking_token,
    },
};
use domain::{
    Error, Money, Problem, Result, RfqId,
    marketplace::{
        AcceptInput, Address, DeliveryMethod, PaymentMethod, Placement, QuoteEvent, QuoteLine,
        QuoteState, RfqEvent, RfqView, check_allocation,
    },
    policy::{Action, Cart, Permit, QuoteRequest, authorize},
    text::Check,
};
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    marketplace::{LineRow, NewGroup, NewOrder, Replayed},
};

/// What the buyer takes, line by line, with its quantity.
type Taken<'a> = Vec<(&'a QuoteLine, u32)>;

/// Places the orders of an allocation. The same key again answers the same again.
///
/// # Errors
/// `Invalid` naming every wrong field: an expired offer is `Expired` on its line; `Conflict` for
/// an offer that has changed or a request that is settled; `OutOfStock` naming what is gone;
/// `NotExportable`; `IdempotencyKeyReused`; `NotFound` for another's.
pub async fn accept_quotes(ctx: &Ctx, id: RfqId, input: &AcceptInput) -> Result<Placement> {
    let key = input.key()?;
    let request_hash = hex::encode(Sha256::digest(
        serde_json::to_vec(input).map_err(|_| Error::Malformed)?,
    ));
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (head, permit) = own_request(ctx, &tx, id).await?;
    let caller = format!("rfq:{id}");
    let known = store::marketplace::find_replay(&tx, &caller, &key)
        .await
        .map_err(internal(ctx))?;
    if let Some(known) = known {
        if known.request_hash != request_hash {
            return Err(Error::IdempotencyKeyReused);
        }
        return Ok(placement(ctx, known.response));
    }
    let after = head.state.transition(RfqEvent::Accept)?;
    let rfq = load(ctx, &tx, id).await?;
    let taken = allocation(ctx, &rfq, input)?;
    let places = store::marketplace::places(&tx)
        .await
        .map_err(internal(ctx))?;
    let address = input.address(&rfq.country).check(&places)?;

    let cart_permit = authorize(
        &ctx.actor,
        Action::PlaceOrder,
        &Cart {
            owner: ctx.actor.person(),
        },
    )?;
    let number = sell(ctx, &tx, (&permit, &cart_permit), &rfq, &taken, address).await?;
    let replay = Replayed {
        request_hash,
        response: number.clone(),
    };
    store::marketplace::keep_replay(&tx, &permit, &caller, &key, &replay, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::set_rfq_state(&tx, &permit, id, head.state, after)
        .await
        .map_err(internal(ctx))?;
    settle_quotes(ctx, &tx, &permit, &rfq, &taken).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(placement(ctx, number))
}

fn placement(ctx: &Ctx, number: String) -> Placement {
    Placement {
        tracking_token: tracking_token(ctx, &number),
        number,
    }
}

/// What is taken of the valid offers; never more than was asked or offered.
fn allocation<'a>(ctx: &Ctx, rfq: &'a RfqView, input: &AcceptInput) -> Result<Taken<'a>> {
    let taken = input.taken()?;
    let mut check = Check::default();
    let late = rfq
        .quotes
        .iter()
        .filter(|quote| {
            let is_late = quote.expires_at.is_some_and(|at| at <= ctx.now);
            quote.state == QuoteState::Expired || (quote.state == QuoteState::Offered && is_late)
        })
        .filter_map(|quote| quote.offer())
        .flat_map(|offer| &offer.lines);
    for line in late.filter(|line| taken.contains_key(&line.id)) {
        check.refuse(&format!("take[{}]", line.id), Problem::Expired);
    }
    check.finish()?;
    let offered: Vec<&QuoteLine> = rfq
        .quotes
        .iter()
        .filter_map(|quote| quote.valid_offer(ctx.now))
        .flat_map(|offer| &offer.lines)
        .collect();
    check_allocation(&rfq.lines, &offered, &taken)?;
    Ok(offered
        .into_iter()
        .filter_map(|line| taken.get(&line.id).map(|quantity| (line, *quantity)))
        .collect())
}

/// Reserves the goods, writes the group with its orders and their terms, and promises the mails;
/// the group's number.
async fn sell(
    ctx: &Ctx,
    tx: &Tx,
    (permit, cart_permit): (&Permit<QuoteRequest>, &Permit<Cart>),
    rfq: &RfqView,
    taken: &Taken<'_>,
    mut address: Address,
) -> Result<String> {
    if address.email.is_none()
        && let Some(person) = ctx.actor.person()
    {
        let me = store::accounts::load_me(tx, person)
            .await
            .map_err(internal(ctx))?;
        address.email = me.and_then(|me| me.email);
    }
    let number = new_number();
    let token = tracking_token(ctx, &number);
    // A cart of the sale's own, so that the buyer's keeps what it holds.
    let secret = token_hash(&format!("rfq:{token}"));
    let cart =
        store::marketplace::create_cart(tx, cart_permit, None, Some(secret.as_str()), ctx.now)
            .await
            .map_err(internal(ctx))?;
    for (line, quantity) in taken {
        let (variant, price) = (line.variant, line.unit_price);
        store::marketplace::set_line(tx, cart_permit, cart.id, variant, *quantity, price)
            .await
            .map_err(internal(ctx))?;
    }
    let lines = store::marketplace::lines(tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    check_sellable(&lines, &address)?;
    let orders = orders(ctx, tx, rfq, &lines, &number, address.is_abroad()).await?;
    let total = orders
        .iter()
        .try_fold(Money::mad(0), |sum, order| sum.plus(order.goods))
        .ok_or(Error::Malformed)?;
    let group = NewGroup {
        number: number.clone(),
        token_hash: token_hash(&token),
        buyer: ctx.actor.person(),
        lang: ctx.lang,
        payment: PaymentMethod::BankTransfer,
        total,
        address,
        placed_at: ctx.now,
    };
    let demands = store::marketplace::demands(&lines);
    let until = ctx.now + RESERVATION_LIFE;
    store::marketplace::hold(tx, cart_permit, cart.id, &demands, until)
        .await
        .map_err(internal(ctx))?;
    let (group_id, ids) =
        write_sale(ctx, tx, cart_permit, cart.id, &group, &orders, &lines).await?;
    store::marketplace::delete_cart(tx, cart_permit, cart.id)
        .await
        .map_err(internal(ctx))?;
    let terms = (rfq.incoterm, rfq.place.as_str(), rfq.transport);
    store::marketplace::insert_terms(tx, permit, rfq.id, &ids, terms)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::set_rfq_group(tx, permit, rfq.id, group_id)
        .await
        .map_err(internal(ctx))?;
    let placement = placement(ctx, number.clone());
    order_placed(ctx, tx, cart_permit, &group, &orders, &placement).await?;
    Ok(number)
}

fn check_sellable(lines: &[LineRow], address: &Address) -> Result<()> {
    for line in lines {
        let available = if line.on_sale { line.available } else { 0 };
        if available < line.quantity {
            return Err(Error::OutOfStock {
                variant: line.variant,
                available,
            });
        }
        if address.is_abroad() && !line.exportable {
            return Err(Error::NotExportable {
                name: line.name.clone(),
            });
        }
    }
    Ok(())
}

/// One order a cooperative, at the quoted prices. A price under a term covers the way to its
/// place: nothing is added for delivery.
async fn orders(
    ctx: &Ctx,
    tx: &Tx,
    rfq: &RfqView,
    lines: &[LineRow],
    number: &str,
    is_abroad: bool,
) -> Result<Vec<NewOrder>> {
    let rates = store::marketplace::sale_rates(tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let delivery = if rfq.incoterm.is_collected() {
        DeliveryMethod::Pickup
    } else {
        DeliveryMethod::Home
    };
    let mut orders: Vec<NewOrder> = Vec::new();
    // The cart's lines come by cooperative.
    for line in lines {
        let sold = sold_line(line, line.seen_price, Money::mad(0), &rates, is_abroad)?;
        if orders
            .last()
            .is_none_or(|order| order.cooperative != line.cooperative)
        {
            orders.push(NewOrder {
                cooperative: line.cooperative,
                number: format!("{number}-{}", orders.len() + 1),
                delivery,
                delivery_fee: Money::mad(0),
                goods: Money::mad(0),
                lines: Vec::new(),
            });
        }
        if let Some(order) = orders.last_mut() {
            order.goods = order.goods.plus(sold.total).ok_or(Error::Malformed)?;
            order.lines.push(sold);
        }
    }
    Ok(orders)
}

/// Who was taken from has an order; everyone else is told that they were not.
async fn settle_quotes(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<QuoteRequest>,
    rfq: &RfqView,
    taken: &Taken<'_>,
) -> Result<()> {
    let mut accepted = Vec::new();
    let mut refused = Vec::new();
    for quote in rfq.quotes.iter().filter(|quote| quote.state.is_open()) {
        let is_taken = quote.offer().is_some_and(|offer| {
            let mut ids = offer.lines.iter().map(|line| line.id);
            ids.any(|id| taken.iter().any(|(line, _)| line.id == id))
        });
        if is_taken {
            quote.state.transition(QuoteEvent::Accept)?;
            accepted.push(quote.id);
        } else {
            quote.state.transition(QuoteEvent::Refuse)?;
            refused.push(quote);
        }
    }
    store::marketplace::close_quotes(tx, permit, &accepted, QuoteState::Accepted, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let ids: Vec<_> = refused.iter().map(|quote| quote.id).collect();
    store::marketplace::close_quotes(tx, permit, &ids, QuoteState::Refused, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(rfq.id, &rfq.number);
    for quote in refused {
        let step = mails::Step::Refused;
        mails::to_sellers(ctx, tx, permit, quote.cooperative, about, step).await?;
    }
    Ok(())
}
