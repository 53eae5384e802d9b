#![cfg(test)]
//! Newman and Gatepost do the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::{Write as _, stderr},
    sync::Mutex,
    thread,
};

use runkit::{Bench, Verdict, case::Case, unfinished};

/// So many cases at a time; each keeps a process of Node busy.
const AT_ONCE: usize = 2;

#[test]
fn newman_and_gatepost_do_the_same() {
    let words: Vec<String> = env::var("GATEPOST_CASE").into_iter().collect();
    let cases = Case::named(&words);
    assert!(!cases.is_empty(), "there is no case {words:?}");
    say_what_is_skipped(&bench());
    let verdicts = run(&cases.iter().collect::<Vec<_>>());
    let compared = verdicts.values().any(|it| it.newman.is_some() && it.gatepost.is_some());
    let open = if compared { unfinished::names() } else { BTreeSet::new() };
    let differing = verdicts.iter().filter(|(_, verdict)| !verdict.is_good());
    let differing: BTreeSet<String> = differing.map(|(name, _)| (*name).to_owned()).collect();
    if env::var_os("GATEPOST_UPDATE").is_some() && compared && words.is_empty() {
        unfinished::write(&differing).unwrap();
        return;
    }
    // Some cases are about time limits, which a busy machine can miss once.
    let fresh: Vec<&Case> = cases
        .iter()
        .filter(|case| differing.contains(&case.name) && !open.contains(&case.name))
        .collect();
    let again = run(&fresh);
    let still = again.iter().filter(|(_, verdict)| !verdict.is_good());
    let faults: Vec<String> = still.map(|(name, verdict)| format!("{name}\n{verdict}")).collect();
    let done = open.iter().filter(|name| verdicts.get(name.as_str()).is_some_and(Verdict::is_good));
    for name in done {
        writeln!(stderr(), "{name} agrees now: take it off `open.txt`").unwrap();
    }
    let (count, all) = (faults.len(), cases.len());
    assert!(count == 0, "{count} of {all} cases are not as they should be:\n{}", faults.join("\n"));
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
    let open = unfinished::names().len();
    if open > 0 {
        writeln!(stderr(), "OPEN: {open} cases are known to differ from Newman").unwrap();
    }
}
