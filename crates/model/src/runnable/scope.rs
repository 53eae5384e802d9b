//! Files of environments and globals.

use serde_json::Value;

use super::Fault;
use super::file::{Members, unwrapped};
use crate::extra::is_true;
use crate::json::{self, Broken, Cursor};
use crate::variables::{Scope, Variable, coerce};

/// Reads an environment or globals, wrapped in `environment` or `globals` or not; a bare list of
/// values will do.
///
/// Only `disabled: true` disables a variable, `enabled: false` does not. `new_id` gives the id
/// where there is none.
pub fn read_scope(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Scope, Fault> {
    let members = unwrapped(text, &["environment", "globals"], "variables", Some("values"))?;
    let mut scope = read(&members).map_err(|_| Fault::unreadable("$"))?;
    if scope.id.is_empty() {
        scope.id = new_id();
    }
    Ok(scope)
}

fn read(members: &Members<'_>) -> Result<Scope, Broken> {
    let mut scope = Scope::default();
    let mut private_id = None;
    for (name, raw) in members {
        match name.as_ref() {
            "id" => scope.id = own_text(raw)?.unwrap_or_default(),
            "_postman_id" => private_id = own_text(raw)?,
            "name" => scope.name = own_text(raw)?,
            "values" => Cursor::new(raw).each(|cursor| {
                scope.push(Variable::read(cursor)?);
                Ok(())
            })?,
            _ => {}
        }
    }
    if scope.id.is_empty() {
        scope.id = private_id.unwrap_or_default();
    }
    Ok(scope)
}

/// The text of an id or name; what counts as false is none.
pub(super) fn own_text(raw: &str) -> Result<Option<String>, Broken> {
    if !is_true(raw) {
        return Ok(None);
    }
    Ok(Some(match json::read(raw)? {
        Value::String(text) => text,
        other => coerce::text(&other).into_owned(),
    }))
}
