use proptest::prelude::*;

use super::*;
use crate::json::quote;

const ENVIRONMENT: &str = r#"{ "name":"e", "values" : [
  {"key":"a","value":"plain","type":"default"},
  {"key":"b","value":"hush","type":"secret"},
  {"value": 12.0, "secret":true},
  {"key":"c","value":"","type":"secret"},
  {"key":"d","value":null,"secret":true},
  {"key":"e","secret":false,"value":"shown"},
  {"value":{"deep":[1e3]},"t\u0079pe":"secr\u0065t"}, 7, "x" ],
 "other":{"values":[{"value":"not here","type":"secret"}]}, "variable":[{"type":"secret","value":"v"}]}"#;

#[test]
fn secret_values_leave_the_text_and_come_back() {
    let document = Document::extract(ENVIRONMENT);
    let found: Vec<_> = document
        .secrets
        .iter()
        .map(|secret| (secret.path.as_str(), secret.value.expose()))
        .collect();
    let expected = [
        ("/values/1/value", "\"hush\""),
        ("/values/2/value", "12.0"),
        ("/values/6/value", "{\"deep\":[1e3]}"),
        ("/variable/0/value", "\"v\""),
    ];
    assert_eq!(found, expected);
    for gone in ["hush", "12.0", "deep", "\"v\""] {
        assert!(!document.body.contains(gone), "{gone} stayed: {}", document.body);
    }
    assert!(document.body.contains("plain") && document.body.contains("not here"));
    assert_eq!(document.fill(), ENVIRONMENT);
}

#[test]
fn the_order_of_secrets_does_not_matter() {
    let mut document = Document::extract(ENVIRONMENT);
    document.secrets.reverse();
    assert_eq!(document.fill(), ENVIRONMENT);
}

#[test]
fn secrets_do_not_print() {
    let printed =
        format!("{:?}", Document::extract(r#"{"values":[{"value":"hush","secret":true}]}"#));
    assert!(printed.contains("/values/0/value") && !printed.contains("hush"), "{printed}");
}

proptest! {
    #[test]
    fn fill_undoes_extract(
        entries in prop::collection::vec((crate::json::tests::any_json(), 0..4u8), 0..6),
        list in prop::sample::select(vec!["values", "variable", "item"]),
    ) {
        let entries: Vec<_> = entries.iter().map(|(value, kind)| match kind {
            0 => format!(r#"{{"value":{value} , "type":"secret"}}"#),
            1 => format!(r#"{{"secret":true,"value": {value}}}"#),
            2 => format!(r#"{{"key":"k","value":{value}}}"#),
            _ => value.clone(),
        }).collect();
        let text = format!(r#"{{"a":1.0,"{list}":[{}],"z":{{}}}}"#, entries.join(", "));
        prop_assert_eq!(Document::extract(&text).fill(), text);
    }

    #[test]
    fn any_text_survives(text in any::<String>()) {
        prop_assert_eq!(Document::extract(&text).fill(), text);
    }

    #[test]
    fn a_secret_never_stays_in_the_body(secret in "[a-z]{12}", extra in any::<String>()) {
        let text = format!(
            r#"{{"values":[{{"key":{},"value":"{secret}","type":"secret"}}]}}"#, quote(&extra),
        );
        prop_assume!(!extra.contains(&secret));
        prop_assert!(!Document::extract(&text).body.contains(&secret));
    }
}
