//! Percent-encoding as the schemes want it.

/// Encodes everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push(&mut out, byte);
        }
    }
    out
}

pub(crate) fn push(out: &mut String, byte: u8) {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    out.push('%');
    out.extend([byte >> 4, byte & 15].map(|value| digit(value).to_ascii_uppercase()));
}

/// Decodes a text; `None` if an encoding is cut off or the result is no text.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            out.push(nibble(bytes.next()?)? << 4 | nibble(bytes.next()?)?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// Decodes a part of a query, where `+` is a space.
pub(crate) fn decode_form(text: &str) -> Option<String> {
    decode(&text.replace('+', " "))
}

/// Like [`decode_form`], but what can't be decoded stays, or becomes U+FFFD.
pub(crate) fn decode_form_lossy(text: &str) -> String {
    let text = text.replace('+', " ");
    decode(&text).unwrap_or_else(|| {
        let bytes = text.as_bytes();
        let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
        while let Some(&byte) = bytes.get(at) {
            let pair = bytes.get(at + 1).zip(bytes.get(at + 2));
            let value = pair.and_then(|(high, low)| Some(nibble(*high)? << 4 | nibble(*low)?));
            let value = value.filter(|_| byte == b'%');
            at += if value.is_some() { 3 } else { 1 };
            out.push(value.unwrap_or(byte));
        }
        String::from_utf8_lossy(&out).into_owned()
    })
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The pairs of a query, still encoded; a name without `=` has no value.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_leaves_only_unreserved_characters() {
        assert_eq!(encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode("!'()*+ %é☃"), "%21%27%28%29%2A%2B%20%25%C3%A9%E2%98%83");
    }

    #[test]
    fn decoding_is_strict_or_lenient() {
        let rows = [
            ("a%20b+c", Some("a b c"), "a b c"),
            ("100%", None, "100%"),
            ("%zz%41", None, "%zzA"),
            ("%C3", None, "\u{fffd}"),
            ("%c3%A9", Some("é"), "é"),
            ("%4", None, "%4"),
        ];
        for (text, strict, lenient) in rows {
            assert_eq!(decode_form(text).as_deref(), strict, "{text}");
            assert_eq!(decode_form_lossy(text), lenient, "{text}");
        }
    }

    #[test]
    fn pairs_keep_the_difference_between_none_and_empty() {
        let found: Vec<_> = pairs("a&b=&=c&&d=e=f").collect();
        let expected = [("a", None), ("b", Some("")), ("", Some("c")), ("d", Some("e=f"))];
        assert_eq!(found, expected);
    }
}
