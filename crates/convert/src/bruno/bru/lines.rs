//! Lines of a file, and what goes over several of them.

use std::str::Split;

use super::Broken;

/// What helps when the end of a block is missing.
const CLOSE: &str = "end it with `}` at the beginning of a line";

/// Lines of a list that are looked for its end.
const AHEAD: usize = 1_000;

/// The lines that are left, counted.
pub(super) struct Lines<'a> {
    rest: Split<'a, char>,
    number: usize,
    /// No list is closed before this line.
    open_until: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.trim_start_matches('\u{feff}').split('\n'), number: 0, open_until: 0 }
    }

    pub(super) fn next(&mut self) -> Option<&'a str> {
        let line = self.rest.next()?;
        self.number += 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The line that was read last is not as it should be.
    pub(super) fn broken(&self, what: &str, remedy: &'static str) -> Broken {
        Broken { line: self.number, what: what.to_owned(), remedy }
    }

    /// A line of a block that opened at line `open`.
    pub(super) fn within(&mut self, name: &str, open: usize) -> Result<&'a str, Broken> {
        let what = || format!("opens the block `{name}`, which is not closed");
        self.next().ok_or_else(|| Broken { line: open, what: what(), remedy: CLOSE })
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The lines of a block of text; `first` stands behind its brace.
    pub(super) fn text(&mut self, first: &str, name: &str) -> Result<String, Broken> {
        if first == "}" {
            return Ok(String::new());
        }
        let open = self.number;
        let mut found = Vec::new();
        found.extend(Some(first).filter(|first| !first.is_empty()));
        loop {
            let line = self.within(name, open)?;
            // Braces of the text itself are indented.
            if line.trim_end() == "}" {
                return Ok(found.join("\n"));
            }
            if !(found.is_empty() && line.trim().is_empty()) {
                found.push(line.strip_prefix("  ").unwrap_or(line));
            }
        }
    }

    /// The entries of a list; `first` stands behind its bracket.
    pub(super) fn list(&mut self, first: &str, name: &str) -> Result<Vec<String>, Broken> {
        let open = self.number;
        let mut found = Vec::new();
        let mut line = first;
        loop {
            let (inside, closed) = match line.trim_end().strip_suffix(']') {
                Some(inside) => (inside, true),
                None => (line, false),
            };
            let entries = inside.split(',').map(str::trim);
            found.extend(entries.filter(|entry| !entry.is_empty()).map(str::to_owned));
            if closed {
                return Ok(found);
            }
            line = self.next().ok_or_else(|| Broken {
                line: open,
                what: format!("opens the list `{name}`, which is not closed"),
                remedy: "end it with `]` at the beginning of a line",
            })?;
        }
    }

    /// What stands between `'''` and the next, and what follows that on its line; `first` stands
    /// behind the opening one.
    pub(super) fn quoted(&mut self, first: &'a str) -> Result<(String, &'a str), Broken> {
        let open = self.number;
        if let Some((inside, after)) = first.split_once("'''") {
            return Ok((inside.trim().to_owned(), after.trim()));
        }
        let mut found = vec![first];
        // In pairs four, in examples two.
        let mut width = None;
        loop {
            let line = self.next().ok_or_else(|| Broken {
                line: open,
                what: "opens a value with `'''` that is not closed".to_owned(),
                remedy: "end the value with `'''`",
            })?;
            let (inside, after) = match line.split_once("'''") {
                Some((inside, after)) => (inside, Some(after)),
                None => (line, None),
            };
            let indent = inside.bytes().take_while(|byte| *byte == b' ').count().min(4);
            if width.is_none() && !inside.trim().is_empty() {
                width = Some(indent);
            }
            found.push(inside.get(indent.min(width.unwrap_or(4))..).unwrap_or_default());
            if let Some(after) = after {
                return Ok((found.join("\n").trim().to_owned(), after.trim()));
            }
        }
    }

    /// Whether a list that opens here is closed in its block.
    pub(super) fn closes_list(&mut self) -> bool {
        // No line is looked at twice in vain.
        if self.number < self.open_until {
            return false;
        }
        self.open_until = self.number;
        for line in self.rest.clone().take(AHEAD) {
            self.open_until += 1;
            match line.trim() {
                "]" => return true,
                "}" => return false,
                _ => {}
            }
        }
        false
    }
}
