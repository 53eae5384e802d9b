//! Bodies that are JSON as text: read so that they can be merged, and written as people wrote them.

use crate::json::check;

/// Stands around a token while it is a string; private use in Unicode, so in no body.
const MARK: char = '\u{E000}';

/// The JSON of a body, with tokens that stand outside of strings (`"age": {{age}}`) as strings.
pub(super) fn readable(body: &str) -> Option<String> {
    let body = body.trim();
    if body.contains(MARK) {
        return None;
    }
    let mut out = String::with_capacity(body.len());
    let mut quotes = Quotes::default();
    let mut rest = body;
    while let Some(next) = rest.chars().next() {
        if !quotes.inside
            && let Some(token) = token(rest)
        {
            out.extend(['"', MARK]);
            out.push_str(token);
            out.extend([MARK, '"']);
            rest = rest.get(token.len()..).unwrap_or_default();
            continue;
        }
        quotes.pass(next);
        out.push(next);
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
    }
    (out.starts_with(['{', '[']) && check(out.as_bytes()).is_ok()).then_some(out)
}

/// The `{{token}}` that `text` begins with.
fn token(text: &str) -> Option<&str> {
    let name = text.strip_prefix("{{")?;
    let end = name.find("}}").filter(|end| *end > 0)?;
    let plain = !name.get(..end)?.contains(['{', '}', '"', '\n', ',', ':']);
    text.get(..end + 4).filter(|_| plain)
}

/// The body of a merged JSON text, laid out `like` another one, with its tokens bare again.
pub(super) fn written(json: &str, like: &str) -> String {
    let like = like.trim();
    let indent = like.split_once('\n').map(|(_, rest)| {
        let end = rest.find(|one: char| !matches!(one, ' ' | '\t')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    let text = laid_out(json, indent);
    text.replace(&format!("\"{MARK}"), "").replace(&format!("{MARK}\""), "")
}

/// JSON with a line for each member and entry, or in one line without blanks.
fn laid_out(json: &str, indent: Option<&str>) -> String {
    let mut out = String::with_capacity(json.len());
    let mut quotes = Quotes::default();
    let mut depth = 0;
    let line = |out: &mut String, depth: usize| {
        if let Some(indent) = indent {
            out.push('\n');
            out.push_str(&indent.repeat(depth));
        }
    };
    let mut tokens = json.chars().peekable();
    while let Some(next) = tokens.next() {
        let was_inside = quotes.inside;
        quotes.pass(next);
        if was_inside {
            out.push(next);
            continue;
        }
        match next {
            '{' | '[' => {
                out.push(next);
                while tokens.next_if(char::is_ascii_whitespace).is_some() {}
                let end = if next == '{' { '}' } else { ']' };
                if tokens.next_if_eq(&end).is_some() {
                    out.push(end);
                    continue;
                }
                depth += 1;
                line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(next);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(if indent.is_some() { ": " } else { ":" }),
            blank if blank.is_ascii_whitespace() => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether a walk over JSON text is inside a string.
#[derive(Default)]
struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Quotes {
    fn pass(&mut self, next: char) {
        if self.inside {
            self.inside = self.escaped || next != '"';
            self.escaped = !self.escaped && next == '\\';
        } else {
            self.inside = next == '"';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_back() {
        for body in [
            "{\n\t\"a\": {{a}},\n\t\"b\": \"{{b}} \\\" x\",\n\t\"c\": [],\n\t\"d\": {}\n}",
            "{\"a\":[{{a}},1.50,{\"b\":null}]}",
            "[\n    {{first}},\n    -0\n]",
        ] {
            assert_eq!(written(&readable(body).unwrap(), body), body);
        }
        for broken in ["{{a}}", "{{{a}}}", "<a/>", "{\"a\": {{a}}{{b}}}", "[1] // one", "{{}}", ""]
        {
            assert_eq!(readable(broken), None, "{broken}");
        }
    }
}
