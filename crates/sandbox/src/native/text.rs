//! Text and JSON across the border.

use rquickjs::{Ctx, Error, Function, Object, Result, Value, function::This};
use serde_json::Value as Json;

use super::{Given, Native, native};

pub(super) const NATIVES: &[Native] = &[native("wellFormed", well_formed)];

/// Only tells whether text can cross as it is.
fn well_formed<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let value = given.argument(0);
    Ok(given.bool(value.as_string().is_some_and(|text| text.to_string().is_ok())))
}

/// The text of a value, converted the way JavaScript does it; half characters become U+FFFD.
pub(crate) fn text_of<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<String> {
    if let Some(text) = value.as_string() {
        return string_of(ctx, text);
    }
    let convert: Function<'js> = ctx.globals().get("String")?;
    let text: rquickjs::String<'js> = convert.call((value.clone(),))?;
    string_of(ctx, &text)
}

/// The text of a string; half characters become U+FFFD.
pub(crate) fn string_of<'js>(ctx: &Ctx<'js>, text: &rquickjs::String<'js>) -> Result<String> {
    match text.to_string() {
        Err(Error::Utf8(_)) => {
            let class: Object<'js> = ctx.globals().get("String")?;
            let prototype: Object<'js> = class.get("prototype")?;
            let repair: Function<'js> = prototype.get("toWellFormed")?;
            let whole: rquickjs::String<'js> = repair.call((This(text.clone()),))?;
            whole.to_string()
        }
        other => other,
    }
}

/// A value as JSON, as `JSON.stringify` sees it; `None` for what has no JSON.
pub(crate) fn json_of<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Option<Json>> {
    if let Some(flag) = value.as_bool() {
        return Ok(Some(Json::Bool(flag)));
    }
    if let Some(number) = value.as_int() {
        return Ok(Some(Json::from(number)));
    }
    if let Some(text) = value.as_string() {
        return string_of(ctx, text).map(|text| Some(Json::String(text)));
    }
    if value.is_null() {
        return Ok(Some(Json::Null));
    }
    if value.is_undefined() {
        return Ok(None);
    }
    let Some(text) = ctx.json_stringify(value.clone())? else { return Ok(None) };
    let text = string_of(ctx, &text)?;
    // Half characters are escaped by JSON.stringify, and no text for the parser.
    Ok(serde_json::from_str(&text).ok().or_else(|| serde_json::from_str(&repaired(&text)).ok()))
}

/// About how many bytes a JSON value takes.
pub(crate) fn size_of(json: &Json) -> usize {
    match json {
        Json::String(text) => 32 + text.len(),
        Json::Array(items) => 32 + items.iter().map(size_of).sum::<usize>(),
        Json::Object(members) => {
            32 + members.iter().map(|(key, value)| 64 + key.len() + size_of(value)).sum::<usize>()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => 32,
    }
}

/// JSON text with escapes of half characters replaced.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("\\u") {
        let (before, escape) = rest.split_at(place);
        out.push_str(before);
        let backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
        let code = escape.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        // JSON.stringify writes whole characters as they are, so an escape of this range is a half.
        let half = code.is_some_and(|code| (0xD800..0xE000).contains(&code));
        if half && backslashes % 2 == 0 {
            out.push('\u{fffd}');
            rest = escape.get(6..).unwrap_or_default();
        } else {
            out.push_str("\\u");
            rest = escape.get(2..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// A JSON value in JavaScript.
pub(crate) fn value_of<'js>(ctx: &Ctx<'js>, json: &Json) -> Result<Value<'js>> {
    Ok(match json {
        Json::Null => Value::new_null(ctx.clone()),
        Json::Bool(flag) => Value::new_bool(ctx.clone(), *flag),
        Json::Number(number) => Value::new_number(ctx.clone(), number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => rquickjs::String::from_str(ctx.clone(), text)?.into_value(),
        Json::Array(_) | Json::Object(_) => ctx.json_parse(json.to_string())?,
    })
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn only_halves_are_replaced() {
        for (text, expected) in [
            (r#""\ud800x""#, "\"\u{fffd}x\""),
            (r#""\\ud800""#, r#""\\ud800""#),
            (r#""\\\ud800""#, "\"\\\\\u{fffd}\""),
            (r#""\u001f""#, r#""\u001f""#),
            (r#""plain""#, r#""plain""#),
        ] {
            assert_eq!(repaired(text), expected);
        }
    }
}
