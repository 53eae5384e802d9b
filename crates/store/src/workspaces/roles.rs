//! Explicit roles in workspaces.

use model::{Stamp, UserId};

use super::find;
use crate::Store;
use crate::db::{Row, Tx, params};
use crate::error::Result;
use crate::guard::{self, Guard};
use crate::rows::effect;

/// Gives or takes a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleChange {
    /// Whose role.
    pub user: UserId,
    /// The role's number, 1 to 7.
    pub role: i64,
    /// True to give it, in place of any other; false to take it.
    pub add: bool,
}

const ROLES: &str =
    "SELECT user_id, role FROM workspace_roles WHERE workspace = $1 ORDER BY role, user_id";

impl Store {
    /// Lists the explicit roles in a workspace, by role and user.
    pub async fn workspace_roles(&self, id: &str) -> Result<Vec<(UserId, i64)>> {
        self.db.query(ROLES, params![id]).await?.into_iter().map(role).collect()
    }

    /// Gives and takes roles in a workspace, all or none; answers the roles then.
    pub async fn change_workspace_roles(
        &self,
        stamp: &Stamp,
        id: &str,
        changes: &[RoleChange],
        guard: Option<&Guard>,
    ) -> Result<Vec<(UserId, i64)>> {
        let (stamp, id, changes) = (stamp.clone(), id.to_owned(), changes.to_vec());
        let guard = guard.cloned();
        self.db
            .tx(move |tx| {
                let (stamp, id, changes) = (stamp.clone(), id.clone(), changes.clone());
                let guard = guard.clone();
                Box::pin(async move {
                    find(tx, &id, stamp.user).await?;
                    guard::check(tx, &id, guard.as_ref()).await?;
                    for change in &changes {
                        apply(tx, &stamp, &id, change).await?;
                    }
                    effect(tx, &stamp).await?;
                    tx.query(ROLES, params![&id]).await?.into_iter().map(role).collect()
                })
            })
            .await
    }
}

async fn apply(tx: &mut Tx<'_>, stamp: &Stamp, id: &str, change: &RoleChange) -> Result<()> {
    let (user, role) = (change.user.0, change.role);
    if change.add {
        tx.run(
            "INSERT INTO workspace_roles (workspace, user_id, role, record) VALUES ($1, $2, $3, \
             $4) ON CONFLICT (workspace, user_id) DO UPDATE SET role = excluded.role, record = \
             excluded.record",
            params![id, user, role, stamp.record.as_str()],
        )
        .await?;
    } else {
        let sql = "DELETE FROM workspace_roles WHERE workspace = $1 AND user_id = $2 AND role = $3";
        tx.run(sql, params![id, user, role]).await?;
    }
    Ok(())
}

fn role(mut row: Row) -> Result<(UserId, i64)> {
    Ok((UserId(row.int()?), row.int()?))
}
