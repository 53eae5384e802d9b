//! Commands taken apart by the quoting rules of sh.

use std::{iter::Peekable, str::Chars};

/// One command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The comment right before it.
    pub(super) comment: String,
    pub(super) words: Vec<String>,
}

/// The commands of a text; an error says where a quote stays open.
pub(super) fn commands(text: &str) -> Result<Vec<Line>, String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = Reader { chars: text.chars().peekable(), line: 1 };
    let mut all = Vec::new();
    let mut now = Line::default();
    let mut word: Option<String> = None;
    while let Some(one) = reader.next() {
        match one {
            '\\' => match reader.next() {
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            '\'' => reader.single(word.get_or_insert_default())?,
            '"' => reader.double(word.get_or_insert_default())?,
            '$' if reader.chars.peek() == Some(&'\'') => {
                reader.next();
                reader.ansi(word.get_or_insert_default())?;
            }
            '$' if now.words.is_empty() && word.is_none() && reader.chars.peek() == Some(&' ') => {}
            '$' => reader.variable(word.get_or_insert_default()),
            '#' if word.is_none() => {
                let mut comment = String::new();
                while let Some(next) = reader.chars.next_if(|next| *next != '\n') {
                    comment.push(next);
                }
                if now.words.is_empty() {
                    comment.trim().clone_into(&mut now.comment);
                }
            }
            ' ' | '\t' => now.words.extend(word.take()),
            '\n' | ';' | '&' | '|' => {
                now.words.extend(word.take());
                if !now.words.is_empty() {
                    all.push(std::mem::take(&mut now));
                }
            }
            _ => word.get_or_insert_default().push(one),
        }
    }
    now.words.extend(word);
    if !now.words.is_empty() {
        all.push(now);
    }
    Ok(all)
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn single(&mut self, word: &mut String) -> Result<(), String> {
        let start = self.line;
        loop {
            match self.next().ok_or_else(|| open(start))? {
                '\'' => return Ok(()),
                one => word.push(one),
            }
        }
    }

    fn double(&mut self, word: &mut String) -> Result<(), String> {
        let start = self.line;
        loop {
            match self.next().ok_or_else(|| open(start))? {
                '"' => return Ok(()),
                '$' => self.variable(word),
                '\\' => match self.next().ok_or_else(|| open(start))? {
                    '\n' => {}
                    one @ ('"' | '\\' | '$' | '`') => word.push(one),
                    one => word.extend(['\\', one]),
                },
                one => word.push(one),
            }
        }
    }

    /// Quotes of the form `$'…'`, with escapes as in C.
    fn ansi(&mut self, word: &mut String) -> Result<(), String> {
        let start = self.line;
        loop {
            match self.next().ok_or_else(|| open(start))? {
                '\'' => return Ok(()),
                '\\' => match self.next().ok_or_else(|| open(start))? {
                    'n' => word.push('\n'),
                    'r' => word.push('\r'),
                    't' => word.push('\t'),
                    'x' => word.push(self.code(2)),
                    'u' => word.push(self.code(4)),
                    one => word.push(one),
                },
                one => word.push(one),
            }
        }
    }

    fn code(&mut self, digits: usize) -> char {
        let mut code = 0;
        for _ in 0..digits {
            let Some(digit) = self.chars.peek().and_then(|one| one.to_digit(16)) else { break };
            code = code * 16 + digit;
            self.next();
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Variables of the shell become variables of the collection.
    fn variable(&mut self, word: &mut String) {
        let braced = self.chars.next_if_eq(&'{').is_some();
        let mut name = String::new();
        while let Some(one) = self.chars.next_if(|one| one.is_ascii_alphanumeric() || *one == '_') {
            name.push(one);
        }
        let closed = !braced || self.chars.next_if_eq(&'}').is_some();
        if name.is_empty() || !closed {
            word.push_str(if braced { "${" } else { "$" });
            word.push_str(&name);
        } else {
            word.extend(["{{", &name, "}}"]);
        }
    }
}

fn open(line: usize) -> String {
    format!("the quote that line {line} opens is not closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_sh() {
        let text = "# one\ncurl 'a b' \"c\\\"$D ${E}\" \\\n  f\\ g $'h\\n\\x41'; $ curl x#y # no\n";
        let found = commands(text).unwrap();
        assert_eq!(found[0].comment, "one");
        assert_eq!(found[0].words, ["curl", "a b", "c\"{{D}} {{E}}", "f g", "h\nA"]);
        assert_eq!(found[1].words, ["curl", "x#y"]);
        assert!(commands("curl\n'a").unwrap_err().contains("line 2"));
    }
}
