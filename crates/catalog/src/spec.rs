//! The columns of a row.

use http::Method;

use crate::{Area, ErrorForm, Flags, Kind, LimitClass, Phrase};

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Creates or changes something.
    Write,
    /// Destroys something.
    Delete,
    /// Starts something that acts outside.
    Run,
}

impl Access {
    /// The word used in the contract and in records: `read`, `write`, `delete`, `run`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
            Self::Run => "run",
        }
    }
}

/// What a grant gives an agent in an area, and what an operation asks for.
// NOTE: order matters. Grants are compared with `<=`; the last three are never granted by level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Every active agent may (instructions).
    Always,
    /// Nothing; the area does not exist for the agent.
    Off,
    /// Read operations.
    Read,
    /// Read and write operations that stay inside their audience.
    Write,
    /// Everything a level can give, delete and run included.
    Full,
    /// No level suffices: a grant must name the operation.
    Grant,
    /// No agent, whatever its grants.
    Never,
}

impl Level {
    /// The levels a grant may carry, lowest first.
    pub const GRANTABLE: [Self; 4] = [Self::Off, Self::Read, Self::Write, Self::Full];

    /// The word used in grants, records and the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Off => "off",
            Self::Read => "read",
            Self::Write => "write",
            Self::Full => "full",
            Self::Grant => "grant",
            Self::Never => "never",
        }
    }

    /// Parses the word of a grant: `off`, `read`, `write` or `full`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::GRANTABLE.into_iter().find(|level| level.name() == word)
    }
}

/// The levels an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Suffices when the body stays harmless; [`Rule`] says when.
    pub floor: Level,
    /// Needed in the worst case of the body, and whenever the body was not looked at.
    pub worst: Level,
}

/// How the body or query changes what a call needs or names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Creates in the workspace that the query names; an agent must name one.
    Into,
    /// The body names further resources or raises the class; judged at its worst.
    Body,
}

/// Bodies with which a call needs no more than its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harmless {
    /// `workspace.type` is left out, `personal` or `private`: nobody else sees it.
    Personal,
    /// `mock.private` is true: only who sees the collection may call it.
    Private,
    /// `monitor` holds nothing but a name.
    NameOnly,
}

/// A resource that a body names, and what must be allowed on it besides the call itself.
#[derive(Debug)]
pub struct Named {
    /// Where the call names it, an id or a uid: `mock.collection` in the body, `?specId` in the
    /// query, `@target` for the target itself,
    /// `@workspace` for the one that it lies in, `@parent` for what it was forked from,
    /// `{pullRequestId}` for a parameter of the path, `ids[]` for a list of them. With
    /// ` if mode=move` behind it only where a member of the body has that value, with `!=` only
    /// where it has another one, or none.
    pub at: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The operation that must be allowed on it.
    pub right: &'static Spec,
}

/// A set of MCP tools offered together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Toolset {
    /// The everyday tools (`/minimal`).
    Minimal,
    /// Tools for generating client code (`/code`).
    Code,
    /// Every tool (`/mcp`).
    Full,
}

/// The hints an MCP tool publishes. They never decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hints {
    /// `readOnlyHint: true`.
    ReadOnly,
    /// Neither.
    None,
    /// `destructiveHint: true`.
    Destructive,
}

impl Hints {
    /// What follows from the access class when a row says nothing else.
    #[must_use]
    pub const fn of(access: Access) -> Self {
        match access {
            Access::Read => Self::ReadOnly,
            Access::Write | Access::Run => Self::None,
            Access::Delete => Self::Destructive,
        }
    }
}

/// One row of the catalogue.
#[derive(Debug)]
pub struct Spec {
    /// The operation's id in the contract, e.g. `getCollection`.
    pub id: &'static str,
    /// One sentence on what it does for the caller.
    pub summary: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template, e.g. `/collections/{collectionId}`.
    pub path: &'static str,
    /// The area a grant names.
    pub area: Area,
    /// What it does.
    pub access: Access,
    /// What a grant must give.
    pub needs: Needs,
    /// Properties the gate acts on.
    pub flags: Flags,
    /// Which rate limit it counts against besides the default one.
    pub limit: LimitClass,
    /// How body and query change what it needs.
    pub rule: Option<Rule>,
    /// Bodies with which the floor of what it needs suffices.
    pub lowers: Option<Harmless>,
    /// Resources that the body names. On an element that holds such references already, they count
    /// where the body leaves them out.
    pub names: &'static [Named],
    /// How the audit log words it.
    pub phrase: Phrase,
    /// Query parameters it knows; others are ignored.
    pub query: &'static [&'static str],
    /// Name of its MCP tool.
    pub tool: &'static str,
    /// Toolsets that offer it; empty when it has no tool.
    pub toolsets: &'static [Toolset],
    /// What its tool publishes.
    pub hints: Hints,
    /// Success statuses.
    pub success: &'static [u16],
    /// Declared error media and shapes per status.
    pub errors: &'static [ErrorForm],
}

impl Spec {
    /// The error form declared for `status`, if any.
    #[must_use]
    pub fn error(&self, status: u16) -> Option<&'static ErrorForm> {
        self.errors.iter().find(|form| form.status == status)
    }

    /// The names of the path parameters, in order.
    pub fn path_params(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

impl PartialEq for Spec {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Spec {}

/// An operation named in the type system: the type *is* the row.
pub trait Operation: Send + Sync + 'static {
    /// Its row.
    const SPEC: &'static Spec;
}
