//! Scripts made up at random: whatever they are, they end, nothing panics, and the next one runs.
#![cfg(test)]

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures::future::LocalBoxFuture;
use fuzzkit::fuzz;
use model::variables::Scopes;
use proptest::{collection::vec, prelude::*, sample::select};
use sandbox::{
    Assertion, Call, Event, Finished, Host, HostFault, Info, JarCall, Lazy, Level, Limits,
    Location, NestedCall, Response, Sandbox, SentResponse, Shown, VaultCall,
};
use serde_json::{Value, json};

/// Pieces of scripts; what they make together is mostly wrong, in ways that scripts are.
const PIECES: &[&str] = &[
    "pm",
    "test",
    "expect",
    "environment",
    "response",
    "json",
    "set",
    "get",
    "a",
    "b",
    "undefined",
    "null",
    "1",
    "'text'",
    "\"é😀\"",
    "`t${",
    "}`",
    "/re[/]x/g",
    "(",
    ")",
    "()",
    "[",
    "]",
    "{",
    "}",
    ".",
    "?.",
    ",",
    ";",
    "\n",
    " ",
    "=",
    "==",
    "=>",
    "...",
    "+",
    "-",
    "!",
    "in",
    "of",
    "instanceof",
    "const ",
    "let ",
    "var ",
    "function ",
    "async ",
    "await ",
    "return ",
    "throw ",
    "new ",
    "typeof ",
    "if (1) ",
    "else ",
    "for (const x of ",
    "while (0) ",
    "try {",
    "} catch (e) {",
    "} finally {",
    "class A { ",
    "static ",
    "#p",
    "super",
    "this",
    "yield",
    "import('x')",
    "export",
    "// c\n",
    "/*",
    "*/",
    "\\u0061",
    "\\",
    "@",
    "'",
    "\"",
    "`",
    "0x",
    "1n",
    "1e999",
    "<!--",
    "-->",
    "\u{2028}",
    "\0",
    "pm.test('x', () => { ",
    "});",
    "pm.expect(a).to.be.",
    "pm.response.json().",
    "pm.sendRequest('u', ",
    "setTimeout(() => { ",
    "}, 1);",
    "console.log(",
    "Promise.reject(1)",
    "JSON.parse('{')",
    "a.b.c()",
    "const { a } = ",
    "[...",
    "tests['x'] = ",
    "responseBody",
    "Object.prototype.x = 1;",
    "eval('",
    "pm.environment.set('k', ",
    "pm.execution.setNextRequest(",
    "pm.execution.skipRequest()",
    "with (a) ",
    "Symbol.iterator",
    "Error.prepareStackTrace = ",
    "a = a || {};",
    "arguments",
    "label: ",
    "break;",
];

/// Listens to everything and looks at all of it.
struct Listener;

impl Host for Listener {
    fn console(&self, _: Level, values: Vec<Shown>) {
        for value in values {
            assert!(value.inspect(44).len() + value.to_json().to_string().len() > 0);
        }
    }

    fn assertion(&self, assertion: Assertion) {
        assert!(assertion.index < 10_000);
    }

    fn send_request(&self, _: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>> {
        Box::pin(async { Ok(SentResponse { response: Response::default(), cookies: json!([]) }) })
    }

    fn run_request(
        &self,
        _: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>> {
        Box::pin(async { Ok(None) })
    }

    fn jar(&self, _: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(async { Ok(Value::Null) })
    }

    fn vault(&self, _: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(async { Err(HostFault::default()) })
    }
}

/// Pieces of scripts may loop for ever.
const SHORT: Duration = Duration::from_millis(200);

struct Run {
    sandbox: Sandbox,
    tokio: tokio::runtime::Runtime,
}

impl Run {
    fn new(timeout: Duration) -> Self {
        let limits =
            Limits { memory_bytes: 64 << 20, script_timeout: Some(timeout), ..Limits::default() };
        let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { sandbox: Sandbox::new(limits), tokio }
    }

    fn run(&self, event: Event, script: &str, response: Response) -> Finished {
        let call = Call {
            script: script.into(),
            name: "fuzz".to_owned(),
            event,
            scopes: Rc::new(RefCell::new(Scopes::default())),
            dynamic: Rc::new(RefCell::new(|_: &str| None)),
            info: Info::default(),
            location: Location::default(),
            request: Lazy::from(json!({ "method": "GET", "url": "http://x/y?z=1" })),
            response: (event == Event::Test).then(|| Rc::new(response)),
            cookies: Lazy::from(json!([])),
            legacy: true,
        };
        self.tokio.block_on(self.sandbox.run(call, &Listener))
    }
}

#[test]
fn fuzz_scripts_of_pieces() {
    let input = (any::<bool>(), vec(select(PIECES), 0..40));
    let run = RefCell::new(Run::new(SHORT));
    let count = RefCell::new(0_u32);
    fuzz("scripts of pieces", &input, |(test, pieces)| {
        let event = if test { Event::Test } else { Event::Prerequest };
        let script = pieces.concat();
        let finished = run.borrow().run(event, &script, Response::default());
        for error in finished.error.iter().chain(&finished.async_errors) {
            // No line is past the script, and no frame is of ours.
            let ends = script.matches(['\n', '\r', '\u{2028}', '\u{2029}']).count();
            let lines = u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(2);
            prop_assert!(error.line.is_none_or(|line| line <= lines), "{:?} {:?}", script, error);
            let stack = error.stack.as_deref().unwrap_or_default();
            prop_assert!(!stack.contains("gatepost:"), "{:?}", error);
        }
        *count.borrow_mut() += 1;
        if count.borrow().is_multiple_of(50) {
            // What scripts did to the language ends with their run.
            *run.borrow_mut() = Run::new(SHORT);
            let after =
                run.borrow().run(Event::Test, "pm.test('x', () => {})", Response::default());
            prop_assert_eq!(after.error, None);
        }
        Ok(())
    });
}

#[test]
fn fuzz_bodies_of_bytes() {
    let charset =
        select(vec!["", "; charset=utf-8", "; charset=utf-16", "; charset=shift_jis", "; charset"]);
    let text = prop_oneof![
        vec(any::<u8>(), 0..60),
        "[\\[\\]{}:,\"0-9a-z\\\\ \n.eE+-]{0,40}".prop_map(String::into_bytes),
    ];
    // Nothing in it takes long, but a busy machine may.
    let run = Run::new(Duration::from_secs(20));
    let script = "const text = pm.response.text();
        try { pm.response.json(); } catch (error) { if (error.name !== 'JSONError') throw error; }
        let own; try { own = JSON.stringify(JSON.parse(text)); } catch (error) {}
        let theirs; try { theirs = JSON.stringify(pm.response.json()); } catch (error) {}
        if (own !== theirs && text.trim() === text) throw new Error(own + ' ' + theirs);
        pm.response.size(); pm.response.contentInfo(); pm.response.dataURI(); console.log(text);";
    fuzz("bodies of bytes", &(charset, text), |(charset, body)| {
        let response = Response {
            code: Some(200),
            headers: vec![("Content-Type".to_owned(), format!("application/json{charset}"))],
            body: body.into(),
            ..Response::default()
        };
        let finished = run.run(Event::Test, script, response);
        prop_assert!(finished.error.is_none(), "{:?}", finished.error);
        Ok(())
    });
}
