//! Requests, responses, cookies and what only the host can do.

use rquickjs::{ArrayBuffer, Exception, Result, Value};
use serde_json::{Map, Value as Json, json};

use super::{
    Given, Native, native,
    text::{json_of, size_of, text_of},
};
use crate::{JarCall, NestedCall, Response, VaultCall, charset, execution::Asked, json_text};

pub(super) const NATIVES: &[Native] = &[
    native("requestJson", request_json),
    native("cookiesJson", cookies_json),
    native("hasResponse", has_response),
    native("responseHead", response_head),
    native("bodyText", body_text),
    native("bodyJson", body_json),
    native("bodyBytes", body_bytes),
    native("bodyLength", body_length),
    native("send", send),
    native("runRequest", run_request),
    native("jar", jar),
    native("vault", vault),
];

fn request_json<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let execution = given.execution();
    given.maybe_string(execution.as_ref().map(|execution| execution.request_json()))
}

/// Cookies for the URL of a response, which is named by number: 0 is the item's own.
fn cookies_json<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    if given.count(0) == 0 {
        return given.string(execution.cookies_json());
    }
    let sent = execution.sent(given.count(0));
    given.maybe_string(sent.map(|sent| sent.cookies.to_string()).as_deref())
}

/// Answers from the response of that number; undefined when there is none.
fn response<'js>(
    given: &Given<'_, 'js>,
    look: impl FnOnce(&Response) -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    let found = given.execution().and_then(|execution| execution.response(given.count(0), look));
    found.unwrap_or_else(|| Ok(given.undefined()))
}

fn has_response<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let found = given.execution().and_then(|execution| execution.response(given.count(0), |_| ()));
    Ok(given.bool(found.is_some()))
}

fn response_head<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    response(given, |response| given.string(&head(response).to_string()))
}

fn head(response: &Response) -> Json {
    let mut head = Map::new();
    head.insert("id".to_owned(), json!(response.id));
    if let Some(code) = response.code {
        head.insert("code".to_owned(), json!(code));
        head.insert("status".to_owned(), json!(response.status));
    }
    head.insert("headers".to_owned(), json!(response.headers));
    for (name, value) in [
        ("responseTime", response.response_time),
        ("responseSize", response.response_size),
        ("downloaded", response.downloaded),
    ] {
        if let Some(value) = value {
            head.insert(name.to_owned(), json!(value));
        }
    }
    Json::Object(head)
}

fn body_text<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    response(given, |response| {
        let name = charset::of_headers(&response.headers);
        given.string(&charset::decode(&response.body, name.as_deref()))
    })
}

fn body_json<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    response(given, |response| {
        let name = charset::of_headers(&response.headers);
        json_text::parse(given.ctx, &response.body, name.as_deref())
    })
}

fn body_bytes<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    response(given, |response| {
        ArrayBuffer::new_copy(given.ctx.clone(), &response.body).map(ArrayBuffer::into_value)
    })
}

fn body_length<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    response(given, |response| {
        #[expect(clippy::cast_precision_loss, reason = "no body is that long")]
        let length = response.body.len() as f64;
        Ok(Value::new_number(given.ctx.clone(), length))
    })
}

/// Queues a call of the host; answers its number, by which the answer comes.
fn ask<'js>(given: &Given<'_, 'js>, asked: Asked, size: usize) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    match execution.ask(asked, size, given.shared.limits.output_bytes) {
        Some(number) => Ok(given.integer(number)),
        None => Err(Exception::throw_range(given.ctx, "too many calls wait for their answers")),
    }
}

fn send<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let request = json_of(given.ctx, &given.argument(0))?.unwrap_or(Json::Null);
    let size = size_of(&request);
    ask(given, Asked::Send(request), size)
}

fn run_request<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let variables = match json_of(given.ctx, &given.argument(1))? {
        Some(Json::Object(variables)) => variables,
        _ => Map::new(),
    };
    let size = variables.values().map(size_of).sum();
    ask(given, Asked::Run(NestedCall { request_id: given.text(0)?, variables }), size)
}

/// Operation, then its arguments as an array.
fn jar<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let operation = given.text(0)?;
    let arguments = match json_of(given.ctx, &given.argument(1))? {
        Some(Json::Array(arguments)) => arguments,
        _ => Vec::new(),
    };
    let size = arguments.iter().map(size_of).sum();
    let mut arguments = arguments.into_iter();
    let mut text = || match arguments.next() {
        Some(Json::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let url = text();
    let call = match operation.as_str() {
        "get" => JarCall::Get { url, name: text() },
        "getAll" => JarCall::GetAll { url },
        "set" => JarCall::Set { url, cookie: arguments.next().unwrap_or(Json::Null) },
        "unset" => JarCall::Unset { url, name: text() },
        _ => JarCall::Clear { url },
    };
    ask(given, Asked::Jar(call), size)
}

fn vault<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let key = text_of(given.ctx, &given.argument(1))?;
    let mut size = key.len();
    let call = match given.text(0)?.as_str() {
        "get" => VaultCall::Get(key),
        "set" => {
            let value = json_of(given.ctx, &given.argument(2))?.unwrap_or(Json::Null);
            size += size_of(&value);
            VaultCall::Set(key, value)
        }
        _ => VaultCall::Unset(key),
    };
    ask(given, Asked::Vault(call), size)
}
