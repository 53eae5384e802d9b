//! Resources that a call names besides the one in the path.

use catalog::{Harmless, Level, Named, Spec};
use policy::Resource;
use serde_json::Value;
use store::StoreError;

use crate::{Facts, Query};

/// What a call names: the column of the row, and the id or uid that was given.
pub(crate) struct Reference {
    pub(crate) named: &'static Named,
    pub(crate) id: String,
    /// True when the target has it already, and the body leaves it so.
    pub(crate) held: bool,
}

/// Resources of a list that are judged; a handler takes no others.
const MOST: usize = 1_000;

/// Where a call may name resources.
pub(crate) struct Places<'a> {
    pub(crate) target: Option<&'a Resource>,
    /// The parameters of the path.
    pub(crate) params: &'a [(&'static str, String)],
    pub(crate) query: &'a Query,
    pub(crate) body: &'a [u8],
}

/// The references of a call, those that its target holds already included: what a change leaves
/// as it is must be allowed like what it sets.
pub(crate) async fn references(
    facts: &dyn Facts,
    spec: &'static Spec,
    level: Level,
    places: &Places<'_>,
) -> Result<Vec<Reference>, StoreError> {
    let mut found = Vec::new();
    let untouched = spec.lowers == Some(Harmless::NameOnly) && level == spec.needs.floor;
    if spec.names.is_empty() || untouched {
        return Ok(found);
    }
    let body = serde_json::from_slice::<Value>(places.body).unwrap_or_default();
    let changes = spec.path_params().next().is_some();
    for named in spec.names {
        let (at, condition) = named.at.split_once(" if ").unwrap_or((named.at, ""));
        if !holds(condition, &body) {
            continue;
        }
        let given = given(at, places, &body);
        let held = at == PARENT || at.starts_with('{') || (changes && !at.starts_with(['@', '?']));
        let held = held && (given.is_empty() || at.starts_with('{'));
        let ids = match places.target {
            Some(target) if held && given.is_empty() => {
                let member = at.rsplit(['.', '@']).next().unwrap_or_default();
                facts.held(target, member).await?.into_iter().collect()
            }
            _ => given,
        };
        found.extend(ids.into_iter().map(|id| Reference { named, id, held }));
    }
    Ok(found)
}

/// What the target was forked from.
const PARENT: &str = "@parent";

/// Whether the body has the value that a condition wants. A body that was not looked at is judged
/// at its worst.
fn holds(condition: &str, body: &Value) -> bool {
    let Some((member, value)) = condition.split_once('=') else { return true };
    let (member, wanted) = member.strip_suffix('!').map_or((member, true), |name| (name, false));
    let found = body.pointer(&format!("/{}", member.replace('.', "/")));
    let same = match found {
        Some(Value::String(text)) => text == value,
        Some(Value::Bool(flag)) => flag.to_string() == value,
        _ => false,
    };
    body.is_null() || same == wanted
}

fn given(at: &str, places: &Places<'_>, body: &Value) -> Vec<String> {
    if at == "@workspace" {
        let place = places.target.and_then(|target| target.workspace.as_ref());
        return place.map(|place| place.id.clone()).into_iter().collect();
    }
    if at == "@target" {
        return places.target.map(|target| target.id.clone()).into_iter().collect();
    }
    if let Some(name) = at.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let param = places.params.iter().find(|(one, _)| *one == name);
        return param.map(|(_, id)| id.clone()).into_iter().collect();
    }
    if let Some(name) = at.strip_prefix('?') {
        return places.query.get(name).map(str::to_owned).into_iter().collect();
    }
    let (path, list) = at.strip_suffix("[]").map_or((at, false), |path| (path, true));
    match body.pointer(&format!("/{}", path.replace('.', "/"))) {
        Some(Value::String(id)) => vec![id.clone()],
        Some(Value::Array(ids)) if list => {
            ids.iter().filter_map(Value::as_str).take(MOST).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
