//! Announcements in workspaces.

use std::sync::Arc;

use model::{Stamp, UserId};

use crate::Store;
use crate::comments::number;
use crate::db::{Row, Tx, params};
use crate::error::{Result, StoreError};
use crate::guard::{self, Guard};
use crate::rows::effect;

/// What an announcement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateText {
    /// Its heading.
    pub topic: String,
    /// Its text.
    pub description: String,
    /// What kind of news it is, a word of the contract.
    pub category: String,
    /// Whether it stays on top.
    pub pinned: bool,
    /// What it is about, as JSON.
    pub related: String,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceUpdate {
    /// Its number.
    pub id: i64,
    /// The workspace.
    pub workspace: String,
    /// What it says.
    pub text: UpdateText,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Who wrote it.
    pub created_by: UserId,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
}

const COLUMNS: &str = "id, workspace, topic, description, category, pinned, related, created_at, created_by, updated_at, \
     updated_by";

impl Store {
    /// Lists announcements of a workspace, pinned ones first, then newest first.
    pub async fn workspace_updates(&self, workspace: &str) -> Result<Vec<WorkspaceUpdate>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM workspace_updates WHERE workspace = $1 ORDER BY pinned DESC, id \
             DESC"
        );
        self.db.query(&sql, params![workspace]).await?.into_iter().map(read).collect()
    }

    /// Reads an announcement.
    pub async fn workspace_update(
        &self,
        workspace: &str,
        id: i64,
    ) -> Result<Option<WorkspaceUpdate>> {
        let sql =
            format!("SELECT {COLUMNS} FROM workspace_updates WHERE workspace = $1 AND id = $2");
        let rows = self.db.query(&sql, params![workspace, id]).await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Writes a new announcement.
    pub async fn create_workspace_update(
        &self,
        stamp: &Stamp,
        workspace: &str,
        text: UpdateText,
        guard: Option<&Guard>,
    ) -> Result<WorkspaceUpdate> {
        let task = Arc::new((stamp.clone(), workspace.to_owned(), text, guard.cloned()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, workspace, text, guard) = &*task;
                    guard::check(tx, workspace, guard.as_ref()).await?;
                    let id = insert(tx, stamp, workspace, text).await?;
                    effect(tx, stamp).await?;
                    find(tx, workspace, id).await
                })
            })
            .await
    }

    /// Makes an announcement say what `change` makes of what it says.
    pub async fn change_workspace_update(
        &self,
        stamp: &Stamp,
        workspace: &str,
        id: i64,
        guard: Option<&Guard>,
        change: impl Fn(UpdateText) -> UpdateText + Send + Sync + 'static,
    ) -> Result<WorkspaceUpdate> {
        let task = Arc::new((stamp.clone(), workspace.to_owned(), guard.cloned(), change));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, workspace, guard, change) = &*task;
                    guard::check(tx, workspace, guard.as_ref()).await?;
                    let before = find(tx, workspace, id).await?;
                    write(tx, stamp, id, &change(before.text)).await?;
                    effect(tx, stamp).await?;
                    find(tx, workspace, id).await
                })
            })
            .await
    }

    /// Deletes an announcement.
    pub async fn delete_workspace_update(
        &self,
        stamp: &Stamp,
        workspace: &str,
        id: i64,
        guard: Option<&Guard>,
    ) -> Result<()> {
        let task = Arc::new((stamp.clone(), workspace.to_owned(), guard.cloned()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, workspace, guard) = &*task;
                    guard::check(tx, workspace, guard.as_ref()).await?;
                    find(tx, workspace, id).await?;
                    keep(tx, id).await?;
                    let sql = "DELETE FROM workspace_updates WHERE workspace = $1 AND id = $2";
                    tx.run(sql, params![workspace, id]).await?;
                    effect(tx, stamp).await
                })
            })
            .await
    }
}

fn read(mut row: Row) -> Result<WorkspaceUpdate> {
    Ok(WorkspaceUpdate {
        id: row.int()?,
        workspace: row.text()?,
        text: UpdateText {
            topic: row.text()?,
            description: row.text()?,
            category: row.text()?,
            pinned: row.int()? == 1,
            related: row.text()?,
        },
        created_at: row.int()?,
        created_by: UserId(row.int()?),
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
    })
}

async fn insert(tx: &mut Tx<'_>, stamp: &Stamp, workspace: &str, text: &UpdateText) -> Result<i64> {
    let there = "SELECT id FROM workspaces WHERE id = $1";
    tx.first(there, params![workspace]).await?.ok_or(StoreError::NotFound)?;
    let id = number(tx, "workspace updates").await?;
    tx.run(
        "INSERT INTO workspace_updates (id, workspace, topic, description, category, pinned, \
         related, created_at, created_by, updated_at, updated_by, record) VALUES ($1, $2, $3, $4, \
         $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            id,
            workspace,
            &text.topic,
            &text.description,
            &text.category,
            i64::from(text.pinned),
            &text.related,
            stamp.at,
            stamp.user.0,
            stamp.at,
            stamp.user.0,
            stamp.record.as_str(),
        ],
    )
    .await?;
    Ok(id)
}

async fn find(tx: &mut Tx<'_>, workspace: &str, id: i64) -> Result<WorkspaceUpdate> {
    let sql = format!("SELECT {COLUMNS} FROM workspace_updates WHERE workspace = $1 AND id = $2");
    let row = tx.first(&sql, params![workspace, id]).await?;
    read(row.ok_or(StoreError::NotFound)?)
}

async fn write(tx: &mut Tx<'_>, stamp: &Stamp, id: i64, text: &UpdateText) -> Result<()> {
    keep(tx, id).await?;
    tx.run(
        "UPDATE workspace_updates SET topic = $1, description = $2, category = $3, pinned = $4, \
         related = $5, updated_at = $6, updated_by = $7, record = $8 WHERE id = $9",
        params![
            &text.topic,
            &text.description,
            &text.category,
            i64::from(text.pinned),
            &text.related,
            stamp.at,
            stamp.user.0,
            stamp.record.as_str(),
            id,
        ],
    )
    .await
    .map(drop)
}

/// Copies what an announcement says now to the past states.
async fn keep(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let of = format!("update:{id}");
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE of_id = $1";
    let number = tx.first(sql, params![&of]).await?.ok_or(StoreError::NotFound)?.int()?;
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT $1, workspace, CAST($2 AS BIGINT), updated_at, updated_by, \
         record, 0, '', 0, topic, description, '' FROM workspace_updates WHERE id = $3",
        params![&of, number, id],
    )
    .await
    .map(drop)
}
