#![cfg(test)]
//! Newman and Gatepost do the same.

use std::{
    collections::BTreeMap,
    env,
    io::{Write as _, stderr},
    sync::Mutex,
    thread,
};

use runkit::{Bench, Verdict, case::Case};

/// So many cases at a time; each keeps a process of Node busy.
const AT_ONCE: usize = 2;
/// A case that differs is looked at again so many times.
const RETRIES: usize = 2;

#[test]
fn newman_and_gatepost_do_the_same() {
    let words: Vec<String> = env::var("GATEPOST_CASE").into_iter().collect();
    let cases = Case::named(&words);
    assert!(!cases.is_empty(), "there is no case {words:?}");
    say_what_is_skipped(&bench());
    let verdicts = run(&cases.iter().collect::<Vec<_>>());
    let mut differing = differing_of(&cases, &verdicts);
    let mut faults = Vec::new();
    // Some cases are about time limits, which a busy machine can miss.
    for _ in 0..RETRIES {
        if differing.is_empty() {
            break;
        }
        let again = run(&differing);
        let still = again.iter().filter(|(_, verdict)| !verdict.is_good());
        faults = still.map(|(name, verdict)| format!("{name}\n{verdict}")).collect();
        differing = differing_of(&cases, &again);
    }
    let (count, all) = (differing.len(), cases.len());
    assert!(count == 0, "{count} of {all} cases are not as they should be:\n{}", faults.join("\n"));
}

fn differing_of<'c>(cases: &'c [Case], verdicts: &BTreeMap<&str, Verdict>) -> Vec<&'c Case> {
    let differs = |case: &&Case| verdicts.get(&*case.name).is_some_and(|it| !it.is_good());
    cases.iter().filter(differs).collect()
}

fn run<'c>(cases: &[&'c Case]) -> BTreeMap<&'c str, Verdict> {
    let queue = Mutex::new(cases.iter());
    let verdicts = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let mut bench = bench();
                while let Some(case) = { queue.lock().unwrap().next() } {
                    let verdict = bench.run(case);
                    verdicts.lock().unwrap().insert(case.name.as_str(), verdict);
                }
            });
        }
    });
    verdicts.into_inner().unwrap()
}

fn bench() -> Bench {
    let mut bench = Bench::new();
    if bench.gatepost.as_ref().is_ok_and(|gatepost| !gatepost.can_run()) {
        bench.gatepost = Err("it has no command `newman run`");
    }
    bench
}

/// Said past the runner, which keeps the output of good tests to itself.
fn say_what_is_skipped(bench: &Bench) {
    let reasons =
        [("Newman", bench.newman.as_ref().err()), ("Gatepost", bench.gatepost.as_ref().err())];
    for (name, reason) in reasons {
        if let Some(reason) = reason {
            writeln!(stderr(), "SKIPPED: the comparison of {name}: {reason}").unwrap();
        }
    }
}
