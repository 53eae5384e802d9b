//! Where a rule holds: checks that the places it names are there.

use std::collections::BTreeSet;

use gate::Fault;
use gate::policy::Scope;
use model::{ElementKind, ElementRef, UserId, Workspace};
use serde_json::{Map, Value, json};
use store::Store;

use crate::{ApiError, error::invalid};

/// The scope of a given rule with bare ids, and the workspaces it is about, as `viewer` sees them.
///
/// A name that nothing has is refused: the rule could never match.
pub(super) async fn resolve(
    store: &Store,
    given: &Map<String, Value>,
    viewer: UserId,
) -> Result<(Scope, Vec<Workspace>), ApiError> {
    let given = given.get("scope");
    let all = given.and_then(|scope| scope.get("all")).and_then(Value::as_bool).unwrap_or(false);
    let mut scope = Scope { all, ..Scope::default() };
    let mut places = Vec::new();
    for name in names(given, "workspaces") {
        let found = store.workspace(&ElementRef::parse(name).id, viewer).await?;
        let workspace = found.ok_or_else(|| unknown("workspace", name))?;
        scope.workspaces.insert(workspace.id.clone());
        places.push(workspace);
    }
    for name in names(given, "resources") {
        let found = resource(store, name, viewer).await?;
        let (id, workspace) = found.ok_or_else(|| unknown("resource", name))?;
        scope.resources.insert(id);
        places.push(workspace);
    }
    places.sort_by(|one, other| one.id.cmp(&other.id));
    places.dedup_by(|one, other| one.id == other.id);
    Ok((scope, places))
}

fn names<'a>(scope: Option<&'a Value>, list: &str) -> BTreeSet<&'a str> {
    let names = scope.and_then(|scope| scope.get(list)).and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The id of an element or workspace, and the workspace it lies in or is.
async fn resource(
    store: &Store,
    name: &str,
    viewer: UserId,
) -> Result<Option<(String, Workspace)>, ApiError> {
    let named = ElementRef::parse(name);
    for kind in ElementKind::ALL {
        if let Some((element, place)) = store.element(kind, &named.id, viewer).await? {
            let owned = named.owner.is_none_or(|owner| owner == element.owner);
            return Ok(owned.then_some((element.id, place)));
        }
    }
    if named.owner.is_some() {
        return Ok(None);
    }
    let workspace = store.workspace(&named.id, viewer).await?;
    Ok(workspace.map(|workspace| (workspace.id.clone(), workspace)))
}

fn unknown(what: &str, name: &str) -> Fault {
    invalid(format!("There is no {what} `{name}`, so the rule would never match."))
}

/// The scope as it is stored and shown.
pub(super) fn stored(scope: &Scope) -> Value {
    if scope.all {
        return json!({ "all": true });
    }
    let mut stored = Map::new();
    for (name, ids) in [("workspaces", &scope.workspaces), ("resources", &scope.resources)] {
        if !ids.is_empty() {
            stored.insert(name.to_owned(), ids.iter().cloned().collect());
        }
    }
    Value::Object(stored)
}
