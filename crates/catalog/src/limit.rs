//! Rate limit classes.

/// Which limit an operation counts against, besides the default one that all count against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LimitClass {
    /// 300 in 60 s per key or agent.
    Default,
    /// 10 in 10 s per key or agent.
    List,
    /// 20 in 60 s per user.
    WorkspaceUpdate,
    /// 10 in 10 s per key or agent.
    Import,
    /// 10 in 10 s per user.
    ServiceAccountToken,
}

impl LimitClass {
    /// All classes, in the order of the enum.
    pub const ALL: [Self; 5] =
        [Self::Default, Self::List, Self::WorkspaceUpdate, Self::Import, Self::ServiceAccountToken];

    /// The name in the contract's extension `x-gatepost-rate-limit`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::List => "list",
            Self::WorkspaceUpdate => "workspace-update",
            Self::Import => "import",
            Self::ServiceAccountToken => "service-account-token",
        }
    }

    /// True when calls count per user rather than per key or agent.
    #[must_use]
    pub fn per_user(self) -> bool {
        matches!(self, Self::WorkspaceUpdate | Self::ServiceAccountToken)
    }
}
