//! `cargo xtask files`: what no file of the repository may be or hold.

mod borrowed;
mod share;

use std::{fs, path::Path};

use anyhow::{Result, bail};

use crate::shell;

/// The longest a hand-written source may be, in lines.
const LONGEST: usize = 600;

/// Sources that are pure tables, and may be longer.
const TABLES: &[&str] = &["crates/catalog/src/area/"];

/// Starts of paths that exist on one machine only; in pieces, so that this file is not found.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/tmp/ba", "sh"),
];

/// Whose folders examples may name.
const EXAMPLE_USERS: &[&str] = &["ana"];

/// A tracked text file.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|end| end == "rs")
    }
}

pub(crate) fn run() -> Result<()> {
    let sources = tracked()?;
    let mut faults: Vec<String> = sources.iter().flat_map(faults).collect();
    faults.extend(borrowed::check(&sources)?);
    share::print(&sources);
    if !faults.is_empty() {
        bail!("files break rules:\n  {}", faults.join("\n  "));
    }
    eprintln!("files: {} keep the rules", sources.len());
    Ok(())
}

/// Every tracked file that is text, and new files that are not ignored.
fn tracked() -> Result<Vec<Source>> {
    let mut git = shell::program("git");
    let list = shell::output(git.args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let read = |path: &str| {
        // Tracked but removed, or no text: nothing to check.
        let text = fs::read_to_string(shell::root().join(path)).ok()?;
        Some(Source { path: path.to_owned(), text })
    };
    Ok(list.lines().filter_map(read).collect())
}

fn faults(source: &Source) -> Vec<String> {
    let Source { path, text } = source;
    let mut faults = Vec::new();
    let lines = text.lines().count();
    let rust = source.is_rust();
    if rust && lines > LONGEST && !TABLES.iter().any(|table| path.starts_with(table)) {
        faults.push(format!("{path} has {lines} lines, more than {LONGEST}"));
    }
    if path == "mod.rs" || path.ends_with("/mod.rs") {
        faults.push(format!("{path}: put it beside its folder, under the folder's name"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        for start in MACHINE_PATHS.iter().filter(|start| mentions(line, start)) {
            faults.push(format!("{path}:{number} names a path of one machine (`{start}`)"));
        }
        if rust && unfinished(line) {
            faults.push(format!("{path}:{number} leaves something to do without an issue number"));
        }
    }
    faults
}

/// True when an absolute path in `line` starts with `start`.
fn mentions(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let after = line.get(at + start.len()..).unwrap_or_default();
        if EXAMPLE_USERS.iter().any(|user| after.starts_with(user)) {
            return false;
        }
        let before = line.get(..at).unwrap_or_default().chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !".-_~}/".contains(letter))
    })
}

/// True when a comment has a to-do mark that is not followed by `(#number)`.
fn unfinished(line: &str) -> bool {
    let Some((_, comment)) = line.split_once("//") else { return false };
    [concat!("TO", "DO"), concat!("FIX", "ME")].iter().any(|mark| {
        comment.split_once(mark).is_some_and(|(_, rest)| {
            let number = rest.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
            number.is_none_or(|(number, _)| number.parse::<u32>().is_err())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str) -> usize {
        faults(&Source { path: path.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn each_rule_finds_its_breach() {
        let long = "//\n".repeat(LONGEST + 1);
        let todo = concat!("// TO", "DO");
        for (path, text, expected) in [
            ("a.rs", "fn main() {}\n".to_owned(), 0),
            ("a.rs", long.clone(), 1),
            ("a.md", long.clone(), 0),
            ("crates/catalog/src/area/a.rs", long, 0),
            ("src/mod.rs", String::new(), 1),
            ("src/my_mod.rs", String::new(), 0),
            ("a.md", format!("see {}x", MACHINE_PATHS[0]), 1),
            ("a.md", format!("see ..{}x", MACHINE_PATHS[0]), 0),
            ("a.md", format!("GET /api{}x", MACHINE_PATHS[0]), 0),
            ("a.rs", format!("{todo}: later"), 1),
            ("a.rs", format!("{todo}(#12): later"), 0),
            ("a.rs", format!("{todo}(#): later"), 1),
        ] {
            assert_eq!(check(path, &text), expected, "{path}: {text:.40}");
        }
    }
}
