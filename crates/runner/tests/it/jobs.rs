//! Iterations in parallel.

use std::num::NonZeroUsize;

use runner::Bail;
use serde_json::Value;

use crate::{
    server::Server,
    story::{Setting, item},
};

fn items(server: &Server) -> [Value; 2] {
    let counts = "pm.environment.set('n', (pm.environment.get('n') || 0) + 1); leaked = (typeof leaked === 'undefined' ? 0 : leaked) + 1; console.log(pm.info.iteration, pm.environment.get('n'), leaked)";
    [
        item("a", &server.url("/set?c=1").into(), counts, ""),
        item(
            "b",
            &server.url("/b").into(),
            "",
            "pm.test('t', () => pm.expect(pm.info.iteration).to.not.equal(5))",
        ),
    ]
}

fn jobs(count: usize) -> impl FnOnce(&mut runner::Options) {
    move |options| {
        options.iterations = Some(8);
        options.jobs = NonZeroUsize::new(count).unwrap();
    }
}

#[test]
fn the_report_is_that_of_iterations_one_after_the_other() {
    let server = Server::start();
    let first = Setting::new(items(&server)).with(jobs(4)).tell();
    let second = Setting::new(items(&server)).with(jobs(3)).tell();
    assert_eq!(first.lines, second.lines);
    // Each iteration begins with the state of the beginning.
    let logs: Vec<_> = (0..8).map(|iteration| format!("   console log {iteration} 1 1")).collect();
    assert_eq!(first.only(&["console"]), logs);
    assert_eq!(first.failures(), ["assertion:0 in test-script: expected 5 to not equal 5"]);
    assert_eq!(first.finished.environment.get("n").unwrap().as_i64(), Some(1));
    assert_eq!(first.finished.summary.statistics.requests.total, 16);
    let alone = Setting::new(items(&server)).with(jobs(1)).tell();
    let told = |story: &crate::story::Story| {
        let lines = story.lines.iter().filter(|line| !line.contains("console"));
        lines.cloned().collect::<Vec<_>>()
    };
    assert_eq!(told(&first), told(&alone));
    assert_eq!(alone.only(&["console"])[7], "   console log 7 8 8");
}

#[test]
fn a_run_in_parallel_bails_where_it_would_alone() {
    let server = Server::start();
    let story = Setting::new(items(&server))
        .with(|options| {
            jobs(4)(options);
            options.bail = Bail::Failure;
        })
        .tell();
    assert_eq!(story.finished.summary.statistics.iterations.total, 6);
    assert_eq!(story.failures().len(), 2);
}

#[test]
fn little_room_for_what_waits_is_enough() {
    let server = Server::start();
    let get = item("a", &server.url("/bytes/10000").into(), "", "");
    let story = Setting::new([get])
        .with(|options| {
            jobs(4)(options);
            options.limits.waiting = 1;
        })
        .tell();
    assert_eq!(story.finished.summary.received_bytes, 80_000);
}

#[test]
fn an_abort_ends_all_threads() {
    let server = Server::start();
    let get = item("a", &server.url("/slow/10000").into(), "", "");
    let setting = Setting::new([get]).with(jobs(4));
    let abort = setting.abort.clone();
    let waiting = server.clone();
    let aborting = std::thread::spawn(move || {
        while waiting.take().is_empty() {
            std::thread::yield_now();
        }
        abort.abort();
    });
    let story = setting.tell();
    aborting.join().unwrap();
    assert!(story.finished.summary.aborted);
}
