//! Rows of elements and workspaces, and back.

use model::collection::ItemKind;
use model::{Element, ElementKind, Fork, Stamp, TeamId, UserId, Workspace};

use crate::db::{Par, Row, Tx, params};
use crate::error::{Result, StoreError};

/// Columns of an element, as [`element`] reads them; the table is called `e`.
pub(crate) const ELEMENT: &str = "e.kind, e.id, e.owner, e.name, e.workspace, e.created_at, \
                                  e.updated_at, e.updated_by, e.version, e.fork";

/// Columns of a workspace, as [`workspace`] reads them; tables `w`, and `r` for the viewer's role.
pub(crate) const WORKSPACE: &str = "w.id, w.name, w.visibility, w.team, w.owner, w.about, \
                                    w.description, w.created_at, w.updated_at, w.updated_by, \
                                    r.role";

/// Tables of a workspace with the role of the viewer `$1`.
pub(crate) const WORKSPACE_FROM: &str =
    "workspaces w LEFT JOIN workspace_roles r ON r.workspace = w.id AND r.user_id = $1";

/// The number by which a kind of element is stored.
pub(crate) fn kind_number(kind: ElementKind) -> i64 {
    match kind {
        ElementKind::Collection => 1,
        ElementKind::Environment => 2,
        ElementKind::Api => 3,
        ElementKind::Mock => 4,
        ElementKind::Monitor => 5,
        ElementKind::Spec => 6,
    }
}

/// The kind of element that a stored number means.
pub(crate) fn kind_of(number: i64) -> Result<ElementKind> {
    match number {
        1 => Ok(ElementKind::Collection),
        2 => Ok(ElementKind::Environment),
        3 => Ok(ElementKind::Api),
        4 => Ok(ElementKind::Mock),
        5 => Ok(ElementKind::Monitor),
        6 => Ok(ElementKind::Spec),
        _ => Err(StoreError::odd("kind of element")),
    }
}

/// The number by which a kind of item is stored.
pub(crate) fn item_number(kind: ItemKind) -> i64 {
    match kind {
        ItemKind::Folder => 1,
        ItemKind::Request => 2,
        ItemKind::Response => 3,
    }
}

/// The kind of item that a stored number means.
pub(crate) fn item_kind(number: i64) -> Result<ItemKind> {
    match number {
        1 => Ok(ItemKind::Folder),
        2 => Ok(ItemKind::Request),
        3 => Ok(ItemKind::Response),
        _ => Err(StoreError::odd("kind of item")),
    }
}

/// Reads the columns [`ELEMENT`].
pub(crate) fn element(row: &mut Row) -> Result<Element> {
    Ok(Element {
        kind: kind_of(row.int()?)?,
        id: row.text()?,
        owner: UserId(row.int()?),
        name: row.text()?,
        workspace: row.text()?,
        created_at: row.int()?,
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
        version: row.int()?,
        fork: fork(&row.text()?)?,
    })
}

fn fork(stored: &str) -> Result<Option<Box<Fork>>> {
    if stored.is_empty() {
        return Ok(None);
    }
    let fork = serde_json::from_str(stored).map_err(|_| StoreError::odd("fork"))?;
    Ok(Some(Box::new(fork)))
}

/// Reads the columns [`WORKSPACE`].
pub(crate) fn workspace(row: &mut Row) -> Result<Workspace> {
    Ok(Workspace {
        id: row.text()?,
        name: row.text()?,
        visibility: row.text()?,
        team: row.maybe_int()?.map(TeamId),
        owner: UserId(row.int()?),
        about: row.text()?,
        description: row.text()?,
        created_at: row.int()?,
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
        viewer_role: row.maybe_int()?,
    })
}

/// Leaves the record of the change, so that recovery finds that it was made.
pub(crate) async fn effect(tx: &mut Tx<'_>, stamp: &Stamp) -> Result<()> {
    tx.run(
        "INSERT INTO effects (record, at) VALUES ($1, $2) ON CONFLICT (record) DO NOTHING",
        params![stamp.record.as_str(), stamp.at],
    )
    .await
    .map(|_| ())
}

/// A list parameter: JSON text for `json_each`.
pub(crate) fn list<T: serde::Serialize>(values: &[T]) -> String {
    // Numbers and text always have a JSON form.
    serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned())
}

/// The page of an SQL text, from optional bounds.
pub(crate) fn limit(limit: Option<u64>) -> i64 {
    limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}

/// One row for `insert_many` from values of different types.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Par::from($value)),*] };
}
pub(crate) use row;

/// Runs a statement once for each part of a long list of ids, given as `$1`.
pub(crate) async fn each_part(tx: &mut Tx<'_>, sql: &str, ids: &[&str]) -> Result<Vec<Row>> {
    let mut found = Vec::new();
    for part in ids.chunks(1000) {
        found.extend(tx.query(sql, &[Par::Text(&list(part))]).await?);
    }
    Ok(found)
}
