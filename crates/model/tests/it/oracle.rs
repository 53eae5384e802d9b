//! The normal form of a collection, computed the slow way on a tree.

use crate::tree::Json;

pub(crate) const OWNER: &str = "12345678";
const CREATED: &str = "2023-10-09T18:34:58.000Z";
const UPDATED: &str = "2023-10-09T18:34:59.250Z";

/// Ids for items that have none, the same in every run.
pub(crate) fn ids() -> impl FnMut() -> String {
    let mut next = 0;
    move || {
        next += 1;
        format!("00000000-0000-4000-8000-{next:012}")
    }
}

pub(crate) fn normalise(mut json: Json, id: &str, name: &str) -> Json {
    let info = json.get_mut("info").unwrap();
    change(info, "description", description);
    info.set("_postman_id", Json::text(id));
    info.set("name", Json::text(name));
    info.set("updatedAt", Json::text(UPDATED));
    info.set("createdAt", Json::text(CREATED));
    info.set("lastUpdatedBy", Json::text("87654321"));
    info.set("uid", Json::text(&format!("{OWNER}-{id}")));
    common(&mut json);
    let mut namer = Namer { next: Box::new(ids()), seen: Vec::new() };
    items(json.get_mut("item").unwrap(), &mut namer);
    json
}

struct Namer {
    next: Box<dyn FnMut() -> String>,
    seen: Vec<String>,
}

impl Namer {
    fn name(&mut self, item: &Json) -> String {
        let given = match item.get("id") {
            Some(Json::Text(id)) if id.len() == 36 && id.matches('-').count() == 4 => {
                Some(id.to_lowercase())
            }
            _ => None,
        };
        match given.filter(|id| !self.seen.contains(id)) {
            Some(id) => {
                self.seen.push(id.clone());
                id
            }
            None => (self.next)(),
        }
    }
}

/// What heads, folders and requests share.
fn common(json: &mut Json) {
    change(json, "description", description);
    change(json, "variable", parameters);
    change(json, "event", |events| {
        for event in list(events) {
            change(event, "script", script);
        }
    });
}

fn items(json: &mut Json, namer: &mut Namer) {
    for item in list(json) {
        let is_folder = item.get("item").is_some();
        let id = named(item, namer, is_folder);
        common(item);
        change(item, "request", request);
        item.set("id", Json::text(&id));
        item.set("uid", Json::text(&format!("{OWNER}-{id}")));
        if !is_folder {
            times(item);
        }
    }
}

/// The id of an item, and everything in it in normal form: ids are given in order of the text.
fn named(item: &mut Json, namer: &mut Namer, is_folder: bool) -> String {
    let asked = item.get("request").cloned();
    let mut children = if is_folder { item.get("item") } else { item.get("response") }.cloned();
    let id = namer.name(item);
    if let Some(children) = &mut children {
        if is_folder {
            items(children, namer);
        } else {
            for response in list(children) {
                let id = namer.name(response);
                self::response(response, &id, asked.as_ref());
            }
        }
        item.set(if is_folder { "item" } else { "response" }, children.clone());
    }
    id
}

fn response(json: &mut Json, id: &str, asked: Option<&Json>) {
    change(json, "description", description);
    let missing = matches!(json.get("originalRequest"), None | Some(Json::Word(_)));
    if let (true, Some(asked)) = (missing, asked) {
        json.set("originalRequest", asked.clone());
    }
    change(json, "originalRequest", request);
    match json.get("header") {
        None | Some(Json::Word(_)) => json.set("header", Json::List(Vec::new())),
        Some(Json::Text(text)) => {
            let headers = text
                .split('\n')
                .filter(|line| !line.trim().is_empty())
                .map(|line| {
                    let mut parts = line.splitn(2, ':').map(str::trim);
                    let key = Json::text(parts.next().unwrap());
                    Json::object(&[("key", key), ("value", Json::text(parts.next().unwrap_or("")))])
                })
                .collect();
            json.set("header", Json::List(headers));
        }
        _ => change(json, "header", parameters),
    }
    json.set("id", Json::text(id));
    json.set("uid", Json::text(&format!("{OWNER}-{id}")));
    times(json);
}

fn times(json: &mut Json) {
    json.set("createdAt", Json::text(CREATED));
    json.set("updatedAt", Json::text(UPDATED));
}

fn request(json: &mut Json) {
    if let Json::Text(raw) = json {
        let get = Json::text("GET");
        *json = Json::object(&[
            ("method", get),
            ("header", Json::List(Vec::new())),
            ("url", url_of(raw)),
        ]);
        return;
    }
    change(json, "description", description);
    change(json, "header", parameters);
    change(json, "url", url);
    change(json, "body", |body| {
        change(body, "urlencoded", parameters);
        change(body, "formdata", parameters);
        change(body, "graphql", |graphql| {
            change(graphql, "variables", |variables| {
                if let Json::Object(_) | Json::List(_) = variables {
                    *variables = Json::Text(variables.write());
                }
            });
        });
    });
}

fn url(json: &mut Json) {
    if let Json::Text(raw) = json {
        *json = url_of(raw);
        return;
    }
    change(json, "query", parameters);
    change(json, "variable", parameters);
    change(json, "host", |host| {
        if let Json::Text(text) = host {
            *host = words(text, '.');
        }
    });
    change(json, "path", |path| match path {
        Json::Text(text) => *path = words(text.strip_prefix('/').unwrap_or(text), '/'),
        Json::List(segments) => {
            for segment in segments {
                if let Json::Object(_) = segment {
                    *segment = segment.get("value").cloned().unwrap_or(Json::text(""));
                }
            }
        }
        _ => {}
    });
}

/// For the plain URLs that the tests make.
fn url_of(raw: &str) -> Json {
    let mut json = Json::object(&[("raw", Json::text(raw))]);
    let (rest, hash) = cut(raw, "#");
    let (rest, query) = cut(rest, "?");
    let rest = match cut(rest, "://") {
        (protocol, Some(rest)) => {
            json.set("protocol", Json::text(protocol));
            rest
        }
        (rest, None) => rest,
    };
    let (host, path) = cut(rest, "/");
    let (host, port) = cut(host, ":");
    json.set("host", words(host, '.'));
    if let Some(port) = port {
        json.set("port", Json::text(port));
    }
    json.set("path", words(path.unwrap_or(""), '/'));
    let parameters: Vec<_> = query
        .unwrap_or("")
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (key, value) = cut(parameter, "=");
            let value = value.map_or(Json::null(), Json::text);
            Json::object(&[("key", Json::text(key)), ("value", value)])
        })
        .collect();
    if !parameters.is_empty() {
        json.set("query", Json::List(parameters));
    }
    if let Some(hash) = hash {
        json.set("hash", Json::text(hash));
    }
    json
}

fn cut<'a>(text: &'a str, mark: &str) -> (&'a str, Option<&'a str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn words(text: &str, mark: char) -> Json {
    if text.is_empty() {
        return Json::List(Vec::new());
    }
    Json::List(text.split(mark).map(Json::text).collect())
}

fn script(json: &mut Json) {
    let lines = |text: &str| Json::List(text.split('\n').map(Json::text).collect());
    match json {
        Json::Text(text) => {
            let exec = lines(text);
            *json = Json::object(&[("exec", exec), ("type", Json::text("text/javascript"))]);
        }
        Json::List(_) => {
            *json =
                Json::object(&[("exec", json.clone()), ("type", Json::text("text/javascript"))]);
        }
        _ => change(json, "exec", |exec| {
            if let Json::Text(text) = exec {
                *exec = lines(text);
            }
        }),
    }
}

fn description(json: &mut Json) {
    if let Json::Object(_) = json {
        *json = json.get("content").cloned().unwrap_or(Json::null());
    }
}

fn parameters(json: &mut Json) {
    for parameter in list(json) {
        change(parameter, "description", description);
    }
}

fn change(json: &mut Json, name: &str, with: impl Fn(&mut Json)) {
    if let Some(value) = json.get_mut(name) {
        with(value);
    }
}

fn list(json: &mut Json) -> &mut [Json] {
    match json {
        Json::List(values) => values,
        _ => &mut [],
    }
}
