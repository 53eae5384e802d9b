//! Appending and checking, timed.
//!
//! `cargo bench -p audit`; the folder is made where `TMPDIR` points, so let that be a real disk.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't run has nothing to say")]

use std::{path::PathBuf, sync::OnceLock};

use audit::{
    Actor, Answer, Channel, Client, Log, Op, Options, Range, Record, RecordKind, Resource,
};
use divan::{Bencher, counter::ItemsCount};
use tokio::runtime::Runtime;

const CALLERS: u64 = 64;
const EACH: u64 = 200;

fn main() {
    divan::main();
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap())
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("audit-bench-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

/// A read as the gate records it.
fn record() -> Record {
    Record {
        actor: Actor::agent("agt_aaaaaaaaaaaaaaaa", "Release bot", "12345678", "Ana Ruiz")
            .with_key("key_aaaaaaaaaaaaaaaa", "wxyz"),
        client: Client {
            ip: Some("127.0.0.1".to_owned()),
            user_agent: Some("client/1.2".to_owned()),
            ..Client::default()
        },
        op: catalog::spec("getCollection").map(Op::of),
        resources: vec![
            Resource::target("collection", "12ece9e1-2abf-4edc-8e34-de66e74114d2", "Payments")
                .within("1f0df51a-8658-4ee8-a2a1-d2567dfa09a9", "Core"),
        ],
        by: "collections read".to_owned(),
        rules: vec!["grt_aaaaaaaaaaaaaaaa".to_owned()],
        result: Some(Answer { bytes: 54_321, latency_us: 420, ..Answer::status(200) }),
        ..Record::new(RecordKind::Decision, Channel::Rest)
    }
}

fn open(name: &str) -> (Log, PathBuf) {
    let path = folder(name);
    let (log, _) = Log::open(&path, Options::default()).unwrap();
    (log, path)
}

/// Durable records, each awaited by its caller.
#[divan::bench(sample_count = 20)]
fn append_64_callers(bencher: Bencher<'_, '_>) {
    let (log, path) = open("append");
    bencher.counter(ItemsCount::new(CALLERS * EACH)).bench(|| {
        runtime().block_on(async {
            let callers: Vec<_> = (0..CALLERS)
                .map(|_| {
                    let log = log.clone();
                    tokio::spawn(async move {
                        for _ in 0..EACH {
                            log.append(record()).await.unwrap();
                        }
                    })
                })
                .collect();
            for caller in callers {
                caller.await.unwrap();
            }
        });
    });
    runtime().block_on(log.close());
    std::fs::remove_dir_all(path).unwrap();
}

/// What a caller does before the record is handed to the writer.
#[divan::bench]
fn sentence() -> String {
    static RECORD: OnceLock<Record> = OnceLock::new();
    audit::sentence(RECORD.get_or_init(record))
}

/// Checking a whole log.
#[divan::bench(sample_count = 10)]
fn verify(bencher: Bencher<'_, '_>) {
    const RECORDS: u64 = 100_000;
    let (log, path) = open("verify");
    runtime().block_on(async {
        for _ in 0..RECORDS / 1000 {
            let pending: Vec<_> = (0..1000).map(|_| log.enqueue(record())).collect();
            for pending in pending {
                pending.await.unwrap();
            }
        }
        log.close().await;
    });
    bencher.counter(ItemsCount::new(RECORDS)).bench(|| {
        let report = audit::verify(&path, Range::default()).unwrap();
        assert_eq!(report.problem, None);
    });
    std::fs::remove_dir_all(path).unwrap();
}

/// Opening a log of 100,000 records that was closed.
#[divan::bench(sample_count = 20)]
fn reopen(bencher: Bencher<'_, '_>) {
    let (log, path) = open("reopen");
    runtime().block_on(async {
        for _ in 0..100 {
            let pending: Vec<_> = (0..1000).map(|_| log.enqueue(record())).collect();
            for pending in pending {
                pending.await.unwrap();
            }
        }
        log.close().await;
    });
    bencher.bench(|| {
        let (log, _) = Log::open(&path, Options::default()).unwrap();
        runtime().block_on(log.close());
    });
    std::fs::remove_dir_all(path).unwrap();
}
