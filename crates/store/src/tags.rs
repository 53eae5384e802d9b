//! Tags of elements and workspaces.

use std::sync::Arc;

use model::{ElementKind, Stamp, Visible};

use crate::conditions::Conditions;
use crate::db::{Par, Tx, params};
use crate::elements::{Expect, expected};
use crate::error::{Result, StoreError};
use crate::reach;
use crate::rows::{effect, kind_number, limit, list};
use crate::{Guard, Store, guard};

/// The kind under which tags of workspaces are kept.
const WORKSPACE: i64 = 0;

/// Something that has a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The kind of the element; `None` for a workspace.
    pub kind: Option<ElementKind>,
    /// Its id.
    pub id: String,
    /// When it got the tag, milliseconds since 1970.
    pub at: i64,
}

/// Which tagged things to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagQuery {
    /// The tag.
    pub slug: String,
    /// Oldest first; else newest.
    pub ascending: bool,
    /// Only what comes after this one: when it was tagged, and its id.
    pub after: Option<(i64, String)>,
    /// At most so many.
    pub limit: u64,
}

impl Store {
    /// The tags of an element or workspace, in the order they were given.
    pub async fn tags(&self, id: &str) -> Result<Vec<String>> {
        let sql = "SELECT slug FROM tags WHERE of_id = $1 ORDER BY position";
        let rows = self.db.query(sql, params![id]).await?;
        rows.into_iter().map(|mut row| row.text()).collect()
    }

    /// Gives an element these tags instead of those it has.
    pub async fn put_element_tags(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        id: &str,
        expect: &Expect,
        slugs: &[String],
    ) -> Result<()> {
        let task = Arc::new((stamp.clone(), id.to_owned(), expect.clone(), slugs.to_vec()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, id, expect, slugs) = &*task;
                    expected(tx, kind, id, expect).await?;
                    replace(tx, stamp, kind_number(kind), id, slugs).await
                })
            })
            .await
    }

    /// Gives a workspace these tags instead of those it has.
    pub async fn put_workspace_tags(
        &self,
        stamp: &Stamp,
        id: &str,
        guard: Option<&Guard>,
        slugs: &[String],
    ) -> Result<()> {
        let task = Arc::new((stamp.clone(), id.to_owned(), guard.cloned(), slugs.to_vec()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, id, guard, slugs) = &*task;
                    let sql = "SELECT id FROM workspaces WHERE id = $1";
                    tx.first(sql, params![id]).await?.ok_or(StoreError::NotFound)?;
                    guard::check(tx, id, guard.as_ref()).await?;
                    replace(tx, stamp, WORKSPACE, id, slugs).await
                })
            })
            .await
    }

    /// Lists what has a tag: elements of each kind as far as the `Visible` beside it shows them,
    /// and workspaces where there is one for `None`.
    pub async fn tagged(
        &self,
        seen: &[(Option<ElementKind>, Visible)],
        query: &TagQuery,
    ) -> Result<Vec<Tagged>> {
        let task = Arc::new((seen.to_vec(), query.clone()));
        self.db
            .read_big(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let mut found = Vec::new();
                    for (kind, visible) in &task.0 {
                        found.extend(of_kind(tx, *kind, visible, &task.1).await?);
                    }
                    found.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
                    if !task.1.ascending {
                        found.reverse();
                    }
                    found.truncate(usize::try_from(task.1.limit).unwrap_or(usize::MAX));
                    Ok(found)
                })
            })
            .await
    }
}

async fn replace(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    kind: i64,
    id: &str,
    slugs: &[String],
) -> Result<()> {
    let kept = list(slugs);
    let gone =
        "DELETE FROM tags WHERE of_id = $1 AND slug NOT IN (SELECT value FROM json_each($2))";
    tx.run(gone, params![id, &kept]).await?;
    for (position, slug) in (1_i64..).zip(slugs) {
        tx.run(
            "INSERT INTO tags (of_id, slug, kind, position, at, record) VALUES ($1, $2, $3, $4, \
             $5, $6) ON CONFLICT (of_id, slug) DO UPDATE SET position = excluded.position",
            params![id, slug, kind, position, stamp.at, stamp.record.as_str()],
        )
        .await?;
    }
    effect(tx, stamp).await
}

async fn of_kind(
    tx: &mut Tx<'_>,
    kind: Option<ElementKind>,
    visible: &Visible,
    query: &TagQuery,
) -> Result<Vec<Tagged>> {
    let number = kind.map_or(WORKSPACE, kind_number);
    // The scope of a kind tells the workspaces too: those whose whole content is reached.
    let scope = reach::scope(tx, kind.unwrap_or(ElementKind::Collection), visible, None).await?;
    let whole = list(&scope.whole.iter().map(|(id, _)| id).collect::<Vec<_>>());
    let (partly, allowed, blocked) =
        (list(&scope.partly), list(&scope.allowed), list(&scope.blocked));
    let mut sql = Conditions::new(&[Par::from(&query.slug), Par::from(number)]);
    let from = if kind.is_some() {
        sql.and(
            "(e.workspace IN (SELECT value FROM json_each($)) OR (e.workspace IN (SELECT value \
             FROM json_each($)) AND e.id IN (SELECT value FROM json_each($))))",
            [Par::from(&whole), Par::from(&partly), Par::from(&allowed)],
        );
        "tags t JOIN elements e ON e.id = t.of_id"
    } else {
        sql.and(
            "(t.of_id IN (SELECT value FROM json_each($)) OR t.of_id IN (SELECT value FROM \
             json_each($)))",
            [Par::from(&whole), Par::from(&allowed)],
        );
        "tags t JOIN workspaces e ON e.id = t.of_id"
    };
    sql.and("t.of_id NOT IN (SELECT value FROM json_each($))", [Par::from(&blocked)]);
    let (than, order) = if query.ascending { (">", "ASC") } else { ("<", "DESC") };
    if let Some((at, id)) = &query.after {
        let later = format!("(t.at {than} $ OR (t.at = $ AND t.of_id {than} $))");
        sql.and(&later, [Par::from(*at), Par::from(*at), Par::from(id)]);
    }
    let tail = format!(" ORDER BY t.at {order}, t.of_id {order} LIMIT $");
    sql.add(&tail, [limit(Some(query.limit)).into()]);
    let (text, params) = sql.done();
    let sql = format!("SELECT t.of_id, t.at FROM {from} WHERE t.slug = $1 AND t.kind = $2{text}");
    let rows = tx.query(&sql, &params).await?;
    rows.into_iter().map(|mut row| Ok(Tagged { kind, id: row.text()?, at: row.int()? })).collect()
}

/// Removes all tags of an element or workspace.
pub(crate) async fn remove(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.run("DELETE FROM tags WHERE of_id = $1", params![id]).await.map(drop)
}
