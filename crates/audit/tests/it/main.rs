//! The log as its users see it, on good disks and bad ones.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail like tests"
)]

mod crash;
mod disk;
mod opening;
mod outage;
mod reading;
mod tamper;

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use audit::{
    Actor, Channel, Log, Op, Options, Range, Record, RecordKind, Recovered, Report, Resource,
};

/// A folder of its own, removed with the value.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("audit-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Names of the segments, oldest first.
    fn segments(&self) -> Vec<String> {
        let names = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| {
                name.starts_with("audit-") && Path::new(name).extension() == Some("log".as_ref())
            })
            .collect();
        names.sort();
        names
    }

    fn verify(&self) -> Report {
        audit::verify(&self.0, Range::default()).unwrap()
    }

    /// Checks that the log is whole and every intent has its outcome.
    fn assert_whole(&self) -> Report {
        let report = self.verify();
        assert_eq!(report.problem, None);
        assert_eq!(report.open, vec![]);
        report
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Small and quick, for tests.
fn options() -> Options {
    Options { reserve_bytes: 0, probe: Duration::from_millis(5), ..Options::default() }
}

fn open(scratch: &Scratch) -> (Log, Recovered) {
    Log::open(&scratch.0, options()).unwrap()
}

/// An allowed read of a collection of this name.
fn record(name: &str) -> Record {
    Record {
        actor: Actor::agent("agt_a", "Release bot", "1", "Ana"),
        op: Some(Op::of(catalog::spec("getCollection").unwrap())),
        resources: vec![Resource::target("collection", "c1", name).within("w1", "Core")],
        by: "collections read".to_owned(),
        ..Record::new(RecordKind::Decision, Channel::Rest)
    }
}

/// The intent to delete a collection of this name.
fn intent(name: &str) -> Record {
    Record {
        kind: RecordKind::Intent,
        op: Some(Op::of(catalog::spec("deleteCollection").unwrap())),
        ..record(name)
    }
}
