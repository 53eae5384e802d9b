//! Who calls.

use std::sync::Arc;

use model::{AgentId, TeamId, UserId, Viewer, id::KeyId};
use policy::{AgentState, Rights, Standing};

/// A team as its members see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamOf {
    /// Its number.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Its domain, a short form of the name.
    pub domain: String,
    /// The member's roles, e.g. `admin`, `user`.
    pub roles: Vec<String>,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its number.
    pub id: UserId,
    /// Login name.
    pub username: String,
    /// E-mail address.
    pub email: String,
    /// Full name.
    pub full_name: String,
    /// False once removed.
    pub active: bool,
    /// Its teams.
    pub teams: Vec<TeamOf>,
}

impl Person {
    /// The name in sentences: the full one, else the login name.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.full_name.is_empty() { &self.username } else { &self.full_name }
    }

    /// This user as one who looks.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        let admin = |team: &&TeamOf| team.roles.iter().any(|role| role == "admin");
        Viewer {
            user: self.id.0,
            teams: self.teams.iter().map(|team| team.id).collect(),
            admin_of: self.teams.iter().filter(admin).map(|team| team.id).collect(),
        }
    }
}

/// What kind of principal calls.
#[derive(Clone, Debug)]
pub enum Who {
    /// A user with its key.
    User(Arc<Person>),
    /// An agent and its owner.
    Agent {
        /// Its id.
        id: AgentId,
        /// Its name.
        name: String,
        /// Its owner; `None` when that user is gone.
        owner: Option<Arc<Person>>,
        /// Whether it may act at all.
        standing: Standing,
    },
    /// The installation's administrator, with an admin key.
    Admin,
    /// Whoever may open the socket in the data folder: the name of the OS user.
    Local(String),
    /// Nobody: the holder of a collection access key.
    Access {
        /// Bare id of the one collection.
        collection: String,
    },
    /// Nobody at all.
    Anonymous,
}

/// Who calls, with what it holds.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Who.
    pub who: Who,
    /// What it may do.
    pub rights: Arc<Rights>,
    /// The key it showed: id and last four characters.
    pub key: Option<(KeyId, String)>,
}

impl Principal {
    /// Nobody.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { who: Who::Anonymous, rights: Arc::default(), key: None }
    }

    /// The local administrator.
    #[must_use]
    pub fn local(os_user: &str) -> Self {
        Self { who: Who::Local(os_user.to_owned()), rights: Arc::default(), key: None }
    }

    /// True for those who administer.
    #[must_use]
    pub fn administers(&self) -> bool {
        matches!(self.who, Who::Admin | Who::Local(_))
    }

    /// The agent's id.
    #[must_use]
    pub fn agent(&self) -> Option<&AgentId> {
        match &self.who {
            Who::Agent { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The user who calls, or who owns the agent.
    #[must_use]
    pub fn person(&self) -> Option<&Arc<Person>> {
        match &self.who {
            Who::User(person) => Some(person),
            Who::Agent { owner, .. } => owner.as_ref(),
            _ => None,
        }
    }

    /// What its calls are counted under: the agent, not its key, so that a new key or
    /// connection refills nothing.
    #[must_use]
    pub fn counted_as(&self) -> String {
        match (&self.who, &self.key) {
            (Who::Agent { id, .. }, _) => id.to_string(),
            (Who::Local(_), _) => "local".to_owned(),
            (_, Some((key, _))) => key.to_string(),
            (_, None) => "anonymous".to_owned(),
        }
    }

    /// Why an agent may not act at all at `now`.
    #[must_use]
    pub fn stopped(&self, now: i64) -> Option<policy::Reason> {
        match &self.who {
            Who::Agent { standing, .. } => policy::standing(*standing, now),
            _ => None,
        }
    }
}

/// The standing of an agent as stored.
pub(crate) fn standing_of(state: &str, not_after: Option<i64>, owner: Option<&Person>) -> Standing {
    Standing {
        state: AgentState::parse(state),
        not_after,
        owner_active: owner.is_some_and(|owner| owner.active),
    }
}
