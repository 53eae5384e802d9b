//! What stands in place of a secret.

use sha2::{Digest as _, Sha256};

use crate::json::{Broken, Cursor, MAX_DEPTH, Path, unquote};

/// How every marker begins.
pub(super) const START: &str = "«masked:";

/// The marker for `secret`: six hex digits of its HMAC-SHA-256.
pub(super) fn marker(key: &[u8; 32], secret: &str) -> String {
    let [a, b, c, ..] = hmac(key, secret.as_bytes());
    format!("{START}{a:02x}{b:02x}{c:02x}»")
}

/// HMAC-SHA-256 (RFC 2104) with a key shorter than the block.
fn hmac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let pad = |with: u8| {
        let mut block = [with; 64];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= key;
        }
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// The JSON path of the first text in `json` that holds a marker.
///
/// A document with markers must not be stored: they would take the place of the secrets. Text
/// that is no JSON counts as a marker when it holds one.
#[must_use]
pub fn find_marker(json: &str) -> Option<String> {
    if !marked(json) && !json.contains("\\u") {
        return None;
    }
    let mut path = Path::default();
    match search(&mut Cursor::new(json), &mut path) {
        Ok(true) => Some(path.to_string()),
        Ok(false) => None,
        Err(Broken) => marked(json).then(|| path.to_string()),
    }
}

/// A text with `<secret>` for every marker: for what is made of masked texts and then stored.
#[must_use]
pub fn without_markers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        out.push_str("<secret>");
        rest = after.split_once('»').map_or(after, |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

fn holds(raw: &str) -> bool {
    marked(raw) || (raw.contains("\\u") && marked(&unquote(raw)))
}

/// True when a marker begins anywhere in `text`, in any letter case, also as in a URL:
/// `%C2%ABmasked:`.
fn marked(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // Every marker begins with one of two bytes, and neither is frequent.
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'%' | 0xc2)) {
        rest = rest.get(at..).unwrap_or_default();
        if begins(rest) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn begins(mut text: &[u8]) -> bool {
    START.bytes().all(|expected| {
        let (byte, rest) = match text {
            [b'%', high, low, rest @ ..] => (escaped(*high, *low), rest),
            [byte, rest @ ..] => (Some(*byte), rest),
            [] => return false,
        };
        text = rest;
        byte.is_some_and(|byte| byte.eq_ignore_ascii_case(&expected))
    })
}

fn escaped(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// True for the JSON string `raw` when it is one marker and nothing else.
pub(crate) fn is_marker(raw: &str) -> bool {
    let text = unquote(raw);
    let inner = text.strip_prefix(START).and_then(|rest| rest.strip_suffix('»'));
    inner.is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Walks the next value; when true, the path names the place.
fn search<'a>(cursor: &mut Cursor<'a>, path: &mut Path<'a>) -> Result<bool, Broken> {
    if path.len() > 2 * MAX_DEPTH {
        return Err(Broken);
    }
    match cursor.peek()? {
        b'{' => {
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                path.enter(key.name());
                if holds(key.raw) || search(cursor, path)? {
                    return Ok(true);
                }
                path.leave();
            }
        }
        b'[' => {
            cursor.open(b'[')?;
            let mut index = 0;
            while cursor.element()? {
                path.enter_element(index);
                if search(cursor, path)? {
                    return Ok(true);
                }
                path.leave();
                index += 1;
            }
        }
        _ => return Ok(holds(cursor.skip()?)),
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_the_published_one() {
        // RFC 4231, test case 1 with its key filled up by zeros, which HMAC does itself.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let sum = hmac(&key, b"Hi There");
        assert_eq!(sum[..8], [0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53]);
        assert_eq!(sum[28..], [0x2e, 0x32, 0xcf, 0xf7]);
        assert_eq!(marker(&key, "Hi There"), "«masked:b0344c»");
    }
}
