//! Forms in the encoding of queries.

use model::runnable::UrlencodedParam;

/// The form as it goes out: fields of one name stand together, where the first of them stood.
pub(super) fn encode(fields: &[UrlencodedParam]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for field in fields.iter().filter(|field| !field.disabled) {
        let key = field.key.as_deref().unwrap_or("undefined");
        let value = field.value.as_deref().unwrap_or_default();
        let place = *places.entry(key).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, values)) = groups.get_mut(place) {
            values.push(value);
        }
    }
    let mut text = String::new();
    for (key, values) in groups {
        for value in values {
            if !text.is_empty() {
                text.push('&');
            }
            strict(key, &mut text);
            text.push('=');
            strict(value, &mut text);
        }
    }
    text
}

/// Everything but letters, digits and `-_.~` is encoded.
fn strict(text: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            let digit = |half: u8| HEX.get(usize::from(half)).copied().map_or('0', char::from);
            into.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}
