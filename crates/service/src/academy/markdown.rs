//! Markdown to clean HTML, once, when a version is published.

use std::sync::OnceLock;

/// Renders an author's text. Whatever could run or load from elsewhere is taken out, so that the
/// page may show the result as it is. Headings begin at the second level: the page has the first.
pub fn render(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.r#unsafe = false;
    let html = comrak::markdown_to_html(markdown, &options)
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>");
    let html = cleaner().clean(&html).to_string();
    // A wide table scrolls in its own frame, which the keyboard reaches.
    html.replace(
        "<table>",
        "<div class=\"table-scroll\" tabindex=\"0\"><table>",
    )
    .replace("</table>", "</table></div>")
}

fn cleaner() -> &'static ammonia::Builder<'static> {
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = ammonia::Builder::default();
        builder
            .tags(
                [
                    "a",
                    "blockquote",
                    "br",
                    "code",
                    "del",
                    "em",
                    "h2",
                    "h3",
                    "h4",
                    "hr",
                    "img",
                    "li",
                    "ol",
                    "p",
                    "pre",
                    "strong",
                    "table",
                    "tbody",
                    "td",
                    "th",
                    "thead",
                    "tr",
                    "ul",
                ]
                .into(),
            )
            .tag_attributes(
                [
                    ("a", ["href"].into()),
                    ("img", ["src", "alt"].into()),
                    ("td", ["align"].into()),
                    ("th", ["align"].into()),
                ]
                .into(),
            )
            .generic_attributes(std::collections::HashSet::new())
            .url_schemes(["https", "mailto", "tel"].into())
            .url_relative(ammonia::UrlRelative::PassThrough);
        builder
    })
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn what_could_run_is_taken_out() {
        for bad in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "![a](data:text/html,x)",
            "<iframe src=//evil.example></iframe>",
            "<a href=\"https://x\" onclick=\"x()\">a</a>",
            "<svg/onload=alert(1)>",
        ] {
            let html = render(bad);
            // What is written as text harms nobody: only what stands in a tag runs.
            let tags: Vec<&str> = html
                .split('<')
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap_or(rest))
                .collect();
            for word in [
                "script",
                "onerror",
                "onclick",
                "onload",
                "iframe",
                "javascript:",
                "data:",
            ] {
                assert!(!tags.iter().any(|tag| tag.contains(word)), "{bad}: {html}");
            }
            assert!(
                !tags.iter().any(|tag| tag.starts_with("svg")),
                "{bad}: {html}"
            );
        }
    }

    #[test]
    fn a_text_keeps_its_shape() {
        let html = render(
            "# Un\n\n**gras** et [lien](/fr/market)\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n1. x\n2. y\n",
        );
        assert!(
            html.contains("<h2>Un</h2>") && !html.contains("<h1>"),
            "{html}"
        );
        assert!(html.contains("<strong>gras</strong>"), "{html}");
        assert!(html.contains("href=\"/fr/market\""), "{html}");
        assert!(
            html.contains("<div class=\"table-scroll\" tabindex=\"0\"><table>"),
            "{html}"
        );
        assert!(
            html.contains("<td align=\"right\">2</td>") && html.contains("<ol>"),
            "{html}"
        );
    }
}
