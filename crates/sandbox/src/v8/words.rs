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
    iterated(raw)
        .or_else(|| property(message))
        .or_else(|| uninitialized(message))
        .or_else(|| read_only(raw))
        .or_else(|| called(raw))
        .or_else(|| operand(raw))
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

/// The tokens of a source, and the one at a place.
struct Spot<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
}

/// Tokens that are looked at after a place, as places may be a few tokens early.
const WINDOW: usize = 40;

impl<'t> Spot<'t> {
    fn new(place: Place<'t>) -> Self {
        let tokens = tokens(place.text);
        let offset = place.offset();
        let found = tokens.iter().position(|token| token.start + token.text.len() > offset);
        Self { at: found.unwrap_or(tokens.len()), tokens }
    }

    fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    /// The first token from the place on that fits.
    fn find(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        (self.at..(self.at + WINDOW).min(self.tokens.len())).find(|at| fits(*at))
    }

    /// The index after the chain of members, indexes and calls that begins at a token.
    fn chain_end(&self, start: usize) -> usize {
        let mut at = match self.text(start) {
            "(" | "[" | "{" => callee::close(&self.tokens, start) + 1,
            _ => start + 1,
        };
        loop {
            at = match self.text(at) {
                "." | "?." => at + 2,
                "(" | "[" => callee::close(&self.tokens, at) + 1,
                _ => return at.min(self.tokens.len()),
            };
        }
    }

    /// The chain that begins at a token, in V8's writing.
    fn chain(&self, start: usize) -> Option<String> {
        callee::before(&self.tokens, self.chain_end(start)).map(|callee| callee.text)
    }

    /// Where the value of a declaration begins whose pattern has this bracket.
    fn declared(&self, bracket: &str) -> Option<(usize, usize)> {
        let pattern = self.find(|at| {
            self.text(at) == bracket
                && matches!(
                    self.text(at.wrapping_sub(1)),
                    "const" | "let" | "var" | "(" | ";" | "{"
                )
                && self.text(callee::close(&self.tokens, at) + 1) == "="
        })?;
        Some((pattern, callee::close(&self.tokens, pattern) + 2))
    }
}

/// `'x' is read-only`: a constant, or a member of an object.
fn read_only(raw: &Raw<'_>) -> Option<String> {
    let name = raw.message.strip_prefix('\'')?.strip_suffix("' is read-only")?;
    let member = raw.place.is_some_and(|place| {
        let spot = Spot::new(place);
        let named = spot.find(|at| spot.text(at) == name);
        named.is_some_and(|at| at > 0 && spot.text(at - 1) == ".")
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
    Some(match raw.place.and_then(called_at) {
        Some(callee) if callee.constructed => format!("{} is not a constructor", callee.text),
        Some(callee) => format!("{} is not a {what}", callee.text),
        None => format!("(intermediate value) is not a {what}"),
    })
}

/// The expression whose call a place stands for: that of its last name, or of its first after `new`.
fn called_at(place: Place<'_>) -> Option<callee::Callee> {
    let spot = Spot::new(place);
    let mut at = spot.at;
    if spot.text(at) != "(" {
        at += 1;
    }
    loop {
        at = match spot.text(at) {
            "." | "?." if spot.text(at + 1) != "(" => at + 2,
            "[" => callee::close(&spot.tokens, at) + 1,
            ")" => at + 1,
            _ => break,
        };
    }
    callee::before(&spot.tokens, at.min(spot.tokens.len()))
}

/// Something that is not iterable: names it where it stands in a `for`, a declaration or a list.
fn iterated(raw: &Raw<'_>) -> Option<String> {
    const LONG: &str = "is not iterable (cannot read property Symbol(Symbol.iterator))";
    let of = match raw.message {
        "value is not iterable" => "object",
        "cannot read property 'Symbol.iterator' of undefined" => "undefined",
        "cannot read property 'Symbol.iterator' of null" => "object null",
        _ => return None,
    };
    if raw.thrower.is_some() {
        return Some(format!("{of} {LONG}"));
    }
    let spot = raw.place.map(Spot::new);
    let named = spot.as_ref().and_then(|spot| {
        if spot.at > 0 && spot.text(spot.at - 1) == "of" {
            return spot.chain(spot.at);
        }
        spot.declared("[").and_then(|(_, value)| spot.chain(value))
    });
    if let Some(name) = named {
        return Some(format!("{name} is not iterable"));
    }
    let spread = spot.is_some_and(|spot| {
        spot.find(|at| spot.text(at) == "..." && matches!(spot.text(at - 1), "(" | ",")).is_some()
    });
    Some(if spread && of == "object" {
        "Spread syntax requires ...iterable[Symbol.iterator] to be a function".to_owned()
    } else {
        format!("{of} {LONG}")
    })
}

/// Taking members out of nothing: `const {a} = x`.
fn destructured(raw: &Raw<'_>) -> Option<String> {
    if raw.message != "Cannot convert undefined or null to object" || raw.thrower.is_some() {
        return None;
    }
    let spot = Spot::new(raw.place?);
    let (pattern, value) = match spot.declared("{") {
        Some((pattern, value)) => (pattern, spot.chain(value)),
        None => {
            (spot.find(|at| spot.text(at) == "{" && spot.text(at.wrapping_sub(1)) == "(")?, None)
        }
    };
    let name = spot.text(pattern + 1);
    let value = value.unwrap_or_else(|| "undefined".to_owned());
    let is = if value == "null" { "null" } else { "undefined" };
    Some(format!("Cannot destructure property '{name}' of '{value}' as it is {is}."))
}

/// Operators that want an object on their right.
fn operand(raw: &Raw<'_>) -> Option<String> {
    let spot = Spot::new(raw.place?);
    let literal = spot.tokens.get(spot.at).is_some_and(|token| {
        matches!(token.kind, Kind::Number | Kind::Text)
            || matches!(token.text, "undefined" | "null" | "true" | "false")
    });
    match raw.message {
        "invalid 'in' operand" => {
            let key = spot.at.checked_sub(2).map_or("", |at| spot.text(at));
            let (key, value) = (key.trim_matches(['\'', '"']), spot.text(spot.at));
            Some(format!("Cannot use 'in' operator to search for '{key}' in {value}"))
        }
        "invalid 'instanceof' right operand" if literal => {
            Some("Right-hand side of 'instanceof' is not an object".to_owned())
        }
        "invalid 'instanceof' right operand" => {
            Some("Right-hand side of 'instanceof' is not callable".to_owned())
        }
        _ => None,
    }
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
        ("could not delete property", _) => Some("Cannot delete property of #<Object>".to_owned()),
        ("expecting ')'", "RegExp") => {
            Some("Invalid regular expression: Unterminated group".to_owned())
        }
        ("nothing to repeat", "RegExp") => {
            Some("Invalid regular expression: Nothing to repeat".to_owned())
        }
        (message, "RegExp") if raw.class == "SyntaxError" => {
            Some(format!("Invalid regular expression: {message}"))
        }
        _ => None,
    }
}
