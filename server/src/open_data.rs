//! The tables of results as files, for everyone.

use axum::{
    Extension,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{Error, Lang};
use service::Ctx;

/// `/open-data/{lang}/region.csv`, and as `sector`, `year` and `referrals`.
pub async fn table(
    Extension(ctx): Extension<Ctx>,
    Path((lang, file)): Path<(String, String)>,
) -> Response {
    let asked = Lang::from_code(&lang).zip(file.strip_suffix(".csv"));
    let Some((lang, dimension)) = asked else {
        return crate::api::problem(&Error::NotFound);
    };
    match service::projects::impact_csv(&ctx, dimension, lang).await {
        Ok(csv) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"taawouniya-{file}\""),
                ),
                (header::CACHE_CONTROL, "public, max-age=900".to_owned()),
            ],
            csv,
        )
            .into_response(),
        Err(error) => crate::api::problem(&error),
    }
}
