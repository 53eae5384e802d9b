//! Writes values the way Node writes them to a terminal.

mod columns;

use std::fmt::Write as _;

use super::Shown;

/// Levels that are put on one line, seen from the innermost.
const COMPACT: usize = 3;
/// Deepest level that is written.
const DEPTH: usize = 25;
/// Most members of a list that are written.
const MEMBERS: usize = 100;
/// Members of a list above which they are put in columns.
const SHORT: usize = 6;

/// The text of a value in lines of about `width`.
pub(super) fn inspect(value: &Shown, width: usize) -> String {
    let mut targets = Vec::new();
    find_targets(value, &mut Vec::new(), &mut targets);
    let mut writer = Writer { width, targets, above: Vec::new(), indent: 0, deepest: 0 };
    writer.text(value)
}

/// Objects that are inside themselves, in the order in which they are met.
fn find_targets<'v>(value: &'v Shown, above: &mut Vec<&'v Shown>, targets: &mut Vec<*const Shown>) {
    if let Shown::Circular { up } = value {
        let target = above.len().checked_sub(*up).and_then(|at| above.get(at));
        if let Some(target) = target.map(|target| std::ptr::from_ref::<Shown>(target))
            && !targets.contains(&target)
        {
            targets.push(target);
        }
        return;
    }
    above.push(value);
    value.each(&mut |inner| find_targets(inner, above, targets));
    above.pop();
}

struct Writer {
    width: usize,
    /// What `[Circular *1]` and so on stand for.
    targets: Vec<*const Shown>,
    above: Vec<*const Shown>,
    indent: usize,
    /// The level of the object that was written last.
    deepest: usize,
}

impl Writer {
    fn text(&mut self, value: &Shown) -> String {
        match value {
            Shown::Undefined => "undefined".to_owned(),
            Shown::Null => "null".to_owned(),
            Shown::Bool(value) => value.to_string(),
            Shown::Number(value) => model::variables::coerce::number_text(*value),
            Shown::BigInt(digits) => format!("{digits}n"),
            Shown::Text(text) => quoted(text),
            Shown::Symbol(text) => format!("Symbol({text})"),
            Shown::Function(name) if name.is_empty() => "[Function]".to_owned(),
            Shown::Function(name) => format!("[Function: {name}]"),
            Shown::Error { name, message } if message.is_empty() => name.clone(),
            Shown::Error { name, message } => format!("{name}: {message}"),
            Shown::Date(text) | Shown::RegExp(text) => text.clone(),
            Shown::Bytes { class, first, length } if class == "Buffer" => buffer(first, *length),
            Shown::Circular { up } => self.circular(*up),
            Shown::Deep(class) => format!("[{class}]"),
            Shown::Bytes { .. }
            | Shown::List { .. }
            | Shown::Map(_)
            | Shown::Set(_)
            | Shown::Object { .. } => self.group(value),
        }
    }

    fn circular(&self, up: usize) -> String {
        let target = self.above.len().checked_sub(up).and_then(|at| self.above.get(at));
        let number = target.and_then(|target| self.targets.iter().position(|one| one == target));
        format!("[Circular *{}]", number.map_or(1, |number| number + 1))
    }

    /// Something with members.
    fn group(&mut self, value: &Shown) -> String {
        let level = self.above.len();
        if level > DEPTH {
            return format!("[{}]", value.class());
        }
        let address = std::ptr::from_ref(value);
        let reference = self.targets.iter().position(|target| *target == address);
        let reference = reference.map(|at| format!("<ref *{}> ", at + 1)).unwrap_or_default();
        self.deepest = level;
        self.above.push(address);
        let members = self.members(value);
        self.above.pop();
        let (open, close) = value.brackets();
        if members.is_empty() {
            return format!("{reference}{open}{close}");
        }
        let list = matches!(value, Shown::List { .. } | Shown::Bytes { .. });
        let count = members.len();
        let members = if list && count > SHORT {
            columns::arrange(members, value, self.width, self.indent)
        } else {
            members
        };
        if self.deepest - level < COMPACT && members.len() == count {
            let start = members.len() + self.indent + open.len() + 10;
            if let Some(line) = self.one_line(&members, start) {
                return format!("{reference}{open} {line} {close}");
            }
        }
        let pad = format!("\n{}", " ".repeat(self.indent));
        let inner = members.join(&format!(",{pad}  "));
        format!("{reference}{open}{pad}  {inner}{pad}{close}")
    }

    /// The members in one line, if they fit.
    fn one_line(&self, members: &[String], start: usize) -> Option<String> {
        let length: usize = members.iter().map(|member| member.chars().count()).sum();
        let fits = length + start + members.len() <= self.width;
        let flat = !members.iter().any(|member| member.contains('\n'));
        (fits && flat).then(|| members.join(", "))
    }

    fn indented(&mut self, value: &Shown) -> String {
        self.indent += 2;
        let text = self.text(value);
        self.indent -= 2;
        text
    }

    fn members(&mut self, value: &Shown) -> Vec<String> {
        match value {
            Shown::List { items, more } => {
                let mut members: Vec<String> =
                    items.iter().take(MEMBERS).map(|item| self.indented(item)).collect();
                add_more(&mut members, items.len().saturating_sub(MEMBERS) + more);
                members
            }
            Shown::Bytes { first, length, .. } => {
                let mut members: Vec<String> = first.iter().map(u8::to_string).collect();
                add_more(&mut members, length.saturating_sub(first.len()));
                members
            }
            Shown::Set(items) => {
                let mut members: Vec<String> =
                    items.iter().take(MEMBERS).map(|item| self.indented(item)).collect();
                add_more(&mut members, items.len().saturating_sub(MEMBERS));
                members
            }
            Shown::Map(pairs) => {
                let mut members = Vec::new();
                for (key, value) in pairs.iter().take(MEMBERS) {
                    members.push(format!("{} => {}", self.indented(key), self.indented(value)));
                }
                add_more(&mut members, pairs.len().saturating_sub(MEMBERS));
                members
            }
            Shown::Object { members, .. } => {
                let member = |(key, value): &(String, Shown)| {
                    format!("{}: {}", member_name(key), self.indented(value))
                };
                members.iter().map(member).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn add_more(members: &mut Vec<String>, more: usize) {
    if more > 0 {
        members.push(format!("... {more} more item{}", if more == 1 { "" } else { "s" }));
    }
}

fn buffer(first: &[u8], length: usize) -> String {
    let mut out = "<Buffer".to_owned();
    for byte in first {
        let _ = write!(out, " {byte:02x}");
    }
    match length.saturating_sub(first.len()) {
        0 => {}
        1 => out.push_str(" ... 1 more byte"),
        more => {
            let _ = write!(out, " ... {more} more bytes");
        }
    }
    out.push('>');
    out
}

/// Text in quotes; those that need the fewest escapes.
fn quoted(text: &str) -> String {
    let mark = ['\'', '"', '`'].into_iter().find(|mark| !text.contains(*mark)).unwrap_or('\'');
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\u{b}' => out.push_str("\\v"),
            '\\' => out.push_str("\\\\"),
            letter if letter == mark => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => {
                let _ = write!(out, "\\x{:02X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push(mark);
    out
}

/// A member's name, in quotes where it is no identifier.
fn member_name(key: &str) -> String {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    let plain = key.chars().all(letter) && !key.starts_with(|first: char| first.is_ascii_digit());
    if plain && !key.is_empty() {
        key.to_owned()
    } else {
        format!("'{}'", key.replace('\'', "\\'"))
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;

    fn numbers(count: u32) -> Shown {
        Shown::List {
            items: (1..=count).map(|n| Shown::Number(f64::from(n) * 1000.0)).collect(),
            more: 0,
        }
    }

    fn object(members: Vec<(&str, Shown)>) -> Shown {
        let members = members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Shown::Object { class: None, members }
    }

    fn text(text: &str) -> Shown {
        Shown::Text(text.to_owned())
    }

    #[test]
    fn values_look_as_in_node() {
        let nested = object(vec![(
            "a",
            object(vec![(
                "b",
                object(vec![("c", object(vec![("d", object(vec![("e", Shown::Number(1.0))]))]))]),
            )]),
        )]);
        let long = object(vec![("long", text(&"x".repeat(80))), ("other", Shown::Number(1.0))]);
        let circle = object(vec![("self", Shown::Circular { up: 1 })]);
        for (value, width, expected) in [
            (
                numbers(10),
                80,
                "[\n   1000, 2000, 3000,\n   4000, 5000, 6000,\n   7000, 8000, 9000,\n  10000\n]",
            ),
            (numbers(3), 80, "[ 1000, 2000, 3000 ]"),
            (nested, 80, "{\n  a: {\n    b: { c: { d: { e: 1 } } }\n  }\n}"),
            (circle, 80, "<ref *1> { self: [Circular *1] }"),
            (object(vec![("c-d", text("it's"))]), 80, "{ 'c-d': \"it's\" }"),
            (object(vec![]), 80, "{}"),
            (
                object(vec![("name", text("aaaaaaaaaa")), ("other", text("bbbbbbbbbb"))]),
                60,
                "{ name: 'aaaaaaaaaa', other: 'bbbbbbbbbb' }",
            ),
            (text("a\n\u{1}"), 80, "'a\\n\\x01'"),
        ] {
            assert_eq!(value.inspect(width), expected);
        }
        assert!(long.inspect(80).starts_with("{\n  long: '"));
    }
}
