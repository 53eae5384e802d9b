//! Collections, as commands.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    Converted, Fault,
    formats::{
        Notes,
        flat::{self, Flat, list, pairs, param, text},
    },
};

/// Writes the requests of a collection of format v2.1 as commands that sh runs.
///
/// Variables stay as `{{name}}`, which the notes say.
pub fn write(collection: &str) -> Result<Converted, Fault> {
    let collection: Value = serde_json::from_str(collection)?;
    let mut notes = Notes::default();
    let (_, requests) = flat::requests(&collection, &mut notes)?;
    let mut document = String::new();
    for request in &requests {
        if !document.is_empty() {
            document.push('\n');
        }
        if !request.examples.is_empty() {
            notes.add("saved examples, which commands have no place for", &request.name);
        }
        let command = command(request, &mut notes);
        if command.contains("{{") {
            notes.add("values of variables: fill in what stands in double braces", &request.name);
        }
        document.push_str(&command);
    }
    Ok(Converted { document, notes: notes.into_lines() })
}

fn command(request: &Flat<'_>, notes: &mut Notes) -> String {
    let mut words = Vec::new();
    let mut url = request.url.clone();
    authenticate(request, &mut words, &mut url, notes);
    let named = |name: &str| request.headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    for (key, value) in &request.headers {
        // A name with a semicolon is how cURL sends an empty value.
        let line = if value.is_empty() { format!("{key};") } else { format!("{key}: {value}") };
        words.push(format!("-H {}", quoted(&line)));
    }
    body(request, named("content-type"), &mut words, notes);
    behave(request, &mut words, notes);
    let mut out = String::new();
    let name: String = request.name.split_whitespace().collect::<Vec<_>>().join(" ");
    // NOTE: writing to a string can't fail.
    let _ = writeln!(out, "# {name}");
    // cURL takes braces and brackets in URLs for patterns.
    let plain = if url.contains(['{', '}', '[', ']']) { " -g" } else { "" };
    let how = if request.method == "HEAD" {
        "-I".to_owned()
    } else {
        format!("-X {}", quoted(&request.method))
    };
    let _ = write!(out, "curl{plain} {how} {}", quoted(&url));
    for word in words {
        let _ = write!(out, " \\\n  {word}");
    }
    out.push('\n');
    out
}

fn authenticate(request: &Flat<'_>, words: &mut Vec<String>, url: &mut String, notes: &mut Notes) {
    let Some(auth) = request.auth else { return };
    let kind = text(auth.get("type"));
    match kind.as_str() {
        "basic" | "digest" => {
            if kind == "digest" {
                words.push("--digest".to_owned());
            }
            let login = format!("{}:{}", param(auth, "username"), param(auth, "password"));
            words.push(format!("-u {}", quoted(&login)));
        }
        "bearer" => words.push(format!("--oauth2-bearer {}", quoted(&param(auth, "token")))),
        "apikey" if param(auth, "in") == "query" => {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.extend([&*param(auth, "key"), "=", &param(auth, "value")]);
        }
        "apikey" => {
            let line = format!("{}: {}", param(auth, "key"), param(auth, "value"));
            words.push(format!("-H {}", quoted(&line)));
        }
        "noauth" | "" => {}
        other => notes.add(format!("authentication of type `{other}`"), &request.name),
    }
}

fn body(request: &Flat<'_>, typed: bool, words: &mut Vec<String>, notes: &mut Notes) {
    let Some(body) = request.body else { return };
    let content_type = |kind: &str, words: &mut Vec<String>| {
        if !typed {
            words.push(format!("-H {}", quoted(&format!("Content-Type: {kind}"))));
        }
    };
    match text(body.get("mode")).as_str() {
        "raw" => {
            let raw = text(body.get("raw"));
            if !raw.is_empty() {
                let kind = match body.pointer("/options/raw/language").and_then(Value::as_str) {
                    Some("json") => "application/json",
                    Some("xml") => "application/xml",
                    Some("html") => "text/html",
                    _ => "text/plain",
                };
                content_type(kind, words);
                words.push(format!("--data-raw {}", quoted(&raw)));
            }
        }
        "graphql" => {
            content_type("application/json", words);
            let graphql = body.get("graphql").cloned().unwrap_or_default();
            words.push(format!("--data-raw {}", quoted(&graphql.to_string())));
        }
        "urlencoded" => {
            for (key, value) in pairs(body.get("urlencoded")) {
                let field = format!("{}={value}", encoded(&key));
                words.push(format!("--data-urlencode {}", quoted(&field)));
            }
        }
        "formdata" => {
            for field in list(body.get("formdata")) {
                if field.get("disabled") == Some(&true.into()) {
                    continue;
                }
                let (key, source) = (text(field.get("key")), field.get("src"));
                let kind = text(field.get("contentType"));
                let kind = if kind.is_empty() { kind } else { format!(";type={kind}") };
                if field.get("type").and_then(Value::as_str) == Some("file") {
                    let files = list(source).iter().map(|one| text(Some(one)));
                    for file in files.chain(source.and_then(Value::as_str).map(str::to_owned)) {
                        let plain = !file.contains([',', ';', '"']);
                        let file = if plain { file } else { form_quoted(&file) };
                        words.push(format!("-F {}", quoted(&format!("{key}=@{file}{kind}"))));
                    }
                } else if kind.is_empty() {
                    let field = format!("{key}={}", text(field.get("value")));
                    words.push(format!("--form-string {}", quoted(&field)));
                } else {
                    let field = format!("{key}={}{kind}", form_quoted(&text(field.get("value"))));
                    words.push(format!("-F {}", quoted(&field)));
                }
            }
        }
        "file" => {
            if !typed {
                // Or it would be sent as a form.
                words.push("-H 'Content-Type:'".to_owned());
            }
            let file = text(body.pointer("/file/src"));
            words.push(format!("--data-binary {}", quoted(&format!("@{file}"))));
        }
        "" => {}
        other => notes.add(format!("a body of mode `{other}`"), &request.name),
    }
}

/// Options for how a request is sent.
fn behave(request: &Flat<'_>, words: &mut Vec<String>, notes: &mut Notes) {
    let Some(behaviour) = request.behaviour else { return };
    let is = |name: &str, flag: bool| behaviour.get(name) == Some(&flag.into());
    for (name, value) in behaviour {
        match name.as_str() {
            "followRedirects" if is(name, false) => {}
            "followRedirects" if is("followAuthorizationHeader", true) => {
                words.push("--location-trusted".to_owned());
            }
            "followRedirects" => words.push("-L".to_owned()),
            "followAuthorizationHeader" if is("followRedirects", true) || is(name, false) => {}
            "strictSSL" if is(name, false) => words.push("-k".to_owned()),
            "strictSSL" => {}
            "maxRedirects" if value.is_u64() => words.push(format!("--max-redirs {value}")),
            "disabledSystemHeaders" if value.is_object() => {
                let off = value.as_object().into_iter().flatten();
                for (header, _) in off.filter(|(_, off)| **off == Value::Bool(true)) {
                    let word = format!("-H {}", quoted(&format!("{header}:")));
                    if !words.contains(&word) {
                        words.push(word);
                    }
                }
            }
            other => notes.add(format!("the setting `{other}` of a request"), &request.name),
        }
    }
}

/// A value of `-F` in its own quotes.
fn form_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A word of sh that stands for exactly this text.
fn quoted(text: &str) -> String {
    let plain = |one: char| one.is_ascii_alphanumeric() || "-_./:@=,+".contains(one);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A key as it stands in a form; braces of variables stay.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~{}$[]".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
