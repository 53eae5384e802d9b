//! The PostgreSQL engine: a pool, serializable transactions, retries.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Transaction};
use tokio::sync::Mutex;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{IsolationLevel, NoTls};

use super::{Par, Row, Tx, Val, Work, dialect};
use crate::error::{Result, StoreError};

/// How often a transaction that lost against another one is tried.
const TRIES: u32 = 16;

/// Parameters of one statement at most; the protocol counts them in 16 bits.
const PARAMS: usize = 30_000;

/// The PostgreSQL engine.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    /// Held while a transaction is tried again. Those that lost queue here instead of meeting each
    /// other over and over; without it the unlucky ones never win on a row that many change.
    again: Arc<Mutex<()>>,
}

/// A transaction, and whether it would work if tried again.
pub(crate) struct PgTx<'c> {
    tx: Transaction<'c>,
    again: Again,
}

/// Whether a failed transaction is worth another try.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    No,
    /// Someone else inserted the same key first: the next look will see it.
    Once,
    Yes,
}

impl Postgres {
    /// Connects; the first connection is made at once, so that a wrong address is known early.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let mut config: tokio_postgres::Config = url
            .parse()
            .map_err(|cause| StoreError::Io(format!("the database address is wrong: {cause}")))?;
        config.application_name("gatepost");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, NoTls, recycling);
        let pool = Pool::builder(manager)
            .max_size(16)
            .build()
            .map_err(|cause| StoreError::Unavailable(cause.to_string()))?;
        let db = Self { pool, again: Arc::default() };
        drop(db.client().await?);
        Ok(db)
    }

    async fn client(&self) -> Result<deadpool_postgres::Object> {
        self.pool.get().await.map_err(|cause| {
            let why = std::error::Error::source(&cause).map(ToString::to_string);
            let why = why.unwrap_or_else(|| cause.to_string());
            StoreError::Unavailable(format!("can't reach the database: {why}"))
        })
    }

    pub(super) async fn query(&self, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
        let client = self.client().await?;
        let sql = dialect::postgres(sql);
        let look = async {
            let statement = client.prepare_cached(&sql).await?;
            client.query(&statement, &as_dyn(params)).await
        };
        rows_of(&look.await.map_err(|cause| fault(&cause).0)?)
    }

    pub(super) async fn read<T>(&self, work: &impl Work<T>) -> Result<T> {
        let mut client = self.client().await?;
        let level = IsolationLevel::RepeatableRead;
        let begin = client.build_transaction().isolation_level(level).read_only(true).start();
        let tx = begin.await.map_err(|cause| fault(&cause).0)?;
        let mut tx = Tx::Postgres(PgTx { tx, again: Again::No });
        let answer = work(&mut tx).await;
        // Dropping it rolls back, which for a read is the same as a commit.
        answer
    }

    pub(super) async fn tx<T>(&self, work: &impl Work<T>) -> Result<T> {
        let mut delay = 1.0;
        let mut tries = 1;
        let mut turn = None;
        loop {
            let (cause, again) = match self.attempt(work).await {
                Ok(value) => return Ok(value),
                Err(trouble) => trouble,
            };
            let limit = match again {
                Again::No => 1,
                Again::Once => 2,
                Again::Yes => TRIES,
            };
            if tries >= limit {
                return Err(cause);
            }
            tries += 1;
            let pause = delay * rand::random_range(0.5..1.5) / 1000.0;
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
            delay = f64::min(delay * 2.0, 400.0);
            if turn.is_none() {
                turn = Some(self.again.lock().await);
            }
        }
    }

    async fn attempt<T>(&self, work: &impl Work<T>) -> std::result::Result<T, (StoreError, Again)> {
        let mut client = self.client().await.map_err(|cause| (cause, Again::No))?;
        let level = IsolationLevel::Serializable;
        let begin = client.build_transaction().isolation_level(level).start();
        let tx = begin.await.map_err(|cause| fault(&cause))?;
        let mut tx = Tx::Postgres(PgTx { tx, again: Again::No });
        let answer = work(&mut tx).await;
        let Tx::Postgres(PgTx { tx, again }) = tx else {
            return Err((StoreError::odd("another engine"), Again::No));
        };
        match answer {
            Ok(value) => tx.commit().await.map(|()| value).map_err(|cause| fault(&cause)),
            Err(cause) => {
                // What failed inside is the answer, whatever the roll-back says.
                let _ = tx.rollback().await;
                Err((cause, again))
            }
        }
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

impl PgTx<'_> {
    fn failed(&mut self, cause: &tokio_postgres::Error) -> StoreError {
        let (error, again) = fault(cause);
        self.again = again;
        error
    }

    pub(super) async fn query(&mut self, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
        let sql = dialect::postgres(sql);
        let found = async {
            let statement = self.tx.prepare_cached(&sql).await?;
            self.tx.query(&statement, &as_dyn(params)).await
        }
        .await;
        rows_of(&found.map_err(|cause| self.failed(&cause))?)
    }

    pub(super) async fn run(&mut self, sql: &str, params: &[Par<'_>]) -> Result<u64> {
        let sql = dialect::postgres(sql);
        let count = async {
            let statement = self.tx.prepare_cached(&sql).await?;
            self.tx.execute(&statement, &as_dyn(params)).await
        }
        .await;
        count.map_err(|cause| self.failed(&cause))
    }

    pub(super) async fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Vec<Par<'_>>],
    ) -> Result<()> {
        let most = (PARAMS / columns.len().max(1)).min(256);
        for chunk in rows.chunks(most) {
            let sql = dialect::insert(table, columns, chunk.len());
            let params: Vec<Par<'_>> = chunk.iter().flatten().copied().collect();
            // Only the full size and single rows come often enough to be worth keeping.
            if chunk.len() == most || chunk.len() == 1 {
                self.run(&sql, &params).await?;
            } else {
                let done = self.tx.execute(sql.as_str(), &as_dyn(&params)).await;
                done.map_err(|cause| self.failed(&cause))?;
            }
        }
        Ok(())
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<()> {
        let done = self.tx.batch_execute(&dialect::postgres_schema(sql)).await;
        done.map_err(|cause| self.failed(&cause))
    }

    pub(super) async fn lock_schema(&mut self) -> Result<()> {
        // Any number does, as long as only this program's migrations use it.
        let done = self.tx.batch_execute("SELECT pg_advisory_xact_lock(7283001)").await;
        done.map_err(|cause| self.failed(&cause))
    }
}

fn as_dyn<'a>(params: &'a [Par<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

fn rows_of(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>> {
    rows.iter().map(row_of).collect()
}

fn row_of(row: &tokio_postgres::Row) -> Result<Row> {
    let value = |column: usize, kind: &Type| {
        let read = match *kind {
            Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|it| it.map(Val::Int)),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(column).map(|it| it.map(|it| Val::Int(it.into())))
            }
            Type::BOOL => {
                row.try_get::<_, Option<bool>>(column).map(|it| it.map(|it| Val::Int(it.into())))
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map(|it| it.map(Val::Blob)),
            _ => row.try_get::<_, Option<String>>(column).map(|it| it.map(Val::Text)),
        };
        read.map(|value| value.unwrap_or(Val::Null)).map_err(|_| StoreError::odd("a type"))
    };
    let columns = row.columns().iter().enumerate();
    columns.map(|(at, column)| value(at, column.type_())).collect::<Result<_>>().map(Row::new)
}

impl ToSql for Par<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
            Self::Int(number) if *kind == Type::TEXT => number.to_string().to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            // The server's text can't hold the character 0; only names could contain it, since
            // JSON text spells it out.
            Self::Text(text) if text.contains('\0') => {
                text.replace('\0', "\u{fffd}").to_sql(kind, out)
            }
            Self::Text(text) => text.to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}

/// What a failure of the server means to the store.
fn fault(cause: &tokio_postgres::Error) -> (StoreError, Again) {
    let Some(code) = cause.code() else {
        let why = format!("the connection to the database broke: {cause}");
        return (StoreError::Unavailable(why), Again::No);
    };
    let said = || cause.as_db_error().map_or_else(String::new, |error| error.message().to_owned());
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
            (StoreError::Unavailable("too many changes at once; try again".into()), Again::Yes)
        }
        SqlState::UNIQUE_VIOLATION => (StoreError::Conflict, Again::Once),
        SqlState::DISK_FULL => (StoreError::Full, Again::No),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
            let text = format!("the database is damaged: {}; restore a backup", said());
            (StoreError::Corrupt(text), Again::No)
        }
        _ => (StoreError::Unavailable(format!("the database answered: {}", said())), Again::No),
    }
}
