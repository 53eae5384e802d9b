#![cfg(test)]
//! Newman and Gatepost do the same.

use std::{
    env,
    io::{Write as _, stderr},
    sync::Mutex,
    thread,
};

use runkit::{Bench, case::Case};

/// So many cases at a time; each keeps a process of Node busy.
const AT_ONCE: usize = 2;

#[test]
fn newman_and_gatepost_do_the_same() {
    let words: Vec<String> = env::var("GATEPOST_CASE").into_iter().collect();
    let cases = Case::named(&words);
    assert!(!cases.is_empty(), "there is no case {words:?}");
    let queue = Mutex::new(cases.iter());
    let faults = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for first in (0..AT_ONCE).map(|worker| worker == 0) {
            let (queue, faults) = (&queue, &faults);
            scope.spawn(move || {
                let mut bench = bench(first);
                while let Some(case) = queue.lock().unwrap().next() {
                    let verdict = bench.run(case);
                    if !verdict.is_good() {
                        faults.lock().unwrap().push(format!("{}\n{verdict}", case.name));
                    }
                }
            });
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    let count = faults.len();
    assert!(count == 0, "{count} of {} cases differ:\n{}", cases.len(), faults.join("\n"));
}

/// A bench; what it can't ask is said once, past the runner that keeps the output of good tests.
fn bench(first: bool) -> Bench {
    let mut bench = Bench::new();
    if bench.gatepost.as_ref().is_ok_and(|gatepost| !gatepost.can_run()) {
        bench.gatepost = Err("it has no command `newman run`");
    }
    let missing =
        [("Newman", bench.newman.as_ref().err()), ("Gatepost", bench.gatepost.as_ref().err())];
    for (name, reason) in missing.into_iter().filter(|_| first) {
        if let Some(reason) = reason {
            writeln!(stderr(), "SKIPPED: the comparison of {name}: {reason}").unwrap();
        }
    }
    bench
}
