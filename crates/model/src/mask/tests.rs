use proptest::prelude::*;

use super::*;
use crate::json::quote;

const MASKER: Masker = Masker { key: [7; 32] };
const CANARY: &str = "canary-0123456789";
const MARK: &str = "«masked:";

/// Every place of a collection where a secret may be, `@` standing for it.
const PLACES: [&str; 38] = [
    r#"{"auth":{"type":"bearer","bearer":[{"key":"token","value":"@","type":"string"}]}}"#,
    r#"{"auth":{"type":"apikey","apikey":[{"value":"@","key":"value"},{"key":"in","value":"header"}]}}"#,
    r#"{"auth":{"type":"basic","basic":{"username":"u","password":"@"}}}"#,
    r#"{"auth":{"type":"x","x":{"deep":[{"a":"@"}]}}}"#,
    r#"{"item":[{"auth":{"type":"oauth2","oauth2":[{"key":"accessToken","value":"@"}]}}]}"#,
    r#"{"item":[{"request":{"auth":{"type":"jwt","jwt":[{"key":"secret","value":"@"}]}}}]}"#,
    r#"{"item":[{"response":[{"originalRequest":{"auth":{"basic":[{"key":"password","value":"@"}]}}}]}]}"#,
    r#"{"item":[{"request":{"header":[{"key":"Authorization","value":"@"}]}}]}"#,
    r#"{"item":[{"request":{"header":[{"value":"@","key":"authorization"}]}}]}"#,
    r#"{"item":[{"request":{"header":[{"key":"Cookie","value":"a=@; b=c"}]}}]}"#,
    r#"{"item":[{"request":{"header":[{"key":"X-API-Key","value":"@"}]}}]}"#,
    r#"{"item":[{"request":{"header":[{"key":"X-\u0041PI-Key","value":"@"}]}}]}"#,
    r#"{"item":[{"request":{"header":"Accept: x\nAuthorization: Bearer @\nX: y"}}]}"#,
    r#"{"item":[{"response":[{"header":[{"key":"Set-Cookie","value":"@"}]}]}]}"#,
    r#"{"item":[{"response":[{"header":"Set-Cookie: s=@\r\nA: b"}]}]}"#,
    r#"{"item":[{"response":[{"cookie":[{"name":"sid","value":"@","domain":"x"}]}]}]}"#,
    r#"{"item":[{"response":[{"originalRequest":{"header":[{"key":"Authorization","value":"@"}]}}]}]}"#,
    r#"{"variable":[{"key":"x","value":"@","type":"secret"}]}"#,
    r#"{"variable":[{"value":"@","key":"x","secret":true}]}"#,
    r#"{"variable":[{"key":"apiKey","value":"@"}]}"#,
    r#"{"variable":[{"id":"password","value":"@"}]}"#,
    r#"{"variable":[{"key":"x","type":"secret","value":{"a":["@"]}}]}"#,
    r#"{"item":[{"variable":[{"key":"x","value":"@","type":"secret"}]}]}"#,
    r#"{"item":[{"request":{"url":"https://h/p?api_key=@&x=1"}}]}"#,
    r#"{"item":[{"request":{"url":{"raw":"https://h/p?x=1&token=@#f"}}}]}"#,
    r#"{"item":[{"request":{"url":{"raw":"x","query":[{"key":"access_token","value":"@"}]}}}]}"#,
    r#"{"item":[{"request":"https://user:@@host/p"}]}"#,
    r#"{"item":[{"request":{"url":{"auth":{"user":"u","password":"@"}}}}]}"#,
    r#"{"item":[{"request":{"body":{"urlencoded":[{"key":"client_secret","value":"@"}]}}}]}"#,
    r#"{"item":[{"request":{"body":{"formdata":[{"key":"password","value":"@","type":"text"}]}}}]}"#,
    r#"{"collection":{"auth":{"bearer":[{"key":"token","value":"@"}]}}}"#,
    r#"{"x":{"headers":{"Authorization":"@"}}}"#,
    r#"{"x":{"Cookie":["@"]}}"#,
    r#"{"auth":"@"}"#,
    r#"{"x":{"headers":{"X-Auth-Token":"@"}}}"#,
    r#"{"x":{"headers":{"cookie":"a=@"}}}"#,
    r#"{"item":[{"request":{"header":["Authorization: @"]}}]}"#,
    r#"{"exec":["let key = `-----BEGIN PRIVATE KEY-----","@","-----END PRIVATE KEY-----`"]}"#,
];

#[test]
fn no_place_of_a_collection_shows_a_secret() {
    for place in PLACES {
        let masked = MASKER.collection(
            &place
                .replace('@', CANARY)
                .replace(&format!("{CANARY}{CANARY}"), &format!("{CANARY}@")),
        );
        assert!(!masked.contains(CANARY), "{masked}");
        assert!(masked.contains(MARK), "{masked}");
        assert!(serde_json::from_str::<serde_json::Value>(&masked).is_ok(), "{masked}");
    }
}

#[test]
fn tokens_are_masked_wherever_they_are() {
    let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    let places = [
        format!(r#"{{"item":[{{"event":[{{"script":{{"exec":["let t = '{token}';"]}}}}]}}]}}"#),
        format!(r#"{{"item":[{{"request":{{"body":{{"raw":"{{\"t\":\"{token}\"}}"}}}}}}]}}"#),
        format!(r#"{{"item":[{{"response":[{{"body":"x {token} y"}}]}}]}}"#),
        format!(r#"{{"info":{{"description":"{token}"}}}}"#),
        format!(r#"{{"{token}":1}}"#),
        format!(r#"["{token}","{token}"]"#),
        format!(r#""{token}""#),
        format!(r#""{}""#, token.replace('_', "\\u005f")),
        format!(r#"{{"item":[{{"request":{{"header":"X: {token}"}}}}]}}"#),
        format!(r#"{{"item":[{{"request":"https://h/{token}?a=b"}}]}}"#),
    ];
    for place in places {
        for masked in [MASKER.collection(&place), MASKER.values(&place)] {
            assert!(!masked.contains("ABCDEFGHIJ"), "{masked}");
            assert!(masked.contains(MARK), "{masked}");
        }
    }
}

#[test]
fn values_are_masked_by_type_name_and_look() {
    // variable, what must be gone
    let table = [
        (r#"{"key":"x","value":"hush","type":"secret"}"#, Some("hush")),
        (r#"{"value":"hush","secret":true}"#, Some("hush")),
        (r#"{"value":8675309,"type":"secret"}"#, Some("8675309")),
        (r#"{"key":"DB_PASSWORD","value":"hush","type":"default"}"#, Some("hush")),
        (r#"{"value":"hush","key":"sessionId"}"#, Some("hush")),
        (r#"{"key":"apiKey","value":1,"initialValue":"hush"}"#, Some("hush")),
        (r#"{"key":"x","value":"q9Zr4TnB7wYx2LmV8cKd"}"#, Some("q9Zr4TnB7wYx2LmV8cKd")),
        (r#"{"key":"url","value":"https://example.com/v1","type":"default"}"#, None),
        (r#"{"key":"id","value":"12ece9e1-2abf-4edc-8e34-de66e74114d2"}"#, None),
        (r#"{"key":"count","value":12345678901234567890}"#, None),
        (r#"{"key":"token","value":""}"#, None),
        (r#"{"key":"token","value":null}"#, None),
        (r#"{"key":"token","value":"{{vaultToken}}","type":"secret"}"#, None),
        (r#"{"key":"x","value":{"a":[1.0,"b"]}}"#, None),
    ];
    for (variable, gone) in table {
        for envelope in [r#"{"environment":{"values":[@]}}"#, r#"{"values":[@]}"#, "[@]"] {
            let text = envelope.replace('@', variable);
            let masked = MASKER.values(&text);
            match gone {
                Some(gone) => {
                    assert!(!masked.contains(gone) && masked.contains(MARK), "{masked}");
                }
                None => assert_eq!(masked, text),
            }
        }
    }
}

#[test]
fn what_is_no_secret_is_not_touched() {
    let text = r#"{"info":{"name":"n","x":1.0,"y":1e3,"z":12345678901234567890},"item":[{"name":"auth tests","request":{"method":"GET","header":[{"key":"Accept","value":"a\/b"}],"url":{"raw":"{{base}}/author?author=bob","query":[{"key":"author","value":"bob"}]},"auth":{"type":"bearer","bearer":[{"key":"token","value":"{{token}}","type":"string"}]}},"response":[{"cookie":[],"body":"\u00e9","header":[{"key":"Access-Control-Allow-Credentials","value":"true"}]}]}],"variable":[{"key":"host","value":"h"}]}"#;
    assert_eq!(MASKER.collection(text), text);
}

#[test]
fn numbers_in_auth_blocks_and_lines_after_a_key_are_handled() {
    let masked = MASKER.collection(r#"{"auth":{"basic":[{"key":"password","value":8675309}]}}"#);
    assert!(!masked.contains("8675309"), "{masked}");
    let lines = r#"{"exec":["-----BEGIN PRIVATE KEY-----","x","-----END PRIVATE KEY-----","shown"],"a":"shown"}"#;
    assert_eq!(MASKER.collection(lines).matches("shown").count(), 2);
    let open = r#"{"exec":["-----BEGIN PRIVATE KEY-----","x"],"a":"shown","b":["shown"]}"#;
    let masked = MASKER.collection(open);
    assert_eq!(masked.matches("shown").count(), 2, "{masked}");
    assert!(!masked.contains("\"x\""), "{masked}");
}

#[test]
fn references_to_variables_stay() {
    for value in ["{{token}}", "Bearer {{token}}", "basic {{a.b-c}}"] {
        let text = format!(r#"{{"header":[{{"key":"Authorization","value":"{value}"}}]}}"#);
        assert_eq!(MASKER.collection(&text), text);
    }
    for value in ["x{{token}}", "{{a}}{{b}}", "{{a b}}", "secret {{token}}", "{{}}"] {
        let text = format!(r#"{{"header":[{{"key":"Authorization","value":"{value}"}}]}}"#);
        assert!(MASKER.collection(&text).contains(MARK), "{value}");
    }
}

#[test]
fn equal_secrets_stay_comparable_and_keys_matter() {
    let text = r#"{"values":[{"key":"a","value":"one","secret":true},{"key":"b","value":"one","secret":true},{"key":"c","value":"two","secret":true}]}"#;
    let marks = |text: &str| -> Vec<String> {
        text.split(MARK).skip(1).map(|rest| rest.chars().take(7).collect()).collect()
    };
    let found = marks(&MASKER.values(text));
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|mark| mark.ends_with('»')), "{found:?}");
    assert_eq!(found[0], found[1]);
    assert_ne!(found[0], found[2]);
    assert_ne!(found, marks(&Masker { key: [8; 32] }.values(text)));
}

#[test]
fn text_that_is_no_json_shows_nothing() {
    for text in ["", "{", "secret", "{} secret", "[1", r#"{"a" "secret"}"#, "\"secret"] {
        let masked = MASKER.collection(text);
        assert!(masked == "null" || !masked.contains("secret") || masked == "secret", "{masked}");
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(MASKER.values(&deep), "null");
}

#[test]
fn markers_are_found_with_their_path() {
    let mark = "«masked:1a2b3c»";
    let table = [
        (
            format!(r#"{{"collection":{{"item":[{{}},{{"name":"a {mark}"}}]}}}}"#),
            Some("collection.item[1].name"),
        ),
        (format!(r#"{{"{mark}":1}}"#), Some(r#"["«masked:1a2b3c»"]"#)),
        (r#"{"a":"\u00abmasked:1a2b3c\u00bb"}"#.to_owned(), Some("a")),
        (r#"{"a":"«\u006dasked:x"}"#.to_owned(), Some("a")),
        (format!("\"{mark}\""), Some("")),
        (r#"{"a":[0,"https://x.example/?t=%C2%ABmasked:1a2b3c%C2%BB"]}"#.to_owned(), Some("a[1]")),
        (r#"{"a":"%c2%abmasked%3A1a2b3c%c2%bb"}"#.to_owned(), Some("a")),
        (r#"{"a":"%%C2%ab%6dasked:1a2b3c"}"#.to_owned(), Some("a")),
        (r#"{"a":"\u0025C2%ABMASKED:1a2b3c"}"#.to_owned(), Some("a")),
        (r#"{"%C2%ABmasked:":1}"#.to_owned(), Some(r#"["%C2%ABmasked:"]"#)),
        (r#"{"a":"masked:1a2b3c","b":"«mask»"}"#.to_owned(), None),
        (r#"{"a":"%C2%AB masked:","b":"%C2%","c":"%C2%ABmasked","d":"%zz%C2"}"#.to_owned(), None),
        (r#"{"a":"\u00e9"}"#.to_owned(), None),
        (format!("{{ {mark}"), Some("")),
    ];
    for (text, path) in table {
        assert_eq!(find_marker(&text).as_deref(), path, "{text}");
    }
}

proptest! {
    #[test]
    fn masks_leave_valid_json_and_never_panic(text in crate::json::tests::any_json()) {
        for masked in [MASKER.collection(&text), MASKER.values(&text)] {
            prop_assert!(crate::json::check(masked.as_bytes()).is_ok(), "{}", masked);
        }
        prop_assert_eq!(find_marker(&text), None);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>(), tail in "[\\[{\"\\\\:,}\\]a]{0,20}") {
        let text = text + &tail;
        let _ = (MASKER.collection(&text), MASKER.values(&text), find_marker(&text));
    }

    #[test]
    fn a_canary_never_gets_through(
        place in prop::sample::select(PLACES.to_vec()), before in any::<String>(),
        secret in "[g-z]{16}[0-9]{4}",
    ) {
        // Written as some other document's last member, with noise around the secret itself.
        let noise = quote(&before.replace(['@', '\n', '?', '&', '/', '#', '=', ':'], ""));
        let text = format!("{{\"noise\":{noise},\"x\":{}}}", place.replacen('@', &secret, 1));
        let masked = MASKER.collection(&text);
        prop_assert!(!masked.contains(&secret), "{}", masked);
    }
}

#[test]
fn markers_are_taken_out() {
    let masker = Masker { key: [7; 32] };
    let masked = masker.values(r#"{"values":[{"key":"t","value":"hush","type":"secret"}]}"#);
    assert!(find_marker(&masked).is_some());
    let plain = without_markers(&masked);
    assert_eq!(plain, r#"{"values":[{"key":"t","value":"<secret>","type":"secret"}]}"#);
    assert_eq!(find_marker(&plain), None);
    assert_eq!(without_markers("a «masked:abc"), "a <secret>abc");
}
