//! JSON as JavaScript would read it.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::check::fault;
use super::{Fault, MAX_DEPTH};

/// The largest whole number that a double holds exactly, with all below it.
const MAX_EXACT: u64 = 1 << 53;

/// Reads a value as JavaScript does: of several members of one name the last counts, and whole
/// numbers have no fraction (`1.0` is `1`).
///
/// Halves of surrogate pairs become U+FFFD. Nesting may be 200 deep.
pub fn value(text: &str) -> Result<Value, Fault> {
    let first = read(text);
    if first.is_err() && text.contains("\\u") {
        return read(&mend(text)).or(first);
    }
    first
}

fn read(text: &str) -> Result<Value, Fault> {
    let mut reader = serde_json::Deserializer::from_str(text);
    // The seed counts levels itself, and stops long before the stack could end.
    reader.disable_recursion_limit();
    let outcome = Node(0).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    outcome.map_err(|error| fault(&error))
}

/// A number as a JSON value: whole ones without a fraction; `None` for NaN and infinity.
#[must_use]
pub fn number(number: f64) -> Option<Number> {
    if number.fract() == 0.0 {
        // Of a whole number beyond 2^53 this has the digits that JavaScript writes.
        let digits = (number + 0.0).to_string();
        if let Ok(number) = digits.parse::<i64>() {
            return Some(number.into());
        }
        if let Ok(number) = digits.parse::<u64>() {
            return Some(number.into());
        }
    }
    Number::from_f64(number)
}

/// `text` with U+FFFD for the escapes that stand for half a character.
pub(crate) fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let length = match (unit(escape), unit(escape.get(6..).unwrap_or_default())) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push('\u{FFFD}');
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            // A backslash and what it escapes, which is one byte in everything that is JSON.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(escape);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The unit of UTF-16 in an escape such as `\u00e9` at the beginning of `text`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

fn double(value: f64) -> Value {
    number(value).map_or(Value::Null, Value::Number)
}

/// A value that lies so many levels deep.
struct Node(usize);

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Node {
    fn inner<E: serde::de::Error>(&self) -> Result<usize, E> {
        let depth = self.0 + 1;
        let fits = depth <= MAX_DEPTH;
        fits.then_some(depth)
            .ok_or_else(|| E::custom(format!("nested deeper than {MAX_DEPTH} levels")))
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        if value.unsigned_abs() <= MAX_EXACT {
            return Ok(value.into());
        }
        #[expect(clippy::cast_precision_loss, reason = "JavaScript loses it as well")]
        Ok(double(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        if value <= MAX_EXACT {
            return Ok(value.into());
        }
        #[expect(clippy::cast_precision_loss, reason = "JavaScript loses it as well")]
        Ok(double(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let depth = self.inner()?;
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(Node(depth))? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let depth = self.inner()?;
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Node(depth))?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, value};

    #[test]
    fn reads_as_javascript_does() {
        let check = |text: &str, expected: &str| {
            assert_eq!(value(text).unwrap().to_string(), expected, "{text}");
        };
        check("1.0", "1");
        check("-0.0", "0");
        check("1e3", "1000");
        check("1.50", "1.5");
        check("9007199254740993", "9007199254740992");
        check("12345678901234567890", "12345678901234567000");
        check("[1e21,0.1]", "[1e+21,0.1]");
        check("-5", "-5");
        check(r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#);
        check(r#""\ud83d\ude42 \ud83d \ude42 \\ud800""#, "\"🙂 \u{FFFD} \u{FFFD} \\\\ud800\"");
        check(r#"["\ud800\u0041\n"]"#, "[\"\u{FFFD}A\\n\"]");
    }

    #[test]
    fn faults_have_a_place() {
        let check = |text: &str, expected: &str| {
            assert_eq!(value(text).unwrap_err().to_string(), expected, "{text}");
        };
        check("[1,\n 2 3]", "expected `,` or `]` at line 2 column 4");
        check("", "EOF while parsing a value at line 1 column 0");
        check(&"[".repeat(MAX_DEPTH + 1), "nested deeper than 200 levels at line 1 column 201");
        assert!(value(&"[".repeat(1_000_000)).is_err());
    }
}
