//! The order of things.

use runner::{Bail, RunFault};
use serde_json::{Value, json};

use crate::{
    server::Server,
    story::{Setting, item},
};

const OK: &str = "pm.test('t', () => {})";
const FAILS: &str = "pm.test('t', () => pm.expect(1).to.equal(2)); pm.test('u', () => {})";

fn get(server: &Server, name: &str, before: &str, after: &str) -> Value {
    item(name, &server.url(&format!("/{name}")).into(), before, after)
}

#[test]
fn one_item_is_told_from_start_to_end() {
    let server = Server::start();
    let story = Setting::new([get(&server, "one", "pm.environment.set('a', 1)", OK)]).tell();
    assert_eq!(
        story.lines,
        [
            "start 1x1",
            "iteration 0",
            " item one",
            "  prerequest",
            "   script",
            "   done one: ok",
            "  ran 1 prerequest",
            "   sending",
            "  request GET /one: 200 OK",
            "  test",
            "   script",
            "   assertion t: ok",
            "   done one: ok",
            "  ran 1 test",
            " done",
            "over",
            "end",
            "finish",
        ]
    );
    assert_eq!(server.lines(), ["GET /one"]);
}

#[test]
fn scripts_run_from_the_outside_in() {
    let server = Server::start();
    let events = |name: &str| {
        let script = |listen: &str| json!({"listen": listen, "script": {"exec": [format!("console.log('{name}')")]}});
        json!([script("prerequest"), script("test")])
    };
    let one = json!({"name": "i", "request": server.url("/i"), "event": events("i")});
    let inner = json!({"name": "B", "item": [one], "event": events("B")});
    let outer = json!({"name": "A", "item": [inner], "event": events("A")});
    let story = Setting::of(json!({
        "info": {"name": "c"}, "item": [outer], "event": events("c"),
    }))
    .tell();
    let order = ["c", "A", "B", "i"].map(|name| format!("   console log \"{name}\""));
    assert_eq!(story.only(&["console"]), [order.clone(), order].concat());
    assert!(story.lines.contains(&" item A/B/i".to_owned()));
}

#[test]
fn scripts_send_the_run_elsewhere() {
    let server = Server::start();
    let next = |to: &str| format!("pm.execution.setNextRequest({to})");
    for (before, after, expected) in [
        ("'c'", "", &["a", "c", "d"][..]),
        ("'c'", "'d'", &["a", "d"]),
        ("null", "", &["a"]),
        ("'nowhere'", "", &["a"]),
        ("undefined", "", &["a", "b", "c", "d"]),
    ] {
        let after = if after.is_empty() { String::new() } else { next(after) };
        let items = [
            get(&server, "a", &next(before), &after),
            get(&server, "b", "", ""),
            get(&server, "c", "", ""),
            get(&server, "d", "", ""),
        ];
        let story = Setting::new(items).with(|options| options.iterations = Some(2)).tell();
        let asked: Vec<_> = expected.iter().map(|name| format!("GET /{name}")).collect();
        assert_eq!(server.lines(), [asked.clone(), asked].concat(), "{before} {after}");
        assert_eq!(story.finished.summary.statistics.iterations.total, 2);
    }
}

#[test]
fn a_skipped_item_has_no_request_and_no_tests() {
    let server = Server::start();
    let skip = "pm.test('made', () => {}); pm.execution.setNextRequest('c'); pm.execution.skipRequest(); console.log('no')";
    let items = [get(&server, "a", skip, OK), get(&server, "b", "", ""), get(&server, "c", "", "")];
    let story = Setting::new(items).tell();
    assert_eq!(server.lines(), ["GET /c"]);
    assert_eq!(
        story.lines[2..9],
        [
            " item a",
            "  prerequest",
            "   script",
            "   assertion made: ok",
            "   done a: ok",
            "  ran 1 prerequest",
            " done, Named(Some(\"c\"))",
        ]
    );
    let statistics = story.finished.summary.statistics;
    assert_eq!((statistics.items.total, statistics.prerequests.total), (2, 2));
    assert_eq!((statistics.requests.total, statistics.tests.total), (1, 1));
}

#[test]
fn failures_do_not_stop_a_run_unless_asked() {
    let server = Server::start();
    let items = || {
        let refused = item(
            "x",
            &"http://localhost:1/".into(),
            "",
            "pm.test('no code', () => pm.expect(pm.response.code).to.equal(undefined))",
        );
        [get(&server, "a", "throw new TypeError('bad')", FAILS), refused, get(&server, "b", "", "")]
    };
    let story = Setting::new(items()).tell();
    assert_eq!(
        story.failures(),
        [
            "prerequest-script:1:12: bad",
            "assertion:0 in test-script: expected 1 to equal 2",
            "request: connect ECONNREFUSED 127.0.0.1:1",
        ]
    );
    assert!(story.lines.contains(&"   assertion no code: ok".to_owned()));
    assert_eq!(server.lines(), ["GET /a", "GET /b"]);

    let story = Setting::new(items()).with(|options| options.bail = Bail::Failure).tell();
    assert_eq!(story.failures(), ["prerequest-script:1:12: bad"]);
    assert_eq!(
        story.only(&["done", "over", "end"]),
        ["   done a: bad", " done, Stop", "over", "end"]
    );
    assert!(server.lines().is_empty());
}

#[test]
fn a_failed_assertion_bails_after_its_script() {
    let server = Server::start();
    let items = [get(&server, "a", "", FAILS), get(&server, "b", "", "")];
    let story = Setting::new(items)
        .with(|options| {
            options.bail = Bail::Failure;
            options.iterations = Some(2);
        })
        .tell();
    let failed = ["assertion:0 in test-script: expected 1 to equal 2", "test-script: t"];
    assert_eq!(story.failures(), failed);
    let last = story.finished.summary.failures.last().unwrap();
    assert_eq!(last.error.name.as_deref(), Some("AssertionFailure"));
    let statistics = story.finished.summary.statistics;
    assert_eq!((statistics.assertions.total, statistics.assertions.failed), (2, 1));
    assert_eq!((statistics.test_scripts.total, statistics.test_scripts.failed), (1, 1));
    assert_eq!((statistics.iterations.total, statistics.items.total), (1, 1));
    assert_eq!(server.lines(), ["GET /a"]);
}

#[test]
fn bail_folder_ends_the_run_with_the_error() {
    let server = Server::start();
    let items = [get(&server, "a", "", "throw new Error('x')"), get(&server, "b", "", "")];
    let story = Setting::new(items).with(|options| options.bail = Bail::Folder).tell();
    let summary = &story.finished.summary;
    assert_eq!(summary.error, Some(RunFault::Bailed("x".to_owned())));
    assert!(summary.without_reports());
    assert_eq!(summary.statistics.iterations.total, 0);
    assert_eq!(server.lines(), ["GET /a"]);
}

#[test]
fn data_rows_are_iterations_and_the_last_repeats() {
    let server = Server::start();
    let mut setting = Setting::new([get(&server, "{{n}}", "", "pm.variables.set('kept', (pm.variables.get('kept') || '') + pm.iterationData.get('n')); console.log(pm.variables.get('kept'))")])
        .with(|options| options.iterations = Some(3));
    setting.input.data = model::data::parse("n\n1\n2").unwrap();
    let story = setting.tell();
    assert_eq!(server.lines(), ["GET /1", "GET /2", "GET /2"]);
    let logs = ["   console log \"1\"", "   console log \"12\"", "   console log \"122\""];
    assert_eq!(story.only(&["console"]), logs);
}

#[test]
fn a_collection_without_items_has_no_iterations() {
    let story = Setting::new(json!([])).with(|options| options.iterations = Some(3)).tell();
    assert_eq!(story.lines, ["start 0x0", "end", "finish"]);
    assert!(story.finished.summary.passed());
}

#[test]
fn an_item_without_a_request_fails() {
    let story = Setting::new([json!({"name": "q"})]).tell();
    let failure = "request: runtime:extensions~request: request url is empty";
    assert_eq!(story.failures(), [failure]);
}

#[test]
fn an_unknown_folder_is_told_before_the_run() {
    let mut setting = Setting::new([json!({"name": "q"})]);
    setting.options.folders = vec!["nope".to_owned()];
    setting.input.collection = setting.collection().into();
    let fault = runner::run(setting.input, &setting.options, Vec::new(), &setting.abort);
    let fault = fault.unwrap_err().to_string();
    assert_eq!(fault, "Unable to find a folder or request: \"nope\"");
}

#[test]
fn a_chosen_folder_runs_inside_its_parents() {
    let server = Server::start();
    let inner = json!({"name": "in", "item": [get(&server, "x", "", "")]});
    let outer = json!({"name": "out", "item": [inner, get(&server, "y", "", "")], "event": [
        {"listen": "test", "script": {"exec": ["console.log('out')"]}},
    ]});
    let story =
        Setting::new([outer]).with(|options| options.folders = vec!["in".to_owned()]).tell();
    assert_eq!(server.lines(), ["GET /x"]);
    assert_eq!(story.only(&["console"]), ["   console log \"out\""]);
}
