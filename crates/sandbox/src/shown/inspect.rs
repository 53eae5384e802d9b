//! Writes values the way a terminal shows them.

use super::Shown;

/// Longest line of an object that is written on one line.
const LINE: usize = 72;
/// Most members of an object that is written on one line.
const SHORT: usize = 6;

/// The text of a value; text itself is quoted, as it stands for a value.
pub(super) fn inspect(value: &Shown) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

fn write(value: &Shown, indent: usize, out: &mut String) {
    match value {
        Shown::Undefined => out.push_str("undefined"),
        Shown::Null => out.push_str("null"),
        Shown::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Shown::Number(value) => out.push_str(&number(*value)),
        Shown::BigInt(digits) => {
            out.push_str(digits);
            out.push('n');
        }
        Shown::Text(text) => quote(text, out),
        Shown::Symbol(text) => {
            out.push_str("Symbol(");
            out.push_str(text);
            out.push(')');
        }
        Shown::Function(name) => function(name, out),
        Shown::Error { name, message } => {
            out.push_str(name);
            if !message.is_empty() {
                out.push_str(": ");
                out.push_str(message);
            }
        }
        Shown::Date(text) | Shown::RegExp(text) => out.push_str(text),
        Shown::Bytes { class, first, length } => bytes(class, first, *length, out),
        Shown::Circular => out.push_str("[Circular *1]"),
        Shown::Deep(class) => {
            out.push('[');
            out.push_str(class);
            out.push(']');
        }
        Shown::List { .. } | Shown::Map(_) | Shown::Set(_) | Shown::Object { .. } => {
            group(value, indent, out);
        }
    }
}

/// A number as the console writes it, which tells the two zeros apart.
fn number(value: f64) -> String {
    if value == 0.0 && value.is_sign_negative() {
        return "-0".to_owned();
    }
    model::variables::coerce::number_text(value)
}

fn function(name: &str, out: &mut String) {
    if name.is_empty() {
        out.push_str("[Function]");
    } else {
        out.push_str("[Function: ");
        out.push_str(name);
        out.push(']');
    }
}

fn bytes(class: &str, first: &[u8], length: usize, out: &mut String) {
    use std::fmt::Write as _;

    if class != "Buffer" {
        let _ = write!(out, "{class}({length}) ");
        let items = first.iter().map(|byte| Shown::Number(f64::from(*byte))).collect();
        write(&Shown::List { items, more: length - first.len() }, 0, out);
        return;
    }
    out.push_str("<Buffer");
    for byte in first {
        let _ = write!(out, " {byte:02x}");
    }
    if length > first.len() {
        let _ = write!(out, " ... {} more bytes", length - first.len());
    }
    out.push('>');
}

/// Text in quotes; those that need the fewest escapes.
fn quote(text: &str, out: &mut String) {
    let mark = ['\'', '"', '`'].into_iter().find(|mark| !text.contains(*mark)).unwrap_or('\'');
    out.push(mark);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            letter if letter == mark => {
                out.push('\\');
                out.push(letter);
            }
            letter if (letter as u32) < 0x20 || letter as u32 == 0x7f => {
                use std::fmt::Write as _;
                let _ = write!(out, "\\x{:02X}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push(mark);
}

/// Something with members: on one line if it is short and flat, else one member a line.
fn group(value: &Shown, indent: usize, out: &mut String) {
    let (head, open, close) = brackets(value);
    let mut parts = members(value, indent + 2);
    out.push_str(&head);
    if parts.is_empty() {
        out.push(open);
        out.push(close);
        return;
    }
    if matches!(value, Shown::List { .. }) && parts.len() > SHORT {
        parts = columns(
            parts,
            matches!(value, Shown::List { items, .. } if items.iter().all(is_number)),
        );
    } else if fits(value, &parts, indent + head.len()) {
        out.push(open);
        out.push(' ');
        out.push_str(&parts.join(", "));
        out.push(' ');
        out.push(close);
        return;
    }
    let pad = format!("\n{}", " ".repeat(indent + 2));
    out.push(open);
    out.push_str(&pad);
    out.push_str(&parts.join(&format!(",{pad}")));
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

fn is_number(value: &Shown) -> bool {
    matches!(value, Shown::Number(_) | Shown::BigInt(_))
}

fn brackets(value: &Shown) -> (String, char, char) {
    match value {
        Shown::List { .. } => (String::new(), '[', ']'),
        Shown::Map(pairs) => (format!("Map({}) ", pairs.len()), '{', '}'),
        Shown::Set(items) => (format!("Set({}) ", items.len()), '{', '}'),
        Shown::Object { class: Some(class), .. } => (format!("{class} "), '{', '}'),
        _ => (String::new(), '{', '}'),
    }
}

fn members(value: &Shown, indent: usize) -> Vec<String> {
    let text = |value: &Shown| {
        let mut out = String::new();
        write(value, indent, &mut out);
        out
    };
    match value {
        Shown::List { items, more } => {
            let mut parts: Vec<String> = items.iter().map(text).collect();
            if *more > 0 {
                parts.push(format!("... {more} more item{}", if *more == 1 { "" } else { "s" }));
            }
            parts
        }
        Shown::Set(items) => items.iter().map(text).collect(),
        Shown::Map(pairs) => {
            pairs.iter().map(|(key, value)| format!("{} => {}", text(key), text(value))).collect()
        }
        Shown::Object { members, .. } => members
            .iter()
            .map(|(key, value)| format!("{}: {}", member_name(key), text(value)))
            .collect(),
        _ => Vec::new(),
    }
}

/// A member's name, in quotes where it is no identifier.
fn member_name(key: &str) -> String {
    let mut letters = key.chars();
    let plain =
        letters.next().is_some_and(|first| first.is_ascii_alphabetic() || "_$".contains(first))
            && letters.all(|letter| letter.is_ascii_alphanumeric() || "_$".contains(letter));
    if plain {
        return key.to_owned();
    }
    let mut out = String::new();
    quote(key, &mut out);
    out
}

/// Whether the members may stand on one line: few levels, no breaks, short enough.
fn fits(value: &Shown, parts: &[String], start: usize) -> bool {
    let length: usize = parts.iter().map(|part| part.chars().count() + 2).sum();
    depth(value) <= 3 && length + start <= LINE + 4 && !parts.iter().any(|part| part.contains('\n'))
}

/// How many levels of groups a value has, itself included.
fn depth(value: &Shown) -> usize {
    let inner = |values: &mut dyn Iterator<Item = &Shown>| values.map(depth).max().unwrap_or(0);
    match value {
        Shown::List { items, .. } | Shown::Set(items) => 1 + inner(&mut items.iter()),
        Shown::Map(pairs) => 1 + inner(&mut pairs.iter().map(|(_, value)| value)),
        Shown::Object { members, .. } => 1 + inner(&mut members.iter().map(|(_, value)| value)),
        _ => 0,
    }
}

/// Long lists of short members, several in a line and below each other.
fn columns(parts: Vec<String>, numbers: bool) -> Vec<String> {
    let (total, longest) = parts.iter().fold((0, 0), |(total, longest), part| {
        let length = part.chars().count() + 2;
        (total + length, longest.max(length))
    });
    let broken = parts.iter().any(|part| part.contains('\n'));
    if broken || longest > 18 && longest * 3 + 2 >= 80 {
        return parts;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a layout from small lengths"
    )]
    let across = {
        let bias = (longest as f64 - total as f64 / parts.len() as f64).max(1.0).sqrt();
        let ideal = (2.5 * bias * parts.len() as f64).sqrt() / bias;
        let width = ((80.0 - 2.0) / longest as f64).floor();
        ideal.round().min(width).min(16.0).min(15.0) as usize
    };
    if across <= 1 {
        return parts;
    }
    let widths: Vec<usize> = (0..across)
        .map(|column| {
            let lengths =
                parts.iter().skip(column).step_by(across).map(|part| part.chars().count());
            lengths.max().unwrap_or(0) + 2
        })
        .collect();
    let last = parts.len() - 1;
    let mut rows = Vec::new();
    for (row, cells) in parts.chunks(across).enumerate() {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let end = column + 1 == cells.len();
            let comma = if row * across + column == last || end { "" } else { ", " };
            let width = widths.get(column).copied().unwrap_or(0);
            let cell = format!("{cell}{comma}");
            let gap = width.saturating_sub(cell.chars().count());
            if numbers {
                line.push_str(&" ".repeat(if end { gap.saturating_sub(2) } else { gap }));
                line.push_str(&cell);
            } else {
                line.push_str(&cell);
                line.push_str(&" ".repeat(if end { 0 } else { gap }));
            }
        }
        rows.push(line);
    }
    rows
}
