//! Descriptions, which are written in Markdown.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// Appends a description as HTML: `CommonMark` with tables, strikethrough and task lists.
///
/// Whatever is HTML in it is shown as text; links lead only to the web and to mail; an image
/// becomes a link to it, since the page fetches nothing.
pub(super) fn push(out: &mut String, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    out.push_str("<div class=\"text\">");
    html::push_html(out, Parser::new_ext(text, options).map(harmless));
    out.push_str("</div>");
}

fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(
            Tag::Link { link_type, dest_url, title, id }
            | Tag::Image { link_type, dest_url, title, id },
        ) => {
            let mail = link_type == LinkType::Email;
            let dest_url = if mail { dest_url } else { address(dest_url) };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

/// The headings of the page stand above those of its descriptions.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H4,
        HeadingLevel::H2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

fn address(given: CowStr<'_>) -> CowStr<'_> {
    let begins = |scheme: &str| {
        given.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    if ["https://", "http://", "mailto:"].into_iter().any(begins) { given } else { "#".into() }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn markdown_becomes_harmless_html() {
        for (text, expected) in [
            ("", ""),
            (
                "One *two*\n\n- a\n- b",
                "<p>One <em>two</em></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
            ),
            ("# Top", "<h4>Top</h4>\n"),
            ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n"),
            ("[a](JavaScript:alert(1))", "<p><a href=\"#\">a</a></p>\n"),
            ("[a](/gatepost/v1/users)", "<p><a href=\"#\">a</a></p>\n"),
            ("[a](https://a.test \"t\")", "<p><a href=\"https://a.test\" title=\"t\">a</a></p>\n"),
            ("<javascript:alert(1)>", "<p><a href=\"#\">javascript:alert(1)</a></p>\n"),
            ("<a@b.test>", "<p><a href=\"mailto:a@b.test\">a@b.test</a></p>\n"),
            ("![a](https://a.test/x.png)", "<p><a href=\"https://a.test/x.png\">a</a></p>\n"),
        ] {
            let mut out = String::new();
            push(&mut out, text);
            let inner =
                out.strip_prefix("<div class=\"text\">").and_then(|out| out.strip_suffix("</div>"));
            assert_eq!(inner.unwrap_or_default(), expected, "{text}");
        }
    }
}
