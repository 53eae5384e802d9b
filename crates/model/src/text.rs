//! Text of files whose encoding nobody says.

use std::borrow::Cow;

/// The text of a file: UTF-8, UTF-16 or else Latin-1; a byte order mark decides and is dropped.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let (little, big): (Unit, Unit) = (u16::from_le_bytes, u16::from_be_bytes);
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, little)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, big)),
        // What begins a document is ASCII, so a zero shows the half that is not used.
        [first, 0, ..] if first.is_ascii() && *first != 0 => Cow::Owned(utf16(bytes, little)),
        [0, second, ..] if second.is_ascii() && *second != 0 => Cow::Owned(utf16(bytes, big)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
        },
    }
}

/// How two bytes make a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

fn utf16(bytes: &[u8], unit: Unit) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().copied().map(unit));
    characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_encoding_is_found() {
        let check = |bytes: &[u8], text: &str| assert_eq!(decode(bytes), text, "{bytes:?}");
        check(b"", "");
        check(b"{\"a\":1}", "{\"a\":1}");
        check("é🙂".as_bytes(), "é🙂");
        check(b"\xEF\xBB\xBF{}", "{}");
        check(b"\xEF\xBB\xBF\xFF", "\u{FFFD}");
        check(b"\xFF\xFE{\0\xE9\0=\xD8B\xDE", "{é🙂");
        check(b"\xFE\xFF\0{\0\xE9", "{é");
        check(b"[\0]\0", "[]");
        check(b"\0[\0]", "[]");
        check(b"\xFF\xFE{\0\0\xD8x", "{\u{FFFD}");
        check(b"caf\xE9", "café");
    }
}
