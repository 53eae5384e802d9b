//! The rows of data that a run iterates over.

mod csv;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, value::RawValue};

use crate::json;

/// A row: values by name.
pub type Row = Map<String, Value>;

/// Why data can't be read. Rows are counted from 1; the one of the names is 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A quote is never closed.
    #[error("the quote that opens row {row} at line {line} column {column} is never closed")]
    Quote {
        /// The row.
        row: usize,
        /// The line where it opens, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// Something follows a closing quote.
    #[error("row {row} has text after a closing quote at line {line} column {column}")]
    AfterQuote {
        /// The row.
        row: usize,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// The first line has a number where a name should be.
    #[error("row 0 must name the columns, but column {column} is the number `{text}`")]
    Name {
        /// Which column, from 1.
        column: usize,
        /// What is there.
        text: String,
    },
    /// The JSON nests too deep.
    #[error(transparent)]
    Json(#[from] json::Fault),
}

/// Reads JSON or, if it is none, CSV.
///
/// JSON that is no array gives no rows, and no rows are one iteration without data. Elements that
/// are no objects are rows without values.
pub fn parse(text: &str) -> Result<Vec<Row>, Fault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if serde_json::from_str::<&RawValue>(text).is_err() {
        return csv::parse(text);
    }
    match json::value(text)? {
        Value::Array(list) => Ok(list.into_iter().map(row).collect()),
        _ => Ok(Vec::new()),
    }
}

fn row(element: Value) -> Row {
    match element {
        Value::Object(row) => row,
        Value::Array(list) => {
            let numbered = list.into_iter().enumerate();
            numbered.map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Row::new(),
    }
}
