//! Percent-encoding of what is sent.

use super::parse;

/// A part of a URL, which decides what is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    User,
    Path,
    Key,
    Value,
    Hash,
}

impl Part {
    /// Whether a byte is encoded. Percent signs never are: what is encoded already stays so.
    fn encodes(self, byte: u8) -> bool {
        let always = !(b' '..0x7F).contains(&byte);
        always
            || match self {
                Self::User => {
                    Self::Path.encodes(byte)
                        || matches!(
                            byte,
                            b'/' | b':' | b';' | b'=' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|'
                        )
                }
                Self::Path => {
                    matches!(byte, b' ' | b'"' | b'<' | b'>' | b'`' | b'#' | b'?' | b'{' | b'}')
                }
                Self::Key => byte == b'=' || Self::Value.encodes(byte),
                Self::Value => {
                    matches!(byte, b' ' | b'"' | b'#' | b'\'' | b'<' | b'>' | b'&')
                }
                Self::Hash => matches!(byte, b' ' | b'"' | b'<' | b'>' | b'`'),
            }
    }
}

/// Appends `text` as it is sent in a part of a URL.
pub(super) fn push(out: &mut String, text: &str, part: Part) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    // What separates parameters stays in tokens, although they have no value.
    let tokens = match part {
        Part::Key | Part::Value => parse::tokens(text, |_| true),
        _ => Vec::new(),
    };
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let kept = matches!(byte, b'&' | b'=') && parse::is_inside(&tokens, at);
        if kept || !part.encodes(byte) {
            continue;
        }
        out.push_str(text.get(copied..at).unwrap_or_default());
        copied = at + 1;
        out.push('%');
        for digit in [byte >> 4, byte & 15] {
            out.push(DIGITS.get(usize::from(digit)).copied().map_or('0', char::from));
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// The text that percent-encoded text stands for; as it is if that is no UTF-8.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|pair| std::str::from_utf8(pair).ok());
        // A sign would be read as part of the number.
        let pair = pair.filter(|pair| !pair.starts_with('+'));
        let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
