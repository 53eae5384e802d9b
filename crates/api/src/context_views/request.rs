//! The parts of a request as views show them.

use serde_json::Value;

use super::{
    auth,
    markdown::{Page, code, inline},
    outline::line_of,
    tree::{Found, Tree, id, is_off, list, name, shown, text},
};

/// Rows of a table of parameters or headers.
const ROWS: usize = 60;

/// What of a request is shown at length.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Bytes of its body.
    pub(super) body: usize,
    /// Bytes of a script; 0 tells only that there is one.
    pub(super) script: usize,
}

/// Adds everything about a request but its examples.
pub(super) fn add(page: &mut Page, tree: &Tree, found: &Found<'_>, room: Room) {
    let request = found.item.get("request").unwrap_or(&Value::Null);
    let (method, url) = line_of(request);
    page.field("Request", &code(&format!("{method} {url}")));
    page.field("Id", &code(id(found.item)));
    page.field("Collection", &format!("{} {}", inline(tree.name()), code(tree.uid())));
    page.field("Folder", &path(found));
    match auth::effective(tree, found) {
        Some((auth, from)) => {
            page.field("Auth", &format!("{} (from {from})", auth::line(auth)));
        }
        None => page.field("Auth", "none"),
    }
    page.prose(&described(request, found.item));
    let url = request.get("url").unwrap_or(&Value::Null);
    parameters(page, "Path variables", list(url, "variable"));
    parameters(page, "Query parameters", list(url, "query"));
    parameters(page, "Headers", list(request, "header"));
    body(page, tree, request, room);
    scripts(page, found, room);
}

/// Names of the folders it lies in.
pub(super) fn path(found: &Found<'_>) -> String {
    let names = found.folders.iter().map(|folder| inline(name(folder)));
    names.collect::<Vec<_>>().join(" / ")
}

/// The description of a request, which may stand in it or beside it.
fn described(request: &Value, item: &Value) -> String {
    match text(request, "description") {
        "" => text(item, "description").to_owned(),
        own => own.to_owned(),
    }
}

/// Adds a table of parameters, those that are switched off included.
pub(super) fn parameters(page: &mut Page, title: &str, all: &[Value]) {
    if all.is_empty() {
        return;
    }
    page.section(title);
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let off = if is_off(one) { "off" } else { "" };
            let value = shown(one.get("value"));
            let name = text(one, "key").to_owned();
            vec![name, value, off.to_owned(), text(one, "description").to_owned()]
        })
        .collect();
    page.table(
        &["Name", "Value", "", "Description"],
        &rows,
        ROWS,
        "of them: getCollection, model=full",
    );
}

fn body(page: &mut Page, tree: &Tree, request: &Value, room: Room) {
    let Some(body) = request.get("body").filter(|body| body.is_object()) else { return };
    let how = "getCollectionRequest answers all of it";
    match text(body, "mode") {
        "raw" => {
            let raw = text(body, "raw");
            if raw.is_empty() {
                return;
            }
            page.section("Body");
            let language = body.pointer("/options/raw/language").and_then(Value::as_str);
            page.block(language.unwrap_or("text"), &tree.body(raw), room.body, how);
        }
        mode @ ("urlencoded" | "formdata") => {
            parameters(page, &format!("Body ({mode})"), list(body, mode));
        }
        "graphql" => {
            page.section("Body (graphql)");
            let graphql = body.get("graphql").unwrap_or(&Value::Null);
            page.block("graphql", text(graphql, "query"), room.body, how);
            let variables = shown(graphql.get("variables"));
            if !variables.is_empty() {
                page.block("json", &tree.body(&variables), room.body, how);
            }
        }
        "file" => {
            page.section("Body");
            page.line("A file.");
        }
        _ => {}
    }
}

/// Adds the scripts of the request itself, or how many lines they have.
fn scripts(page: &mut Page, found: &Found<'_>, room: Room) {
    for event in list(found.item, "event").iter().filter(|event| !is_off(event)) {
        let lines: Vec<&str> = event
            .pointer("/script/exec")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let script = lines.join("\n");
        if script.trim().is_empty() {
            continue;
        }
        let kind = match text(event, "listen") {
            "prerequest" => "Script before the request",
            "test" => "Test script",
            _ => continue,
        };
        if room.script == 0 {
            page.field(kind, &format!("{} lines", lines.len()));
        } else {
            page.section(kind);
            page.block(
                "javascript",
                &script,
                room.script,
                "getCollectionRequest answers all of it",
            );
        }
    }
}

/// Adds a saved example.
pub(super) fn example(page: &mut Page, tree: &Tree, example: &Value, most: usize) {
    let status = [shown(example.get("code")), text(example, "status").to_owned()].join(" ");
    page.field("Status", &status);
    page.field("Id", &code(id(example)));
    if let Some(original) = example.get("originalRequest").filter(|one| one.is_object()) {
        let (method, url) = line_of(original);
        page.field("Answers", &code(&format!("{method} {url}")));
    }
    for header in list(example, "header").iter().take(ROWS) {
        let value = inline(&shown(header.get("value")));
        page.field("Header", &code(&format!("{}: {value}", text(header, "key"))));
    }
    let body = text(example, "body");
    if !body.is_empty() {
        let language = match text(example, "_postman_previewlanguage") {
            "" => "text",
            language => language,
        };
        page.block(language, &tree.body(body), most, "getResponseContext or getCollectionResponse");
    }
}
