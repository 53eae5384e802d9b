//! Code that is loaded when a script needs it.

use rquickjs::{Result, Value};

use super::{Given, Native, native};
use crate::library;

pub(super) const NATIVES: &[Native] = &[native("library", load)];

/// The function that makes a library; undefined when there is none of that name.
fn load<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    match library::find(&given.text(0)?) {
        Some(code) => code.load(given.ctx).map(rquickjs::Function::into_value),
        None => Ok(given.undefined()),
    }
}
