//! What was called, on what, and what came of it.

use catalog::Spec;
use serde::{Deserialize, Serialize};

use super::{Pairs, Word};
use crate::clean::clean_to;

/// The operation of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// Access class; empty for an unknown operation, like all but method and path.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub access: Word,
    /// Area.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub area: Word,
    /// Flag letters of the catalogue.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub flags: Word,
    /// Id in the catalogue.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub id: Word,
    /// HTTP method.
    pub method: Word,
    /// Path template of the catalogue, or the cleaned path of an unknown operation.
    pub path_template: Word,
    /// MCP tool by whose name it was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
}

impl Op {
    /// An operation of the catalogue.
    #[must_use]
    pub fn of(spec: &'static Spec) -> Self {
        Self {
            access: spec.access.name().into(),
            area: spec.area.name().into(),
            flags: spec.flags.letters().into(),
            id: spec.id.into(),
            method: spec.method.as_str().into(),
            path_template: spec.path.into(),
            tool: None,
        }
    }

    /// A method and path that the catalogue does not have; the path is cleaned and shortened.
    #[must_use]
    pub fn unknown(method: &str, path: &str) -> Self {
        Self {
            method: clean_to(method, 20).into(),
            path_template: clean_to(path, 200).into(),
            ..Self::default()
        }
    }

    /// The same operation, called by an MCP tool's name.
    #[must_use]
    pub fn by_tool(mut self, tool: impl Into<String>) -> Self {
        self.tool = Some(tool.into());
        self
    }
}

/// What part a resource plays in a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the call is about.
    #[default]
    Target,
    /// Where something comes from.
    Source,
    /// Where something goes.
    Destination,
    /// The workspace a list or a new element is in.
    Workspace,
}

/// A resource a call names, with its name at the time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What the call needs on it.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub access: Word,
    /// Its id, as the caller gave it when it was not found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its kind, e.g. `collection`.
    pub kind: Word,
    /// Its name; empty when unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What part it plays.
    pub role: Role,
    /// Its uid.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// The workspace it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<Place>,
}

impl Resource {
    /// What a call is about.
    pub fn target(kind: impl Into<Word>, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into(), name: name.into(), ..Self::default() }
    }

    /// The workspace a list or a new element is in.
    pub fn workspace(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::target("workspace", id, name).as_role(Role::Workspace)
    }

    /// Whether it lies in the workspace with that id, or is it.
    #[must_use]
    pub fn is_in(&self, workspace: &str) -> bool {
        (self.kind == "workspace" && self.id == workspace)
            || self.workspace.as_ref().is_some_and(|place| place.id == workspace)
    }

    /// The same resource in another part.
    #[must_use]
    pub fn as_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same resource, in a workspace.
    #[must_use]
    pub fn within(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.workspace = Some(Place { id: id.into(), name: name.into() });
        self
    }
}

/// A workspace a resource is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name at the time.
    pub name: String,
}

/// Parameters of a call, and what is kept of its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Args {
    /// What is kept of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// True when the log left out parameters because the record was too large.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Names of query parameters that the operation does not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<String>,
    /// Path and query parameters it knows. Leave credentials out.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub params: Pairs,
}

impl Args {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is kept of a body: enough to recognise it, nothing of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    /// Key paths and their types, e.g. `collection.info` → `object`; secret-looking keys masked.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub shape: Pairs,
}

/// Facts worked out from the call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    /// How many parts a replacement removes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removes: Option<u64>,
    /// Of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl Derived {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether an intent was carried out, where the answer's status can't say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It was, though nobody was answered.
    Executed,
    /// It was not.
    NotExecuted,
}

/// What came of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Length of the answer's body.
    #[serde(default)]
    pub bytes: u64,
    /// Set when the outcome was found out after a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// How many items of a list were left out because the caller may not see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_hidden: Option<u64>,
    /// How many items of a list were answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_returned: Option<u64>,
    /// Microseconds from request to answer.
    #[serde(default)]
    pub latency_us: u64,
    /// HTTP status; 0 when nobody was answered.
    pub status: u16,
}

impl Answer {
    /// An answer with this status.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// What recovery found: whether the change of an interrupted call is in the store.
    #[must_use]
    pub fn recovered(executed: bool) -> Self {
        let effect = if executed { Effect::Executed } else { Effect::NotExecuted };
        Self { effect: Some(effect), ..Self::default() }
    }
}
