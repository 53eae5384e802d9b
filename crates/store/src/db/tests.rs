//! The embedded engine: commits, failures, full disks.

use super::*;
use crate::error::StoreError;
use crate::folder;
use crate::scratch::Folder;

async fn table(folder: &Folder) -> Db {
    let db = Db::Sqlite(Sqlite::open(&folder::database(folder).unwrap()).unwrap());
    script(&db, "CREATE TABLE t (id TEXT PRIMARY KEY, n BIGINT NOT NULL, body TEXT NOT NULL)")
        .await;
    db
}

async fn script(db: &Db, sql: &str) {
    let sql = sql.to_owned();
    db.tx(move |tx| {
        let sql = sql.clone();
        Box::pin(async move { tx.script(&sql).await })
    })
    .await
    .unwrap();
}

async fn insert(db: &Db, id: &str, size: usize) -> Result<u64> {
    let id = id.to_owned();
    db.tx(move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let sql = "INSERT INTO t (id, n, body) VALUES ($1, 1, $2)";
            tx.run(sql, params![&id, &"x".repeat(size)]).await
        })
    })
    .await
}

async fn count(db: &Db) -> i64 {
    db.query("SELECT COUNT(*) FROM t", &[]).await.unwrap().remove(0).int().unwrap()
}

/// Runs changes at once, so that they meet in one commit.
async fn at_once<T: Send + 'static>(
    changes: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = changes.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_change_takes_nothing_else_with_it() {
    let folder = Folder::new();
    let db = table(&folder).await;
    let results = at_once((0..200).map(|n| {
        let db = db.clone();
        // Every id twice: half of them must fail.
        async move { insert(&db, &format!("id{}", n / 2), 10).await }
    }))
    .await;
    let failed: Vec<_> = results.iter().filter_map(|it| it.as_ref().err()).collect();
    assert_eq!(failed.len(), 100);
    assert!(failed.iter().all(|cause| **cause == StoreError::Conflict));
    assert_eq!(count(&db).await, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_what_does_not_fit_and_nothing_else() {
    let folder = Folder::new();
    let db = table(&folder).await;
    // The engine treats its own limit of pages just like the end of the disk.
    script(&db, "PRAGMA max_page_count = 100").await;
    let results = at_once((0..64).map(|n| {
        let db = db.clone();
        let size = if n == 20 { 1 << 20 } else { 100 };
        async move { insert(&db, &format!("id{n}"), size).await }
    }))
    .await;
    for (n, result) in results.iter().enumerate() {
        let expected = if n == 20 { Err(StoreError::Full) } else { Ok(1) };
        assert_eq!(*result, expected, "change {n}");
    }
    assert_eq!(count(&db).await, 63);

    assert_eq!(insert(&db, "again", 1 << 20).await, Err(StoreError::Full));
    script(&db, "PRAGMA max_page_count = 100000").await;
    assert_eq!(insert(&db, "again", 1 << 20).await, Ok(1));
    assert_eq!(count(&db).await, 64);
}

#[tokio::test]
async fn a_panicking_change_is_undone_and_the_next_one_works() {
    let folder = Folder::new();
    let db = table(&folder).await;
    let stopped: Result<()> = db
        .tx(|tx| {
            Box::pin(async move {
                tx.run("INSERT INTO t (id, n, body) VALUES ('a', 1, '')", &[]).await?;
                panic!("on purpose")
            })
        })
        .await;
    assert!(matches!(stopped, Err(StoreError::Unavailable(_))));
    assert_eq!(insert(&db, "b", 1).await, Ok(1));
    assert_eq!(count(&db).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn read_then_write_loses_no_update() {
    let folder = Folder::new();
    let db = table(&folder).await;
    insert(&db, "counter", 1).await.unwrap();
    let results = at_once((0..64).map(|_| {
        let db = db.clone();
        async move {
            db.tx(|tx| {
                Box::pin(async move {
                    let sql = "SELECT n FROM t WHERE id = $1";
                    let n = tx.first(sql, params!["counter"]).await?.unwrap().int()?;
                    tx.run("UPDATE t SET n = $1", params![n + 1]).await
                })
            })
            .await
        }
    }))
    .await;
    assert!(results.iter().all(Result::is_ok));
    let n = db.query("SELECT n FROM t", &[]).await.unwrap().remove(0).int().unwrap();
    assert_eq!(n, 65);
}

#[tokio::test]
async fn a_read_sees_one_state_throughout() {
    let folder = Folder::new();
    let db = table(&folder).await;
    insert(&db, "a", 1).await.unwrap();
    let other = Sqlite::open(&folder::database(&folder).unwrap()).unwrap();
    let other = Db::Sqlite(other);
    let seen = db
        .read(|tx| {
            let other = other.clone();
            Box::pin(async move {
                let sql = "SELECT COUNT(*) FROM t";
                let before = tx.first(sql, &[]).await?.unwrap().int()?;
                // A whole change happens elsewhere meanwhile.
                std::thread::scope(|scope| {
                    scope.spawn(|| {
                        tokio::runtime::Runtime::new()
                            .unwrap()
                            .block_on(insert(&other, "b", 1))
                            .unwrap()
                    });
                });
                Ok((before, tx.first(sql, &[]).await?.unwrap().int()?))
            })
        })
        .await
        .unwrap();
    assert_eq!(seen, (1, 1));
    assert_eq!(count(&db).await, 2);
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    let folder = Folder::new();
    let db = table(&folder).await;
    script(&db, "CREATE TABLE v (a BIGINT, b TEXT, c BLOB)").await;
    let text = "a\0b\u{1F600}";
    db.tx(move |tx| {
        Box::pin(async move {
            let rows = [
                vec![Par::Int(i64::MIN), Par::Text(text), Par::Blob(&[0, 255])],
                vec![Par::Null, Par::Null, Par::Blob(&[])],
            ];
            tx.insert_many("v", &["a", "b", "c"], &rows).await
        })
    })
    .await
    .unwrap();
    let mut rows = db.query("SELECT a, b, c FROM v ORDER BY rowid", &[]).await.unwrap();
    let first = &mut rows[0];
    assert_eq!((first.int(), first.text()), (Ok(i64::MIN), Ok(text.to_owned())));
    assert_eq!(first.blob(), Ok(vec![0, 255]));
    let second = &mut rows[1];
    assert_eq!((second.maybe_int(), second.maybe_text()), (Ok(None), Ok(None)));
    assert_eq!(second.blob(), Ok(vec![]));
    assert!(second.int().is_err(), "there is no fourth column");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let folder = Folder::new();
    let db = table(&folder).await;
    db.close().await;
    assert!(matches!(insert(&db, "a", 1).await, Err(StoreError::Unavailable(_))));
    // Everything is in the one file now.
    assert!(!folder.join("gatepost.db-wal").exists());
}
