//! The marketplace: catalogue, listings, cart, checkout, orders and stock.

mod cart;
mod catalogue;
mod checkout;
mod listing;
mod order;
mod stock;
mod unit;

pub use cart::{CartLine, CartParcel, CartView, Notice};
pub use catalogue::{
    Catalogue, CatalogueQuery, Facet, FacetValue, HomePage, ListingCard, PAGE_SIZE, Sort,
    Suggestion,
};
pub use checkout::{
    Address, CheckedOut, CheckoutInput, CheckoutPage, DeliveryMethod, DeliveryOption,
    DeliveryParcel, PaymentMethod, Placement,
};
pub use listing::{
    Attribute, Category, Label, ListingPage, ListingStatus, Origin, Picture, PictureSource,
    VariantView, check_attributes,
};
pub use order::{
    DeskOrders, FulfilmentEvent, FulfilmentState, OrderEvent, OrderGroupView, OrderLineView,
    OrderState, OrderView, PaymentEvent, PaymentState,
};
pub use stock::{Demand, MAX_QUANTITY, StockRow, combine};
pub use unit::{PackSize, Unit};
