//! What a caller sees, as conditions the database understands.

use model::{ElementKind, Reach, Visible, Workspace};

use crate::db::{Par, Tx};
use crate::elements::ALL;
use crate::error::Result;
use crate::rows::{WORKSPACE, WORKSPACE_FROM, kind_number, list, workspace};

/// True for workspaces where the viewer has a role, as `Viewer::role_in` decides: `$1` is the
/// user, `$2` the list of its teams.
pub(crate) const SEEN: &str = "((w.team IS NULL AND w.owner = $1) OR (w.team IN (SELECT CAST(value AS BIGINT) FROM \
     json_each($2)) AND (w.owner = $1 OR w.visibility IN ('team', 'public') OR (w.visibility <> \
     'personal' AND r.role BETWEEN 1 AND 7))))";

/// Where a caller sees elements of one kind, workspaces oldest first.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Workspaces all of whose elements are reached, with how many those are.
    pub whole: Vec<(String, i64)>,
    /// Workspaces in which only some elements are.
    pub partly: Vec<String>,
    /// Those elements.
    pub allowed: Vec<String>,
    /// Elements that are not seen wherever they are.
    pub blocked: Vec<String>,
    /// Whether single elements make a difference.
    pub single: bool,
}

/// Works out where elements of `kind` may be seen, in one workspace or in all.
pub(crate) async fn scope(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    visible: &Visible,
    only: Option<&str>,
) -> Result<Scope> {
    let mut scope = Scope::default();
    if visible.allowed.is_empty() || visible.blocked.all || visible.viewer.user == 0 {
        return Ok(scope);
    }
    scope.blocked.clone_from(&visible.blocked.resources);
    for (workspace, total) in candidates(tx, kind, visible, only).await? {
        // Asking the model too keeps one meaning of a role; the query is only its fast form.
        if visible.viewer.role_in(&workspace).is_none() || holds(&visible.blocked, &workspace) {
            continue;
        }
        if visible.allowed.all || holds(&visible.allowed, &workspace) {
            scope.whole.push((workspace.id, total));
        } else if !visible.allowed.resources.is_empty() {
            scope.partly.push(workspace.id);
        }
    }
    if !scope.partly.is_empty() {
        scope.allowed.clone_from(&visible.allowed.resources);
    }
    scope.single = !scope.blocked.is_empty() || !scope.allowed.is_empty();
    Ok(scope)
}

/// Whether a set holds a workspace's whole content.
fn holds(reach: &Reach, workspace: &Workspace) -> bool {
    reach.workspaces.contains(&workspace.id)
}

/// Workspaces the viewer has a role in, with their totals.
async fn candidates(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    visible: &Visible,
    only: Option<&str>,
) -> Result<Vec<(Workspace, i64)>> {
    let teams = list(&visible.viewer.teams);
    let mut params: Vec<Par<'_>> = vec![visible.viewer.user.into(), (&teams).into()];
    let by_workspace = list(&visible.allowed.workspaces);
    let narrow = if let Some(only) = only {
        params.push(only.into());
        " AND w.id = $3"
    } else if !visible.allowed.all && visible.allowed.resources.is_empty() {
        params.push((&by_workspace).into());
        " AND w.id IN (SELECT value FROM json_each($3))"
    } else {
        ""
    };
    // Numbers of our own, not from outside, keep the placeholders in order.
    let kind = kind_number(kind);
    let sql = format!(
        "SELECT {WORKSPACE}, COALESCE(c.n, 0) FROM {WORKSPACE_FROM} LEFT JOIN element_counts c ON \
         c.workspace = w.id AND c.kind = {kind} AND c.bucket = {ALL} WHERE {SEEN}{narrow} ORDER BY \
         w.created_at, w.id"
    );
    let found = tx.query(&sql, &params).await?;
    found.into_iter().map(|mut row| Ok((workspace(&mut row)?, row.int()?))).collect()
}
