//! Cookies from anywhere: no text breaks the jar, and a jar survives its file.
#![cfg(test)]

use fuzzkit::fuzz;
use proptest::{prelude::*, sample::select};
use runner::cookie::{Jar, SetCookie};

const NOW: i64 = 1_767_225_600_000;

/// What cookies are made of, put together well and badly.
fn piece() -> impl Strategy<Value = String> {
    let known = select(vec![
        "a=1",
        "=",
        ";",
        "; ",
        "Path=/",
        "Domain=",
        ".localhost",
        "Max-Age=",
        "-1",
        "99999999999",
        "Expires=",
        "Wed, 09 Jun 2031 10:18:14 GMT",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "__Host-x=1",
        "\u{0}",
        "\r\n",
        "é",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

fn cookie() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat())
}

#[test]
fn fuzz_no_text_breaks_a_cookie() {
    fuzz("cookies", &cookie(), |text| {
        let Some(set) = SetCookie::parse(&text) else { return Ok(()) };
        prop_assert!(!set.key.is_empty() || !set.value.is_empty());
        prop_assert!(!set.key.contains(';') && !set.value.contains(';'), "{set:?}");
        prop_assert!(!format!("{}{}", set.key, set.value).contains(['\r', '\n']), "{set:?}");
        prop_assert!(set.path.as_ref().is_none_or(|path| path.starts_with('/')), "{set:?}");
        Ok(())
    });
}

#[test]
fn fuzz_a_jar_survives_its_file() {
    let key = "[a-z]{0,3}";
    let entry = (
        key,
        ".{0,4}",
        prop::option::of(any::<i64>()),
        any::<bool>(),
        "[a-z]{1,8}(\\.[a-z]{1,3})?",
    );
    let entries = prop::collection::vec(entry, 0..5);
    fuzz("jars", &entries, |entries| {
        let cookies = entries.into_iter().map(|(key, value, max_age, secure, domain)| {
            serde_json::json!({
                "key": key, "value": value, "maxAge": max_age, "secure": secure,
                "domain": domain, "path": "/",
            })
        });
        let file = serde_json::json!({ "cookies": cookies.collect::<Vec<_>>() }).to_string();
        let Ok(jar) = Jar::from_json(&file, NOW) else {
            return Err(TestCaseError::fail(file));
        };
        let written = jar.to_json(NOW);
        let again = Jar::from_json(&written.to_string(), NOW)
            .map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        prop_assert_eq!(again.to_json(NOW), written);
        Ok(())
    });
}

#[test]
fn fuzz_no_file_breaks_a_jar() {
    let broken = (any::<String>(), "[\\[\\]{}:,\"a-z0-9]{0,40}").prop_map(|(any, like)| {
        if any.len() % 2 == 0 { format!("{{\"cookies\":[{like}]}}") } else { any }
    });
    fuzz("files", &broken, |text| {
        let _ = Jar::from_json(&text, NOW);
        Ok(())
    });
}
