//! Text on a terminal: colours, symbols, width.

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

use super::Look;

/// How a text is painted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ink {
    Grey,
    White,
    Red,
    Green,
    Yellow,
    Cyan,
    /// What failed.
    Alarm,
    /// A heading.
    Heading,
    /// The heads of the columns of failures.
    AlarmHeading,
}

impl Ink {
    fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Grey => ("\x1b[90m", "\x1b[39m"),
            Self::White => ("\x1b[37m", "\x1b[39m"),
            Self::Red => ("\x1b[31m", "\x1b[39m"),
            Self::Green => ("\x1b[32m", "\x1b[39m"),
            Self::Yellow => ("\x1b[33m", "\x1b[39m"),
            Self::Cyan => ("\x1b[36m", "\x1b[39m"),
            Self::Alarm => ("\x1b[31m\x1b[1m", "\x1b[22m\x1b[39m"),
            Self::Heading => ("\x1b[90m\x1b[4m", "\x1b[24m\x1b[39m"),
            Self::AlarmHeading => ("\x1b[31m\x1b[4m", "\x1b[24m\x1b[39m"),
        }
    }
}

impl Look {
    /// The value in a colour, where there are colours.
    pub(super) fn ink<T: fmt::Display>(self, ink: Ink, value: T) -> Inked<T> {
        Inked { ink: self.color.then_some(ink), value }
    }

    /// The symbol, or the word for it.
    pub(super) fn sign(self, symbol: &'static str, word: &'static str) -> &'static str {
        if self.unicode { symbol } else { word }
    }
}

/// A value in a colour.
pub(super) struct Inked<T> {
    ink: Option<Ink>,
    value: T,
}

impl<T: fmt::Display> fmt::Display for Inked<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(ink) = self.ink else { return self.value.fmt(out) };
        let (on, off) = ink.codes();
        out.write_str(on)?;
        self.value.fmt(out)?;
        out.write_str(off)
    }
}

/// The text with control characters written out: what servers and scripts say must not steer the
/// terminal. Line ends and tabs stay.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.bytes().any(|byte| byte < 0x20 || byte == 0x7f || byte == 0xc2)
        || !text.contains(steers)
    {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\r' => clean.push_str("\\r"),
            c if steers(c) => {
                let _ = write!(clean, "\\x{:02x}", u32::from(c));
            }
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(column).sum() }
}

fn column(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// Cuts a text into lines of at most `width` characters, wherever they end.
pub(super) fn hard_wrap(text: &str, width: usize, mut line: impl FnMut(&str)) {
    let width = width.max(1);
    for mut rest in text.split('\n') {
        rest = rest.strip_suffix('\r').unwrap_or(rest);
        loop {
            let end = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
            let (head, tail) = rest.split_at(end);
            line(head);
            if tail.is_empty() {
                break;
            }
            rest = tail;
        }
    }
}

/// Cuts a text into lines of at most `width` columns, between words where possible.
pub(super) fn soft_wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in part.split(' ') {
            let wide = columns(word);
            if !line.is_empty() && used + 1 + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            for c in word.chars() {
                if used + column(c) > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(c);
                used += column(c);
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(clean("a\tb\nc é"), "a\tb\nc é");
        assert_eq!(clean("\x1b[2J\r\u{9b}x\0"), "\\x1b[2J\\r\\x9bx\\x00");
    }

    #[test]
    fn lines_end_where_they_must() {
        let mut lines = Vec::new();
        hard_wrap("abcdef\n\nxyé", 3, |line| lines.push(line.to_owned()));
        assert_eq!(lines, ["abc", "def", "", "xyé"]);
        assert_eq!(soft_wrap("a bc def ghijkl", 5), ["a bc", "def", "ghijk", "l"]);
        assert_eq!(soft_wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(soft_wrap("", 4), [""]);
    }

    #[test]
    fn colours_are_there_only_where_wanted() {
        let look = Look { color: true, ..Look::default() };
        assert_eq!(look.ink(Ink::Alarm, 1).to_string(), "\x1b[31m\x1b[1m1\x1b[22m\x1b[39m");
        assert_eq!(Look::default().ink(Ink::Alarm, 1).to_string(), "1");
    }
}
