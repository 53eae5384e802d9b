//! Bytes of bodies as text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// The charset that a Content-Type among the headers names; the last such header counts.
pub(crate) fn of_headers(headers: &[(String, String)]) -> Option<String> {
    let is_type = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
    of_content_type(&headers.iter().rev().find(is_type)?.1)
}

/// The charset that a Content-Type names.
fn of_content_type(value: &str) -> Option<String> {
    let parameter = value.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let charset = parameter?.trim().trim_matches(['"', '\'']);
    (!charset.is_empty()).then(|| charset.to_owned())
}

/// The text of `bytes`; UTF-8 unless a charset we know is named. A byte order mark goes.
pub(crate) fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let named = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = named.unwrap_or(UTF_8);
    if encoding == UTF_8 {
        return String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    }
    encoding.decode_with_bom_removal(bytes).0
}

#[cfg(test)]
mod tests {
    use super::{decode, of_content_type};

    #[test]
    fn charsets_are_found_in_content_types() {
        for (value, expected) in [
            ("text/html; charset=utf-8", Some("utf-8")),
            ("text/html;a=b; Charset = \"ISO-8859-1\" ", Some("ISO-8859-1")),
            ("text/html", None),
            ("text/html; charset=", None),
            ("charset=x", None),
        ] {
            assert_eq!(of_content_type(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn bytes_become_text() {
        for (bytes, charset, expected) in [
            (&b"\xc3\xa9"[..], None, "é"),
            (b"\xe9", Some("latin1"), "é"),
            (b"\xe9", Some("no such thing"), "\u{fffd}"),
            (b"\x82\xa0", Some("shift_jis"), "あ"),
            (b"a\x00b\x00", Some("utf-16le"), "ab"),
            (b"\xef\xbb\xbf{}", None, "{}"),
            (b"\xff\xfea\x00", Some("utf-16le"), "a"),
        ] {
            assert_eq!(decode(bytes, charset), expected, "{charset:?}");
        }
    }
}
