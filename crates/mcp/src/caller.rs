//! Who sent a message, as the endpoint found out.

use std::sync::{Arc, OnceLock};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gate::{Channel, Door, Principal};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use rmcp::model::Implementation;

/// Where clients keep what they were told at the start of a conversation.
pub(crate) const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");
/// The longest client name that is kept.
const LONGEST: usize = 100;

/// The sender of one message; travels in the extensions of its request.
#[derive(Clone)]
pub(crate) struct Caller {
    /// Who it is, as the gate said.
    pub(crate) principal: Arc<Principal>,
    /// Its credential, to be shown again with each call.
    pub(crate) credential: HeaderMap,
    /// Through which door it came.
    pub(crate) door: Door,
    /// What the client called itself in this very message.
    pub(crate) introduced: Arc<OnceLock<String>>,
}

impl Caller {
    pub(crate) fn new(principal: Principal, parts: &Parts, door: Door) -> Self {
        let mut credential = HeaderMap::new();
        for name in [header::AUTHORIZATION, HeaderName::from_static("x-api-key")] {
            for value in parts.headers.get_all(&name) {
                credential.append(name.clone(), value.clone());
            }
        }
        Self { principal: Arc::new(principal), credential, door, introduced: Arc::default() }
    }

    /// The door of a call of `tool`. It never is the local administrator's.
    pub(crate) fn door(&self, tool: &str, client: Option<&Implementation>) -> Door {
        let mcp_client = client.map(label).map(Into::into).or(self.door.mcp_client.clone());
        Door { local: None, tool: Some(tool.into()), mcp_client, ..self.door.clone() }
    }
}

/// The door of a message over MCP.
pub(crate) fn door(parts: &Parts) -> Door {
    let door = parts.extensions.get::<Door>().cloned().unwrap_or_else(|| Door::http("unknown"));
    let channel = if door.local.is_some() { Channel::McpStdio } else { Channel::McpHttp };
    let mcp_client = parts.headers.get(SESSION).and_then(recall).map(Into::into);
    Door { channel, mcp_client, tool: None, ..door }
}

/// Name and version of a client in one short line.
pub(crate) fn label(client: &Implementation) -> String {
    let whole = format!("{} {}", client.name, client.version);
    let shown = whole.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST);
    shown.collect()
}

/// A session id that holds nothing but the client's name.
///
/// Older clients name themselves only once, and nothing is kept between messages: the id they send
/// along with every message says it again. It opens nothing, so it may be forged or forgotten.
pub(crate) fn remember(label: &str) -> Option<HeaderValue> {
    let id = format!("{}.{}", uuid::Uuid::new_v4().simple(), URL_SAFE_NO_PAD.encode(label));
    HeaderValue::from_str(&id).ok()
}

fn recall(id: &HeaderValue) -> Option<String> {
    let (_, label) = id.to_str().ok()?.split_once('.')?;
    if label.len() > LONGEST * 6 {
        return None;
    }
    let label = String::from_utf8(URL_SAFE_NO_PAD.decode(label).ok()?).ok()?;
    let label: String = label.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_id_says_who_the_client_is() {
        for name in ["Claude Code 2.1", "ünï côdé 1", &"x".repeat(LONGEST)] {
            assert_eq!(recall(&remember(name).unwrap()).as_deref(), Some(name));
        }
        let long = Implementation::new("x".repeat(500), "1\n2");
        assert_eq!(label(&long).len(), LONGEST);
        assert_eq!(label(&Implementation::new("a\u{7}", "1")), "a 1");
    }

    #[test]
    fn other_ids_say_nothing() {
        for id in ["", "abc", "abc.", "abc.%%%", "a.____", &format!("a.{}", "QUJD".repeat(500))] {
            assert_eq!(recall(&HeaderValue::from_str(id).unwrap()), None, "{id}");
        }
    }
}
