//! Due slots, the queue, and what became of runs.

use std::collections::BTreeMap;

use model::ElementKind::Monitor;
use model::secret::Document;
use model::{Element, RecordId};
use store::{
    Cause, Claim, Done, Execution, MonitorRun, NewElement, NewExecution, RunState, RunTally, Slot,
    Start, Taken,
};

use crate::on_both_engines;
use crate::rig::{OWNER, Rig, seen};

on_both_engines!(
    a_slot_belongs_to_whoever_moves_its_schedule_on,
    a_slot_is_skipped_while_the_run_before_it_goes_on,
    the_queue_is_emptied_in_order_and_within_limits,
    an_execution_ends_once,
    what_a_stop_left_is_ended,
    history_is_listed_by_page_and_forgotten,
    everything_goes_with_the_monitor,
    webhooks_are_found_by_their_secret,
);

async fn monitor(rig: &Rig, due: Option<i64>, webhook: Option<[u8; 32]>) -> Element {
    let workspace = rig.workspace("W").await;
    let new = NewElement { workspace: workspace.id, name: "m".to_owned(), guard: None };
    let document = Document::extract(r#"{"collection":"c","active":true}"#);
    let start = Start { due, webhook };
    rig.store.create_monitor(&rig.stamp(), &new, document, start).await.unwrap()
}

fn taken(monitor: &Element, due: i64, next: Option<i64>, slots: &[(i64, bool)]) -> Taken {
    let slots = slots.iter().map(|(at, runs)| Slot {
        at: *at,
        count: 1,
        skipped: (!runs).then(|| "missed".to_owned()),
    });
    Taken {
        monitor: monitor.id.clone(),
        owner: OWNER.0,
        team: 7,
        due,
        next,
        slots: slots.collect(),
    }
}

fn queued(monitor: &Element, number: i64, team: i64) -> NewExecution {
    NewExecution {
        id: format!("x{number:02}"),
        monitor: monitor.id.clone(),
        owner: OWNER.0,
        team,
        cause: Cause::Webhook,
        payload: format!("p{number}"),
        at: number,
    }
}

async fn claim(rig: &Rig, count: usize, busy: &[(i64, usize)], per_team: usize) -> Vec<Execution> {
    let claim = Claim {
        records: (0..count).map(|_| RecordId::now()).collect(),
        busy: busy.iter().copied().collect::<BTreeMap<_, _>>(),
        per_team,
        node: "one".to_owned(),
        lease: 1_000_000,
        at: 500,
    };
    rig.store.claim(claim).await.unwrap()
}

fn done(monitor: &Element, state: RunState) -> Done {
    let tally = RunTally { assertions: 2, requests: 1, latency: 30, ..RunTally::default() };
    let run = MonitorRun {
        id: model::id::new_element_id(),
        monitor: monitor.id.clone(),
        attempt: 1,
        state,
        started_at: 500,
        finished_at: 600,
        summary: "{}".to_owned(),
        log: "[]".to_owned(),
    };
    let (reason, report) = (String::new(), r#"{"print":1}"#.to_owned());
    Done { state, reason, tally, report, runs: vec![run], at: 7_200_000 }
}

async fn a_slot_belongs_to_whoever_moves_its_schedule_on(rig: Rig) {
    let one = monitor(&rig, Some(100), None).await;
    let other = monitor(&rig, Some(300), None).await;
    assert_eq!(rig.store.next_due().await.unwrap(), Some(100));
    let due = rig.store.due_monitors(200, 10).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.monitor).collect::<Vec<_>>(), [&one.id]);
    assert_eq!((due[0].due, due[0].team), (100, 7));
    let take = || vec![taken(&one, 100, Some(400), &[(50, false), (100, true)])];
    let (first, second) =
        tokio::join!(rig.store.take_slots(take(), 200), rig.store.take_slots(take(), 200));
    assert_eq!(first.unwrap() + second.unwrap(), 1, "one of them has it");
    assert_eq!(rig.store.due_of(&one.id).await.unwrap(), Some(400));
    let all = rig.store.executions(&one.id, None, 10).await.unwrap();
    let mut states: Vec<_> = all.iter().map(|it| (it.slot, it.state)).collect();
    states.sort_unstable();
    assert_eq!(states, [(Some(50), RunState::Skipped), (Some(100), RunState::Queued)]);
    rig.store.take_slots(vec![taken(&other, 300, None, &[(300, false)])], 300).await.unwrap();
    assert_eq!(rig.store.due_of(&other.id).await.unwrap(), None);
}

async fn a_slot_is_skipped_while_the_run_before_it_goes_on(rig: Rig) {
    let monitor = monitor(&rig, Some(100), None).await;
    let take = async |due: i64| {
        let taken = vec![taken(&monitor, due, Some(due + 100), &[(due, true)])];
        rig.store.take_slots(taken, due).await.unwrap()
    };
    assert_eq!((take(100).await, take(200).await), (1, 0));
    let begun = claim(&rig, 1, &[], 9).await;
    assert_eq!(take(300).await, 0, "it runs now");
    rig.store.finish(&begun[0].id, false, done(&monitor, RunState::Success)).await.unwrap();
    assert_eq!(take(400).await, 1);
    let all = rig.store.executions(&monitor.id, None, 10).await.unwrap();
    assert_eq!(all[1].reason, "the run before it was still going");
}

async fn the_queue_is_emptied_in_order_and_within_limits(rig: Rig) {
    let monitor = monitor(&rig, None, None).await;
    assert!(!rig.store.has_queued().await.unwrap());
    for number in 1..=6 {
        let new = queued(&monitor, number, if number <= 4 { 1 } else { 2 });
        assert!(rig.store.enqueue(None, &new, 6).await.unwrap());
    }
    let more = queued(&monitor, 7, 1);
    assert!(!rig.store.enqueue(None, &more, 6).await.unwrap(), "six wait already");
    assert!(rig.store.has_queued().await.unwrap());
    let ids = |claimed: &[Execution]| claimed.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    // Team 1 has one run going and may have three.
    let first = claim(&rig, 4, &[(1, 1)], 3).await;
    assert_eq!(ids(&first), ["x01", "x02", "x05", "x06"]);
    assert_eq!(first[0].payload, "p1");
    assert!(rig.store.has_effect(&RecordId::parse(&first[0].record).unwrap()).await.unwrap());
    assert_eq!(rig.store.execution("x01").await.unwrap().unwrap().payload, "", "it is not kept");
    assert_eq!(ids(&claim(&rig, 4, &[(1, 3)], 3).await), [""; 0]);
    let (one, other) = tokio::join!(claim(&rig, 2, &[], 9), claim(&rig, 2, &[], 9));
    let mut rest = [ids(&one), ids(&other)].concat();
    rest.sort_unstable();
    assert_eq!(rest, ["x03", "x04"], "nothing is taken twice");
}

async fn an_execution_ends_once(rig: Rig) {
    let monitor = monitor(&rig, None, None).await;
    rig.store.enqueue(None, &queued(&monitor, 1, 1), 9).await.unwrap();
    claim(&rig, 1, &[], 9).await;
    rig.store.finish("x01", true, done(&monitor, RunState::Failed)).await.unwrap();
    rig.store.finish("x01", false, done(&monitor, RunState::Success)).await.unwrap();
    let ended = rig.store.execution("x01").await.unwrap().unwrap();
    assert_eq!((ended.state, ended.late, ended.tally.assertions), (RunState::Failed, true, 2));
    let runs = rig.store.runs_of("x01").await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(rig.store.monitor_run(&runs[0].id).await.unwrap().unwrap(), runs[0]);
    let hours = rig.store.hours_of(&monitor.id, 0).await.unwrap();
    assert_eq!((hours.len(), hours[0].at, hours[0].runs, hours[0].passed), (1, 7_200_000, 1, 0));
    assert_eq!(rig.store.monitored_requests(OWNER.0, 0).await.unwrap(), 1);
    assert_eq!(rig.store.monitored_requests(OWNER.0, 2).await.unwrap(), 0);
}

async fn what_a_stop_left_is_ended(rig: Rig) {
    let one = monitor(&rig, Some(100), None).await;
    let other = monitor(&rig, Some(900), None).await;
    rig.store.enqueue(None, &queued(&one, 1, 1), 9).await.unwrap();
    claim(&rig, 1, &[], 9).await;
    rig.store.enqueue(None, &queued(&other, 2, 1), 9).await.unwrap();
    // An old slot and a new one, neither begun.
    rig.store.take_slots(vec![taken(&other, 900, None, &[(100, true)])], 100).await.unwrap();
    assert_eq!(rig.store.end_orphans("another", 0, 1_000).await.unwrap(), 0);
    assert_eq!(rig.store.end_orphans("one", 500, 1_000).await.unwrap(), 1);
    let cut = rig.store.execution("x01").await.unwrap().unwrap();
    assert_eq!((cut.state, cut.finished_at), (RunState::Aborted, Some(1_000)));
    let waits = rig.store.execution("x02").await.unwrap().unwrap();
    assert_eq!(waits.state, RunState::Queued, "an accepted call is run");
    let slots = rig.store.executions(&other.id, None, 9).await.unwrap();
    assert!(slots.iter().all(|it| it.slot.is_none() || it.state == RunState::Skipped));
}

async fn history_is_listed_by_page_and_forgotten(rig: Rig) {
    let monitor = monitor(&rig, None, None).await;
    for number in 1..=5 {
        rig.store.enqueue(None, &queued(&monitor, number, 1), 9).await.unwrap();
        let state = if number == 2 { RunState::Success } else { RunState::Failed };
        let begun = claim(&rig, 1, &[], 9).await;
        rig.store.finish(&begun[0].id, false, done(&monitor, state)).await.unwrap();
    }
    let ids = |all: &[Execution]| all.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let first = rig.store.executions(&monitor.id, None, 2).await.unwrap();
    assert_eq!(ids(&first), ["x05", "x04"]);
    let after = Some((first[1].created_at, first[1].id.clone()));
    let rest = rig.store.executions(&monitor.id, after, 9).await.unwrap();
    assert_eq!(ids(&rest), ["x03", "x02", "x01"]);
    let last = rig.store.last_execution(&monitor.id, false).await.unwrap().unwrap();
    let good = rig.store.last_execution(&monitor.id, true).await.unwrap().unwrap();
    assert_eq!((last.id.as_str(), good.id.as_str()), ("x05", "x02"));
    assert_eq!(rig.store.failures_in_a_row(&monitor.id, 9).await.unwrap(), 3);
    assert_eq!(rig.store.failures_in_a_row(&monitor.id, 2).await.unwrap(), 2);
    rig.store.forget_runs(4, 0).await.unwrap();
    let kept = rig.store.executions(&monitor.id, None, 9).await.unwrap();
    assert_eq!(ids(&kept), ["x05", "x04"]);
    assert_eq!(rig.store.hours_of(&monitor.id, 0).await.unwrap()[0].runs, 5, "sums stay");
}

async fn everything_goes_with_the_monitor(rig: Rig) {
    let element = monitor(&rig, Some(100), Some([7; 32])).await;
    rig.store.enqueue(None, &queued(&element, 1, 1), 9).await.unwrap();
    let begun = claim(&rig, 1, &[], 9).await;
    let stamp = rig.stamp();
    rig.store.delete_element(&stamp, Monitor, &element.id, &seen(&element)).await.unwrap();
    assert_eq!(rig.store.next_due().await.unwrap(), None);
    assert_eq!(rig.store.webhook(&[7; 32]).await.unwrap(), None);
    assert_eq!(rig.store.executions(&element.id, None, 9).await.unwrap(), []);
    // A run on its way ends without a trace.
    rig.store.finish(&begun[0].id, false, done(&element, RunState::Success)).await.unwrap();
    assert_eq!(rig.store.runs_of(&begun[0].id).await.unwrap(), []);
    let element = monitor(&rig, Some(100), Some([8; 32])).await;
    let stamp = rig.stamp();
    rig.store.delete_workspace(&stamp, &element.workspace, None).await.unwrap();
    assert_eq!(rig.store.next_due().await.unwrap(), None);
    assert_eq!(rig.store.webhook(&[8; 32]).await.unwrap(), None);
}

async fn webhooks_are_found_by_their_secret(rig: Rig) {
    let element = monitor(&rig, None, Some([7; 32])).await;
    assert_eq!(rig.store.webhook(&[7; 32]).await.unwrap(), Some(element.id.clone()));
    assert_eq!(rig.store.webhook(&[9; 32]).await.unwrap(), None);
    let note = async |key: u8, at: i64| {
        rig.store.note_webhook_key(&element.id, &[key; 32], at).await.unwrap()
    };
    assert_eq!((note(1, 10).await, note(1, 11).await, note(2, 12).await), (true, false, true));
    rig.store.forget_runs(0, 12).await.unwrap();
    assert_eq!((note(1, 13).await, note(2, 13).await), (true, false));
    let document = Document::extract(r#"{"collection":"c","active":false}"#);
    let expect = seen(&element);
    let changed =
        rig.store.replace_monitor(&rig.stamp(), &element.id, &expect, "n", document, Some(5)).await;
    assert_eq!(changed.unwrap().name, "n");
    assert_eq!(rig.store.due_of(&element.id).await.unwrap(), Some(5));
}
