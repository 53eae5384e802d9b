//! Finds dependencies that no source names.

use std::{fs, path::Path};

use anyhow::Result;

use crate::manifest;

/// A sentence for each dependency that its crate's sources don't name.
pub(super) fn check() -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for member in manifest::members()? {
        let sources = text_of(&member.folder.join("src"))?;
        let build = fs::read_to_string(member.folder.join("build.rs")).unwrap_or_default();
        let tests =
            text_of(&member.folder.join("tests"))? + &text_of(&member.folder.join("benches"))?;
        let ships = sources.clone() + &build;
        let all = sources + &tests;
        let shipped = member.dependencies.iter().map(|name| (name, &ships));
        let tested = member.dev_dependencies.iter().map(|name| (name, &all));
        for (name, text) in shipped.chain(tested) {
            if !names(text, &name.replace('-', "_")) {
                faults.push(format!("`{}` does not use its dependency `{name}`", member.name));
            }
        }
    }
    Ok(faults)
}

/// All Rust sources below a folder.
fn text_of(folder: &Path) -> Result<String> {
    let mut text = String::new();
    if !folder.is_dir() {
        return Ok(text);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            text += &text_of(&path)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            text += &fs::read_to_string(path)?;
        }
    }
    Ok(text)
}

/// True when `name` occurs as a whole word followed by `::`, or in a `use` or an attribute.
fn names(text: &str, name: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        let whole = !before.unwrap_or_default().ends_with(part)
            && !after.unwrap_or_default().starts_with(part);
        let line = before.unwrap_or_default().rsplit('\n').next().unwrap_or_default().trim_start();
        whole && !line.starts_with("//")
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn only_whole_words_outside_comments_count() {
        assert!(names("use bytes::Bytes;", "bytes"));
        assert!(names("fn f() -> http::Method {}", "http"));
        assert!(!names("let kilobytes = 1;", "bytes"));
        assert!(!names("// uses bytes\nfn f() {}", "bytes"));
        assert!(!names("use http_body::Body;", "http"));
    }
}
