//! Where inputs come from: files, URLs, and uids at a server.

use std::{borrow::Cow, io::Read as _, path::Path};

use model::url::Url;
use wire::{Body, Client, Config, Header, Options, Request, Scheme};

use crate::{config::variable, exit::Failure};

/// Where uids are looked up unless a server is named.
const CLOUD: &str = "https://api.postman.com";
/// Hosts that take a key in the query, which belongs into a header.
const CLOUD_HOSTS: [&str; 2] = ["api.postman.com", "api.getpostman.com"];
/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Collection,
    Environment,
    Globals,
    Data,
}

impl Input {
    /// How it is called in sentences.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Environment => "environment",
            Self::Globals => "globals",
            Self::Data => "iteration data",
        }
    }

    /// The path that a uid of it has at a server.
    fn path(self) -> Option<&'static str> {
        match self {
            Self::Collection => Some("collections"),
            Self::Environment => Some("environments"),
            Self::Globals | Self::Data => None,
        }
    }
}

/// Where uids are looked up.
pub(super) struct Server {
    url: Option<String>,
    key: Option<String>,
    insecure: bool,
}

impl Server {
    /// The server and key that options or environment name.
    pub(super) fn new(url: Option<&str>, key: Option<&str>, insecure: bool) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let key = key.map(str::to_owned);
        Self {
            url: url.map(str::to_owned),
            key: key.or_else(|| set("GATEPOST_KEY")).or_else(|| set("POSTMAN_API_KEY")),
            insecure,
        }
    }

    /// The text at a place.
    pub(super) fn read(&self, input: Input, place: &str) -> Result<String, Failure> {
        let bytes = if place.starts_with("http://") || place.starts_with("https://") {
            self.fetch(input, place)?
        } else if place == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| missing(input, "stdin", &error.to_string()))?;
            bytes
        } else if let Some(url) = self.url_of(input, place) {
            self.fetch(input, &url)?
        } else {
            std::fs::read(place).map_err(|error| missing(input, place, &reason(&error)))?
        };
        let text = match model::text::decode(&bytes) {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        };
        Ok(text.trim().to_owned())
    }

    /// The URL of what a uid names; `None` when the place is no uid, or a file has that name.
    fn url_of(&self, input: Input, place: &str) -> Option<String> {
        let path = input.path()?;
        if Path::new(place).exists() || !is_uid(place, self.url.is_some()) {
            return None;
        }
        let server = self.url.as_deref().unwrap_or(CLOUD).trim_end_matches('/');
        (self.url.is_some() || self.key.is_some()).then(|| format!("{server}/{path}/{place}"))
    }

    fn fetch(&self, input: Input, url: &str) -> Result<Vec<u8>, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime
            .map_err(|error| Failure::connection(format!("no threads to run on: {error}")))?;
        let failed = |why: String| missing(input, url, &why);
        runtime.block_on(async {
            let client = Client::new(Config::default());
            let mut next = Url::parse(url);
            for _ in 0..=REDIRECTS {
                let asked = self.request(&mut next).map_err(|fault| failed(fault.to_string()))?;
                let options = self.options(asked.scheme).map_err(failed)?;
                let answer = client
                    .send(&asked, &options)
                    .await
                    .map_err(|fault| failed(fault.to_string()))?;
                let to = answer.headers.iter().find(|header| header.is("location"));
                match (answer.status, to) {
                    (200, _) => return Ok(answer.body.to_vec()),
                    (301..=303 | 307 | 308, Some(to)) => {
                        let base = next.href(true);
                        next = Url::parse(&joined(&base, &to.text()));
                    }
                    (401, _) => {
                        return Err(failed("the server doesn't know the key".to_owned())
                            .hint("set GATEPOST_KEY or POSTMAN_API_KEY"));
                    }
                    (status, _) => return Err(failed(format!("the answer is {status}"))),
                }
            }
            Err(failed(format!("more than {REDIRECTS} redirects")))
        })
    }

    fn options(&self, scheme: Scheme) -> Result<Options, String> {
        let mut options = Options::default();
        if self.insecure && scheme == Scheme::Https {
            let settings = wire::TlsSettings { verify: false, ..wire::TlsSettings::default() };
            options.tls = wire::Tls::new(&settings).map_err(|fault| fault.to_string())?;
        }
        Ok(options)
    }

    /// The request for a URL; a key for the server goes to the server only.
    fn request(&self, url: &mut Url) -> Result<Request, model::url::Fault> {
        let host = url.host_text();
        let mut key = None;
        if CLOUD_HOSTS.contains(&host.as_str()) {
            url.query.retain(|param| {
                let is_key = param.key.as_deref() == Some("apikey");
                if is_key {
                    key.clone_from(&param.value);
                }
                !is_key
            });
        }
        let server = Url::parse(self.url.as_deref().unwrap_or(CLOUD));
        if (server.host_text(), &server.port) == (host, &url.port) {
            key = key.or_else(|| self.key.clone());
        }
        let to = url.wire(true)?;
        let scheme = if to.scheme == "https" { Scheme::Https } else { Scheme::Http };
        let mut headers = vec![
            Header::new("Host", to.authority.clone()),
            Header::new("User-Agent", concat!("Gatepost/", env!("CARGO_PKG_VERSION"))),
            Header::new("Accept", "application/json, */*"),
            Header::new("Accept-Encoding", "gzip, deflate, br"),
        ];
        headers.extend(key.map(|key| Header::new("X-Api-Key", key)));
        Ok(Request {
            method: "GET".to_owned(),
            scheme,
            host: to.host,
            port: to.port.unwrap_or(scheme.default_port()),
            target: to.target.into_bytes(),
            headers,
            body: Body::Empty,
        })
    }
}

/// A redirect's target as a whole URL.
fn joined(base: &str, to: &str) -> String {
    if to.contains("://") {
        return to.to_owned();
    }
    let start = base.find("://").map_or(0, |at| at + 3);
    let host_end =
        base.get(start..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| at + start);
    let (host, path) = base.split_at(host_end);
    match to.strip_prefix('/') {
        Some(_) => format!("{host}{to}"),
        None => format!("{host}{}/{to}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    }
}

/// `10000000-` and a UUID; a server that was named takes the UUID alone too.
fn is_uid(text: &str, bare: bool) -> bool {
    let is_uuid = |text: &str| {
        text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    let owned = text.split_once('-').is_some_and(|(owner, rest)| {
        !owner.is_empty() && owner.bytes().all(|byte| byte.is_ascii_digit()) && is_uuid(rest)
    });
    owned || (bare && is_uuid(text))
}

/// Why a file can't be read.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

fn missing(input: Input, place: &str, why: &str) -> Failure {
    let failure = Failure::input(format!("the {} `{place}` can't be read: {why}", input.name()));
    match input {
        Input::Collection => failure.hint("name a file, a URL, or a uid with --server"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uids_are_told_from_files() {
        let uuid = "b8a78109-4423-48a6-8b72-0695b1b268eb";
        for (text, bare, expected) in [
            (format!("10109600-{uuid}"), false, true),
            (uuid.to_owned(), false, false),
            (uuid.to_owned(), true, true),
            (format!("x-{uuid}"), true, false),
            ("shop.json".to_owned(), true, false),
        ] {
            assert_eq!(is_uid(&text, bare), expected, "{text}");
        }
    }

    #[test]
    fn redirects_are_resolved() {
        for (to, expected) in [
            ("http://b.test/x", "http://b.test/x"),
            ("/x?y=1", "http://a.test:81/x?y=1"),
            ("x", "http://a.test:81/p/x"),
        ] {
            assert_eq!(joined("http://a.test:81/p/q", to), expected);
        }
        assert_eq!(joined("http://a.test", "x"), "http://a.test/x");
    }
}
