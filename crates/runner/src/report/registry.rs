//! The table of reporters.

use std::fmt::Write;

use super::{
    ReportFault, Reporter, Setup, cli, emojitrain, github, given::Values, html, json, jsonl, junit,
    progress,
};

/// All reporters, in the order in which help shows them.
pub const REPORTERS: &[Row] = &[
    cli::ROW,
    json::ROW,
    junit::ROW,
    html::ROW,
    jsonl::ROW,
    github::ROW,
    progress::ROW,
    emojitrain::ROW,
];

/// A reporter.
#[derive(Debug)]
pub struct Row {
    /// The name by which it is chosen.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What it does, in one line.
    pub doc: &'static str,
    /// It draws on the terminal, unless it is given a path; two such spoil each other's picture.
    pub dominant: bool,
    /// What can be set, as `--reporter-<name>-<option>`.
    pub options: &'static [OptionRow],
    pub(super) make: Make,
}

/// Makes a reporter.
pub(super) type Make = fn(&Setup, &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault>;

/// An option of a reporter.
#[derive(Debug)]
pub struct OptionRow {
    /// Its name; `camelCase` is understood as well.
    pub name: &'static str,
    /// What its value is called; none means that it is a switch.
    pub value: Option<&'static str>,
    /// What it does, in one line.
    pub doc: &'static str,
}

pub(super) const fn switch(name: &'static str, doc: &'static str) -> OptionRow {
    OptionRow { name, value: None, doc }
}

pub(super) const fn setting(
    name: &'static str,
    value: &'static str,
    doc: &'static str,
) -> OptionRow {
    OptionRow { name, value: Some(value), doc }
}

impl Row {
    /// The row of a reporter, by name or alias.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        REPORTERS.iter().find(|row| row.name == name || row.aliases.contains(&name))
    }

    /// The name and its aliases.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// All reporters with their options as Markdown, for the documentation.
#[must_use]
pub fn reference() -> String {
    let mut text = String::new();
    for row in REPORTERS {
        let _ = write!(text, "### `{}`\n\n{}", row.name, row.doc);
        for alias in row.aliases {
            let _ = write!(text, " Also called `{alias}`.");
        }
        text.push_str("\n\n");
        if row.options.is_empty() {
            continue;
        }
        text.push_str("| Option | |\n|---|---|\n");
        for option in row.options {
            let value = option.value.map(|value| format!(" {value}")).unwrap_or_default();
            let name = format!("--reporter-{}-{}{value}", row.name, option.name);
            let _ = writeln!(text, "| `{name}` | {} |", option.doc);
        }
        text.push('\n');
    }
    text
}

/// All reporters with their options as text, for the help.
#[must_use]
pub fn help() -> String {
    let mut text = String::new();
    for row in REPORTERS {
        let _ = writeln!(text, "{:<12}{}", row.name, row.doc);
        for option in row.options {
            let value = option.value.map(|value| format!(" {value}")).unwrap_or_default();
            let name = format!("--reporter-{}-{}{value}", row.name, option.name);
            let _ = writeln!(text, "    {name:<46}{}", option.doc);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_lines_are_short() {
        let mut names = BTreeSet::new();
        for row in REPORTERS {
            assert!(row.names().all(|name| names.insert(name)), "`{}` is there twice", row.name);
            assert!(row.doc.len() <= 80 && row.doc.ends_with('.'), "{}", row.doc);
            let mut options = BTreeSet::new();
            for option in row.options {
                assert!(options.insert(option.name), "`{}` has two `{}`", row.name, option.name);
                assert!(option.doc.len() <= 80 && option.doc.ends_with('.'), "{}", option.doc);
                assert!(option.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            }
        }
    }

    #[test]
    fn the_table_documents_itself() {
        insta::assert_snapshot!(reference());
        insta::assert_snapshot!("help", help());
    }

    #[test]
    fn the_alias_finds_the_row() {
        assert_eq!(Row::find("htmlextra").map(|row| row.name), Some("html"));
        assert!(Row::find("nosuch").is_none());
    }
}
