//! One command, as a request.

use model::url::Url;
use serde_json::{Value, json};

use super::words::Line;
use crate::formats::{
    Notes,
    item::{self, Request, auth, header, pair},
};

/// Options with a value that say how to send, not what.
const VALUED: [&str; 33] = [
    "--output",
    "--max-time",
    "--connect-timeout",
    "--proxy",
    "--cacert",
    "--cert",
    "--key",
    "--retry",
    "--retry-delay",
    "--write-out",
    "--cookie-jar",
    "--resolve",
    "--interface",
    "--max-redirs",
    "--range",
    "--config",
    "--dump-header",
    "--limit-rate",
    "--proxy-user",
    "--ciphers",
    "--tls-max",
    "--upload-file",
    "--unix-socket",
    "--noproxy",
    "--capath",
    "--aws-sigv4",
    "--time-cond",
    "--speed-time",
    "--speed-limit",
    "--cert-type",
    "--pass",
    "--key-type",
    "--trace",
];
/// Flags that lose nothing when they are left out.
const SILENT: [&str; 9] = [
    "--silent",
    "--show-error",
    "--verbose",
    "--include",
    "--compressed",
    "--globoff",
    "--fail",
    "--no-buffer",
    "--progress-bar",
];
const SHORT: [(char, &str); 29] = [
    ('X', "--request"),
    ('H', "--header"),
    ('d', "--data"),
    ('F', "--form"),
    ('u', "--user"),
    ('A', "--user-agent"),
    ('e', "--referer"),
    ('b', "--cookie"),
    ('G', "--get"),
    ('I', "--head"),
    ('o', "--output"),
    ('m', "--max-time"),
    ('x', "--proxy"),
    ('E', "--cert"),
    ('w', "--write-out"),
    ('c', "--cookie-jar"),
    ('r', "--range"),
    ('K', "--config"),
    ('D', "--dump-header"),
    ('T', "--upload-file"),
    ('U', "--proxy-user"),
    ('s', "--silent"),
    ('S', "--show-error"),
    ('v', "--verbose"),
    ('i', "--include"),
    ('g', "--globoff"),
    ('f', "--fail"),
    ('k', "--insecure"),
    ('L', "--location"),
];
const TAKEN: [&str; 17] = [
    "--request",
    "--header",
    "--data",
    "--data-raw",
    "--data-ascii",
    "--data-binary",
    "--data-urlencode",
    "--json",
    "--form",
    "--form-string",
    "--user",
    "--user-agent",
    "--referer",
    "--cookie",
    "--url",
    "--oauth2-bearer",
    "--url-query",
];

#[derive(Default)]
struct Command {
    method: Option<String>,
    url: Option<String>,
    headers: Vec<Value>,
    data: Vec<String>,
    /// Fields whose values are not encoded yet.
    fields: Vec<Value>,
    form: Vec<Value>,
    file: Option<String>,
    query: Vec<String>,
    auth: Option<Value>,
    get: bool,
    digest: bool,
    json: bool,
}

/// The request of a command; `None`, and a note, when it names no URL.
pub(super) fn request(line: &Line, notes: &mut Notes) -> Option<Request> {
    let mut command = Command::default();
    let place = line.words.iter().find(|word| word.contains("://"));
    let place = place.cloned().unwrap_or_else(|| line.words.join(" "));
    let mut words = line.words.iter().skip(1);
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) {
            let option = format!("--{long}");
            let value = takes_value(&option).then(|| words.next().cloned().unwrap_or_default());
            command.option(&option, value, &place, notes);
        } else if let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty()) {
            let mut letters = short.chars();
            while let Some(letter) = letters.next() {
                let known = SHORT.iter().find(|(short, _)| *short == letter);
                let option = known.map_or_else(|| format!("-{letter}"), |known| known.1.to_owned());
                if takes_value(&option) {
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
        } else if command.url.is_none() {
            command.url = Some(word.clone());
        } else {
            notes.add("a URL beside another in one command, of which the first counts", word);
        }
    }
    if command.url.is_none() {
        notes.add("a command without a URL", &line.words.join(" "));
        return None;
    }
    Some(command.finish(&line.comment))
}

fn takes_value(option: &str) -> bool {
    TAKEN.contains(&option) || VALUED.contains(&option)
}

impl Command {
    fn option(&mut self, option: &str, value: Option<String>, place: &str, notes: &mut Notes) {
        let given = value.unwrap_or_default();
        match option {
            "--request" => self.method = Some(given),
            "--url" => self.url = Some(given),
            "--header" => match given.split_once(':') {
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
            "--data" | "--data-ascii" | "--data-binary" if given.starts_with('@') => {
                self.file = Some(given.trim_start_matches('@').to_owned());
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
            "--form" | "--form-string" => match given.split_once('=') {
                Some((key, value)) if option == "--form" && value.starts_with(['@', '<']) => {
                    let file = value.get(1..).unwrap_or_default();
                    let file = file.split(';').next().unwrap_or_default().trim_matches('"');
                    self.form.push(json!({ "key": key, "type": "file", "src": file }));
                }
                Some((key, value)) => {
                    self.form.push(json!({ "key": key, "type": "text", "value": value }));
                }
                None => notes.add("a form field without a name", place),
            },
            "--user" => {
                let (user, password) = given.split_once(':').unwrap_or((&given, ""));
                let params = [("username", user), ("password", password)];
                self.auth = Some(auth("basic", &params));
            }
            "--oauth2-bearer" => self.auth = Some(auth("bearer", &[("token", &given)])),
            "--digest" => self.digest = true,
            "--get" => self.get = true,
            "--head" => self.method = Some("HEAD".to_owned()),
            "--url-query" => self.query.push(given),
            known if SILENT.contains(&known) || known == "--location" => {}
            other => notes
                .add(format!("the option `{other}`, which has no place in a collection"), place),
        }
    }

    fn finish(mut self, comment: &str) -> Request {
        let mut url = self.url.take().unwrap_or_default();
        let mut more = std::mem::take(&mut self.query);
        let mut query = Vec::new();
        if self.get {
            more.append(&mut self.data);
            query.append(&mut self.fields);
        }
        for text in more.iter().filter(|text| !text.is_empty()) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(text);
        }
        if self.digest
            && let Some(basic) = &mut self.auth
        {
            let params = basic.get("basic").cloned().unwrap_or_default();
            *basic = json!({ "type": "digest", "digest": params });
        }
        let body = self.body();
        let method =
            self.method.unwrap_or_else(|| if body.is_some() { "POST" } else { "GET" }.into());
        let name = if comment.is_empty() { item::name(&method, &url) } else { comment.to_owned() };
        if !url.contains("://") && !url.starts_with("{{") && Url::parse(&url).protocol.is_none() {
            // What cURL guesses, too.
            url = format!("http://{url}");
        }
        let headers = self.headers;
        Request { name, method, url, query, headers, body, auth: self.auth, ..Request::default() }
    }

    fn body(&mut self) -> Option<Value> {
        if !self.form.is_empty() {
            return Some(json!({ "mode": "formdata", "formdata": self.form }));
        }
        if let Some(file) = &self.file {
            return Some(json!({ "mode": "file", "file": { "src": file } }));
        }
        if self.json {
            for (key, value) in
                [("Content-Type", "application/json"), ("Accept", "application/json")]
            {
                if header(&self.headers, key).is_none() {
                    self.headers.push(pair(key, value));
                }
            }
        }
        if self.data.is_empty() && self.fields.is_empty() {
            return None;
        }
        let form = "application/x-www-form-urlencoded";
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
        if header(&self.headers, "content-type").is_none() {
            self.headers.push(pair("Content-Type", form));
        }
        Some(item::raw(&text, &kind))
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
