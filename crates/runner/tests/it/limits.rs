//! Time, size, reach and the end from outside.

use std::{sync::Arc, time::Duration};

use runner::{
    Abort, Event, RunFault, Summary,
    report::{ReportFault, Reporter},
};

use crate::{
    server::Server,
    story::{Setting, item},
};

#[test]
fn the_time_of_a_request_is_limited() {
    let server = Server::start();
    let story = Setting::new([item("a", &server.url("/slow/10000").into(), "", "")])
        .with(|options| options.timeout_request = Some(Duration::from_millis(30)))
        .tell();
    assert_eq!(story.failures(), ["request: ESOCKETTIMEDOUT"]);
}

#[test]
fn the_time_of_a_run_is_limited_even_for_a_script_that_loops() {
    let server = Server::start();
    for script in ["for (;;) {}", "setTimeout(() => {}, 60000)"] {
        let story = Setting::new([item("a", &server.url("/a").into(), "", script)])
            .with(|options| options.timeout = Some(Duration::from_millis(300)))
            .tell();
        let summary = &story.finished.summary;
        assert_eq!(summary.error, Some(RunFault::TimedOut), "{script}");
        assert!(summary.without_reports());
        assert_eq!(story.lines[story.lines.len() - 2..], ["end", "finish"]);
    }
}

#[test]
fn bodies_that_are_too_large_are_not_read() {
    let server = Server::start();
    let get = |size: u32| item("a", &server.url(&format!("/bytes/{size}")).into(), "", "");
    let story = Setting::new([get(1000), get(1001)])
        .with(|options| options.limits.response_body = 1000)
        .tell();
    assert_eq!(story.failures(), ["request: Maximum response size reached"]);
}

#[test]
fn forbidden_addresses_are_not_dialled_not_even_after_a_redirect() {
    let server = Server::start();
    let guard =
        wire::Guard { deny_hosts: vec!["localhost".parse().unwrap()], ..wire::Guard::default() };
    let to = server.url("/to");
    let items = [
        item("direct", &server.url("/x").into(), "", ""),
        item("redirected", &server.address_url(&format!("/redirect/302?{to}")).into(), "", ""),
        item(
            "sent",
            &server.address_url("/y").into(),
            "",
            &format!("pm.sendRequest('{to}', e => console.log(e.code))"),
        ),
    ];
    let story = Setting::new(items).with(|options| options.egress = Arc::new(guard)).tell();
    assert_eq!(server.lines(), [format!("GET /redirect/302?{to}"), "GET /y".to_owned()]);
    assert_eq!(story.finished.summary.failures.len(), 3);
    assert_eq!(story.only(&["console"]), ["   console log \"EACCES\""]);
}

/// Aborts at the first event of a kind.
struct Aborts(Abort, fn(&Event) -> bool);

impl Reporter for Aborts {
    fn name(&self) -> &'static str {
        "aborts"
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        if (self.1)(event) {
            self.0.abort();
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        assert!(summary.aborted);
        Ok(())
    }
}

#[test]
fn an_abort_drops_what_is_under_way_and_finishes_reports() {
    let server = Server::start();
    let sending: fn(&Event) -> bool = |event| matches!(event, Event::BeforeRequest(..));
    let script: fn(&Event) -> bool = |event| matches!(event, Event::BeforeScript(..));
    for (script_text, when) in [("", sending), ("for (;;) {}", script)] {
        let items = [
            item("a", &server.url("/slow/10").into(), script_text, ""),
            item("b", &server.url("/b").into(), "", ""),
        ];
        let setting = Setting::new(items);
        let aborts = Aborts(setting.abort.clone(), when);
        let story = setting.tell_to(vec![Box::new(aborts)]);
        assert!(story.finished.summary.aborted && !story.finished.summary.passed());
        assert_eq!(story.lines[story.lines.len() - 2..], ["end", "finish"]);
        assert!(!story.lines.contains(&" item b".to_owned()));
    }
}

/// Fails at once.
struct Fails;

impl Reporter for Fails {
    fn name(&self) -> &'static str {
        "fails"
    }

    fn on(&mut self, _: &Event, _: &Summary) -> Result<(), ReportFault> {
        Err(std::io::Error::other("disk full").into())
    }

    fn finish(&mut self, _: &Summary) -> Result<(), ReportFault> {
        panic!("it was left out");
    }
}

#[test]
fn a_reporter_that_fails_does_not_end_the_run() {
    let server = Server::start();
    let story =
        Setting::new([item("a", &server.url("/a").into(), "", "")]).tell_to(vec![Box::new(Fails)]);
    let faults: Vec<_> = story
        .finished
        .report_faults
        .iter()
        .map(|(name, fault)| format!("{name}: {fault}"))
        .collect();
    assert_eq!(faults, ["fails: could not write the output: disk full"]);
    assert!(story.finished.summary.passed());
}

#[test]
fn a_pause_comes_before_each_item() {
    let server = Server::start();
    let before = std::time::Instant::now();
    let items =
        [item("a", &server.url("/a").into(), "", ""), item("b", &server.url("/b").into(), "", "")];
    Setting::new(items).with(|options| options.delay = Duration::from_millis(20)).tell();
    assert!(before.elapsed() >= Duration::from_millis(40));
}
