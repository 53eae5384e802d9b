//! Version tags of specs: snapshots of all files.

use std::sync::Arc;

use model::id::new_element_id;
use model::{ElementKind, Stamp, UserId};

use crate::Store;
use crate::db::{Row, params};
use crate::elements::{Expect, expected};
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A version tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecTag {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The files as they were, as JSON.
    pub files: String,
    /// When it was set, milliseconds since 1970.
    pub at: i64,
    /// Who set it.
    pub user: UserId,
}

impl Store {
    /// Tags a spec as it is now; `files` are its files as JSON. A spec that was not changed since
    /// its last tag is [`StoreError::Conflict`].
    pub async fn create_spec_tag(
        &self,
        stamp: &Stamp,
        spec: &str,
        expect: &Expect,
        name: &str,
        files: &str,
    ) -> Result<SpecTag> {
        let texts = (spec.to_owned(), name.to_owned(), files.to_owned());
        let task = Arc::new((stamp.clone(), texts, expect.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, (spec, name, files), expect) = &*task;
                    let element = expected(tx, ElementKind::Spec, spec, expect).await?;
                    let last = "SELECT id FROM spec_tags WHERE spec = $1 AND version = $2";
                    if tx.first(last, params![spec, element.version]).await?.is_some() {
                        return Err(StoreError::Conflict);
                    }
                    let tag = SpecTag {
                        id: new_element_id(),
                        name: name.clone(),
                        files: files.clone(),
                        at: stamp.at,
                        user: stamp.user,
                    };
                    tx.run(
                        "INSERT INTO spec_tags (id, spec, name, version, files, at, by_user, \
                         record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        params![
                            &tag.id,
                            spec,
                            name,
                            element.version,
                            files,
                            stamp.at,
                            stamp.user.0,
                            stamp.record.as_str(),
                        ],
                    )
                    .await?;
                    effect(tx, stamp).await?;
                    Ok(tag)
                })
            })
            .await
    }

    /// The tags of a spec, newest first.
    pub async fn spec_tags(&self, spec: &str) -> Result<Vec<SpecTag>> {
        let sql = "SELECT id, name, files, at, by_user FROM spec_tags WHERE spec = $1 ORDER BY at \
                   DESC, id DESC";
        let read = |mut row: Row| {
            Ok(SpecTag {
                id: row.text()?,
                name: row.text()?,
                files: row.text()?,
                at: row.int()?,
                user: UserId(row.int()?),
            })
        };
        self.db.query(sql, params![spec]).await?.into_iter().map(read).collect()
    }
}
