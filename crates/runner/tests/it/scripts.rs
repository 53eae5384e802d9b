//! What scripts may do to a run.

use serde_json::{Value, json};

use crate::{
    server::Server,
    story::{Setting, item},
};

#[test]
fn requests_of_scripts_are_told_under_the_item() {
    let server = Server::start();
    let send = format!(
        "pm.sendRequest({{url: '{}', method: 'GET', body: {{mode: 'raw', raw: '{{{{x}}}}'}}}}, \
         (error, response) => console.log(error, response.code, response.json().body))",
        server.url("/from")
    );
    let refused = "pm.sendRequest('http://localhost:1/', error => console.log(error.code))";
    let one = item("a", &server.url("/a").into(), &send, refused);
    let story = Setting::new([one]).tell();
    assert_eq!(
        story.only(&["request", "console"]),
        [
            "  request GET /from: 200 OK by Script(Prerequest)",
            "   console log null 200 \"{{x}}\"",
            "  request GET /a: 200 OK",
            "  request GET /: connect ECONNREFUSED 127.0.0.1:1 by Script(Test)",
            "   console log \"ECONNREFUSED\"",
        ]
    );
    // It fails the run, although the script took care of it.
    assert_eq!(story.failures(), ["request: connect ECONNREFUSED 127.0.0.1:1"]);
    assert_eq!(story.finished.summary.statistics.requests.total, 3);
}

#[test]
fn changes_of_the_request_hold_for_one_execution() {
    let server = Server::start();
    let change = "if (pm.info.iteration === 0) { pm.request.method = 'PUT'; \
        pm.request.url = pm.request.url.toString() + '?q={{v}}'; pm.request.body = 'hello {{v}}'; \
        pm.request.headers.add({key: 'X-V', value: '{{v}}'}); pm.variables.set('v', 'set'); }";
    let seen = "console.log(pm.request.method, pm.request.url.getQueryString(), \
        pm.request.headers.get('X-V'), pm.request.body && pm.request.body.raw)";
    let one = item("a", &server.url("/a").into(), change, seen);
    let story = Setting::new([one]).with(|options| options.iterations = Some(2)).tell();
    let sent = server.take();
    assert_eq!(sent[0].line(), "PUT /a?q=set");
    assert_eq!(sent[0].header("x-v"), Some("set"));
    assert_eq!(sent[0].body, "hello set");
    assert_eq!(sent[1].line(), "GET /a");
    let logs = story.only(&["console"]);
    assert_eq!(logs[0], "   console log \"PUT\" \"q=set\" \"set\" \"hello set\"");
    assert!(logs[1].starts_with("   console log \"GET\" "), "{}", logs[1]);
}

#[test]
fn scripts_see_the_cookies_and_the_jar() {
    let server = Server::start();
    let url = server.url("/set?a=1");
    let set = format!(
        "pm.cookies.jar().set('{}', 'k', 'v', () => pm.cookies.jar().get('{}', 'a', (e, v) => \
         console.log(pm.cookies.get('a'), v)))",
        server.url("/"),
        server.url("/")
    );
    let items = [item("a", &url.into(), "", &set), item("b", &server.url("/b").into(), "", "")];
    let story = Setting::new(items).tell();
    assert_eq!(story.only(&["console"]), ["   console log \"1\" \"1\""]);
    assert_eq!(server.take()[1].header("cookie"), Some("a=1; k=v"));
}

#[test]
fn a_saved_request_can_be_run_from_a_script() {
    let server = Server::start();
    let mut other = item(
        "other",
        &server.url("/other?q={{q}}").into(),
        "console.log('before')",
        "pm.environment.set('left', 'here')",
    );
    other["id"] = json!("the-other");
    let run = "const r = await pm.execution.runRequest('the-other', {variables: {q: 'given'}}); \
        console.log(r.code, pm.environment.get('left'), pm.variables.get('q'))";
    let story = Setting::new([item("a", &server.url("/a").into(), "", run), other])
        .with(|options| options.folders = vec!["a".to_owned()])
        .tell();
    assert_eq!(server.lines(), ["GET /a", "GET /other?q=given"]);
    assert_eq!(
        story.only(&["console", "request", "item"]),
        [
            " item a",
            "  request GET /a: 200 OK",
            "   console log \"before\"",
            "  request GET /other?q=given: 200 OK by Nested(\"other\")",
            "   console log 200 \"here\" null",
        ]
    );
}

#[test]
fn saved_requests_that_run_themselves_stop_at_a_depth() {
    let server = Server::start();
    let mut one = item(
        "a",
        &server.url("/a").into(),
        "",
        "try { await pm.execution.runRequest('self') } catch (e) { console.log(e.message) }",
    );
    one["id"] = json!("self");
    let story = Setting::new([one]).tell();
    let depth = "   console log \"Max pm.execution.runRequest depth of 10 has been reached.\"";
    assert_eq!(story.only(&["console"]), [depth]);
    assert_eq!(server.lines().len(), 11);
}

#[test]
fn asynchronous_errors_are_told_but_fail_nothing() {
    let server = Server::start();
    let late = "setTimeout(() => { throw new Error('late') }, 1)";
    let story = Setting::new([item("a", &server.url("/a").into(), "", late)]).tell();
    assert_eq!(story.only(&["exception"]), ["   exception late"]);
    assert!(story.finished.summary.passed());
    let rejected = "Promise.reject(new Error('rejected'))";
    let story = Setting::new([item("a", &server.url("/a").into(), "", rejected)]).tell();
    assert_eq!(story.failures(), ["test-script:1:21: rejected"]);
}

#[test]
fn a_script_that_loops_is_stopped_and_the_run_goes_on() {
    let server = Server::start();
    let items: [Value; 2] = [
        item("a", &server.url("/a").into(), "", "pm.test('made', () => {}); for (;;) {}"),
        item("b", &server.url("/b").into(), "", "setTimeout(() => {}, 60000)"),
    ];
    let time = std::time::Duration::from_millis(50);
    let story = Setting::new(items).with(|options| options.timeout_script = Some(time)).tell();
    assert_eq!(
        story.failures(),
        [
            "test-script: sandbox: synchronous script execution timeout",
            "test-script: sandbox: asynchronous script execution timeout",
        ]
    );
    let error = story.finished.summary.error.as_ref().unwrap();
    assert_eq!(error.to_string(), "Script execution timed out after 50ms");
    assert!(!story.finished.summary.without_reports());
    assert!(story.lines.contains(&"   assertion made: ok".to_owned()));
    assert_eq!(server.lines(), ["GET /a", "GET /b"]);
}
