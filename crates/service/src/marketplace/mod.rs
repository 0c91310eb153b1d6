//! Use cases of `marketplace`: browsing, the cart, checkout, orders and the desk.

mod browse;
mod cart;
mod checkout;
mod desk;
mod mails;
mod orders;

pub use browse::{
    CatalogueCache, browse_catalogue, home, list_categories, list_provinces, list_regions,
    show_listing, sitemap, suggest,
};
pub use cart::{
    CartChange, accept_cart_changes, add_to_cart, count_cart, merge_cart, set_cart_quantity,
    view_cart,
};
pub use checkout::{RESERVATION_LIFE, begin_checkout, place_order, sweep_reservations};
pub use desk::{list_stock, my_listings, set_stock, upload_picture};
pub use orders::{
    confirm_order, desk_orders, my_orders, refuse_order, show_desk_order, track_order,
};
