//! The headers that MCP over HTTP wants and stdio does not have.

use std::sync::{Mutex, PoisonError};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::message::Message;
use crate::json::Json as _;

const VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");
const METHOD: HeaderName = HeaderName::from_static("mcp-method");
const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// What was agreed in the handshake.
#[derive(Default)]
pub(super) struct Memory(Mutex<Agreed>);

#[derive(Default)]
struct Agreed {
    version: Option<HeaderValue>,
    session: Option<HeaderValue>,
}

impl Memory {
    /// Adds the headers of a message.
    pub(super) fn add(&self, message: &Message, headers: &mut HeaderMap) {
        let agreed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(version) = message.version() {
            let named = [
                (VERSION, Some(version)),
                (METHOD, Some(&*message.method)),
                (NAME, message.subject()),
            ];
            for (name, text) in named {
                if let Some(value) = text.and_then(value) {
                    headers.insert(name, value);
                }
            }
            return;
        }
        if message.method == "initialize" {
            return;
        }
        for (name, value) in [(VERSION, &agreed.version), (SESSION, &agreed.session)] {
            if let Some(value) = value {
                headers.insert(name, value.clone());
            }
        }
    }

    /// Remembers the session that an answer names.
    pub(super) fn session(&self, headers: &HeaderMap) {
        if let Some(session) = headers.get(SESSION) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).session = Some(session.clone());
        }
    }

    /// Remembers the version that the answer to a handshake agrees to.
    pub(super) fn learn(&self, message: &Message, answer: &[u8]) {
        if message.method != "initialize" {
            return;
        }
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        if let Some(version) = answer.at("result").at("protocolVersion").as_str().and_then(value) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).version = Some(version);
        }
    }
}

/// A header value; text that headers can't carry is wrapped as the protocol says.
fn value(text: &str) -> Option<HeaderValue> {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.trim() == text;
    if plain && !text.starts_with("=?base64?") {
        return HeaderValue::from_str(text).ok();
    }
    HeaderValue::from_str(&format!("=?base64?{}?=", STANDARD.encode(text))).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::{Memory, Message};

    fn headers(memory: &Memory, text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        memory.add(&Message::read(text.as_bytes()).unwrap(), &mut headers);
        headers
    }

    #[test]
    fn a_handshake_is_remembered() {
        let memory = Memory::default();
        let initialize = r#"{"id":1,"method":"initialize","params":{}}"#;
        assert!(headers(&memory, initialize).is_empty());
        let message = Message::read(initialize.as_bytes()).unwrap();
        memory.learn(&message, br#"{"result":{"protocolVersion":"2025-11-25"}}"#);
        let list = headers(&memory, r#"{"id":2,"method":"tools/list"}"#);
        assert_eq!(list["mcp-protocol-version"], "2025-11-25");
        assert!(!list.contains_key("mcp-method"));
    }

    #[test]
    fn a_modern_request_names_itself() {
        let call = r#"{"id":1,"method":"tools/call","params":{"name":"getMe",
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"#;
        let headers = headers(&Memory::default(), call);
        assert_eq!(headers["mcp-protocol-version"], "2026-07-28");
        assert_eq!(headers["mcp-method"], "tools/call");
        assert_eq!(headers["mcp-name"], "getMe");
    }

    #[test]
    fn names_that_headers_can_not_carry_are_wrapped() {
        for (name, expected) in
            [("getMe", "getMe"), ("näme", "=?base64?bsOkbWU=?="), (" x", "=?base64?IHg=?=")]
        {
            assert_eq!(super::value(name).unwrap(), expected);
        }
    }
}
