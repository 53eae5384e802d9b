//! Tokens that betray themselves by their form.

use std::ops::Range;

/// How the last line of a private key begins.
pub(super) const KEY_END: &str = "-----END ";

/// A form of token: how it begins, what it goes on with, and for how long at least.
struct Shape {
    start: &'static str,
    /// Which byte of the start betrays it; see [`is_mark`].
    mark: usize,
    /// The byte there.
    byte: u8,
    rest: fn(u8) -> bool,
    least: usize,
}

const fn shape(
    start: &'static str,
    mark: usize,
    byte: u8,
    rest: fn(u8) -> bool,
    least: usize,
) -> Shape {
    Shape { start, mark, byte, rest, least }
}

const SHAPES: [Shape; 25] = [
    shape("PMAK-", 4, b'-', is_word, 16),
    shape("PMAT-", 4, b'-', is_word, 16),
    shape("gpa_", 3, b'_', is_word, 16),
    shape("gpk_", 3, b'_', is_word, 16),
    shape("gpm_", 3, b'_', is_word, 16),
    shape("gpc_", 3, b'_', is_word, 16),
    shape("ghp_", 3, b'_', is_word, 20),
    shape("gho_", 3, b'_', is_word, 20),
    shape("ghu_", 3, b'_', is_word, 20),
    shape("ghs_", 3, b'_', is_word, 20),
    shape("ghr_", 3, b'_', is_word, 20),
    shape("github_pat_", 6, b'_', is_word, 20),
    shape("AKIA", 2, b'I', is_upper, 16),
    shape("ASIA", 2, b'I', is_upper, 16),
    shape("xoxb-", 4, b'-', is_word, 10),
    shape("xoxa-", 4, b'-', is_word, 10),
    shape("xoxp-", 4, b'-', is_word, 10),
    shape("xoxr-", 4, b'-', is_word, 10),
    shape("xoxs-", 4, b'-', is_word, 10),
    shape("xoxe-", 4, b'-', is_word, 10),
    shape("xapp-", 4, b'-', is_word, 10),
    shape("sk_live_", 2, b'_', is_word, 10),
    shape("rk_live_", 2, b'_', is_word, 10),
    shape("sk_test_", 2, b'_', is_word, 10),
    shape("rk_test_", 2, b'_', is_word, 10),
];

/// Where a private key and a JSON web token are betrayed.
const KEY_MARK: usize = 0;
const WEB_MARK: usize = 2;

/// Bytes that every form has near its begin and ordinary text seldom has: the only places where
/// anything is compared.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'-' | b'_' | b'I' | b'J')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// The first token in `text` that begins at or after `from`.
pub(super) fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let rest = text.as_bytes().get(at..)?;
        at += rest.iter().position(|byte| is_mark(*byte))?;
        let found = betrayed_at(text, at).filter(|range| range.start >= from);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
}

/// The token that the byte at `at` betrays.
fn betrayed_at(text: &str, at: usize) -> Option<Range<usize>> {
    let with = |mark: usize, length_of: &dyn Fn(&str) -> Option<usize>| {
        let start = at.checked_sub(mark)?;
        let length = length_of(text.get(start..)?)?;
        Some(start..start + length)
    };
    match text.as_bytes().get(at)? {
        b'J' => with(WEB_MARK, &web_token),
        b'-' if text.as_bytes().get(at + 1) == Some(&b'-') => with(KEY_MARK, &private_key),
        byte => SHAPES.iter().filter(|shape| shape.byte == *byte).find_map(|shape| {
            with(shape.mark, &|text| {
                let rest = text.strip_prefix(shape.start)?;
                let length = rest.bytes().take_while(|byte| (shape.rest)(*byte)).count();
                (length >= shape.least).then_some(shape.start.len() + length)
            })
        }),
    }
}

/// A JSON web token: base64url parts between dots, the first an object.
fn web_token(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("eyJ")?;
    let first = rest.bytes().take_while(|byte| is_word(*byte)).count();
    let second = rest.get(first..)?.strip_prefix('.')?;
    let tail = second.bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
    (first >= 4 && tail >= 4).then_some(3 + first + 1 + tail)
}

/// A private key in PEM form, to its end or, without one, to the end of the text.
fn private_key(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("-----BEGIN ")?;
    let label = rest.find("-----")?;
    if label > 40 || !rest.get(..label)?.contains("PRIVATE KEY") {
        return None;
    }
    let end = text.find(KEY_END).and_then(|end| {
        let label = end + KEY_END.len();
        Some(label + text.get(label..)?.find("-----")? + 5)
    });
    Some(end.unwrap_or(text.len()))
}

/// The words of `text` that look random, as ranges.
pub(super) fn random_words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        let inside = byte.is_ascii_alphanumeric()
            || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'.' | b'~');
        match (inside, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                if text.get(start..at).is_some_and(is_random) {
                    found.push(start..at);
                }
                from = None;
            }
            _ => {}
        }
    }
    found
}

/// True for a long word of many different characters, letters and digits mixed, that is no UUID
/// and no part of an address.
fn is_random(word: &str) -> bool {
    let hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    if word.len() < 20 || !digits || !letters || is_uuid_like(word) || word.starts_with("//") {
        return false;
    }
    let least = if hex { 3.0 } else { 3.5 };
    (!hex || word.len() >= 32) && entropy(word) >= least
}

/// A UUID, or a uid: a number and a UUID.
fn is_uuid_like(word: &str) -> bool {
    let tail = word.len().checked_sub(36).and_then(|at| word.split_at_checked(at));
    tail.is_some_and(|(owner, id)| {
        let number = owner.strip_suffix('-').unwrap_or(owner);
        uuid::Uuid::parse_str(id).is_ok() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Bits per character.
fn entropy(word: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::<u8, u32>::new();
    for byte in word.bytes() {
        *counts.entry(byte).or_default() += 1;
    }
    let all = f64::from(u32::try_from(word.len()).unwrap_or(u32::MAX));
    counts.values().map(|count| f64::from(*count) / all).map(|part| -part * part.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_in_their_surroundings() {
        let tokens = [
            "PMAK-0123456789abcdef01234567-0123456789abcdef0123456789abcdef01",
            "PMAT-01HXYZ0123456789ABCDEF",
            "gpa_abcdefghij_0123456789012345678901234567890123456789abc_0a1b2c",
            "gpk_abcdefghij_0123456789012345678901234567890123456789abc_0a1b2c",
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            "github_pat_11ABCDEFG0123456789_abcdefghijklmnop",
            "AKIAIOSFODNN7EXAMPLE",
            "xoxb-123456789012-abcdefABCDEF",
            "sk_live_0123456789abcdefABCDEF01",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
            "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY-----",
        ];
        for token in tokens {
            for (before, after) in [("", ""), ("Bearer ", " x"), ("{\"a\":\"", "\"}"), ("ä", "ä")]
            {
                let text = format!("{before}{token}{after}");
                let range = before.len()..before.len() + token.len();
                assert_eq!(find(&text, 0), Some(range.clone()), "{text}");
                assert_eq!(find(&text, range.end), None, "{text}");
            }
        }
        let cut_off = "key: -----BEGIN EC PRIVATE KEY----- MIIE";
        assert_eq!(find(cut_off, 0), Some(5..cut_off.len()));
    }

    #[test]
    fn every_form_passes_the_first_look() {
        for shape in SHAPES {
            assert_eq!(shape.start.as_bytes()[shape.mark], shape.byte, "{}", shape.start);
            assert!(is_mark(shape.byte), "{}", shape.start);
            let token = format!("{}{}", shape.start, "A1".repeat(20));
            assert_eq!(find(&token, 0).map(|range| range.start), Some(0), "{token}");
        }
    }

    #[test]
    fn other_text_is_no_token() {
        let texts = [
            "",
            "PMAK-",
            "PMAK-short",
            "gpa_x",
            "AKIA",
            "AKIAlowercase0123456",
            "eyJ",
            "eyJhbGciOiJIUzI1NiJ9",
            "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
            "-----BEGIN ",
            "Passenger exposed a rare example",
        ];
        for text in texts {
            assert_eq!(find(text, 0), None, "{text}");
        }
    }

    #[test]
    fn random_words_are_told_from_ordinary_ones() {
        let table = [
            ("q9Zr4TnB7wYx2LmV8cKd", true),
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", true),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", true),
            ("12ece9e1-2abf-4edc-8e34-de66e74114d2", false),
            ("12345678-12ece9e1-2abf-4edc-8e34-de66e74114d2", false),
            ("https://api.staging.example.com/v1/users", false),
            ("https://example.com/abcdefghijklmnop", false),
            ("2023-10-09T18:34:58.000Z", false),
            ("a-plain-name-with-many-letters", false),
            ("11111111111111111111111111111111a", false),
            ("{{baseUrl}}/users", false),
        ];
        for (text, random) in table {
            assert_eq!(!random_words(text).is_empty(), random, "{text}");
        }
        assert_eq!(random_words("Bearer q9Zr4TnB7wYx2LmV8cKd!"), vec![7..27]);
    }
}
