//! The marketplace: catalogue, listings, cart, checkout, orders and stock.

mod aftercare;
mod cart;
mod catalogue;
mod checkout;
mod closed;
mod draft;
mod fulfilment;
mod listing;
mod lot;
mod money;
mod order;
mod stock;
mod unit;

pub use aftercare::{
    DisputeEvent, DisputeOutcome, DisputeState, DisputeView, MessageView, ReturnEvent, ReturnState,
    ReturnView, ReturnWish,
};
pub use cart::{CartLine, CartParcel, CartView, Notice};
pub use catalogue::{
    Catalogue, CatalogueQuery, Facet, FacetValue, HomePage, ListingCard, PAGE_SIZE, Sort,
    Suggestion,
};
pub use checkout::{
    Address, CheckedOut, CheckoutInput, CheckoutPage, DeliveryMethod, DeliveryOption,
    DeliveryParcel, PaymentMethod, Placement,
};
pub use closed::{ClosedDays, day};
pub use draft::{
    CertificateChoice, DraftPage, DraftPicture, DraftState, DraftStep, DraftVariant, ListingDraft,
    MAX_BREAKS, MAX_PICTURES, MAX_VARIANTS, MyListing, PACK_UNITS, QuantityBreak, VariantInput,
    attribute_name, code, hs_code, parse_variant,
};
pub use fulfilment::{
    Advance, Counts, GroupProgress, GroupState, LineProgress, OrderProgress, ParcelLine,
    ParcelView, Pick, PrepareList, ShipmentEvent, ShipmentState, TimelineEntry, advance,
    group_state,
};
pub use listing::{
    Attribute, Category, Label, ListingPage, ListingStatus, Origin, Picture, PictureSource,
    VariantView, check_attributes,
};
pub use lot::{
    LineToPack, LotBuyer, LotChoice, LotInput, LotPage, LotPassport, LotStock, LotView, LotsPage,
    NewLot, OrderToPack, first_expired_first_out, parse_lot,
};
pub use money::{
    Account, Balance, Entry, OfficeMoney, PayForm, PayoutRow, PriceShare, PurseEntry, PurseView,
    ReconcileProblem, Reconciliation, RefundRow, SandboxChoice, SandboxPage, Share, StatementKind,
    StatementLine, StatementOutcome, StatementView, is_balanced,
};
pub use order::{
    DeskOrders, FulfilmentEvent, FulfilmentState, OrderEvent, OrderGroupView, OrderLineView,
    OrderState, OrderView, PaymentEvent, PaymentState,
};
pub use stock::{Demand, MAX_QUANTITY, StockRow, combine};
pub use unit::{PackSize, Unit};
