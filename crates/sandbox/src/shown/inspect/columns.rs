//! Long lists of short members: several in a line, below each other.

use super::{MEMBERS, Shown};

/// What stands between two members.
const SEPARATOR: usize = 2;

/// The lines of a list; the members as they are where columns do not suit them.
pub(super) fn arrange(
    members: Vec<String>,
    value: &Shown,
    width: usize,
    indent: usize,
) -> Vec<String> {
    // The line that says how many more there are stands alone.
    let cells = members.len() - usize::from(has_more(value));
    let lengths: Vec<usize> = members.iter().take(cells).map(|cell| cell.chars().count()).collect();
    let total: usize = lengths.iter().map(|length| length + SEPARATOR).sum();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let widest = longest + SEPARATOR;
    let alike = total > widest * 5 || longest <= 6;
    if widest * 3 + indent >= width || !alike {
        return members;
    }
    let count = columns(total, members.len(), cells, widest, width.saturating_sub(indent));
    if count <= 1 {
        return members;
    }
    let widths: Vec<usize> = (0..count)
        .map(|column| {
            let column = lengths.iter().skip(column).step_by(count);
            column.copied().max().unwrap_or(0) + SEPARATOR
        })
        .collect();
    let right = is_numbers(value);
    let mut rows: Vec<String> = members
        .get(..cells)
        .unwrap_or_default()
        .chunks(count)
        .map(|row| line(row, &widths, right))
        .collect();
    rows.extend(members.into_iter().skip(cells));
    rows
}

/// How many columns make about a square and fit the line.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a layout from small lengths"
)]
fn columns(total: usize, entries: usize, cells: usize, widest: usize, room: usize) -> usize {
    let widest_at_all = widest as f64;
    let bias = (widest_at_all - total as f64 / entries as f64).max(0.0).sqrt();
    let biased = (widest_at_all - 3.0 - bias).max(1.0);
    let square = ((2.5 * biased * cells as f64).sqrt() / biased).round();
    let fitting = (room as f64 / widest_at_all).floor();
    square.min(fitting).clamp(0.0, 12.0) as usize
}

fn line(row: &[String], widths: &[usize], right: bool) -> String {
    let mut out = String::new();
    for (column, cell) in row.iter().enumerate() {
        let last = column + 1 == row.len();
        let width = widths.get(column).copied().unwrap_or(0);
        let gap = " ".repeat(width.saturating_sub(cell.chars().count() + SEPARATOR));
        match (right, last) {
            (true, true) => out.extend([gap.as_str(), cell]),
            (true, false) => out.extend([gap.as_str(), cell, ", "]),
            (false, true) => out.push_str(cell),
            (false, false) => out.extend([cell, ", ", gap.as_str()]),
        }
    }
    out
}

fn has_more(value: &Shown) -> bool {
    match value {
        Shown::List { items, more } => *more > 0 || items.len() > MEMBERS,
        Shown::Bytes { first, length, .. } => *length > first.len(),
        _ => false,
    }
}

fn is_numbers(value: &Shown) -> bool {
    match value {
        Shown::List { items, .. } => {
            items.iter().all(|item| matches!(item, Shown::Number(_) | Shown::BigInt(_)))
        }
        _ => true,
    }
}
