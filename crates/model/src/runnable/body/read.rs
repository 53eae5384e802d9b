//! Bodies given as JSON.

use serde_json::Value;

use super::{Body, FileBody, FormParam, FormSource, Mode, UrlencodedParam};
use crate::extra::is_true;
use crate::json::{self, Broken, Cursor};
use crate::url::read_query;
use crate::variables::coerce;

impl Body {
    /// Reads a body given as an object or as raw text; anything else is an empty body.
    #[must_use]
    pub fn from_json(json: &Value) -> Self {
        Self::read(&mut Cursor::new(&json.to_string())).unwrap_or_default()
    }

    pub(in crate::runnable) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Broken> {
        let mut body = Self::default();
        match cursor.peek()? {
            b'"' => return Ok(Self::raw(json::string(cursor.skip()?).unwrap_or_default())),
            b'{' => cursor.open(b'{')?,
            _ => return cursor.skip().map(|_| body),
        }
        while let Some(key) = cursor.key()? {
            match key.name().as_ref() {
                "mode" => body.mode = mode(cursor.skip()?),
                "raw" => body.raw = Some(cursor.value()?).filter(|raw| !raw.is_null()),
                "urlencoded" => body.urlencoded = urlencoded(cursor)?,
                "formdata" => body.formdata = formdata(cursor)?,
                "file" => body.file = file(cursor)?,
                "graphql" => {
                    let value = Some(cursor.value()?).filter(|value| !value.is_null());
                    // What is no object holds no query.
                    body.graphql = value.map(|value| match value {
                        Value::Object(_) => value,
                        _ => Value::Object(serde_json::Map::new()),
                    });
                }
                "options" => body.options = Some(cursor.value()?).filter(|value| !value.is_null()),
                "disabled" => body.disabled = is_true(cursor.skip()?),
                other if other.starts_with('_') => body.extra.note(other, cursor.skip()?)?,
                _ => drop(cursor.skip()?),
            }
        }
        Ok(body)
    }
}

fn mode(raw: &str) -> Mode {
    let name = json::string(raw).unwrap_or_default().to_lowercase();
    match name.as_str() {
        "" => Mode::None,
        "urlencoded" => Mode::Urlencoded,
        "formdata" => Mode::Formdata,
        "file" => Mode::File,
        "graphql" => Mode::Graphql,
        _ => Mode::Raw,
    }
}

fn urlencoded(cursor: &mut Cursor<'_>) -> Result<Vec<UrlencodedParam>, Broken> {
    if cursor.peek()? == b'"' {
        return Ok(pairs(&json::string(cursor.skip()?).unwrap_or_default()).collect());
    }
    let mut list = Vec::new();
    cursor.each(|cursor| {
        list.push(urlencoded_param(cursor)?);
        Ok(())
    })?;
    Ok(list)
}

/// Fields written as text; nothing in it is decoded.
fn pairs(text: &str) -> impl Iterator<Item = UrlencodedParam> {
    read_query(text).into_iter().map(|param| UrlencodedParam {
        key: param.key,
        value: Some(param.value.into()),
        ..UrlencodedParam::default()
    })
}

fn urlencoded_param(cursor: &mut Cursor<'_>) -> Result<UrlencodedParam, Broken> {
    let mut param = UrlencodedParam::default();
    match cursor.peek()? {
        b'"' => {
            let text = json::string(cursor.skip()?).unwrap_or_default();
            let (key, value) =
                text.split_once('=').map_or((&*text, None), |(key, value)| (key, Some(value)));
            let value = Some(value.into());
            return Ok(UrlencodedParam { key: Some(key.to_owned()), value, ..param });
        }
        b'{' => cursor.open(b'{')?,
        _ => {
            param.extra.keep_missing(false, false);
            return cursor.skip().map(|_| param);
        }
    }
    let (mut has_key, mut has_value) = (false, false);
    while let Some(key) = cursor.key()? {
        let raw = cursor.skip()?;
        match key.name().as_ref() {
            "key" => {
                has_key = true;
                // A null is the text `null`, unlike a missing name.
                param.key = Some(param.extra.text("key", raw)?);
            }
            "value" => {
                has_value = true;
                param.value = Some(json::read(raw)?);
            }
            "disabled" => param.disabled = param.extra.disabled(raw),
            "system" => param.system = raw == "true",
            other => param.extra.note(other, raw)?,
        }
    }
    param.extra.keep_missing(has_key, has_value);
    Ok(param)
}

fn formdata(cursor: &mut Cursor<'_>) -> Result<Vec<FormParam>, Broken> {
    let mut list = Vec::new();
    if cursor.peek()? == b'"' {
        cursor.skip()?;
        return Ok(list);
    }
    cursor.each(|cursor| {
        list.push(form_param(cursor)?);
        Ok(())
    })?;
    Ok(list)
}

fn form_param(cursor: &mut Cursor<'_>) -> Result<FormParam, Broken> {
    let mut param = FormParam { value: Some("".into()), ..FormParam::default() };
    if cursor.peek()? != b'{' {
        return cursor.skip().map(|_| param);
    }
    let mut value = None;
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        let raw = cursor.skip()?;
        match key.name().as_ref() {
            "key" if raw == "null" => {}
            "key" => param.key = param.extra.text("key", raw)?,
            "value" => value = Some(json::read(raw)?).filter(|value| !value.is_null()),
            "contentType" => param.content_type = json::string(raw).map(Into::into),
            "fileName" => param.file_name = json::string(raw).map(Into::into),
            "disabled" => param.disabled = param.extra.disabled(raw),
            name @ ("type" | "src") => param.extra.keep(name, json::read(raw)?),
            other => param.extra.note(other, raw)?,
        }
    }
    if param.extra.get("type").and_then(Value::as_str) == Some("file") {
        let files = param.extra.get("src").map(files).unwrap_or_default();
        let has_value = files.is_empty() && value.as_ref().is_some_and(Value::is_string);
        param.source = match param.extra.get("src") {
            // A list without files leaves the value to be text.
            Some(Value::Array(_)) if has_value => FormSource::Value,
            _ if has_value => FormSource::Base64,
            _ => FormSource::Files(files),
        };
        param.value = value;
    } else if value.is_some() {
        param.value = value;
    }
    Ok(param)
}

/// The files that `src` names: one text or a list of texts.
pub(super) fn files(src: &Value) -> Vec<String> {
    match src {
        Value::String(path) if !path.is_empty() => vec![path.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn file(cursor: &mut Cursor<'_>) -> Result<Option<FileBody>, Broken> {
    let mut file = FileBody::default();
    match cursor.value()? {
        Value::String(path) => file.src = Some(path),
        Value::Object(map) => {
            let text = |name| map.get(name).filter(|value| !value.is_null()).map(coerce::text);
            file.src = text("src").map(Into::into);
            file.content = text("content").map(Into::into);
            if map.get("src").is_some_and(Value::is_null) {
                file.extra.keep("src", Value::Null);
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(file))
}
