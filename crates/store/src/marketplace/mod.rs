//! Rows and queries of `marketplace`.
//!
//! Only published listings of verified cooperatives leave the reading side.

mod cart;
mod catalogue;
mod desk;
mod orders;
mod outbox;
mod reference;
mod seed;
mod stock;

pub use cart::{
    CartRow, LineRow, clear_lines, create_cart, delete_cart, find_cart, lines, list_lines_count,
    see_prices, sellable, set_line, touch_cart,
};
pub use catalogue::{
    Indexable, Totals, cards, documents, listing_cards_of, load_listing, newest, published_slugs,
    totals,
};
pub use desk::{
    finish_picture, insert_picture, listing_owner, pending_pictures, set_on_hand, stock_row,
    stock_rows,
};
pub use orders::{
    NewGroup, NewLine, NewOrder, OrderHead, Replayed, buyer_of, desk_orders, find_group,
    find_replay, group_by_token, groups_of, insert_group, keep_replay, last_address, order_head,
    orders_of_groups, set_state,
};
pub use outbox::outbox;
pub use reference::{categories, delivery_fees, provinces, regions, tax_rates};
pub use seed::{
    SeedCooperative, SeedListing, SeedVariant, has_data, insert_category, insert_cooperative,
    insert_listings, insert_rates,
};
pub use stock::{allocate, demands, expire, hold, release_cart, release_order};
