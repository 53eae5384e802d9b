//! Kinds of resources an operation can name.

/// What an id in a path or query refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A workspace.
    Workspace,
    /// A collection.
    Collection,
    /// An environment.
    Environment,
    /// An API.
    Api,
    /// A mock server.
    Mock,
    /// A monitor.
    Monitor,
    /// A spec.
    Spec,
    /// A thread of comments: it has the place of what it is about.
    Thread,
    /// A folder, request or response: it is judged as the collection it lies in.
    Item,
    /// A pull request: it is judged as the collection that it goes into.
    PullRequest,
    /// The fork that a pull request comes from.
    PullSource,
    /// Anything else with an id: it has no place of its own in a workspace that is known.
    Other,
}

impl Kind {
    /// The word used in records and sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Collection => "collection",
            Self::Environment => "environment",
            Self::Api => "api",
            Self::Mock => "mock",
            Self::Monitor => "monitor",
            Self::Spec => "spec",
            Self::Thread => "comment thread",
            Self::Item => "item",
            Self::PullRequest => "pull request",
            Self::PullSource => "forked collection",
            Self::Other => "resource",
        }
    }

    /// The kind a path or query parameter names, by the contract's parameter names.
    #[must_use]
    pub fn of_param(name: &str) -> Option<Self> {
        Some(match name {
            "workspaceId" | "workspace" => Self::Workspace,
            "collectionId" | "collectionUid" => Self::Collection,
            "environmentId" | "environmentUid" => Self::Environment,
            "apiId" => Self::Api,
            "mockId" => Self::Mock,
            "monitorId" => Self::Monitor,
            "specId" => Self::Spec,
            "threadId" => Self::Thread,
            "pullRequestId" => Self::PullRequest,
            _ if name.ends_with("Id") => Self::Other,
            _ => return None,
        })
    }
}
