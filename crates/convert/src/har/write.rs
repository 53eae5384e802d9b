//! Collections, as recorded traffic.

use model::url::Url;
use serde_json::{Map, Value, json};

use crate::{
    Converted, Fault,
    formats::{
        Notes,
        flat::{self, Flat, list, pairs, param, text},
    },
};

/// When nothing was recorded, all is said to have been sent at this time.
const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// Writes a collection of format v2.1 as HAR: an entry per saved example, or one without an answer
/// for a request that has none. Folders become pages.
pub fn write(collection: &str) -> Result<Converted, Fault> {
    let collection: Value = serde_json::from_str(collection)?;
    let mut notes = Notes::default();
    let (_, requests) = flat::requests(&collection, &mut notes)?;
    let mut titles: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    for request in &requests {
        let title = request.folders.join(" / ");
        let page = (!title.is_empty()).then(|| {
            let known = titles.iter().position(|known| *known == title);
            let at = known.unwrap_or_else(|| {
                titles.push(title.clone());
                titles.len() - 1
            });
            format!("page_{}", at + 1)
        });
        let sent = sent(request, &mut notes);
        if sent.to_string().contains("{{") {
            notes.add("values of variables: they stay as `{{name}}`", &request.name);
        }
        for name in request.behaviour.into_iter().flatten().map(|(name, _)| name) {
            notes.add(format!("the setting `{name}` of a request"), &request.name);
        }
        let none = [Value::Null];
        let examples = if request.examples.is_empty() { &none } else { request.examples };
        for example in examples {
            let time = example.get("responseTime").filter(|time| time.is_number());
            let time = time.cloned().unwrap_or_else(|| 0.into());
            let mut entry = json!({
                "startedDateTime": NEVER, "time": time, "request": sent, "response": answer(example),
                "cache": {}, "timings": { "send": 0, "wait": time, "receive": 0 },
                "comment": request.name,
            });
            if let (Some(page), Value::Object(entry)) = (&page, &mut entry) {
                entry.insert("pageref".to_owned(), page.as_str().into());
            }
            entries.push(entry);
        }
    }
    let page = |(at, title): (usize, &String)| {
        json!({ "startedDateTime": NEVER, "id": format!("page_{}", at + 1), "title": title,
            "pageTimings": {} })
    };
    let pages: Vec<Value> = titles.iter().enumerate().map(page).collect();
    let har = json!({ "log": {
        "version": "1.2",
        "creator": { "name": "Gatepost", "version": env!("CARGO_PKG_VERSION") },
        "pages": pages, "entries": entries,
    } });
    let document = serde_json::to_string_pretty(&har)?;
    Ok(Converted { document, notes: notes.into_lines() })
}

fn named(pairs: &[(String, String)]) -> Vec<Value> {
    pairs.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn sent(request: &Flat<'_>, notes: &mut Notes) -> Value {
    let mut url = request.url.clone();
    let mut headers = request.headers.clone();
    if let Some(auth) = request.auth {
        match text(auth.get("type")).as_str() {
            "bearer" => {
                headers
                    .push(("Authorization".to_owned(), format!("Bearer {}", param(auth, "token"))));
            }
            "apikey" if param(auth, "in") == "query" => {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.extend([&*param(auth, "key"), "=", &param(auth, "value")]);
            }
            "apikey" => headers.push((param(auth, "key"), param(auth, "value"))),
            "noauth" | "" => {}
            other => notes.add(format!("authentication of type `{other}`"), &request.name),
        }
    }
    let query: Vec<Value> = Url::parse(&url)
        .query
        .iter()
        .map(|one| {
            json!({ "name": one.key.clone().unwrap_or_default(),
                "value": one.value.clone().unwrap_or_default() })
        })
        .collect();
    let mut sent = json!({
        "method": request.method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [],
        "headers": named(&headers), "queryString": query, "headersSize": -1, "bodySize": -1,
    });
    if let (Some(data), Value::Object(sent)) = (data(request, notes), &mut sent) {
        sent.insert("postData".to_owned(), data);
    }
    sent
}

fn data(request: &Flat<'_>, notes: &mut Notes) -> Option<Value> {
    let body = request.body?;
    let declared = request.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case("content-type"));
    let kind = |usual: &str| declared.map_or_else(|| usual.to_owned(), |(_, kind)| kind.clone());
    match text(body.get("mode")).as_str() {
        "raw" => {
            let raw = text(body.get("raw"));
            let usual = match body.pointer("/options/raw/language").and_then(Value::as_str) {
                Some("json") => "application/json",
                Some("xml") => "application/xml",
                Some("html") => "text/html",
                _ => "text/plain",
            };
            (!raw.is_empty()).then(|| json!({ "mimeType": kind(usual), "text": raw }))
        }
        "graphql" => {
            let graphql = body.get("graphql").cloned().unwrap_or_default();
            Some(json!({ "mimeType": kind("application/json"), "text": graphql.to_string() }))
        }
        "urlencoded" => {
            let params = named(&pairs(body.get("urlencoded")));
            Some(json!({ "mimeType": "application/x-www-form-urlencoded", "params": params }))
        }
        "formdata" => {
            let on = list(body.get("formdata")).iter();
            let on = on.filter(|field| field.get("disabled") != Some(&true.into()));
            let params: Vec<Value> = on
                .map(|field| {
                    let mut param = Map::new();
                    param.insert("name".to_owned(), text(field.get("key")).into());
                    if field.get("type").and_then(Value::as_str) == Some("file") {
                        let source = field.get("src");
                        let first = list(source).first().or(source);
                        param.insert("fileName".to_owned(), text(first).into());
                    } else {
                        param.insert("value".to_owned(), text(field.get("value")).into());
                    }
                    let kind = text(field.get("contentType"));
                    if !kind.is_empty() {
                        param.insert("contentType".to_owned(), kind.into());
                    }
                    Value::Object(param)
                })
                .collect();
            Some(json!({ "mimeType": "multipart/form-data", "params": params }))
        }
        "" => None,
        other => {
            notes.add(format!("a body of mode `{other}`"), &request.name);
            None
        }
    }
}

fn answer(example: &Value) -> Value {
    let headers = pairs(example.get("header"));
    let kind = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case("content-type"));
    let body = text(example.get("body"));
    json!({
        "status": example.get("code").and_then(Value::as_u64).unwrap_or_default(),
        "statusText": text(example.get("status")), "httpVersion": "HTTP/1.1", "cookies": [],
        "headers": named(&headers),
        "content": { "size": body.len(), "mimeType": kind.map_or("", |(_, kind)| kind), "text": body },
        "redirectURL": "", "headersSize": -1, "bodySize": -1, "comment": text(example.get("name")),
    })
}
