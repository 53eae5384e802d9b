//! Templates: variables become those of collections, tags stay and are noted.

use crate::formats::Notes;

/// A text with its variables as collections write them.
pub(super) fn text(text: &str, place: &str, notes: &mut Notes) -> String {
    if text.contains("{%") {
        notes.add("a template tag, which stays as text", place);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inner, behind)) = after.split_once("}}") else { break };
        out.push_str(before);
        let name = variable(inner);
        if name.is_none() && !inner.trim().is_empty() {
            notes.add("a template expression, which stays as text", place);
        }
        out.extend(["{{", name.unwrap_or(inner), "}}"]);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The name that an expression is, if it is no more than that.
fn variable(inner: &str) -> Option<&str> {
    let inner = inner.trim();
    let name = inner.strip_prefix("_.").or_else(|| {
        let quoted = inner.strip_prefix("_[")?.strip_suffix(']')?;
        Some(quoted.trim_matches(['\'', '"']))
    });
    let name = name.unwrap_or(inner);
    let plain = |one: char| one.is_alphanumeric() || "_-.$".contains(one);
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_lose_their_prefix() {
        let mut notes = Notes::default();
        let all = "{{ _.a }}/{{b}}/{{ _['c-d'] }}/{{ e | lower }}/{% uuid %}/{{";
        let made = text(all, "R", &mut notes);
        assert_eq!(made, "{{a}}/{{b}}/{{c-d}}/{{ e | lower }}/{% uuid %}/{{");
        assert_eq!(notes.into_lines().len(), 2);
    }
}
