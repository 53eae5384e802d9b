//! Files of environments and globals.

use super::Fault;
use crate::variables::Scope;

/// Reads an environment or globals, wrapped in `environment` or `globals` or not.
///
/// Only `disabled: true` disables a variable. `new_id` gives the id where there is none.
pub fn read_scope(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Scope, Fault> {
    let _ = (text, new_id);
    Ok(Scope::default())
}
