//! What reporters cost: time per request of the terminal's, memory of those that write files.
//!
//! `cargo bench -p runner --bench reports [json,html,… [responses [bytes]]]`

use std::{
    error::Error,
    io::{self, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use runner::{
    Assertion, Event, Header, Listen, Next, Origin, Phases, Place, Problem, Received, RequestDone,
    ScriptDone, ScriptsDone, Sent,
    rehearsal::Rehearsal,
    report::{Given, Outlet, Setup, choose},
};

const COLLECTION: &str = r#"{"info": {"name": "Bench"}, "item": [
    {"name": "A", "item": [{"name": "get", "request": "http://a.test/items?page=1"}]}
]}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let names = arguments.next().unwrap_or_else(|| "json,html,junit".to_owned());
    let responses: u32 = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let bytes: usize = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let mut out = io::stdout();

    let (took, _) = run("cli", 20_000, 500)?;
    let each = took / 20_000;
    writeln!(out, "cli: {each:?} per request with 3 assertions")?;

    let before = peak().unwrap_or(0);
    let (took, written) = run(&names, responses, bytes)?;
    let after = peak().unwrap_or(0);
    writeln!(out, "{names}: {responses} responses of {bytes} bytes in {took:?}")?;
    writeln!(out, "peak memory {before} kB before, {after} kB after; {written} bytes of reports")?;
    Ok(())
}

/// Tells a run to reporters; gives how long they took, and how much they wrote to files.
fn run(names: &str, responses: u32, bytes: usize) -> Result<(Duration, u64), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("gatepost-bench-{}", std::process::id()));
    let setup = Setup {
        folder: folder.clone(),
        output: Outlet::new(|| Box::new(io::sink())),
        ..Setup::default()
    };
    let names: Vec<_> = names.split(',').collect();
    let chosen = choose(&names, &Given::default(), &setup)?;
    let mut rehearsal = Rehearsal::new(COLLECTION, responses, 0, chosen.reporters)?;
    let sent = Rehearsal::sent("GET", "http://a.test/items?page=1", Vec::new(), None);
    let mut took = Duration::ZERO;
    for iteration in 0..responses {
        let Some(place) = rehearsal.place(iteration, 0) else { break };
        let events = events(place, &sent, iteration, bytes);
        let began = Instant::now();
        for event in events {
            rehearsal.emit(event);
        }
        took += began.elapsed();
    }
    let began = Instant::now();
    let (_, faults) = rehearsal.finish(1000, |_| {});
    took += began.elapsed();
    if let Some((_, fault)) = faults.into_iter().next() {
        return Err(fault.into());
    }
    let mut written = 0;
    if let Ok(files) = std::fs::read_dir(&folder) {
        for file in files {
            written += file?.metadata()?.len();
        }
        std::fs::remove_dir_all(&folder)?;
    }
    Ok((took, written))
}

/// What happens in an item: an answer, and a script with three assertions.
fn events(place: Place, sent: &Arc<Sent>, iteration: u32, bytes: usize) -> Vec<Event> {
    let assertion = |index, error| Assertion {
        name: "the answer is as it should be".to_owned(),
        index,
        listen: Listen::Test,
        skipped: false,
        error,
    };
    let failed = (iteration % 1000 == 7).then(|| Box::new(Problem::new("AssertionError", "no")));
    let done = ScriptDone {
        listen: Listen::Test,
        id: "s".into(),
        execution: place.cursor.reference,
        owner: "get".into(),
        error: None,
        bailed: None,
        next: Next::Following,
        skipped: false,
        took: Duration::from_micros(90),
    };
    let request = RequestDone {
        origin: Origin::Item,
        attempt: 1,
        retried: false,
        sent: Arc::clone(sent),
        received: Some(received(&place, iteration, bytes)),
        error: None,
        hops: Vec::new(),
    };
    let scripts = ScriptsDone { listen: Listen::Test, count: 1, skipped: false };
    vec![
        Event::BeforeItem(place.clone()),
        Event::BeforeRequest(place.clone(), Origin::Item),
        Event::Request(place.clone(), Box::new(request)),
        Event::BeforeScripts(place.clone(), Listen::Test),
        Event::BeforeScript(place.clone(), Listen::Test, "s".into()),
        Event::Assertion(place.clone(), assertion(0, None)),
        Event::Assertion(place.clone(), assertion(1, None)),
        Event::Assertion(place.clone(), assertion(2, failed)),
        Event::Script(place.clone(), done),
        Event::Scripts(place.clone(), scripts),
        Event::Item(place, Next::Following),
    ]
}

fn received(place: &Place, iteration: u32, bytes: usize) -> Arc<Received> {
    let line = format!("{{\"iteration\": {iteration}, \"text\": \"0123456789 <abc> é\"}},\n");
    let mut body = line.repeat(bytes / line.len() + 1).into_bytes();
    body.truncate(bytes);
    let size = bytes as u64;
    Arc::new(Received {
        id: place.cursor.reference,
        version: "1.1",
        code: 200,
        reason: "OK".to_owned(),
        headers: vec![Header {
            key: "Content-Type".to_owned(),
            value: "application/json".to_owned(),
            disabled: false,
            system: false,
        }],
        body: Bytes::from(body),
        size,
        head_size: 60,
        downloaded: size,
        time_ms: 12,
        phases: Phases::default(),
        remote: None,
    })
}

/// The most memory that was ever resident, in kB, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
