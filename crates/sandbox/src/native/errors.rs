//! Words of errors.

use rquickjs::{Result, Value};

use super::{
    Given, Native, native,
    text::{self, string_of},
};
use crate::{compile, v8};

pub(super) const NATIVES: &[Native] = &[native("errorText", error_text)];

/// V8's words for an error of the engine; undefined when they are the same. Where the error is at
/// another place, words, line and column.
///
/// Takes the class, the message, the function of the language that threw it or nothing, and, where
/// known, file, line and column of the first frame of a script.
fn error_text<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (class, message) = (given.text(0)?, given.text(1)?);
    let thrower = given.argument(2);
    let thrower = thrower.as_string().map(|name| string_of(given.ctx, name)).transpose()?;
    let file = given.argument(3);
    let source = match file.as_string() {
        Some(file) => given.shared.source(&string_of(given.ctx, file)?),
        None => None,
    };
    let (line, column) = (given.count(4), given.count(5));
    let (begin, after) = (compile::PREFIX, compile::SUFFIX);
    let place = source.as_deref().map(|text| {
        let end = text.len().saturating_sub(after);
        v8::Place { text, line, column, begin, end }
    });
    let raw = v8::Raw { class: &class, message: &message, thrower: thrower.as_deref(), place };
    match (v8::reword(&raw), place) {
        (Some(v8::Reworded { words, offset: Some(offset) }), Some(place)) => {
            let (line, column) = place.line_and_column(offset);
            text::value_of(given.ctx, &serde_json::json!([words, line, column]))
        }
        (reworded, _) => given.maybe_string(reworded.as_ref().map(|one| one.words.as_str())),
    }
}
