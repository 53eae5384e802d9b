//! URLs given as JSON.

use std::borrow::Cow;

use serde_json::Value;

use super::{QueryParam, Url, UserInfo, parse};
use crate::json::{self, Broken, Cursor};
use crate::variables::{Variable, coerce};

impl Url {
    /// Reads a URL given as text or as an object, whose `raw` does not count.
    #[must_use]
    pub fn from_json(json: &Value) -> Self {
        Self::read(&mut Cursor::new(&json.to_string())).unwrap_or_default()
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Broken> {
        if cursor.peek()? != b'{' {
            return Ok(
                json::string(cursor.skip()?).map_or_else(Self::default, |text| Self::parse(&text))
            );
        }
        let mut url = Self::default();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            match key.name().as_ref() {
                "protocol" => url.protocol = text(cursor.skip()?),
                "port" => url.port = text(cursor.skip()?),
                "hash" => url.hash = text(cursor.skip()?),
                "auth" => url.auth = user_info(cursor)?,
                "host" => url.host = parts(cursor, |text| Some(parse::host(text)))?,
                "path" => url.path = parts(cursor, parse::path)?,
                "query" => url.query = query(cursor)?,
                "variable" => cursor.each(|cursor| {
                    url.variables.push(path_variable(cursor)?);
                    Ok(())
                })?,
                _ => drop(cursor.skip()?),
            }
        }
        Ok(url)
    }
}

/// The text of a value; `None` for null.
fn text(raw: &str) -> Option<String> {
    if let Some(text) = json::string(raw) {
        return Some(text.into_owned());
    }
    let value = json::value(raw).ok().filter(|value| !value.is_null())?;
    Some(coerce::text(&value).into_owned())
}

fn user_info(cursor: &mut Cursor<'_>) -> Result<Option<UserInfo>, Broken> {
    if cursor.peek()? != b'{' {
        cursor.skip()?;
        return Ok(None);
    }
    let mut info = UserInfo::default();
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        let raw = cursor.skip()?;
        match key.name().as_ref() {
            "user" => info.user = text(raw),
            "password" => info.password = text(raw),
            _ => {}
        }
    }
    Ok(Some(info))
}

/// A host or path: a list, or one text that is split.
fn parts(
    cursor: &mut Cursor<'_>,
    split: impl FnOnce(&str) -> Option<Vec<String>>,
) -> Result<Option<Vec<String>>, Broken> {
    if cursor.peek()? != b'[' {
        return Ok(text(cursor.skip()?).and_then(|text| split(&text)));
    }
    let mut list = Vec::new();
    cursor.open(b'[')?;
    while cursor.element()? {
        list.push(part(cursor.skip()?));
    }
    Ok(Some(list))
}

/// A segment may be an object with a type and a value, too.
fn part(raw: &str) -> String {
    let inner = if raw.starts_with('{') { json::member(raw, "value") } else { Some(raw) };
    inner.and_then(text).unwrap_or_default()
}

fn path_variable(cursor: &mut Cursor<'_>) -> Result<Variable, Broken> {
    let mut variable = Variable::read(cursor)?;
    if variable.key.is_empty()
        && let Some(id) = variable.extra.get("id")
    {
        variable.key = coerce::text(id).into_owned();
    }
    Ok(variable)
}

fn query(cursor: &mut Cursor<'_>) -> Result<Vec<QueryParam>, Broken> {
    let mut list = Vec::new();
    match cursor.peek()? {
        b'"' => return Ok(parse::query(&json::string(cursor.skip()?).unwrap_or_default())),
        b'{' => {
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                let mut param =
                    QueryParam { key: Some(key.name().into_owned()), ..QueryParam::default() };
                param.value = plain("value", cursor.skip()?, &mut param);
                list.push(param);
            }
        }
        _ => cursor.each(|cursor| {
            list.push(query_param(cursor)?);
            Ok(())
        })?,
    }
    Ok(list)
}

fn query_param(cursor: &mut Cursor<'_>) -> Result<QueryParam, Broken> {
    let mut param = QueryParam::default();
    match cursor.peek()? {
        b'"' => return Ok(parse::query_param(&json::string(cursor.skip()?).unwrap_or_default())),
        b'{' => cursor.open(b'{')?,
        _ => return cursor.skip().map(|_| param),
    }
    let (mut has_key, mut has_value) = (false, false);
    while let Some(key) = cursor.key()? {
        let raw = cursor.skip()?;
        match key.name().as_ref() {
            "key" => {
                has_key = true;
                param.key = plain("key", raw, &mut param);
            }
            "value" => {
                has_value = true;
                param.value = plain("value", raw, &mut param);
            }
            "disabled" => param.disabled = param.extra.disabled(raw),
            "system" => param.system = raw == "true",
            other => param.extra.note(other, raw)?,
        }
    }
    param.extra.keep_missing(has_key, has_value);
    Ok(param)
}

/// A text, or nothing: values of other types are not sent, and kept for reports only.
fn plain(name: &str, raw: &str, param: &mut QueryParam) -> Option<String> {
    let text = json::string(raw);
    if text.is_none() && raw != "null" {
        param.extra.keep(name, json::value(raw).unwrap_or_default());
    }
    text.map(Cow::into_owned)
}
