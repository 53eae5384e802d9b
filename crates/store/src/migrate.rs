//! The steps by which the database got its form.
//!
//! Each step runs once, in one transaction, and is remembered with the checksum of its text. An
//! embedded database that holds data is copied before the first new step.

use sha2::{Digest as _, Sha256};

use crate::db::{Db, params};
use crate::error::{Result, StoreError};

#[cfg(test)]
mod tests;

/// One step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// Its number, from 1 without gaps.
    pub version: i64,
    /// Its name.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps this program knows.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration {
        version: 2,
        name: "mock_calls",
        sql: include_str!("../migrations/0002_mock_calls.sql"),
    },
    Migration {
        version: 3,
        name: "monitors",
        sql: include_str!("../migrations/0003_monitors.sql"),
    },
    Migration {
        version: 4,
        name: "comments",
        sql: include_str!("../migrations/0004_comments.sql"),
    },
    Migration { version: 5, name: "specs", sql: include_str!("../migrations/0005_specs.sql") },
    Migration { version: 6, name: "search", sql: include_str!("../migrations/0006_search.sql") },
    Migration { version: 7, name: "forks", sql: include_str!("../migrations/0007_forks.sql") },
    Migration {
        version: 8,
        name: "announcements",
        sql: include_str!("../migrations/0008_announcements.sql"),
    },
];

/// Brings the database to the newest of `known`. `snapshot` is called with the database's version
/// before a step touches data.
pub(crate) async fn migrate<F>(
    db: &Db,
    known: &'static [Migration],
    now: i64,
    snapshot: F,
) -> Result<()>
where
    F: AsyncFnOnce(i64) -> Result<()>,
{
    let newest = known.last().map_or(0, |step| step.version);
    let applied = applied(db).await?;
    let found = applied.last().map_or(0, |(version, _)| *version);
    if found > newest {
        return Err(StoreError::Newer { found, known: newest });
    }
    for (version, checksum) in &applied {
        let step = known.iter().find(|step| step.version == *version);
        if step.is_none_or(|step| fingerprint(step.sql) != *checksum) {
            return Err(StoreError::Corrupt(format!(
                "the database was set up by other steps than this program's (step {version}); use \
                 the program that made it, or restore a backup"
            )));
        }
    }
    let missing: Vec<Migration> =
        known.iter().filter(|step| step.version > found).copied().collect();
    if found > 0 && !missing.is_empty() {
        snapshot(found).await?;
    }
    for step in missing {
        apply(db, step, now).await?;
    }
    Ok(())
}

/// Versions and checksums of the steps already taken.
async fn applied(db: &Db) -> Result<Vec<(i64, String)>> {
    db.tx(move |tx| {
        Box::pin(async move {
            tx.lock_schema().await?;
            tx.script(
                "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name \
                 TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)",
            )
            .await?;
            let sql = "SELECT version, sha256 FROM schema_migrations ORDER BY version";
            let rows = tx.query(sql, &[]).await?;
            rows.into_iter().map(|mut row| Ok((row.int()?, row.text()?))).collect()
        })
    })
    .await
}

async fn apply(db: &Db, step: Migration, now: i64) -> Result<()> {
    db.tx(move |tx| {
        Box::pin(async move {
            tx.lock_schema().await?;
            let sql = "SELECT version FROM schema_migrations WHERE version = $1";
            if tx.first(sql, params![step.version]).await?.is_some() {
                return Ok(());
            }
            tx.script(step.sql).await?;
            tx.run(
                "INSERT INTO schema_migrations (version, name, sha256, applied_at) VALUES ($1, \
                 $2, $3, $4)",
                params![step.version, step.name, &fingerprint(step.sql), now],
            )
            .await?;
            Ok(())
        })
    })
    .await
}

fn fingerprint(sql: &str) -> String {
    hex(&Sha256::digest(sql.as_bytes()))
}

/// Bytes as lower-case hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| DIGITS.get(usize::from(digit))).collect()
}
