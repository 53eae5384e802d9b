//! Specs: descriptions of APIs, in one or several files.

mod links;
mod tags;

pub use links::{Made, NewLink, SpecLink};
pub use tags::SpecTag;

use std::sync::Arc;

use model::id::new_element_id;
use model::secret::Document;
use model::{Element, ElementKind, Stamp, UserId};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::documents::insert_document;
use crate::elements::{Expect, NewElement, expected, touch};
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A file of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFile {
    /// Its id.
    pub id: String,
    /// Its path, `/` between folders.
    pub path: String,
    /// True for the file that describes the API.
    pub root: bool,
    /// Its text.
    pub content: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Who added it.
    pub created_by: UserId,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
}

/// A file to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSpecFile {
    /// Its path.
    pub path: String,
    /// True for the file that describes the API.
    pub root: bool,
    /// Its text.
    pub content: String,
}

/// A change of a spec's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// Adds a file; a path that is taken is [`StoreError::Exists`].
    Add(NewSpecFile),
    /// Replaces the text of the file with that path.
    Content(String, String),
    /// Gives the file with the first path the second.
    Path(String, String),
    /// Makes the file with that path the root instead of the present one.
    Root(String),
    /// Removes the file with that path.
    Remove(String),
}

const FILE: &str = "id, path, root, content, created_at, created_by, updated_at, updated_by";

/// The files of a past state, in the columns of [`FILE`]: those that are older than it, and of the
/// others what they were. A file whose states are all younger was not there. `$1` is the spec, `$2`
/// the version.
const FILES_AT: &str = "SELECT id, path, root, content, created_at, created_by, updated_at, updated_by FROM spec_files \
     WHERE spec = $1 AND version <= $2 UNION ALL SELECT r.of_id, r.name, r.position, r.body, r.at, \
     r.by_user, r.at, r.by_user FROM revisions r WHERE r.element = $1 AND r.of_id <> $1 AND r.body IS NOT NULL \
     AND r.number = (SELECT MAX(m.number) FROM revisions m WHERE m.of_id = r.of_id AND m.element = $1 AND \
     m.number <= $2) AND NOT EXISTS (SELECT 1 FROM spec_files f WHERE f.id = r.of_id AND f.version \
     <= $2) ORDER BY 2";

impl Store {
    /// Adds a spec with its files.
    pub async fn create_spec(
        &self,
        stamp: &Stamp,
        new: &NewElement,
        document: Document,
        files: Vec<NewSpecFile>,
    ) -> Result<Element> {
        let task = Arc::new((stamp.clone(), new.clone(), document, files, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, new, document, files, keys) = &*task;
                    let kind = ElementKind::Spec;
                    let element = insert_document(tx, keys, stamp, kind, new, document).await?;
                    for file in files {
                        add(tx, stamp, &element, file).await?;
                    }
                    Ok(element)
                })
            })
            .await
    }

    /// Reads all files of a spec, by path.
    pub async fn spec_files(&self, spec: &str) -> Result<Vec<SpecFile>> {
        let spec = spec.to_owned();
        self.db
            .read_big(move |tx| {
                let spec = spec.clone();
                Box::pin(async move { files(tx, &spec).await })
            })
            .await
    }

    /// Reads all files of a spec as they were when it had that version, by path.
    pub async fn spec_files_at(&self, spec: &str, version: i64) -> Result<Vec<SpecFile>> {
        let spec = spec.to_owned();
        self.db
            .read_big(move |tx| {
                let spec = spec.clone();
                Box::pin(async move {
                    let rows = tx.query(FILES_AT, params![&spec, version]).await?;
                    rows.into_iter().map(file).collect()
                })
            })
            .await
    }

    /// Changes the files of a spec, in order and all or none.
    pub async fn change_spec_files(
        &self,
        stamp: &Stamp,
        spec: &str,
        expect: &Expect,
        changes: Vec<FileChange>,
    ) -> Result<Element> {
        let task = Arc::new((stamp.clone(), spec.to_owned(), expect.clone(), changes));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, spec, expect, changes) = &*task;
                    let element = expected(tx, ElementKind::Spec, spec, expect).await?;
                    for change in changes {
                        apply(tx, stamp, &element, change).await?;
                    }
                    let name = element.name.clone();
                    let element = touch(tx, stamp, element, &name, 0, None).await?;
                    effect(tx, stamp).await?;
                    Ok(element)
                })
            })
            .await
    }
}

async fn files(tx: &mut Tx<'_>, spec: &str) -> Result<Vec<SpecFile>> {
    let sql = format!("SELECT {FILE} FROM spec_files WHERE spec = $1 ORDER BY path");
    tx.query(&sql, params![spec]).await?.into_iter().map(file).collect()
}

fn file(mut row: Row) -> Result<SpecFile> {
    Ok(SpecFile {
        id: row.text()?,
        path: row.text()?,
        root: row.int()? == 1,
        content: row.text()?,
        created_at: row.int()?,
        created_by: UserId(row.int()?),
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
    })
}

async fn add(tx: &mut Tx<'_>, stamp: &Stamp, spec: &Element, file: &NewSpecFile) -> Result<()> {
    free(tx, spec, &file.path).await?;
    tx.run(
        "INSERT INTO spec_files (id, spec, path, root, content, created_at, created_by, \
         updated_at, updated_by, version, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
         $10, $11)",
        params![
            &new_element_id(),
            &spec.id,
            &file.path,
            i64::from(file.root),
            &file.content,
            stamp.at,
            stamp.user.0,
            stamp.at,
            stamp.user.0,
            spec.version,
            stamp.record.as_str(),
        ],
    )
    .await
    .map(drop)
}

/// No file may have that path, nor lie in it or it in a file.
async fn free(tx: &mut Tx<'_>, spec: &Element, path: &str) -> Result<()> {
    let sql = "SELECT path FROM spec_files WHERE spec = $1";
    for mut row in tx.query(sql, params![&spec.id]).await? {
        let other = row.text()?;
        let inside = |one: &str, folder: &str| {
            one.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        if other == path || inside(&other, path) || inside(path, &other) {
            return Err(StoreError::Exists { id: other });
        }
    }
    Ok(())
}

async fn apply(tx: &mut Tx<'_>, stamp: &Stamp, spec: &Element, change: &FileChange) -> Result<()> {
    let path = match change {
        FileChange::Add(file) => return add(tx, stamp, spec, file).await,
        FileChange::Content(path, _)
        | FileChange::Path(path, _)
        | FileChange::Root(path)
        | FileChange::Remove(path) => path,
    };
    keep(tx, spec, path).await?;
    let changed = "updated_at = $1, updated_by = $2, version = $3, record = $4";
    let (set, value) = match change {
        FileChange::Remove(_) => {
            end(tx, stamp, spec, path).await?;
            let sql = "DELETE FROM spec_files WHERE spec = $1 AND path = $2";
            return tx.run(sql, params![&spec.id, path]).await.map(drop);
        }
        FileChange::Root(_) => {
            let sql = "UPDATE spec_files SET root = 0 WHERE spec = $1";
            tx.run(sql, params![&spec.id]).await?;
            ("root = 1, path = $5", path)
        }
        FileChange::Path(_, to) => {
            free(tx, spec, to).await?;
            ("path = $5", to)
        }
        FileChange::Content(_, content) => ("content = $5", content),
        FileChange::Add(_) => return Ok(()),
    };
    let sql = format!("UPDATE spec_files SET {changed}, {set} WHERE spec = $6 AND path = $7");
    let (record, version) = (stamp.record.as_str(), spec.version + 1);
    let values = params![stamp.at, stamp.user.0, version, record, value, &spec.id, path];
    tx.run(&sql, values).await.map(drop)
}

/// Copies a file as it is now to the past states; it must be there.
async fn keep(tx: &mut Tx<'_>, spec: &Element, path: &str) -> Result<()> {
    let sql = "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
               position, name, body, slots) SELECT id, spec, version, updated_at, updated_by, \
               record, 0, '', root, path, content, '' FROM spec_files WHERE spec = $1 AND path = \
               $2 ON CONFLICT (of_id, element, number) DO NOTHING";
    tx.run(sql, params![&spec.id, path]).await?;
    let found = "SELECT id FROM spec_files WHERE spec = $1 AND path = $2";
    let found = tx.first(found, params![&spec.id, path]).await?;
    found.map(drop).ok_or(StoreError::NotFound)
}

/// Marks the end of a file among its past states.
async fn end(tx: &mut Tx<'_>, stamp: &Stamp, spec: &Element, path: &str) -> Result<()> {
    let sql = "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
               position, name, body, slots) SELECT id, spec, CAST($1 AS BIGINT), CAST($2 AS \
               BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), 0, '', root, path, NULL, '' FROM \
               spec_files WHERE spec = $5 AND path = $6";
    let (version, record) = (spec.version + 1, stamp.record.as_str());
    tx.run(sql, params![version, stamp.at, stamp.user.0, record, &spec.id, path]).await.map(drop)
}

/// Removes what belongs to a spec, and the links of either side.
pub(crate) async fn remove(tx: &mut Tx<'_>, element: &Element) -> Result<()> {
    if element.kind == ElementKind::Spec {
        for mut row in
            tx.query("SELECT path FROM spec_files WHERE spec = $1", params![&element.id]).await?
        {
            let path = row.text()?;
            keep(tx, element, &path).await?;
        }
        tx.run("DELETE FROM spec_files WHERE spec = $1", params![&element.id]).await?;
        tx.run("DELETE FROM spec_tags WHERE spec = $1", params![&element.id]).await?;
    }
    let links = "DELETE FROM spec_links WHERE spec = $1 OR collection = $2";
    tx.run(links, params![&element.id, &element.id]).await.map(drop)
}
