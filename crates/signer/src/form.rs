//! Forms as they are sent.

use std::borrow::Cow;

use indexmap::IndexMap;
use model::runnable::UrlencodedParam;
use model::variables::coerce;
use serde_json::Value;

use crate::percent::encode;

/// The body of a form: its enabled fields, strictly encoded.
///
/// Fields of one name stand together where the first of them is, and names that are whole numbers
/// come first, in order: servers have always seen forms that way. A list as value is a field for
/// each of its members; an object has no text.
#[must_use]
pub fn form_text(fields: &[UrlencodedParam]) -> String {
    let pairs = pairs(fields);
    let text = |(name, value): &(&str, Cow<'_, str>)| format!("{}={}", encode(name), encode(value));
    pairs.iter().map(text).collect::<Vec<_>>().join("&")
}

/// The names and values of a form, in the order in which they are sent.
pub(crate) fn pairs(fields: &[UrlencodedParam]) -> Vec<(&str, Cow<'_, str>)> {
    let mut groups: IndexMap<&str, Vec<&Value>> = IndexMap::new();
    for field in fields.iter().filter(|field| !field.disabled) {
        let values = groups.entry(field.key_text()).or_default();
        values.push(field.value.as_ref().unwrap_or(&Value::Null));
    }
    // A stable sort: all names that are no index compare alike.
    groups.sort_by_cached_key(|name, _| index(name).map_or((true, 0), |index| (false, index)));
    let mut pairs = Vec::new();
    for (name, values) in groups {
        let members = match values.as_slice() {
            [Value::Array(members)] => members.iter().collect(),
            _ => values,
        };
        pairs.extend(members.into_iter().map(|value| (name, text(value))));
    }
    pairs
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
        value => coerce::text(value),
    }
}

/// The number that a name is, written the one usual way.
pub(crate) fn index(name: &str) -> Option<u32> {
    let usual = name == "0" || !name.starts_with(['0', '+']);
    name.parse().ok().filter(|&index| usual && index != u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(fields: &[(Option<&str>, Value)], expected: &str) {
        let field = |(key, value): &(Option<&str>, Value)| UrlencodedParam {
            key: key.map(str::to_owned),
            value: Some(value.clone()),
            ..UrlencodedParam::default()
        };
        let fields: Vec<_> = fields.iter().map(field).collect();
        assert_eq!(form_text(&fields), expected);
    }

    #[test]
    fn fields_are_encoded_and_grouped() {
        check(&[], "");
        check(
            &[(Some("a b"), json!("!'()*")), (Some("é"), json!(null))],
            "a%20b=%21%27%28%29%2A&%C3%A9=",
        );
        check(&[(None, json!("x"))], "undefined=x");
        let mixed = ["b", "10", "9", "b", "01"].map(|key| (Some(key), json!("v")));
        check(&mixed, "9=v&10=v&b=v&b=v&01=v");
    }

    #[test]
    fn values_have_the_text_that_scripts_give_them() {
        let rows = [
            (json!(5), "k=5"),
            (json!(1.5), "k=1.5"),
            (json!(1e21), "k=1e%2B21"),
            (json!(true), "k=true"),
            (json!({"x": 1}), "k="),
            (json!(["a", 2, ["b"], null]), "k=a&k=2&k=&k="),
            (json!([]), ""),
        ];
        for (value, expected) in rows {
            check(&[(Some("k"), value)], expected);
        }
        check(&[(Some("k"), json!(["a", "b"])), (Some("k"), json!("c"))], "k=&k=c");
    }
}
