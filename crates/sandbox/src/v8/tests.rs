//! Words of errors, compared with what V8 says.

use super::{Kind, Place, Raw, json, reword, tokens};

#[test]
fn json_faults_are_worded() {
    for (text, expected) in [
        ("{", "Expected property name or '}' in JSON at position 1"),
        ("", "Unexpected end of JSON input"),
        ("hello", "Unexpected token 'h', \"hello\" is not valid JSON"),
        (r#"{"a":1,}"#, "Expected double-quoted property name in JSON at position 7"),
        ("[1,2", "Expected ',' or ']' after array element in JSON at position 4"),
        ("undefined", "\"undefined\" is not valid JSON"),
        (r#"{"a" 1}"#, "Expected ':' after property name in JSON at position 5"),
        ("\"abc", "Unterminated string in JSON at position 4"),
        ("1 2", "Unexpected non-whitespace character after JSON at position 2"),
        ("tru", "Unexpected end of JSON input"),
        ("[1,]", "Unexpected token ']', \"[1,]\" is not valid JSON"),
        ("01", "Unexpected number in JSON at position 1"),
        ("-", "No number after minus sign in JSON at position 1"),
        ("1.", "Unterminated fractional number in JSON at position 2"),
        ("1e", "Exponent part is missing a number in JSON at position 2"),
        (r#""\x""#, "Bad escaped character in JSON at position 2"),
        (r#""\u12""#, "Bad Unicode escape in JSON at position 5"),
        (r#"{"a":1 "b":2}"#, "Expected ',' or '}' after property value in JSON at position 7"),
        (
            "<!DOCTYPE html><html></html>",
            "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        ),
        (
            r#"{"a":[1,2,3,4,5,6,7,x,1,2,3,4,5]}"#,
            "Unexpected token 'x', ...\"3,4,5,6,7,x,1,2,3,4,\"... is not valid JSON",
        ),
        (
            r#"{"aaaaaaaaaaaaaaaaaaaaaa":x}"#,
            "Unexpected token 'x', ...\"aaaaaaaa\":x}\" is not valid JSON",
        ),
    ] {
        assert_eq!(json::fault(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["1", " {\"a\": [true, null, -1.5e+3, \"\\u00e9\"]} ", "[]"] {
        assert_eq!(json::fault(text), None, "{text}");
    }
}

fn cut(text: &str) -> Vec<(Kind, &str)> {
    tokens(text).into_iter().map(|token| (token.kind, token.text)).collect()
}

#[test]
fn text_is_cut_into_tokens() {
    use Kind::{Broken, Mark, Number, RegExp, Template, Text, Word};
    for (text, expected) in [
        ("a?.b", vec![(Word, "a"), (Mark, "?."), (Word, "b")]),
        ("a?.5:1", vec![(Word, "a"), (Mark, "?"), (Number, ".5"), (Mark, ":"), (Number, "1")]),
        ("x = /a[/]b/g", vec![(Word, "x"), (Mark, "="), (RegExp, "/a[/]b/g")]),
        ("a / b / c", vec![(Word, "a"), (Mark, "/"), (Word, "b"), (Mark, "/"), (Word, "c")]),
        ("return /x/", vec![(Word, "return"), (RegExp, "/x/")]),
        ("`a${b}c`", vec![(Template, "`a${"), (Word, "b"), (Template, "}c`")]),
        ("'a\\'b' // c", vec![(Text, "'a\\'b'")]),
        ("1.5e-3+2", vec![(Number, "1.5e-3"), (Mark, "+"), (Number, "2")]),
        ("'open", vec![(Broken, "'open")]),
        ("/* c */ é", vec![(Word, "é")]),
        ("a>>>=b", vec![(Word, "a"), (Mark, ">>>="), (Word, "b")]),
    ] {
        assert_eq!(cut(text), expected, "{text}");
    }
}

/// The words for `message` at the `§` in a source.
fn worded(class: &str, message: &str, source: &str) -> Option<String> {
    let at = source.find('§');
    let text = source.replace('§', "");
    let column = at.map_or(0, |at| source[..at].chars().count() + 1);
    let column = u32::try_from(column).unwrap();
    let place = Place { text: &text, line: 1, column, begin: 0, end: text.len() };
    let raw = Raw { class, message, thrower: None, place: at.map(|_| place) };
    reword(&raw).map(|reworded| reworded.words)
}

#[test]
fn what_was_called_is_named() {
    for (source, expected) in [
        ("o.§g()", "o.g is not a function"),
        ("x = o.f.§g()", "o.f.g is not a function"),
        ("§o['zz']()", "o.zz is not a function"),
        ("§u()", "u is not a function"),
        ("(1, o.§g)()", "(intermediate value) is not a function"),
        ("new §o()", "o is not a constructor"),
        ("new §o.f.q()", "o.f.q is not a constructor"),
        ("o.a()§()", "o.a(...) is not a function"),
        ("f().§foo()", "f(...).foo is not a function"),
        ("pm.response.json().b.§foo()", "pm.response.json(...).b.foo is not a function"),
        ("this.§foo()", "this.foo is not a function"),
        ("o?.f.§g()", "o?.f.g is not a function"),
        ("a[0].§b()", "a[0].b is not a function"),
        ("§a[i]()", "a[i] is not a function"),
        ("return [1, 2].§foo()", "(intermediate value).foo is not a function"),
        ("return §x()", "x is not a function"),
        ("if (a) b.§c()", "b.c is not a function"),
        ("'abc'.§foo()", "\"abc\".foo is not a function"),
    ] {
        assert_eq!(worded("TypeError", "not a function", source).as_deref(), Some(expected));
    }
    let unknown = worded("TypeError", "not a function", "x()");
    assert_eq!(unknown.as_deref(), Some("(intermediate value) is not a function"));
}

#[test]
fn messages_of_the_engine_are_translated() {
    for (class, message, source, expected) in [
        (
            "TypeError",
            "cannot read property 'x' of undefined",
            "",
            "Cannot read properties of undefined (reading 'x')",
        ),
        (
            "TypeError",
            "cannot set property 'x' of null",
            "",
            "Cannot set properties of null (setting 'x')",
        ),
        (
            "TypeError",
            "'c' is read-only",
            "const c = 1; §c = 2",
            "Assignment to constant variable.",
        ),
        (
            "TypeError",
            "'a' is read-only",
            "Object.freeze(o).§a = 5",
            "Cannot assign to read only property 'a' of object '#<Object>'",
        ),
        (
            "TypeError",
            "Cannot convert undefined or null to object",
            "f(§x); const { a, b } = pm.response.json().zz;",
            "Cannot destructure property 'a' of 'pm.response.json(...).zz' as it is undefined.",
        ),
        (
            "TypeError",
            "Cannot convert undefined or null to object",
            "§f = function ({ a }) {}",
            "Cannot destructure property 'a' of 'undefined' as it is undefined.",
        ),
        ("TypeError", "value is not iterable", "for (const x of §o.p) {}", "o.p is not iterable"),
        ("TypeError", "value is not iterable", "§g(); const [a] = u.v;", "u.v is not iterable"),
        (
            "TypeError",
            "value is not iterable",
            "Math.§max(...5)",
            "Spread syntax requires ...iterable[Symbol.iterator] to be a function",
        ),
        (
            "TypeError",
            "invalid 'in' operand",
            "'x' in §5",
            "Cannot use 'in' operator to search for 'x' in 5",
        ),
        ("ReferenceError", "l is not initialized", "", "Cannot access 'l' before initialization"),
        ("URIError", "expecting hex digit", "", "URI malformed"),
        ("TypeError", "circular reference", "", "Converting circular structure to JSON"),
    ] {
        assert_eq!(worded(class, message, source).as_deref(), Some(expected), "{message}");
    }
    assert_eq!(worded("TypeError", "anything else", ""), None);
    assert_eq!(worded("ReferenceError", "x is not defined", "§x"), None);
}
