use proptest::prelude::*;

use super::*;

fn fault(text: &str) -> Fault {
    check(text.as_bytes()).unwrap_err()
}

#[test]
fn syntax_errors_name_line_and_column() {
    let table = [
        ("{\n  \"a\": 1,\n  \"b\": }", 3, 8),
        ("", 1, 0),
        ("[1, 2", 1, 5),
        ("{} {}", 1, 4),
        ("nul", 1, 3),
        ("\"\\ud800\"", 1, 8),
        ("1e999", 1, 5),
        ("[01]", 1, 3),
    ];
    for (text, line, column) in table {
        let fault = fault(text);
        assert_eq!((fault.line, fault.column), (line, column), "{text}: {fault}");
        assert_eq!(fault.path, None, "{text}");
        assert!(!fault.what.contains("line"), "{text}: {fault}");
    }
}

#[test]
fn invalid_utf8_is_located() {
    let fault = check(b"{\"a\":\n \"\xff\"}").unwrap_err();
    assert_eq!((fault.line, fault.column, fault.what.as_str()), (2, 3, "invalid UTF-8"));
}

#[test]
fn duplicate_names_have_a_path() {
    let table = [
        (r#"{"a":1,"a":2}"#, "a"),
        (r#"{"a":1,"\u0061":2}"#, "a"),
        (r#"[{"a":1},{"b":{"c":1,"c":1}}]"#, "[1].b.c"),
        (r#"{"collection":{"item":[1,2,3,{"name":"x","name":"y"}]}}"#, "collection.item[3].name"),
        (r#"{"a b":{"":1,"":2}}"#, r#"["a b"][""]"#),
    ];
    for (text, path) in table {
        let fault = fault(text);
        assert_eq!(fault.path.as_deref(), Some(path), "{text}");
        assert!(fault.what.starts_with("duplicate key `"), "{text}: {fault}");
    }
}

#[test]
fn the_same_name_in_different_objects_is_fine() {
    let texts = [r#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}"#, r#"{"a":{"b":1},"b":{"a":2}}"#];
    for text in texts {
        assert_eq!(check(text.as_bytes()), Ok(text));
    }
}

#[test]
fn big_objects_are_searched_too() {
    let object = |names: &[usize]| {
        let members: Vec<_> =
            names.iter().map(|name| format!("\"n{name}\":{{\"n1\":0}}")).collect();
        format!("{{{}}}", members.join(","))
    };
    let names: Vec<_> = (0..5_000).collect();
    assert!(check(object(&names).as_bytes()).is_ok());
    for twice in [0, 1, 23, 24, 25, 26, 4_999] {
        let mut names = names.clone();
        names.push(twice);
        assert_eq!(fault(&object(&names)).path, Some(format!("n{twice}")));
    }
}

#[test]
fn nesting_ends_at_two_hundred() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(check(nested(MAX_DEPTH).as_bytes()).is_ok());
    let fault = fault(&nested(MAX_DEPTH + 1));
    assert_eq!(fault.what, "nested deeper than 200 levels");
    assert_eq!(fault.path, Some("[0]".repeat(MAX_DEPTH)));
    // Far deeper than any stack would bear.
    assert!(check(nested(1_000_000).as_bytes()).is_err());
    assert!(check("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn member_finds_by_meaning_and_returns_the_text() {
    let text = r#" { "a" : [ 1.0 , {"b":1} ], "\u0062": 1e3, "c":"}" } "#;
    assert_eq!(member(text, "a"), Some(r#"[ 1.0 , {"b":1} ]"#));
    assert_eq!(member(text, "b"), Some("1e3"));
    assert_eq!(member(text, "c"), Some("\"}\""));
    assert_eq!(member(text, "d"), None);
    assert_eq!(member("[]", "a"), None);
}

#[test]
fn members_change_in_place() {
    let mut members = Members::read(r#"{"a": 1.0, "b":[ 2 ], "c":3}"#).unwrap();
    members.set("b", "4");
    members.set("d\"", "5");
    assert!(members.remove("c"));
    assert!(!members.remove("c"));
    assert_eq!(members.get("a"), Some("1.0"));
    assert_eq!(members.write(), r#"{"a":1.0,"b":4,"d\"":5}"#);
}

/// Arbitrary values, numbers by their text.
pub(crate) fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|text| quote(&text)),
        Just(r#""\u00e9\/\ud83d\ude00""#.to_owned()),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let name = prop_oneof!["[a-d]", any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6)
                .prop_map(|values| format!("[{}]", values.join(" , "))),
            prop::collection::btree_map(name, inner, 0..6).prop_map(|members| {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{value}", quote(name)))
                    .collect();
                format!("{{ {} }}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn check_takes_what_serde_takes(text in any_json()) {
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        prop_assert_eq!(check(text.as_bytes()), Ok(text.as_str()));
    }

    #[test]
    fn check_agrees_with_serde_on_spoilt_text(
        text in any_json(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let serde = serde_json::from_slice::<serde_json::Value>(&bytes);
        match check(&bytes) {
            Ok(_) => prop_assert!(serde.is_ok()),
            // serde takes the last of two members of one name.
            Err(fault) => prop_assert!(serde.is_err() || fault.what.starts_with("duplicate")),
        }
    }

    #[test]
    fn check_agrees_with_serde_on_noise(bytes in prop::collection::vec(
        prop_oneof![prop::sample::select(b"{}[]\",:0123456789.eE+-\\u ntf".to_vec()), any::<u8>()],
        0..40,
    )) {
        let serde = serde_json::from_slice::<serde_json::Value>(&bytes);
        match check(&bytes) {
            Ok(_) => prop_assert!(serde.is_ok()),
            Err(fault) => prop_assert!(serde.is_err() || fault.what.starts_with("duplicate")),
        }
    }

    #[test]
    fn the_cursor_walks_everything_once(text in any_json()) {
        let mut cursor = Cursor::new(&text);
        prop_assert_eq!(cursor.skip(), Ok(text.trim()));
        prop_assert_eq!(cursor.peek(), Err(Broken));
    }

    #[test]
    fn the_cursor_ends_on_any_text(text in any::<String>(), tail in "[\\[{\"\\\\:,}\\]a]{0,20}") {
        let text = text + &tail;
        let mut cursor = Cursor::new(&text);
        let _ = cursor.skip();
        let _ = member(&text, "a");
        let _ = Members::read(&text).map(|members| members.write());
        prop_assert!(unquote(&text).len() <= text.len());
    }

    #[test]
    fn quoting_is_what_serde_reads_back(text in any::<String>()) {
        let quoted = quote(&text);
        prop_assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text.as_str());
        prop_assert_eq!(unquote(&quoted), text);
    }
}
