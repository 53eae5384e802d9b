//! Rules of parameters.

use std::collections::HashSet;

use super::{
    Checker,
    at::At,
    rules::{
        BODY_ONCE, OBJECT, PARAMETER_IN, PARAMETER_NAME, PARAMETER_REQUIRED, PARAMETER_SCHEMA,
        PARAMETER_TWICE,
    },
};
use crate::spec::Kind;

/// What a list of parameters declares.
#[derive(Default)]
pub(super) struct Declared<'a> {
    /// Names of those in the path, and their entries in the list.
    pub in_path: Vec<(&'a str, At<'a>)>,
    /// Names of those that are bodies, of version 2.0.
    bodies: HashSet<&'a str>,
    /// Whether some are fields of a form, of version 2.0.
    form: bool,
    /// Whether some are not there to be looked at.
    pub unknown: bool,
}

/// Looks at the `parameters` of a path item or an operation.
pub(super) fn of<'a>(checker: &mut Checker<'a>, owner: &At<'a>) -> Declared<'a> {
    let mut declared = Declared::default();
    let Some(list) = owner.get("parameters") else { return declared };
    let Some(list) = list.follow(checker.spec) else {
        return Declared { unknown: true, ..declared };
    };
    let is_first = checker.is_first(&list);
    let mut known = HashSet::new();
    for entry in list.entries() {
        let Some(parameter) = entry.clone().follow(checker.spec) else {
            declared.unknown = true;
            continue;
        };
        if !checker.step(parameter.text("name").unwrap_or_default()) {
            return Declared { unknown: true, ..declared };
        }
        one(checker, &parameter);
        let (Some(name), Some(place)) = (parameter.text("name"), parameter.text("in")) else {
            declared.unknown = true;
            continue;
        };
        // Names of headers are the same in capitals.
        let same = || if place == "header" { name.to_lowercase() } else { name.to_owned() };
        if is_first && !known.insert((same(), place)) {
            let what =
                format_args!("repeats the parameter `{name}` in `{place}`: remove one of them");
            checker.tell(&entry, PARAMETER_TWICE, what);
        }
        match place {
            "path" => declared.in_path.push((name, entry)),
            "body" => drop(declared.bodies.insert(name)),
            "formData" => declared.form = true,
            _ => {}
        }
    }
    declared
}

/// Looks at those that lie ready for all operations.
pub(super) fn shared(checker: &mut Checker<'_>) {
    let root = checker.root();
    let owner =
        if checker.spec.kind() == Kind::OpenApi2 { Some(root) } else { root.get("components") };
    for (_, parameter) in owner.iter().flat_map(|owner| owner.members_of("parameters")) {
        if let Some(parameter) = parameter.follow(checker.spec) {
            one(checker, &parameter);
        }
    }
}

/// Tells when an operation of version 2.0 has more than one body.
pub(super) fn bodies(
    checker: &mut Checker<'_>,
    operation: &At<'_>,
    shared: &Declared<'_>,
    own: &Declared<'_>,
) {
    if checker.spec.kind() != Kind::OpenApi2 {
        return;
    }
    let bodies = shared.bodies.union(&own.bodies).count();
    if bodies > 1 {
        let what = format_args!(
            "has {bodies} parameters `in: body`: make them one, whose schema has both"
        );
        checker.tell(operation, BODY_ONCE, what);
    }
    if bodies > 0 && (shared.form || own.form) {
        let what = "has parameters both `in: body` and `in: formData`: keep those of one kind";
        checker.tell(operation, BODY_ONCE, what);
    }
}

fn one<'a>(checker: &mut Checker<'a>, parameter: &At<'a>) {
    if !checker.is_first(parameter) {
        return;
    }
    if !parameter.is_object() {
        checker.tell(parameter, OBJECT, "must be an object");
        return;
    }
    if parameter.text("name").is_none_or(str::is_empty) {
        checker.tell(parameter, PARAMETER_NAME, "must have a `name`");
    }
    let known: &[&str] = match checker.spec.kind() {
        Kind::OpenApi2 => &["query", "header", "path", "formData", "body"],
        Kind::OpenApi32 => &["query", "header", "path", "cookie", "querystring"],
        _ => &["query", "header", "path", "cookie"],
    };
    let place = parameter.text("in").unwrap_or_default();
    if !known.contains(&place) {
        let what = format!("must have an `in`, one of `{}`", known.join("`, `"));
        checker.tell(parameter, PARAMETER_IN, what);
    }
    if place == "path" && !parameter.node.flag("required") {
        checker.tell(parameter, PARAMETER_REQUIRED, "is in the path: give it `required: true`");
    }
    if let Some(what) = schema(checker.spec.kind(), parameter, place) {
        checker.tell(parameter, PARAMETER_SCHEMA, what);
    }
}

/// What is wrong with how a parameter describes its value.
fn schema(kind: Kind, parameter: &At<'_>, place: &str) -> Option<&'static str> {
    let has = |name: &str| parameter.node.get(name).is_some();
    if kind == Kind::OpenApi2 {
        return match place {
            "body" => (!has("schema")).then_some("must have a `schema`"),
            _ => (!has("type")).then_some("must have a `type`"),
        };
    }
    match (has("schema"), has("content")) {
        (true, true) => Some("has both `schema` and `content`: remove one of them"),
        (false, false) => Some("must have a `schema`, or a `content`"),
        (true, false) if place == "querystring" => {
            Some("is the whole query: give it `content` instead of `schema`")
        }
        (false, true) if parameter.members_of("content").count() != 1 => {
            Some("must have one type in its `content`")
        }
        _ => None,
    }
}
