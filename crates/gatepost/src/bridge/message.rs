//! What the bridge needs to know of a message.

use serde_json::Value;

use crate::json::Json as _;

/// The method whose answer goes on until the client hangs up.
pub(super) const ENDLESS: &str = "subscriptions/listen";

/// A JSON-RPC message, as far as the transport looks into it.
#[derive(Debug)]
pub(super) struct Message {
    /// The id, when it awaits an answer.
    pub(super) id: Option<Value>,
    /// The method; empty for an answer of the client's and for a batch.
    pub(super) method: String,
    /// The parameters.
    pub(super) params: Value,
}

impl Message {
    /// Reads a message; `None` when it is not JSON.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut value: Value = serde_json::from_slice(text).ok()?;
        if let Value::Array(batch) = &value {
            // A batch awaits an answer when any of it does.
            let id = batch.iter().find_map(awaited);
            return Some(Self { id, method: String::new(), params: Value::Null });
        }
        let id = awaited(&value);
        let method = value.word("method").to_owned();
        let params = value.get_mut("params").map(Value::take).unwrap_or_default();
        Some(Self { id, method, params })
    }

    /// Names a call among those under way.
    pub(super) fn name(&self) -> String {
        let id = self.id.as_ref().map(ToString::to_string).unwrap_or_default();
        if self.method == ENDLESS { format!("{ENDLESS} {id}") } else { id }
    }

    /// The name of the call that this notification cancels.
    pub(super) fn cancels(&self) -> Option<String> {
        let cancels = self.id.is_none() && self.method == "notifications/cancelled";
        cancels.then(|| self.params.at("requestId").to_string())
    }

    /// True when asking twice does no harm.
    pub(super) fn only_reads(&self) -> bool {
        !matches!(self.method.as_str(), "tools/call" | "")
    }

    /// The protocol version in the request's own metadata, as modern clients send it.
    pub(super) fn version(&self) -> Option<&str> {
        self.params.at("_meta").at("io.modelcontextprotocol/protocolVersion").as_str()
    }

    /// What the request is about, as the transport names it in a header.
    pub(super) fn subject(&self) -> Option<&str> {
        match self.method.as_str() {
            "tools/call" | "prompts/get" => self.params.at("name").as_str(),
            "resources/read" => self.params.at("uri").as_str(),
            _ => None,
        }
    }
}

fn awaited(message: &Value) -> Option<Value> {
    message.get("method")?;
    message.get("id").filter(|id| !id.is_null()).cloned()
}

#[cfg(test)]
mod tests {
    use super::Message;

    fn read(text: &str) -> Message {
        Message::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn only_requests_await_an_answer() {
        for (text, awaits) in [
            (r#"{"id":1,"method":"ping"}"#, true),
            (r#"{"id":"a","method":"tools/call","params":{"name":"x"}}"#, true),
            (r#"{"method":"notifications/initialized"}"#, false),
            (r#"{"id":null,"method":"ping"}"#, false),
            (r#"{"id":1,"result":{}}"#, false),
            (r#"[{"id":1,"method":"ping"}]"#, true),
            (r#"[{"method":"notifications/initialized"}]"#, false),
            ("7", false),
        ] {
            assert_eq!(read(text).id.is_some(), awaits, "{text}");
        }
        assert!(Message::read(b"{").is_none());
    }

    #[test]
    fn a_cancellation_names_its_call() {
        let call = read(r#"{"id":"a","method":"tools/list"}"#);
        let cancel = read(r#"{"method":"notifications/cancelled","params":{"requestId":"a"}}"#);
        assert_eq!(cancel.cancels(), Some(call.name()));
        assert_eq!(call.cancels(), None);
    }

    #[test]
    fn a_tool_call_is_never_repeated() {
        assert!(!read(r#"{"id":1,"method":"tools/call"}"#).only_reads());
        assert!(!read(r#"[{"id":1,"method":"tools/call"}]"#).only_reads());
        assert!(read(r#"{"id":1,"method":"tools/list"}"#).only_reads());
    }
}
