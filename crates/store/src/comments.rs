//! What people say about collections and what is in them.

use std::sync::Arc;

use model::{ElementKind, Stamp, UserId};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::elements::{Expect, expected};
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: i64,
    /// The number of the comment that its thread began with.
    pub thread: i64,
    /// True when its thread is resolved.
    pub resolved: bool,
    /// Who wrote it.
    pub created_by: UserId,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// What it says.
    pub body: String,
}

/// Where comments stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentPlace {
    /// The kind of the element.
    pub kind: ElementKind,
    /// The element.
    pub element: String,
    /// The item of a collection; `None` for the element itself.
    pub item: Option<String>,
}

/// What a comment is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentText {
    /// The text.
    pub body: String,
    /// Whom it calls, as JSON.
    pub tags: String,
}

const COMMENT: &str = "c.id, c.thread, (SELECT f.resolved FROM comments f WHERE f.id = c.thread), \
                       c.created_by, c.created_at, c.updated_at, c.body";

impl Store {
    /// Lists the comments on something, newest first.
    pub async fn comments(&self, place: &CommentPlace) -> Result<Vec<Comment>> {
        let sql = format!(
            "SELECT {COMMENT} FROM comments c WHERE c.element = $1 AND c.item = $2 ORDER BY c.id \
             DESC"
        );
        let item = place.item.as_deref().unwrap_or_default();
        let rows = self.db.query(&sql, params![&place.element, item]).await?;
        rows.into_iter().map(comment).collect()
    }

    /// Adds a comment, as an answer in `thread` or as the first of a new one.
    ///
    /// A thread that is not at that place, and an item that is not there, are
    /// [`StoreError::NotFound`]. An answer opens a resolved thread again.
    pub async fn create_comment(
        &self,
        stamp: &Stamp,
        place: &CommentPlace,
        expect: &Expect,
        thread: Option<i64>,
        text: CommentText,
    ) -> Result<Comment> {
        let task = Arc::new((stamp.clone(), place.clone(), expect.clone(), text));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, place, expect, text) = &*task;
                    check_place(tx, place, expect).await?;
                    let id = number(tx, "comments").await?;
                    if let Some(thread) = thread {
                        begun(tx, place, thread).await?;
                        let open = "UPDATE comments SET resolved = 0 WHERE id = $1";
                        tx.run(open, params![thread]).await?;
                    }
                    let thread = thread.unwrap_or(id);
                    let item = place.item.as_deref().unwrap_or_default();
                    tx.run(
                        "INSERT INTO comments (id, thread, element, item, body, tags, resolved, \
                         created_by, created_at, updated_at, record) VALUES ($1, $2, $3, $4, $5, \
                         $6, 0, $7, $8, $9, $10)",
                        params![
                            id,
                            thread,
                            &place.element,
                            item,
                            &text.body,
                            &text.tags,
                            stamp.user.0,
                            stamp.at,
                            stamp.at,
                            stamp.record.as_str(),
                        ],
                    )
                    .await?;
                    effect(tx, stamp).await?;
                    one(tx, place, id).await
                })
            })
            .await
    }

    /// Replaces what a comment says; the old text is kept.
    pub async fn update_comment(
        &self,
        stamp: &Stamp,
        place: &CommentPlace,
        expect: &Expect,
        id: i64,
        text: CommentText,
    ) -> Result<Comment> {
        let task = Arc::new((stamp.clone(), place.clone(), expect.clone(), text));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, place, expect, text) = &*task;
                    check_place(tx, place, expect).await?;
                    one(tx, place, id).await?;
                    keep(tx, stamp, "id", id).await?;
                    tx.run(
                        "UPDATE comments SET body = $1, tags = $2, updated_at = $3, record = $4 \
                         WHERE id = $5",
                        params![&text.body, &text.tags, stamp.at, stamp.record.as_str(), id],
                    )
                    .await?;
                    effect(tx, stamp).await?;
                    one(tx, place, id).await
                })
            })
            .await
    }

    /// Deletes a comment; with the first of a thread goes the whole thread. The texts are kept.
    pub async fn delete_comment(
        &self,
        stamp: &Stamp,
        place: &CommentPlace,
        expect: &Expect,
        id: i64,
    ) -> Result<()> {
        let task = Arc::new((stamp.clone(), place.clone(), expect.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, place, expect) = &*task;
                    check_place(tx, place, expect).await?;
                    let found = one(tx, place, id).await?;
                    let whose = if found.thread == id { "thread" } else { "id" };
                    keep(tx, stamp, whose, id).await?;
                    let sql = format!("DELETE FROM comments WHERE {whose} = $1");
                    tx.run(&sql, params![id]).await?;
                    effect(tx, stamp).await
                })
            })
            .await
    }

    /// Where a thread stands; `None` when there is none, or its item is gone.
    pub async fn comment_thread(&self, thread: i64) -> Result<Option<CommentPlace>> {
        let sql = "SELECT c.element, c.item, e.kind FROM comments c JOIN elements e ON e.id = \
                   c.element WHERE c.id = $1 AND c.thread = $2 AND (c.item = '' OR EXISTS (SELECT \
                   1 FROM items i WHERE i.id = c.item AND i.collection = c.element))";
        let rows = self.db.query(sql, params![thread, thread]).await?;
        let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
        let (element, item) = (row.text()?, row.text()?);
        let kind = crate::rows::kind_of(row.int()?)?;
        Ok(Some(CommentPlace { kind, element, item: (!item.is_empty()).then_some(item) }))
    }

    /// Marks a thread as resolved.
    pub async fn resolve_thread(&self, stamp: &Stamp, expect: &Expect, thread: i64) -> Result<()> {
        let place = self.comment_thread(thread).await?.ok_or(StoreError::NotFound)?;
        let task = Arc::new((stamp.clone(), expect.clone(), place));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, expect, place) = &*task;
                    check_place(tx, place, expect).await?;
                    begun(tx, place, thread).await?;
                    let sql = "UPDATE comments SET resolved = 1, record = $1 WHERE id = $2";
                    tx.run(sql, params![stamp.record.as_str(), thread]).await?;
                    effect(tx, stamp).await
                })
            })
            .await
    }
}

fn comment(mut row: Row) -> Result<Comment> {
    Ok(Comment {
        id: row.int()?,
        thread: row.int()?,
        resolved: row.maybe_int()? == Some(1),
        created_by: UserId(row.int()?),
        created_at: row.int()?,
        updated_at: row.int()?,
        body: row.text()?,
    })
}

/// The next number of that name; each is given out once.
pub(crate) async fn number(tx: &mut Tx<'_>, name: &str) -> Result<i64> {
    let sql = "INSERT INTO counters (name, n) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET n = \
               counters.n + 1 RETURNING n";
    tx.first(sql, params![name]).await?.ok_or_else(|| StoreError::odd("no number"))?.int()
}

/// The element must be what the caller saw, and the item must be in it.
async fn check_place(tx: &mut Tx<'_>, place: &CommentPlace, expect: &Expect) -> Result<()> {
    let element = expected(tx, place.kind, &place.element, expect).await?;
    let Some(item) = &place.item else { return Ok(()) };
    let sql = "SELECT id FROM items WHERE id = $1 AND collection = $2";
    let found = tx.first(sql, params![item, &element.id]).await?;
    found.map(drop).ok_or(StoreError::NotFound)
}

/// The thread must have begun at that place.
async fn begun(tx: &mut Tx<'_>, place: &CommentPlace, thread: i64) -> Result<()> {
    let first = one(tx, place, thread).await?;
    if first.thread == thread { Ok(()) } else { Err(StoreError::NotFound) }
}

async fn one(tx: &mut Tx<'_>, place: &CommentPlace, id: i64) -> Result<Comment> {
    let sql = format!(
        "SELECT {COMMENT} FROM comments c WHERE c.id = $1 AND c.element = $2 AND c.item = $3"
    );
    let item = place.item.as_deref().unwrap_or_default();
    let found = tx.first(&sql, params![id, &place.element, item]).await?;
    comment(found.ok_or(StoreError::NotFound)?)
}

/// Copies comments as they are now to the past states.
async fn keep(tx: &mut Tx<'_>, stamp: &Stamp, whose: &str, id: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, parent, \
         position, name, body, slots) SELECT 'comment:' || CAST(id AS TEXT), element, CAST($1 AS \
         BIGINT), updated_at, created_by, record, 0, item, thread, '', body, '' FROM comments \
         WHERE {whose} = $2 ON CONFLICT (of_id, element, number) DO NOTHING"
    );
    tx.run(&sql, params![stamp.at, id]).await.map(drop)
}

/// Removes all comments on an element.
pub(crate) async fn remove(tx: &mut Tx<'_>, element: &str) -> Result<()> {
    tx.run("DELETE FROM comments WHERE element = $1", params![element]).await.map(drop)
}
