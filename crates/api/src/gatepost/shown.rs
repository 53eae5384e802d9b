//! How principals are shown. Nothing secret is left in any of these.

use model::{UserId, time::iso};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{Agent, Directory, GrantRow, KeyRow, User};

/// A user or team by number and name.
#[derive(Debug, Serialize)]
pub(super) struct Ref {
    id: i64,
    name: String,
}

/// A user.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownUser {
    id: i64,
    username: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    email: String,
    full_name: String,
    teams: Vec<ShownTeam>,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct ShownTeam {
    id: i64,
    name: String,
    roles: Vec<String>,
}

/// An agent; keys and grants only where it is shown alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownAgent {
    id: String,
    name: String,
    owner: Ref,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<String>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<Vec<ShownKey>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grants: Option<Vec<Value>>,
}

/// A key without its secret.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShownKey {
    id: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    last4: String,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<String>,
    state: &'static str,
}

/// A user by number and name; one who is gone keeps the number only.
pub(super) fn person(directory: &Directory, id: UserId) -> Ref {
    let found = directory.users.iter().find(|user| user.id == id);
    Ref { id: id.0, name: found.map(name).unwrap_or_default().to_owned() }
}

/// A team by number and name.
pub(super) fn team(directory: &Directory, id: model::TeamId) -> Ref {
    let found = directory.teams.iter().find(|team| team.id == id);
    Ref { id: id.0, name: found.map(|team| team.name.clone()).unwrap_or_default() }
}

/// The name in sentences: the full one, else the login name.
pub(super) fn name(user: &User) -> &str {
    if user.full_name.is_empty() { &user.username } else { &user.full_name }
}

pub(super) fn user(user: &User) -> ShownUser {
    let teams = user.memberships.iter().map(|membership| ShownTeam {
        id: membership.team.0,
        name: membership.team_name.clone(),
        roles: membership.roles.clone(),
    });
    ShownUser {
        id: user.id.0,
        username: user.username.clone(),
        email: user.email.clone(),
        full_name: user.full_name.clone(),
        teams: teams.collect(),
        state: if user.active { "active" } else { "removed" },
    }
}

/// An agent as a line of a list.
pub(super) fn agent(directory: &Directory, agent: &Agent, now: i64) -> ShownAgent {
    ShownAgent {
        id: agent.id.to_string(),
        name: agent.name.clone(),
        owner: person(directory, agent.owner),
        state: agent_state(agent, now),
        not_after: agent.not_after.map(iso),
        created_at: iso(agent.created_at),
        keys: None,
        grants: None,
    }
}

/// An agent with its keys and grants.
pub(super) fn whole_agent(directory: &Directory, one: &Agent, now: i64) -> ShownAgent {
    let keys = directory.keys.iter().rev().filter(|held| held.agent.as_ref() == Some(&one.id));
    let grants = directory.grants.iter().rev().filter(|rule| rule.agent.as_ref() == Some(&one.id));
    ShownAgent {
        keys: Some(keys.map(|held| key(held, now)).collect()),
        grants: Some(grants.map(grant).collect()),
        ..agent(directory, one, now)
    }
}

/// `expired` is worked out: nobody sets it.
pub(super) fn agent_state(agent: &Agent, now: i64) -> &'static str {
    match agent.state.as_str() {
        "active" if agent.not_after.is_some_and(|end| end <= now) => "expired",
        "active" => "active",
        "suspended" => "suspended",
        _ => "killed",
    }
}

pub(super) fn key(key: &KeyRow, now: i64) -> ShownKey {
    ShownKey {
        id: key.id.to_string(),
        kind: key.kind.name(),
        user: key.user.map(|user| user.0),
        agent: key.agent.as_ref().map(ToString::to_string),
        collection: key.collection.clone(),
        label: key.label.clone(),
        last4: key.last4.clone(),
        created_at: iso(key.created_at),
        last_used_at: key.last_used.map(iso),
        not_after: key.not_after.map(iso),
        state: match key {
            KeyRow { revoked: true, .. } => "revoked",
            KeyRow { not_after: Some(end), .. } if *end <= now => "expired",
            _ => "active",
        },
    }
}

/// A grant or block: what was stored, with its id and age.
pub(super) fn grant(row: &GrantRow) -> Value {
    let stored: Map<String, Value> = serde_json::from_str(&row.body).unwrap_or_default();
    let mut shown = Map::new();
    shown.insert("id".to_owned(), row.id.as_str().into());
    shown.extend(stored);
    shown.insert("createdAt".to_owned(), iso(row.created_at).into());
    Value::Object(shown)
}
