//! V8's words for JSON that does not parse.

/// Most characters of context on each side.
const CONTEXT: usize = 10;

/// What is wrong with a text as JSON; `None` if nothing is.
pub(crate) fn fault(text: &str) -> Option<String> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    let fault = reader.document().err()?;
    Some(reader.word(&fault))
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

/// What is wrong, at the reader's place.
enum Wrong {
    /// Something that no rule allows here.
    Token,
    /// A rule in words.
    Rule(&'static str),
}

type Checked = Result<(), Wrong>;

/// Deepest nesting that is followed; QuickJS refuses deeper text before we are asked.
const DEPTH: usize = 5000;

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn document(&mut self) -> Checked {
        self.value(0)?;
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Wrong::Rule("Unexpected non-whitespace character after JSON")),
        }
    }

    fn value(&mut self, depth: usize) -> Checked {
        self.space();
        match self.peek() {
            Some(b'{') if depth < DEPTH => self.object(depth),
            Some(b'[') if depth < DEPTH => self.array(depth),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word_is("true"),
            Some(b'f') => self.word_is("false"),
            Some(b'n') => self.word_is("null"),
            _ => Err(Wrong::Token),
        }
    }

    fn word_is(&mut self, word: &str) -> Checked {
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                return Err(Wrong::Token);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Checked {
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut rule = "Expected property name or '}' in JSON";
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(Wrong::Rule(rule));
            }
            self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(Wrong::Rule("Expected ':' after property name in JSON"));
            }
            self.at += 1;
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Wrong::Rule("Expected ',' or '}' after property value in JSON")),
            }
            rule = "Expected double-quoted property name in JSON";
        }
    }

    fn array(&mut self, depth: usize) -> Checked {
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Wrong::Rule("Expected ',' or ']' after array element in JSON")),
            }
        }
    }

    fn string(&mut self) -> Checked {
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(Wrong::Rule("Unterminated string in JSON")),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(byte) if byte < 0x20 => {
                    return Err(Wrong::Rule("Bad control character in string literal in JSON"));
                }
                Some(b'\\') => self.escape()?,
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Checked {
        self.at += 1;
        match self.peek() {
            None => Err(Wrong::Rule("Unterminated string in JSON")),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                for _ in 0..4 {
                    self.at += 1;
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(Wrong::Rule("Bad Unicode escape in JSON"));
                    }
                }
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Wrong::Rule("Bad escaped character in JSON")),
        }
    }

    fn digits(&mut self, rule: &'static str) -> Checked {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(Wrong::Rule(rule));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Checked {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(Wrong::Rule("Unexpected number in JSON"));
            }
        } else {
            self.digits("No number after minus sign in JSON")?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("Unterminated fractional number in JSON")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits("Exponent part is missing a number in JSON")?;
        }
        Ok(())
    }

    fn word(&self, wrong: &Wrong) -> String {
        let characters = |text: &str| text.encode_utf16().count();
        let at = characters(self.text.get(..self.at).unwrap_or(self.text));
        match wrong {
            Wrong::Rule(rule) => format!("{rule} at position {at}"),
            Wrong::Token if self.at >= self.bytes.len() => {
                "Unexpected end of JSON input".to_owned()
            }
            Wrong::Token if is_special(self.text) => format!("\"{}\" is not valid JSON", self.text),
            Wrong::Token => self.unexpected(at),
        }
    }

    fn unexpected(&self, at: usize) -> String {
        let token = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        match self.peek() {
            Some(b'"') => return format!("Unexpected string in JSON at position {at}"),
            Some(b'0'..=b'9' | b'-') => {
                return format!("Unexpected number in JSON at position {at}");
            }
            _ => {}
        }
        let units: Vec<u16> = self.text.encode_utf16().collect();
        let cut = |from: usize, to: usize| {
            String::from_utf16_lossy(units.get(from..to.min(units.len())).unwrap_or_default())
        };
        let start = at.saturating_sub(CONTEXT);
        let context = if units.len() <= CONTEXT * 2 {
            format!("\"{}\"", self.text)
        } else if at < CONTEXT {
            format!("\"{}\"...", cut(0, at + CONTEXT))
        } else if at < units.len() - CONTEXT {
            format!("...\"{}\"...", cut(start, at + CONTEXT))
        } else {
            format!("...\"{}\"", cut(start, units.len()))
        };
        format!("Unexpected token '{token}', {context} is not valid JSON")
    }
}

/// Texts that come from values which are no text.
fn is_special(text: &str) -> bool {
    matches!(text, "NaN" | "Infinity" | "undefined" | "[object Object]")
}
