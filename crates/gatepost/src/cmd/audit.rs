//! `gatepost audit`

use std::{
    hash::{BuildHasher as _, RandomState},
    path::Path,
    time::Duration,
};

use ::audit::Range;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::within;
use crate::{
    cli::{Connect, Place},
    client::Session,
    config::Settings,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output, when,
};

/// How often to look for new records. Each look is a record of its own, which is not shown.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The largest page the server gives.
const PAGE: usize = 1000;

/// Show the audit log, oldest record first
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  gatepost audit --agent \"Release bot\" --since 1h\n  gatepost audit --follow\n  gatepost audit verify"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Go on showing records as they come
    #[arg(long)]
    follow: bool,
    /// Only calls of this agent, by name or id
    #[arg(long, value_name = "AGENT")]
    agent: Option<String>,
    /// Only from this time on: 1h, 7d, 2026-11-01
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// At most so many, the newest
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check that the log is whole and unchanged; works without a server
    #[command(
        after_help = "The exit code is 0 when the log is whole, 1 when it is broken, 3 when it can't be read.\n\nExample:\n  gatepost audit verify --data ./gatepost-data"
    )]
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Some(Command::Verify(verify)) => check(&verify),
        None => show(&args).await,
    }
}

async fn show(args: &Args) -> Result<Exit, Failure> {
    let since = args.since.as_deref().map(|given| when::past(given, when::now())).transpose()?;
    within(&args.connect, async |session| {
        let mut filter = String::new();
        if let Some(agent) = &args.agent {
            filter = format!("&agent={}", text(&names::agent(session, agent).await?, "id"));
        }
        let mark = mark();
        let beginning = || model::time::iso(0);
        let since = match since {
            given if args.follow => Some(marked(&given.unwrap_or_else(beginning), &mark)),
            given => given,
        };
        let from = since.map(|since| format!("&since={since}")).unwrap_or_default();
        let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
        let records = newest(session, &format!("{filter}{from}"), limit, 0).await?;
        print(args, &records)?;
        if args.follow {
            let last = records.last().map_or(0, number);
            let filter = format!("{filter}&since={}", marked(&beginning(), &mark));
            follow(args, session, &filter, &mark, last).await?;
        }
        Ok(Exit::Done)
    })
    .await
}

/// The newest records after number `past`, oldest first.
async fn newest(
    session: &Session,
    filter: &str,
    limit: usize,
    past: u64,
) -> Result<Vec<Value>, Failure> {
    let mut records = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = (limit - records.len()).min(PAGE);
        let path = format!("/gatepost/v1/records?limit={page}{filter}{cursor}");
        let mut answer = session.get(&path).await?;
        let Some(Value::Array(found)) = answer.get_mut("records").map(Value::take) else { break };
        let new: Vec<_> = found.into_iter().take_while(|record| number(record) > past).collect();
        let reached = new.len() < page;
        records.extend(new);
        match answer.at("meta").at("nextCursor").as_str() {
            Some(next) if !reached && records.len() < limit => cursor = format!("&after={next}"),
            _ => break,
        }
    }
    records.reverse();
    Ok(records)
}

async fn follow(
    args: &Args,
    session: &Session,
    filter: &str,
    mark: &str,
    mut last: u64,
) -> Result<(), Failure> {
    loop {
        sleep(LOOK_EVERY).await;
        let records = newest(session, filter, usize::MAX, last).await?;
        last = records.last().map_or(last, number);
        let shown: Vec<_> = records.into_iter().filter(|record| !is_look(record, mark)).collect();
        print(args, &shown)?;
    }
}

/// What tells the looks of one command from those of others in the log, which keeps what a look
/// asked for: digits below the millisecond, which a time doesn't need.
fn mark() -> String {
    format!("{:06}Z", RandomState::new().hash_one(std::process::id()) % 1_000_000)
}

/// The same time, with the mark.
fn marked(time: &str, mark: &str) -> String {
    format!("{}{mark}", time.trim_end_matches('Z'))
}

/// True for the record of a look with this mark.
fn is_look(record: &Value, mark: &str) -> bool {
    let since = record.at("args").at("params").at("since").as_str();
    record.at("op").at("id") == "getRecords" && since.is_some_and(|since| since.ends_with(mark))
}

fn number(record: &Value) -> u64 {
    record.at("seq").as_u64().unwrap_or_default()
}

fn print(args: &Args, records: &[Value]) -> Result<(), Failure> {
    for record in records {
        if args.connect.json {
            output::json(record)?;
        } else {
            output::line(&format!(
                "{}  {}  {}",
                text(record, "ts"),
                text(record, "id"),
                text(record, "text")
            ))?;
        }
    }
    Ok(())
}

fn check(args: &Verify) -> Result<Exit, Failure> {
    super::diagnose_quietly();
    let settings = Settings::load(&args.place, Vec::new())?;
    let folder = settings.folder.join("audit");
    verify(&folder, args.json)
}

fn verify(folder: &Path, as_json: bool) -> Result<Exit, Failure> {
    let report = ::audit::verify(folder, Range::default()).map_err(|error| {
        Failure::input(error.to_string()).hint("name the data folder with --data DIR")
    })?;
    let exit = if report.problem.is_none() { Exit::Done } else { Exit::Failed };
    if as_json {
        output::json(&json!(report))?;
        return Ok(exit);
    }
    let (records, segments, last) = (report.records, report.segments, report.last_seq);
    match &report.problem {
        None => output::line(&format!("the log is whole: {records} records in {segments} files"))?,
        Some(problem) => {
            let (seq, file, offset) = (problem.seq, &problem.file, problem.offset);
            output::line(&format!(
                "the log is broken at record {seq}: {}",
                output::plain(&problem.why)
            ))?;
            output::line(&format!("  file {file}, byte {offset}; the last good record is {last}"))?;
        }
    }
    if !report.open.is_empty() {
        output::line(&format!("{} calls have no outcome yet", report.open.len()))?;
    }
    if !report.last_hash.is_empty() {
        output::line(&format!("hash of record {last}: {}", report.last_hash))?;
    }
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_looks_with_the_own_mark_are_hidden() {
        let time = "2026-11-01T12:00:00.250Z";
        let record = |op: &str, since: &str| json!({ "op": { "id": op }, "args": { "params": { "since": since } } });
        let (own, other) = (mark(), mark());
        assert_ne!(own, other);
        assert_eq!(model::time::parse(&marked(time, &own)), model::time::parse(time));
        assert!(is_look(&record("getRecords", &marked(time, &own)), &own));
        for shown in [
            record("getRecords", &marked(time, &other)),
            record("getRecords", time),
            record("getUsers", &marked(time, &own)),
            json!({ "op": { "id": "getRecords" } }),
        ] {
            assert!(!is_look(&shown, &own), "{shown}");
        }
    }
}
