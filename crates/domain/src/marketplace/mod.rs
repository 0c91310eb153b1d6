//! The marketplace: catalogue, listings, cart, checkout, orders and stock.

mod address;
mod aftercare;
mod allocation;
mod cart;
mod catalogue;
mod checkout;
mod closed;
mod coupon;
mod delivery;
mod draft;
mod fulfilment;
mod incoterm;
mod invoice;
mod listing;
mod lot;
mod money;
mod order;
mod quote;
mod quote_ask;
mod quote_forms;
mod review;
mod sale_rate;
mod spreadsheet;
mod stock;
mod storage;
mod unit;

pub use address::{Address, AddressBook, AddressInput, Places, SavedAddress, foreign_phone};
pub use aftercare::{
    DisputeEvent, DisputeOutcome, DisputeState, DisputeView, MessageView, ReturnEvent, ReturnState,
    ReturnView, ReturnWish,
};
pub use allocation::{check_allocation, suggest_allocation};
pub use cart::{CartLine, CartParcel, CartView, Notice};
pub use catalogue::{
    Catalogue, CatalogueQuery, Facet, FacetValue, HomePage, ListingCard, PAGE_SIZE, Sort,
    Suggestion,
};
pub use checkout::{
    CheckedOut, CheckoutInput, CheckoutPage, DeliveryMethod, DeliveryOption, DeliveryParcel,
    PaymentMethod, Placement, zone_of,
};
pub use closed::{ClosedDays, day};
pub use coupon::{
    CartCoupon, Coupon, CouponInput, CouponValue, CouponView, NewCoupon, coupon_code,
    spread_discount,
};
pub use delivery::{
    Country, DeskDeliveryView, MOROCCO, NewRate, Parcel, PickupPoint, RateInput, RatesView,
    ShippingRate, WeighedView, Zone, amount, estimated_weight, listed_fee, parcel_fee,
    parcel_weight, typed_day,
};
pub use draft::{
    CertificateChoice, DraftPage, DraftPicture, DraftState, DraftStep, DraftVariant, FACT_KEYS,
    ListingDraft, MAX_BREAKS, MAX_PICTURES, MAX_VARIANTS, MyListing, PACK_UNITS, QuantityBreak,
    VariantInput, attribute_name, code, draft_attribute, draft_description, draft_name,
    draft_origin, draft_terms, hs_code, parse_variant,
};
pub use fulfilment::{
    Advance, Counts, GroupProgress, GroupState, LineProgress, OrderProgress, ParcelLine,
    ParcelView, Pick, PrepareList, ShipmentEvent, ShipmentState, TimelineEntry, advance,
    group_state,
};
pub use incoterm::{Incoterm, OrderTerms, Transport, net_weight};
pub use invoice::{
    CreditReason, Delivery, InvoiceContent, InvoiceKind, InvoiceLine, InvoiceView, PapersView,
    SellerOnPaper,
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
pub use quote::{
    AnswerPage, AskPage, Author, PickedVariant, PlacedQuote, QuoteEvent, QuoteLine, QuoteState,
    QuoteVersion, QuoteView, QuotedSize, RfqEvent, RfqLine, RfqPage, RfqState, RfqSummary, RfqView,
    SellerChoice, is_over,
};
pub use quote_ask::{AskInput, AskKnown, MAX_ASKED, NewRfq, NewRfqLine, QUOTE_UNITS};
pub use quote_forms::{
    AcceptInput, CounterInput, NewOffer, NewQuoteLine, OfferInput, PackingInput,
};
pub use review::{
    Rating, ReportedReview, ReviewInput, ReviewSubject, ReviewView, ReviewsView, public_name,
    report_reason,
};
pub use sale_rate::{
    Cut, ExportProof, ExportSale, NewSaleRate, ProvenExport, SaleRate, SaleRateInput, SaleRateKind,
    SaleRateView, SaleRates, SaleRatesView, UnprovenExport, export_proof,
};
pub use spreadsheet::{
    Known, KnownListing, Layout, Next, Plan, PlannedListing, SheetColumn, SheetError, SheetProblem,
    SheetReport, SheetRow, SpreadsheetState, SpreadsheetView, StockNow, amount_text,
    column_letters, fact_key, listing_rows, plan,
};
pub use stock::{Demand, MAX_QUANTITY, StockRow, combine};
pub use storage::{
    Booking, CountRow, CountSheet, Counted, HISTORY_PAGE, MAX_LOCATIONS, MAX_ON_HAND,
    MovementInput, MovementReason, MovementView, Part, Place, StockFile, StorageLocation, StoredAt,
    leave_from, parse_counts, parse_movement,
};
pub use unit::{PackSize, Unit};
