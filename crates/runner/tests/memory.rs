//! Reports take as much memory for many responses as for few. A process of its own, since what is
//! looked at is the most that the process ever had.
#![cfg(test)]
#![cfg(target_os = "linux")]

use std::sync::Arc;

use bytes::Bytes;
use runner::{
    Event, Next, Origin, Phases, Received, RequestDone,
    rehearsal::Rehearsal,
    report::{Given, Setup, choose},
};

const COLLECTION: &str =
    r#"{"info": {"name": "C"}, "item": [{"name": "get", "request": "http://a.test/"}]}"#;

/// The most memory that was ever resident, in bytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

#[test]
fn bodies_do_not_stay() {
    const RESPONSES: u32 = 150;
    const BODY: usize = 200_000;
    let folder = std::env::temp_dir().join(format!("gatepost-memory-{}", std::process::id()));
    let setup = Setup { folder: folder.clone(), ..Setup::default() };
    let names = ["json", "html", "junit"];
    let reporters = choose(&names, &Given::default(), &setup).unwrap().reporters;
    let mut run = Rehearsal::new(COLLECTION, RESPONSES, 0, reporters).unwrap();
    let sent = Rehearsal::sent("GET", "http://a.test/", Vec::new(), None);
    let mut few = 0;
    for iteration in 0..RESPONSES {
        let place = run.place(iteration, 0).unwrap();
        let received = Received {
            id: place.cursor.reference,
            version: "1.1",
            code: 200,
            reason: "OK".to_owned(),
            headers: Vec::new(),
            body: Bytes::from(vec![b'a' + u8::try_from(iteration % 26).unwrap(); BODY]),
            size: BODY as u64,
            head_size: 20,
            downloaded: BODY as u64,
            time_ms: 1,
            phases: Phases::default(),
            remote: None,
        };
        let request = RequestDone {
            origin: Origin::Item,
            attempt: 1,
            retried: false,
            sent: Arc::clone(&sent),
            received: Some(Arc::new(received)),
            error: None,
            hops: Vec::new(),
        };
        run.emit(Event::BeforeItem(place.clone()));
        run.emit(Event::Request(place.clone(), Box::new(request)));
        run.emit(Event::Item(place, Next::Following));
        if iteration == 10 {
            few = peak().unwrap();
        }
    }
    let (_, faults) = run.finish(1, |_| {});
    let more = peak().unwrap() - few;
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(more < 8 << 20, "{more} bytes more for {RESPONSES} responses than for 10");
}
