//! How much of the code is tests.

use std::collections::BTreeMap;

use super::Source;

#[derive(Default)]
struct Lines {
    code: usize,
    tests: usize,
    docs: usize,
}

/// Prints lines of code, of tests and of documentation for each crate and all together.
pub(super) fn print(sources: &[Source]) {
    let mut total = Lines::default();
    let mut crates = BTreeMap::<&str, Lines>::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let path = source.path.strip_prefix("crates/").unwrap_or(&source.path);
        let name = path.split('/').next().unwrap_or(path);
        for lines in [&mut total, crates.entry(name).or_default()] {
            count(source, lines);
        }
    }
    for (name, lines) in crates.iter().chain([(&"together", &total)]) {
        let share = 100 * lines.tests / (lines.code + lines.tests).max(1);
        let docs = 100 * lines.docs / lines.code.max(1);
        eprintln!(
            "files: {name:9}{:6} lines of code,{:6} of tests ({share} %), {docs} doc lines per 100",
            lines.code, lines.tests
        );
    }
}

fn count(source: &Source, lines: &mut Lines) {
    let path = &source.path;
    let mut tests = ["/tests/", "/benches/"].iter().any(|folder| path.contains(folder))
        || path.ends_with("/tests.rs")
        || ["crates/runkit/", "crates/testkit/"].iter().any(|folder| path.starts_with(folder));
    for (line, next) in source.text.lines().zip(source.text.lines().skip(1).chain([""])) {
        // A test module is the end of its file.
        tests |= line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{');
        if tests {
            lines.tests += 1;
        } else {
            lines.code += 1;
            let comment = line.trim_start();
            lines.docs += usize::from(comment.starts_with("///") || comment.starts_with("//!"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_module_counts_as_tests() {
        let text = "//! Doc.\nfn f() {}\n\n#[cfg(test)]\nmod tests {\n}\n".to_owned();
        let mut lines = Lines::default();
        count(&Source { path: "crates/a/src/a.rs".to_owned(), text: text.clone() }, &mut lines);
        assert_eq!((lines.code, lines.tests, lines.docs), (3, 3, 1));
        count(&Source { path: "crates/a/tests/it/a.rs".to_owned(), text }, &mut lines);
        assert_eq!((lines.code, lines.tests), (3, 9));
    }
}
