//! Finds principals as administrators name them.

use gate::Fault;
use model::{AgentId, UserId, time};
use store::{Agent, Directory, StoreError, User};

use crate::{ApiError, error::invalid};

/// The agent with this id.
pub(super) fn agent<'a>(directory: &'a Directory, id: &str) -> Result<&'a Agent, ApiError> {
    let found = directory.agents.iter().find(|agent| agent.id.as_str() == id);
    found.ok_or_else(|| StoreError::NotFound.into())
}

/// The agent with this id or name, as a body names it.
pub(super) fn agent_named<'a>(directory: &'a Directory, name: &str) -> Result<&'a Agent, Fault> {
    if AgentId::parse(name).is_some() {
        let found = directory.agents.iter().find(|agent| agent.id.as_str() == name);
        return found.ok_or_else(|| invalid(format!("There is no agent `{name}`.")));
    }
    let mut named = directory.agents.iter().filter(|agent| agent.name == name);
    match (named.next(), named.next()) {
        (Some(agent), None) => Ok(agent),
        (Some(_), Some(_)) => {
            Err(invalid(format!("Several agents are called `{name}`: name one by its id.")))
        }
        (None, _) => Err(invalid(unknown_agent(directory, name))),
    }
}

fn unknown_agent(directory: &Directory, name: &str) -> String {
    let names = directory.agents.iter().map(|agent| agent.name.as_str());
    match gate::policy::near(name, names) {
        Some(near) => format!("There is no agent `{name}`: did you mean `{near}`?"),
        None => format!("There is no agent `{name}`."),
    }
}

/// 409 for an agent that was stopped for good.
pub(super) fn alive(agent: &Agent) -> Result<(), Fault> {
    if agent.state != "killed" {
        return Ok(());
    }
    let message = format!("Agent `{}` was killed, which is for good: create another.", agent.name);
    Err(Fault::new(409, "conflict", message))
}

/// The active user with this number.
pub(super) fn user(directory: &Directory, id: i64) -> Result<&User, Fault> {
    let found = directory.users.iter().find(|user| user.active && user.id == UserId(id));
    found.ok_or_else(|| invalid(format!("There is no user `{id}`.")))
}

/// The user with the number in a path.
pub(super) fn user_id(text: &str) -> Result<UserId, ApiError> {
    text.parse().map(UserId).map_err(|_| StoreError::NotFound.into())
}

/// Whom administration acts for when it names nobody: the oldest admin of a team, else the only
/// user there is.
pub(super) fn administrator(directory: &Directory) -> Option<&User> {
    let mut active: Vec<&User> = directory.users.iter().filter(|user| user.active).collect();
    active.sort_by_key(|user| (user.created_at, user.id));
    let admin = active.iter().find(|user| {
        user.memberships.iter().any(|team| team.roles.iter().any(|role| role == "admin"))
    });
    match (admin, active.as_slice()) {
        (Some(admin), _) => Some(admin),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// A time at which something is to end; one that passed would make it useless.
pub(super) fn end(text: Option<&str>, now: i64) -> Result<Option<i64>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let end = time::parse(text)
        .ok_or_else(|| invalid(format!("`{text}` is not a time like 2026-12-31T00:00:00Z.")))?;
    if end <= now {
        return Err(invalid(format!("`{text}` is in the past.")));
    }
    Ok(Some(end))
}

#[cfg(test)]
mod tests {
    use model::TeamId;
    use store::Membership;

    use super::*;

    fn person(id: i64, created_at: i64, roles: &[&str]) -> User {
        let membership = Membership {
            team: TeamId(1),
            team_name: "Core".to_owned(),
            team_domain: "core".to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        };
        User {
            id: UserId(id),
            username: format!("u{id}"),
            email: String::new(),
            full_name: String::new(),
            active: true,
            created_at,
            memberships: vec![membership],
        }
    }

    fn chosen(users: Vec<User>) -> Option<i64> {
        let directory = Directory { users, ..Directory::default() };
        administrator(&directory).map(|user| user.id.0)
    }

    #[test]
    fn administration_acts_for_the_first_admin() {
        assert_eq!(chosen(vec![person(1, 9, &["admin"]), person(2, 5, &["admin"])]), Some(2));
        assert_eq!(chosen(vec![person(1, 1, &["user"]), person(2, 5, &["admin"])]), Some(2));
        assert_eq!(chosen(vec![person(1, 1, &["user"])]), Some(1));
        assert_eq!(chosen(vec![person(1, 1, &["user"]), person(2, 2, &["user"])]), None);
        assert_eq!(chosen(Vec::new()), None);
        let gone = User { active: false, ..person(1, 1, &["admin"]) };
        assert_eq!(chosen(vec![gone, person(2, 2, &["user"])]), Some(2));
    }

    #[test]
    fn an_end_lies_ahead() {
        assert_eq!(end(None, 0), Ok(None));
        assert_eq!(end(Some("1970-01-02T00:00:00Z"), 0), Ok(Some(86_400_000)));
        assert!(end(Some("1970-01-02T00:00:00Z"), 86_400_000).is_err());
        assert!(end(Some("tomorrow"), 0).is_err());
    }

    #[test]
    fn agents_go_by_id_or_name() {
        let agent = |id: &str, name: &str| Agent {
            id: AgentId::parse(id).unwrap(),
            name: name.to_owned(),
            owner: UserId(1),
            state: "active".to_owned(),
            not_after: None,
            created_at: 0,
        };
        let directory = Directory {
            agents: vec![
                agent("agt_aaaaaaaaaaaaaaaa", "bot"),
                agent("agt_bbbbbbbbbbbbbbbb", "twin"),
                agent("agt_cccccccccccccccc", "twin"),
            ],
            ..Directory::default()
        };
        let found = |name: &str| {
            agent_named(&directory, name).map(|agent| agent.id.to_string()).map_err(|f| f.message)
        };
        assert_eq!(found("bot").unwrap(), "agt_aaaaaaaaaaaaaaaa");
        assert_eq!(found("agt_cccccccccccccccc").unwrap(), "agt_cccccccccccccccc");
        assert!(found("twin").unwrap_err().contains("by its id"));
        assert_eq!(found("bott").unwrap_err(), "There is no agent `bott`: did you mean `bot`?");
        assert!(found("agt_dddddddddddddddd").is_err());
    }
}
