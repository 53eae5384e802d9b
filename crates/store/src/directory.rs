//! Who there is: users, teams, agents, keys, grants.

mod agents;
mod grants;
mod keys;
mod users;

use std::collections::BTreeMap;

use model::id::{AgentId, GrantId, KeyId};
use model::key::KeyKind;
use model::{TeamId, UserId};

pub use agents::NewAgent;
pub use grants::NewGrant;
pub use keys::NewKey;
pub use users::NewUser;

use crate::Store;
use crate::db::{Row, Tx};
use crate::error::{Result, StoreError};

/// All principals and their rights, as they were at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Users, removed ones too, by number.
    pub users: Vec<User>,
    /// Teams, by number.
    pub teams: Vec<Team>,
    /// Agents, oldest first.
    pub agents: Vec<Agent>,
    /// Keys, revoked ones too, oldest first.
    pub keys: Vec<KeyRow>,
    /// Grants and blocks, oldest first.
    pub grants: Vec<GrantRow>,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its number, of eight digits.
    pub id: UserId,
    /// Its name; unique among those not removed.
    pub username: String,
    /// Its address.
    pub email: String,
    /// Its name in full.
    pub full_name: String,
    /// False once removed.
    pub active: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Its teams, by number.
    pub memberships: Vec<Membership>,
}

/// A user's place in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// The team's domain.
    pub team_domain: String,
    /// Free words, such as `admin` or `user`.
    pub roles: Vec<String>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its number.
    pub id: TeamId,
    /// Its name; unique.
    pub name: String,
    /// A short form of the name, for addresses.
    pub domain: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its id.
    pub id: AgentId,
    /// Its name.
    pub name: String,
    /// The user for whom it acts.
    pub owner: UserId,
    /// A word that the caller chooses; `active` at first.
    pub state: String,
    /// When it ends, in milliseconds since 1970.
    pub not_after: Option<i64>,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

/// What is kept of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: KeyId,
    /// Whose kind of key it is.
    pub kind: KeyKind,
    /// The part of the key that tells it from others.
    pub public: String,
    /// SHA-256 of the whole key.
    pub hash: [u8; 32],
    /// The key's last four characters.
    pub last4: String,
    /// The user it acts as.
    pub user: Option<UserId>,
    /// The agent it acts as.
    pub agent: Option<AgentId>,
    /// The collection it reads.
    pub collection: Option<String>,
    /// What it is for, in its maker's words.
    pub label: String,
    /// When it ends, in milliseconds since 1970.
    pub not_after: Option<i64>,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// True once revoked.
    pub revoked: bool,
    /// When it was last used, in milliseconds since 1970.
    pub last_used: Option<i64>,
}

/// A grant or block; what it says is not the store's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Its id.
    pub id: GrantId,
    /// The agent it is for; all agents when empty.
    pub agent: Option<AgentId>,
    /// What it says.
    pub body: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Who added it.
    pub created_by: UserId,
}

impl Store {
    /// Reads all principals and their rights at one moment.
    pub async fn directory(&self) -> Result<Directory> {
        self.db.read_big(move |tx| Box::pin(read(tx))).await
    }
}

async fn read(tx: &mut Tx<'_>) -> Result<Directory> {
    let sql = "SELECT m.user_id, m.team, t.name, t.domain, m.roles FROM memberships m JOIN teams t \
               ON t.id = m.team ORDER BY m.user_id, m.team";
    let mut members: BTreeMap<i64, Vec<Membership>> = BTreeMap::new();
    for mut row in tx.query(sql, &[]).await? {
        members.entry(row.int()?).or_default().push(membership(&mut row)?);
    }
    let sql = format!("SELECT {USER} FROM users ORDER BY id");
    let mut users = Vec::new();
    for mut row in tx.query(&sql, &[]).await? {
        let mut user = user(&mut row)?;
        user.memberships = members.remove(&user.id.0).unwrap_or_default();
        users.push(user);
    }
    let teams = tx.query("SELECT id, name, domain, created_at FROM teams ORDER BY id", &[]).await?;
    let agents = format!("SELECT {AGENT} FROM agents ORDER BY created_at, id");
    let agents = tx.query(&agents, &[]).await?;
    let keys = format!("SELECT {KEY} FROM keys ORDER BY created_at, id");
    let keys = tx.query(&keys, &[]).await?;
    let grants = "SELECT id, agent, body, created_at, created_by FROM grants ORDER BY created_at, \
                  id";
    let grants = tx.query(grants, &[]).await?;
    Ok(Directory {
        users,
        teams: teams.into_iter().map(team).collect::<Result<_>>()?,
        agents: agents.into_iter().map(agent).collect::<Result<_>>()?,
        keys: keys.into_iter().map(key).collect::<Result<_>>()?,
        grants: grants.into_iter().map(grant).collect::<Result<_>>()?,
    })
}

/// Columns of a user, as [`user`] reads them.
const USER: &str = "id, username, email, full_name, active, created_at";
/// Columns of an agent, as [`agent`] reads them.
const AGENT: &str = "id, name, owner, state, not_after, created_at";
/// Columns of a key, as [`key`] reads them.
const KEY: &str = "id, kind, public, hash, last4, user_id, agent, collection, label, not_after, \
                   created_at, revoked_at, last_used";

fn user(row: &mut Row) -> Result<User> {
    Ok(User {
        id: UserId(row.int()?),
        username: row.text()?,
        email: row.text()?,
        full_name: row.text()?,
        active: row.int()? == 1,
        created_at: row.int()?,
        memberships: Vec::new(),
    })
}

fn membership(row: &mut Row) -> Result<Membership> {
    let (team, team_name, team_domain) = (TeamId(row.int()?), row.text()?, row.text()?);
    let roles = serde_json::from_str(&row.text()?).map_err(|_| StoreError::odd("roles"))?;
    Ok(Membership { team, team_name, team_domain, roles })
}

fn team(mut row: Row) -> Result<Team> {
    Ok(Team {
        id: TeamId(row.int()?),
        name: row.text()?,
        domain: row.text()?,
        created_at: row.int()?,
    })
}

fn agent(mut row: Row) -> Result<Agent> {
    Ok(Agent {
        id: AgentId::parse(&row.text()?).ok_or_else(|| StoreError::odd("id of an agent"))?,
        name: row.text()?,
        owner: UserId(row.int()?),
        state: row.text()?,
        not_after: row.maybe_int()?,
        created_at: row.int()?,
    })
}

fn key(mut row: Row) -> Result<KeyRow> {
    let odd = |what: &'static str| move || StoreError::odd(what);
    Ok(KeyRow {
        id: KeyId::parse(&row.text()?).ok_or_else(odd("id of a key"))?,
        kind: KeyKind::from_name(&row.text()?).ok_or_else(odd("kind of key"))?,
        public: row.text()?,
        hash: row.blob()?.try_into().map_err(|_| StoreError::odd("hash of a key"))?,
        last4: row.text()?,
        user: row.maybe_int()?.map(UserId),
        agent: row.maybe_text()?.and_then(|id| AgentId::parse(&id)),
        collection: row.maybe_text()?,
        label: row.text()?,
        not_after: row.maybe_int()?,
        created_at: row.int()?,
        revoked: row.maybe_int()?.is_some(),
        last_used: row.maybe_int()?,
    })
}

fn grant(mut row: Row) -> Result<GrantRow> {
    Ok(GrantRow {
        id: GrantId::parse(&row.text()?).ok_or_else(|| StoreError::odd("id of a grant"))?,
        agent: row.maybe_text()?.map(|id| holder(&id)).transpose()?,
        body: row.text()?,
        created_at: row.int()?,
        created_by: UserId(row.int()?),
    })
}

/// A grant whose agent can't be read must not become one for all agents.
fn holder(id: &str) -> Result<AgentId> {
    AgentId::parse(id).ok_or_else(|| StoreError::odd("agent of a grant"))
}
