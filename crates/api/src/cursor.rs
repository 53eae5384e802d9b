//! Opaque cursors: where a list goes on.
//!
//! A cursor is a position in a list that the caller sees anyway, in base64url. It holds no secret
//! and grants nothing: whoever shows it gets its own list from there on.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gate::Fault;

/// Makes a cursor of a position's parts.
#[must_use]
pub(crate) fn write(kind: &str, parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{}", parts.join(":")))
}

/// The parts of a cursor of this kind, if it is one.
#[must_use]
pub(crate) fn parts<const N: usize>(kind: &str, cursor: &str) -> Option<[String; N]> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let rest = text.strip_prefix(kind)?.strip_prefix(':')?;
    let parts: Vec<String> = rest.split(':').map(str::to_owned).collect();
    parts.try_into().ok()
}

/// A position in a list by time and id.
#[must_use]
pub(crate) fn by_age(cursor: &str) -> Option<(i64, String)> {
    let [at, id] = parts::<2>("t", cursor)?;
    Some((at.parse().ok()?, id))
}

/// A number of items to skip.
#[must_use]
pub(crate) fn offset(cursor: &str) -> Option<u64> {
    let [skip] = parts::<1>("o", cursor)?;
    skip.parse().ok()
}

/// 400, in the contract's words.
#[must_use]
pub(crate) fn refused() -> Fault {
    Fault::bad_request("Invalid cursor")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn goes_on_where_it_stopped(at: i64, skip: u64) {
            let id = "1f0d7c1e-6a3f-4f2c-9d55-0d5a3a7c9b11";
            let cursor = write("t", &[&at.to_string(), id]);
            prop_assert_eq!(by_age(&cursor), Some((at, id.to_owned())));
            prop_assert_eq!(offset(&write("o", &[&skip.to_string()])), Some(skip));
            prop_assert_eq!(offset(&cursor), None);
        }

        #[test]
        fn refuses_anything_else(text in ".{0,40}") {
            prop_assert!(by_age(&text).is_none());
            prop_assert!(offset(&text).is_none());
        }
    }

    #[test]
    fn refuses_a_tampered_cursor() {
        for text in ["", "t:1:2", "bzox", "not base64!", &write("t", &["x", "id"])] {
            assert_eq!(by_age(text), None, "{text}");
        }
        assert_eq!(offset(&write("o", &["-1"])), None);
    }
}
