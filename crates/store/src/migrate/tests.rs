//! Migrations on the embedded engine, with steps of their own.

use std::path::Path;

use super::*;
use crate::db::Sqlite;
use crate::folder;
use crate::scratch::Folder;

const ONE: Migration =
    Migration { version: 1, name: "one", sql: "CREATE TABLE one (n BIGINT NOT NULL);" };
const TWO: Migration = Migration {
    version: 2,
    name: "two",
    sql: "ALTER TABLE one ADD COLUMN m BIGINT; UPDATE one SET m = n * 2;",
};
const BROKEN: Migration = Migration {
    version: 2,
    name: "two",
    sql: "CREATE TABLE two (n BIGINT); INSERT INTO missing (n) VALUES (1);",
};
const OTHER_ONE: Migration =
    Migration { version: 1, name: "one", sql: "CREATE TABLE one (n TEXT NOT NULL);" };

async fn bring(folder: &Path, known: &'static [Migration]) -> Result<Db> {
    let sqlite = Sqlite::open(&folder::database(folder)?)?;
    let copy = sqlite.clone();
    let db = Db::Sqlite(sqlite);
    migrate(&db, known, 7, async |version| copy.copy_to(&folder::snapshot(folder, version, 7)?))
        .await?;
    Ok(db)
}

async fn put(db: &Db, sql: &'static str) {
    db.tx(move |tx| Box::pin(async move { tx.run(sql, &[]).await })).await.unwrap();
}

async fn numbers(db: &Db, sql: &str) -> Vec<i64> {
    let rows = db.query(sql, &[]).await.unwrap();
    rows.into_iter().map(|mut row| row.int().unwrap()).collect()
}

#[tokio::test]
async fn a_database_with_data_is_copied_before_the_next_step() {
    let folder = Folder::new();
    let db = bring(&folder, &[ONE]).await.unwrap();
    put(&db, "INSERT INTO one (n) VALUES (21)").await;
    db.close().await;

    let db = bring(&folder, &[ONE, TWO]).await.unwrap();
    assert_eq!(numbers(&db, "SELECT m FROM one").await, [42]);

    let copy = folder.join("backup-before-1-7.db");
    assert!(folder::closed(std::os::unix::fs::PermissionsExt::mode(
        &copy.metadata().unwrap().permissions()
    )));
    let old = Db::Sqlite(Sqlite::open(&copy).unwrap());
    assert_eq!(numbers(&old, "SELECT n FROM one").await, [21]);
    assert_eq!(numbers(&old, "SELECT version FROM schema_migrations").await, [1]);
}

#[tokio::test]
async fn a_fresh_or_current_database_is_not_copied() {
    let folder = Folder::new();
    bring(&folder, &[ONE, TWO]).await.unwrap().close().await;
    bring(&folder, &[ONE, TWO]).await.unwrap().close().await;
    let copies = folder.read_dir().unwrap().filter(|entry| {
        entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("backup")
    });
    assert_eq!(copies.count(), 0);
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_behind() {
    let folder = Folder::new();
    bring(&folder, &[ONE]).await.unwrap().close().await;
    assert!(bring(&folder, &[ONE, BROKEN]).await.is_err());
    let db = bring(&folder, &[ONE]).await.unwrap();
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'two'";
    assert_eq!(numbers(&db, tables).await, [0]);
}

#[tokio::test]
async fn newer_and_foreign_databases_are_refused() {
    let folder = Folder::new();
    bring(&folder, &[ONE, TWO]).await.unwrap().close().await;
    let newer = bring(&folder, &[ONE]).await.err().unwrap();
    assert_eq!(newer, StoreError::Newer { found: 2, known: 1 });
    assert!(newer.to_string().contains("of version 2") && newer.to_string().contains("up to 1"));
    assert!(matches!(bring(&folder, &[OTHER_ONE, TWO]).await, Err(StoreError::Corrupt(_))));
}

#[test]
fn steps_are_numbered_from_one() {
    for (number, step) in (1..).zip(MIGRATIONS) {
        assert_eq!(step.version, number, "{}", step.name);
    }
}
