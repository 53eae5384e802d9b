//! Cases that are known to differ and are not meant to: work that is left.
//!
//! `open.txt` names them, one on each line. A case on the list may differ, and must leave the list
//! when it does not.

use std::{collections::BTreeSet, fs, io};

use crate::case::root;

const HEAD: &str = "\
# Cases in which Gatepost does not do yet what Newman does. The tests fail for a case that differs
# and is not here, and for one that is here and does not differ.
";

/// The names on the list.
#[must_use]
pub fn names() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("open.txt")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// Writes the list anew; without names there is none.
pub fn write(names: &BTreeSet<String>) -> io::Result<()> {
    let path = root().join("open.txt");
    if names.is_empty() {
        return if path.exists() { fs::remove_file(path) } else { Ok(()) };
    }
    let lines: String = names.iter().flat_map(|name| [name, "\n"]).collect();
    fs::write(path, format!("{HEAD}{lines}"))
}
