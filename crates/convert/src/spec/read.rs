//! JSON and YAML as one kind of tree.

use model::json::MAX_DEPTH;
use serde_json::{Map, Number, Value};
use serde_yaml_ng::Value as Yaml;

use super::Problem;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// How a text is written, by its first character.
#[must_use]
pub fn format(text: &str) -> Format {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) { Format::Json } else { Format::Yaml }
}

/// A document as text.
#[must_use]
pub fn write(document: &Value, format: Format) -> String {
    // NOTE: a tree of JSON always has a text in either form.
    match format {
        Format::Json => serde_json::to_string_pretty(document).unwrap_or_default(),
        Format::Yaml => serde_yaml_ng::to_string(document).unwrap_or_default(),
    }
}

/// Reads a file. Keys keep their order; anchors and merge keys of YAML are resolved, within limits.
pub(crate) fn document(path: &str, text: &str) -> Result<Value, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let at = |line: usize, column: usize| format!("line {line}, column {column}");
    if format(text) == Format::Json {
        let read = model::json::check(text.as_bytes()).is_ok().then(|| serde_json::from_str(text));
        match read {
            Some(Ok(value)) => return Ok(value),
            // Flow mappings of YAML look like JSON.
            Some(Err(_)) | None if serde_json::from_str::<Value>(text).is_err() => {}
            _ => return Err(Problem::new(path, "", "nests too deep, or repeats a name")),
        }
    }
    let read = serde_yaml_ng::from_str::<Yaml>(text).and_then(|mut yaml| {
        yaml.apply_merge()?;
        Ok(yaml)
    });
    match read {
        Ok(yaml) => value(yaml, 0).ok_or_else(|| Problem::new(path, "", "nests too deep")),
        Err(error) => {
            let json = serde_json::from_str::<Value>(text).err();
            let (place, what) = match (format(text), json, error.location()) {
                (Format::Json, Some(error), _) => {
                    (at(error.line(), error.column()), error.to_string())
                }
                (_, _, Some(location)) => {
                    (at(location.line(), location.column()), error.to_string())
                }
                _ => (String::new(), error.to_string()),
            };
            // Both readers put the place at the end of their words, too.
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            Err(Problem::new(path, &place, format!("can't be read: {what}")))
        }
    }
}

fn value(yaml: Yaml, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => number.into(),
            (_, Some(number), _) => number.into(),
            (_, _, Some(number)) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            _ => Value::Null,
        },
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(list) => {
            Value::Array(list.into_iter().map(|one| value(one, depth + 1)).collect::<Option<_>>()?)
        }
        Yaml::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, one) in mapping {
                object.insert(name(&key), value(one, depth + 1)?);
            }
            Value::Object(object)
        }
        Yaml::Tagged(tagged) => value(tagged.value, depth + 1)?,
    })
}

/// A key as text: statuses of responses are numbers in YAML.
fn name(key: &Yaml) -> String {
    match key {
        Yaml::String(text) => text.clone(),
        Yaml::Bool(flag) => flag.to_string(),
        Yaml::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
