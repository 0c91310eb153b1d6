//! The mails about orders, in the receiver's language, promised in the order's own transaction.

use super::orders::tracking_token;
use crate::{Ctx, internal};
use domain::{
    Money, Result,
    accounts::Me,
    marketplace::{OrderEvent, Placement},
    policy::{Cart, Order, Permit},
};
use i18n::{
    Words,
    keys::{desk, marketplace as k, orders as o},
};
use store::{
    Tx,
    accounts::{list_managers, load_me},
    jobs::{NewMail, enqueue_mail},
    marketplace::{LowLevel, NewGroup, NewOrder, OrderFile, OrderHead},
};

/// To the buyer with the tracking link, and to each seller's managers.
pub(super) async fn order_placed(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Cart>,
    group: &NewGroup,
    orders: &[NewOrder],
    placement: &Placement,
) -> Result<()> {
    let site = &ctx.services.public_url;
    if let Some(email) = &group.address.email {
        let words = Words::embedded(group.lang);
        let link = format!(
            "{site}/{}/orders/{}",
            group.lang.code(),
            placement.tracking_token
        );
        let mut lines = vec![
            words.with(k::MAIL_HELLO, &[("name", &group.address.name)]),
            words.with(
                k::MAIL_ORDER_TEXT,
                &[
                    ("number", &group.number),
                    ("total", &words.money(group.total)),
                ],
            ),
            format!("{}\n{link}", words.t(k::MAIL_ORDER_TRACK)),
        ];
        let discount: i64 = orders.iter().map(|order| order.discount().minor).sum();
        if discount > 0 {
            let amount = words.money(Money::mad(discount));
            lines.insert(
                2,
                words.with(k::MAIL_ORDER_DISCOUNT, &[("amount", &amount)]),
            );
        }
        let mail = mail(
            &words,
            email,
            words.with(k::MAIL_ORDER_SUBJECT, &[("number", &group.number)]),
            &lines,
        );
        enqueue_mail(tx, permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    for order in orders {
        for manager in list_managers(tx, order.cooperative)
            .await
            .map_err(internal(ctx))?
        {
            let Some(me) = load_me(tx, manager).await.map_err(internal(ctx))? else {
                continue;
            };
            if let Some(email) = &me.email {
                let words = Words::embedded(me.lang);
                let lines = [
                    words.with(k::MAIL_HELLO, &[("name", &me.name)]),
                    words.with(
                        k::MAIL_SALE_TEXT,
                        &[
                            ("number", &order.number),
                            ("total", &words.money(order.goods)),
                        ],
                    ),
                    format!("{site}/{}/desk", me.lang.code()),
                ];
                let mail = mail(
                    &words,
                    email,
                    words.with(k::MAIL_SALE_SUBJECT, &[("number", &order.number)]),
                    &lines,
                );
                enqueue_mail(tx, permit, mail, ctx.now)
                    .await
                    .map_err(internal(ctx))?;
            }
        }
    }
    Ok(())
}

/// To the buyer, when the seller has decided.
pub(super) async fn order_decided(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Order>,
    head: &OrderHead,
    event: OrderEvent,
    reason: Option<&str>,
) -> Result<()> {
    let buyer = store::marketplace::buyer_of(tx, head.group)
        .await
        .map_err(internal(ctx))?;
    let Some((address, lang)) = buyer else {
        return Ok(());
    };
    let Some(email) = address.email else {
        return Ok(());
    };
    let words = Words::embedded(lang);
    let number = [("number", head.number.as_str())];
    let (subject, text) = if event == OrderEvent::Confirm {
        (
            words.with(k::MAIL_CONFIRMED_SUBJECT, &number),
            words.with(k::MAIL_CONFIRMED_TEXT, &number),
        )
    } else {
        let args = [
            ("number", head.number.as_str()),
            ("reason", reason.unwrap_or_default()),
        ];
        (
            words.with(k::MAIL_REFUSED_SUBJECT, &number),
            words.with(k::MAIL_REFUSED_TEXT, &args),
        )
    };
    // An order's number is its group's and its place in it.
    let group = head
        .number
        .rsplit_once('-')
        .map_or(head.number.as_str(), |(group, _)| group);
    let link = format!(
        "{}/{}/orders/{}",
        ctx.services.public_url,
        lang.code(),
        tracking_token(ctx, group)
    );
    let lines = [
        words.with(k::MAIL_HELLO, &[("name", &address.name)]),
        text,
        format!("{}\n{link}", words.t(k::MAIL_ORDER_TRACK)),
    ];
    enqueue_mail(tx, permit, mail(&words, &email, subject, &lines), ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// To the buyer, when a parcel leaves.
pub(super) async fn parcel_sent<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    parcel: &str,
) -> Result<()> {
    let args = [("number", file.number.as_str()), ("parcel", parcel)];
    to_buyer(
        ctx,
        tx,
        permit,
        file,
        (o::MAIL_SENT_SUBJECT, o::MAIL_SENT_TEXT),
        &args,
    )
    .await
}

/// To the buyer, when lines are taken off.
pub(super) async fn lines_cancelled<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    kind: &str,
    reason: Option<&str>,
) -> Result<()> {
    let args = [
        ("number", file.number.as_str()),
        ("reason", reason.unwrap_or_default()),
    ];
    let keys = if kind == "cancelled" {
        (o::MAIL_CANCELLED_SUBJECT, o::MAIL_CANCELLED_TEXT)
    } else {
        (o::MAIL_CANCELLED_SUBJECT, o::MAIL_CANCELLED_BY_YOU_TEXT)
    };
    to_buyer(ctx, tx, permit, file, keys, &args).await
}

/// Writes to who ordered, in their language, with the tracking link.
pub(super) async fn to_buyer<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    (subject, text): (i18n::Key, i18n::Key),
    args: &[(&str, &str)],
) -> Result<()> {
    let buyer = store::marketplace::buyer_of(tx, file.group)
        .await
        .map_err(internal(ctx))?;
    let Some((address, lang)) = buyer else {
        return Ok(());
    };
    let Some(email) = address.email else {
        return Ok(());
    };
    let words = Words::embedded(lang);
    let link = format!(
        "{}/{}/orders/{}",
        ctx.services.public_url,
        lang.code(),
        tracking_token(ctx, &file.group_number)
    );
    let lines = [
        words.with(k::MAIL_HELLO, &[("name", &address.name)]),
        words.with(text, args),
        format!("{}\n{link}", words.t(k::MAIL_ORDER_TRACK)),
    ];
    let mail = mail(&words, &email, words.with(subject, args), &lines);
    enqueue_mail(tx, permit, mail, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// To each of the seller's managers: the buyer asks something.
pub(super) async fn to_seller<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    text: &str,
) -> Result<()> {
    for manager in list_managers(tx, file.seller)
        .await
        .map_err(internal(ctx))?
    {
        let Some(me) = load_me(tx, manager).await.map_err(internal(ctx))? else {
            continue;
        };
        let Some(email) = &me.email else {
            continue;
        };
        let words = Words::embedded(me.lang);
        let args = [("number", file.number.as_str()), ("text", text)];
        let lines = [
            words.with(k::MAIL_HELLO, &[("name", &me.name)]),
            words.with(o::MAIL_ASKED_TEXT, &args),
            format!(
                "{}/{}/desk/orders/{}",
                ctx.services.public_url,
                me.lang.code(),
                file.id
            ),
        ];
        let mail = mail(
            &words,
            email,
            words.with(o::MAIL_ASKED_SUBJECT, &args),
            &lines,
        );
        enqueue_mail(tx, permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}

/// To a manager, about sizes that are almost gone. `None` for who gave no address.
pub(super) fn low_stock(ctx: &Ctx, me: &Me, levels: &[&LowLevel]) -> Option<NewMail> {
    let email = me.email.as_ref()?;
    let words = Words::embedded(me.lang);
    let goods: Vec<String> = levels
        .iter()
        .map(|level| {
            let left = words.count(desk::LOW_MAIL_LEFT, u64::from(level.free), &[]);
            let name = level.name.pick(me.lang).text;
            format!("- {name}, {} : {left}", words.pack(level.pack))
        })
        .collect();
    let count = u64::try_from(levels.len()).unwrap_or(u64::MAX);
    let lines = [
        words.with(k::MAIL_HELLO, &[("name", &me.name)]),
        words.t(desk::LOW_MAIL_TEXT),
        goods.join("\n"),
        format!("{}/{}/desk/stock", ctx.services.public_url, me.lang.code()),
    ];
    let subject = words.count(desk::LOW_STOCK, count, &[]);
    Some(mail(&words, email, subject, &lines))
}

pub(super) fn mail(words: &Words, to: &str, subject: String, lines: &[String]) -> NewMail {
    NewMail {
        recipient: to.to_owned(),
        subject,
        body: format!(
            "{}\n\n-- \n{}\n",
            lines.join("\n\n"),
            words.t(i18n::keys::shell::SITE_NAME)
        ),
    }
}
