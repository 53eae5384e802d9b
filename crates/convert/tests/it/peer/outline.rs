//! What two collections can be compared by: a line for each thing that a user would see.

use std::collections::BTreeSet;

use serde_json::Value;

/// The lines of a collection; with `values`, what stands in parameters and bodies too.
pub(super) fn outline(collection: &Value, values: bool) -> BTreeSet<String> {
    let mut lines = Lines { all: BTreeSet::new(), values };
    lines.add("", &format!("name {}", text(&collection["info"]["name"])));
    lines.pairs("", "variable", &collection["variable"]);
    lines.auth("", &collection["auth"]);
    lines.items(&collection["item"], "");
    lines.all
}

struct Lines {
    all: BTreeSet<String>,
    values: bool,
}

impl Lines {
    fn add(&mut self, place: &str, line: &str) {
        self.all.insert(format!("{place} {line}").trim().to_owned());
    }

    fn items(&mut self, items: &Value, folder: &str) {
        for item in items.as_array().into_iter().flatten() {
            let name = text(&item["name"]);
            if item.get("item").is_some() {
                let path = format!("{folder}/{name}");
                self.add("", &format!("folder {path}"));
                self.items(&item["item"], &path);
                continue;
            }
            let request = &item["request"];
            let path: Vec<String> =
                request["url"]["path"].as_array().into_iter().flatten().map(text).collect();
            let place = format!("{} /{}", text(&request["method"]), path.join("/"));
            self.add(&place, &format!("named {name}"));
            self.add(&place, &format!("in {folder}"));
            self.add(&place, &format!("at {}", host(&request["url"])));
            self.request(&place, request);
            for example in item["response"].as_array().into_iter().flatten() {
                let place =
                    format!("{place} example {} {}", example["code"], text(&example["name"]));
                self.add(&place, "is there");
                self.pairs(&place, "header", &example["header"]);
                let asked = &example["originalRequest"];
                self.pairs(&place, "asked with header", &asked["header"]);
                self.pairs(&place, "asked with query", &asked["url"]["query"]);
                self.content(&place, &example["body"]);
            }
        }
    }

    fn request(&mut self, place: &str, request: &Value) {
        self.pairs(place, "query", &request["url"]["query"]);
        self.pairs(place, "path variable", &request["url"]["variable"]);
        self.pairs(place, "header", &request["header"]);
        self.auth(place, &request["auth"]);
        let body = &request["body"];
        let mode = text(&body["mode"]);
        if mode.is_empty() {
            return;
        }
        self.add(place, &format!("body {mode}"));
        match mode.as_str() {
            "raw" => {
                let language = text(&body["options"]["raw"]["language"]);
                self.add(place, &format!("body language {language}"));
                self.content(place, &body["raw"]);
            }
            mode => self.pairs(place, "body", &body[mode]),
        }
    }

    /// Pairs of key and value, and whether they are off.
    fn pairs(&mut self, place: &str, what: &str, pairs: &Value) {
        for pair in pairs.as_array().into_iter().flatten() {
            let off = if pair["disabled"] == true { " off" } else { "" };
            let key = text(&pair["key"]);
            self.add(place, &format!("{what} {key}{off}"));
            if self.values {
                self.add(place, &format!("{what} {key} = {}", text(&pair["value"])));
            }
        }
    }

    fn auth(&mut self, place: &str, auth: &Value) {
        let kind = text(&auth["type"]);
        if kind.is_empty() {
            return;
        }
        self.add(place, &format!("auth {kind}"));
        for member in auth[&kind].as_array().into_iter().flatten() {
            let line = format!("auth {kind} {} = {}", text(&member["key"]), text(&member["value"]));
            self.add(place, &line);
        }
    }

    /// A body: of JSON its members and their types, of all else the text.
    fn content(&mut self, place: &str, body: &Value) {
        let body = text(body);
        match serde_json::from_str::<Value>(&body) {
            Ok(value) => self.shape(place, "body", &value),
            Err(_) if body.is_empty() || !self.values => {}
            Err(_) => {
                self.add(place, &format!("body text {}", body.replace(['\n', '\t', ' '], "")));
            }
        }
    }

    fn shape(&mut self, place: &str, path: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.shape(place, &format!("{path}.{name}"), value);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.shape(place, &format!("{path}[]"), item);
                }
            }
            leaf if self.values => self.add(place, &format!("{path} = {leaf}")),
            _ => self.add(place, path),
        }
    }
}

fn host(url: &Value) -> String {
    url["host"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(".")
}

/// Text, also of an object around it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Object(object) => object.get("content").map(text).unwrap_or_default(),
        other => other.to_string(),
    }
}
