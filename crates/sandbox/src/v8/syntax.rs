//! Errors of text that is no JavaScript.

use super::{Kind, Place, Reworded, Token, tokens};

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
    ("missing initializer for variable", "Missing initializer in const declaration"),
    ("invalid number literal", "Invalid or unexpected token"),
    ("function name expected", "Function statements require a function name"),
    ("property constructor appears more than once", "A class may only have one constructor"),
    ("duplicate default", "More than one default clause in switch statement"),
    ("'let' is not a valid lexical identifier", "let is disallowed as a lexically bound name"),
    (
        "unparenthesized unary expression can't appear on the left-hand side of '**'",
        "Unary operator used immediately before exponentiation expression. Parenthesis must be \
         used to disambiguate operator precedence",
    ),
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

/// V8's words for an error of the parser at a place; the place too, where it is another one.
pub(super) fn reword(message: &str, place: Place<'_>) -> Option<Reworded> {
    let here = |words: &str| Some(Reworded { words: words.to_owned(), offset: None });
    let tokens = tokens(place.text);
    let offset = place.offset();
    if let Some(token) = tokens.get(unmatched(&tokens, place))
        && token.start <= offset
    {
        let words = format!("Unexpected token '{}'", token.text);
        return Some(Reworded { words, offset: Some(token.start) });
    }
    if let Some((_, words)) = SAME.iter().find(|(ours, _)| *ours == message) {
        return here(words);
    }
    let at = tokens.iter().position(|token| token.start + token.text.len() > offset);
    let at = at.unwrap_or(tokens.len());
    if offset >= place.end {
        let words = if in_arguments(&tokens, at) {
            "missing ) after argument list"
        } else {
            "Unexpected end of input"
        };
        let last = place.text.get(..place.end).map_or(0, |text| text.trim_end().len());
        return Some(Reworded { words: words.to_owned(), offset: Some(last) });
    }
    let token = *tokens.get(at)?;
    if TAKEN.contains(&message) {
        let name = word_from(&tokens, at).unwrap_or("?");
        return here(&format!("Identifier '{name}' has already been declared"));
    }
    if message == "duplicate label name" {
        return here(&format!("Label '{}' has already been declared", token.text));
    }
    if at > 0 && tokens.get(at - 1).is_some_and(|before| before.text == "import") {
        return here("Cannot use import statement outside a module");
    }
    if (message.starts_with("Unexpected") || message.starts_with("expecting"))
        && in_arguments(&tokens, at)
    {
        return here("missing ) after argument list");
    }
    unexpected(message, token).map(|words| Reworded { words, offset: None })
}

/// The first bracket that closes what the script did not open; past the end if there is none.
fn unmatched(tokens: &[Token<'_>], place: Place<'_>) -> usize {
    let mut open = 0usize;
    let own = |token: &Token<'_>| token.start >= place.begin && token.start < place.end;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| own(token)) {
        match (token.kind, token.text) {
            (Kind::Mark, "(" | "[" | "{") => open += 1,
            (Kind::Mark, ")" | "]" | "}") if open == 0 => return at,
            (Kind::Mark, ")" | "]" | "}") => open -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// V8's words for an error in text that is not at hand, such as that of `eval`.
pub(super) fn reword_unplaced(message: &str) -> Option<String> {
    if let Some((_, words)) = SAME.iter().find(|(ours, _)| *ours == message) {
        return Some((*words).to_owned());
    }
    let token = message.split_once("unexpected token")?.1.split_once('\'')?.1.strip_suffix('\'')?;
    Some(if token.is_empty() {
        "Unexpected end of input".to_owned()
    } else {
        format!("Unexpected token '{token}'")
    })
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
        Kind::Mark if matches!(text, "@" | "#") => "Invalid or unexpected token".to_owned(),
        Kind::Mark | Kind::RegExp => format!("Unexpected token '{text}'"),
        Kind::Broken => "Invalid or unexpected token".to_owned(),
    })
}
