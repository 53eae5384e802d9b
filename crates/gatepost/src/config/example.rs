//! The example file: every key with its meaning and default.

use std::fmt::Write as _;

use super::{Field, fields};

/// The text of `gatepost.example.toml`.
pub(super) fn example() -> String {
    let mut text = String::from(
        "# Gatepost's settings. Copy this file as gatepost.toml into the data folder, or give it with\n\
         # --config. A line that begins with # shows the default, or what a value looks like.\n\
         # Variables win over the file (limits.profile is GATEPOST_LIMITS_PROFILE), flags over both.\n",
    );
    let mut section = "";
    for field in fields() {
        let (part, name) = field.key.rsplit_once('.').unwrap_or(("", field.key));
        if part != section {
            section = part;
            let _ = write!(text, "\n[{section}]\n");
        }
        text.push('\n');
        for line in field.doc.lines() {
            let _ = writeln!(text, "#{line}");
        }
        let _ = writeln!(text, "#{name} = {}", shown(field));
    }
    text
}

fn shown(field: &Field) -> String {
    let value = if field.default.is_empty() { field.like } else { field.default };
    let bare = value.parse::<u32>().is_ok() || value.parse::<bool>().is_ok();
    if bare { value.to_owned() } else { format!("\"{value}\"") }
}
