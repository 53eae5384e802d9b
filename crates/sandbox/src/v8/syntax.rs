//! Errors of text that is no JavaScript.

use super::{Kind, Place, Token, tokens};

/// What needs nothing but the message.
const SAME: &[(&str, &str)] = &[
    ("unexpected end of string", "Invalid or unexpected token"),
    ("unexpected end of comment", "Invalid or unexpected token"),
    ("unexpected end of regexp", "Invalid regular expression: missing /"),
    ("unexpected line terminator in regexp", "Invalid regular expression: missing /"),
    ("unexpected end of template", "Unterminated template literal"),
    ("return not in a function", "Illegal return statement"),
    ("invalid assignment left-hand side", "Invalid left-hand side in assignment"),
    (
        "invalid increment/decrement operand",
        "Invalid left-hand side expression in postfix operation",
    ),
    ("missing initializer for const variable", "Missing initializer in const declaration"),
    ("break must be inside loop or switch", "Illegal break statement"),
    (
        "continue must be inside loop",
        "Illegal continue statement: no surrounding iteration statement",
    ),
    ("expecting catch or finally", "Missing catch or finally after try"),
    ("line terminator not allowed after throw", "Illegal newline after throw"),
];

/// What says that a name is taken.
const TAKEN: &[&str] = &[
    "invalid redefinition of lexical identifier",
    "invalid redefinition of parameter name",
    "invalid redefinition of global identifier",
    "invalid redefinition of a variable",
];

/// V8's words for an error of the parser at a place.
pub(super) fn reword(message: &str, place: Place<'_>) -> Option<String> {
    if let Some((_, words)) = SAME.iter().find(|(ours, _)| *ours == message) {
        return Some((*words).to_owned());
    }
    let tokens = tokens(place.text);
    let offset = place.offset();
    if TAKEN.contains(&message) {
        let near = tokens.iter().rposition(|token| token.start <= offset);
        let name = near.and_then(|at| word_from(&tokens, at));
        return Some(format!("Identifier '{}' has already been declared", name.unwrap_or("?")));
    }
    let at = tokens.iter().position(|token| token.start + token.text.len() > offset);
    let Some((at, token)) = at.and_then(|at| Some((at, *tokens.get(at)?))) else {
        return Some("Unexpected end of input".to_owned());
    };
    if matches!(message, "expecting ','" | "expecting ')'") && in_arguments(&tokens, at) {
        return Some("missing ) after argument list".to_owned());
    }
    unexpected(message, token)
}

/// The last word at or before a token, which is the name of a declaration.
fn word_from<'t>(tokens: &[Token<'t>], at: usize) -> Option<&'t str> {
    let before = tokens.get(..=at)?;
    before.iter().rev().find(|token| token.kind == Kind::Word).map(|token| token.text)
}

/// Whether the innermost bracket that is open before the token belongs to a call.
fn in_arguments(tokens: &[Token<'_>], at: usize) -> bool {
    let mut depth = 0usize;
    for place in (0..at).rev() {
        let Some(token) = tokens.get(place) else { return false };
        match (token.kind, token.text) {
            (Kind::Mark, ")" | "]" | "}") => depth += 1,
            (Kind::Mark, "(" | "[" | "{") if depth > 0 => depth -= 1,
            (Kind::Mark, "(") => {
                let before = place.checked_sub(1).and_then(|before| tokens.get(before));
                return before.is_some_and(|token| match token.kind {
                    Kind::Word => {
                        !matches!(token.text, "if" | "while" | "for" | "switch" | "catch" | "with")
                    }
                    _ => matches!(token.text, ")" | "]"),
                });
            }
            (Kind::Mark, "[" | "{") => return false,
            _ => {}
        }
    }
    false
}

/// Words of the language, which V8 calls tokens.
const KEYWORDS: &[&str] = &[
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

fn unexpected(message: &str, token: Token<'_>) -> Option<String> {
    let text = token.text;
    let parser =
        ["unexpected token", "expecting ", "invalid ", "variable name expected", "function"];
    if !parser.iter().any(|start| message.starts_with(start)) && !message.contains("expected") {
        return None;
    }
    Some(match token.kind {
        Kind::Word if KEYWORDS.contains(&text) => format!("Unexpected token '{text}'"),
        Kind::Word if text == "await" => {
            "await is only valid in async functions and the top level bodies of modules".to_owned()
        }
        Kind::Word => format!("Unexpected identifier '{text}'"),
        Kind::Number => "Unexpected number".to_owned(),
        Kind::Text => "Unexpected string".to_owned(),
        Kind::Template => "Unexpected template string".to_owned(),
        Kind::Mark | Kind::RegExp => format!("Unexpected token '{text}'"),
        Kind::Broken => "Invalid or unexpected token".to_owned(),
    })
}
