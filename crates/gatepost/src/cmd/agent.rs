//! `gatepost agent`

use std::fmt::Write as _;

use http::Method;
use serde_json::{Value, json};

use super::{grant, shell, within};
use crate::{
    cli::Connect,
    client::Session,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output,
    table::table,
    when,
};

/// Manage agents
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Example:\n  gatepost agent create \"Release bot\"")]
pub(crate) enum Command {
    /// Create an agent and its first key
    #[command(
        after_help = "Example:\n  gatepost agent create \"Release bot\" --owner ana --expires 90d"
    )]
    Create(Create),
    /// List the agents
    #[command(after_help = "Example:\n  gatepost agent list")]
    List(List),
    /// Show an agent with its grants and keys
    #[command(after_help = "Example:\n  gatepost agent show \"Release bot\"")]
    Show(One),
    /// Stop an agent until it is resumed
    #[command(after_help = "Example:\n  gatepost agent suspend \"Release bot\"")]
    Suspend(One),
    /// Let a suspended agent go on
    #[command(after_help = "Example:\n  gatepost agent resume \"Release bot\"")]
    Resume(One),
    /// Stop an agent for good and revoke its keys
    #[command(after_help = "Example:\n  gatepost agent kill \"Release bot\"")]
    Kill(One),
    /// Delete an agent with its grants and keys
    #[command(after_help = "Example:\n  gatepost agent delete \"Release bot\"")]
    Delete(One),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    /// Name
    name: String,
    /// User that owns it and whose role bounds it [default: the first administrator]
    #[arg(long, value_name = "USER")]
    owner: Option<String>,
    /// When it ends: 30d, 12h, 2026-12-31 [default: never]
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// Name or id
    agent: String,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Create(args) => create(args).await,
        Command::List(args) => list(args).await,
        Command::Show(args) => show(args).await,
        Command::Suspend(args) => turn(args, "suspend", "is suspended").await,
        Command::Resume(args) => turn(args, "resume", "may act again").await,
        Command::Kill(args) => {
            turn(args, "kill", "is stopped for good; its keys are revoked").await
        }
        Command::Delete(args) => delete(args).await,
    }?;
    Ok(Exit::Done)
}

async fn create(args: Create) -> Result<(), Failure> {
    let not_after =
        args.expires.as_deref().map(|given| when::time(given, when::now())).transpose()?;
    let (made, url, workspace) = within(&args.connect, async |session| {
        let mut agent = json!({"name": args.name});
        if let Some(owner) = &args.owner {
            agent.set("owner", names::user(session, owner).await?.at("id").clone());
        }
        if let Some(not_after) = not_after {
            agent.set("notAfter", json!(not_after));
        }
        let made = session.post("/gatepost/v1/agents", &json!({"agent": agent})).await?;
        if args.connect.json {
            return Ok((made, None, String::new()));
        }
        let url = server_url(&args.connect, session).await?;
        let workspace = home(session, made.at("agent").at("owner").at("id")).await?;
        Ok((made, url, workspace))
    })
    .await?;
    if args.connect.json {
        return output::json(&made);
    }
    let key = made.word("key");
    output::line(key)?;
    output::talk(&welcome(&args, &made, key, url.as_deref(), &workspace));
    Ok(())
}

/// Where the agent's client can reach the server over HTTP.
async fn server_url(connect: &Connect, session: &Session) -> Result<Option<String>, Failure> {
    if let Some(server) = connect.server() {
        return Ok(Some(server.trim_end_matches('/').to_owned()));
    }
    let status = session.get("/gatepost/v1/status").await?;
    Ok(status.at("status").at("url").as_str().map(str::to_owned))
}

/// A workspace of the owner to try a grant on: its name, or its id where the name is not clear.
async fn home(session: &Session, owner: &Value) -> Result<String, Failure> {
    let workspaces = names::workspaces(session).await?;
    let all = workspaces.as_array().map(Vec::as_slice).unwrap_or_default();
    // Newest first: the last one is the one made with the user.
    let Some(own) = all.iter().rfind(|one| one.at("owner").at("id") == owner) else {
        return Ok("My Workspace".to_owned());
    };
    let unclear = all.iter().filter(|one| one.at("name") == own.at("name")).count() > 1;
    Ok(text(own, if unclear { "id" } else { "name" }))
}

fn welcome(args: &Create, made: &Value, key: &str, url: Option<&str>, workspace: &str) -> String {
    let agent = made.at("agent");
    let mut command = vec![json!("mcp")];
    if let Some(folder) = &args.connect.place.data {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
        command.extend([json!("--data"), json!(folder)]);
    }
    let stdio = json!({"mcpServers": {"gatepost": {
        "command": "gatepost", "args": command, "env": {"GATEPOST_KEY": key},
    }}});
    let http = url.map(|url| {
        json!({"mcpServers": {"gatepost": {
            "type": "http", "url": format!("{url}/minimal"), "headers": {"X-API-Key": key},
        }}})
    });
    let block = |config: &Value| serde_json::to_string_pretty(config).unwrap_or_default();
    let place = match &args.connect.place.data {
        Some(folder) => format!(" --data {}", shell(&folder.display().to_string())),
        None => String::new(),
    };
    let (name, workspace) = (shell(&args.name), shell(workspace));
    let mut words = format!(
        "\nCreated {} ({}) for {}. The key above is shown once.\n\
         \nFor a client on this machine, started by the client:\n\n{}\n",
        ::audit::quoted(&args.name),
        text(agent, "id"),
        text(agent.at("owner"), "name"),
        block(&stdio),
    );
    if let Some(http) = http {
        let _ = write!(words, "\nFor a client that connects to the server:\n\n{}\n", block(&http));
    }
    let _ = write!(
        words,
        "\nIt may do nothing yet. The least to try:\n\
         \n  gatepost grant add {name} workspaces read --workspace {workspace}{place}\
         \n  gatepost grant add {name} collections read --workspace {workspace}{place}\
         \n  gatepost can {name} getCollections{place}"
    );
    words
}

async fn list(args: List) -> Result<(), Failure> {
    let agents =
        within(&args.connect, async |session| session.get("/gatepost/v1/agents").await).await?;
    if args.connect.json {
        return output::json(&agents);
    }
    let rows: Vec<_> = agents.list("agents").iter().map(row).collect();
    output::data(&table(&["ID", "NAME", "OWNER", "STATE", "ENDS"], &rows))
}

fn row(agent: &Value) -> Vec<String> {
    vec![
        text(agent, "id"),
        text(agent, "name"),
        text(agent.at("owner"), "name"),
        text(agent, "state"),
        text(agent, "notAfter"),
    ]
}

async fn show(args: One) -> Result<(), Failure> {
    let shown = within(&args.connect, async |session| {
        let agent = names::agent(session, &args.agent).await?;
        session.get(&path(&agent, "")).await
    })
    .await?;
    if args.connect.json {
        return output::json(&shown);
    }
    let agent = shown.at("agent");
    let mut words = table(&["ID", "NAME", "OWNER", "STATE", "ENDS"], &[row(agent)]);
    words.push('\n');
    words.push_str(&grant::listing(agent.at("grants")));
    words.push('\n');
    words.push_str(&super::key::listing(agent.at("keys")));
    output::data(&words)
}

async fn turn(args: One, verb: &str, outcome: &str) -> Result<(), Failure> {
    let answer = within(&args.connect, async |session| {
        let agent = names::agent(session, &args.agent).await?;
        session.call(Method::POST, &path(&agent, &format!("/{verb}")), None).await
    })
    .await?;
    if args.connect.json {
        return output::json(&answer);
    }
    output::talk(&format!("{} {outcome}.", text(answer.at("agent"), "name")));
    Ok(())
}

async fn delete(args: One) -> Result<(), Failure> {
    within(&args.connect, async |session| {
        let agent = names::agent(session, &args.agent).await?;
        session.call(Method::DELETE, &path(&agent, ""), None).await
    })
    .await?;
    output::talk(&format!("Deleted {} with its grants and keys.", ::audit::quoted(&args.agent)));
    Ok(())
}

fn path(agent: &Value, tail: &str) -> String {
    format!("/gatepost/v1/agents/{}{tail}", text(agent, "id"))
}
