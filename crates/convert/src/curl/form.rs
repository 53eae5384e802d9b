//! Fields of forms, as `-F` writes them.

use serde_json::{Map, Value};

use crate::formats::Notes;

/// What may follow a value.
const PARAMS: [&str; 4] = ["type=", "filename=", "headers=", "encoder="];

/// The field that a word stands for; with `plain` its value is taken as it is.
pub(super) fn field(word: &str, plain: bool, place: &str, notes: &mut Notes) -> Option<Value> {
    let Some((key, value)) = word.split_once('=') else {
        notes.add("a form field without a name", place);
        return None;
    };
    let mut made = Map::new();
    made.insert("key".to_owned(), key.into());
    let mut text = |text: &str| {
        made.insert("type".to_owned(), "text".into());
        made.insert("value".to_owned(), text.into());
    };
    if plain {
        text(value);
        return Some(Value::Object(made));
    }
    let (content, params) = split(value);
    if let Some(files) = content.strip_prefix(['@', '<']) {
        if content.starts_with('<') {
            notes.add("a field whose text is in a file: it came along as that file", place);
        }
        let names = names(files);
        let source = if let [one] = names.as_slice() { one.as_str().into() } else { names.into() };
        made.insert("type".to_owned(), "file".into());
        made.insert("src".to_owned(), source);
    } else {
        text(&names_or(content));
    }
    for param in params {
        match param.split_once('=') {
            Some(("type", kind)) => {
                made.insert("contentType".to_owned(), kind.trim_matches('"').into());
            }
            Some((name, _)) => notes.add(format!("`;{name}=` of a form field"), place),
            None => {}
        }
    }
    Some(Value::Object(made))
}

/// A value, and the parameters behind it.
fn split(value: &str) -> (&str, Vec<&str>) {
    let mut ends = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, one) in value.char_indices() {
        match one {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                let rest = value.get(at + 1..).unwrap_or_default().trim_start();
                if PARAMS.iter().any(|param| rest.starts_with(param)) {
                    ends.push(at);
                }
            }
            _ => {}
        }
    }
    let first = ends.first().copied().unwrap_or(value.len());
    let params = ends.iter().enumerate().map(|(number, start)| {
        let end = ends.get(number + 1).copied().unwrap_or(value.len());
        value.get(start + 1..end).unwrap_or_default().trim()
    });
    (value.get(..first).unwrap_or_default(), params.collect())
}

/// The names of files between commas, without the quotes around them.
fn names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let (mut quoted, mut characters) = (false, text.chars());
    while let Some(one) = characters.next() {
        let Some(name) = names.last_mut() else { break };
        match one {
            '"' => quoted = !quoted,
            '\\' if quoted => name.extend(characters.next()),
            ',' if !quoted => names.push(String::new()),
            one => name.push(one),
        }
    }
    names
}

/// A text without the quotes around it, if there are any.
fn names_or(text: &str) -> String {
    let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    if quoted { names(text).join(",") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_those_of_the_manual() {
        for (word, expected) in [
            ("a=b", json!({ "key": "a", "type": "text", "value": "b" })),
            ("a=b;c=d", json!({ "key": "a", "type": "text", "value": "b;c=d" })),
            ("a=\"b;type=c\"", json!({ "key": "a", "type": "text", "value": "b;type=c" })),
            (
                "a={};type=application/json; charset=utf-8",
                json!({ "key": "a", "type": "text", "value": "{}", "contentType": "application/json; charset=utf-8" }),
            ),
            (
                "a=@b.png;type=image/png",
                json!({ "key": "a", "type": "file", "src": "b.png", "contentType": "image/png" }),
            ),
            ("a=@b,c;filename=d", json!({ "key": "a", "type": "file", "src": ["b", "c"] })),
            ("a=@\"b,\\\"c\"", json!({ "key": "a", "type": "file", "src": "b,\"c" })),
            ("a=<b", json!({ "key": "a", "type": "file", "src": "b" })),
        ] {
            let field = field(word, false, "", &mut Notes::default());
            assert_eq!(field.unwrap(), expected, "{word}");
        }
        assert_eq!(field("a=@b", true, "", &mut Notes::default()).unwrap()["value"], "@b");
        assert!(field("a", false, "", &mut Notes::default()).is_none());
    }
}
