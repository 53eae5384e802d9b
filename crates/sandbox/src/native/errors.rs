//! Words of errors.

use rquickjs::{Result, Value};

use super::{Given, Native, native, text::string_of};
use crate::v8;

pub(super) const NATIVES: &[Native] = &[native("errorText", error_text)];

/// V8's words for an error of the engine; undefined when they are the same.
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
    let place = source.as_deref().map(|text| v8::Place { text, line, column });
    let raw = v8::Raw { class: &class, message: &message, thrower: thrower.as_deref(), place };
    given.maybe_string(v8::reword(&raw).as_deref())
}
