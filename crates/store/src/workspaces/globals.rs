//! A workspace's global variables: one text, stored like an element's.

use std::sync::Arc;

use model::Stamp;
use model::secret::Document;

use super::find;
use crate::Store;
use crate::db::params;
use crate::documents::{Text, change_text, put_text, read_text};
use crate::error::Result;
use crate::guard::{self, Guard};
use crate::rows::effect;
use crate::sealed::Known;

/// The word their secrets are bound to.
const KIND: &str = "globals";

/// Under which key a workspace's globals lie among the texts.
pub(super) fn key(workspace: &str) -> String {
    format!("globals:{workspace}")
}

impl Store {
    /// Reads a workspace's global variables; `None` when none were ever put.
    pub async fn globals(&self, workspace: &str) -> Result<Option<Document>> {
        let (id, keys) = (key(workspace), self.keys.clone());
        self.db
            .read(move |tx| {
                let (id, keys) = (id.clone(), keys.clone());
                Box::pin(async move { read_text(tx, &keys, &id).await })
            })
            .await
    }

    /// Replaces a workspace's global variables.
    pub async fn put_globals(
        &self,
        stamp: &Stamp,
        workspace: &str,
        document: Document,
        guard: Option<&Guard>,
    ) -> Result<()> {
        let place = (workspace.to_owned(), guard.cloned());
        let task = Arc::new((stamp.clone(), place, document, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, (workspace, guard), document, keys) = &*task;
                    find(tx, workspace, stamp.user).await?;
                    guard::check(tx, workspace, guard.as_ref()).await?;
                    let id = key(workspace);
                    let sql = "SELECT version FROM documents WHERE element = $1";
                    let before = tx.first(sql, params![&id]).await?;
                    let before = before.map(|mut row| row.int()).transpose()?;
                    let version = before.unwrap_or(0) + 1;
                    let text = Text { id: &id, kind: KIND, document, version };
                    if before.is_some() {
                        change_text(tx, stamp, keys, &text, false).await?;
                    } else {
                        put_text(tx, stamp, keys, &text, &Known::new(), false).await?;
                    }
                    effect(tx, stamp).await
                })
            })
            .await
    }
}
