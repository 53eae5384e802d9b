//! The items of a collection or folder as an indented list.

use serde_json::Value;

use super::{
    markdown::{Page, code, inline},
    tree::{id, is_folder, items, list, name, text},
};

/// Lines of an outline.
const LINES: usize = 200;

/// Adds what lies in `parent`. `how` says how to see what found no place.
pub(super) fn outline(page: &mut Page, parent: &Value, how: &str) {
    let mut left = LINES;
    page.section("Items");
    if items(parent).is_empty() {
        page.line("Nothing lies in it.");
        return;
    }
    // Level by level: of many folders all names are seen before the requests of the first one.
    let depth = deepest(parent, LINES);
    add(page, parent, 0, depth, &mut left);
    let hidden = count(parent).saturating_sub(LINES - left);
    page.more(hidden, how);
}

/// How many items lie in it at any depth.
pub(super) fn count(parent: &Value) -> usize {
    items(parent).iter().map(|item| 1 + count(item)).sum()
}

/// The number of levels that fit into so many lines; at least one.
fn deepest(parent: &Value, lines: usize) -> usize {
    let mut level: Vec<&Value> = items(parent).iter().collect();
    let (mut depth, mut seen) = (0, 0);
    while !level.is_empty() {
        seen += level.len();
        if seen > lines && depth > 0 {
            break;
        }
        depth += 1;
        level = level.into_iter().flat_map(items).collect();
    }
    depth.max(1)
}

fn add(page: &mut Page, parent: &Value, indent: usize, depth: usize, left: &mut usize) {
    for item in items(parent) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        page.line(&format!("{}- {}", "  ".repeat(indent), line(item)));
        if indent + 1 < depth {
            add(page, item, indent + 1, depth, left);
        }
    }
}

fn line(item: &Value) -> String {
    if is_folder(item) {
        let inside = count(item);
        return format!("**{}/** {} ({inside} inside)", inline(name(item)), code(id(item)));
    }
    let request = item.get("request").unwrap_or(&Value::Null);
    let (method, url) = line_of(request);
    let examples = match list(item, "response").len() {
        0 => String::new(),
        1 => ", 1 example".to_owned(),
        many => format!(", {many} examples"),
    };
    let what = code(format!("{method} {url}").trim());
    format!("{}: {what} {}{examples}", inline(name(item)), code(id(item)))
}

/// Method and URL of a request.
pub(super) fn line_of(request: &Value) -> (&str, &str) {
    let url = request.get("url").unwrap_or(&Value::Null);
    let method = match text(request, "method") {
        "" => "GET",
        method => method,
    };
    (method, url.as_str().unwrap_or_else(|| text(url, "raw")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(parent: &Value) -> String {
        let mut page = Page::new("T");
        outline(&mut page, parent, "elsewhere");
        page.finish("")
    }

    #[test]
    fn folders_and_requests_are_told_apart() {
        let parent = json!({ "item": [
            { "name": "Orders", "uid": "7-f", "item": [
                { "name": "List", "uid": "7-r", "response": [{}],
                  "request": { "method": "POST", "url": { "raw": "{{base}}/orders" } } }] },
            { "name": "Ping", "id": "p", "request": {} }] });
        assert_eq!(
            shown(&parent),
            "# T\n\n## Items\n- **Orders/** `7-f` (1 inside)\n  - List: `POST {{base}}/orders` `7-r`, \
             1 example\n- Ping: `GET` `p`\n"
        );
        assert!(shown(&json!({ "item": [] })).contains("Nothing lies in it."));
    }

    #[test]
    fn wide_before_deep_and_the_rest_is_counted() {
        let inside: Vec<Value> =
            (0..30).map(|at| json!({ "name": at.to_string(), "request": {} })).collect();
        let folders: Vec<Value> =
            (0..20).map(|at| json!({ "name": format!("F{at}"), "item": inside })).collect();
        let text = shown(&json!({ "item": folders }));
        assert!(text.contains("**F19/**") && text.contains("… 600 more elsewhere"), "{text}");
        let many: Vec<Value> =
            (0..1000).map(|at| json!({ "name": at.to_string(), "request": {} })).collect();
        let text = shown(&json!({ "item": many }));
        assert!(text.contains("… 800 more elsewhere"), "{text}");
    }
}
