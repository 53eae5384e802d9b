//! Documents with their secret values kept apart.
//!
//! The store keeps a document's text in the clear and its secrets encrypted, so a secret value
//! must not stay in the text. [`Document::extract`] takes them out, [`Document::fill`] puts them
//! back, and the text comes back byte for byte.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use crate::json::{Broken, Cursor, unquote};

#[cfg(test)]
mod tests;

/// The JSON text of a secret value, such as `"abc"` or `12.0`. It prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Wraps the JSON text of a value.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The JSON text: to encrypt it, or to show it to whoever may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

/// One secret value and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// JSON pointer into the body, such as `/values/3/value`.
    pub path: String,
    /// The value.
    pub value: SecretText,
}

/// A JSON object whose secret values lie apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The object's text, with `""` for every secret value.
    pub body: String,
    /// What belongs in those places, in order of the text.
    pub secrets: Vec<Secret>,
}

impl Document {
    /// Takes the secret values out of `text`, a JSON object.
    ///
    /// Secret are the non-empty values of entries of the lists `values` and `variable` that say
    /// `"type":"secret"` or `"secret":true`.
    #[must_use]
    pub fn extract(text: &str) -> Self {
        let slots = slots(text).unwrap_or_default();
        let hidden = slots.iter().filter(|slot| slot.secret && !slot.is_empty());
        let mut body = String::with_capacity(text.len());
        let mut secrets = Vec::new();
        let mut done = 0;
        for slot in hidden {
            body.push_str(text.get(done..slot.at).unwrap_or_default());
            body.push_str("\"\"");
            done = slot.at + slot.raw.len();
            secrets.push(Secret { path: slot.path(), value: SecretText::new(slot.raw) });
        }
        body.push_str(text.get(done..).unwrap_or_default());
        Self { body, secrets }
    }

    /// A document without secrets; the caller knows that `text` holds none.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { body: text.into(), secrets: Vec::new() }
    }

    /// The text with every secret value back in its place: what [`Document::extract`] was given.
    #[must_use]
    pub fn fill(&self) -> String {
        self.text().into_owned()
    }

    /// Like [`Document::fill`], without a copy when there are no secrets.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        if self.secrets.is_empty() {
            return Cow::Borrowed(&self.body);
        }
        let values: HashMap<&str, &SecretText> =
            self.secrets.iter().map(|secret| (secret.path.as_str(), &secret.value)).collect();
        let mut out = String::with_capacity(self.body.len());
        let mut done = 0;
        for slot in slots(&self.body).unwrap_or_default() {
            if let Some(value) = values.get(slot.path().as_str()) {
                out.push_str(self.body.get(done..slot.at).unwrap_or_default());
                out.push_str(value.expose());
                done = slot.at + slot.raw.len();
            }
        }
        out.push_str(self.body.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }
}

/// A place where a secret may be: the value of an entry.
struct Slot<'a> {
    list: &'static str,
    index: usize,
    /// Where the value begins in the text.
    at: usize,
    raw: &'a str,
    /// The entry says that its value is secret.
    secret: bool,
}

impl Slot<'_> {
    fn path(&self) -> String {
        format!("/{}/{}/value", self.list, self.index)
    }

    fn is_empty(&self) -> bool {
        matches!(self.raw, "\"\"" | "null")
    }
}

/// The values of all entries of the two lists, in order of the text.
fn slots(text: &str) -> Result<Vec<Slot<'_>>, Broken> {
    let mut slots = Vec::new();
    let mut cursor = Cursor::new(text);
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        let list = match key.name().as_ref() {
            "values" => "values",
            "variable" => "variable",
            _ => {
                cursor.skip()?;
                continue;
            }
        };
        if cursor.peek()? != b'[' {
            cursor.skip()?;
            continue;
        }
        cursor.open(b'[')?;
        let mut index = 0;
        while cursor.element()? {
            entry(&mut cursor, list, index, &mut slots)?;
            index += 1;
        }
    }
    Ok(slots)
}

fn entry<'a>(
    cursor: &mut Cursor<'a>,
    list: &'static str,
    index: usize,
    slots: &mut Vec<Slot<'a>>,
) -> Result<(), Broken> {
    if cursor.peek()? != b'{' {
        cursor.skip()?;
        return Ok(());
    }
    let first = slots.len();
    let mut secret = false;
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        let at = cursor.at();
        let raw = cursor.skip()?;
        match key.name().as_ref() {
            "value" => slots.push(Slot { list, index, at, raw, secret: false }),
            "type" => secret |= unquote(raw) == "secret",
            "secret" => secret |= raw == "true",
            _ => {}
        }
    }
    for slot in slots.iter_mut().skip(first) {
        slot.secret = secret;
    }
    Ok(())
}
