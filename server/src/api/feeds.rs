//! Feeds: products in the Google Merchant format (RSS 2.0 with the `g` namespace), and the newest
//! listings as RSS, each in the language of its address.

use axum::{
    Extension,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{Error, Lang};
use service::Ctx;
use std::fmt::Write;
use store::marketplace::FeedRow;

/// `/feeds/{lang}/products.xml`
pub async fn products(Extension(ctx): Extension<Ctx>, Path(lang): Path<String>) -> Response {
    let Some(lang) = Lang::from_code(&lang) else {
        return super::problem(&Error::NotFound);
    };
    match service::marketplace::product_feed(&ctx).await {
        Ok(rows) => xml(product_xml(&ctx.services.public_url, lang, &rows)),
        Err(error) => super::problem(&error),
    }
}

/// `/feeds/{lang}/listings.xml`
pub async fn listings(Extension(ctx): Extension<Ctx>, Path(lang): Path<String>) -> Response {
    let Some(lang) = Lang::from_code(&lang) else {
        return super::problem(&Error::NotFound);
    };
    match service::marketplace::newest_listings(&ctx).await {
        Ok(rows) => xml(listing_xml(&ctx.services.public_url, lang, &rows)),
        Err(error) => super::problem(&error),
    }
}

fn xml(text: String) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=900"),
        ],
        text,
    )
        .into_response()
}

/// Text inside an element. Control characters, which XML 1.0 has no way to write, are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

fn image(site: &str, row: &FeedRow) -> String {
    match &row.picture {
        Some((sha256, widths)) if !widths.is_empty() => {
            let largest = widths.iter().max().copied().unwrap_or(320);
            format!("{site}/media/pictures/{sha256}/{largest}.webp")
        }
        Some((slug, _)) => format!("{site}/illustrations/products/{slug}.svg"),
        None => format!("{site}/illustrations/cooperative.svg"),
    }
}

fn head(site: &str, lang: Lang, namespace: &str) -> String {
    let words = i18n::Words::embedded(lang);
    let title = escape(&words.t(i18n::keys::marketplace::TITLE));
    let intro = escape(&words.t(i18n::keys::marketplace::INTRO));
    let code = lang.code();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"{namespace}>\n<channel>\n\
         <title>{title}</title>\n<link>{site}/{code}/market</link>\n<description>{intro}</description>\n\
         <language>{code}</language>\n"
    )
}

fn product_xml(site: &str, lang: Lang, rows: &[FeedRow]) -> String {
    let words = i18n::Words::embedded(lang);
    let mut out = head(site, lang, " xmlns:g=\"http://base.google.com/ns/1.0\"");
    for row in rows {
        let name = row.name.pick(lang).text;
        let title = format!("{name} ({})", words.pack(row.pack));
        let availability = if row.available {
            "in_stock"
        } else {
            "out_of_stock"
        };
        let (minor, currency) = (row.price.minor, row.price.currency.code());
        let _ = write!(
            out,
            "<item>\n<g:id>{}</g:id>\n<g:item_group_id>{}</g:item_group_id>\n<title>{}</title>\n\
             <description>{}</description>\n<link>{site}/{}/market/{}</link>\n<g:image_link>{}</g:image_link>\n\
             <g:availability>{availability}</g:availability>\n<g:price>{}.{:02} {currency}</g:price>\n\
             <g:brand>{}</g:brand>\n<g:product_type>{}</g:product_type>\n<g:condition>new</g:condition>\n\
             <g:identifier_exists>no</g:identifier_exists>\n</item>\n",
            escape(&row.sku),
            row.listing,
            escape(&title),
            escape(&row.description.pick(lang).text),
            lang.code(),
            row.slug,
            escape(&image(site, row)),
            minor / 100,
            minor % 100,
            escape(&row.cooperative.pick(lang).text),
            escape(&row.category.pick(lang).text),
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn listing_xml(site: &str, lang: Lang, rows: &[FeedRow]) -> String {
    let mut out = head(site, lang, "");
    for row in rows {
        let link = format!("{site}/{}/market/{}", lang.code(), row.slug);
        let _ = write!(
            out,
            "<item>\n<title>{}</title>\n<link>{link}</link>\n<guid isPermaLink=\"true\">{link}</guid>\n\
             <description>{}</description>\n<category>{}</category>\n<pubDate>{}</pubDate>\n</item>\n",
            escape(&row.name.pick(lang).text),
            escape(&row.description.pick(lang).text),
            escape(&row.category.pick(lang).text),
            rfc_822(row.published_at),
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// `Wed, 25 Nov 2026 14:05:00 +0000`, as RSS 2.0 writes dates.
fn rfc_822(at: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Civil from days (Howard Hinnant): March begins the year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let civil_month = (month + 2) % 12;
    let civil_year = year + era * 400 + i64::from(civil_month < 2);
    let name = |names: &[&'static str], at: i64| {
        usize::try_from(at)
            .ok()
            .and_then(|at| names.get(at).copied())
            .unwrap_or_default()
    };
    format!(
        "{}, {day:02} {} {civil_year} {:02}:{:02}:{:02} +0000",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, civil_month),
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
    )
}

#[cfg(test)]
mod tests {
    use super::{escape, rfc_822};

    #[test]
    fn dates_are_written_as_rss_wants_them() {
        for (at, expected) in [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_795_615_500, "Wed, 25 Nov 2026 14:05:00 +0000"),
        ] {
            assert_eq!(rfc_822(at), expected);
        }
    }

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(
            escape("</title>\u{1} & \"x\""),
            "&lt;/title&gt; &amp; &quot;x&quot;"
        );
    }
}
