//! Newtype ids, so that no bare integer crosses a function's border.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl core::str::FromStr for $name {
            type Err = core::num::ParseIntError;
            fn from_str(text: &str) -> core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An account of a person.
    PersonId,
    /// One signed-in device.
    SessionId,
    CooperativeId,
    CategoryId,
    ListingId,
    VariantId,
    PictureId,
    CartId,
    CartLineId,
    /// What the buyer placed: one order for each cooperative.
    OrderGroupId,
    OrderId,
    OrderLineId,
    StockLevelId,
    ReservationId,
    // The academy's.
    CourseId,
    CourseVersionId,
    AttemptId,
    /// A course given at a time and a place; `SessionId` is a signed-in device.
    CourseSessionId,
    /// A question under a lesson.
    LessonQuestionId,
    LessonAnswerId,
    /// A course that a trainer is writing.
    CourseDraftId,
    /// A file on its way into a lesson.
    MediaUploadId,
    /// A package of questions that was read and not taken yet.
    QuestionImportId,
    /// A program that reads and writes learning records.
    StatementClientId,
    ShipmentId,
    PaymentId,
    RefundId,
    PayoutId,
    ReturnId,
    DisputeId,
    /// A project sheet, whatever its version.
    SheetId,
    SheetVersionId,
    /// A saved simulation.
    ScenarioId,
    /// An address that a person keeps.
    AddressId,
    ReviewId,
    /// Someone's idea for the project bank.
    IdeaId,
    /// A person whom a social worker referred.
    ReferralId,
    InvoiceId,
    /// What a cooperative takes off its goods for who knows a code.
    CouponId,
    /// A cooperative's file before it is verified.
    RegistrationId,
    /// A paper someone sent: kept apart, served to who may read it.
    DocumentId,
    /// To a cooperative's team.
    InvitationId,
    /// A label that a cooperative holds, with its proof.
    CertificationId,
    /// A harvest or a batch.
    LotId,
    /// A secret that lets a cooperative's program in.
    ApiTokenId,
    WebhookId,
    /// One message to one webhook.
    DeliveryId,
    /// A place where a cooperative keeps goods.
    LocationId,
    /// A file of listings that someone sent.
    SpreadsheetId,
    /// A buyer's request for quotes, its lines, and what a cooperative answers.
    RfqId,
    RfqLineId,
    QuoteId,
    QuoteLineId,
    /// People who prepare a cooperative together.
    TeamId,
    TaskId,
    /// A team's application to the office.
    DossierId,
    /// One reviewer's examination of a dossier.
    DossierReviewId,
}
