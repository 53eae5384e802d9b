//! What was acknowledged survives a power cut at any time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use audit::{Answer, Log, Record, RecordKind};

use crate::{
    Scratch,
    disk::{BadDisk, Dice},
    intent, options, record,
};

type Acknowledged = Arc<Mutex<BTreeMap<String, u64>>>;

/// Appends until the log refuses: reads, and intents with their outcomes.
async fn caller(log: Log, acknowledged: Acknowledged, number: usize) {
    let note = |record: &Record, seq| {
        acknowledged.lock().unwrap().insert(record.id.to_string(), seq);
    };
    loop {
        let first = if number.is_multiple_of(2) { record("read") } else { intent("change") };
        let Ok(receipt) = log.append(first.clone()).await else { return };
        note(&first, receipt.seq);
        if first.kind == RecordKind::Intent {
            let outcome = first.outcome(receipt.seq, Answer::status(200));
            let Ok(receipt) = log.append(outcome.clone()).await else { return };
            note(&outcome, receipt.seq);
        }
    }
}

fn assert_all_there(log: &Log, acknowledged: &Acknowledged) {
    let mut stored = BTreeMap::new();
    let each = |record: Record| {
        stored.insert(record.id.to_string(), record.seq);
    };
    log.replay(1, each).unwrap();
    for (id, seq) in acknowledged.lock().unwrap().iter() {
        assert_eq!(stored.get(id), Some(seq), "{id} was acknowledged");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_power_cuts_lose_nothing_acknowledged() {
    let scratch = Scratch::new();
    let acknowledged = Acknowledged::default();
    let seed = 0x9e37_79b9_7f4a_7c15;
    println!("seed {seed:x}");
    let mut dice = Dice(seed);
    let mut cuts = 0;
    for _ in 0..50 {
        let disk = BadDisk::new(&scratch.0);
        // Small segments, so that some cuts hit a change of segments.
        let small = audit::Options { segment_bytes: 20_000, ..options() };
        let (log, recovered) = Log::open_on(Arc::new(disk.clone()), small).unwrap();
        cuts += u64::from(recovered.cut_bytes > 0);
        assert_all_there(&log, &acknowledged);
        for intent in recovered.open_intents {
            let outcome = intent.outcome(intent.seq, Answer::recovered(false));
            log.append(outcome).await.unwrap();
        }
        let callers: Vec<_> = (0..8)
            .map(|number| tokio::spawn(caller(log.clone(), Arc::clone(&acknowledged), number)))
            .collect();
        let enough = disk.syncs() + 1 + dice.below(30);
        while disk.syncs() < enough {
            tokio::task::yield_now().await;
        }
        if dice.below(2) == 0 {
            disk.cut_power(&mut dice);
        } else {
            disk.cut_power_in_sync(dice.below(u64::MAX));
        }
        for caller in callers {
            caller.await.unwrap();
        }
        log.close().await;
    }
    // How many depends on how busy the machine is.
    assert!(cuts > 1, "only {cuts} cuts left an unfinished end");
    let (log, recovered) = Log::open(&scratch.0, options()).unwrap();
    assert_all_there(&log, &acknowledged);
    for intent in recovered.open_intents {
        log.append(intent.outcome(intent.seq, Answer::recovered(false))).await.unwrap();
    }
    log.close().await;
    let report = scratch.assert_whole();
    assert!(report.records > acknowledged.lock().unwrap().len() as u64);
    assert!(report.segments > 3);
}

#[tokio::test]
async fn open_intents_are_found_however_old() {
    let scratch = Scratch::new();
    let small = || audit::Options { segment_bytes: 3_000, ..options() };
    let (log, _) = Log::open(&scratch.0, small()).unwrap();
    let (old, done) = (intent("old"), intent("done"));
    let old_seq = log.append(old.clone()).await.unwrap().seq;
    let done_seq = log.append(done.clone()).await.unwrap().seq;
    for _ in 0..30 {
        log.append(record("other")).await.unwrap();
    }
    log.append(done.outcome(done_seq, Answer::status(200))).await.unwrap();
    log.close().await;
    assert!(scratch.segments().len() > 3);
    assert_eq!(scratch.verify().open, vec![old.id.clone()]);

    for without_note in [false, true] {
        if without_note {
            std::fs::remove_file(scratch.file("audit.head")).unwrap();
        }
        let (log, recovered) = Log::open(&scratch.0, small()).unwrap();
        let [found] = recovered.open_intents.as_slice() else { panic!("{recovered:?}") };
        assert_eq!((&found.id, found.seq), (&old.id, old_seq));
        if without_note {
            log.append(found.outcome(found.seq, Answer::recovered(true))).await.unwrap();
        }
        log.close().await;
    }
    scratch.assert_whole();
}
