//! Whether an agent may act at all.

use crate::Reason;

/// State of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentState {
    /// Works.
    Active,
    /// Stopped until resumed.
    Suspended,
    /// Stopped for good.
    Killed,
}

impl AgentState {
    /// Parses the stored word; an unknown one stops the agent.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "suspended" => Self::Suspended,
            _ => Self::Killed,
        }
    }
}

/// What [`standing`] looks at.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The agent's state.
    pub state: AgentState,
    /// When the agent expires, milliseconds since 1970.
    pub not_after: Option<i64>,
    /// Its owner exists and was not removed. What the owner lost with a team or role, its agents
    /// lose by its role in each workspace.
    pub owner_active: bool,
}

/// The reason why an agent may not act at all at `now`, if there is one.
#[must_use]
pub fn standing(agent: Standing, now: i64) -> Option<Reason> {
    match agent.state {
        AgentState::Suspended => return Some(Reason::AgentSuspended),
        AgentState::Killed => return Some(Reason::AgentKilled),
        AgentState::Active => {}
    }
    if agent.not_after.is_some_and(|end| end <= now) {
        return Some(Reason::AgentExpired);
    }
    (!agent.owner_active).then_some(Reason::OwnerInactive)
}
