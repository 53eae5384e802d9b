//! Texts taken apart into words.

/// Characters of words that are kept of one text, and of one word.
const LONGEST: usize = 2_000;
const LONGEST_WORD: usize = 64;

/// The words of a text in lower case, with blanks between: parts of camel case and of addresses
/// are words of their own, beside the whole.
pub(crate) fn words(text: &str) -> String {
    taken_apart(text, true)
}

/// The words to look for: what was looked at as parts is looked for as parts.
pub(crate) fn asked(text: &str) -> String {
    taken_apart(text, false)
}

fn taken_apart(text: &str, and_whole: bool) -> String {
    let mut out = String::new();
    for whole in text.split(|one: char| !one.is_alphanumeric()).filter(|whole| !whole.is_empty()) {
        let parts = parts(whole);
        for part in &parts {
            push(&mut out, part);
        }
        if and_whole && parts.len() > 1 {
            push(&mut out, whole);
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out
}

fn push(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.extend(word.chars().take(LONGEST_WORD).flat_map(char::to_lowercase));
}

/// `getUserById` in its parts; `HTTPServer2` is `HTTP`, `Server2`.
fn parts(whole: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut characters = whole.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, one)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        let begins = one.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(char::is_lowercase)
            });
        if begins {
            parts.extend(whole.get(start..at).filter(|part| !part.is_empty()));
            start = at;
        }
        before = Some(one);
    }
    parts.extend(whole.get(start..).filter(|part| !part.is_empty()));
    parts
}

#[cfg(test)]
mod tests {
    use super::{asked, words};

    #[test]
    fn names_and_addresses_are_found_by_their_parts() {
        for (text, expected) in [
            ("getUserById", "get user by id getuserbyid"),
            ("GET /users/:id", "get users id"),
            ("{{baseUrl}}/v1/user-id?x", "base url baseurl v1 user id x"),
            ("HTTPServer2", "http server2 httpserver2"),
            ("\u{c9}cole \u{4e2d}\u{6587}", "\u{e9}cole \u{4e2d}\u{6587}"),
            ("  ", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert!(words(&"word ".repeat(10_000)).len() < 2_100);
        assert_eq!(words(&"x".repeat(10_000)).len(), 64);
        assert_eq!(asked("getUserB"), "get user b");
    }
}
