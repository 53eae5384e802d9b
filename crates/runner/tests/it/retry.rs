//! Trying again.

use std::time::Duration;

use crate::{
    server::Server,
    story::{Setting, item},
};

fn retries(options: &mut runner::Options) {
    options.retries = 2;
    options.retry_delay = Duration::from_millis(1);
}

#[test]
fn a_failed_request_is_tried_again_and_each_try_is_told() {
    let server = Server::start();
    let test = "pm.test('in the end', () => pm.response.to.have.status(200))";
    let one = item("a", &server.url("/flaky/2").into(), "", test);
    let story = Setting::new([one]).with(retries).tell();
    assert_eq!(
        story.only(&["request", "assertion"]),
        [
            "  request GET /flaky/2: socket hang up, again",
            "  request GET /flaky/2: socket hang up, again",
            "  request GET /flaky/2: 200 OK",
            "   assertion in the end: ok",
        ]
    );
    let statistics = story.finished.summary.statistics;
    assert_eq!((statistics.requests.total, statistics.retried), (3, 2));
    assert!(story.finished.summary.passed());
}

#[test]
fn the_last_try_counts() {
    let one = item("a", &"http://localhost:1/".into(), "", "");
    let story = Setting::new([one]).with(retries).tell();
    assert_eq!(story.only(&["request"]).len(), 3);
    assert_eq!(story.failures(), ["request: connect ECONNREFUSED 127.0.0.1:1"]);
}

#[test]
fn an_answer_is_an_answer_whatever_its_status() {
    let server = Server::start();
    let story =
        Setting::new([item("a", &server.url("/status/503").into(), "", "")]).with(retries).tell();
    assert_eq!(story.only(&["request"]).len(), 1);
}
