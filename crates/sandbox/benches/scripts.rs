//! What scripts cost.
#![expect(clippy::unwrap_used, reason = "a bench that cannot run says so by failing")]

use std::{cell::RefCell, rc::Rc};

use divan::Bencher;
use futures::future::LocalBoxFuture;
use model::variables::Scopes;
use sandbox::{
    Assertion, Call, Event, Host, HostFault, Info, JarCall, Lazy, Level, Limits, Location,
    NestedCall, Response, Sandbox, SentResponse, Shown, VaultCall,
};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// Hears everything, and does nothing.
struct Deaf;

impl Host for Deaf {
    fn console(&self, _: Level, values: Vec<Shown>) {
        divan::black_box_drop(values);
    }

    fn assertion(&self, assertion: Assertion) {
        assert!(assertion.error.is_none(), "{assertion:?}");
    }

    fn send_request(&self, _: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>> {
        Box::pin(async { Err(HostFault::default()) })
    }

    fn run_request(
        &self,
        _: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>> {
        Box::pin(async { Err(HostFault::default()) })
    }

    fn jar(&self, _: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(async { Err(HostFault::default()) })
    }

    fn vault(&self, _: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(async { Err(HostFault::default()) })
    }
}

fn response(body: String) -> Rc<Response> {
    Rc::new(Response {
        code: Some(200),
        status: "OK".to_owned(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        response_time: Some(12),
        response_size: Some(body.len() as u64),
        body: body.into(),
        ..Response::default()
    })
}

fn call(source: &str, response: &Rc<Response>) -> Call {
    Call {
        script: source.into(),
        name: "bench".to_owned(),
        event: Event::Test,
        scopes: Rc::new(RefCell::new(Scopes::default())),
        dynamic: Rc::new(RefCell::new(|_: &str| None)),
        info: Info::default(),
        location: Location::default(),
        request: Lazy::from(json!({ "method": "GET", "url": { "host": ["x"] } })),
        response: Some(Rc::clone(response)),
        cookies: Lazy::from(json!([])),
        legacy: true,
    }
}

fn small() -> Rc<Response> {
    response(
        json!({ "id": 1, "name": "x", "tags": ["a", "b"], "nested": { "ok": true } }).to_string(),
    )
}

struct Runner {
    sandbox: Sandbox,
    tokio: tokio::runtime::Runtime,
}

impl Runner {
    fn new() -> Self {
        let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { sandbox: Sandbox::new(Limits::default()), tokio }
    }

    fn run(&self, call: &Call) {
        let finished = self.tokio.block_on(self.sandbox.run(call.clone(), &Deaf));
        assert!(finished.error.is_none(), "{:?}", finished.error);
    }
}

const THREE_TESTS: &str = "
pm.test('status is 200', function () { pm.response.to.have.status(200); });
pm.test('has a name', function () {
    const body = pm.response.json();
    pm.expect(body.name).to.equal('x');
    pm.expect(body.tags).to.have.lengthOf(2);
});
pm.test('is fast', function () { pm.expect(pm.response.responseTime).to.be.below(500); });
";

const WITHOUT_CHAI: &str = "
pm.test('one', function () { if (pm.response.code !== 200) throw new Error('code'); });
pm.test('two', function () { if (pm.response.json().name !== 'x') throw new Error('name'); });
pm.environment.set('id', pm.response.json().id);
";

const NAMES: [&str; 3] = ["empty", "without_chai", "three_tests"];

fn source(name: &str) -> &'static str {
    match name {
        "without_chai" => WITHOUT_CHAI,
        "three_tests" => THREE_TESTS,
        _ => "",
    }
}

/// Scripts in a context that has run one.
#[divan::bench(args = NAMES)]
fn warm(bencher: Bencher<'_, '_>, name: &str) {
    let source = source(name);
    let runner = Runner::new();
    let call = call(source, &small());
    runner.run(&call);
    bencher.bench_local(|| runner.run(&call));
}

/// Scripts in a context of their own.
#[divan::bench(args = NAMES)]
fn fresh(bencher: Bencher<'_, '_>, name: &str) {
    let source = source(name);
    let call = call(source, &small());
    Runner::new().run(&call);
    bencher.with_inputs(Runner::new).bench_local_values(|runner| {
        runner.run(&call);
        runner
    });
}

/// A body of 5 MB, parsed.
#[divan::bench(sample_count = 10)]
fn large_json(bencher: Bencher<'_, '_>) {
    let rows: Vec<Value> = (0..40_000)
        .map(|id| json!({ "id": id, "name": format!("name {id}"), "tags": ["a", "b"], "score": 0.5, "text": "lorem ipsum dolor sit amet consectetur" }))
        .collect();
    let response = response(Value::Array(rows).to_string());
    let runner = Runner::new();
    let call = call("if (pm.response.json().length !== 40000) throw new Error();", &response);
    bencher.bench_local(|| runner.run(&call));
}
