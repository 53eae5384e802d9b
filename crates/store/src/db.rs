//! One SQL text, two engines.
//!
//! Placeholders are `$1`, `$2`, … numbered in order of first appearance, because the embedded
//! engine binds them by position. Lists travel as JSON text: `IN (SELECT value FROM
//! json_each($1))`. Types are BIGINT, TEXT and BLOB; times are milliseconds, flags 0 or 1.

mod dialect;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;
mod value;
mod writer;

use futures::future::BoxFuture;

use crate::error::Result;

pub(crate) use dialect::{Matching, Wanted};
#[cfg(feature = "postgres")]
pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;
pub(crate) use value::{Par, Row, Val, params};

/// The database: the only place that knows which engine runs.
#[derive(Clone)]
pub(crate) enum Db {
    /// A file in the data folder.
    Sqlite(Sqlite),
    /// A PostgreSQL server.
    #[cfg(feature = "postgres")]
    Postgres(Postgres),
}

/// A transaction, or a consistent look at the data.
pub(crate) enum Tx<'c> {
    /// Borrows the only writing connection, or a reading one.
    Sqlite(&'c mut rusqlite::Connection),
    /// Borrows a transaction of a pooled connection.
    #[cfg(feature = "postgres")]
    Postgres(postgres::PgTx<'c>),
}

/// Work inside a transaction; it may run again, so it only borrows what it captured.
pub(crate) trait Work<T>:
    for<'c> Fn(&'c mut Tx<'_>) -> BoxFuture<'c, Result<T>> + Send + Sync
{
}

impl<T, F> Work<T> for F where
    F: for<'c> Fn(&'c mut Tx<'_>) -> BoxFuture<'c, Result<T>> + Send + Sync
{
}

#[cfg_attr(
    not(feature = "postgres"),
    expect(clippy::unused_async, reason = "the embedded engine alone never waits")
)]
impl Db {
    /// A number that grows with every commit, before its change is acknowledged. `None` where
    /// others may commit too.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "the other engine has none")
    )]
    pub(crate) fn generation(&self) -> Option<u64> {
        match self {
            Self::Sqlite(db) => Some(db.generation()),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => None,
        }
    }

    /// Runs one statement that only reads. On the embedded engine it runs on the calling thread:
    /// for point reads that is four times cheaper than handing it to another.
    pub(crate) async fn query(&self, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(db) => db.query(sql, params),
            #[cfg(feature = "postgres")]
            Self::Postgres(db) => db.query(sql, params).await,
        }
    }

    /// Runs several reads on one state of the data, on the calling thread where embedded.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: for<'c> Fn(&'c mut Tx<'_>) -> BoxFuture<'c, Result<T>> + Send + Sync,
        T: Send,
    {
        match self {
            Self::Sqlite(db) => db.read(&work),
            #[cfg(feature = "postgres")]
            Self::Postgres(db) => db.read(&work).await,
        }
    }

    /// Like [`Db::read`], for reads that take long: never on a thread that serves others.
    pub(crate) async fn read_big<T, F>(&self, work: F) -> Result<T>
    where
        F: for<'c> Fn(&'c mut Tx<'_>) -> BoxFuture<'c, Result<T>> + Send + Sync + 'static,
        T: Send + 'static,
    {
        match self {
            Self::Sqlite(db) => db.read_big(work).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(db) => db.read(&work).await,
        }
    }

    /// Changes data in one serializable transaction; durable when it answers `Ok`.
    pub(crate) async fn tx<T, F>(&self, work: F) -> Result<T>
    where
        F: for<'c> Fn(&'c mut Tx<'_>) -> BoxFuture<'c, Result<T>> + Send + Sync + 'static,
        T: Send + 'static,
    {
        match self {
            Self::Sqlite(db) => db.tx(work).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(db) => db.tx(&work).await,
        }
    }

    /// Finishes what is queued and lets go of files and connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(db) => db.close().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(db) => db.close(),
        }
    }
}

#[cfg_attr(
    not(feature = "postgres"),
    expect(clippy::unused_async, unused_variables, reason = "the embedded engine never waits")
)]
impl Tx<'_> {
    /// Runs a statement and reads all its rows.
    pub(crate) async fn query(&mut self, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => sqlite::query(connection, sql, params),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.query(sql, params).await,
        }
    }

    /// The first row, if there is any.
    pub(crate) async fn first(&mut self, sql: &str, params: &[Par<'_>]) -> Result<Option<Row>> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Like [`Tx::first`], for a row of `table` (its name in the statement) that this transaction
    /// is going to change: others wait for it here instead of failing half way.
    pub(crate) async fn first_to_change(
        &mut self,
        sql: &str,
        table: &str,
        params: &[Par<'_>],
    ) -> Result<Option<Row>> {
        match self {
            // There is one writer, and this is it.
            Self::Sqlite(_) => self.first(sql, params).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.first(&format!("{sql} FOR UPDATE OF {table}"), params).await,
        }
    }

    /// Runs a statement and answers how many rows it changed.
    pub(crate) async fn run(&mut self, sql: &str, params: &[Par<'_>]) -> Result<u64> {
        match self {
            Self::Sqlite(connection) => sqlite::run(connection, sql, params),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.run(sql, params).await,
        }
    }

    /// Inserts rows: one statement each where that is cheap, many at once where it is not.
    pub(crate) async fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Vec<Par<'_>>],
    ) -> Result<()> {
        match self {
            Self::Sqlite(connection) => {
                let sql = dialect::insert(table, columns, 1);
                rows.iter().try_for_each(|row| sqlite::run(connection, &sql, row).map(|_| ()))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.insert_many(table, columns, rows).await,
        }
    }

    /// Runs a script of statements without parameters: migrations.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => sqlite::script(connection, &dialect::only(sql, "embedded")),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.script(sql).await,
        }
    }

    /// True on the embedded engine, whose planner takes hints.
    pub(crate) fn embedded(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => false,
        }
    }

    /// How to find rows of `search_docs d`.
    pub(crate) fn matching(&self, wanted: &Wanted<'_>) -> Matching {
        match self {
            Self::Sqlite(_) => dialect::matching_embedded(wanted),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => dialect::matching_postgres(wanted),
        }
    }

    /// Waits until no other process migrates.
    pub(crate) async fn lock_schema(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.lock_schema().await,
        }
    }
}
