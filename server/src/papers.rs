//! Papers as PDF: invoices and credit notes for seller, buyer and whoever holds the tracking link;
//! labels, delivery notes, count sheets and statements of payouts for the seller; export papers for
//! seller and buyer; a dossier's decision and what its founders sign, for its team and its advisors.
//! And a copy of one's own data, as JSON.

use crate::{AppState, api::problem};
use axum::{
    Extension, Router,
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{Error, PayoutId};
use service::{
    Ctx,
    marketplace::{
        ExportPaper, ParcelPaper, Printed, paper_lang, print_count_sheet, print_export_paper,
        print_invoice, print_parcel_paper, print_payout,
    },
    projects::{FoundingPaper, PaperFormat, print_decision, print_sheet, write_founding_paper},
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/papers/invoices/{id}/{lang}", get(invoice))
        .route("/papers/orders/{id}/label/{lang}", get(label))
        .route(
            "/papers/orders/{id}/delivery-note/{lang}",
            get(delivery_note),
        )
        .route("/papers/sheets/{slug}/{lang}", get(sheet))
        .route("/papers/credentials/{code}/{lang}", get(credential))
        .route(
            "/papers/orders/{id}/commercial-invoice/{lang}",
            get(commercial_invoice),
        )
        .route("/papers/orders/{id}/packing-list/{lang}", get(packing_list))
        .route("/papers/count-sheet/{lang}", get(count_sheet))
        .route("/papers/payouts/{id}/{lang}", get(payout))
        .route("/papers/dossiers/{id}/{paper}/{lang}", get(dossier))
        .route("/account/data.json", get(my_data))
}

/// All that is held of the signed-in person.
async fn my_data(Extension(ctx): Extension<Ctx>) -> Response {
    match service::accounts::my_data(&ctx).await {
        Ok(data) => (
            [
                (header::CACHE_CONTROL, "private, no-store"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"taawouniya.json\"",
                ),
            ],
            axum::Json(data),
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

fn answer(printed: domain::Result<Printed>) -> Response {
    match printed {
        Ok(Printed { file, pdf }) => file_answer("application/pdf", "inline", &file, pdf),
        Err(error) => problem(&error),
    }
}

/// Not kept by anything on the way: it holds a name and an address.
fn file_answer(kind: &'static str, disposition: &str, file: &str, bytes: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("{disposition}; filename=\"{file}\""),
            ),
        ],
        bytes,
    )
        .into_response()
}

/// A credential, for whoever has its code.
async fn credential(
    Extension(ctx): Extension<Ctx>,
    Path((code, lang)): Path<(String, String)>,
) -> Response {
    let Some(lang) = domain::Lang::from_code(&lang) else {
        return problem(&Error::NotFound);
    };
    answer(service::academy::print_credential(&ctx, &code, lang).await)
}

async fn invoice(
    Extension(ctx): Extension<Ctx>,
    Path((id, lang)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let token = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "token")
        .map(|(_, token)| token.into_owned());
    let (Ok(id), Ok(lang)) = (id.parse(), paper_lang(&lang)) else {
        return problem(&Error::NotFound);
    };
    answer(print_invoice(&ctx, id, lang, token.as_deref()).await)
}

/// What to count, on paper; `place` as the page of the count has it.
async fn count_sheet(
    Extension(ctx): Extension<Ctx>,
    Path(lang): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let place = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "place")
        .and_then(|(_, place)| place.parse().ok());
    let Ok(lang) = paper_lang(&lang) else {
        return problem(&Error::NotFound);
    };
    if ctx.actor.person().is_none() {
        return problem(&Error::Unauthenticated);
    }
    match ctx.actor.cooperative() {
        Some(cooperative) => answer(print_count_sheet(&ctx, cooperative, place, lang).await),
        None => problem(&Error::NotFound),
    }
}

/// What a payout is made of, for its cooperative and who answers for the platform's money.
async fn payout(
    Extension(ctx): Extension<Ctx>,
    Path((id, lang)): Path<(String, String)>,
) -> Response {
    let (Ok(id), Ok(lang)) = (id.parse(), paper_lang(&lang)) else {
        return problem(&Error::NotFound);
    };
    answer(print_payout(&ctx, PayoutId(id), lang).await)
}

async fn label(ctx: Extension<Ctx>, path: Path<(String, String)>) -> Response {
    parcel(ctx, path, ParcelPaper::Label).await
}

async fn delivery_note(ctx: Extension<Ctx>, path: Path<(String, String)>) -> Response {
    parcel(ctx, path, ParcelPaper::DeliveryNote).await
}

async fn parcel(
    Extension(ctx): Extension<Ctx>,
    Path((id, lang)): Path<(String, String)>,
    paper: ParcelPaper,
) -> Response {
    let (Ok(id), Ok(lang)) = (id.parse(), paper_lang(&lang)) else {
        return problem(&Error::NotFound);
    };
    answer(print_parcel_paper(&ctx, id, paper, lang).await)
}

async fn commercial_invoice(ctx: Extension<Ctx>, path: Path<(String, String)>) -> Response {
    export(ctx, path, ExportPaper::CommercialInvoice).await
}

async fn packing_list(ctx: Extension<Ctx>, path: Path<(String, String)>) -> Response {
    export(ctx, path, ExportPaper::PackingList).await
}

async fn export(
    Extension(ctx): Extension<Ctx>,
    Path((id, lang)): Path<(String, String)>,
    paper: ExportPaper,
) -> Response {
    let (Ok(id), Ok(lang)) = (id.parse(), paper_lang(&lang)) else {
        return problem(&Error::NotFound);
    };
    answer(print_export_paper(&ctx, id, paper, lang).await)
}

/// A published sheet, for everyone.
async fn sheet(
    Extension(ctx): Extension<Ctx>,
    Path((slug, lang)): Path<(String, String)>,
) -> Response {
    let Some(lang) = domain::Lang::from_code(&lang) else {
        return problem(&Error::NotFound);
    };
    answer(print_sheet(&ctx, &slug, lang).await)
}

/// The decision's letter, or one of the papers that the founders sign: `statutes` to print,
/// `statutes.docx` to go on writing.
async fn dossier(
    Extension(ctx): Extension<Ctx>,
    Path((id, paper, lang)): Path<(String, String, String)>,
) -> Response {
    let (Ok(id), Ok(lang)) = (id.parse(), paper_lang(&lang)) else {
        return problem(&Error::NotFound);
    };
    if paper == "decision" {
        return answer(print_decision(&ctx, id, lang).await);
    }
    let (name, format) = match paper.strip_suffix(".docx") {
        Some(name) => (name, PaperFormat::Docx),
        None => (paper.as_str(), PaperFormat::Pdf),
    };
    let Some(paper) = FoundingPaper::from_code(name) else {
        return problem(&Error::NotFound);
    };
    match write_founding_paper(&ctx, id, paper, format, lang).await {
        Ok(it) => {
            let (kind, disposition) = match it.format {
                PaperFormat::Pdf => ("application/pdf", "inline"),
                PaperFormat::Docx => (DOCX, "attachment"),
            };
            file_answer(kind, disposition, &it.file, it.bytes)
        }
        Err(error) => problem(&error),
    }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
