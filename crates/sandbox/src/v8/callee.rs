//! Writes the expression that was called or taken apart, the way V8 writes it.

use super::{Kind, Token, tokens::begins_expression};

const UNNAMED: &str = "(intermediate value)";

/// An expression of the source.
pub(super) struct Callee {
    /// Its text as V8 writes it.
    pub(super) text: String,
    /// Whether `new` stands before it.
    pub(super) constructed: bool,
}

/// The expression that ends right before the token at `end`.
pub(super) fn before(tokens: &[Token<'_>], end: usize) -> Option<Callee> {
    let start = chain_start(tokens, end)?;
    let chain = tokens.get(start..end)?;
    if chain.is_empty() {
        return None;
    }
    let constructed = start > 0 && text_at(tokens, start - 1) == "new";
    Some(Callee { text: write(chain), constructed })
}

/// The index of the token at which the chain begins that ends before `end`.
fn chain_start(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    let mut at = end.checked_sub(1)?;
    loop {
        let token = tokens.get(at)?;
        let start = match (token.kind, token.text) {
            (Kind::Mark, ")" | "]" | "}") => open(tokens, at)?,
            (Kind::Template, _) => template_start(tokens, at)?,
            (Kind::Mark | Kind::Broken, _) => return None,
            _ => at,
        };
        let Some(previous) = start.checked_sub(1) else { return Some(start) };
        match text_at(tokens, previous) {
            "." | "?." => {
                // `a.b`: what stands before the dot belongs to the chain.
                at = previous.checked_sub(1)?;
            }
            _ if token.text == ")" || token.text == "]" || token.kind == Kind::Template => {
                if !ends_expression(tokens, previous) {
                    return Some(start);
                }
                at = previous;
            }
            _ => return Some(start),
        }
    }
}

/// Whether the token at `at` ends an expression, so that a bracket after it calls or indexes it.
fn ends_expression(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    match token.kind {
        Kind::Word => !begins_expression(token.text),
        Kind::Mark => matches!(token.text, ")" | "]"),
        Kind::Template => token.text.ends_with('`'),
        Kind::Text | Kind::Number | Kind::RegExp => true,
        Kind::Broken => false,
    }
}

fn text_at<'t>(tokens: &[Token<'t>], at: usize) -> &'t str {
    tokens.get(at).map_or("", |token| token.text)
}

/// The bracket that the one at `close` closes.
fn open(tokens: &[Token<'_>], close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().take(close + 1).rev() {
        match (token.kind, token.text) {
            (Kind::Mark, ")" | "]" | "}") => depth += 1,
            (Kind::Mark, "(" | "[" | "{") => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The token at which the template begins that ends at `end`.
fn template_start(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    (0..=end).rev().find(|at| {
        tokens.get(*at).is_some_and(|one| one.kind == Kind::Template && one.text.starts_with('`'))
    })
}

/// Writes a chain: a first expression, then members, indexes and calls.
fn write(chain: &[Token<'_>]) -> String {
    let (mut out, mut at) = head(chain);
    while let Some(token) = chain.get(at) {
        match token.text {
            "." | "?." if text_at(chain, at + 1) == "(" || text_at(chain, at + 1) == "[" => {
                out.push_str("?.");
                at += 1;
            }
            "." | "?." => {
                out.push_str(token.text);
                out.push_str(text_at(chain, at + 1));
                at += 2;
            }
            "[" => {
                let end = close(chain, at);
                index(chain.get(at + 1..end).unwrap_or_default(), &mut out);
                at = end + 1;
            }
            "(" => {
                out.push_str("(...)");
                at = close(chain, at) + 1;
            }
            _ => {
                at += 1;
            }
        }
    }
    out
}

/// The first expression of a chain and the index after it.
fn head(chain: &[Token<'_>]) -> (String, usize) {
    let Some(first) = chain.first() else { return (String::new(), 0) };
    match (first.kind, first.text) {
        (Kind::Mark, "(" | "[" | "{") => (UNNAMED.to_owned(), close(chain, 0) + 1),
        (Kind::Mark | Kind::Template, _) => (UNNAMED.to_owned(), 1),
        (Kind::Text, _) => (literal(first), 1),
        (Kind::RegExp, _) => (first.text.to_owned(), 1),
        (_, text) => (text.to_owned(), 1),
    }
}

/// The index of the bracket that closes the one at `open`; that of the last token if none does.
pub(super) fn close(chain: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in chain.iter().enumerate().skip(open) {
        match (token.kind, token.text) {
            (Kind::Mark, "(" | "[" | "{") => depth += 1,
            (Kind::Mark, ")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    chain.len()
}

/// Writes an index: a text as a member, a simple one as it is, others as far as they are simple.
fn index(inner: &[Token<'_>], out: &mut String) {
    if let [one] = inner
        && one.kind == Kind::Text
    {
        out.push('.');
        out.push_str(one.text.trim_matches(['"', '\'']));
        return;
    }
    out.push('[');
    match inner {
        [one] => out.push_str(one.text),
        [left, operator, right] if operator.kind == Kind::Mark && operator.text != "." => {
            let parts = [literal(left), operator.text.to_owned(), literal(right)];
            out.push('(');
            out.push_str(&parts.join(" "));
            out.push(')');
        }
        _ => out.push_str(&write(inner)),
    }
    out.push(']');
}

/// A word or a literal as V8 writes it.
fn literal(token: &Token<'_>) -> String {
    match token.kind {
        Kind::Text => format!("\"{}\"", token.text.trim_matches(['"', '\''])),
        _ => token.text.to_owned(),
    }
}
