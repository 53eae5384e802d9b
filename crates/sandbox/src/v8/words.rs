//! Errors while a script runs.

use super::{Kind, Place, Raw, Token, callee, tokens};

/// What needs nothing but the message.
const SAME: &[(&str, &str)] = &[
    ("invalid array length", "Invalid array length"),
    ("invalid repeat count", "Invalid count value"),
    ("invalid number of digits", "toFixed() digits argument must be between 0 and 100"),
    ("cannot convert symbol to string", "Cannot convert a Symbol value to a string"),
    ("cannot convert symbol to number", "Cannot convert a Symbol value to a number"),
    (
        "cannot convert BigInt to number",
        "Cannot mix BigInt and other types, use explicit conversions",
    ),
    (
        "cannot convert bigint to number",
        "Cannot mix BigInt and other types, use explicit conversions",
    ),
    ("invalid 'instanceof' right operand", "Right-hand side of 'instanceof' is not callable"),
    ("empty array", "Reduce of empty array with no initial value"),
    ("circular reference", "Converting circular structure to JSON"),
    ("BigInt are forbidden in JSON.stringify", "Do not know how to serialize a BigInt"),
    ("Date value is NaN", "Invalid time value"),
    ("bad normalization form", "The normalization form should be one of NFC, NFD, NFKC, NFKD."),
    (
        "regexp must have the 'g' flag",
        "String.prototype.replaceAll called with a non-global RegExp argument",
    ),
    (
        "this is not initialized",
        "Must call super constructor in derived class before accessing 'this' or returning from \
         derived constructor",
    ),
    ("string too long", "Invalid string length"),
    ("invalid array index", "Invalid typed array length"),
    ("BigInt is too large to allocate", "Maximum BigInt size exceeded"),
    ("division by zero", "Division by zero"),
];

/// V8's words; `None` where they are the same, or not known.
pub(super) fn reword(raw: &Raw<'_>) -> Option<String> {
    let message = raw.message;
    if let Some((_, words)) = SAME.iter().find(|(ours, _)| *ours == message) {
        return Some((*words).to_owned());
    }
    if raw.class == "URIError" {
        return Some("URI malformed".to_owned());
    }
    property(message)
        .or_else(|| uninitialized(message))
        .or_else(|| read_only(raw))
        .or_else(|| called(raw))
        .or_else(|| iterated(raw))
        .or_else(|| destructured(raw))
        .or_else(|| by_thrower(raw))
}

/// `cannot read property 'x' of undefined`.
fn property(message: &str) -> Option<String> {
    let (verb, rest) = match message.strip_prefix("cannot read property '") {
        Some(rest) => ("read", rest),
        None => ("set", message.strip_prefix("cannot set property '")?),
    };
    let (name, of) = rest.rsplit_once("' of ")?;
    if name == "Symbol.iterator" {
        return Some(
            match of {
                "null" => {
                    "object null is not iterable (cannot read property Symbol(Symbol.iterator))"
                }
                _ => "undefined is not iterable (cannot read property Symbol(Symbol.iterator))",
            }
            .to_owned(),
        );
    }
    let name = if name == "[object Object]" || name == "{}" { "#<Object>" } else { name };
    Some(format!("Cannot {verb} properties of {of} ({verb}{}ing '{name}')", double(verb)))
}

/// Setting has two t.
fn double(verb: &str) -> &'static str {
    if verb == "set" { "t" } else { "" }
}

/// `x is not initialized`.
fn uninitialized(message: &str) -> Option<String> {
    let name = message.strip_suffix(" is not initialized")?;
    Some(format!("Cannot access '{name}' before initialization"))
}

/// `'x' is read-only`: a constant, or a member of an object.
fn read_only(raw: &Raw<'_>) -> Option<String> {
    let name = raw.message.strip_prefix('\'')?.strip_suffix("' is read-only")?;
    let member = raw.place.is_some_and(|place| {
        let tokens = tokens(place.text);
        let offset = place.offset();
        let near = tokens.iter().rposition(|token| token.text == name && token.start <= offset + 1);
        let before = near.and_then(|at| tokens.get(at.checked_sub(1)?));
        before.is_some_and(|token| token.text == ".")
    });
    Some(if member {
        format!("Cannot assign to read only property '{name}' of object '#<Object>'")
    } else {
        "Assignment to constant variable.".to_owned()
    })
}

/// `not a function`, `not a constructor`: names what was called.
fn called(raw: &Raw<'_>) -> Option<String> {
    let what = match raw.message {
        "not a function" => "function",
        "not a constructor" => "constructor",
        _ => return None,
    };
    if let Some(thrower) = raw.thrower {
        return Some(match thrower {
            "Promise" => "Promise resolver undefined is not a function".to_owned(),
            _ => format!("undefined is not a {what}"),
        });
    }
    let found = raw.place.and_then(expression_before);
    Some(match found {
        Some(callee) if callee.constructed => format!("{} is not a constructor", callee.text),
        Some(callee) => format!("{} is not a {what}", callee.text),
        None => format!("(intermediate value) is not a {what}"),
    })
}

/// The expression before the bracket at a place.
fn expression_before(place: Place<'_>) -> Option<callee::Callee> {
    let tokens = tokens(place.text);
    let offset = place.offset();
    let at = tokens.iter().position(|token| token.start >= offset)?;
    let token = tokens.get(at)?;
    let calls = token.text == "(" || token.kind == Kind::Template;
    if calls || at == 0 {
        return callee::before(&tokens, at);
    }
    // Without arguments, `new x`, the place is after the expression or at its last word.
    let end = tokens.iter().position(|token| token.start > offset).unwrap_or(tokens.len());
    callee::before(&tokens, end).filter(|callee| callee.constructed)
}

/// `value is not iterable`: names what was iterated over, where it stands in a `for` or a list.
fn iterated(raw: &Raw<'_>) -> Option<String> {
    if raw.message != "value is not iterable" {
        return None;
    }
    if raw.thrower.is_some() {
        let words = "object is not iterable (cannot read property Symbol(Symbol.iterator))";
        return Some(words.to_owned());
    }
    let named = raw.place.and_then(|place| {
        let tokens = tokens(place.text);
        let offset = place.offset();
        let at = tokens.iter().position(|token| token.start >= offset)?;
        let subject = subject_after(&tokens, at)?;
        subject.first().map(|_| subject.iter().map(|token| token.text).collect::<String>())
    });
    Some(format!("{} is not iterable", named.unwrap_or_else(|| "object".to_owned())))
}

/// The simple expression after the next `of`, `=` or `...` from the token at `at`.
fn subject_after<'a, 't>(tokens: &'a [Token<'t>], at: usize) -> Option<&'a [Token<'t>]> {
    let window = tokens.get(at.saturating_sub(3)..)?.iter().take(24);
    let marker = window.clone().position(|token| matches!(token.text, "of" | "=" | "..."))?;
    let start = at.saturating_sub(3) + marker + 1;
    let rest = tokens.get(start..)?;
    let simple = |token: &Token<'_>| {
        matches!(token.kind, Kind::Word | Kind::Number | Kind::Text) || token.text == "."
    };
    let length = rest.iter().position(|token| !simple(token)).unwrap_or(rest.len());
    rest.get(..length).filter(|subject| !subject.is_empty())
}

/// Taking members out of nothing: `const {a} = x`.
fn destructured(raw: &Raw<'_>) -> Option<String> {
    if raw.message != "Cannot convert undefined or null to object" || raw.thrower.is_some() {
        return None;
    }
    let place = raw.place?;
    let tokens = tokens(place.text);
    let offset = place.offset();
    let near = tokens.iter().position(|token| token.start >= offset).unwrap_or(tokens.len());
    let from = near.saturating_sub(4);
    let pattern = (from..tokens.len().min(near + 8)).find(|at| {
        tokens.get(*at).is_some_and(|token| token.text == "{")
            && tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Word)
    })?;
    let name = tokens.get(pattern + 1)?.text;
    let close = tokens.iter().skip(pattern).position(|token| token.text == "}")? + pattern;
    let equals = tokens.get(close + 1).is_some_and(|token| token.text == "=");
    let end = (close + 2..tokens.len()).find(|at| {
        tokens.get(*at).is_none_or(|token| matches!(token.text, ";" | ")" | "," | "}"))
            && balanced(&tokens, close + 2, *at)
    });
    let value = equals
        .then(|| callee::before(&tokens, end.unwrap_or(tokens.len())))
        .flatten()
        .map_or_else(|| "undefined".to_owned(), |callee| callee.text);
    let is = if value == "null" { "null" } else { "undefined" };
    Some(format!("Cannot destructure property '{name}' of '{value}' as it is {is}."))
}

/// Whether every bracket from `start` to `end` is closed.
fn balanced(tokens: &[Token<'_>], start: usize, end: usize) -> bool {
    let mut depth = 0i32;
    for token in tokens.get(start..end).unwrap_or_default() {
        match (token.kind, token.text) {
            (Kind::Mark, "(" | "[" | "{") => depth += 1,
            (Kind::Mark, ")" | "]" | "}") => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// What depends on the function of the language that refused.
fn by_thrower(raw: &Raw<'_>) -> Option<String> {
    let thrower = raw.thrower.unwrap_or_default();
    match (raw.message, thrower) {
        ("not an object", "defineProperty") => {
            Some("Object.defineProperty called on non-object".to_owned())
        }
        ("not an object", "setPrototypeOf") => {
            Some("Object prototype may only be an Object or null: undefined".to_owned())
        }
        ("not an object", "Proxy") => {
            Some("Cannot create proxy with a non-object as target or handler".to_owned())
        }
        ("not an object", name) if !name.is_empty() => {
            Some(format!("Reflect.{name} called on non-object"))
        }
        ("null or undefined are forbidden", name) if !name.is_empty() => {
            Some(format!("String.prototype.{name} called on null or undefined"))
        }
        ("class constructors must be invoked with 'new'", name) => {
            Some(format!("Class constructor {name} cannot be invoked without 'new'"))
        }
        ("must be called with new", "Promise") => {
            Some("Promise constructor cannot be invoked without 'new'".to_owned())
        }
        ("must be called with new", name) => Some(format!("Constructor {name} requires 'new'")),
        ("invalid 'in' operand", _) => Some(
            "Cannot use 'in' operator to search for a key in a value that is no object".to_owned(),
        ),
        ("could not delete property", _) => Some("Cannot delete property of #<Object>".to_owned()),
        _ => None,
    }
}
