//! Recorded traffic, made a collection.

use model::url::Url;
use serde_json::{Value, json};

use crate::{
    Converted, Fault,
    formats::{
        Notes, base64_text,
        flat::{list, text},
        item::{self, Request, header, pair},
    },
};

/// Headers that the program which sends makes anew.
const OWN: [&str; 6] =
    ["content-length", "host", "connection", "transfer-encoding", "keep-alive", "proxy-connection"];

const COOKIES: &str = "cookies, which belong to the recorded session";

/// Makes a collection of recorded traffic: a folder per page, or per host where no page is named,
/// a request per entry with its answer as saved example.
pub fn read(name: &str, text_: &str) -> Result<Converted, Fault> {
    let wrong = |why: &str| Fault::Format("HAR", why.to_owned());
    let har: Value = serde_json::from_str(text_.trim_start_matches('\u{feff}'))?;
    let log = har.get("log").ok_or_else(|| wrong("there is no `log`"))?;
    let entries = log.get("entries").and_then(Value::as_array);
    let entries = entries.ok_or_else(|| wrong("`log` has no list of `entries`"))?;
    let mut notes = Notes::default();
    let mut folders: Vec<(String, Vec<Value>)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let Some(request) = entry.get("request").filter(|request| request.is_object()) else {
            notes.add("an entry without a request", &format!("entry {}", number + 1));
            continue;
        };
        let folder = folder(log, entry, request);
        let item = made(entry, request, &mut notes).into_item();
        match folders.iter_mut().find(|(name, _)| *name == folder) {
            Some((_, items)) => items.push(item),
            None => folders.push((folder, vec![item])),
        }
    }
    let folders = folders.into_iter().map(|(name, items)| json!({ "name": name, "item": items }));
    item::collection(name, &folders.collect::<Vec<_>>(), notes)
}

fn folder(log: &Value, entry: &Value, request: &Value) -> String {
    let page = entry.get("pageref").and_then(Value::as_str);
    let page = page.and_then(|id| {
        let known = |page: &&Value| page.get("id").and_then(Value::as_str) == Some(id);
        list(log.get("pages")).iter().find(known).map(|page| text(page.get("title")))
    });
    page.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        let host = Url::parse(&text(request.get("url"))).host_text();
        if host.is_empty() { "Requests".to_owned() } else { host }
    })
}

fn made(entry: &Value, request: &Value, notes: &mut Notes) -> Request {
    let (method, url) = (text(request.get("method")), text(request.get("url")));
    let comment = text(entry.get("comment"));
    let name = if comment.is_empty() { item::name(&method, &url) } else { comment };
    let mut headers = headers(request, &name, notes);
    let body = body(request.get("postData"), &name, notes);
    let kind = text(request.pointer("/postData/mimeType"));
    let bare = body
        .as_ref()
        .is_some_and(|body| text(body.get("mode")) == "raw" && body.get("options").is_none());
    // Of the other bodies the type follows.
    if bare
        && !["", "text/plain"].contains(&kind.as_str())
        && header(&headers, "content-type").is_none()
    {
        headers.push(pair("Content-Type", &kind));
    }
    note_rest(entry, request, &name, notes);
    let mut made = Request { name, method, url, headers, body, ..Request::default() };
    let answer = entry.get("response").filter(|answer| answer.is_object());
    if let Some(answer) = answer {
        // Zero is what browsers record for requests that got no answer.
        if answer.get("status").and_then(Value::as_u64).is_some_and(|code| code > 0) {
            let mut example = example(&made, answer, notes);
            let time =
                entry.get("time").filter(|time| time.as_f64().is_some_and(|time| time > 0.0));
            if let (Some(time), Value::Object(example)) = (time, &mut example) {
                example.insert("responseTime".to_owned(), time.clone());
            }
            made.responses.push(example);
        } else {
            notes.add("an answer without a status, as the request was cut off", &made.name);
        }
    }
    made
}

/// Notes what an entry says besides request and answer.
fn note_rest(entry: &Value, request: &Value, place: &str, notes: &mut Notes) {
    let phases = entry.get("timings").and_then(Value::as_object).into_iter().flatten();
    if phases.filter_map(|(_, time)| time.as_f64()).any(|time| time > 0.0) {
        notes.add("times of single phases, of which the sum came along", place);
    }
    let cookie = list(request.get("headers"));
    let cookie = cookie.iter().any(|one| text(one.get("name")).eq_ignore_ascii_case("cookie"));
    if !list(request.get("cookies")).is_empty() && !cookie {
        notes.add(COOKIES, place);
    }
    if !list(entry.get("_webSocketMessages")).is_empty() {
        notes.add("messages of a WebSocket", place);
    }
    let query = list(request.get("queryString"));
    if !query.is_empty() && !text(request.get("url")).contains('?') {
        notes.add("parameters that the recorded URL lacks", place);
    }
}

fn headers(of: &Value, place: &str, notes: &mut Notes) -> Vec<Value> {
    let mut kept = Vec::new();
    for header in list(of.get("headers")) {
        let (key, value) = (text(header.get("name")), text(header.get("value")));
        let lower = key.to_ascii_lowercase();
        if key.is_empty() {
            notes.add("a header without a name", place);
        } else if lower.starts_with(':') {
            notes.add("pseudo-headers of HTTP/2, which repeat method and URL", place);
        } else if OWN.contains(&lower.as_str()) {
            notes.add(format!("the header `{lower}`, which each request gets anew"), place);
        } else if lower == "cookie" || lower == "set-cookie" {
            notes.add(COOKIES, place);
        } else {
            kept.push(pair(&key, &value));
        }
    }
    kept
}

fn body(data: Option<&Value>, place: &str, notes: &mut Notes) -> Option<Value> {
    let data = data.filter(|data| data.is_object())?;
    let kind = text(data.get("mimeType")).to_ascii_lowercase();
    let mut raw = text(data.get("text"));
    if text(data.get("encoding")).eq_ignore_ascii_case("base64") {
        match base64_text(&raw) {
            Some(plain) => raw = plain,
            None => notes.add("the bytes of a body, which stay in base64", place),
        }
    }
    let params = list(data.get("params"));
    if kind.starts_with("application/x-www-form-urlencoded") && !params.is_empty() {
        let fields: Vec<Value> = params
            .iter()
            .map(|one| pair(&text(one.get("name")), &text(one.get("value"))))
            .collect();
        return Some(json!({ "mode": "urlencoded", "urlencoded": fields }));
    }
    if kind.starts_with("multipart/form-data") && !params.is_empty() {
        let field = |one: &Value| {
            let (key, file) = (text(one.get("name")), text(one.get("fileName")));
            let mut made = if file.is_empty() {
                json!({ "key": key, "type": "text", "value": text(one.get("value")) })
            } else {
                notes.add("the content of a file, of which the name came along", place);
                json!({ "key": key, "type": "file", "src": file })
            };
            let kind = text(one.get("contentType"));
            if let (false, Value::Object(made)) = (kind.is_empty(), &mut made) {
                made.insert("contentType".to_owned(), kind.into());
            }
            made
        };
        let fields: Vec<Value> = params.iter().map(field).collect();
        return Some(json!({ "mode": "formdata", "formdata": fields }));
    }
    if !params.is_empty() {
        notes.add("parameters of a body that is no form", place);
    }
    (!raw.is_empty()).then(|| item::raw(&raw, &kind))
}

fn example(of: &Request, answer: &Value, notes: &mut Notes) -> Value {
    let code = answer.get("status").and_then(Value::as_u64).unwrap_or_default();
    let status = text(answer.get("statusText"));
    let mut headers = headers(answer, &of.name, notes);
    let content = answer.get("content").cloned().unwrap_or_default();
    let kind = text(content.get("mimeType"));
    if !kind.is_empty() && header(&headers, "content-type").is_none() {
        headers.push(pair("Content-Type", &kind));
    }
    // The content is recorded as it was after decoding.
    headers.retain(|one| !text(one.get("key")).eq_ignore_ascii_case("content-encoding"));
    let mut body = text(content.get("text"));
    if text(content.get("encoding")).eq_ignore_ascii_case("base64") {
        match base64_text(&body) {
            Some(plain) => body = plain,
            None => notes.add("the bytes of an answer, which stay in base64", &of.name),
        }
    }
    let name = if status.is_empty() { code.to_string() } else { format!("{code} {status}") };
    let comment = text(answer.get("comment"));
    let mut original = json!({ "method": of.method, "header": of.headers, "url": of.url });
    if let (Some(body), Value::Object(original)) = (&of.body, &mut original) {
        original.insert("body".to_owned(), body.clone());
    }
    json!({
        "name": if comment.is_empty() { name } else { comment },
        "originalRequest": original, "status": status, "code": code, "header": headers,
        "body": body,
    })
}
