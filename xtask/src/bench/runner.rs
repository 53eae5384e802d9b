//! Runs of collections, against Newman in the same rounds.
//!
//! The target is the bare server on this machine. Both write with their cli reporter, to a file that
//! nobody reads. Memory is the high-water mark that the kernel notes, looked at until the process
//! ends.

mod collections;
mod loops;
mod process;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Plan, load::median, server::Server, table::Row};
use crate::shell;
use process::{Ended, run};

/// Where the pinned Newman is installed.
const NEWMAN: &str = "crates/testkit/tests/newman/node_modules/newman/bin/newman.js";
/// Requests and iterations of the usual case.
const REQUESTS: usize = 100;
const ITERATIONS: usize = 10;

/// One comparison: a collection, and what is asked of it.
struct Case {
    name: &'static str,
    collection: serde_json::Value,
    args: Vec<String>,
    /// How many times faster than Newman.
    faster: Option<f64>,
    /// The most seconds.
    seconds: Option<f64>,
    /// The most megabytes.
    megabytes: Option<f64>,
    /// The largest share of Newman's memory.
    share: Option<f64>,
}

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let newman = newman();
    let small = plan.folder.join("small.json");
    std::fs::write(&small, collections::ANSWER)?;
    let large = plan.folder.join("large.json");
    std::fs::write(&large, collections::large_answer())?;
    let (server, heavy) = (Server::bare(&small)?, Server::bare(&large)?);
    let url = |server: &Server| format!("http://{}", server.address);
    let mut rows = Vec::new();
    if newman.is_none() {
        rows.push(Row::plain("Newman", "not measured: `cargo xtask test` installs it".to_owned()));
    }
    for case in cases(&url(&server), &url(&heavy)) {
        rows.extend(compare(plan, &case, newman.as_deref())?);
    }
    rows.extend(bare_loop(plan, &server).await?);
    Ok(rows)
}

fn newman() -> Option<PathBuf> {
    let path = shell::root().join(NEWMAN);
    (path.is_file() && shell::find("node").is_some()).then_some(path)
}

fn cases(url: &str, heavy: &str) -> Vec<Case> {
    let case = |name, collection| Case {
        name,
        collection,
        args: Vec::new(),
        faster: None,
        seconds: None,
        megabytes: None,
        share: None,
    };
    let iterations = vec!["-n".to_owned(), ITERATIONS.to_string()];
    let folder = vec!["--folder".to_owned(), collections::FOLDER.to_owned()];
    vec![
        Case {
            faster: Some(20.0),
            seconds: Some(0.05),
            megabytes: Some(30.0),
            ..case("1 request", collections::plain(url, 1))
        },
        Case {
            args: iterations.clone(),
            faster: Some(25.0),
            megabytes: Some(60.0),
            share: Some(1.0 / 3.0),
            ..case("100 requests x 10, 3 tests each", collections::tested(url, REQUESTS))
        },
        Case {
            args: iterations,
            ..case("100 requests x 10, no scripts", collections::plain(url, REQUESTS))
        },
        Case { faster: Some(3.0), ..case("100 heavy scripts", collections::heavy(url, REQUESTS)) },
        Case {
            faster: Some(1.0),
            share: Some(0.5),
            ..case("10 answers of 5 MB, parsed", collections::parsed(heavy, 10))
        },
        Case {
            args: folder,
            seconds: Some(0.5),
            ..case("100 of 10,000 items", collections::many(url, 10_000))
        },
    ]
}

/// Runs a case by both, in turn.
fn compare(plan: &Plan, case: &Case, newman: Option<&Path>) -> Result<Vec<Row>> {
    let file = plan.folder.join("collection-under-test.json");
    std::fs::write(&file, case.collection.to_string())?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds.max(3) {
        let mut command = shell::program(&plan.program);
        command.arg("run").arg(&file).args(&case.args).current_dir(&plan.folder);
        ours.push(run(&mut command)?);
        if let Some(newman) = newman {
            let mut command = shell::program("node");
            command.arg(newman).arg("run").arg(&file).args(&case.args).current_dir(&plan.folder);
            theirs.push(run(&mut command)?);
        }
    }
    let seconds = |all: &[Ended]| median(all.iter().map(|one| one.seconds).collect());
    let memory = |all: &[Ended]| median(all.iter().map(|one| one.megabytes).collect());
    let (time, space) = (seconds(&ours), memory(&ours));
    let name = case.name;
    let mut rows = Vec::new();
    let row = |most: Option<f64>, what: &str, measured: f64, unit: &str| match most {
        Some(most) => Row::at_most(&format!("{name}: {what}"), measured, most, unit),
        None => Row::plain(&format!("{name}: {what}"), format!("{measured:.3} {unit}")),
    };
    rows.push(row(case.seconds, "time", time, "s"));
    rows.push(row(case.megabytes, "memory", space, "MB"));
    if theirs.is_empty() {
        return Ok(rows);
    }
    let (their_time, their_space) = (seconds(&theirs), memory(&theirs));
    let said = format!("{their_time:.2} s, {their_space:.0} MB");
    rows.push(Row::plain(&format!("{name}: Newman"), said));
    let ratio = their_time / time;
    rows.push(match case.faster {
        Some(least) => Row::at_least(&format!("{name}: against Newman"), ratio, least, "x faster"),
        None => Row::plain(&format!("{name}: against Newman"), format!("{ratio:.1} x faster")),
    });
    if let Some(most) = case.share {
        rows.push(Row::at_most(
            &format!("{name}: memory against Newman"),
            space / their_space,
            most,
            "of it",
        ));
    }
    Ok(rows)
}

/// A run without scripts against a loop that sends the same requests by the server's HTTP stack.
async fn bare_loop(plan: &Plan, server: &Server) -> Result<Vec<Row>> {
    let file = plan.folder.join("collection-under-test.json");
    let url = format!("http://{}", server.address);
    std::fs::write(&file, collections::plain(&url, REQUESTS).to_string())?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds.max(3) {
        let mut command = shell::program(&plan.program);
        command.arg("run").arg(&file).arg("-n").arg(ITERATIONS.to_string());
        ours.push(run(command.current_dir(&plan.folder))?.seconds);
        bare.push(loops::send(server.address, REQUESTS * ITERATIONS).await.context("bare loop")?);
    }
    let (ours, bare) = (median(ours), median(bare));
    Ok(vec![
        Row::plain("1,000 requests by a bare loop", format!("{bare:.3} s")),
        Row::at_most("1,000 requests, no scripts, against it", ours / bare, 2.0, "x its time"),
    ])
}
