//! Use cases of `marketplace`: browsing, the cart, checkout, orders and the desk.

mod addresses;
mod aftercare;
mod browse;
mod cart;
mod checkout;
mod coupons;
mod delivery;
mod desk;
pub(crate) mod drafts;
mod export_papers;
mod favourites;
mod feed;
mod fulfil;
mod invoices;
mod lots;
mod mails;
mod orders;
mod papers;
mod pay;
mod purse;
mod quotes;
mod reviews;
mod sale_rates;
mod spreadsheets;
mod storage;

pub use addresses::{delete_address, save_address, show_addresses};
pub use aftercare::{
    add_closed_days, answer_dispute, ask_return, closed_days, decide_dispute, list_disputes,
    move_return, open_dispute, remove_closed_days, send_message, send_tracked_message,
    withdraw_dispute, withdraw_return,
};
pub use browse::{
    CatalogueCache, browse_catalogue, home, list_categories, list_provinces, list_regions,
    show_listing, sitemap, suggest,
};
pub use cart::{
    CartChange, accept_cart_changes, add_to_cart, count_cart, merge_cart, set_cart_quantity,
    view_cart,
};
pub use checkout::{
    Destination, RESERVATION_LIFE, begin_checkout, begin_checkout_to, place_order,
    sweep_reservations,
};
pub use coupons::{add_coupon, drop_coupon, end_coupon, list_coupons, use_coupon};
pub use delivery::{
    DeskDelivery, RatesPage, add_rate, desk_delivery, list_rates, set_exportable,
    set_free_delivery, set_weight,
};
pub use desk::{list_stock, my_listings, set_stock};
pub use drafts::{
    FactsInput, PictureChange, add_picture, begin_listing, change_picture, discard_changes,
    list_listings, remove_variant, save_description, save_facts, save_name, save_terms,
    save_variant, show_draft, submit_listing, switch_listing,
};
pub use export_papers::{ExportPaper, print_export_paper, save_packing, show_terms};
pub use favourites::{is_favourite, list_favourites, reorder, set_favourite};
pub use feed::{newest_listings, product_feed};
pub use fulfil::{
    Pieces, ShipInput, cancel_lines, cancel_tracked_lines, confirm_by_phone, move_parcel,
    prepare_list, ship_order, show_progress, track_progress,
};
pub use invoices::{
    CreditInput, ParcelPaper, Printed, credit_order, desk_papers, paper_lang, print_invoice,
    print_parcel_paper, tracked_invoices,
};
pub use lots::{add_lot, list_lots, pack_order, recall_lot, show_lot, show_passport};
pub use orders::{
    confirm_order, desk_orders, my_orders, refuse_order, show_desk_order, track_order,
    tracking_token,
};
pub use pay::{
    CardAnswer, CardGateway, CardSecret, answer_sandbox, card_answer, expire_payments,
    finish_refund_by_hand, nestpay_hash, open_sandbox, read_statement, show_sandbox, sign_fields,
};
pub use purse::{
    bank_file, office_money, pay_out_now, payout_statement, print_payout, reconcile,
    reconcile_nightly, run_payouts, show_purse,
};
pub use quotes::{
    accept_quotes, ask_page, ask_quotes, counter_quote, decline_quote, desk_quotes, expire_quotes,
    my_quotes, offer_quote, refuse_quote, show_desk_quote, show_quotes, withdraw_request,
};
pub use reviews::{
    add_review_picture, answer_review, decide_reported_review, list_reported_reviews,
    report_review, show_reviews, write_review,
};
pub use sale_rates::{ProofInput, add_sale_rate, list_sale_rates, prove_export, show_export_sale};
pub use spreadsheets::{
    SheetContent, SheetFormat, Writing, confirm_spreadsheet, export_spreadsheet, send_spreadsheet,
    show_spreadsheet, spreadsheet_progress,
};
pub use storage::{
    CountInput, add_location, close_location, list_locations, note_movement, print_count_sheet,
    save_counts, set_low_alert, show_count_sheet, show_stock_file, warn_of_low_stock,
};
