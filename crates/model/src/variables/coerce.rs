//! JavaScript's conversions of values.

use std::borrow::Cow;

use serde_json::Value;

/// The text of a value, as `String(value)` gives it.
///
/// Objects are `[object Object]`, arrays their elements with commas between them.
#[must_use]
pub fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed("null"),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(json_number_text(number)),
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(list) => {
            let mut out = String::new();
            join(list, &mut out);
            Cow::Owned(out)
        }
        Value::Object(_) => Cow::Borrowed("[object Object]"),
    }
}

/// Elements that are null are empty when an array becomes text.
fn join(list: &[Value], out: &mut String) {
    for (position, element) in list.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        match element {
            Value::Null => {}
            Value::Array(list) => join(list, out),
            other => out.push_str(&text(other)),
        }
    }
}

fn json_number_text(number: &serde_json::Number) -> String {
    match number.as_f64() {
        // Whole numbers are stored with the digits that JavaScript writes.
        Some(double) if number.is_f64() => number_text(double),
        _ => number.to_string(),
    }
}

/// A number as JavaScript writes it: `1e+21`, `1e-7`, `NaN`, no sign for zero.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = number.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        // Zero loses its sign by the addition.
        return (number + 0.0).to_string();
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, power)) if !power.starts_with('-') => format!("{digits}e+{power}"),
        _ => text,
    }
}

/// The number a value stands for, as `Number(value)` gives it; NaN where it is none.
#[must_use]
pub fn number(value: &Value) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
        Value::String(text) => text_number(text),
        Value::Array(_) => text_number(&text(value)),
        Value::Object(_) => f64::NAN,
    }
}

/// The number a text stands for, as `Number(text)` gives it.
#[must_use]
pub fn text_number(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    let digits = |radix: u32, digits: &str| {
        let plain = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
        plain.then(|| {
            let values = digits.chars().filter_map(|digit| digit.to_digit(radix));
            values.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
        })
    };
    match text.get(..2) {
        Some("0x" | "0X") => {
            return digits(16, text.get(2..).unwrap_or_default()).unwrap_or(f64::NAN);
        }
        Some("0o" | "0O") => {
            return digits(8, text.get(2..).unwrap_or_default()).unwrap_or(f64::NAN);
        }
        Some("0b" | "0B") => {
            return digits(2, text.get(2..).unwrap_or_default()).unwrap_or(f64::NAN);
        }
        _ => {}
    }
    match text {
        "" => 0.0,
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) =>
        {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

/// The number at the beginning of a text, as `parseFloat(text)` gives it.
#[must_use]
pub fn leading_number(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with("Infinity") {
        return if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text.len() - unsigned.len();
    let whole = run(unsigned);
    let mut end = whole;
    let mut found = whole > 0;
    if let Some(fraction) = unsigned.get(whole..).and_then(|rest| rest.strip_prefix('.')) {
        let digits = run(fraction);
        found |= digits > 0;
        if found {
            end += 1 + digits;
        }
    }
    if !found {
        return f64::NAN;
    }
    if let Some(power) = unsigned.get(end..).and_then(|rest| rest.strip_prefix(['e', 'E'])) {
        let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
        if run(digits) > 0 {
            end += 1 + power.len() - digits.len() + run(digits);
        }
    }
    text.get(..sign + end).and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
}

/// Whether JavaScript takes a character for white space.
#[must_use]
pub fn is_space(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{FEFF}'
}

/// Whether a value counts as true.
#[must_use]
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{leading_number, number, number_text, text, truthy};

    #[test]
    fn values_become_text() {
        let check = |value: Value, expected: &str| assert_eq!(text(&value), expected, "{value}");
        check(json!(null), "null");
        check(json!(true), "true");
        check(json!(false), "false");
        check(json!(1.5), "1.5");
        check(json!(1.0), "1");
        check(json!(-0.0), "0");
        check(json!("x"), "x");
        check(json!([1, [2, null], null, {"a": 1}, "s"]), "1,2,,,[object Object],s");
        check(json!([]), "");
        check(json!({"a": 1}), "[object Object]");
    }

    #[test]
    fn numbers_become_text() {
        let check = |number: f64, expected: &str| assert_eq!(number_text(number), expected);
        check(1e21, "1e+21");
        check(1.5e300, "1.5e+300");
        check(123_456_789_012_345_680_000.0, "123456789012345680000");
        check(1e-6, "0.000001");
        check(1e-7, "1e-7");
        check(-1.25e-9, "-1.25e-9");
        check(0.1 + 0.2, "0.30000000000000004");
        check(f64::NAN, "NaN");
        check(f64::INFINITY, "Infinity");
        check(f64::NEG_INFINITY, "-Infinity");
    }

    #[test]
    fn values_become_numbers() {
        let check = |value: Value, expected: f64| {
            // As text, so that NaN equals itself.
            assert_eq!(number_text(number(&value)), number_text(expected), "{value}");
        };
        check(json!(null), 0.0);
        check(json!(true), 1.0);
        check(json!(""), 0.0);
        check(json!(" \u{a0}7\n"), 7.0);
        check(json!("0x1F"), 31.0);
        check(json!("0b11"), 3.0);
        check(json!("0o17"), 15.0);
        check(json!("1e3"), 1000.0);
        check(json!(".5"), 0.5);
        check(json!("5."), 5.0);
        check(json!("-Infinity"), f64::NEG_INFINITY);
        check(json!(["7"]), 7.0);
        check(json!([]), 0.0);
        for none in [
            json!("x"),
            json!("1_0"),
            json!("inf"),
            json!("nan"),
            json!("0x"),
            json!("+0x1"),
            json!("1 2"),
            json!("."),
            json!({}),
            json!([1, 2]),
        ] {
            check(none, f64::NAN);
        }
    }

    #[test]
    fn texts_begin_with_numbers() {
        let check = |text: &str, expected: f64| {
            assert_eq!(number_text(leading_number(text)), number_text(expected), "{text}");
        };
        check("0x10", 0.0);
        check(" 12px", 12.0);
        check("-1.5e3x", -1500.0);
        check("1e", 1.0);
        check("1e+", 1.0);
        check("1.", 1.0);
        check(".5.5", 0.5);
        check("+Infinityx", f64::INFINITY);
        for none in ["", ".", "-", "e5", "x", "-."] {
            assert!(leading_number(none).is_nan(), "{none}");
        }
    }

    #[test]
    fn values_count_as_true() {
        for value in [json!(true), json!("false"), json!(-1), json!([]), json!({}), json!("0")] {
            assert!(truthy(&value), "{value}");
        }
        for value in [json!(false), json!(""), json!(0), json!(0.0), json!(null)] {
            assert!(!truthy(&value), "{value}");
        }
    }
}
