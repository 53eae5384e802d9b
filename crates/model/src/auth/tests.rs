//! Auth in all its shapes.

use serde_json::{Value, json};

use super::{Auth, NAMES, Scheme};
use crate::variables::{NoDynamic, Scope, Variable};

#[test]
fn reports_show_auth_in_one_form() {
    let check = |given: Value, shown: Option<&str>| {
        let auth = Auth::from_json(&given);
        assert_eq!(auth.map(|auth| auth.to_json().to_string()).as_deref(), shown, "{given}");
    };
    for none in [
        json!(null),
        json!({}),
        json!({"type": null}),
        json!({"type": 5}),
        json!({"basic": {"username": "u"}}),
        json!("basic"),
        json!([]),
    ] {
        check(none, None);
    }
    check(json!({"type": "noauth"}), Some(r#"{"type":"noauth","noauth":[]}"#));
    check(json!({"type": "", "basic": {}}), Some(r#"{"type":"","":[],"basic":[]}"#));
    check(json!({"type": "basic", "basic": null}), Some(r#"{"type":"basic","basic":[]}"#));
    check(json!({"type": "basic", "basic": "x"}), Some(r#"{"type":"basic","basic":[]}"#));
    check(
        json!({"type": "basic", "basic": {"username": "u", "password": 1}}),
        Some(
            r#"{"type":"basic","basic":[{"type":"any","value":"u","key":"username"},{"type":"any","value":1,"key":"password"}]}"#,
        ),
    );
    check(
        json!({"basic": [{"key": "username", "value": "u"}, {"key": "username", "value": "v"}], "type": "basic"}),
        Some(r#"{"type":"basic","basic":[{"type":"any","value":"v","key":"username"}]}"#),
    );
    check(
        json!({"type": "bearer", "bearer": {"token": "t"}, "basic": {"username": "u"}}),
        Some(
            r#"{"type":"bearer","bearer":[{"type":"any","value":"t","key":"token"}],"basic":[{"type":"any","value":"u","key":"username"}]}"#,
        ),
    );
    check(
        json!({"type": "oauth2", "oauth2": [
            {"key": "accessToken", "value": null, "type": "string"},
            {"key": "o", "value": [{"a": 1}], "type": "any"},
            {"key": "b", "value": true, "type": "boolean"},
            {"key": "d", "value": "x", "disabled": true}
        ]}),
        Some(
            r#"{"type":"oauth2","oauth2":[{"type":"string","value":"null","key":"accessToken"},{"type":"any","value":[{"a":1}],"key":"o"},{"type":"boolean","value":true,"key":"b"},{"disabled":true,"type":"any","value":"x","key":"d"}]}"#,
        ),
    );
    check(
        json!({"type": "weird", "weird": {"a": 1}}),
        Some(r#"{"type":"weird","weird":[{"type":"any","value":1,"key":"a"}]}"#),
    );
}

#[test]
fn every_scheme_has_its_name() {
    for (name, scheme) in NAMES {
        assert_eq!((Scheme::from_name(name), scheme.name()), (scheme.clone(), name));
    }
    assert_eq!(Scheme::from_name("BASIC"), Scheme::Unknown("BASIC".to_owned()));
    assert_eq!(Scheme::from_name("weird").name(), "weird");
}

#[test]
fn parameters_are_read_as_text_or_flag() {
    let auth = Auth::from_json(&json!({"type": "oauth1", "oauth1": {
        "text": "t", "number": 5, "null": null, "yes": true, "no": false, "word": "false", "empty": ""
    }}));
    let mut auth = auth.unwrap();
    let get = |key: &str| auth.get(key).map(std::borrow::Cow::into_owned);
    assert_eq!(get("text").as_deref(), Some("t"));
    assert_eq!(get("number").as_deref(), Some("5"));
    assert_eq!(get("no").as_deref(), Some("false"));
    assert_eq!(get("null").or(get("missing")), None);
    let flags = ["text", "number", "null", "yes", "no", "word", "empty", "missing"];
    assert_eq!(
        flags.map(|key| auth.get_bool(key)),
        [true, true, false, true, false, true, false, false]
    );
    auth.set("text", "new".into());
    auth.set("more", 1.into());
    assert_eq!(auth.get("text").as_deref(), Some("new"));
    assert_eq!((auth.params.len(), auth.params[7].key.as_str()), (8, "more"));
}

#[test]
fn tokens_in_parameters_are_replaced() {
    let scope = Scope::new(vec![Variable::new("t", Some("T".into()))]);
    let auth =
        json!({"type": "bearer", "bearer": {"token": "{{t}}", "list": [{"x": "{{t}}"}], "n": 1}});
    let auth = Auth::from_json(&auth).unwrap().substituted(&scope, &mut NoDynamic);
    assert_eq!(auth.get("token").as_deref(), Some("T"));
    assert_eq!(auth.value("list"), Some(&json!([{"x": "T"}])));
    assert_eq!(auth.value("n"), Some(&json!(1)));
}
