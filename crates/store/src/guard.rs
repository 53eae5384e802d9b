//! What must still be allowed when a change is written.

use model::{Role, TeamId, Viewer};

use crate::db::{Tx, params};
use crate::error::{Result, StoreError};
use crate::rows;
use crate::workspaces::LOOK;

/// The role that a change needs, looked at again inside its own transaction.
///
/// Between a decision and the change a role may be taken away, a user leave its team or a workspace
/// be closed; whoever saw to that was told that it is done. Such a change ends as
/// [`StoreError::Conflict`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Who changes something, as known when it was decided.
    pub viewer: Viewer,
    /// The least role in the workspace that suffices.
    pub role: Role,
}

/// Refuses the change when the guard no longer holds in `workspace`.
pub(crate) async fn check(tx: &mut Tx<'_>, workspace: &str, guard: Option<&Guard>) -> Result<()> {
    let Some(Guard { viewer, role }) = guard else { return Ok(()) };
    let found = tx.first(&LOOK, params![viewer.user, workspace]).await?;
    let workspace = rows::workspace(&mut found.ok_or(StoreError::NotFound)?)?;
    if current(tx, viewer).await?.role_in(&workspace) < Some(*role) {
        return Err(StoreError::Conflict);
    }
    Ok(())
}

/// The viewer with the memberships it has now.
async fn current(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Viewer> {
    let sql = "SELECT u.active, m.team, m.roles FROM users u LEFT JOIN memberships m ON m.user_id \
               = u.id WHERE u.id = $1";
    let rows = tx.query(sql, params![viewer.user]).await?;
    if rows.is_empty() {
        // Users are never deleted: whoever is not in this directory was judged by another one.
        return Ok(viewer.clone());
    }
    let mut now = Viewer { user: viewer.user, ..Viewer::default() };
    for mut row in rows {
        let active = row.int()? == 1;
        let (Some(team), roles) = (row.maybe_int()?, row.maybe_text()?) else { continue };
        let roles: Vec<String> = serde_json::from_str(&roles.unwrap_or_default())
            .map_err(|_| StoreError::odd("roles"))?;
        if active {
            now.teams.push(TeamId(team));
            now.admin_of.extend(roles.iter().any(|role| role == "admin").then_some(TeamId(team)));
        }
    }
    Ok(now)
}
