//! A run without a network: the host answers from memory and writes everything down.
#![cfg(test)]

use std::{cell::RefCell, collections::BTreeMap, fmt::Write as _, rc::Rc};

use futures::{FutureExt, future::LocalBoxFuture};
use model::variables::{Scope, Scopes, Variable};
use sandbox::{
    Assertion, Call, Event, Finished, Host, HostFault, Info, JarCall, Lazy, Level, Limits,
    Location, NestedCall, NextRequest, Response, Sandbox, ScriptError, SentResponse, Shown,
    VaultCall,
};
use serde_json::{Value, json};

/// A run: its scripts share variables, cookies and the global object.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) scopes: Rc<RefCell<Scopes>>,
    pub(crate) host: Recorder,
    pub(crate) response: Response,
    pub(crate) request: Value,
    pub(crate) iteration: u32,
}

/// Writes down what scripts say.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) lines: RefCell<String>,
    jar: RefCell<BTreeMap<String, Value>>,
    vault: RefCell<BTreeMap<String, Value>>,
    ticks: RefCell<u32>,
}

impl Stage {
    pub(crate) fn new(limits: Limits) -> Self {
        let scopes = Scopes {
            environment: named("Env", &[("ev", json!("1")), ("shared", json!("environment"))]),
            collection: named("", &[("cv", json!("cval")), ("shared", json!("collection"))]),
            globals: named("", &[("gv", json!("g")), ("shared", json!("globals"))]),
            data: json!({ "row": 7, "nothing": null }).as_object().cloned().unwrap_or_default(),
            ..Scopes::default()
        };
        let body = json!({ "a": 1, "b": { "c": [1, 2, { "d": "x" }] }, "s": "text" });
        Self {
            sandbox: Sandbox::new(limits),
            scopes: Rc::new(RefCell::new(scopes)),
            host: Recorder::default(),
            response: Response {
                id: "r1".to_owned(),
                code: Some(200),
                status: "OK".to_owned(),
                headers: [
                    ("Content-Type", "application/json; charset=utf-8"),
                    ("X-A", "1"),
                    ("Set-Cookie", "c1=v1; Path=/"),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
                body: body.to_string().into(),
                response_time: Some(17),
                response_size: Some(body.to_string().len() as u64),
                downloaded: None,
            },
            request: json!({
                "url": {
                    "protocol": "http", "host": ["example", "com"], "port": "8080", "path": ["p"],
                    "query": [{ "key": "q", "value": "1" }], "variable": []
                },
                "header": [{ "key": "X-Req", "value": "r" }],
                "method": "POST",
                "body": { "mode": "raw", "raw": "{\"x\":1}" }
            }),
            iteration: 0,
        }
    }

    pub(crate) fn call(&self, event: Event, source: &str) -> Call {
        let cookie = json!({ "name": "c1", "value": "v1", "domain": "example.com", "path": "/" });
        Call {
            script: source.into(),
            name: "Collection / Item".to_owned(),
            event,
            scopes: Rc::clone(&self.scopes),
            dynamic: Rc::new(RefCell::new(|name: &str| {
                (name == "$guid").then(|| "00000000-0000-4000-8000-000000000000".to_owned())
            })),
            info: Info {
                iteration: self.iteration,
                iteration_count: 2,
                request_name: "Item".to_owned(),
                request_id: "i1".to_owned(),
            },
            location: Location {
                path: vec!["Collection".to_owned(), "Item".to_owned()],
                current: "Item".to_owned(),
            },
            request: Lazy::from(self.request.clone()),
            response: (event == Event::Test).then(|| Rc::new(self.response.clone())),
            cookies: Lazy::from(json!([cookie])),
            legacy: true,
        }
    }

    pub(crate) async fn run(&self, event: Event, source: &str) -> Finished {
        self.sandbox.run(self.call(event, source), &self.host).await
    }
}

fn named(name: &str, variables: &[(&str, Value)]) -> Scope {
    let variables =
        variables.iter().map(|(key, value)| Variable::new(*key, Some(value.clone()))).collect();
    let mut scope = Scope::new(variables);
    scope.name = (!name.is_empty()).then(|| name.to_owned());
    scope
}

impl Recorder {
    pub(crate) fn line(&self, text: &str) {
        let mut lines = self.lines.borrow_mut();
        lines.push_str(text);
        lines.push('\n');
    }

    /// How a script ended, in lines.
    pub(crate) fn finished(&self, finished: &Finished) {
        for error in &finished.async_errors {
            self.line(&format!("later error: {}", words(error)));
        }
        for error in &finished.rejections {
            self.line(&format!("unhandled: {}", words(error)));
        }
        if let Some(error) = &finished.error {
            let place = error.line.map(|line| format!(" at {line}:{}", error.column.unwrap_or(0)));
            self.line(&format!("error: {}{}", words(error), place.unwrap_or_default()));
        }
        if let Some(limit) = finished.limit {
            self.line(&format!("limit: {limit:?}"));
        }
        match &finished.next_request {
            NextRequest::Unset => {}
            next => self.line(&format!("next: {next:?}")),
        }
        if finished.skipped_request {
            self.line("skipped");
        }
        if let Some(request) = &finished.request {
            self.line(&format!("request: {request}"));
        }
        if let Some(visualizer) = &finished.visualizer {
            self.line(&format!("visualizer: {visualizer:?}"));
        }
    }
}

pub(crate) fn words(error: &ScriptError) -> String {
    match (&error.name, &error.message) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (name, message) => format!("{name:?} {message:?}"),
    }
}

impl Host for Recorder {
    fn console(&self, level: Level, values: Vec<Shown>) {
        let mut line = level.name().to_owned();
        for value in values {
            let text = match value {
                Shown::Text(text) => text,
                other => other.inspect(80),
            };
            let _ = write!(line, " {text}");
        }
        self.line(&line);
    }

    fn assertion(&self, assertion: Assertion) {
        let state = match (&assertion.error, assertion.skipped) {
            (Some(error), _) => format!("FAILED {}", words(error)),
            (None, true) => "skipped".to_owned(),
            (None, false) => "ok".to_owned(),
        };
        self.line(&format!("test {} `{}` {state}", assertion.index, assertion.name));
    }

    fn send_request(&self, request: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>> {
        self.line(&format!("send {request}"));
        *self.ticks.borrow_mut() += 1;
        let id = format!("sent{}", self.ticks.borrow());
        async move {
            tokio::task::yield_now().await;
            if request.to_string().contains("refused") {
                return Err(HostFault {
                    name: "Error".to_owned(),
                    message: "connect ECONNREFUSED 127.0.0.1:1".to_owned(),
                    fields: json!({ "code": "ECONNREFUSED" })
                        .as_object()
                        .cloned()
                        .unwrap_or_default(),
                });
            }
            let response = Response {
                id,
                code: Some(201),
                status: "Created".to_owned(),
                headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                body: json!({ "method": request["method"] }).to_string().into(),
                response_time: Some(3),
                ..Response::default()
            };
            Ok(SentResponse { response, cookies: json!([{ "name": "sc", "value": "sv" }]) })
        }
        .boxed_local()
    }

    fn run_request(
        &self,
        call: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>> {
        self.line(&format!("run {call:?}"));
        async move {
            Ok((call.request_id != "skips").then(|| SentResponse {
                response: Response { code: Some(204), ..Response::default() },
                cookies: json!([]),
            }))
        }
        .boxed_local()
    }

    fn jar(&self, call: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        self.line(&format!("jar {call:?}"));
        let mut jar = self.jar.borrow_mut();
        let value = match call {
            JarCall::Get { name, .. } => {
                jar.get(&name).map_or(Value::Null, |cookie| cookie["value"].clone())
            }
            JarCall::GetAll { .. } => jar.values().cloned().collect(),
            JarCall::Set { cookie, .. } => {
                jar.insert(cookie["name"].as_str().unwrap_or_default().to_owned(), cookie.clone());
                cookie
            }
            JarCall::Unset { name, .. } => jar.remove(&name).map_or(Value::Null, |_| Value::Null),
            JarCall::Clear { .. } => {
                jar.clear();
                Value::Null
            }
        };
        async move { Ok(value) }.boxed_local()
    }

    fn vault(&self, call: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        let mut vault = self.vault.borrow_mut();
        let value = match call {
            VaultCall::Get(key) if key == "forbidden" => Err(HostFault {
                message: "access to the vault was refused".to_owned(),
                ..HostFault::default()
            }),
            VaultCall::Get(key) => Ok(vault.get(&key).cloned().unwrap_or(Value::Null)),
            VaultCall::Set(key, value) => {
                vault.insert(key, value);
                Ok(Value::Null)
            }
            VaultCall::Unset(key) => Ok(vault.remove(&key).map_or(Value::Null, |_| Value::Null)),
        };
        async move { value }.boxed_local()
    }
}
