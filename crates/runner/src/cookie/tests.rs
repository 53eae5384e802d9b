use super::*;

const NOW: i64 = 1_767_225_600_000;

fn site(url: &str) -> Site<'_> {
    let (tls, rest) = match url.strip_prefix("https://") {
        Some(rest) => (true, rest),
        None => (false, url.strip_prefix("http://").unwrap()),
    };
    let slash = rest.find('/').unwrap_or(rest.len());
    Site { host: &rest[..slash], path: if slash == rest.len() { "/" } else { &rest[slash..] }, tls }
}

fn jar(url: &str, cookies: &[&str]) -> Jar {
    let mut jar = Jar::new();
    for cookie in cookies {
        if let Some(set) = SetCookie::parse(cookie) {
            jar.set(site(url), set, NOW);
        }
    }
    jar
}

#[track_caller]
fn check(set_by: &str, cookies: &[&str], sent_to: &str, line: &str) {
    let jar = jar(set_by, cookies);
    assert_eq!(jar.line(site(sent_to), NOW).unwrap_or_default(), line, "{cookies:?} {sent_to}");
}

#[test]
fn longer_paths_come_first_and_then_older_cookies() {
    let cookies =
        ["a=1", "b=2; Path=/foo", "c=3; Path=/foo/", "noeq", "=empty", "d=\"q u\"; HttpOnly"];
    for (path, line) in [
        ("/x", "a=1; empty; d=\"q u\""),
        ("/foo", "b=2; a=1; empty; d=\"q u\""),
        ("/foo/bar", "c=3; b=2; a=1; empty; d=\"q u\""),
        ("/foobar", "a=1; empty; d=\"q u\""),
    ] {
        check("http://localhost/cookies", &cookies, &format!("http://localhost{path}"), line);
    }
}

#[test]
fn attributes_are_read_as_generously_as_the_reference_does() {
    for (cookie, kept) in [
        ("a=1; Domain=localhost", true),
        ("a=1; Domain=.LOCALHOST", true),
        ("a=1; Domain=com", false),
        ("a=1; Domain=example.com", false),
        ("a=1; Max-Age=0", false),
        ("a=1; Max-Age=-1", false),
        ("a=1; Max-Age=100", true),
        ("a=1; Max-Age=abc", true),
        ("a=1; Max-Age=99999999999999999999999", true),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", false),
        ("a=1; Expires=garbage", true),
        ("a=1; Expires=Wed, 09-Jun-2031 10:18:14 GMT", true),
        ("a=1; max-age=0; expires=Wed, 09-Jun-2031 10:18:14 GMT", false),
        ("a=1; secure", true),
        ("a=1; Path=foo", true),
        ("a = 1 ; Path = /", true),
    ] {
        check("http://localhost/c", &[cookie], "http://localhost/", if kept { "a=1" } else { "" });
    }
    check("http://localhost/c", &["__Secure-a=1"], "http://localhost/", "");
    check("http://localhost/c", &["__Host-a=1; Secure"], "http://localhost/", "");
    let host = ["__Host-a=1; Secure; Path=/"];
    check("http://localhost/c", &host, "http://localhost/", "__Host-a=1");
    check("http://localhost/c", &["a=\u{1}"], "http://localhost/", "");
}

#[test]
fn hosts_get_the_cookies_of_their_own_domain_only() {
    let domain = ["a=1; Domain=example.co.uk"];
    for (host, line) in [
        ("example.co.uk", "a=1"),
        ("b.example.co.uk", "a=1"),
        ("badexample.co.uk", ""),
        ("other.co.uk", ""),
    ] {
        check("http://www.example.co.uk/", &domain, &format!("http://{host}/"), line);
    }
    check("http://www.example.co.uk/", &["a=1; Domain=co.uk"], "http://www.example.co.uk/", "");
    check("http://www.example.com/", &["a=1"], "http://a.www.example.com/", "");
    check("http://localhost/", &["a=1; Domain=localhost"], "http://sub.localhost/", "");
    check("http://127.0.0.1/", &["a=1"], "http://127.0.0.1/", "a=1");
    check("http://127.0.0.1/", &["a=1; Domain=0.0.1"], "http://127.0.0.1/", "");
    check("http://127.0.0.1/", &["a=1; Domain=127.0.0.1"], "http://127.0.0.1/", "a=1");
}

#[test]
fn secure_cookies_go_out_over_tls_or_to_this_machine() {
    for (url, line) in [("http://example.com/", ""), ("https://example.com/", "a=1")] {
        check("https://example.com/", &["a=1; Secure"], url, line);
    }
    check("http://127.0.0.1/", &["a=1; Secure"], "http://127.0.0.1/", "a=1");
    check("http://[::1]/", &["a=1; Secure"], "http://[::1]/", "a=1");
}

#[test]
fn a_new_value_keeps_the_place_and_an_ended_cookie_goes() {
    check("http://localhost/", &["a=1", "b=2", "a=3"], "http://localhost/", "a=3; b=2");
    check("http://localhost/", &["a=1", "b=2", "a=; Max-Age=0"], "http://localhost/", "b=2");
}

#[test]
fn dates_come_in_many_forms() {
    for (text, seconds) in [
        ("Wed, 09 Jun 2021 10:18:14 GMT", 1_623_233_894),
        ("Wednesday, 09-Jun-21 10:18:14 GMT", 1_623_233_894),
        ("Wed Jun  9 10:18:14 2021", 1_623_233_894),
        ("10:18:14 9 june 2021", 1_623_233_894),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ] {
        assert_eq!(date::parse(text), Some(seconds * 1000), "{text}");
    }
    for text in ["", "0", "32 Jan 2020 00:00:00", "1 Jan 1600 00:00:00", "1 Jan 2020 25:00:00", "é"]
    {
        assert_eq!(date::parse(text), None, "{text}");
    }
}

#[test]
fn a_jar_survives_its_file() {
    let cookies =
        ["a=1; Max-Age=60", "b=2; Path=/x; HttpOnly; Secure; SameSite=Lax; Foo=bar", "=v"];
    let jar = jar("http://localhost/c", &cookies);
    let text = jar.to_json(NOW).to_string();
    let again = Jar::from_json(&text, NOW).unwrap();
    assert_eq!(again.to_json(NOW), jar.to_json(NOW));
    assert!(Jar::from_json(&text, NOW + 61_000).unwrap().all().len() == 2);
    assert_eq!(Jar::from_json("{}", NOW).unwrap_err(), JarFault::NoList);
    assert_eq!(
        Jar::from_json(r#"{"cookies":[{"key":"a"}]}"#, NOW).unwrap_err(),
        JarFault::Cookie(0)
    );
}

#[test]
fn scripts_set_and_remove_cookies() {
    let mut jar = Jar::new();
    let here = site("http://localhost/x");
    let object = serde_json::json!({ "name": "a", "value": 5, "path": "/x", "httpOnly": true });
    jar.set(here, SetCookie::from_script(&object).unwrap(), NOW);
    jar.set(here, SetCookie::from_script(&"b=2; Path=/".into()).unwrap(), NOW);
    jar.remove(here, Some("a"), NOW);
    assert_eq!(jar.line(here, NOW).unwrap(), "b=2");
    jar.remove(here, None, NOW);
    assert!(jar.is_empty());
}
