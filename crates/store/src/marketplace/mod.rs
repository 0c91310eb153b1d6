//! Rows and queries of `marketplace`.
//!
//! Only published listings of verified cooperatives leave the reading side.

mod aftercare;
mod cart;
mod catalogue;
mod coupons;
mod delivery;
mod desk;
mod drafts;
mod export;
mod feed;
mod files;
mod invoices;
mod ledger;
mod lots;
mod orders;
mod outbox;
mod parcels;
mod payments;
mod progress;
mod purses;
mod quote_choices;
mod quote_views;
mod quotes;
mod reference;
mod reviews;
mod sale_rates;
mod seed;
mod spreadsheets;
mod stock;
mod storage;

pub use aftercare::{
    DisputeChange, NewReturn, ReturnFile, closed_days, closed_now, delete_closed_days, dispute_of,
    find_dispute, find_return, has_return, insert_closed_days, insert_dispute, insert_message,
    insert_return, open_disputes, set_dispute, set_return,
};
pub use cart::{
    CartRow, LineRow, OnSale, clear_lines, create_cart, delete_cart, find_cart, lines,
    list_lines_count, see_prices, sellable, set_line, touch_cart,
};
pub use catalogue::{
    Indexable, Totals, cards, documents, listing_cards_of, load_listing, newest, published_slugs,
    totals,
};
pub use coupons::{
    CouponUse, cart_coupons, coupon_discounts, coupon_uses_by, coupons_of, coupons_of_code,
    drop_coupon, end_coupon, find_coupon, give_back_coupon, insert_coupon, insert_coupon_uses,
    keep_coupon, move_coupons, take_coupon,
};
pub use delivery::{
    Weighed, all_shipping_rates, countries, delete_address, free_delivery_from, insert_address,
    insert_pickup_point, insert_rate, pickup_points, places, saved_addresses, set_exportable,
    set_free_delivery_from, set_weight, shipping_rates, update_address, weights, weights_of,
};
pub use desk::{
    finish_picture, insert_picture, listing_owner, pending_pictures, set_on_hand, stock_row,
    stock_rows,
};
pub use drafts::{
    Handed, LoadedDraft, archive_listing, category, certificate_choices, discard_draft,
    draft_pictures, insert_drafts, load_all, load_draft, my_listings, new_draft, publish_draft,
    return_draft, save_draft, stock_now, submit_draft, taken_skus,
};
pub use export::{ExportLine, export_lines, order_terms, terms_of_rfq};
pub use feed::{FeedRow, feed, newest_feed};
pub use files::{
    FileLine, FileParcel, FileSplit, OrderFile, ParcelPart, group_files, lock_group, lock_order,
    note_event, order_of_parcel, save_file,
};
pub use invoices::{
    InvoiceRow, NewInvoice, find_invoice, insert_invoice, invoice_with_key, invoices_of_group,
    invoices_of_order, order_weight, seller_on_paper,
};
pub use ledger::{About, balance_of, book, purse_entries};
pub use lots::{
    PackingLine, buyers_of_lot, insert_lot, load_lot, lot_choices, lot_passport, lot_stocks,
    lots_of, lots_of_order, orders_to_pack, packing_lines, recall_lot, take_from_lots,
    unpacked_lines,
};
pub use orders::{
    NewGroup, NewLine, NewOrder, OrderHead, Replayed, buyer_of, desk_orders, find_group,
    find_replay, group_by_token, groups_of, insert_group, keep_replay, last_address, order_head,
    order_variants, orders_of_groups, seller_orders, set_state,
};
pub use outbox::outbox;
pub(crate) use outbox::{push_certified, push_cooperative, push_variant};
pub use parcels::{
    Leaving, NewParcel, Pieces, count_refusal, has_parcel, insert_parcel, mark_collected, restock,
    set_parcel, take_free, take_reserved,
};
pub use payments::{
    NewPayment, Payment, PendingRefund, capture, clear_expiry, expired_payments, finish_refund,
    insert_payment, insert_refund, keep_receipt, parcels_by_tracking, payment,
    payment_by_reference, payment_of_group, pending_refunds, release,
};
pub use progress::{DeskList, desk_progress, group_of_token, group_progress, progress_of};
pub use purses::{
    PayoutDue, balances, find_statement, insert_statement, keep_reconciliation,
    last_reconciliation, last_statements, pay_out, payout_discount, payout_entries, payout_owner,
    payouts, payouts_due, reconcile,
};
pub use quote_choices::{picked_variants, quoted_sizes, sellers_of_category};
pub use quote_views::{desk_rfqs, load_rfq, rfqs_of};
pub use quotes::{
    QuoteHead, RfqHead, close_quotes, expired_quotes, expired_rfqs, extend_rfq, insert_rfq,
    insert_terms, insert_version, lock_rfq, quote_head, rfq_head, rfq_with_key, set_packing,
    set_quote_state, set_rfq_group, set_rfq_state,
};
pub use reference::{categories, provinces, regions};
pub use reviews::{
    NewReview, ReviewHead, decide_reports, favourites_of, finish_review_picture, has_received,
    insert_report, insert_review_picture, is_favourite, pending_review_picture, put_review,
    rating_of, reported_reviews, review_head, reviews_of, seller_of, set_favourite, set_reply,
};
pub(crate) use sale_rates::UNPROVEN as UNPROVEN_EXPORTS;
pub use sale_rates::{
    all_sale_rates, category_of_slug, cooperative_of_ice, export_sale, insert_sale_rate,
    proven_exports, sale_rates, set_export_proof, unproven_exports,
};
pub use seed::{
    SeedCooperative, SeedListing, SeedVariant, has_data, insert_category, insert_cooperative,
    insert_listings,
};
pub use spreadsheets::{
    NewSpreadsheet, last_spreadsheet, lock_spreadsheet, put_spreadsheet, set_spreadsheet,
};
pub use stock::{allocate, demands, expire, hold, release_cart, release_order};
pub use storage::{
    LowLevel, arm_alert, book as book_stock, claim_request, close_location, count_rows,
    fallen_levels, insert_location, locations, movements, newest_movement, places as stock_places,
    recovered_levels, set_low_alert, take_alert,
};

use crate::Error;

/// A code that the database holds, as the domain's value.
pub(super) fn known<T>(value: Option<T>, code: &str) -> crate::Result<T> {
    value.ok_or_else(|| Error::Corrupt(format!("state {code}")))
}
