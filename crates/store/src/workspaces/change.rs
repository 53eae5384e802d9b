//! Making, changing and deleting workspaces.

use model::id::new_element_id;
use model::{Stamp, Workspace};

use super::{NewWorkspace, WorkspaceChange, find};
use crate::Store;
use crate::db::{Tx, params};
use crate::elements::{KEEP_ITEMS, keep_document};
use crate::error::{Result, StoreError};
use crate::guard::{self, Guard};
use crate::rows::effect;

impl Store {
    /// Makes a workspace; who makes it owns it.
    pub async fn create_workspace(&self, stamp: &Stamp, new: NewWorkspace) -> Result<Workspace> {
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, new) = (stamp.clone(), new.clone());
                Box::pin(async move {
                    let workspace = insert(tx, &stamp, new).await?;
                    effect(tx, &stamp).await?;
                    Ok(workspace)
                })
            })
            .await
    }

    /// Changes a workspace; its state until now is kept.
    pub async fn update_workspace(
        &self,
        stamp: &Stamp,
        id: &str,
        change: WorkspaceChange,
        guard: Option<&Guard>,
    ) -> Result<Workspace> {
        let (stamp, id, guard) = (stamp.clone(), id.to_owned(), guard.cloned());
        self.db
            .tx(move |tx| {
                let (stamp, id, change) = (stamp.clone(), id.clone(), change.clone());
                let guard = guard.clone();
                Box::pin(async move {
                    find(tx, &id, stamp.user).await?;
                    guard::check(tx, &id, guard.as_ref()).await?;
                    keep(tx, &id).await?;
                    update(tx, &stamp, &id, &change).await?;
                    effect(tx, &stamp).await?;
                    let changed = find(tx, &id, stamp.user).await?;
                    crate::search::note_workspace(tx, &changed).await?;
                    Ok(changed)
                })
            })
            .await
    }

    /// Deletes a workspace with everything in it; past states stay.
    pub async fn delete_workspace(
        &self,
        stamp: &Stamp,
        id: &str,
        guard: Option<&Guard>,
    ) -> Result<()> {
        let (stamp, id, guard) = (stamp.clone(), id.to_owned(), guard.cloned());
        self.db
            .tx(move |tx| {
                let (stamp, id, guard) = (stamp.clone(), id.clone(), guard.clone());
                Box::pin(async move {
                    find(tx, &id, stamp.user).await?;
                    guard::check(tx, &id, guard.as_ref()).await?;
                    end_elements(tx, &stamp, &id).await?;
                    end(tx, &stamp, &id).await?;
                    effect(tx, &stamp).await
                })
            })
            .await
    }
}

/// Writes a new workspace.
pub(crate) async fn insert(tx: &mut Tx<'_>, stamp: &Stamp, new: NewWorkspace) -> Result<Workspace> {
    let workspace = Workspace {
        id: new_element_id(),
        name: new.name,
        visibility: new.visibility,
        team: new.team,
        owner: stamp.user,
        about: new.about,
        description: new.description,
        created_at: stamp.at,
        updated_at: stamp.at,
        updated_by: stamp.user,
        viewer_role: None,
    };
    tx.run(
        "INSERT INTO workspaces (id, name, visibility, team, owner, about, description, \
         created_at, updated_at, updated_by, version, record) VALUES ($1, $2, $3, $4, $5, $6, $7, \
         $8, $9, $10, 1, $11)",
        params![
            &workspace.id,
            &workspace.name,
            &workspace.visibility,
            workspace.team.map(|team| team.0),
            stamp.user.0,
            &workspace.about,
            &workspace.description,
            stamp.at,
            stamp.at,
            stamp.user.0,
            stamp.record.as_str(),
        ],
    )
    .await?;
    crate::search::note_workspace(tx, &workspace).await?;
    Ok(workspace)
}

async fn update(tx: &mut Tx<'_>, stamp: &Stamp, id: &str, change: &WorkspaceChange) -> Result<()> {
    tx.run(
        "UPDATE workspaces SET name = COALESCE($1, name), visibility = COALESCE($2, visibility), \
         about = COALESCE($3, about), description = COALESCE($4, description), updated_at = $5, \
         updated_by = $6, version = version + 1, record = $7 WHERE id = $8",
        params![
            change.name.as_deref(),
            change.visibility.as_deref(),
            change.about.as_deref(),
            change.description.as_deref(),
            stamp.at,
            stamp.user.0,
            stamp.record.as_str(),
            id,
        ],
    )
    .await
    .map(|_| ())
}

/// Copies a workspace's present state to the past, as a JSON text of its own fields.
pub(super) async fn keep(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let sql = "SELECT name, visibility, about, description, updated_at, updated_by, version, \
               record FROM workspaces WHERE id = $1";
    let mut row = tx.first(sql, params![id]).await?.ok_or(StoreError::NotFound)?;
    let name = row.text()?;
    let state = serde_json::json!({
        "name": name, "visibility": row.text()?, "about": row.text()?, "description": row.text()?,
    });
    let (at, user, version, record) = (row.int()?, row.int()?, row.int()?, row.text()?);
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) VALUES ($1, $2, $3, $4, $5, $6, 0, '', 0, $7, $8, '')",
        params![id, id, version, at, user, &record, &name, &state.to_string()],
    )
    .await
    .map(|_| ())
}

/// Ends all elements of a workspace at once.
async fn end_elements(tx: &mut Tx<'_>, stamp: &Stamp, id: &str) -> Result<()> {
    const INSIDE: &str = "(SELECT id FROM elements WHERE workspace = $1)";
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT d.element, d.element, d.version, d.updated_at, \
         d.updated_by, d.record, e.kind, '', 0, e.name, d.body, d.slots FROM elements e JOIN \
         documents d ON d.element = e.id WHERE e.workspace = $1",
        params![id],
    )
    .await?;
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT id, id, version + 1, CAST($1 AS BIGINT), CAST($2 AS \
         BIGINT), CAST($3 AS TEXT), kind, '', 0, name, NULL, '' FROM elements WHERE workspace = $4",
        params![stamp.at, stamp.user.0, stamp.record.as_str(), id],
    )
    .await?;
    tx.run(&format!("{KEEP_ITEMS} WHERE collection IN {INSIDE}"), params![id]).await?;
    tx.run(&format!("DELETE FROM items WHERE collection IN {INSIDE}"), params![id]).await?;
    crate::monitors::remove(tx, &format!("IN {INSIDE}"), id).await?;
    tx.run(&format!("DELETE FROM mock_calls WHERE mock IN {INSIDE}"), params![id]).await?;
    // File contents are kept like other texts; what is said about things ends with them.
    tx.run(
        &format!(
            "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
             position, name, body, slots) SELECT id, spec, version, updated_at, updated_by, \
             record, 0, '', root, path, content, '' FROM spec_files WHERE spec IN {INSIDE} ON \
             CONFLICT (of_id, element, number) DO NOTHING"
        ),
        params![id],
    )
    .await?;
    for gone in [
        "spec_files WHERE spec",
        "spec_tags WHERE spec",
        "spec_links WHERE spec",
        "spec_links WHERE collection",
        "comments WHERE element",
        "tags WHERE of_id",
        "fork_items WHERE fork",
        "forks WHERE fork",
        "pull_requests WHERE destination",
        "publications WHERE collection",
    ] {
        tx.run(&format!("DELETE FROM {gone} IN {INSIDE}"), params![id]).await?;
    }
    tx.run("DELETE FROM search_docs WHERE workspace = $1", params![id]).await?;
    tx.run(&format!("DELETE FROM documents WHERE element IN {INSIDE}"), params![id]).await?;
    tx.run("DELETE FROM elements WHERE workspace = $1", params![id]).await?;
    tx.run("DELETE FROM element_counts WHERE workspace = $1", params![id]).await?;
    Ok(())
}

/// Ends the workspace itself.
async fn end(tx: &mut Tx<'_>, stamp: &Stamp, id: &str) -> Result<()> {
    keep(tx, id).await?;
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT id, id, version + 1, CAST($1 AS BIGINT), CAST($2 AS \
         BIGINT), CAST($3 AS TEXT), 0, '', 0, name, NULL, '' FROM workspaces WHERE id = $4",
        params![stamp.at, stamp.user.0, stamp.record.as_str(), id],
    )
    .await?;
    let globals = super::globals::key(id);
    keep_document(tx, &globals).await?;
    tx.run("DELETE FROM documents WHERE element = $1", params![&globals]).await?;
    tx.run("DELETE FROM workspace_roles WHERE workspace = $1", params![id]).await?;
    crate::tags::remove(tx, id).await?;
    tx.run("DELETE FROM workspace_updates WHERE workspace = $1", params![id]).await?;
    tx.run("DELETE FROM workspaces WHERE id = $1", params![id]).await?;
    Ok(())
}
