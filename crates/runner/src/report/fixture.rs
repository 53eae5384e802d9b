//! A fixed run with one of everything, for the tests of reporters.

use std::{
    cell::RefCell, io::Write, net::SocketAddr, path::PathBuf, rc::Rc, sync::Arc, time::Duration,
};

use bytes::Bytes;
use sandbox::Shown;
use serde_json::json;

use super::{Given, Outlet, Setup, choose};
use crate::{
    event::{
        Assertion, Console, Event, Header, Hop, Level, Listen, Next, Origin, Phases, Place,
        Problem, Received, RequestDone, ScriptDone, ScriptsDone, Source,
    },
    rehearsal::Rehearsal,
    summary::Summary,
};

/// What is told apart in the story; hostile texts are in it.
const COLLECTION: &str = r#"{
  "info": {"_postman_id": "c0", "name": "Café <b>&amp; \"co\"</b>", "description": "A story."},
  "item": [
    {"id": "i0", "name": "ping", "request": {"url": "{{base}}/ping", "method": "GET"},
     "event": [{"listen": "test", "script": {"id": "s0", "exec": ["pm.test('x')"]}}]},
    {"id": "f0", "name": "Accounts", "item": [
      {"id": "f1", "name": "Admin </script>", "item": [
        {"id": "i1", "name": "create", "request": {"url": "{{base}}/users", "method": "POST"}}
      ]},
      {"id": "i2", "name": "login", "request": {"url": "{{base}}/login", "method": "GET"}},
      {"id": "i3", "name": "skipped one", "request": {"url": "{{base}}/skip", "method": "GET"}}
    ]},
    {"id": "i4", "name": "gone", "request": {"url": "http://127.0.0.1:1/", "method": "GET"}}
  ]
}"#;

/// What an answer says that wants to be more than text.
pub(super) const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u{1b}[2J\u{2028}<!--";

/// Tells the story to the reporters of these names. Gives what they wrote to the terminal.
pub(super) fn told(
    names: &[&str],
    options: &[(&str, Option<&str>)],
    change: impl FnOnce(&mut Setup),
) -> (String, Summary) {
    let written = Written::default();
    let copy = written.clone();
    let mut setup = Setup {
        source: Some("shop, v1.json".to_owned()),
        output: Outlet::new(move || Box::new(copy.clone())),
        ..Setup::default()
    };
    change(&mut setup);
    let mut given = Given::default();
    for (key, value) in options {
        given.set(key, *value);
    }
    let chosen = choose(names, &given, &setup).unwrap();
    let mut story = Story { run: Rehearsal::new(COLLECTION, 2, T0, chosen.reporters).unwrap() };
    story.iteration(0);
    story.iteration(1);
    let (summary, faults) = story.run.finish(62_000, |summary| {
        let values = json!([{ "type": "any", "value": "http://a.test", "key": "base" }]);
        summary.environment = Some(Arc::new(json!({ "id": "e0", "name": "E", "values": values })));
        summary.globals = Some(Arc::new(json!({ "id": "g0", "values": [] })));
    });
    assert!(faults.is_empty(), "{faults:?}");
    (written.text(), summary)
}

/// Tells the story to a reporter that writes a file. Gives the file.
pub(super) fn filed(name: &str, options: &[(&str, Option<&str>)]) -> String {
    let id = uuid::Uuid::new_v4();
    let folder: PathBuf = std::env::temp_dir().join(format!("gatepost-report-{id}"));
    let path = folder.join("deep/report");
    let export = format!("{name}-export");
    let mut all = vec![(&*export, path.to_str())];
    all.extend_from_slice(options);
    told(&[name], &all, |_| {});
    let text = std::fs::read_to_string(&path).unwrap();
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(files, 1, "nothing is left beside the report");
    text
}

/// 2026-01-02 03:04:05.678 UTC.
const T0: i64 = 1_767_323_045_678;

/// What was written to an outlet.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Story {
    run: Rehearsal,
}

impl Story {
    fn iteration(&mut self, iteration: u32) {
        let first = self.run.place(iteration, 0).unwrap();
        self.run.emit(Event::BeforeIteration(first.cursor));
        self.ping(first);
        let place = self.run.place(iteration, 1).unwrap();
        self.create(place);
        let place = self.run.place(iteration, 2).unwrap();
        self.login(place);
        let place = self.run.place(iteration, 3).unwrap();
        self.left_out(place);
        let place = self.run.place(iteration, 4).unwrap();
        let cursor = place.cursor;
        self.gone(place);
        self.run.emit(Event::Iteration(cursor));
    }

    /// Passes, fails in the first iteration, skips, and writes to the console.
    fn ping(&mut self, place: Place) {
        let mut at = self.begin(place);
        self.request(&mut at, Origin::Item, "GET", "http://a.test/ping", Ok(text("pong")));
        self.script(&at, Listen::Test, |story, at| {
            story.assertion(at, 0, "answers", None);
            let failed = (at.cursor.iteration == 0).then(|| Problem {
                stack: Some(STACK.to_owned()),
                ..problem(story, "AssertionError", "expected 'pong' to equal 'ping'")
            });
            story.assertion(at, 1, "says ping", failed);
            let skipped = Assertion { skipped: true, ..assertion(2, "later", None) };
            story.run.emit(Event::Assertion(at.clone(), skipped));
            story.console(
                at,
                Level::Log,
                vec![Shown::Text("it's\u{1b}[31m".to_owned()), Shown::Number(1.5)],
            );
            story.console(at, Level::Warn, vec![Shown::Text("w".repeat(70))]);
            None
        });
        self.end(at, Next::Following);
    }

    /// Asserts before the request, which is sent by hand first; the script throws.
    fn create(&mut self, place: Place) {
        let mut at = self.begin(place);
        self.script(&at.clone(), Listen::Prerequest, |story, at| {
            let mut here = at.clone();
            let sent = Origin::Script(Listen::Prerequest);
            story.request(&mut here, sent, "GET", "http://a.test/token", Ok(text("t")));
            story.assertion(at, 0, "has a token", None);
            None
        });
        self.request(
            &mut at,
            Origin::Item,
            "POST",
            "http://a.test/users",
            Ok(answer(201, "Created", "application/json", br#"{"id":1,"tags":["a",null,true]}"#)),
        );
        self.script(&at, Listen::Test, |story, at| {
            let error = problem(story, "Error", "multi\nline <&]]>\"");
            story.assertion(at, 0, HOSTILE, Some(error));
            Some(Problem {
                line: Some(3),
                column: Some(9),
                ..problem(story, "TypeError", "x is not a function")
            })
        });
        self.end(at, Next::Following);
    }

    /// Redirected, answered with what is no text, with a replay and an error that comes too late.
    fn login(&mut self, place: Place) {
        let mut at = self.begin(place);
        self.request(
            &mut at,
            Origin::Item,
            "GET",
            "http://a.test/login",
            Ok(answer(401, "Unauthorized", "text/html", HOSTILE.as_bytes())),
        );
        self.request(
            &mut at,
            Origin::Replay,
            "GET",
            "http://a.test/login",
            Ok(answer(200, "OK", "application/octet-stream", &[0, 1, 254, 255])),
        );
        self.script(&at, Listen::Test, |story, at| {
            let late = problem(story, "Error", "too late");
            story.run.emit(Event::Exception(at.clone(), Listen::Test, Box::new(late)));
            None
        });
        self.end(at, Next::Named(Some("gone".to_owned())));
    }

    fn left_out(&mut self, place: Place) {
        let at = self.begin(place);
        let done = ScriptDone { skipped: true, ..done(&at, Listen::Prerequest) };
        self.run.emit(Event::BeforeScripts(at.clone(), Listen::Prerequest));
        self.run.emit(Event::BeforeScript(at.clone(), Listen::Prerequest, "s9".into()));
        self.run.emit(Event::Script(at.clone(), done));
        let scripts = ScriptsDone { listen: Listen::Prerequest, count: 1, skipped: true };
        self.run.emit(Event::Scripts(at.clone(), scripts));
        self.end(at, Next::Following);
    }

    /// Not answered, tried again, not answered.
    fn gone(&mut self, place: Place) {
        let mut at = self.begin(place);
        for attempt in 1..=2 {
            let refused = Problem {
                code: Some("ECONNREFUSED".to_owned()),
                errno: Some(-111),
                syscall: Some("connect".to_owned()),
                address: Some("127.0.0.1".to_owned()),
                port: Some(1),
                hint: Some("nothing listens there".to_owned()),
                ..problem(self, "Error", "connect ECONNREFUSED 127.0.0.1:1")
            };
            at.cursor.http_request_id = Some(self.run.id());
            self.run.emit(Event::BeforeRequest(at.clone(), Origin::Item));
            let done = RequestDone {
                origin: Origin::Item,
                attempt,
                retried: attempt == 1,
                sent: Rehearsal::sent("GET", "http://127.0.0.1:1/", headers(&[]), None),
                received: None,
                error: Some(Box::new(refused)),
                hops: Vec::new(),
            };
            self.run.emit(Event::Request(at.clone(), Box::new(done)));
        }
        self.script(&at, Listen::Test, |_, _| Some(Problem::default()));
        self.end(at, Next::Named(None));
    }

    fn begin(&mut self, at: Place) -> Place {
        self.run.emit(Event::BeforeItem(at.clone()));
        at
    }

    fn end(&mut self, at: Place, next: Next) {
        self.run.emit(Event::Item(at, next));
    }

    fn script(
        &mut self,
        at: &Place,
        listen: Listen,
        runs: impl FnOnce(&mut Self, &Place) -> Option<Problem>,
    ) {
        let done = done(at, listen);
        self.run.emit(Event::BeforeScripts(at.clone(), listen));
        self.run.emit(Event::BeforeScript(at.clone(), listen, done.id.clone()));
        let error = runs(self, at).map(Box::new);
        if let Some(error) = &error {
            self.run.emit(Event::Exception(at.clone(), listen, error.clone()));
        }
        let execution = self.run.id();
        self.run.emit(Event::Script(at.clone(), ScriptDone { execution, error, ..done }));
        let scripts = ScriptsDone { listen, count: 1, skipped: false };
        self.run.emit(Event::Scripts(at.clone(), scripts));
    }

    fn assertion(&mut self, at: &Place, index: u32, name: &str, error: Option<Problem>) {
        self.run.emit(Event::Assertion(at.clone(), assertion(index, name, error)));
    }

    fn console(&mut self, at: &Place, level: Level, messages: Vec<Shown>) {
        let source = Source::Script(Listen::Test);
        self.run.emit(Event::Console(at.clone(), Console { level, source, messages }));
    }

    fn request(
        &mut self,
        at: &mut Place,
        origin: Origin,
        method: &str,
        url: &str,
        answer: Result<Received, Problem>,
    ) {
        at.cursor.http_request_id = Some(self.run.id());
        self.run.emit(Event::BeforeRequest(at.clone(), origin.clone()));
        let body = (method == "POST").then_some(r#"{"name":"<é>"}"#);
        let hop = Hop {
            method: "GET".to_owned(),
            url: "http://a.test/old".to_owned(),
            code: 302,
            location: "/login".to_owned(),
        };
        let (received, error) = match answer {
            Ok(received) => (Some(Arc::new(Received { id: self.run.id(), ..received })), None),
            Err(problem) => (None, Some(Box::new(problem))),
        };
        let done = RequestDone {
            hops: if origin == Origin::Replay { vec![hop] } else { Vec::new() },
            origin,
            attempt: 1,
            retried: false,
            sent: Rehearsal::sent(method, url, headers(&[("X-Key", "a & b")]), body),
            received,
            error,
        };
        self.run.emit(Event::Request(at.clone(), Box::new(done)));
    }
}

const STACK: &str =
    "AssertionError: expected 'pong' to equal 'ping'\n   at Object.eval sandbox-script.js:2:1)";

fn assertion(index: u32, name: &str, error: Option<Problem>) -> Assertion {
    let error = error.map(Box::new);
    Assertion { name: name.to_owned(), index, listen: Listen::Test, skipped: false, error }
}

fn done(at: &Place, listen: Listen) -> ScriptDone {
    ScriptDone {
        listen,
        id: format!("s-{}", listen.name()).into(),
        execution: uuid::Uuid::nil(),
        owner: at.item.name.clone(),
        error: None,
        bailed: None,
        next: Next::Following,
        skipped: false,
        took: Duration::from_micros(1500),
    }
}

fn problem(story: &mut Story, name: &str, message: &str) -> Problem {
    Problem { id: story.run.id(), at_ms: T0, ..Problem::new(name, message) }
}

fn headers(own: &[(&str, &str)]) -> Vec<Header> {
    let header = |(key, value): (&str, &str), system| Header {
        key: key.to_owned(),
        value: value.to_owned(),
        disabled: false,
        system,
    };
    let mut list: Vec<_> = own.iter().map(|pair| header(*pair, false)).collect();
    list.push(header(("Accept", "*/*"), true));
    list
}

fn text(body: &str) -> Received {
    answer(200, "OK", "text/plain", body.as_bytes())
}

fn answer(code: u16, reason: &str, kind: &str, body: &[u8]) -> Received {
    let mut list = headers(&[("Content-Type", kind), ("Set-Cookie", "a=b")]);
    list.pop();
    Received {
        id: uuid::Uuid::nil(),
        version: "1.1",
        code,
        reason: reason.to_owned(),
        headers: list,
        body: Bytes::copy_from_slice(body),
        size: body.len() as u64,
        head_size: 100,
        downloaded: body.len() as u64,
        time_ms: 12 + body.len() as u64,
        phases: Phases {
            prepare: Duration::from_micros(300),
            wait: Some(Duration::from_micros(20)),
            dns: Some(Duration::from_micros(700)),
            tcp: Some(Duration::from_millis(2)),
            first_byte: Duration::from_millis(9),
            download: Duration::from_millis(1),
            process: Duration::from_micros(40),
            total: Duration::from_millis(13),
            ..Phases::default()
        },
        remote: Some(SocketAddr::from(([127, 0, 0, 1], 80))),
    }
}
