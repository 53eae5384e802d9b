//! Users and teams.

use model::{Stamp, TeamId, UserId};

use super::{Membership, User};
use crate::Store;
use crate::db::{Row, Tx, params};
use crate::error::{Result, StoreError};
use crate::rows::{effect, list};
use crate::workspaces::{NewWorkspace, insert_workspace};

/// A user to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Its name.
    pub username: String,
    /// Its address.
    pub email: String,
    /// Its name in full.
    pub full_name: String,
    /// The name of its team, which is made if it is new.
    pub team: Option<String>,
    /// Its roles in that team.
    pub roles: Vec<String>,
}

impl Store {
    /// Adds a user with a personal workspace, and its team if that is new.
    ///
    /// A name already in use is refused as [`StoreError::Exists`].
    pub async fn add_user(&self, stamp: &Stamp, new: NewUser) -> Result<User> {
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, new) = (stamp.clone(), new.clone());
                Box::pin(async move {
                    let user = add(tx, &stamp, new).await?;
                    effect(tx, &stamp).await?;
                    Ok(user)
                })
            })
            .await
    }

    /// Makes a user a member of a team with these roles, or changes its roles there.
    pub async fn set_user_roles(
        &self,
        stamp: &Stamp,
        user: UserId,
        team: TeamId,
        roles: Vec<String>,
    ) -> Result<()> {
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, roles) = (stamp.clone(), roles.clone());
                Box::pin(async move {
                    let known = "SELECT t.id FROM teams t, users u WHERE t.id = $1 AND u.id = $2 \
                                 AND u.active = 1";
                    tx.first(known, params![team.0, user.0]).await?.ok_or(StoreError::NotFound)?;
                    join(tx, &stamp, user, team, &roles).await?;
                    effect(tx, &stamp).await
                })
            })
            .await
    }

    /// Removes a user: out of all teams and roles, its keys revoked. Its name stays readable.
    pub async fn remove_user(&self, stamp: &Stamp, user: UserId) -> Result<()> {
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let stamp = stamp.clone();
                Box::pin(async move {
                    let gone = "UPDATE users SET active = 0, record = $1 WHERE id = $2 AND active \
                                = 1";
                    if tx.run(gone, params![stamp.record.as_str(), user.0]).await? == 0 {
                        return Err(StoreError::NotFound);
                    }
                    tx.run("DELETE FROM memberships WHERE user_id = $1", params![user.0]).await?;
                    tx.run("DELETE FROM workspace_roles WHERE user_id = $1", params![user.0])
                        .await?;
                    tx.run(
                        "UPDATE keys SET revoked_at = $1, record = $2 WHERE user_id = $3 AND \
                         revoked_at IS NULL",
                        params![stamp.at, stamp.record.as_str(), user.0],
                    )
                    .await?;
                    effect(tx, &stamp).await
                })
            })
            .await
    }
}

async fn add(tx: &mut Tx<'_>, stamp: &Stamp, new: NewUser) -> Result<User> {
    let taken = "SELECT id FROM users WHERE username = $1 AND active = 1";
    if tx.first(taken, params![&new.username]).await?.is_some() {
        return Err(StoreError::Exists { id: new.username });
    }
    let id = UserId(free(tx, "SELECT id FROM users WHERE id = $1", 10_000_000..=99_999_999).await?);
    tx.run(
        "INSERT INTO users (id, username, email, full_name, active, created_at, record) VALUES \
         ($1, $2, $3, $4, 1, $5, $6)",
        params![id.0, &new.username, &new.email, &new.full_name, stamp.at, stamp.record.as_str()],
    )
    .await?;
    let mut memberships = Vec::new();
    if let Some(name) = &new.team {
        let (team, domain) = team(tx, stamp, name).await?;
        join(tx, stamp, id, team, &new.roles).await?;
        let (team_name, roles) = (name.clone(), new.roles.clone());
        memberships.push(Membership { team, team_name, team_domain: domain, roles });
    }
    let own = Stamp { user: id, ..stamp.clone() };
    let workspace = NewWorkspace {
        name: "My Workspace".to_owned(),
        visibility: "personal".to_owned(),
        team: memberships.first().map(|membership| membership.team),
        about: String::new(),
        description: String::new(),
    };
    insert_workspace(tx, &own, workspace).await?;
    Ok(User {
        id,
        username: new.username,
        email: new.email,
        full_name: new.full_name,
        active: true,
        created_at: stamp.at,
        memberships,
    })
}

async fn join(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    user: UserId,
    team: TeamId,
    roles: &[String],
) -> Result<()> {
    tx.run(
        "INSERT INTO memberships (user_id, team, roles, record) VALUES ($1, $2, $3, $4) ON \
         CONFLICT (user_id, team) DO UPDATE SET roles = excluded.roles, record = excluded.record",
        params![user.0, team.0, &list(roles), stamp.record.as_str()],
    )
    .await
    .map(|_| ())
}

/// The team of this name and its domain; made if it is new.
async fn team(tx: &mut Tx<'_>, stamp: &Stamp, name: &str) -> Result<(TeamId, String)> {
    let known = tx.first("SELECT id, domain FROM teams WHERE name = $1", params![name]).await?;
    if let Some(mut row) = known {
        return Ok((TeamId(row.int()?), row.text()?));
    }
    let id = free(tx, "SELECT id FROM teams WHERE id = $1", 100_000..=9_999_999).await?;
    let domain = domain(name);
    tx.run(
        "INSERT INTO teams (id, name, domain, created_at, record) VALUES ($1, $2, $3, $4, $5)",
        params![id, name, &domain, stamp.at, stamp.record.as_str()],
    )
    .await?;
    Ok((TeamId(id), domain))
}

/// A number out of `range` that `sql` does not find; it tells nothing about how many there are.
async fn free(tx: &mut Tx<'_>, sql: &str, range: std::ops::RangeInclusive<i64>) -> Result<i64> {
    for _ in 0..100 {
        let number = rand::random_range(range.clone());
        let found: Option<Row> = tx.first(sql, params![number]).await?;
        if found.is_none() {
            return Ok(number);
        }
    }
    Err(StoreError::Unavailable("no number is free for one more".into()))
}

/// Letters and digits of a name, with dashes between the words.
fn domain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::domain;

    #[test]
    fn a_domain_has_words_and_dashes() {
        for (name, expected) in [("Core Team", "core-team"), ("  A & B  ", "a-b"), ("x", "x")] {
            assert_eq!(domain(name), expected);
        }
    }
}
