//! Scripts that try to break out, to loop for ever or to use everything up. What counts is that the
//! process and the scripts that follow are healthy, and that the script is stopped or fails.
#![cfg(test)]

use std::time::Duration;

use sandbox::{Event, Limit, Limits};

use crate::stage::{Stage, words};

/// How a hostile script may end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// By this limit.
    By(Limit),
    /// By one of two limits, whichever is reached first.
    ByEither(Limit, Limit),
    /// By an error of its own that begins like this, or by a limit that was reached first.
    Error(&'static str),
    /// By itself, and with nothing got.
    Fine,
}

use End::{By, ByEither, Error, Fine};
use Limit::{Memory, Time, Wait};

const LOOPS: &[(&str, End)] = &[
    ("for (;;);", By(Time)),
    ("try { for (;;); } catch (e) {} finally { for (;;); }", By(Time)),
    ("for (;;) { try { for (;;); } finally { continue; } }", By(Time)),
    ("/^(a+)+$/.test('a'.repeat(50) + '!')", By(Time)),
    ("/(x+x+)+y/.exec('x'.repeat(60))", By(Time)),
    ("pm.test('x', () => { for (;;); })", By(Time)),
    ("setTimeout(() => { for (;;); }, 1)", By(Time)),
    ("Promise.resolve().then(() => { for (;;); })", By(Time)),
    ("await null; for (;;);", By(Time)),
    ("(function f() { Promise.resolve().then(f); })()", By(Time)),
    ("(function f() { queueMicrotask(f); })()", By(Time)),
    ("(async () => { for (;;) await null; })()", By(Time)),
    ("for (;;) await null;", By(Time)),
    ("(function f() { setImmediate(f); })()", ByEither(Time, Wait)),
    ("setInterval(() => {}, 0)", ByEither(Time, Wait)),
    ("(function f() { setTimeout(f, 0); })()", ByEither(Time, Wait)),
    ("setTimeout(() => {}, 1e9)", By(Wait)),
    ("await new Promise((resolve) => setTimeout(resolve, 1e9))", By(Wait)),
    (
        "pm.sendRequest('http://x', function again() { pm.sendRequest('http://x', again); })",
        ByEither(Time, Wait),
    ),
    ("new Proxy({}, { get() { for (;;); } }).x", By(Time)),
    ("({ get x() { for (;;); } }).x", By(Time)),
    ("[3, 2, 1].sort(() => { for (;;); })", By(Time)),
    ("'a'.replace(/a/, () => { for (;;); })", By(Time)),
    ("JSON.parse('[1]', () => { for (;;); })", By(Time)),
    ("JSON.stringify({ toJSON() { for (;;); } })", By(Time)),
    ("console.log({ get x() { for (;;); } })", By(Time)),
    ("console.log(new Proxy({}, { ownKeys() { for (;;); } }))", By(Time)),
    ("pm.environment.set('x', { toJSON() { for (;;); } })", By(Time)),
    ("throw { get message() { for (;;); } }", By(Time)),
    ("throw new Proxy({}, { get() { for (;;); } })", By(Time)),
    ("Array.from({ length: 1e9 }, (_, i) => i % 2)", ByEither(Time, Memory)),
    ("Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)", By(Time)),
    ("Array.prototype.reverse.call({ length: 2 ** 53 - 1 })", Error("RangeError")),
    ("const a = []; a.length = 2 ** 32 - 1; a.join()", Error("RangeError")),
    ("'a'.repeat(1e6).indexOf('a'.repeat(5e5) + 'b')", Error("")),
    ("'a'.repeat(1e6).split('a'.repeat(5e5) + 'b')", Error("")),
    ("eval('for (;;);')", By(Time)),
    ("new Function('for (;;);')()", By(Time)),
    ("for (;;) console.log('x'.repeat(10000))", By(Time)),
    ("for (;;) pm.test('x'.repeat(10000), () => {})", By(Time)),
    ("for (;;) pm.test.skip('x')", By(Time)),
    ("for (let i = 0; ; i += 1) pm.environment.set('k', 'x'.repeat(1000) + i)", By(Time)),
    ("require('lodash').times(1e12, () => {})", ByEither(Time, Memory)),
    ("Error.prepareStackTrace = () => { for (;;); }; null.x", By(Time)),
];

const GREEDY: &[(&str, End)] = &[
    ("const all = []; for (;;) all.push(new Array(1000).fill(1))", ByEither(Memory, Time)),
    ("let text = 'x'; for (;;) text += text", Error("")),
    ("'x'.repeat(2 ** 30)", Error("")),
    ("'x'.padStart(2 ** 30)", Error("")),
    ("new ArrayBuffer(2 ** 40)", Error("")),
    ("new Uint8Array(2 ** 31)", Error("")),
    ("new Array(2 ** 32)", Error("RangeError: Invalid array length")),
    ("new Array(2 ** 27).fill(0)", Error("")),
    ("[].length = 2 ** 32", Error("RangeError")),
    ("const m = new Map(); for (let i = 0; ; i += 1) m.set(i, {})", ByEither(Memory, Time)),
    ("let o = {}; for (;;) o = { o, a: [1, 2, 3] }", ByEither(Memory, Time)),
    (
        "const all = []; (function f() { all.push(new Promise(() => {})); queueMicrotask(f); })()",
        ByEither(Memory, Time),
    ),
    (
        "const all = []; for (;;) all.push(Promise.reject(new Error('x'.repeat(1000))))",
        ByEither(Memory, Time),
    ),
    ("for (let i = 0; ; i += 1) pm.globals.set('k' + i, 'x'.repeat(1e6))", Error("")),
    (
        "for (;;) pm.sendRequest({ url: 'http://x', method: 'POST', body: 'x'.repeat(1e6) }, () => {})",
        Error(""),
    ),
    ("for (;;) setTimeout(() => {}, 1e6)", ByEither(Memory, Time)),
    (
        "globalThis.kept = []; for (;;) kept.push('x'.repeat(1e5) + kept.length)",
        ByEither(Memory, Time),
    ),
    ("Buffer.alloc(2 ** 30)", Error("")),
    (
        "const a = []; a.push(a); for (;;) a.push(JSON.stringify([...a.slice(1), 'x'.repeat(1e6)]))",
        Error(""),
    ),
    ("2n ** (2n ** 40n)", Error("RangeError")),
    (
        "'x'.repeat(1e6).split('').map((x) => ({ x })).map((x) => [x, x]).map((x) => ({ x }))",
        Error(""),
    ),
];

const DEEP: &[(&str, End)] = &[
    ("(function f() { f(); })()", Error("RangeError: Maximum call stack size exceeded")),
    ("const f = () => f(); f()", Error("RangeError: Maximum call stack size exceeded")),
    ("const o = { get x() { return this.x; } }; o.x", Error("RangeError")),
    ("const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x", Error("RangeError")),
    ("const o = { toString() { return '' + this; } }; '' + o", Error("RangeError")),
    ("class A { constructor() { new A(); } } new A()", Error("RangeError")),
    ("(async function f() { await f(); })()", Fine),
    ("JSON.parse('['.repeat(1e6))", Error("")),
    ("JSON.parse('['.repeat(100000) + ']'.repeat(100000))", Error("")),
    ("let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; JSON.stringify(a)", Error("")),
    ("let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; console.log(a)", Fine),
    ("let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; pm.environment.set('a', a)", Fine),
    (
        "let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; structuredClone(a)",
        Error("RangeError"),
    ),
    ("let a = {}; for (let i = 0; i < 1e5; i += 1) a = { a }; pm.expect(a).to.eql({})", Error("")),
    ("eval('['.repeat(1e5))", Error("")),
    ("eval('('.repeat(1e5) + ')'.repeat(1e5))", Error("")),
    ("eval('{'.repeat(1e5) + '}'.repeat(1e5))", Error("")),
    ("eval('1' + '+1'.repeat(1e5))", Fine),
    ("eval('x' + '.x'.repeat(1e5))", Error("")),
    ("eval('!'.repeat(1e5) + '1')", Error("")),
    ("new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", Error("")),
    ("new RegExp('(?:'.repeat(1e4) + 'a' + ')*'.repeat(1e4)).test('a'.repeat(1e4))", Error("")),
    ("let s = 'a'; for (let i = 0; i < 1e6; i += 1) s = s + 'b'; s.length; s.charAt(5)", Fine),
    ("let f = () => {}; for (let i = 0; i < 1e5; i += 1) f = f.bind(null); f()", Error("")),
    ("let o = null; for (let i = 0; i < 1e5; i += 1) o = Object.create(o); o.x; o = null", Fine),
    (
        "let p = Promise.resolve(); for (let i = 0; i < 1e4; i += 1) p = p.then(() => {}); await p",
        Fine,
    ),
];

const REACHING: &[(&str, End)] = &[
    ("require('fs').readFileSync('/etc/passwd')", Error("TypeError")),
    ("require('child_process')", Error("Error: Cannot find module")),
    ("require('native')", Error("Error: Cannot find module")),
    ("require('../../etc/passwd')", Error("Error: Cannot find module")),
    ("await import('fs')", Error("")),
    ("await import('std')", Error("")),
    ("await import('os')", Error("")),
    ("await import('gatepost:core')", Error("")),
    ("await import('gatepost:importer')", Error("")),
    ("await import('/etc/passwd')", Error("")),
    ("await import('http://example.com/x.js')", Error("")),
    ("await import('data:text/javascript,1')", Error("")),
    ("fetch('http://example.com')", Error("ReferenceError: fetch is not defined")),
    ("process.exit(1)", Error("ReferenceError: process is not defined")),
    (
        "this.constructor.constructor('return process')()",
        Error("ReferenceError: process is not defined"),
    ),
    (
        "pm.constructor.constructor('return process')()",
        Error("ReferenceError: process is not defined"),
    ),
    (
        "require.constructor('return process.env')()",
        Error("ReferenceError: process is not defined"),
    ),
    ("native.send({})", Error("ReferenceError: native is not defined")),
    ("current.callbacks", Error("ReferenceError: current is not defined")),
    ("Error.prepareStackTrace = (e, f) => f; null.x", Fine),
    ("new Worker('x')", Error("ReferenceError: Worker is not defined")),
    ("std.open('/etc/passwd')", Error("ReferenceError: std is not defined")),
    ("os.exec(['ls'])", Error("ReferenceError: os is not defined")),
    ("load('/etc/passwd')", Error("ReferenceError: load is not defined")),
    ("Deno; Bun", Error("ReferenceError")),
];

const POLLUTION: &[&str] = &[
    "for (const name of Object.getOwnPropertyNames(Array.prototype)) try { Array.prototype[name] = () => { throw new Error('polluted'); }; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(String.prototype)) try { String.prototype[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(Promise.prototype)) try { Promise.prototype[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(Function.prototype)) try { Function.prototype[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(Map.prototype)) try { Map.prototype[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(Object)) try { Object[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(Reflect)) try { Reflect[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(globalThis)) try { globalThis[name] = undefined; } catch (e) {}",
    "for (const name of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[name]; } catch (e) {}",
    "Object.prototype.get = () => 1; Object.prototype.value = 2; Object.prototype.kind = 'date'; Object.prototype.toJSON = () => 'x';",
    "Object.defineProperty(Object.prototype, 'message', { get() { throw 1; }, set() { throw 2; } });",
    "Object.freeze(globalThis); Object.freeze(Object.prototype); Object.freeze(Array.prototype);",
    "Object.setPrototypeOf(Array.prototype, null); Object.setPrototypeOf(Function.prototype, null);",
    "Symbol.iterator; Array.prototype[Symbol.iterator] = undefined;",
    "String = undefined; Error = undefined; JSON = undefined;",
    "console = null; pm = null;",
    "Object.prototype.then = function (resolve) { resolve(1); };",
];

/// Time for scripts that are to be stopped, and for those that are not.
const SHORT: Duration = Duration::from_millis(250);
const LONG: Duration = Duration::from_mins(1);

fn limits(time: Duration) -> Limits {
    Limits {
        memory_bytes: 64 << 20,
        stack_bytes: 512 << 10,
        script_timeout: Some(time),
        output_bytes: 4 << 20,
    }
}

/// Runs a hostile script in a run of its own, then one that must find everything in order.
async fn attack(source: &str, time: Duration) -> (sandbox::Finished, String) {
    let stage = Stage::new(limits(time));
    let finished = stage.run(Event::Test, source).await;
    stage.host.lines.take();
    let after = stage
        .run(Event::Test, "pm.test('after', () => { pm.expect(pm.response.code).to.equal(200); });")
        .await;
    assert_eq!(after.error, None, "after {source}");
    let said = stage.host.lines.take();
    (finished, said)
}

fn fits(finished: &sandbox::Finished, end: End) -> bool {
    let mut all = finished.error.iter().chain(&finished.async_errors).chain(&finished.rejections);
    match end {
        By(limit) => finished.limit == Some(limit),
        ByEither(one, other) => finished.limit == Some(one) || finished.limit == Some(other),
        Error(start) => {
            finished.limit.is_some() || all.any(|error| words(error).starts_with(start))
        }
        Fine => finished.limit.is_none(),
    }
}

async fn attack_all(cases: &[(&str, End)], time: Duration) {
    let mut wrong = Vec::new();
    for (source, end) in cases {
        let (finished, said) = attack(source, time).await;
        if !fits(&finished, *end) {
            wrong.push(format!("{source}: {end:?} but {:?} {:?}", finished.limit, finished.error));
        }
        if said != "test 0 `after` ok\n" {
            wrong.push(format!("after {source}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn loops_are_stopped() {
    attack_all(LOOPS, SHORT).await;
}

#[tokio::test]
async fn memory_is_limited() {
    attack_all(GREEDY, SHORT).await;
}

#[tokio::test]
async fn the_stack_holds() {
    attack_all(DEEP, LONG).await;
}

#[tokio::test]
async fn nothing_is_within_reach() {
    attack_all(REACHING, LONG).await;
}

/// What scripts hand over is outside of the engine's memory, and limited all the same.
#[tokio::test]
async fn what_is_handed_over_is_limited() {
    let limits = Limits { memory_bytes: 16 << 20, output_bytes: 1 << 20, ..Limits::default() };
    for (source, expected) in [
        (
            "for (let i = 0; i < 1e4; i += 1) pm.globals.set('k' + i, 'x'.repeat(1e5))",
            "RangeError: the variables of this run take too much memory",
        ),
        (
            "for (let i = 0; i < 1e4; i += 1) pm.sendRequest({ url: 'http://x', body: 'x'.repeat(1e4) }, () => {})",
            "RangeError: too many calls wait for their answers",
        ),
        (
            "for (let i = 0; i < 1e5; i += 1) pm.cookies.jar().get('http://x', 'c', () => {})",
            "RangeError: too many calls wait for their answers",
        ),
    ] {
        let stage = Stage::new(limits.clone());
        let finished = stage.run(Event::Test, source).await;
        let mut errors = finished.error.iter().chain(&finished.async_errors);
        assert!(errors.any(|error| words(error) == expected), "{source}: {finished:?}");
    }
    let stage = Stage::new(limits);
    let source = "for (let i = 0; i < 1000; i += 1) pm.globals.set('k', 'x'.repeat(1e5))";
    assert_eq!(stage.run(Event::Test, source).await.error, None);
    let source = "for (let i = 0; i < 1e5; i += 1) console.log('x'.repeat(100))";
    assert_eq!(stage.run(Event::Test, source).await.error, None);
    let said = stage.host.lines.take();
    assert!(said.len() < 2 << 20 && said.contains("too much at once"), "{}", said.len());
}

/// What a script does to the language stays in its run; the run may suffer, another may not.
#[tokio::test]
async fn pollution_stays_in_its_run() {
    for source in POLLUTION {
        let stage = Stage::new(limits(SHORT));
        stage.run(Event::Test, source).await;
        let finished = stage.run(Event::Test, "pm.test('x', () => {}); null.x").await;
        assert_ne!(finished.limit, Some(Time), "{source}");
        drop(stage);
        let (_, said) = attack("", LONG).await;
        assert_eq!(said, "test 0 `after` ok\n", "{source}");
    }
}
