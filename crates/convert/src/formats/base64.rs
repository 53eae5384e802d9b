//! Base64, read.

/// The text that `encoded` stands for; `None` when it is none, or no UTF-8.
pub(crate) fn text(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in encoded.trim_end_matches('=').bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = ((held << 6) | u32::from(digit)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn texts_come_out() {
        assert_eq!(text("aGVsbG8=").as_deref(), Some("hello"));
        assert_eq!(text("w6Q=").as_deref(), Some("\u{e4}"));
        assert_eq!(text("/w=="), None);
        assert_eq!(text("a b*"), None);
    }
}
