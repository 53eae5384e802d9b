//! Finding records again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use audit::{Actor, Clock, Decision, Filter, Log, Moment, Options, Record};

use crate::{Scratch, options, record};

const START: i64 = 1_700_000_000_000_000;

/// 200 records in many segments, one per minute, by two agents; every tenth is denied.
async fn log(scratch: &Scratch) -> (Log, Vec<Record>) {
    let now = Arc::new(AtomicI64::new(START));
    let clock: Clock = Arc::new({
        let now = Arc::clone(&now);
        move || Moment(now.load(Ordering::Relaxed))
    });
    let small = Options { segment_bytes: 10_000, clock, ..options() };
    let (log, _) = Log::open(&scratch.0, small).unwrap();
    let mut records = Vec::new();
    for number in 0..200 {
        let mut record = record(&format!("c{number}"));
        record.ts = Moment(START).plus_seconds(number * 60);
        now.store(record.ts.0, Ordering::Relaxed);
        if number % 2 == 1 {
            record.actor = Actor::agent("agt_b", "Other bot", "2", "Bo");
        }
        if number % 10 == 0 {
            record.decision = Decision::Deny;
        }
        record.seq = log.append(record.clone()).await.unwrap().seq;
        records.push(record);
    }
    assert!(scratch.segments().len() > 5);
    (log, records)
}

fn numbers(records: &[Record]) -> Vec<u64> {
    records.iter().map(|record| record.seq).collect()
}

#[tokio::test]
async fn pages_go_back_in_time() {
    let scratch = Scratch::new();
    let (log, records) = log(&scratch).await;
    let mut before_seq = None;
    let mut seen = Vec::new();
    loop {
        let page = log.page(Filter { before_seq, limit: 7, ..Filter::default() }).await.unwrap();
        let Some(last) = page.last() else { break };
        before_seq = Some(last.seq);
        seen.extend(numbers(&page));
    }
    seen.reverse();
    assert_eq!(seen, numbers(&records));
    log.close().await;
}

#[tokio::test]
async fn filters_choose() {
    let scratch = Scratch::new();
    let (log, records) = log(&scratch).await;
    let minute = |number: i64| Some(Moment(START).plus_seconds(number * 60));
    let expect = |wanted: &dyn Fn(usize) -> bool| {
        let chosen = records.iter().enumerate().filter(|(at, _)| wanted(*at));
        chosen.map(|(_, record)| record.seq).rev().collect::<Vec<_>>()
    };
    let all = || Filter { limit: 1000, ..Filter::default() };
    let agent = |name: &str| Filter { agent: Some(name.to_owned()), ..all() };
    let operation = |id: &str| Filter { operation: Some(id.to_owned()), ..all() };
    let denied = Filter { decision: Some(Decision::Deny), ..all() };
    let some = Filter { since: minute(50), until: minute(60), ..agent("agt_a") };
    let cases: Vec<(Filter, Vec<u64>)> = vec![
        (all(), expect(&|_| true)),
        (agent("agt_b"), expect(&|at| at % 2 == 1)),
        (agent("Other bot"), expect(&|at| at % 2 == 1)),
        (agent("agt_c"), vec![]),
        (agent("Ana"), vec![]),
        (denied, expect(&|at| at % 10 == 0)),
        (operation("getCollection"), expect(&|_| true)),
        (operation("getCollections"), vec![]),
        (Filter { since: minute(190), ..all() }, expect(&|at| at >= 190)),
        (Filter { until: minute(5), ..all() }, expect(&|at| at < 5)),
        (some, expect(&|at| (50..60).contains(&at) && at % 2 == 0)),
    ];
    for (filter, expected) in cases {
        let found = log.page(filter.clone()).await.unwrap();
        assert_eq!(numbers(&found), expected, "{filter:?}");
    }
    log.close().await;
}

#[tokio::test]
async fn a_look_ends_after_so_many_and_goes_on() {
    let scratch = Scratch::new();
    let (log, records) = log(&scratch).await;
    let kept = |record: &Record| record.seq.is_multiple_of(50);
    let (mut before_seq, mut found, mut looks) = (None, Vec::new(), 0);
    loop {
        let filter = Filter { before_seq, limit: 1000, ..Filter::default() };
        let (some, stopped) = log.look(filter, 30, kept).await.unwrap();
        found.extend(numbers(&some));
        looks += 1;
        before_seq = stopped;
        if stopped.is_none() {
            break;
        }
    }
    let expected: Vec<u64> =
        records.iter().rev().map(|one| one.seq).filter(|seq| seq.is_multiple_of(50)).collect();
    assert_eq!(found, expected);
    assert!(looks >= records.len() / 30, "{looks}");
    // What is kept counts for the limit, not what fits.
    let filter = Filter { limit: 2, ..Filter::default() };
    let (some, stopped) = log.look(filter, usize::MAX, kept).await.unwrap();
    assert_eq!((numbers(&some), stopped), (expected[..2].to_vec(), None));
    log.close().await;
}

#[tokio::test]
async fn records_are_found_by_id() {
    let scratch = Scratch::new();
    let small = Options { segment_bytes: 10_000, ..options() };
    let (log, _) = Log::open(&scratch.0, small).unwrap();
    let mut records = Vec::new();
    for _ in 0..200 {
        let mut record = record("x");
        record.seq = log.append(record.clone()).await.unwrap().seq;
        records.push(record);
    }
    for record in records.iter().step_by(17) {
        let found = log.find(&record.id).await.unwrap().unwrap();
        assert_eq!((found.seq, &found.resources), (record.seq, &record.resources));
        assert!(found.hash.is_some() && !found.text.is_empty());
    }
    assert_eq!(log.find(&model::RecordId::now()).await.unwrap(), None);
    log.close().await;
}

#[tokio::test]
async fn the_log_can_be_followed_and_replayed() {
    let scratch = Scratch::new();
    let (log, records) = log(&scratch).await;
    let mut looked = 0;
    let mut seen = Vec::new();
    while looked < log.last_seq() {
        let filter = Filter { limit: 30, ..Filter::default() };
        let (page, upto) = log.after(looked, filter).await.unwrap();
        assert!(page.len() <= 30 && upto > looked);
        seen.extend(numbers(&page));
        looked = upto;
    }
    assert_eq!(seen, numbers(&records));

    let follower = tokio::spawn({
        let log = log.clone();
        async move {
            log.wait_past(looked).await;
            log.after(looked, Filter::default()).await.unwrap().0
        }
    });
    let new = log.append(record("new")).await.unwrap().seq;
    let found = tokio::time::timeout(Duration::from_secs(20), follower).await.unwrap().unwrap();
    assert_eq!(numbers(&found), [new]);

    let mut replayed = Vec::new();
    let from = records[100].seq;
    assert_eq!(log.replay(from, |record| replayed.push(record.seq)).unwrap(), new);
    assert_eq!(replayed, (from..=new).collect::<Vec<_>>());
    assert_eq!(log.replay(new + 1, |_| unreachable!()).unwrap(), new);
    log.close().await;
}
