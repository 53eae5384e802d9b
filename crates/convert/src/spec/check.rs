//! Whether a description is well formed.

use serde_json::Value;

use super::{Files, Kind, Node, Problem, Spec};

/// Problems of one description that are told at most.
const MOST: usize = 50;

/// What is wrong with a description; empty when it can be used.
///
/// Looked at are what everything depends on: that files can be read, that there is one root with a
/// title, a version and paths (or channels), that operations have responses, and that references
/// lead somewhere.
#[must_use]
pub fn check(files: &Files) -> Vec<Problem> {
    let spec = match Spec::read(files) {
        Ok(spec) => spec,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    let mut tell = |place: &str, what: &str| {
        problems.push(Problem::new(spec.path(0), place, what));
    };
    let root = spec.root();
    for name in ["title", "version"] {
        if root.get("info").and_then(|info| info.get(name)).is_none() {
            tell("/info", &format!("must have `{name}`"));
        }
    }
    let has = |name: &str| root.get(name).is_some_and(|one| one.value.is_object());
    let needed: &[&str] = match spec.kind() {
        Kind::OpenApi2 | Kind::OpenApi30 => &["paths"],
        Kind::OpenApi31 | Kind::OpenApi32 => &["paths", "webhooks", "components"],
        Kind::AsyncApi2 => &["channels"],
        Kind::AsyncApi3 => &["channels", "operations", "components"],
    };
    if !needed.iter().any(|name| has(name)) {
        tell("", &format!("must have `{}`", needed.join("` or `")));
    }
    if spec.kind().is_openapi() {
        paths(&spec, &mut problems);
    }
    for (index, (_, document)) in spec.documents.iter().enumerate() {
        references(&spec, Node { value: document, file: index }, &mut String::new(), &mut problems);
    }
    problems.truncate(MOST);
    problems
}

fn paths(spec: &Spec, problems: &mut Vec<Problem>) {
    let Some(paths) = spec.root().get("paths") else { return };
    for (path, item) in paths.members() {
        if path.starts_with("x-") {
            continue;
        }
        let place = format!("/paths/{}", path.replace('~', "~0").replace('/', "~1"));
        let mut tell = |place: &str, what: &str| {
            problems.push(Problem::new(spec.path(0), place, what));
        };
        if !path.starts_with('/') {
            tell(&place, "must begin with `/`");
        }
        let Ok(item) = spec.follow(item) else { continue };
        for method in super::super::openapi::METHODS {
            let Some(operation) = item.get(method) else { continue };
            let place = format!("{place}/{method}");
            if !operation.value.is_object() {
                tell(&place, "must be an object");
            } else if operation.get("responses").is_none() && spec.kind() < Kind::OpenApi31 {
                tell(&place, "must have `responses`");
            }
        }
    }
}

fn references(spec: &Spec, node: Node<'_>, place: &mut String, problems: &mut Vec<Problem>) {
    if problems.len() >= MOST {
        return;
    }
    if let Some(reference) = node.reference()
        && !reference.contains("://")
        && let Err(problem) = spec.follow(node)
    {
        problems.push(Problem { place: place.clone(), ..problem });
    }
    let length = place.len();
    let mut each = |name: &str, value: &Value| {
        // What examples hold is data.
        if matches!(name, "example" | "examples" | "default" | "enum" | "const") {
            return;
        }
        place.push('/');
        place.push_str(&name.replace('~', "~0").replace('/', "~1"));
        references(spec, Node { value, file: node.file }, place, problems);
        place.truncate(length);
    };
    match node.value {
        Value::Object(members) => members.iter().for_each(|(name, value)| each(name, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| each(&index.to_string(), value));
        }
        _ => {}
    }
}
