//! What is sent, and what can't be.

use serde_json::json;

use super::{Fault, Url};
use crate::variables::{NoDynamic, Scope, Variable};

#[test]
fn some_urls_cannot_be_sent_to() {
    #[track_caller]
    fn check(url: &str, message: &str) {
        let fault = Url::parse(url).wire(true).unwrap_err();
        assert_eq!(fault.to_string(), message, "{url}");
        let name = if matches!(fault, Fault::Port(_)) { "RangeError" } else { "Error" };
        assert_eq!(fault.name(), name, "{url}");
    }
    let port = |port: &str| {
        check(
            &format!("h:{port}/x"),
            &format!("Port should be >= 0 and < 65536. Received type string ('{port}')."),
        );
    };
    check("", "runtime:extensions~request: request url is empty");
    check("/a/b", "Invalid URI \"http:///a/b\"");
    check("?q", "Invalid URI \"http:///?q\"");
    check("http://", "Invalid URI \"http:///\"");
    check("https://", "Invalid URI \"https:///\"");
    check("file:///etc/passwd", "Invalid URI \"file:///etc/passwd\"");
    check("FTP://x", "Invalid protocol: ftp:");
    check("{{proto}}://h", "Invalid protocol: {{proto}}:");
    check("ws://h/", "Invalid protocol: ws:");
    check("h/a/http://z", "Invalid protocol: h/a/http:");
    for bad in ["abc", "65536", "99999", "-1", "80a", "8.5", " ", "{{port}}"] {
        port(bad);
    }
    let empty = Url::from_json(&json!({"raw": "http://x"}));
    assert_eq!(empty.wire(true), Err(Fault::Empty));
}

#[test]
fn ports_are_numbers_of_javascript() {
    for (url, port) in [
        ("h", None),
        ("h:", None),
        ("h:80", Some(80)),
        ("h: 80 /", Some(80)),
        ("h:+80", Some(80)),
        ("h:080", Some(80)),
        ("h:1e3", Some(1000)),
        ("h:0x50", Some(80)),
        ("h:0", Some(0)),
        (":80", Some(80)),
        ("h:65535", Some(65535)),
    ] {
        assert_eq!(Url::parse(url).wire(true).unwrap().port, port, "{url}");
    }
}

#[test]
fn what_is_sent_comes_in_parts() {
    let wire = Url::parse("HTTPS://u%20s:p%3A%40@[FE80::1]:8443/a b/:c?x=1&y='#f g").wire(true);
    let wire = wire.unwrap();
    assert_eq!(
        (wire.scheme.as_str(), wire.host.as_str(), wire.port),
        ("https", "fe80::1", Some(8443))
    );
    assert_eq!(wire.authority, "[fe80::1]:8443");
    assert_eq!(wire.target, "/a%20b/:c?x=1&y=%27");
    assert_eq!(wire.user_info, Some(("u s".to_owned(), "p:@".to_owned())));
    assert_eq!(wire.href, "https://u%20s:p%3A%40@[fe80::1]:8443/a%20b/:c?x=1&y=%27#f%20g");
    let raw = Url::parse("h/a b?c d#e f").wire(false).unwrap();
    assert_eq!((raw.target.as_str(), raw.href.as_str()), ("/a b?c d", "http://h/a b?c d#e f"));
    assert_eq!(Url::parse(":80").wire(true).unwrap().host, "localhost");
}

#[test]
fn users_and_passwords_are_decoded() {
    for (url, user, password) in [
        ("http://u:@h", "u", ""),
        ("http://:p@h", "", "p"),
        ("http://u@h", "u", ""),
        ("http://é:ü@h", "é", "ü"),
        ("http://%zz:%ff@h", "%zz", "%ff"),
        ("http://a%4:b%+1@h", "a%4", "b%+1"),
    ] {
        let wire = Url::parse(url).wire(true).unwrap();
        assert_eq!(wire.user_info, Some((user.to_owned(), password.to_owned())), "{url}");
    }
    assert_eq!(Url::parse("http://@h").wire(true).unwrap().user_info, None);
    assert_eq!(Url::parse("http://h").wire(true).unwrap().user_info, None);
}

/// Path variables first, then tokens, then the text is taken apart anew.
#[test]
fn tokens_are_replaced_in_the_whole_text() {
    let variables = [("base", "http://127.0.0.1:80/base?z=1"), ("id", "ID"), ("port", "81")];
    let scope = variables.map(|(key, value)| Variable::new(key, Some(value.into())));
    let scope = Scope::new(scope.into());
    let check = |url: serde_json::Value, expected: &str| {
        let url = Url::from_json(&url).substituted(&scope, &mut NoDynamic);
        assert_eq!(url.to_text(), expected);
        url
    };
    let url = check(json!("{{base}}&q={{id}}"), "http://127.0.0.1:80/base?z=1&q=ID");
    assert_eq!((url.port.as_deref(), url.query.len()), (Some("80"), 2));
    check(json!("h:{{port}}/{{nothing}}"), "h:81/{{nothing}}");
    let url = check(
        json!({
            "host": "h",
            "path": "/a/:id/:no/:n/:e.json/{{id}}",
            "query": [
                {"key": "a", "value": "{{id}}"},
                {"key": "off", "value": "x", "disabled": true},
                {"key": "{{id}}", "value": null},
                {"key": null, "value": "v"},
                {"key": "amp&=", "value": "v&w=#"}
            ],
            "variable": [
                {"key": "id", "value": "{{id}} x/y"},
                {"key": "n", "value": 5},
                {"key": "e", "value": ""},
                {"key": "unused", "value": "{{id}}"}
            ],
            "hash": "h{{id}}"
        }),
        "h/a/ID x/y/:no/:n/:e.json/ID?a=ID&ID&=v&amp%26%3D=v%26w=%23#hID",
    );
    let names: Vec<_> = url.variables.iter().map(|variable| variable.key.as_str()).collect();
    assert_eq!(names, ["no", "n", "e"]);
}

#[test]
fn hosts_are_addresses_or_names() {
    assert!(Url::parse(&"ü".repeat(500)).href(true).starts_with("http://xn--"));
    assert!(Url::parse(&"Ü".repeat(100_000)).href(true).starts_with("http://üü"));
    assert_eq!(Url::parse("h.{{a/b}}").href(true), "http://h.{{a/");
}
