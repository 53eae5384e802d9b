//! JavaScript's conversions of values.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// The text of a value, as `String(value)` gives it.
#[must_use]
pub fn text(value: &Value) -> Cow<'_, str> {
    let _ = value;
    Cow::Borrowed("")
}

/// The number a value stands for, as `Number(value)` gives it; NaN where it is none.
#[must_use]
pub fn number(value: &Value) -> f64 {
    let _ = value;
    f64::NAN
}

/// Whether a value counts as true.
#[must_use]
pub fn truthy(value: &Value) -> bool {
    let _ = value;
    false
}

/// A number as JavaScript writes it.
#[must_use]
pub fn number_text(number: f64) -> String {
    number.to_string()
}

/// A number as a JSON value: whole ones without a fraction; `None` for NaN and infinity.
#[must_use]
pub fn json_number(number: f64) -> Option<Number> {
    Number::from_f64(number)
}
