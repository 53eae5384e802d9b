use super::*;
use crate::report::fixture::{HOSTILE, filed};

#[test]
fn the_story_as_data() {
    let page = filed("html", &[]);
    let data = page.split(SKELETON).nth(1).unwrap().split("<script>\"use strict\"").next().unwrap();
    insta::assert_snapshot!(data.replace(env!("CARGO_PKG_VERSION"), "(version)"));
}

/// The page with nothing but its elements of data and script.
fn outline(page: &str) -> String {
    page.replace(SCRIPT, "").replace(STYLE, "").replace(SKELETON, "")
}

#[test]
fn hostile_text_stays_in_its_place() {
    let options = [("html-title", Some(HOSTILE)), ("browser-title", Some(HOSTILE))];
    let page = outline(&filed("html", &options));
    for tag in page.split('<').skip(1) {
        let known = [
            "!doctype html>",
            "html lang=\"en\">",
            "head>",
            "meta ",
            "title>&lt;/script&gt;",
            "/title>",
            "style>",
            "/style>",
            "/head>",
            "body>",
            "script type=\"application/json\" ",
            "/script>",
            "script>",
            "/body>",
            "/html>",
        ];
        assert!(known.iter().any(|known| tag.starts_with(known)), "<{tag}");
    }
    assert!(!page.contains("alert(1)</"), "{page}");
}

#[test]
fn the_policy_allows_the_script_and_nothing_else() {
    let page = filed("html", &[]);
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    assert!(page.contains("default-src 'none'; img-src data:; style-src 'sha256-"));
    assert!(page.contains(&format!("script-src 'sha256-{hash}'")));
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
    assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("http"));
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn parts_are_left_out() {
    let has = |options: &[(&str, Option<&str>)], part: &str| filed("html", options).contains(part);
    for (option, value, part) in [
        ("omit-bodies", None, "\"text\":\"pong\""),
        ("omit-response-bodies", None, "\"text\":\"pong\""),
        ("omit-request-bodies", None, "{\\\"name\\\":"),
        ("skip-sensitive-data", None, "a & b"),
        ("omit-headers", None, "a & b"),
        ("skipHeaders", Some("x-key, other"), "a & b"),
        ("no-logs", None, "it's"),
        ("show-only-fails", None, "\"http://a.test/login\""),
    ] {
        assert!(has(&[], part), "{part}");
        assert!(!has(&[(&format!("htmlextra-{option}"), value)], part), "{option}");
    }
}
