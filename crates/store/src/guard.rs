//! What must still be allowed when a change is written.

use model::{Role, Viewer};

use crate::db::{Tx, params};
use crate::error::{Result, StoreError};
use crate::rows;
use crate::workspaces::LOOK;

/// The role that a change needs, looked at again inside its own transaction.
///
/// Between a decision and the change a role may be taken away or a workspace closed; whoever took
/// it was told that it is gone. Such a change ends as [`StoreError::Conflict`].
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
    if viewer.role_in(&workspace) < Some(*role) {
        return Err(StoreError::Conflict);
    }
    Ok(())
}
