//! Values without parts: placeholders, or ones that keep to format, bounds and pattern.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Literal};
use serde_json::{Value, json};

use super::Options;

/// Characters of a value at most, whatever the schema asks for.
const LONGEST: usize = 10_000;

pub(super) fn value(options: &Options, schema: &Value, kind: &str) -> Value {
    let format = schema.get("format").and_then(Value::as_str);
    if options.placeholders() {
        return placeholder(schema, kind, format).into();
    }
    match kind {
        "integer" => integer(schema, options.seed).into(),
        "number" => number(schema, options.seed),
        "boolean" => options.seed.is_multiple_of(2).into(),
        "string" => text(schema, format, options.seed).into(),
        _ => Value::Null,
    }
}

fn placeholder(schema: &Value, kind: &str, format: Option<&str>) -> String {
    if let Some(Value::Array(kinds)) = schema.get("type") {
        let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
        if kinds.len() > 1 {
            return format!("<{}>", kinds.join(","));
        }
    }
    let word = match (kind, format) {
        ("integer", Some("int64")) => "long",
        ("number", Some(format @ ("float" | "double"))) => format,
        ("string", Some("date-time")) => "dateTime",
        ("string", Some(format)) if KNOWN.contains(&format) => format,
        (kind, _) => kind,
    };
    format!("<{word}>")
}

/// Formats that are their own placeholder.
const KNOWN: [&str; 16] = [
    "date",
    "byte",
    "binary",
    "password",
    "email",
    "uuid",
    "uri",
    "hostname",
    "ipv4",
    "ipv6",
    "time",
    "url",
    "uri-reference",
    "json-pointer",
    "regex",
    "duration",
];

fn bound(schema: &Value, name: &str) -> Option<f64> {
    schema.get(name).and_then(Value::as_f64)
}

/// The least and greatest value, and the step between values.
fn range(schema: &Value, unit: f64) -> (f64, f64, f64) {
    let step = bound(schema, "multipleOf").filter(|step| *step > 0.0);
    let gap = step.unwrap_or(unit);
    let exclusive = |name: &str, other: &str| match schema.get(name) {
        Some(Value::Bool(true)) => (bound(schema, other), true),
        Some(Value::Number(number)) => (number.as_f64(), true),
        _ => (bound(schema, other), false),
    };
    let (least, open_below) = exclusive("exclusiveMinimum", "minimum");
    let (most, open_above) = exclusive("exclusiveMaximum", "maximum");
    let least = least.map(|least| if open_below { least + gap } else { least });
    let most = most.map(|most| if open_above { most - gap } else { most });
    match (least, most) {
        (Some(least), most) => (least, most.unwrap_or(least + 100.0 * gap), gap),
        (None, Some(most)) => (most.min(0.0), most, gap),
        (None, None) => (0.0, 100.0 * gap, gap),
    }
}

fn pick(schema: &Value, seed: u64, unit: f64) -> f64 {
    let (least, most, step) = range(schema, unit);
    let first = (least / step).ceil() * step;
    let count = ((most - first) / step).floor().clamp(0.0, 1000.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
    let count = count as u64;
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    let steps = (seed % (count + 1)) as f64;
    first + steps * step
}

fn integer(schema: &Value, seed: u64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a bound out of range stays at its end")]
    let value = pick(schema, seed, 1.0) as i64;
    value
}

fn number(schema: &Value, seed: u64) -> Value {
    let value = pick(schema, seed, 0.5);
    if value.fract() == 0.0 && value.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "it is a whole number in range")]
        let whole = value as i64;
        return whole.into();
    }
    json!(value)
}

fn text(schema: &Value, format: Option<&str>, seed: u64) -> String {
    let length = |name: &str| {
        let length = schema.get(name).and_then(Value::as_u64);
        length.map(|length| usize::try_from(length).unwrap_or(LONGEST).min(LONGEST))
    };
    if let Some(fits) = schema.get("pattern").and_then(Value::as_str).and_then(matching) {
        return fits;
    }
    let day = seed % 28 + 1;
    let known = match format.unwrap_or_default() {
        "date" => Some(format!("2024-01-{day:02}")),
        "date-time" => Some(format!("2024-01-{day:02}T12:00:00Z")),
        "time" => Some("12:00:00Z".to_owned()),
        "duration" => Some("P1D".to_owned()),
        "email" | "idn-email" => Some(format!("user{seed}@example.com")),
        "uuid" => Some(format!("00000000-0000-4000-8000-{seed:012x}")),
        "uri" | "url" | "iri" => Some("https://example.com/resource".to_owned()),
        "uri-reference" => Some("/resource".to_owned()),
        "hostname" => Some("example.com".to_owned()),
        "ipv4" => Some("192.0.2.1".to_owned()),
        "ipv6" => Some("2001:db8::1".to_owned()),
        "byte" => Some("c3RyaW5n".to_owned()),
        _ => None,
    };
    let fits = |text: &str| {
        let count = text.chars().count();
        length("minLength").is_none_or(|least| count >= least)
            && length("maxLength").is_none_or(|most| count <= most)
    };
    if let Some(known) = known.filter(|known| fits(known)) {
        return known;
    }
    let mut text = "string".to_owned();
    if let Some(least) = length("minLength") {
        while text.len() < least {
            text.push_str("string");
        }
        text.truncate(least.max("string".len()));
    }
    if let Some(most) = length("maxLength") {
        text.truncate(most);
    }
    text
}

/// The shortest text, more or less, that fits a pattern.
fn matching(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(Literal(bytes)) => text.push_str(std::str::from_utf8(bytes).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = || class.ranges().iter();
            let usual = ranges().map(|range| (range.start(), range.end()));
            // A letter or a digit is nicer than a control character.
            let nice = ['a', '0', 'A', '-', ' '];
            let nice = nice
                .into_iter()
                .find(|one| usual.clone().any(|(from, to)| (from..=to).contains(one)));
            text.push(nice.or_else(|| ranges().next().map(ClassUnicodeRange::start))?);
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.push(char::from(class.ranges().first()?.start()));
        }
        HirKind::Repetition(repetition) => {
            let least =
                if repetition.min == 0 && repetition.max != Some(0) { 0 } else { repetition.min };
            for _ in 0..least {
                write(&repetition.sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, text)?,
    }
    Some(())
}
