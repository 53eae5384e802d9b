//! Who called, by which door and from where.

use serde::{Deserialize, Serialize};

/// What kind of principal an actor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// An agent, acting for its owner.
    Agent,
    /// A person with an API key.
    User,
    /// Whoever holds an admin key; the name is the key's label.
    AdminKey,
    /// A user of the operating system at the local socket; the name is that user's.
    LocalAdmin,
    /// Nobody known.
    Anonymous,
    /// Whoever calls a mock server.
    Callers,
    /// Whoever knows the address of a webhook; the name is the webhook's.
    Webhook,
    /// The schedule of a monitor; the name is the monitor's.
    Schedule,
    /// The server itself.
    #[default]
    System,
}

/// Who called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The key that was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Credential>,
    /// Id of the agent, user or key; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Name as it was at the time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whom an agent acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// What kind of principal it is.
    #[serde(rename = "type")]
    pub kind: ActorKind,
}

impl Actor {
    /// An agent and its owner.
    pub fn agent(
        id: impl Into<String>,
        name: impl Into<String>,
        owner_id: impl Into<String>,
        owner_name: impl Into<String>,
    ) -> Self {
        let owner = Owner { id: owner_id.into(), name: owner_name.into() };
        Self { owner: Some(owner), ..Self::named(ActorKind::Agent, id, name) }
    }

    /// A user.
    pub fn user(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::named(ActorKind::User, id, name)
    }

    /// An admin key; `label` is what its maker called it.
    pub fn admin_key(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::named(ActorKind::AdminKey, id, label)
    }

    /// The local administrator: a user of the operating system at the socket.
    pub fn local_admin(os_user: impl Into<String>) -> Self {
        Self::named(ActorKind::LocalAdmin, "", os_user)
    }

    /// Nobody known.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { kind: ActorKind::Anonymous, ..Self::default() }
    }

    /// Whoever calls a mock server.
    #[must_use]
    pub fn callers() -> Self {
        Self { kind: ActorKind::Callers, ..Self::default() }
    }

    /// A webhook, and whose access its runs have.
    pub fn webhook(
        id: impl Into<String>,
        name: impl Into<String>,
        owner_id: impl Into<String>,
        owner_name: impl Into<String>,
    ) -> Self {
        Self { kind: ActorKind::Webhook, ..Self::agent(id, name, owner_id, owner_name) }
    }

    /// The schedule of a monitor, and whose access its runs have.
    pub fn schedule(
        id: impl Into<String>,
        name: impl Into<String>,
        owner_id: impl Into<String>,
        owner_name: impl Into<String>,
    ) -> Self {
        Self { kind: ActorKind::Schedule, ..Self::agent(id, name, owner_id, owner_name) }
    }

    /// The same actor, with the key it used.
    #[must_use]
    pub fn with_key(mut self, id: impl Into<String>, last4: impl Into<String>) -> Self {
        self.credential = Some(Credential { id: id.into(), last4: last4.into() });
        self
    }

    fn named(kind: ActorKind, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { credential: None, id: id.into(), name: name.into(), owner: None, kind }
    }

    pub(super) fn is_system(&self) -> bool {
        self.kind == ActorKind::System && *self == Self::default()
    }
}

/// A key, without its secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The key's id.
    pub id: String,
    /// The last four characters of its secret, by which people recognise it.
    pub last4: String,
}

/// Whom an agent acts for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The user's number.
    pub id: String,
    /// The user's name as it was at the time.
    pub name: String,
}

/// By which door a call came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The HTTP API.
    #[default]
    Rest,
    /// MCP over HTTP.
    McpHttp,
    /// MCP over standard input and output.
    McpStdio,
    /// A command that holds the data folder itself.
    Cli,
    /// The local socket.
    Socket,
    /// No door: the server did it itself.
    System,
}

/// From where a call came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Network address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Name and version an MCP client gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mcp_client: Option<String>,
    /// MCP session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mcp_session: Option<String>,
    /// What the client says it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

impl Client {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
