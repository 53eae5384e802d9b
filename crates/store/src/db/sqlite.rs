//! The embedded engine: one file, one writer thread, a few reading connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt as _;
use rusqlite::ffi::ErrorCode;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use super::writer::Writer;
use super::{Par, Row, Tx, Val, Work};
use crate::error::{Result, StoreError};

/// Reading connections kept open; more are opened for a burst and closed after it.
const IDLE_READERS: usize = 4;

/// The embedded engine.
#[derive(Clone)]
pub(crate) struct Sqlite(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Writer,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the database file, which must exist (an empty one is a new database).
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = connect(path, false)?;
        let again = path.to_owned();
        let writer = Writer::start(connection, Box::new(move || connect(&again, false)))?;
        Ok(Self(Arc::new(Inner { path: path.to_owned(), writer, readers: Mutex::default() })))
    }

    /// Lends a reading connection for as long as `look` runs.
    fn with_reader<T>(&self, look: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let pooled = self.readers().pop();
        let mut connection = match pooled {
            Some(connection) => connection,
            None => connect(&self.0.path, true)?,
        };
        let answer = look(&mut connection);
        let mut readers = self.readers();
        // One that is still inside a transaction is in doubt; it is closed instead.
        if readers.len() < IDLE_READERS && connection.is_autocommit() {
            readers.push(connection);
        }
        answer
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.0.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn generation(&self) -> u64 {
        self.0.writer.generation()
    }

    pub(super) fn query(&self, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
        self.with_reader(|connection| query(connection, sql, params))
    }

    pub(super) fn read<T>(&self, work: &impl Work<T>) -> Result<T> {
        self.with_reader(|connection| {
            run(connection, "BEGIN", &[])?;
            let answer = drive(connection, work);
            let end = run(connection, "COMMIT", &[]);
            answer.and_then(|value| end.map(|_| value))
        })
    }

    pub(super) async fn read_big<T, F>(&self, work: F) -> Result<T>
    where
        F: Work<T> + 'static,
        T: Send + 'static,
    {
        let db = self.clone();
        let reading = tokio::task::spawn_blocking(move || db.read(&work));
        reading.await.unwrap_or_else(|_| Err(StoreError::Unavailable("a read was given up".into())))
    }

    pub(super) async fn tx<T, F>(&self, work: F) -> Result<T>
    where
        F: Work<T> + 'static,
        T: Send + 'static,
    {
        self.0.writer.run(work).await
    }

    pub(super) async fn close(&self) {
        // The writer goes last: only it can fold the write-ahead log into the file.
        self.readers().clear();
        self.0.writer.stop().await;
    }

    /// Copies the database into a new file, which must be empty.
    pub(crate) fn copy_to(&self, target: &Path) -> Result<()> {
        let Some(name) = target.to_str() else {
            return Err(StoreError::Io("the data folder's name is not valid text".into()));
        };
        let connection = connect(&self.0.path, false)?;
        run(&connection, "VACUUM INTO $1", super::params![name])?;
        // The engine leaves syncing the copy to us.
        let synced = std::fs::File::open(target).and_then(|file| file.sync_all());
        synced.map_err(|cause| StoreError::file("write", target, &cause))
    }
}

/// Runs work that never waits to its end.
pub(super) fn drive<T>(connection: &mut Connection, work: &impl Work<T>) -> Result<T> {
    let mut tx = Tx::Sqlite(connection);
    let done = work(&mut tx).now_or_never();
    done.unwrap_or_else(|| {
        Err(StoreError::Unavailable("a transaction waited for something".into()))
    })
}

fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let mode = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let open = || -> rusqlite::Result<Connection> {
        let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(256);
        if !read_only {
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        }
        // In KiB, and small: the server has to stay so, and the system caches the file. The writer's
        // saves a large change from writing its index pages again and again.
        connection.pragma_update(None, "cache_size", if read_only { -512 } else { -2048 })?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(connection)
    };
    open().map_err(|cause| match fault(&cause) {
        StoreError::Corrupt(_) => damaged(path),
        StoreError::Unavailable(why) => {
            StoreError::Io(format!("can't open the database `{}`: {why}", path.display()))
        }
        other => other,
    })
}

fn damaged(path: &Path) -> StoreError {
    StoreError::Corrupt(format!(
        "the database `{}` is damaged or is not a database; put a backup in its place",
        path.display()
    ))
}

pub(super) fn query(connection: &Connection, sql: &str, params: &[Par<'_>]) -> Result<Vec<Row>> {
    let look = || -> rusqlite::Result<Vec<Row>> {
        let mut statement = connection.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(params))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                values.push(value_of(row.get_ref(column)?, column)?);
            }
            found.push(Row::new(values));
        }
        Ok(found)
    };
    look().map_err(|cause| fault(&cause))
}

pub(super) fn run(connection: &Connection, sql: &str, params: &[Par<'_>]) -> Result<u64> {
    let change = || -> rusqlite::Result<usize> {
        connection.prepare_cached(sql)?.execute(rusqlite::params_from_iter(params))
    };
    change().map(|count| count as u64).map_err(|cause| fault(&cause))
}

pub(super) fn script(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|cause| fault(&cause))
}

fn value_of(value: ValueRef<'_>, column: usize) -> rusqlite::Result<Val> {
    Ok(match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::Int(number),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes);
            Val::Text(text.map_err(|cause| rusqlite::Error::Utf8Error(column, cause))?.to_owned())
        }
        ValueRef::Blob(bytes) => Val::Blob(bytes.to_vec()),
        ValueRef::Real(_) => return Err(rusqlite::Error::InvalidQuery),
    })
}

impl ToSql for Par<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// What a failure of the engine means to the store.
fn fault(cause: &rusqlite::Error) -> StoreError {
    use rusqlite::ffi;

    let rusqlite::Error::SqliteFailure(failure, message) = cause else {
        return match cause {
            rusqlite::Error::Utf8Error(..) => StoreError::odd("not UTF-8"),
            other => StoreError::Unavailable(format!("the database refused a statement: {other}")),
        };
    };
    match (failure.code, failure.extended_code) {
        (ErrorCode::DiskFull, _)
        // Quotas and size limits of the system come as failed writes.
        | (_, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE) => StoreError::Full,
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => StoreError::Corrupt(
            "the database is damaged; stop, and put a backup in its place".into(),
        ),
        (_, ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_UNIQUE) => {
            StoreError::Conflict
        }
        _ => {
            let why = message.clone().unwrap_or_else(|| failure.to_string());
            StoreError::Unavailable(format!("the database answered: {why}"))
        }
    }
}
