//! What files hold: an object, maybe wrapped.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::Fault;
use crate::extra::is_true;
use crate::json::{self, Broken, Cursor};

/// The members of an object, values as text.
pub(super) type Members<'a> = Vec<(Cow<'a, str>, &'a str)>;

/// The members of the object that a file holds, without what a cloud wraps around it.
///
/// With a name for it, a list may stand for the object that has it as that member.
pub(super) fn unwrapped<'a>(
    text: &'a str,
    wrappers: &[&str],
    what: &str,
    list_name: Option<&'static str>,
) -> Result<Members<'a>, Fault> {
    let text = text.trim_start_matches('\u{FEFF}');
    if let Err(error) = serde_json::from_str::<&RawValue>(text) {
        return Err(json::fault(&error).into());
    }
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    let mut list = members(text, what, "$", list_name)?;
    let is_wrapper =
        |(name, raw): &&(Cow<'_, str>, &str)| wrappers.contains(&name.as_ref()) && is_true(raw);
    if let Some((name, inner)) = list.iter().find(is_wrapper) {
        list = members(inner, what, &format!("$.{name}"), list_name)?;
    }
    Ok(list)
}

fn members<'a>(
    text: &'a str,
    what: &str,
    path: &str,
    list_name: Option<&'static str>,
) -> Result<Members<'a>, Fault> {
    let found = match text.as_bytes().first() {
        Some(b'{') => return split(text).map_err(|_| Fault::unreadable(path)),
        Some(b'[') => match list_name {
            Some(name) => return Ok(vec![(Cow::Borrowed(name), text)]),
            None => "a list",
        },
        Some(b'"') => "a text",
        _ => "a bare value",
    };
    let what = format!("{what} must be an object, not {found}");
    Err(Fault::Shape { what, path: path.to_owned() })
}

pub(super) fn split(text: &str) -> Result<Members<'_>, Broken> {
    let mut list = Vec::new();
    let mut cursor = Cursor::new(text);
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        list.push((key.name(), cursor.skip()?));
    }
    Ok(list)
}
