//! `gatepost explain`

use std::fmt::Write as _;

use serde_json::Value;

use super::within;
use crate::{
    cli::Connect,
    exit::{Exit, Failure},
    json::Json as _,
    names::text,
    output,
};

/// Explain a record: each step, the nearest grants, and what would allow the call
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gatepost explain evt_0198f3b2-7c1e-7a44-9c53-0b6f2f0d6a11")]
pub(crate) struct Args {
    /// Id of the record, from the log or from X-Gatepost-Request-Id
    record: String,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    if model::RecordId::parse(&args.record).is_none() {
        return Err(Failure::usage(format!("`{}` is no id of a record", args.record))
            .hint("ids begin with evt_; `gatepost audit` shows them"));
    }
    let path = format!("/gatepost/v1/records/{}/explanation", args.record);
    let answer = within(&args.connect, async |session| session.get(&path).await).await?;
    if args.connect.json {
        output::json(&answer)?;
    } else {
        output::data(&told(answer.at("explanation")))?;
    }
    Ok(Exit::Done)
}

fn told(explanation: &Value) -> String {
    let mut words = format!("{}\n\n", text(explanation.at("record"), "text"));
    for step in explanation.list("steps") {
        let _ = writeln!(words, "  {}: {}", text(step, "step"), text(step, "result"));
    }
    let nearest = explanation.list("nearest");
    if !nearest.is_empty() {
        words.push_str("\nNearest grants:\n");
    }
    for near in nearest {
        let missing = near.list("missing").iter().filter_map(Value::as_str);
        let missing = ::audit::clean(&missing.collect::<Vec<_>>().join("; "));
        let _ = writeln!(words, "  {} {}: {missing}", text(near, "grant"), text(near, "words"));
    }
    let would = text(explanation, "wouldAllow");
    if !would.is_empty() {
        let _ = write!(words, "\nThis would allow it: {would}\n");
    }
    words
}
