//! The sandbox gateway: the bank's page for trying out. It signs like the real one and answers the
//! same address, well or badly as asked. It exists only where the configuration turns it on.

use super::CardGateway;
use super::card::{Card, CardAnswer, card_answer, decimal, field, sign_fields, verified_fields};
use crate::{Ctx, internal, marketplace::orders::tracking_token};
use domain::{
    Error, Money, Result,
    marketplace::{PaymentMethod, SandboxChoice, SandboxPage},
};

fn sandbox(ctx: &Ctx) -> Result<Card> {
    match &ctx.services.card {
        CardGateway::Sandbox => Card::new(&ctx.services).ok_or(Error::NotFound),
        CardGateway::Off | CardGateway::NestPay { .. } => Err(Error::NotFound),
    }
}

/// The buyer's browser brought the signed form; answers the order that it is about.
///
/// # Errors
/// `NotFound` where the sandbox is off; `Forbidden` for a wrong signature.
pub fn open_sandbox(ctx: &Ctx, bytes: &[u8]) -> Result<String> {
    let card = sandbox(ctx)?;
    let fields = form_urlencoded::parse(bytes).into_owned().collect();
    let fields = verified_fields(fields, &card.store_key)?;
    let reference = field(&fields, "oid").ok_or(Error::Malformed)?;
    Ok(reference.to_owned())
}

/// # Errors
/// `NotFound` where the sandbox is off or the order unknown.
pub async fn show_sandbox(ctx: &Ctx, reference: &str) -> Result<SandboxPage> {
    sandbox(ctx)?;
    let payment = store::marketplace::payment_by_reference(ctx.db().reader(), reference)
        .await
        .map_err(internal(ctx))?
        .filter(|it| it.method == PaymentMethod::Card)
        .ok_or(Error::NotFound)?;
    Ok(SandboxPage {
        reference: payment.reference,
        amount: Money::mad(payment.amount),
        is_open: payment.captured == 0,
    })
}

/// Answers as chosen, through the same door as any gateway; where to send the buyer next.
///
/// # Errors
/// `NotFound` where the sandbox is off or the order unknown.
pub async fn answer_sandbox(ctx: &Ctx, reference: &str, choice: &str) -> Result<String> {
    let card = sandbox(ctx)?;
    let choice = SandboxChoice::from_code(choice).ok_or(Error::Malformed)?;
    let page = show_sandbox(ctx, reference).await?;
    let is_declined = choice == SandboxChoice::Decline;
    // The same card and order give the same transaction, as a bank's repeated answer has.
    let transaction = format!("SBX-{reference}");
    let fields = [
        ("clientid", "sandbox"),
        ("oid", reference),
        ("TransId", if is_declined { "" } else { &transaction }),
        ("amount", &decimal(page.amount.minor)),
        ("currency", "504"),
        ("mdStatus", if is_declined { "0" } else { "1" }),
        (
            "Response",
            if is_declined { "Declined" } else { "Approved" },
        ),
        ("ProcReturnCode", if is_declined { "05" } else { "00" }),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    let key = if choice == SandboxChoice::ForgeHash {
        "not the store's key"
    } else {
        &card.store_key
    };
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(sign_fields(fields, key))
        .finish();
    let back = format!(
        "/{}/orders/{}",
        ctx.lang.code(),
        tracking_token(ctx, reference)
    );
    let result = match choice {
        SandboxChoice::TimeOut => return Ok(format!("{back}?card=silent")),
        SandboxChoice::AnswerTwice => {
            card_answer(ctx, body.as_bytes()).await?;
            card_answer(ctx, body.as_bytes()).await
        }
        SandboxChoice::AnswerLate => {
            give_up_now(ctx, reference).await?;
            card_answer(ctx, body.as_bytes()).await
        }
        SandboxChoice::Approve | SandboxChoice::Decline | SandboxChoice::ForgeHash => {
            card_answer(ctx, body.as_bytes()).await
        }
    };
    let word = match result {
        Ok((_, CardAnswer::Paid)) if choice == SandboxChoice::AnswerLate => "late",
        Ok((_, CardAnswer::Paid)) => "paid",
        Ok((_, CardAnswer::Declined)) => "declined",
        Err(Error::Forbidden) => "forged",
        Err(error) => return Err(error),
    };
    Ok(format!("{back}?card={word}"))
}

/// Only this order's time is over, not everybody's.
async fn give_up_now(ctx: &Ctx, reference: &str) -> Result<()> {
    let payment = store::marketplace::payment_by_reference(ctx.db().reader(), reference)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    super::expire::give_up(ctx, payment.id, domain::Timestamp::MAX).await?;
    Ok(())
}
