//! Comma-separated values, with types for what is not quoted.

use std::borrow::Cow;

use serde_json::Value;

use super::{Fault, Row};
use crate::json;
use crate::variables::coerce;

/// What is trimmed before values.
const BLANK: [char; 5] = [' ', '\t', '\n', '\r', '\u{C}'];

/// Reads rows; the first line has their names.
///
/// A row may have more values than there are names, which are dropped, or fewer.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, Fault> {
    let mut reader = Reader { text, at: 0, end_of_row: None, row: 0 };
    let mut names = Vec::new();
    while let Some(value) = reader.value()? {
        let Value::String(name) = value.cast() else {
            let text = value.text.into_owned();
            return Err(Fault::Name { column: names.len() + 1, text });
        };
        names.push(name);
        if value.is_last {
            break;
        }
    }
    let mut rows = Vec::new();
    while !reader.is_at_end() {
        reader.row += 1;
        let mut row = Row::with_capacity(names.len());
        let mut names = names.iter();
        while let Some(value) = reader.value()? {
            if let Some(name) = names.next() {
                row.insert(name.clone(), value.cast());
            }
            if value.is_last {
                break;
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// What ends a row; the first end that is met says it for all.
    end_of_row: Option<&'static str>,
    row: usize,
}

/// A value as written.
struct Cell<'t> {
    text: Cow<'t, str>,
    is_quoted: bool,
    /// Whether the row ends behind it.
    is_last: bool,
}

impl Cell<'_> {
    /// Numbers that are not quoted are numbers, all else is text.
    fn cast(&self) -> Value {
        let text = self.text.as_ref();
        let number = if self.is_quoted || text.is_empty() { None } else { number(text) };
        let number = number.and_then(json::number).map(Value::Number);
        number.unwrap_or_else(|| text.into())
    }
}

/// A number of the kind that was always taken for one; its leading part counts, so that `0x10`
/// is 0.
fn number(text: &str) -> Option<f64> {
    let leading = coerce::leading_number(text);
    (coerce::text_number(text) - leading + 1.0 >= 0.0).then_some(leading)
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The next value of the row. A value that ends at the end of the text is the last.
    fn value(&mut self) -> Result<Option<Cell<'t>>, Fault> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let start = self.at;
        // An end of row is blank, too, but one that comes first ends an empty value.
        while !self.is_end(self.rest()) && self.rest().starts_with(BLANK) {
            self.at += 1;
        }
        if self.rest().starts_with('"') {
            return self.quoted().map(Some);
        }
        let rest = self.rest();
        let ends = |at: usize| {
            let here = rest.get(at..).unwrap_or_default();
            here.starts_with(',') || self.is_end(here)
        };
        let mut marks = rest.match_indices([',', '\n', '\r']).map(|(at, _)| at);
        let end = self.at + marks.find(|at| ends(*at)).unwrap_or(rest.len());
        // More counts as blank behind a value than before it.
        let text = self.text.get(start..end).unwrap_or_default();
        let text = text.trim_start_matches(BLANK).trim_end_matches(coerce::is_space);
        self.at = end;
        let is_last = self.step()?;
        Ok(Some(Cell { text: text.into(), is_quoted: false, is_last }))
    }

    fn quoted(&mut self) -> Result<Cell<'t>, Fault> {
        let open = self.at;
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let Some(length) = self.rest().find('"') else {
                let (line, column) = self.place(open);
                return Err(Fault::Quote { row: self.row, line, column });
            };
            let piece = self.rest().get(..length).unwrap_or_default();
            text += piece;
            self.at += length + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            text += "\"";
            self.at += 1;
        }
        while !self.is_end(self.rest()) && self.rest().starts_with(BLANK) {
            self.at += 1;
        }
        let is_last = self.step()?;
        Ok(Cell { text, is_quoted: true, is_last })
    }

    /// Steps over what follows a value; true when it ends the row.
    fn step(&mut self) -> Result<bool, Fault> {
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(true);
        }
        if rest.starts_with(',') {
            self.at += 1;
            return Ok(false);
        }
        if self.is_end(rest) {
            let end = *self.end_of_row.get_or_insert(end_of_row(rest));
            self.at += end.len();
            return Ok(true);
        }
        let (line, column) = self.place(self.at);
        Err(Fault::AfterQuote { row: self.row, line, column })
    }

    /// Whether a row ends here.
    fn is_end(&self, rest: &str) -> bool {
        match self.end_of_row {
            Some(end) => rest.starts_with(end),
            None => rest.starts_with(['\n', '\r']),
        }
    }

    /// Line and column of a place, both from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or_default();
        (line, last.chars().count() + 1)
    }
}

fn end_of_row(rest: &str) -> &'static str {
    ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end)).unwrap_or("\n")
}
