//! Files of environments and globals.

use serde_json::Value;

use super::{Fault, collection::unwrapped};
use crate::extra::is_true;
use crate::json::{self, Broken, Cursor};
use crate::variables::{Scope, Variable, coerce};

/// Reads an environment or globals, wrapped in `environment` or `globals` or not.
///
/// Only `disabled: true` disables a variable, `enabled: false` does not. `new_id` gives the id
/// where there is none.
pub fn read_scope(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Scope, Fault> {
    let text = unwrapped(text, &["environment", "globals"], "variables")?;
    let mut scope = read(text).map_err(|_| Fault::unreadable("$"))?;
    if scope.id.is_empty() {
        scope.id = new_id();
    }
    Ok(scope)
}

fn read(text: &str) -> Result<Scope, Broken> {
    let mut cursor = Cursor::new(text);
    let mut variables = Vec::new();
    let mut named = Scope::default();
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        match key.name().as_ref() {
            "id" => named.id = own_text(cursor.skip()?)?.unwrap_or_default(),
            "_postman_id" if named.id.is_empty() => {
                named.id = own_text(cursor.skip()?)?.unwrap_or_default()
            }
            "name" => named.name = own_text(cursor.skip()?)?,
            "values" => cursor.each(|cursor| {
                variables.push(Variable::read(cursor)?);
                Ok(())
            })?,
            _ => drop(cursor.skip()?),
        }
    }
    let mut scope = Scope::new(variables);
    scope.id = named.id;
    scope.name = named.name;
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
