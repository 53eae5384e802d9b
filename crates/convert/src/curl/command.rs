//! One command, as a request.

use model::url::Url;
use serde_json::{Map, Value, json};

use super::{form, options, words::Line};
use crate::formats::{
    Notes,
    item::{self, Request, auth, header, pair},
};

#[derive(Default)]
struct Command {
    method: Option<String>,
    url: Option<String>,
    headers: Vec<Value>,
    data: Vec<String>,
    /// Fields whose values are not encoded yet.
    fields: Vec<Value>,
    form: Vec<Value>,
    files: Vec<String>,
    query: Vec<String>,
    /// Headers that cURL leaves out.
    without: Vec<String>,
    behaviour: Map<String, Value>,
    /// Words after options that nobody knows: values, or the URL when there is no other.
    aside: Vec<String>,
    auth: Option<Value>,
    get: bool,
    /// The scheme that the login is for.
    scheme: Option<&'static str>,
    json: bool,
}

/// The request of a command; `None`, and a note, when it names no URL.
pub(super) fn request(line: &Line, notes: &mut Notes) -> Option<Request> {
    let mut command = Command::default();
    let place = line.words.iter().find(|word| word.contains("://"));
    let place = place.cloned().unwrap_or_else(|| line.words.join(" "));
    let mut words = line.words.iter().skip(1);
    let mut unknown = false;
    while let Some(word) = words.next() {
        let after_unknown = std::mem::take(&mut unknown);
        if word == "--" {
            continue;
        }
        if word.starts_with("--") {
            let value =
                options::takes_value(word).then(|| words.next().cloned().unwrap_or_default());
            unknown = !options::is_known(word) && !word.contains('=');
            command.option(word, value, &place, notes);
        } else if let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty()) {
            let mut letters = short.chars();
            while let Some(letter) = letters.next() {
                let option = options::long(letter);
                if options::takes_value(&option) {
                    let rest = letters.as_str().to_owned();
                    let value = if rest.is_empty() {
                        words.next().cloned().unwrap_or_default()
                    } else {
                        rest
                    };
                    command.option(&option, Some(value), &place, notes);
                    break;
                }
                command.option(&option, None, &place, notes);
            }
        } else if after_unknown && (command.url.is_some() || !word.contains("://")) {
            command.aside.push(word.clone());
        } else if command.url.is_none() {
            command.url = Some(word.clone());
        } else {
            notes.add("a URL beside another in one command, of which the first counts", word);
        }
    }
    if command.url.is_none() && !command.aside.is_empty() {
        command.url = Some(command.aside.remove(0));
    }
    if !command.aside.is_empty() {
        notes.add("a word after an option that is not known, taken for its value", &place);
    }
    if command.url.is_none() {
        notes.add("a command without a URL", &line.words.join(" "));
        return None;
    }
    Some(command.finish(&line.comment, &place, notes))
}

impl Command {
    fn option(&mut self, option: &str, value: Option<String>, place: &str, notes: &mut Notes) {
        let given = value.unwrap_or_default();
        match option {
            "--request" => self.method = Some(given),
            "--url" => self.url = Some(given),
            "--header" => match given.split_once(':') {
                Some((key, value)) if value.trim().is_empty() => {
                    self.without.push(key.trim().to_ascii_lowercase());
                }
                Some((key, value)) => self.headers.push(pair(key.trim(), value.trim())),
                None => match given.strip_suffix(';') {
                    Some(key) => self.headers.push(pair(key, "")),
                    None => notes.add("a header line without a name", place),
                },
            },
            "--user-agent" => self.headers.push(pair("User-Agent", &given)),
            "--referer" => self.headers.push(pair("Referer", &given)),
            "--cookie" if given.contains('=') => self.headers.push(pair("Cookie", &given)),
            "--cookie" => notes.add("a file of cookies, which is not read", place),
            "--data" | "--data-ascii" | "--data-binary" | "--json" if given.starts_with('@') => {
                self.json |= option == "--json";
                let file = given.trim_start_matches('@');
                if file == "-" {
                    notes.add("data out of the standard input, which is not read", place);
                } else {
                    if option == "--data" || option == "--data-ascii" {
                        notes.add(
                            "`--data` of a file without its line breaks: it is sent as it is",
                            place,
                        );
                    }
                    self.files.push(file.to_owned());
                }
            }
            "--data" | "--data-ascii" | "--data-binary" | "--data-raw" => self.data.push(given),
            "--json" => {
                self.json = true;
                self.data.push(given);
            }
            "--data-urlencode" => match given.split_once('=') {
                Some((key, value)) => self.fields.push(pair(&decoded(key), value)),
                None if given.contains('@') => {
                    notes.add("data out of a file to be encoded, which is not read", place);
                }
                None => self.fields.push(pair(&given, "")),
            },
            "--form" | "--form-string" => {
                self.form.extend(form::field(&given, option == "--form-string", place, notes));
            }
            "--user" => {
                let (user, password) = given.split_once(':').unwrap_or((&given, ""));
                let params = [("username", user), ("password", password)];
                self.auth = Some(auth("basic", &params));
            }
            "--oauth2-bearer" => self.auth = Some(auth("bearer", &[("token", &given)])),
            "--digest" => self.scheme = Some("digest"),
            "--ntlm" => self.scheme = Some("ntlm"),
            "--get" => self.get = true,
            "--head" => self.method = Some("HEAD".to_owned()),
            "--url-query" => self.query.push(given),
            "--location" => self.set("followRedirects", true),
            "--location-trusted" => {
                self.set("followRedirects", true);
                self.set("followAuthorizationHeader", true);
            }
            "--insecure" => self.set("strictSSL", false),
            "--max-redirs" if given.parse::<u32>().is_ok() => {
                let most = given.parse::<u32>().unwrap_or_default();
                self.behaviour.insert("maxRedirects".to_owned(), most.into());
            }
            known if options::is_silent(known) => {}
            known if options::is_known(known) => notes
                .add(format!("the option `{known}`, which has no place in a collection"), place),
            other => notes.add(format!("the option `{other}`, which is not known"), place),
        }
    }

    fn set(&mut self, name: &str, flag: bool) {
        self.behaviour.insert(name.to_owned(), flag.into());
    }

    fn finish(mut self, comment: &str, place: &str, notes: &mut Notes) -> Request {
        let mut url = self.url.take().unwrap_or_default();
        let mut more = std::mem::take(&mut self.query);
        let mut query = Vec::new();
        if self.get {
            more.append(&mut self.data);
            query.append(&mut self.fields);
            if !std::mem::take(&mut self.files).is_empty() {
                notes.add("a file that becomes part of the URL, which is not read", place);
            }
        }
        for text in more.iter().filter(|text| !text.is_empty()) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(text);
        }
        if let (Some(scheme), Some(basic)) = (self.scheme, &mut self.auth) {
            let params = basic.get("basic").cloned().unwrap_or_default();
            *basic = json!({ "type": scheme, scheme: params });
        }
        let body = self.body(place, notes);
        let method =
            self.method.unwrap_or_else(|| if body.is_some() { "POST" } else { "GET" }.into());
        let name = if comment.is_empty() { item::name(&method, &url) } else { comment.to_owned() };
        if !url.contains("://") && !url.starts_with("{{") && Url::parse(&url).protocol.is_none() {
            // What cURL guesses, too.
            url = format!("http://{url}");
        }
        if !self.without.is_empty() {
            let without = self.without.iter().map(|name| (name.clone(), true.into())).collect();
            self.behaviour.insert("disabledSystemHeaders".to_owned(), Value::Object(without));
        }
        let (headers, behaviour) = (self.headers, self.behaviour);
        let auth = self.auth;
        Request { name, method, url, query, headers, body, auth, behaviour, ..Request::default() }
    }

    fn body(&mut self, place: &str, notes: &mut Notes) -> Option<Value> {
        let data = !self.data.is_empty() || !self.fields.is_empty();
        if !self.form.is_empty() {
            if data || !self.files.is_empty() {
                notes.add("data beside a form, of which the form counts", place);
            }
            return Some(json!({ "mode": "formdata", "formdata": self.form }));
        }
        if self.json {
            self.declare("Content-Type", "application/json");
            self.declare("Accept", "application/json");
        }
        let form = "application/x-www-form-urlencoded";
        if let Some(file) = self.files.first() {
            if data || self.files.len() > 1 {
                notes.add("data beside a file, of which the first file counts", place);
            }
            let body = json!({ "mode": "file", "file": { "src": file } });
            self.declare("Content-Type", form);
            return Some(body);
        }
        if !data {
            return None;
        }
        let text = self.data.join(if self.json { "" } else { "&" });
        let kind = header(&self.headers, "content-type").unwrap_or(form).to_ascii_lowercase();
        let parts = || text.split('&').filter(|part| !part.is_empty());
        if kind.starts_with(form) && parts().all(|part| part.find('=').is_some_and(|at| at > 0)) {
            let fields = parts().filter_map(|part| part.split_once('='));
            let mut fields: Vec<Value> =
                fields.map(|(key, value)| pair(&decoded(key), &decoded(value))).collect();
            fields.append(&mut self.fields);
            return Some(json!({ "mode": "urlencoded", "urlencoded": fields }));
        }
        if !self.fields.is_empty() {
            notes.add("data to be encoded beside a body that is no form", place);
        }
        self.declare("Content-Type", form);
        Some(item::raw(&text, &kind))
    }

    /// Adds a header that cURL sends by itself, unless it is told otherwise.
    fn declare(&mut self, key: &str, value: &str) {
        let named = header(&self.headers, key).is_some();
        if !named && !self.without.iter().any(|name| name.eq_ignore_ascii_case(key)) {
            self.headers.push(pair(key, value));
        }
    }
}

/// A text without percent signs and pluses; as it is, when it is none.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = rest.next_hex();
        match (byte, hex) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(code)) => {
                bytes.push(code);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The two hexadecimal digits that come next.
trait NextHex {
    fn next_hex(&self) -> Option<u8>;
}

impl NextHex for std::str::Bytes<'_> {
    fn next_hex(&self) -> Option<u8> {
        let mut next = self.clone().map(|byte| char::from(byte).to_digit(16));
        let (high, low) = (next.next()??, next.next()??);
        u8::try_from(high * 16 + low).ok()
    }
}
