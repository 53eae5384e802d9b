//! Opening and reopening a log.

use std::{
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use audit::{Clock, Event, Filter, Log, LogError, Moment, Options};

use crate::{Scratch, open, options, record};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_have_no_gaps_across_callers_and_starts() {
    let scratch = Scratch::new();
    let mut numbers = Vec::new();
    for round in 0..3 {
        let (log, recovered) = open(&scratch);
        assert_eq!(recovered.is_new, round == 0);
        assert!(recovered.open_intents.is_empty() && recovered.cut_bytes == 0);
        let callers: Vec<_> = (0..20)
            .map(|_| {
                let log = log.clone();
                tokio::spawn(async move { log.append(record("x")).await.unwrap().seq })
            })
            .collect();
        for caller in callers {
            numbers.push(caller.await.unwrap());
        }
        log.close().await;
        assert!(log.append(record("late")).await.is_err());
    }
    numbers.sort_unstable();
    numbers.dedup();
    let report = scratch.assert_whole();
    // A header, and one opening for each start.
    assert_eq!((numbers.len(), report.records, report.last_seq), (60, 64, 64));
}

#[tokio::test]
async fn the_order_of_one_caller_is_kept() {
    let scratch = Scratch::new();
    let (log, _) = open(&scratch);
    let pending: Vec<_> = (0..100).map(|_| log.enqueue(record("x"))).collect();
    let mut last = 0;
    for pending in pending {
        let seq = pending.await.unwrap().seq;
        assert!(seq > last);
        last = seq;
    }
    log.close().await;
}

#[tokio::test]
async fn a_folder_has_one_log() {
    let scratch = Scratch::new();
    let (log, _) = open(&scratch);
    assert!(matches!(Log::open(&scratch.0, options()), Err(LogError::Locked(_))));
    log.close().await;
    drop(log);
    let name = scratch.segments().remove(0);
    assert_eq!(name, "audit-00000000000000000001.log");
    let mode = std::fs::metadata(scratch.file(&name)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::remove_file(scratch.file("audit.id")).unwrap();
    let refused = Log::open(&scratch.0, options()).unwrap_err();
    assert!(refused.to_string().contains("audit.id"), "{refused}");
}

#[tokio::test]
async fn segments_end_when_they_are_large_or_old() {
    let now = Arc::new(AtomicI64::new(1_700_000_000_000_000));
    let clock: Clock = Arc::new({
        let now = Arc::clone(&now);
        move || Moment(now.load(Ordering::Relaxed))
    });
    let at = |name: &str| audit::Record { ts: clock(), ..record(name) };
    let scratch = Scratch::new();
    let (log, _) =
        Log::open(&scratch.0, Options { clock: Arc::clone(&clock), ..options() }).unwrap();
    log.append(at("first hour")).await.unwrap();
    now.fetch_add(3600 * 1_000_000, Ordering::Relaxed);
    log.append(at("second hour")).await.unwrap();
    // The wall clock was put back.
    now.fetch_sub(600 * 1_000_000, Ordering::Relaxed);
    log.append(at("earlier")).await.unwrap();
    let newest = log.page(Filter { system: true, limit: 2, ..Filter::default() }).await.unwrap();
    assert_eq!(newest[1].event, Some(Event::Clock { behind_us: 600_000_000 }));
    log.close().await;
    assert_eq!(scratch.segments().len(), 2);
    let small = Options { clock: Arc::clone(&clock), segment_bytes: 1, ..options() };
    let (log, _) = Log::open(&scratch.0, small).unwrap();
    for _ in 0..3 {
        log.append(at("own segment")).await.unwrap();
    }
    log.close().await;
    assert_eq!(scratch.segments().len(), 6);
    scratch.assert_whole();
}

#[tokio::test]
async fn a_torn_end_is_cut_and_kept_aside() {
    for torn in ["abc", "0".repeat(64).as_str(), "no line\nand another\n", "\0\0\0\n"] {
        let scratch = Scratch::new();
        let (log, _) = open(&scratch);
        log.append(record("kept")).await.unwrap();
        log.close().await;
        drop(log);
        let path = scratch.file(&scratch.segments()[0]);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole, torn.as_bytes()].concat()).unwrap();
        let (log, recovered) = open(&scratch);
        assert_eq!(recovered.cut_bytes, torn.len() as u64);
        log.append(record("after")).await.unwrap();
        let all = Filter { system: true, ..Filter::default() };
        let records = log.page(all).await.unwrap();
        let cut = Event::Cut {
            bytes: torn.len() as u64,
            file: scratch.segments()[0].clone(),
            offset: whole.len() as u64,
        };
        assert!(records.iter().any(|record| record.event == Some(cut.clone())));
        log.close().await;
        scratch.assert_whole();
        let copy = format!("{}.{}.torn", scratch.segments()[0], whole.len());
        assert_eq!(std::fs::read(scratch.file(&copy)).unwrap(), torn.as_bytes());
    }
}

#[tokio::test]
async fn zeros_kept_ready_are_no_damage() {
    let scratch = Scratch::new();
    let (log, _) = open(&scratch);
    log.append(record("kept")).await.unwrap();
    let path = scratch.file(&scratch.segments()[0]);
    let live = std::fs::read(&path).unwrap();
    let used = live.iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    assert!(live.len() > used, "space is ready behind the end");
    scratch.assert_whole();
    log.close().await;
    drop(log);
    assert_eq!(std::fs::read(&path).unwrap(), &live[..used], "a log in good order ends at its end");

    // A process that was killed leaves them.
    std::fs::write(&path, &live).unwrap();
    scratch.assert_whole();
    let (log, recovered) = open(&scratch);
    assert_eq!(recovered.cut_bytes, 0);
    log.append(record("after")).await.unwrap();
    log.close().await;
    scratch.assert_whole();
}

#[tokio::test]
async fn a_segment_that_never_got_a_record_is_dropped() {
    for content in ["", "half a head"] {
        let scratch = Scratch::new();
        let (log, _) = open(&scratch);
        let seq = log.append(record("kept")).await.unwrap().seq;
        log.close().await;
        drop(log);
        let name = format!("audit-{:020}.log", seq + 1);
        std::fs::write(scratch.file(&name), content).unwrap();
        let (log, _) = open(&scratch);
        log.append(record("after")).await.unwrap();
        log.close().await;
        assert_eq!(scratch.segments().len(), 1);
        scratch.assert_whole();
    }
}

#[tokio::test]
async fn a_changed_line_with_good_ones_behind_it_stays_as_evidence() {
    let scratch = Scratch::new();
    let (log, _) = open(&scratch);
    for name in ["one", "two", "three"] {
        log.append(record(name)).await.unwrap();
    }
    log.close().await;
    drop(log);
    let path = scratch.file(&scratch.segments()[0]);
    let changed = std::fs::read_to_string(&path).unwrap().replacen("'two'", "'TWO'", 1);
    std::fs::write(&path, &changed).unwrap();
    // Without its note the log is read whole.
    std::fs::remove_file(scratch.file("audit.head")).unwrap();
    let (log, recovered) = open(&scratch);
    assert_eq!(recovered.cut_bytes, 0);
    let all = Filter { system: true, ..Filter::default() };
    let records = log.page(all).await.unwrap();
    assert!(records.iter().any(|r| matches!(r.event, Some(Event::Damage { .. }))), "{records:?}");
    log.close().await;
    assert!(std::fs::read_to_string(&path).unwrap().starts_with(&changed));
    assert_eq!(scratch.verify().problem.unwrap().seq, 4);
}

#[tokio::test]
async fn stored_records_that_are_gone_are_not_taken_for_a_torn_end() {
    type Change = fn(&mut Vec<String>);
    let cases: [(&str, Change); 3] = [
        ("the last record was changed", |lines| lines[4] = lines[4].replace("'three'", "'3'")),
        ("the last record was removed", |lines| drop(lines.pop())),
        ("half of the last record was removed", |lines| lines[4].truncate(200)),
    ];
    for (what, change) in cases {
        let scratch = Scratch::new();
        let (log, _) = open(&scratch);
        for name in ["one", "two", "three"] {
            log.append(record(name)).await.unwrap();
        }
        log.close().await;
        let path = scratch.file(&scratch.segments()[0]);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        std::fs::write(&path, lines.concat()).unwrap();
        assert_eq!(scratch.verify().problem.unwrap().seq, 5, "{what}");
        for _ in 0..2 {
            let (log, recovered) = open(&scratch);
            assert_eq!(recovered.cut_bytes, 0, "{what}");
            log.append(record("after")).await.unwrap();
            log.close().await;
        }
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(&lines.concat()), "{what}");
        assert!(scratch.verify().problem.is_some(), "{what}");
    }
}

#[tokio::test]
async fn a_wrong_note_on_the_end_is_not_believed() {
    let scratch = Scratch::new();
    let (log, _) = open(&scratch);
    log.append(record("one")).await.unwrap();
    let early = std::fs::read_to_string(scratch.file("audit.head")).unwrap();
    log.append(record("two")).await.unwrap();
    log.close().await;
    drop(log);
    let late = std::fs::read_to_string(scratch.file("audit.head")).unwrap();
    let wrong = ["", "{}", "null", &late.replace("\"seq\":4", "\"seq\":3"), &early];
    for (round, note) in wrong.into_iter().enumerate() {
        std::fs::write(scratch.file("audit.head"), note).unwrap();
        let (log, recovered) = open(&scratch);
        assert_eq!((log.last_seq(), recovered.cut_bytes), (5 + round as u64, 0), "{note}");
        log.close().await;
        scratch.assert_whole();
    }
}
