//! XML as JSON: enough for reports, no more.

use serde_json::{Map, Value, json};

/// Elements as `{name, attributes, children}`; attributes in the order of their names.
pub(super) fn tree(text: &str) -> Value {
    let mut open = vec![element("")];
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        add_text(&mut open, &unescape(&rest[..at]));
        rest = &rest[at..];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            add_text(&mut open, &data[..end]);
            rest = data.get(end + 3..).unwrap_or_default();
            continue;
        }
        let end = tag_end(rest);
        let tag = rest[1..end].trim();
        rest = rest.get(end + 1..).unwrap_or_default();
        if tag.starts_with('?') || tag.starts_with('!') {
        } else if tag.starts_with('/') {
            close(&mut open);
        } else {
            open.push(parse(tag.trim_end_matches('/')));
            if tag.ends_with('/') {
                close(&mut open);
            }
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.remove(0)["children"].clone()
}

fn element(name: &str) -> Value {
    json!({"name": name, "attributes": {}, "children": []})
}

/// The end of a tag; a `>` may stand in an attribute.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    let end = text.find(|letter| {
        quoted ^= letter == '"';
        letter == '>' && !quoted
    });
    end.unwrap_or(text.len() - 1)
}

fn parse(tag: &str) -> Value {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Map::new();
    while let Some((key, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        let time = key.trim() == "time" && value.parse::<f64>().is_ok();
        let value = if time { "<s>".to_owned() } else { unescape(value) };
        attributes.insert(key.trim().to_owned(), value.into());
        rest = after;
    }
    attributes.sort_keys();
    let mut made = element(name);
    made["attributes"] = attributes.into();
    made
}

/// White space between elements says nothing; stacks end in frames of the program itself.
fn add_text(open: &mut [Value], text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let own =
        |line: &&str| !line.trim_start().starts_with("at ") || line.contains("sandbox-script");
    let text: Vec<&str> = text.lines().filter(own).collect();
    let last = open.last_mut().unwrap();
    last["children"].as_array_mut().unwrap().push(json!(text));
}

fn close(open: &mut Vec<Value>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(children) = open.last_mut().and_then(|last| last["children"].as_array_mut())
    {
        children.push(done);
    }
}

fn unescape(text: &str) -> String {
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#xA;", "\n"),
        ("&#10;", "\n"),
        ("&#xD;", "\r"),
        ("&amp;", "&"),
    ];
    marks.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}
