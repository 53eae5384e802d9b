//! Pieces of JSON text: strings and members.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use super::{Broken, Cursor, Key};

/// `text` as a JSON string, with quotes.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// Appends `text` to `out` as a JSON string.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    push_quoted_inner(out, text);
    out.push('"');
}

/// Appends `text` as it stands between the quotes of a JSON string.
pub(crate) fn push_quoted_inner(out: &mut String, text: &str) {
    if !text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        out.push_str(text);
        return;
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                // NOTE: writing to a string can't fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            plain => out.push(plain),
        }
    }
}

/// The text that the JSON string `raw` stands for. Text that is no JSON string comes back as is.
#[must_use]
pub fn unquote(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        Some(inner) => {
            serde_json::from_str(raw).map_or(Cow::Borrowed(inner), |text: String| Cow::Owned(text))
        }
        None => Cow::Borrowed(raw),
    }
}

/// The text of the JSON string `raw`, halves of surrogate pairs as U+FFFD; `None` for other JSON.
pub(crate) fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let read = |raw: &str| serde_json::from_str::<String>(raw).ok();
    Some(Cow::Owned(read(raw).or_else(|| read(&super::mend(raw))).unwrap_or_default()))
}

/// The text of the member `name` of the JSON object `object`, as written.
///
/// `object` must have passed [`check`](super::check); the rest of it is only skipped.
#[must_use]
pub fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut cursor = Cursor::new(object);
    cursor.open(b'{').ok()?;
    while let Some(key) = cursor.key().ok()? {
        let value = cursor.skip().ok()?;
        if key.name() == name {
            return Some(value);
        }
    }
    None
}

/// The text of an object with members set, or taken away where there is no value; all others stay
/// byte for byte. `None` when `object` is no JSON object.
#[must_use]
pub fn with_members(object: &str, changes: &[(&str, Option<String>)]) -> Option<String> {
    let mut members = Members::read(object).ok()?;
    for (name, value) in changes {
        match value {
            Some(value) => members.set(name, value.clone()),
            None => drop(members.remove(name)),
        }
    }
    Some(members.write())
}

/// The members of a small object, to change and write again.
#[derive(Default)]
pub(crate) struct Members<'a> {
    list: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Members<'a> {
    /// Reads an object; names keep their escapes.
    pub(crate) fn read(object: &'a str) -> Result<Self, Broken> {
        let mut cursor = Cursor::new(object);
        let mut list = Vec::new();
        cursor.open(b'{')?;
        while let Some(Key { raw }) = cursor.key()? {
            list.push((Cow::Borrowed(raw), Cow::Borrowed(cursor.skip()?)));
        }
        Ok(Self { list })
    }

    /// The members by name; of some that share one, the first.
    pub(crate) fn by_name(&self) -> HashMap<Cow<'_, str>, &str> {
        let mut all = HashMap::with_capacity(self.list.len());
        for (raw, value) in &self.list {
            all.entry(unquote(raw)).or_insert(value.as_ref());
        }
        all
    }

    /// Appends a member that is not there yet; `raw` is its name as written, with quotes.
    pub(crate) fn push(&mut self, raw: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        self.list.push((raw.into(), value.into()));
    }

    /// The text of a member's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(raw, _)| unquote(raw) == name).map(|(_, value)| value.as_ref())
    }

    /// The names of all members in order, as written.
    pub(crate) fn raw_names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(raw, _)| raw.as_ref())
    }

    /// Sets a member in its place, or appends it.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Cow<'a, str>>) {
        let place = self.list.iter_mut().find(|(raw, _)| unquote(raw) == name);
        match place {
            Some((_, old)) => *old = value.into(),
            None => self.push(quote(name), value),
        }
    }

    /// Takes a member out; false when it was not there.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let before = self.list.len();
        self.list.retain(|(raw, _)| unquote(raw) != name);
        self.list.len() < before
    }

    /// The object as text.
    pub(crate) fn write(&self) -> String {
        let size: usize = self.list.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
        let mut out = String::with_capacity(size + 2);
        out.push('{');
        for (position, (name, value)) in self.list.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            out.push_str(name);
            out.push(':');
            out.push_str(value);
        }
        out.push('}');
        out
    }
}
