//! Pairs, with their annotations.

use super::{Broken, Bru, Pair, is_comment, lines::Lines};

impl Bru {
    /// The pairs of a block; `first` stands behind its brace.
    pub(super) fn pairs<'a>(
        &mut self,
        first: &'a str,
        name: &str,
        lines: &mut Lines<'a>,
    ) -> Result<Vec<Pair>, Broken> {
        let open = lines.number();
        let mut pairs = Vec::new();
        let mut about = String::new();
        let closing = first.matches('}').count() > first.matches('{').count();
        let inside = if closing { first.strip_suffix('}').unwrap_or(first) } else { first };
        if !inside.trim().is_empty() {
            pairs.push(pair(inside.trim(), String::new(), lines)?);
        }
        if closing {
            return Ok(pairs);
        }
        loop {
            let line = lines.within(name, open)?.trim();
            if line == "}" {
                return Ok(pairs);
            }
            if line.is_empty() || is_comment(line) {
                self.comments |= !line.is_empty();
                continue;
            }
            let line = match annotation(line, lines)? {
                None => line,
                Some((name, argument, rest)) => {
                    if name == "description" {
                        about = argument;
                    } else {
                        self.annotations.push(name);
                    }
                    rest
                }
            };
            if !line.is_empty() {
                pairs.push(pair(line, std::mem::take(&mut about), lines)?);
            }
        }
    }
}

fn pair<'a>(line: &'a str, about: String, lines: &mut Lines<'a>) -> Result<Pair, Broken> {
    let (disabled, line) = match line.strip_prefix('~') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    };
    let found = match line.strip_prefix('"').and_then(quoted_key) {
        Some((key, value)) => Some((key, value)),
        None => line.split_once(':').map(|(key, value)| (key.trim().to_owned(), value)),
    };
    let remedy = "write it so, or end the block before it with `}` at the beginning of a line";
    let (key, value) = found.ok_or_else(|| lines.broken("is no `key: value`", remedy))?;
    let value = value.trim();
    let value = if let Some(first) = value.strip_prefix("'''") {
        let (text, after) = lines.quoted(first)?;
        if after.is_empty() { text } else { format!("{text} {after}") }
    } else if value == "[" && lines.closes_list() {
        lines.list("", &key)?.join(", ")
    } else {
        value.to_owned()
    };
    Ok(Pair { key, value, disabled, about })
}

/// A key up to its closing quote, and what stands behind the colon.
fn quoted_key(text: &str) -> Option<(String, &str)> {
    let (key, rest) = unquoted(text, '"')?;
    Some((key, rest.trim_start().strip_prefix(':')?))
}

/// A text up to its closing quote, without backslashes, and what follows.
fn unquoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut inside = String::new();
    let mut characters = text.char_indices();
    while let Some((at, one)) = characters.next() {
        if one == quote {
            return Some((inside, text.get(at + one.len_utf8()..)?));
        }
        let next = text.get(at + one.len_utf8()..)?.chars().next();
        match next.filter(|next| one == '\\' && (*next == quote || *next == '\\')) {
            Some(next) => {
                inside.push(next);
                characters.next();
            }
            None => inside.push(one),
        }
    }
    None
}

/// The name, argument and rest of a line that begins with an annotation.
fn annotation<'a>(
    line: &'a str,
    lines: &mut Lines<'a>,
) -> Result<Option<(String, String, &'a str)>, Broken> {
    let Some(text) = line.strip_prefix('@') else { return Ok(None) };
    let end = text.find(|one: char| !one.is_alphanumeric() && !"_-".contains(one));
    let (name, rest) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
    let name = name.to_owned();
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Ok((!name.is_empty()).then(|| (name, String::new(), rest)));
    }
    let Some(argument) = rest.strip_prefix('(') else { return Ok(None) };
    if let Some(first) = argument.strip_prefix("'''") {
        let (text, after) = lines.quoted(first)?;
        return Ok(Some((name, text, after.strip_prefix(')').unwrap_or(after).trim_start())));
    }
    let quote = argument.chars().next().filter(|one| *one == '\'' || *one == '"');
    let quoted = quote.and_then(|quote| unquoted(argument.get(1..)?, quote));
    let found = match quoted {
        Some((text, rest)) => rest.trim_start().strip_prefix(')').map(|rest| (text, rest)),
        None => argument.split_once(')').map(|(text, rest)| (text.trim().to_owned(), rest)),
    };
    let remedy = "close the annotation with `)`";
    let (text, rest) = found.ok_or_else(|| lines.broken("opens an annotation", remedy))?;
    Ok(Some((name, text, rest.trim_start())))
}
