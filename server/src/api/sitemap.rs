//! What search engines read: the sitemap with every language of every page, and robots.txt.

use axum::{
    Extension,
    http::header,
    response::{IntoResponse, Response},
};
use domain::Lang;
use service::Ctx;
use std::fmt::Write;

/// Published listings, verified cooperatives and courses, in the four languages.
pub async fn sitemap(Extension(ctx): Extension<Ctx>) -> Response {
    let entries = match service::marketplace::sitemap(&ctx).await {
        Ok(entries) => entries,
        Err(error) => return super::problem(&error),
    };
    let courses = match service::academy::course_slugs(&ctx).await {
        Ok(courses) => courses,
        Err(error) => return super::problem(&error),
    };
    let projects = match service::projects::sitemap(&ctx).await {
        Ok(projects) => projects,
        Err(error) => return super::problem(&error),
    };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let fixed = ["", "/market", "/projects", "/academy"].map(str::to_owned);
    for path in fixed
        .into_iter()
        .chain(entries)
        .chain(courses)
        .chain(projects)
    {
        write_entry(&mut xml, &ctx.services.public_url, &path);
    }
    xml.push_str("</urlset>\n");
    (
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response()
}

fn write_entry(xml: &mut String, site: &str, path: &str) {
    for lang in Lang::ALL {
        // Slugs are ASCII letters, digits and dashes: nothing needs escaping.
        let _ = write!(xml, "<url><loc>{site}/{}{path}</loc>", lang.code());
        for other in Lang::ALL {
            let code = other.code();
            let _ = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{site}/{code}{path}\"/>"
            );
        }
        xml.push_str("</url>\n");
    }
}

/// Private pages are kept out of indexes; the sitemap is named.
pub async fn robots(Extension(ctx): Extension<Ctx>) -> Response {
    let mut text = String::from("User-agent: *\nDisallow: /api/\n");
    for lang in Lang::ALL {
        for page in [
            "cart",
            "checkout",
            "orders",
            "account",
            "desk",
            "sign-in",
            "register",
            "forgotten",
            "reset",
        ] {
            let _ = writeln!(text, "Disallow: /{}/{page}", lang.code());
        }
    }
    let _ = writeln!(text, "Sitemap: {}/sitemap.xml", ctx.services.public_url);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
