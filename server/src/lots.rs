//! The QR code of a lot's public page, for its label.

use axum::{
    Extension,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fast_qr::{
    QRBuilder,
    convert::{Builder as _, Shape, svg::SvgBuilder},
};
use service::Ctx;

/// An SVG that holds the address of the lot's page; only of a lot that exists.
pub async fn qr_code(Extension(ctx): Extension<Ctx>, Path(token): Path<String>) -> Response {
    if let Err(error) = service::marketplace::show_passport(&ctx, &token).await {
        return crate::api::problem(&error);
    }
    // French is what the address shows; whoever scans it is sent on to their own language's page
    // by the menu.
    let address = format!("{}/fr/lots/{token}", ctx.services.public_url);
    match QRBuilder::new(address).build() {
        Ok(code) => {
            let svg = SvgBuilder::default().shape(Shape::Square).to_str(&code);
            let headers = [
                (header::CONTENT_TYPE, "image/svg+xml"),
                (header::CACHE_CONTROL, "public, max-age=86400"),
            ];
            (headers, svg).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
