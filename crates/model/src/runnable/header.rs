//! Headers.

use serde_json::{Map, Value};

use crate::extra::Extra;
use crate::json::{self, Broken, Cursor};
use crate::variables::{Dynamic, Lookup, next_token, substitute};

/// A header of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Its name; those without one are not sent.
    pub key: String,
    /// Its value; `null` in the file is the text `null`.
    pub value: String,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What only reports show.
    pub extra: Extra,
}

impl Header {
    /// A header of the user.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// A header that the program adds.
    #[must_use]
    pub fn system(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { system: true, ..Self::new(key, value) }
    }

    /// Reads headers given as a list, as an object of texts or as one text with a line for each.
    #[must_use]
    pub fn list_from_json(json: &Value) -> Vec<Self> {
        read_list(&mut Cursor::new(&json.to_string())).unwrap_or_default()
    }

    pub(super) fn read_list(cursor: &mut Cursor<'_>) -> Result<Vec<Self>, Broken> {
        read_list(cursor)
    }

    /// The header as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        self.extra.write_pair(self.key.as_str().into(), self.value.as_str().into(), &mut out);
        if self.system {
            out.insert("system".to_owned(), Value::Bool(true));
        }
        Value::Object(out)
    }

    pub(super) fn substitute(&mut self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) {
        replace(&mut self.key, lookup, dynamic);
        replace(&mut self.value, lookup, dynamic);
    }

    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Broken> {
        let mut header = Self::default();
        match cursor.peek()? {
            b'"' => return Ok(line(&json::string(cursor.skip()?).unwrap_or_default())),
            b'{' => cursor.open(b'{')?,
            _ => return cursor.skip().map(|_| header),
        }
        while let Some(key) = cursor.key()? {
            let raw = cursor.skip()?;
            match key.name().as_ref() {
                "key" if raw == "null" => {}
                "key" => header.key = header.extra.text("key", raw)?,
                "value" => header.value = header.extra.text("value", raw)?,
                "disabled" => header.disabled = header.extra.disabled(raw),
                "system" => header.system = raw == "true",
                other => header.extra.note(other, raw)?,
            }
        }
        Ok(header)
    }
}

/// Replaces the tokens of a text in its place.
pub(super) fn replace(text: &mut String, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) {
    if let std::borrow::Cow::Owned(replaced) = substitute(text, lookup, dynamic) {
        *text = replaced;
    }
}

fn read_list(cursor: &mut Cursor<'_>) -> Result<Vec<Header>, Broken> {
    let mut list = Vec::new();
    match cursor.peek()? {
        b'"' => list = lines(&json::string(cursor.skip()?).unwrap_or_default()),
        b'{' => {
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                let raw = cursor.skip()?;
                if raw != "null" {
                    let text = json::string(raw);
                    // What is no text was always lost, name and all.
                    list.push(
                        text.map_or_else(Header::default, |text| Header::new(key.name(), text)),
                    );
                }
            }
        }
        _ => cursor.each(|cursor| {
            list.push(Header::read(cursor)?);
            Ok(())
        })?,
    }
    Ok(list)
}

/// A header written as text.
fn line(text: &str) -> Header {
    let (key, value) = text.split_once(':').unwrap_or((text, ""));
    Header::new(key.trim(), value.trim())
}

/// Headers written as one text. Lines that begin with white space or have no name are left out.
fn lines(text: &str) -> Vec<Header> {
    let header = |line: &str| {
        let name_end = line.find(char::is_whitespace).unwrap_or(line.len());
        let colon = colon(line.get(..name_end)?)?;
        let (key, value) = line.split_at_checked(colon)?;
        let value = value.strip_prefix(':')?;
        (!key.is_empty()).then(|| Header::new(key, value.trim()))
    };
    text.split(['\n', '\r']).filter_map(header).collect()
}

/// Where the first colon outside of tokens is.
fn colon(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(':')?;
        match next_token(text, from) {
            Some(token) if token.start < at => from = token.end,
            _ => return Some(at),
        }
    }
}
