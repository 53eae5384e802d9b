//! Which example got how many points, in one header.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{Call, Index};

/// So many examples are told.
const TOLD: usize = 20;

/// A JSON list in ASCII: id, name and score of each example, the best first, and why it was dropped.
pub(crate) fn explained(index: &Index, call: &Call<'_>) -> String {
    let rows: Vec<Value> = index
        .explain(call)
        .into_iter()
        .take(TOLD)
        .map(|(example, score, dropped)| {
            let (id, name) = (&example.id, &example.name);
            match dropped {
                Some(reason) => json!({ "id": id, "name": name, "dropped": reason }),
                None => json!({ "id": id, "name": name, "score": points(score) }),
            }
        })
        .collect();
    ascii(&Value::from(rows).to_string())
}

/// Thousandths as points.
fn points(thousandths: i64) -> Value {
    let (points, rest) = (thousandths / 1000, thousandths % 1000);
    let text = if rest == 0 { points.to_string() } else { format!("{points}.{:03}", rest.abs()) };
    serde_json::from_str(&text).unwrap_or_default()
}

/// JSON text with everything beyond ASCII escaped.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && !letter.is_ascii_control() {
            out.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a string can't fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_can_carry_it() {
        assert_eq!(ascii("[\"é😀\"]"), "[\"\\u00e9\\ud83d\\ude00\"]");
        assert_eq!(points(110_000).to_string(), "110");
        assert_eq!(points(83_333).to_string(), "83.333");
    }
}
