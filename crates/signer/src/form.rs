//! Forms as they are sent.

use indexmap::IndexMap;
use model::runnable::UrlencodedParam;

use crate::percent::encode;

/// The body of a form: its enabled fields, strictly encoded.
///
/// Fields of one name stand together where the first of them is, and names that are whole numbers
/// come first, in order: servers have always seen forms that way.
#[must_use]
pub fn form_text(fields: &[UrlencodedParam]) -> String {
    let mut groups: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for field in fields.iter().filter(|field| !field.disabled) {
        let values = groups.entry(field.key.as_deref().unwrap_or("undefined")).or_default();
        values.push(field.value.as_deref().unwrap_or_default());
    }
    // A stable sort: all names that are no index compare alike.
    groups.sort_by_cached_key(|name, _| index(name).map_or((true, 0), |index| (false, index)));
    let pairs = groups.iter().flat_map(|(name, values)| {
        values.iter().map(move |value| format!("{}={}", encode(name), encode(value)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The number that a name is, written the one usual way.
pub(crate) fn index(name: &str) -> Option<u32> {
    let usual = name == "0" || !name.starts_with(['0', '+']);
    name.parse().ok().filter(|&index| usual && index != u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[(Option<&str>, Option<&str>)], expected: &str) {
        let field = |(key, value): &(Option<&str>, Option<&str>)| UrlencodedParam {
            key: key.map(str::to_owned),
            value: value.map(str::to_owned),
            ..UrlencodedParam::default()
        };
        let fields: Vec<_> = fields.iter().map(field).collect();
        assert_eq!(form_text(&fields), expected);
    }

    #[test]
    fn fields_are_encoded_and_grouped() {
        check(&[], "");
        check(&[(Some("a b"), Some("!'()*")), (Some("é"), None)], "a%20b=%21%27%28%29%2A&%C3%A9=");
        check(&[(None, Some("x"))], "undefined=x");
        let mixed = ["b", "10", "9", "b", "01"].map(|key| (Some(key), Some("v")));
        check(&mixed, "9=v&10=v&b=v&b=v&01=v");
    }
}
