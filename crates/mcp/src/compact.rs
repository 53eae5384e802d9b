//! JSON text without the space between its parts.

/// The same JSON without insignificant space; numbers and texts stay as they are written.
///
/// Stored documents keep the indentation they came with, which costs a model half its tokens.
pub(crate) fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut quoted = false;
    let mut rest = json;
    while let Some(at) =
        rest.find(if quoted { &['"', '\\'][..] } else { &['"', ' ', '\n', '\r', '\t'] })
    {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let mut letters = tail.chars();
        match letters.next() {
            Some('"') => {
                quoted = !quoted;
                out.push('"');
            }
            Some('\\') => {
                out.push('\\');
                out.extend(letters.next());
            }
            _ => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn space_goes_and_texts_stay() {
        let cases = [
            ("", ""),
            ("{ \"a b\" :\n\t1.0 }", "{\"a b\":1.0}"),
            (r#"[ "\" [ ", 1e3 ]"#, r#"["\" [ ",1e3]"#),
            (r#"{"a": "\\", "b" : " "}"#, r#"{"a":"\\","b":" "}"#),
            ("\"ü \\", "\"ü \\"),
        ];
        for (given, expected) in cases {
            assert_eq!(compact(given), expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn the_value_stays_the_same(texts in proptest::collection::vec(".*", 0..8)) {
            let value = serde_json::json!({ "a": texts, "b": { "c": [1.5, null, true] } });
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(compact(&pretty), value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&compact(&pretty)).unwrap(), value);
        }

        #[test]
        fn any_text_is_taken(text in ".*") {
            prop_assert!(compact(&text).len() <= text.len());
        }
    }
}
