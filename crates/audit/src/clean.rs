//! Names of others, made harmless for a sentence.

/// How many characters of a name a sentence shows.
const SHOWN: usize = 80;

/// Removes what could change how text around a name is read, and shortens it to 80 characters.
///
/// Control characters, direction marks and invisible characters go; every kind of white space
/// becomes one space.
#[must_use]
pub fn clean(name: &str) -> String {
    clean_to(name, SHOWN)
}

/// The cleaned name in single quotes, with quotes and backslashes in it escaped.
///
/// What it answers can be put into `because`, `by` and `needs` of a record.
#[must_use]
pub fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    push_quoted(name, &mut out);
    out
}

pub(crate) fn push_quoted(name: &str, out: &mut String) {
    out.push('\'');
    if is_simple(name) {
        out.push_str(name);
    } else {
        for character in clean(name).chars() {
            match character {
                '\\' => out.push_str("\\\\"),
                // The look-alikes would end the name for a reader, though not for a parser.
                quote if is_quote(quote) => out.push_str("\\'"),
                other => out.push(other),
            }
        }
    }
    out.push('\'');
}

/// The single quotation mark, and what looks like it.
pub(crate) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'
            | '\u{2bc}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{a78c}'
            | '\u{ff07}'
    )
}

/// Whether cleaning and quoting leave the name as it is; most names are like that.
fn is_simple(name: &str) -> bool {
    name.len() <= SHOWN
        && !name.contains("  ")
        && !name.starts_with(' ')
        && !name.ends_with(' ')
        && name
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~' if !matches!(byte, b'\'' | b'\\' | b'`')))
}

/// As [`clean`], with another limit in characters.
pub(crate) fn clean_to(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit * 4));
    let mut length = 0;
    let mut space = false;
    for character in text.chars() {
        if character.is_whitespace() || is_blank(character) {
            space = length > 0;
            continue;
        }
        if character.is_control() || is_invisible(character) {
            continue;
        }
        let wanted = 1 + usize::from(space);
        if length + wanted > limit {
            while length >= limit {
                out.pop();
                length -= 1;
            }
            out.push('…');
            return out;
        }
        if space {
            out.push(' ');
        }
        out.push(character);
        length += wanted;
        space = false;
    }
    out
}

/// Characters that show as empty space though they are letters or symbols.
fn is_blank(character: char) -> bool {
    matches!(character, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}')
}

/// Characters that show nothing, or change the direction or form of others.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{clean, quoted};

    #[test]
    fn names_are_cleaned_and_quoted() {
        let long = "x".repeat(100);
        let cut = format!("{}…", "x".repeat(79));
        let cases = [
            ("Payments", "'Payments'"),
            ("", "''"),
            ("  a \t b\n", "'a b'"),
            ("it's", r"'it\'s'"),
            ("it’s", r"'it\'s'"),
            (r"a\'b", r"'a\\\'b'"),
            ("a\u{202e}b\u{200b}c", "'abc'"),
            ("\u{1b}[31mred", "'[31mred'"),
            ("a\u{3164}b", "'a b'"),
            ("Größe 中文 🙂", "'Größe 中文 🙂'"),
        ];
        for (name, expected) in cases {
            assert_eq!(quoted(name), expected, "{name:?}");
        }
        assert_eq!(clean(&long), cut);
        assert_eq!(clean(&"y".repeat(80)), "y".repeat(80));
        assert_eq!(clean(&format!("{} z", "y".repeat(79))), format!("{}…", "y".repeat(79)));
    }
}
