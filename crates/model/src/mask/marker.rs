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
    if !json.contains(START) && !json.contains("\\u") {
        return None;
    }
    let mut path = Path::default();
    match search(&mut Cursor::new(json), &mut path) {
        Ok(true) => Some(path.to_string()),
        Ok(false) => None,
        Err(Broken) => json.contains(START).then(|| path.to_string()),
    }
}

fn holds(raw: &str) -> bool {
    raw.contains(START) || (raw.contains("\\u") && unquote(raw).contains(START))
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
