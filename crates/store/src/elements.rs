//! Elements without their content: finding, placing, deleting.

use std::sync::LazyLock;

use model::id::new_element_id;
use model::{Element, ElementKind, Stamp, UserId, Workspace};

use crate::db::{Tx, params};
use crate::error::{Result, StoreError};
use crate::guard::{self, Guard};
use crate::rows::{self, ELEMENT, WORKSPACE, effect, kind_number};
use crate::{Store, search};

/// Elements whose `ord`, divided by this, is the same share a count.
pub(crate) const BUCKET: i64 = 1024;
/// The bucket that counts all elements.
pub(crate) const ALL: i64 = -1;
/// The bucket that holds the next `ord`.
const NEXT: i64 = -2;

/// What the caller saw when it decided to change an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// The workspace it lay in.
    pub workspace: String,
    /// The element's version, when the change must not overwrite another one.
    pub version: Option<i64>,
    /// The role the change needs; none for administration.
    pub guard: Option<Guard>,
}

/// Where a new element goes and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewElement {
    /// The id of the workspace.
    pub workspace: String,
    /// The name.
    pub name: String,
    /// The role the creation needs; none for administration.
    pub guard: Option<Guard>,
}

/// The point read behind every call about one element; one statement, one row.
static LOOK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {ELEMENT}, {WORKSPACE} FROM elements e JOIN workspaces w ON w.id = e.workspace \
         LEFT JOIN workspace_roles r ON r.workspace = w.id AND r.user_id = $1 WHERE e.id = $2 AND \
         e.kind = $3"
    )
});

impl Store {
    /// A number that grows with every commit, before its change is acknowledged: what was read at
    /// the same number is still so. `None` where others may commit too.
    #[must_use]
    pub fn generation(&self) -> Option<u64> {
        self.db.generation()
    }

    /// Finds an element and its workspace; `viewer` fills the workspace's `viewer_role`.
    pub async fn element(
        &self,
        kind: ElementKind,
        id: &str,
        viewer: UserId,
    ) -> Result<Option<(Element, Workspace)>> {
        // Taken before the read: a change that commits meanwhile makes what is kept stale.
        let generation = self.db.generation();
        if let Some(known) = self.looks.get(kind, id, viewer, generation) {
            return Ok(known);
        }
        let found = self.db.query(&LOOK, params![viewer.0, id, kind_number(kind)]).await?;
        let found = match found.into_iter().next() {
            Some(mut row) => Some((rows::element(&mut row)?, rows::workspace(&mut row)?)),
            None => None,
        };
        self.looks.keep(kind, id, viewer, generation, &found);
        Ok(found)
    }

    /// Deletes an element with all that is in it; its past states stay.
    pub async fn delete_element(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        id: &str,
        expect: &Expect,
    ) -> Result<()> {
        let (stamp, id, expect) = (stamp.clone(), id.to_owned(), expect.clone());
        self.db
            .tx(move |tx| {
                let (stamp, id, expect) = (stamp.clone(), id.clone(), expect.clone());
                Box::pin(async move {
                    let element = expected(tx, kind, &id, &expect).await?;
                    remove(tx, &stamp, &element).await?;
                    effect(tx, &stamp).await
                })
            })
            .await
    }
}

/// The element, if it still is what the caller saw.
pub(crate) async fn expected(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    id: &str,
    expect: &Expect,
) -> Result<Element> {
    let sql = format!("SELECT {ELEMENT} FROM elements e WHERE e.id = $1 AND e.kind = $2");
    let found = tx.first_to_change(&sql, "e", params![id, kind_number(kind)]).await?;
    let element = rows::element(&mut found.ok_or(StoreError::NotFound)?)?;
    let same_version = expect.version.is_none_or(|version| version == element.version);
    if element.workspace != expect.workspace || !same_version {
        return Err(StoreError::Conflict);
    }
    guard::check(tx, &element.workspace, expect.guard.as_ref()).await?;
    Ok(element)
}

/// Adds an element at the end of its workspace. `size` is the length of its texts, `about` what a
/// search by description looks at.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    kind: ElementKind,
    new: &NewElement,
    size: i64,
    about: &str,
) -> Result<Element> {
    let workspace = "SELECT id FROM workspaces WHERE id = $1";
    if tx.first(workspace, params![&new.workspace]).await?.is_none() {
        return Err(StoreError::NotFound);
    }
    guard::check(tx, &new.workspace, new.guard.as_ref()).await?;
    let element = Element {
        kind,
        id: new_element_id(),
        owner: stamp.user,
        name: new.name.clone(),
        workspace: new.workspace.clone(),
        created_at: stamp.at,
        updated_at: stamp.at,
        updated_by: stamp.user,
        version: 1,
        fork: None,
    };
    let ord = add(tx, &new.workspace, kind, NEXT, 1).await? - 1;
    count(tx, &new.workspace, kind, ord, 1).await?;
    tx.run(
        "INSERT INTO elements (id, kind, owner, name, workspace, ord, about, size, created_at, \
         updated_at, updated_by, version, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
         $10, $11, $12, $13)",
        params![
            &element.id,
            kind_number(kind),
            stamp.user.0,
            &new.name,
            &new.workspace,
            ord,
            about,
            size,
            stamp.at,
            stamp.at,
            stamp.user.0,
            element.version,
            stamp.record.as_str(),
        ],
    )
    .await?;
    search::note_element(tx, &element, about).await?;
    Ok(element)
}

/// Notes that `element` was changed: its next version, its name, and by how much it grew.
pub(crate) async fn touch(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    element: Element,
    name: &str,
    growth: i64,
    about: Option<&str>,
) -> Result<Element> {
    tx.run(
        "UPDATE elements SET name = $1, updated_at = $2, updated_by = $3, version = $4, record = \
         $5, size = size + $6, about = COALESCE($7, about) WHERE id = $8",
        params![
            name,
            stamp.at,
            stamp.user.0,
            element.version + 1,
            stamp.record.as_str(),
            growth,
            about,
            &element.id,
        ],
    )
    .await?;
    let renamed = element.name != name;
    let element = Element {
        name: name.to_owned(),
        updated_at: stamp.at,
        updated_by: stamp.user,
        version: element.version + 1,
        ..element
    };
    if let Some(about) = about.or_else(|| renamed.then_some("")) {
        search::note_element(tx, &element, about).await?;
    }
    Ok(element)
}

/// Removes an element and all that is in it, keeping their states.
pub(crate) async fn remove(tx: &mut Tx<'_>, stamp: &Stamp, element: &Element) -> Result<()> {
    let place = "SELECT ord FROM elements WHERE id = $1";
    let ord = tx.first(place, params![&element.id]).await?.ok_or(StoreError::NotFound)?.int()?;
    count(tx, &element.workspace, element.kind, ord, -1).await?;
    keep_document(tx, &element.id).await?;
    end(tx, stamp, element).await?;
    if element.kind == ElementKind::Collection {
        // An item's end is its collection's: it needs no mark of its own.
        tx.run(&format!("{KEEP_ITEMS} WHERE collection = $1"), params![&element.id]).await?;
        tx.run("DELETE FROM items WHERE collection = $1", params![&element.id]).await?;
    }
    if element.kind == ElementKind::Monitor {
        crate::monitors::remove(tx, "= $1", &element.id).await?;
    }
    if element.kind == ElementKind::Mock {
        tx.run("DELETE FROM mock_calls WHERE mock = $1", params![&element.id]).await?;
    }
    search::forget(tx, &element.id).await?;
    crate::specs::remove(tx, element).await?;
    crate::comments::remove(tx, &element.id).await?;
    crate::tags::remove(tx, &element.id).await?;
    crate::forks::remove(tx, &element.id).await?;
    crate::pull_requests::remove(tx, &element.id).await?;
    crate::publications::remove(tx, &element.id).await?;
    tx.run("DELETE FROM documents WHERE element = $1", params![&element.id]).await?;
    tx.run("DELETE FROM elements WHERE id = $1", params![&element.id]).await?;
    Ok(())
}

/// Copies items as they are now to the past states; a condition follows.
pub(crate) const KEEP_ITEMS: &str = "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, position, \
     name, body, slots) SELECT id, collection, version, updated_at, updated_by, record, kind, \
     parent, position, name, body, slots FROM items";

/// Copies an element's text as it is now to the past states.
pub(crate) async fn keep_document(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT d.element, d.element, d.version, d.updated_at, \
         d.updated_by, d.record, COALESCE(e.kind, 0), '', 0, COALESCE(e.name, ''), d.body, \
         d.slots FROM documents d LEFT JOIN elements e ON e.id = d.element WHERE d.element = $1",
        params![id],
    )
    .await
    .map(|_| ())
}

/// Marks the end of an element among its past states.
async fn end(tx: &mut Tx<'_>, stamp: &Stamp, element: &Element) -> Result<()> {
    tx.run(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, $8, NULL, '')",
        params![
            &element.id,
            &element.id,
            element.version + 1,
            stamp.at,
            stamp.user.0,
            stamp.record.as_str(),
            kind_number(element.kind),
            &element.name,
        ],
    )
    .await
    .map(|_| ())
}

/// Takes an element to the end of another workspace.
pub(crate) async fn place(tx: &mut Tx<'_>, element: &Element, workspace: &str) -> Result<()> {
    let sql = "SELECT ord FROM elements WHERE id = $1";
    let ord = tx.first(sql, params![&element.id]).await?.ok_or(StoreError::NotFound)?.int()?;
    count(tx, &element.workspace, element.kind, ord, -1).await?;
    let ord = add(tx, workspace, element.kind, NEXT, 1).await? - 1;
    count(tx, workspace, element.kind, ord, 1).await?;
    let sql = "UPDATE elements SET workspace = $1, ord = $2 WHERE id = $3";
    tx.run(sql, params![workspace, ord, &element.id]).await.map(drop)
}

/// Counts an element in (1) or out (-1).
async fn count(
    tx: &mut Tx<'_>,
    workspace: &str,
    kind: ElementKind,
    ord: i64,
    delta: i64,
) -> Result<()> {
    add(tx, workspace, kind, ALL, delta).await?;
    add(tx, workspace, kind, ord / BUCKET, delta).await?;
    Ok(())
}

/// Adds to a count and answers the sum.
async fn add(
    tx: &mut Tx<'_>,
    workspace: &str,
    kind: ElementKind,
    bucket: i64,
    delta: i64,
) -> Result<i64> {
    let sum = tx
        .first(
            "INSERT INTO element_counts (workspace, kind, bucket, n) VALUES ($1, $2, $3, $4) ON \
             CONFLICT (workspace, kind, bucket) DO UPDATE SET n = element_counts.n + excluded.n \
             RETURNING n",
            params![workspace, kind_number(kind), bucket, delta],
        )
        .await?;
    sum.ok_or_else(|| StoreError::odd("no count"))?.int()
}
