//! Work that callers ask about later.

use model::UserId;

use crate::Store;
use crate::db::params;
use crate::error::Result;

/// A day, in milliseconds: so long an ended task is remembered.
const KEPT: i64 = 24 * 3_600_000;

/// A piece of work and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// What it is, such as `duplicate`.
    pub kind: String,
    /// The element it was asked of.
    pub element: String,
    /// How it went: `done` or `failed`.
    pub state: String,
    /// What came of it, as JSON.
    pub result: String,
    /// When it ended, milliseconds since 1970.
    pub at: i64,
    /// Who asked for it.
    pub user: UserId,
}

impl Store {
    /// Remembers a task for a day, and forgets those that are older.
    pub async fn keep_task(&self, task: &Task) -> Result<()> {
        let task = task.clone();
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    tx.run("DELETE FROM tasks WHERE at < $1", params![task.at - KEPT]).await?;
                    tx.run(
                        "INSERT INTO tasks (id, kind, element, state, result, at, by_user) VALUES \
                         ($1, $2, $3, $4, $5, $6, $7)",
                        params![
                            &task.id,
                            &task.kind,
                            &task.element,
                            &task.state,
                            &task.result,
                            task.at,
                            task.user.0,
                        ],
                    )
                    .await
                    .map(drop)
                })
            })
            .await
    }

    /// A task of that kind that was asked for by `user` and ended within a day before `now`.
    pub async fn task(&self, kind: &str, id: &str, user: UserId, now: i64) -> Result<Option<Task>> {
        let sql = "SELECT id, kind, element, state, result, at, by_user FROM tasks WHERE id = $1 AND \
                   kind = $2 AND by_user = $3 AND at >= $4";
        let rows = self.db.query(sql, params![id, kind, user.0, now - KEPT]).await?;
        let read = |mut row: crate::db::Row| {
            Ok(Task {
                id: row.text()?,
                kind: row.text()?,
                element: row.text()?,
                state: row.text()?,
                result: row.text()?,
                at: row.int()?,
                user: UserId(row.int()?),
            })
        };
        rows.into_iter().next().map(read).transpose()
    }
}
