//! A mock ready to be called over HTTP, whatever carries the requests.

use std::time::Duration;

use bytes::Bytes;
use gate::{Clock as _, SystemClock};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
        CONTENT_TYPE,
    },
    request::Parts,
};
use model::variables::Dynamic;
use serde_json::json;

use crate::{
    Answer, Call, Config, Fault, Hit, Index, ServerResponse, answer::is_of_connection,
    dynamics::Dynamics, explained::explained, turns::State,
};

/// The example that answered.
pub const EXAMPLE: HeaderName = HeaderName::from_static("x-gatepost-mock-example");
/// How the examples stood to the call, when the call asks with `x-gatepost-explain: 1`.
pub const SCORES: HeaderName = HeaderName::from_static("x-gatepost-mock-scores");
const EXPLAIN: &str = "x-gatepost-explain";
const SESSION: &str = "x-gatepost-session";
/// Credentials of Gatepost: no business of the examples.
pub(crate) const KEY: &str = "x-api-key";

/// A mock ready to be called.
#[derive(Debug)]
pub struct Served {
    index: Index,
    outage: Option<ServerResponse>,
    state: State,
}

/// An answer on its way out.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The pause before it.
    pub delay: Duration,
    /// What goes wrong on purpose.
    pub fault: Option<Fault>,
    /// The example's name, or why there is none.
    pub name: String,
    /// True when an example or an outage answered.
    pub matched: bool,
}

impl Served {
    /// A mock of a collection and an environment, both as JSON. With an `outage` that is its one
    /// answer.
    #[must_use]
    pub fn new(
        collection: &serde_json::Value,
        environment: Option<&serde_json::Value>,
        config: Config,
        outage: Option<ServerResponse>,
    ) -> Self {
        let index = Index::compile(collection, environment, config);
        Self { index, outage, state: State::default() }
    }

    /// How many examples it can answer with.
    #[must_use]
    pub fn examples(&self) -> usize {
        self.index.examples().len()
    }

    /// The answer to a request; `target` is its path with the query, without what leads to the
    /// mock.
    #[must_use]
    pub fn answer(
        &self,
        request: &Parts,
        target: &str,
        body: &[u8],
        dynamic: &mut dyn Dynamic,
    ) -> Reply {
        if let Some(outage) = &self.outage {
            return self.out(outage);
        }
        let headers: Vec<(&str, &str)> = request
            .headers
            .iter()
            .filter(|(name, _)| *name != KEY)
            .filter_map(|(name, value)| {
                Some((name.as_str(), std::str::from_utf8(value.as_bytes()).ok()?))
            })
            .collect();
        let call = Call::new(request.method.as_str(), target, &headers, body);
        let scores = call.header(EXPLAIN).is_some_and(|value| value == "1");
        let scores = scores.then(|| explained(&self.index, &call));
        let mut reply = match self.index.find(&call) {
            Ok(hit) => self.hit(hit, &call, dynamic),
            Err(_) if is_preflight(request) => preflight(&request.headers),
            Err(miss) => {
                let mut headers = HeaderMap::new();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                Reply {
                    status: StatusCode::NOT_FOUND,
                    headers,
                    body: miss.body().to_string().into(),
                    delay: Duration::ZERO,
                    fault: None,
                    name: miss.message.to_owned(),
                    matched: false,
                }
            }
        };
        reply.headers.entry(ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(HeaderValue::from_static("*"));
        if let Some(scores) = scores.and_then(|text| HeaderValue::try_from(text).ok()) {
            reply.headers.insert(SCORES, scores);
        }
        reply
    }

    /// Like [`Served::answer`], with dynamic values of the machine's clock.
    #[must_use]
    pub fn answer_now(&self, request: &Parts, target: &str, body: &[u8]) -> Reply {
        self.answer(request, target, body, &mut Dynamics { now: SystemClock.now() })
    }

    fn hit<'i>(&'i self, mut hit: Hit<'i>, call: &Call<'_>, dynamic: &mut dyn Dynamic) -> Reply {
        if let Some(turns) = self.index.turns(&hit) {
            let session = call.header(SESSION).unwrap_or_default();
            let before = self.state.turn(session, turns.request);
            hit.example = turns.after(before).unwrap_or(hit.example);
        }
        let Answer { status, headers, body, delay_ms, fault } = hit.answer(call, dynamic);
        let mut map = HeaderMap::with_capacity(headers.len() + 4);
        for (name, value) in headers {
            // What is no header can't be sent.
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                map.append(name, value);
            }
        }
        if let Ok(name) = HeaderValue::try_from(plain(&hit.example.name)) {
            map.insert(EXAMPLE, name);
        }
        Reply {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            headers: map,
            body,
            delay: Duration::from_millis(delay_ms),
            fault,
            name: hit.example.name.clone(),
            matched: true,
        }
    }

    /// The one answer of a simulated outage.
    fn out(&self, outage: &ServerResponse) -> Reply {
        let mut headers = HeaderMap::new();
        let media = match outage.language.as_deref() {
            Some("json") => "application/json",
            Some("html") => "text/html",
            Some("xml") => "application/xml",
            Some("javascript") => "application/javascript",
            _ => "text/plain",
        };
        for header in outage.headers.iter().filter(|header| !is_of_connection(&header.key)) {
            let name = HeaderName::try_from(&header.key);
            if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(&header.value)) {
                headers.append(name, value);
            }
        }
        headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media));
        headers.entry(ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(HeaderValue::from_static("*"));
        Reply {
            status: StatusCode::from_u16(outage.status_code)
                .unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
            headers,
            body: outage.body.clone().into(),
            delay: Duration::from_millis(self.index.config().delay_ms()),
            fault: None,
            name: outage.name.clone(),
            matched: true,
        }
    }
}

/// Text as a header value: what is not printable ASCII is percent-encoded.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' '..=b'~' if byte != b'%' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.extend(
                        char::from_digit(digit.into(), 16).map(|it| it.to_ascii_uppercase()),
                    );
                }
            }
        }
    }
    out
}

fn is_preflight(request: &Parts) -> bool {
    request.method == Method::OPTIONS && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Allows a browser what it asks for.
fn preflight(asked: &HeaderMap) -> Reply {
    let mut headers = HeaderMap::new();
    let anything = HeaderValue::from_static("*");
    let method = asked.get(ACCESS_CONTROL_REQUEST_METHOD).cloned();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.unwrap_or(anything.clone()));
    let names = asked.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names.unwrap_or(anything));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    Reply {
        status: StatusCode::NO_CONTENT,
        headers,
        body: Bytes::new(),
        delay: Duration::ZERO,
        fault: None,
        name: "preflight".to_owned(),
        matched: true,
    }
}

/// A refusal of the mock itself, with the shape of its other errors.
#[must_use]
pub fn refusal(status: StatusCode, name: &str, message: &str, header: &str) -> Reply {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let body = json!({ "error": { "name": name, "message": message, "header": header } });
    Reply {
        status,
        headers,
        body: body.to_string().into(),
        delay: Duration::ZERO,
        fault: None,
        name: message.to_owned(),
        matched: false,
    }
}
