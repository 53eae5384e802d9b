//! Rules of paths and operations.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    Checker,
    at::At,
    parameters::{self, Declared},
    rules::{
        OBJECT, OPERATION_ID, PATH_BRACES, PATH_SAME, PATH_SLASH, PATH_UNDECLARED, PATH_UNUSED,
        RESPONSE_STATUS, RESPONSES,
    },
    security,
};
use crate::{openapi::METHODS, spec::Kind};

pub(super) fn check(checker: &mut Checker<'_>) {
    let root = checker.root();
    let mut alike: HashMap<String, &str> = HashMap::new();
    for (path, item) in root.members_of("paths") {
        if !path.starts_with('/') {
            checker.tell(&item, PATH_SLASH, format_args!("must begin with `/`: write `/{path}`"));
        }
        let names = names(path);
        if names.is_none() {
            let what = "has a `{` or `}` without the other, or without a name: write `{name}`";
            checker.tell(&item, PATH_BRACES, what);
        }
        match alike.entry(nameless(path)) {
            Entry::Occupied(other) => {
                let what = format_args!(
                    "is the same as `{}` but for the names of parameters: make them one path",
                    other.get()
                );
                checker.tell(&item, PATH_SAME, what);
            }
            Entry::Vacant(free) => {
                free.insert(path);
            }
        }
        self::item(checker, &item, names.as_ref());
    }
    let shared = root.get("components");
    let items = shared.iter().flat_map(|shared| shared.members_of("pathItems"));
    for (_, item) in root.members_of("webhooks").chain(items) {
        self::item(checker, &item, None);
    }
    let callbacks = shared.iter().flat_map(|shared| shared.members_of("callbacks"));
    checker.waiting.extend(callbacks.map(|(_, callback)| callback));
    // NOTE: callbacks may lead from one to the next as far as they like, so they stand in a queue.
    while let Some(callback) = checker.waiting.pop() {
        let Some(callback) = callback.follow(checker.spec) else { continue };
        if checker.is_first(&callback) {
            callback.members().for_each(|(_, item)| self::item(checker, &item, None));
        }
    }
}

/// A path item; `names` are the parameters in its path, where that is known.
fn item<'a>(checker: &mut Checker<'a>, item: &At<'a>, names: Option<&HashSet<&str>>) {
    let Some(item) = item.clone().follow(checker.spec) else { return };
    if !item.is_object() {
        checker.tell(&item, OBJECT, "must be an object with operations");
        return;
    }
    let shared = parameters::of(checker, &item);
    if let Some(names) = names {
        unused(checker, &shared, names);
    }
    for method in METHODS {
        let Some(operation) = item.get(method) else { continue };
        if !operation.is_object() {
            checker.tell(&operation, OBJECT, "must be an object");
            continue;
        }
        let own = parameters::of(checker, &operation);
        if checker.is_first(&operation) {
            self::operation(checker, &operation);
            parameters::bodies(checker, &operation, &shared, &own);
        }
        if let Some(names) = names {
            unused(checker, &own, names);
            undeclared(checker, &operation, [&shared, &own], names);
        }
        if checker.is_full() {
            return;
        }
    }
}

fn operation<'a>(checker: &mut Checker<'a>, operation: &At<'a>) {
    checker.once(|checker| &mut checker.operation_ids, operation, "operationId", OPERATION_ID);
    responses(checker, operation);
    if let Some(security) = operation.get("security") {
        security::requirements(checker, &security);
    }
    let callbacks = operation.members_of("callbacks").map(|(_, callback)| callback);
    checker.waiting.extend(callbacks);
}

fn responses(checker: &mut Checker<'_>, operation: &At<'_>) {
    let Some(responses) = operation.get("responses") else {
        if checker.spec.kind() < Kind::OpenApi31 {
            checker.tell(operation, RESPONSES, "must have `responses`: say what it answers");
        }
        return;
    };
    let Some(responses) = responses.follow(checker.spec) else { return };
    let mut any = false;
    for (status, response) in responses.members() {
        any = true;
        let ranges = checker.spec.kind() > Kind::OpenApi2;
        if !is_status(status, ranges) {
            let ranges = if ranges { ", a range like `4XX`" } else { "" };
            let what = format_args!("must be a status from 100 to 599{ranges} or `default`");
            checker.tell(&response, RESPONSE_STATUS, what);
        }
    }
    if !any {
        let what = "must have a response: describe one status, or `default`";
        checker.tell(&responses, RESPONSES, what);
    }
}

fn is_status(text: &str, ranges: bool) -> bool {
    match text.as_bytes() {
        b"default" => true,
        [b'1'..=b'5', b'X', b'X'] => ranges,
        [b'1'..=b'5', ten, one] => ten.is_ascii_digit() && one.is_ascii_digit(),
        _ => false,
    }
}

/// Tells of parameters that the path does not have.
fn unused(checker: &mut Checker<'_>, declared: &Declared<'_>, names: &HashSet<&str>) {
    for (name, at) in &declared.in_path {
        if !names.contains(name) {
            let what = format_args!(
                "declares the path parameter `{name}`, which the path doesn't have: write \
                 `{{{name}}}` into the path, or remove it"
            );
            checker.tell(at, PATH_UNUSED, what);
        }
    }
}

/// Tells of names in the path that are no parameters.
fn undeclared(
    checker: &mut Checker<'_>,
    operation: &At<'_>,
    lists: [&Declared<'_>; 2],
    names: &HashSet<&str>,
) {
    if lists.iter().any(|list| list.unknown) {
        return;
    }
    let declared: HashSet<&str> =
        lists.iter().flat_map(|list| &list.in_path).map(|(name, _)| *name).collect();
    let mut missing: Vec<&str> = names.difference(&declared).copied().collect();
    missing.sort_unstable();
    for name in missing {
        let what = format_args!(
            "must declare the path parameter `{name}`: add it to `parameters`, with `in: path`"
        );
        checker.tell(operation, PATH_UNDECLARED, what);
    }
}

/// The names between braces; `None` when braces don't match.
pub(super) fn names(path: &str) -> Option<HashSet<&str>> {
    let mut names = HashSet::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        if name.is_empty() || name.contains('{') || before.contains('}') {
            return None;
        }
        names.insert(name);
        rest = tail;
    }
    (!rest.contains('}')).then_some(names)
}

/// A path without what stands between braces.
fn nameless(path: &str) -> String {
    let mut bare = String::with_capacity(path.len());
    let mut inside = false;
    for one in path.chars() {
        inside &= one != '}';
        if !inside {
            bare.push(one);
        }
        inside |= one == '{';
    }
    bare
}
