//! A disk that can't be written: everything is refused, nothing is promised, and it ends by itself.

use std::{sync::Arc, time::Duration};

use audit::{Event, Filter, Log, LogError, Options, Record, State};

use crate::{Scratch, disk::BadDisk, options, record};

fn open(scratch: &Scratch, options: Options) -> (Log, BadDisk) {
    let disk = BadDisk::new(&scratch.0);
    let (log, _) = Log::open_on(Arc::new(disk.clone()), options).unwrap();
    (log, disk)
}

async fn until(what: &str, done: impl Fn() -> bool) {
    let wait = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect(what);
}

fn is_up(log: &Log) -> bool {
    log.state() == State::Up
}

async fn everything(log: &Log) -> Vec<Record> {
    let all = Filter { system: true, limit: 10_000, ..Filter::default() };
    log.page(all).await.unwrap()
}

fn outages(records: &[Record]) -> Vec<&Record> {
    let is_outage = |record: &&Record| matches!(record.event, Some(Event::Outage { .. }));
    records.iter().filter(is_outage).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_resumes() {
    let scratch = Scratch::new();
    let (log, disk) = open(&scratch, options());
    let mut last = log.append(record("first")).await.unwrap().seq;
    disk.set_capacity(Some(disk.used() + 5_000));
    let fault = loop {
        match log.append(record("more")).await {
            Ok(receipt) => last = receipt.seq,
            Err(fault) => break fault,
        }
    };
    assert!(matches!(fault, LogError::Unavailable(_)), "{fault}");
    assert!(matches!(log.state(), State::Down { .. }));
    assert_eq!(log.last_seq(), last);
    assert!(log.append(record("refused")).await.is_err());
    assert!(log.append_admin(record("refused too, there is no reserve")).await.is_err());

    disk.set_capacity(None);
    until("the log resumes by itself", || is_up(&log)).await;
    log.append(record("after")).await.unwrap();
    let records = everything(&log).await;
    assert!(records.iter().all(|record| !record.text.contains("refused'")));
    let [after, outage, header, before, ..] = records.as_slice() else { panic!() };
    assert!(after.text.contains("'after'") && before.seq == last);
    assert!(matches!(header.event, Some(Event::Header { .. })));
    assert!(matches!(outage.event, Some(Event::Outage { until: Some(_), .. })), "{outage:?}");
    log.close().await;
    scratch.assert_whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn administration_goes_on_from_the_reserve() {
    let scratch = Scratch::new();
    let (log, disk) = open(&scratch, Options { reserve_bytes: 30_000, ..options() });
    until("the reserve is there", || disk.used() > 30_000).await;
    // The reserve is made by the writer before it takes records.
    log.append(record("first")).await.unwrap();
    disk.set_capacity(Some(disk.used()));
    assert!(log.append(record("refused")).await.is_err());

    log.append_admin(record("admin 1")).await.unwrap();
    log.append_admin(record("admin 2")).await.unwrap();
    assert!(!is_up(&log), "others are still refused");
    assert!(log.append(record("refused")).await.is_err());

    disk.set_capacity(None);
    until("the log resumes by itself", || is_up(&log)).await;
    log.append(record("after")).await.unwrap();
    let records = everything(&log).await;
    let events: Vec<_> = outages(&records).into_iter().rev().map(|r| r.event.clone()).collect();
    assert!(
        matches!(
            events.as_slice(),
            [Some(Event::Outage { until: None, .. }), Some(Event::Outage { until: Some(_), .. })]
        ),
        "{events:?}"
    );
    assert!(std::fs::metadata(scratch.file("audit.reserve")).unwrap().len() == 30_000);
    log.close().await;
    scratch.assert_whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_sync_ends_the_file() {
    let scratch = Scratch::new();
    let (log, disk) = open(&scratch, options());
    log.append(record("kept")).await.unwrap();
    let segments = scratch.segments().len();
    disk.fail_syncs(3);
    assert!(log.append(record("lost")).await.is_err());
    until("the log resumes by itself", || is_up(&log)).await;
    log.append(record("after")).await.unwrap();
    log.close().await;
    assert_eq!(scratch.segments().len(), segments + 1);
    let report = scratch.assert_whole();
    let (log, _) = crate::open(&scratch);
    assert!(log.last_seq() > report.last_seq);
    let text: String = everything(&log).await.into_iter().map(|record| record.text).collect();
    assert!(text.contains("'kept'") && text.contains("'after'") && !text.contains("'lost'"));
    log.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_hangs_counts_as_failed() {
    let scratch = Scratch::new();
    let stalled = Duration::from_millis(10);
    let (log, disk) = open(&scratch, Options { stalled, ..options() });
    disk.hold_syncs(true);
    let waiting = log.enqueue(record("slow"));
    until("the log is down", || !is_up(&log)).await;
    assert!(log.append(record("refused")).await.is_err());
    assert!(log.append_admin(record("refused")).await.is_err());
    disk.hold_syncs(false);
    waiting.await.unwrap();
    until("the log is up", || is_up(&log)).await;
    log.append(record("after")).await.unwrap();
    log.close().await;
    scratch.assert_whole();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_opened_on_a_full_disk_is_down_at_first() {
    let scratch = Scratch::new();
    let (log, _) = crate::open(&scratch);
    log.append(record("before")).await.unwrap();
    log.close().await;
    let disk = BadDisk::new(&scratch.0);
    disk.set_capacity(Some(disk.used()));
    let (log, _) = Log::open_on(Arc::new(disk.clone()), options()).unwrap();
    assert!(log.append(record("refused")).await.is_err());
    assert_eq!(everything(&log).await.len(), 3, "it can be read");
    disk.set_capacity(None);
    until("the log resumes by itself", || is_up(&log)).await;
    log.append(record("after")).await.unwrap();
    log.close().await;
    scratch.assert_whole();
}
