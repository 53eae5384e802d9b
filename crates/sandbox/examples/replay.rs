//! Runs scripts that arrive as lines of JSON, and writes what they did as lines of JSON.
//!
//! `js/test/engine.test.mjs` compares the answers with those of the reference.

use std::{
    cell::RefCell,
    io::{self, BufRead as _, Write as _},
    rc::Rc,
};

use futures::{FutureExt as _, future::LocalBoxFuture};
use model::variables::{Scope, Scopes, Variable};
use sandbox::{
    Assertion, Call, Event, Host, HostFault, Info, JarCall, Lazy, Level, Limits, Location,
    NestedCall, Response, Sandbox, ScriptError, SentResponse, Shown, VaultCall,
};
use serde_json::{Value, json};

/// Writes down what a script says, and has neither network nor cookies.
#[derive(Default)]
struct Recorder {
    lines: RefCell<Vec<Value>>,
    tests: RefCell<Vec<Value>>,
}

impl Host for Recorder {
    fn console(&self, level: Level, values: Vec<Shown>) {
        let mut line = vec![json!(level.name())];
        line.extend(values.iter().map(Shown::to_json));
        self.lines.borrow_mut().push(Value::Array(line));
    }

    fn assertion(&self, assertion: Assertion) {
        let error = assertion.error.as_ref().map(words);
        self.tests.borrow_mut().push(json!([assertion.name, error.is_none(), error]));
    }

    fn send_request(&self, _: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>> {
        refused()
    }

    fn run_request(
        &self,
        _: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>> {
        refused()
    }

    fn jar(&self, _: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        refused()
    }

    fn vault(&self, _: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        refused()
    }
}

fn refused<T: 'static>() -> LocalBoxFuture<'static, Result<T, HostFault>> {
    async { Err(HostFault::default()) }.boxed_local()
}

fn words(error: &ScriptError) -> String {
    let name = error.name.as_deref().unwrap_or_default();
    format!("{name}: {}", error.message.as_deref().unwrap_or_default())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn scope(values: &Value) -> Scope {
    let pairs = values.as_object().into_iter().flatten();
    Scope::new(pairs.map(|(key, value)| Variable::new(key, Some(value.clone()))).collect())
}

fn response(given: &Value) -> Response {
    let pairs = given["headers"].as_array().into_iter().flatten();
    let body = text(&given["body"]);
    Response {
        id: text(&given["id"]),
        code: given["code"].as_u64().and_then(|code| u16::try_from(code).ok()),
        status: text(&given["status"]),
        headers: pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        response_time: Some(42),
        response_size: Some(body.len() as u64),
        body: body.into(),
        downloaded: None,
    }
}

fn call(given: &Value) -> Call {
    let event = if given["event"] == "test" { Event::Test } else { Event::Prerequest };
    let scopes = Scopes {
        environment: scope(&given["environment"]),
        globals: scope(&given["globals"]),
        data: given["data"].as_object().cloned().unwrap_or_default(),
        ..Scopes::default()
    };
    Call {
        script: text(&given["script"]).into(),
        name: "item".to_owned(),
        event,
        scopes: Rc::new(RefCell::new(scopes)),
        dynamic: Rc::new(RefCell::new(|_: &str| None)),
        info: Info::default(),
        location: Location::default(),
        request: Lazy::from(given["request"].clone()),
        response: (event == Event::Test).then(|| Rc::new(response(&given["response"]))),
        cookies: Lazy::from(given["cookies"].clone()),
        legacy: true,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let host = Recorder::default();
        let sandbox = Sandbox::new(Limits::default());
        let finished = sandbox.run(call(&given), &host).await;
        let answer = json!({
            "lines": host.lines.take(),
            "tests": host.tests.take(),
            "error": finished.error.as_ref().map(words),
            "request": finished.request,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
