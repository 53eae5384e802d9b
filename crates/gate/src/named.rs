//! Resources that a body names besides the one in the path.

use catalog::{Harmless, Level, Named, Spec};
use policy::Resource;
use serde_json::Value;
use store::StoreError;

use crate::Facts;

/// What a body names: the column of the row, and the id or uid that was given.
pub(crate) struct Reference {
    pub(crate) named: &'static Named,
    pub(crate) id: String,
    /// True when the target has it already, and the body leaves it so.
    pub(crate) held: bool,
}

/// The references of a call, those that its target holds already included: what a change leaves
/// as it is must be allowed like what it sets.
pub(crate) async fn references(
    facts: &dyn Facts,
    spec: &'static Spec,
    level: Level,
    target: Option<&Resource>,
    body: &[u8],
) -> Result<Vec<Reference>, StoreError> {
    let mut found = Vec::new();
    let untouched = spec.lowers == Some(Harmless::NameOnly) && level == spec.needs.floor;
    if spec.names.is_empty() || untouched {
        return Ok(found);
    }
    let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let changes = spec.path_params().next().is_some();
    for named in spec.names {
        let pointer = format!("/{}", named.at.replace('.', "/"));
        let (id, held) = match (body.pointer(&pointer), target) {
            (Some(Value::String(id)), _) => (Some(id.clone()), false),
            (None, Some(target)) if changes => {
                let member = named.at.rsplit('.').next().unwrap_or_default();
                (facts.held(target, member).await?, true)
            }
            _ => (None, false),
        };
        found.extend(id.map(|id| Reference { named, id, held }));
    }
    Ok(found)
}
