//! Cuts JavaScript into tokens, as far as messages need it.

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A name or a keyword.
    Word,
    Number,
    Text,
    /// A piece of a template: from a quote or `}` to `${` or the other quote.
    Template,
    RegExp,
    Mark,
    /// Something that is no token, or has no end.
    Broken,
}

/// A token and where it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: Kind,
    pub(crate) text: &'t str,
    pub(crate) start: usize,
}

/// Words after which an expression begins, so that a `/` there begins a regular expression.
const BEFORE_EXPRESSION: &[&str] = &[
    "return",
    "typeof",
    "instanceof",
    "in",
    "of",
    "new",
    "delete",
    "void",
    "throw",
    "case",
    "do",
    "else",
    "await",
    "yield",
];

const MARKS: &[&str] = &[
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=",
    "<=", ">=", "&&", "||", "??", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<",
    ">>", "**",
];

/// Whether an expression begins after this word.
pub(super) fn begins_expression(word: &str) -> bool {
    BEFORE_EXPRESSION.contains(&word)
}

/// The tokens of a text, without comments and white space.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cutter = Cutter { text, at: 0, tokens: Vec::new(), braces: Vec::new() };
    while cutter.step() {}
    cutter.tokens
}

struct Cutter<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
    /// For each open brace, whether it belongs to a template.
    braces: Vec<bool>,
}

impl<'t> Cutter<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let end = (self.at + length.max(1)).min(self.text.len());
        let text = self.text.get(self.at..end).unwrap_or_else(|| self.rest());
        self.tokens.push(Token { kind, text, start: self.at });
        self.at += text.len();
    }

    /// Takes one token, comment or gap; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        if first.is_whitespace() || first == '\u{feff}' {
            self.at += first.len_utf8();
        } else if rest.starts_with("//") {
            self.at += rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if is_word_start(first) {
            let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            self.push(Kind::Word, length);
        } else if first.is_ascii_digit() || first == '.' && second_is_digit(rest) {
            self.number(rest);
        } else if first == '"' || first == '\'' {
            self.quoted(rest, first);
        } else if first == '`' {
            self.template(rest);
        } else if first == '}' && self.braces.last() == Some(&true) {
            self.braces.pop();
            self.template(rest);
        } else if first == '/' && self.regexp_may_begin() {
            self.regexp(rest);
        } else {
            self.mark(rest, first);
        }
        true
    }

    fn number(&mut self, rest: &str) {
        let mut before = ' ';
        let length = rest.find(|letter: char| {
            let sign = (letter == '+' || letter == '-') && matches!(before, 'e' | 'E');
            before = letter;
            !(letter.is_ascii_alphanumeric() || letter == '.' || letter == '_' || sign)
        });
        self.push(Kind::Number, length.unwrap_or(rest.len()));
    }

    fn quoted(&mut self, rest: &str, mark: char) {
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            if letter == '\n' && !escaped {
                return self.push(Kind::Broken, at);
            }
            if letter == mark && !escaped {
                return self.push(Kind::Text, at + 1);
            }
            escaped = letter == '\\' && !escaped;
        }
        self.push(Kind::Broken, rest.len());
    }

    fn template(&mut self, rest: &str) {
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            if letter == '`' && !escaped {
                return self.push(Kind::Template, at + 1);
            }
            if letter == '$' && !escaped && rest.get(at + 1..).is_some_and(|r| r.starts_with('{')) {
                self.braces.push(true);
                return self.push(Kind::Template, at + 2);
            }
            escaped = letter == '\\' && !escaped;
        }
        self.push(Kind::Broken, rest.len());
    }

    /// Whether a `/` here is no division.
    fn regexp_may_begin(&self) -> bool {
        let Some(last) = self.tokens.last() else { return true };
        match last.kind {
            Kind::Word => begins_expression(last.text),
            Kind::Mark => !matches!(last.text, ")" | "]" | "}" | "++" | "--"),
            Kind::Template => last.text.ends_with("${"),
            Kind::Number | Kind::Text | Kind::RegExp | Kind::Broken => false,
        }
    }

    fn regexp(&mut self, rest: &str) {
        let (mut escaped, mut class) = (false, false);
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                '\n' => return self.push(Kind::Broken, at),
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class => {
                    let flags = rest.get(at + 1..).unwrap_or_default();
                    let length = flags.find(|l: char| !is_word(l)).unwrap_or(flags.len());
                    return self.push(Kind::RegExp, at + 1 + length);
                }
                _ => {}
            }
        }
        self.push(Kind::Broken, rest.len());
    }

    fn mark(&mut self, rest: &str, first: char) {
        match first {
            '{' => self.braces.push(false),
            '}' => {
                self.braces.pop();
            }
            _ => {}
        }
        let optional =
            rest.starts_with("?.") && !second_is_digit(rest.get(1..).unwrap_or_default());
        if optional {
            return self.push(Kind::Mark, 2);
        }
        let long = MARKS.iter().find(|mark| rest.starts_with(**mark));
        let known = "{}()[];,<>+-*/%&|^!~?:=.@#".contains(first);
        let kind = if known { Kind::Mark } else { Kind::Broken };
        self.push(kind, long.map_or(first.len_utf8(), |mark| mark.len()));
    }
}

fn second_is_digit(text: &str) -> bool {
    text.chars().nth(1).is_some_and(|second| second.is_ascii_digit())
}

fn is_word_start(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '_' | '$' | '\\')
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$' | '\\' | '\u{200c}' | '\u{200d}')
}
