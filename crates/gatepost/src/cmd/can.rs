//! `gatepost can`

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::within;
use crate::{
    cli::Connect,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output,
};

/// Tell whether an agent may do something, and why, without doing it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The exit code is 0 when it may and 5 when it may not.\n\nExamples:\n  gatepost can \"Release bot\" getCollections\n  gatepost can \"Release bot\" deleteWorkspace \"My Workspace\""
)]
pub(crate) struct Args {
    /// Agent, by name or id
    agent: String,
    /// Operation, e.g. getCollection
    operation: String,
    /// Id or uid of what the operation would name, or a workspace by name or id
    resource: Option<String>,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    let answer = within(&args.connect, async |session| {
        let agent = names::agent(session, &args.agent).await?;
        let mut body = json!({"agent": agent.at("id"), "operation": args.operation});
        if let Some(resource) = &args.resource {
            let workspaces = names::workspaces(session).await?;
            // Workspaces can be named; anything else is an id or uid already.
            let named = names::workspace(&workspaces, resource).ok();
            body.set("resource", json!(named.as_ref().unwrap_or(resource)));
        }
        session.post("/gatepost/v1/can", &body).await
    })
    .await?;
    if args.connect.json {
        output::json(&answer)?;
    } else {
        output::line(&told(&answer))?;
    }
    Ok(if answer.at("decision") == "allow" { Exit::Done } else { Exit::Denied })
}

fn told(answer: &Value) -> String {
    let mut words = text(answer, "sentence");
    let needs: Vec<_> = answer.list("needs").iter().filter_map(Value::as_str).collect();
    // The sentence mostly ends with the smallest grant already.
    if !needs.is_empty() && !words.contains("smallest grant") {
        let _ = write!(words, "\nsmallest grant: {}", ::audit::clean(&needs.join(", ")));
    }
    words
}
