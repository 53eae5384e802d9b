//! `gatepost grant`

use http::Method;
use serde_json::{Value, json};

use super::within;
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

const ADD: &str = "Examples:\n  gatepost grant add \"Release bot\" collections read --workspace Core\n  \
                   gatepost grant add \"Release bot\" --operation deleteWorkspace --workspace Core --expires 2h";
const BLOCK: &str = "Examples:\n  gatepost grant block \"Release bot\" environments read --all\n  \
                     gatepost grant block --every-agent workspaces full --workspace Production";

/// Manage what agents may do
#[derive(Debug, clap::Subcommand)]
#[command(after_help = ADD)]
pub(crate) enum Command {
    /// Give an agent an area up to a level, or one operation
    #[command(after_help = ADD)]
    Add(Add),
    /// Take something away from one agent or all, whatever grants say
    #[command(after_help = BLOCK)]
    Block(Block),
    /// Remove a grant or a block
    #[command(after_help = "Example:\n  gatepost grant remove grt_abcdefgh234567ab")]
    Remove(Remove),
    /// List grants and blocks
    #[command(after_help = "Example:\n  gatepost grant list \"Release bot\"")]
    List(List),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Agent, by name or id
    agent: String,
    /// Area, e.g. collections
    #[arg(requires = "level", conflicts_with = "operation", required_unless_present = "operation")]
    area: Option<String>,
    /// Level: read, write or full
    level: Option<String>,
    /// Show secret values instead of masks
    #[arg(long)]
    reveal_secrets: bool,
    #[command(flatten)]
    rule: Rule,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Block {
    /// Agent (left out with --every-agent), area, and the level from which on it is blocked
    #[arg(value_name = "AGENT AREA LEVEL", num_args = 0..=3)]
    words: Vec<String>,
    /// Block every agent, present and future
    #[arg(long)]
    every_agent: bool,
    #[command(flatten)]
    rule: Rule,
    #[command(flatten)]
    connect: Connect,
}

/// What grants and blocks share.
#[derive(Debug, clap::Args)]
pub(crate) struct Rule {
    /// A single operation instead of area and level
    #[arg(long, value_name = "OPERATION")]
    operation: Option<String>,
    /// Workspace, by name or id; repeat for several
    #[arg(long = "workspace", value_name = "WORKSPACE", help_heading = "Scope")]
    workspaces: Vec<String>,
    /// Single element, by id or uid; repeat for several
    #[arg(long = "resource", value_name = "ID", help_heading = "Scope")]
    resources: Vec<String>,
    /// Everything the agent's owner reaches
    #[arg(long, conflicts_with_all = ["workspaces", "resources"], help_heading = "Scope")]
    all: bool,
    /// When it ends: 30d, 12h, 2026-12-31 [default: never]
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// When it begins [default: now]
    #[arg(long, value_name = "TIME")]
    starts: Option<String>,
    /// Why it was made
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    /// Id of the grant or block
    grant: String,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only this agent's, by name or id
    agent: Option<String>,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add(args).await,
        Command::Block(args) => block(args).await,
        Command::Remove(args) => remove(args).await,
        Command::List(args) => list(args).await,
    }?;
    Ok(Exit::Done)
}

async fn add(args: Add) -> Result<(), Failure> {
    let mut grant = args.rule.grant()?;
    if let (Some(area), Some(level)) = (&args.area, &args.level) {
        grant.set("area", area.as_str());
        grant.set("level", level.as_str());
    }
    if args.reveal_secrets {
        grant.set("revealSecrets", json!(true));
    }
    create(&args.connect, &args.rule, Some(&args.agent), grant).await
}

async fn block(args: Block) -> Result<(), Failure> {
    let mut grant = args.rule.grant()?;
    grant.set("effect", json!("block"));
    let mut words = args.words.iter();
    let agent = if args.every_agent { None } else { words.next().map(String::as_str) };
    if agent.is_none() && !args.every_agent {
        return Err(
            Failure::usage("a block needs an agent").hint("name one, or give --every-agent")
        );
    }
    match (words.next(), words.next(), words.next(), &args.rule.operation) {
        (Some(area), Some(level), None, None) => {
            grant.set("area", area.as_str());
            grant.set("level", level.as_str());
        }
        (None, None, None, Some(_)) => {}
        _ => {
            return Err(Failure::usage("a block needs an area and a level, or --operation")
                .hint("see `gatepost grant block --help`"));
        }
    }
    create(&args.connect, &args.rule, agent, grant).await
}

impl Rule {
    /// The parts of a grant that need no look-up.
    fn grant(&self) -> Result<Value, Failure> {
        if !self.all && self.workspaces.is_empty() && self.resources.is_empty() {
            return Err(Failure::usage("the rule holds nowhere: no scope is given")
                .hint("add --workspace NAME, --resource ID or --all"));
        }
        let mut grant = json!({});
        let now = when::now();
        for (member, given) in [("notAfter", &self.expires), ("notBefore", &self.starts)] {
            if let Some(given) = given {
                grant.set(member, json!(when::time(given, now)?));
            }
        }
        if let Some(operation) = &self.operation {
            grant.set("operation", json!(operation));
        }
        if let Some(note) = &self.note {
            grant.set("note", json!(note));
        }
        Ok(grant)
    }

    async fn scope(&self, session: &Session) -> Result<Value, Failure> {
        if self.all {
            return Ok(json!({"all": true}));
        }
        let mut scope = json!({});
        if !self.workspaces.is_empty() {
            let known = names::workspaces(session).await?;
            let ids = self.workspaces.iter().map(|given| names::workspace(&known, given));
            scope.set("workspaces", json!(ids.collect::<Result<Vec<_>, _>>()?));
        }
        if !self.resources.is_empty() {
            scope.set("resources", json!(self.resources));
        }
        Ok(scope)
    }
}

async fn create(
    connect: &Connect,
    rule: &Rule,
    agent: Option<&str>,
    mut grant: Value,
) -> Result<(), Failure> {
    let made = within(connect, async |session| {
        if let Some(agent) = agent {
            grant.set("agent", names::agent(session, agent).await?.at("id").clone());
        }
        grant.set("scope", rule.scope(session).await?);
        session.post("/gatepost/v1/grants", &json!({"grant": grant})).await
    })
    .await?;
    if connect.json {
        return output::json(&made);
    }
    output::line(&text(made.at("grant"), "id"))?;
    let verb = if made.at("grant").at("effect") == "block" { "Blocked" } else { "Granted" };
    output::talk(&format!("{verb}: {}.", what(made.at("grant"))));
    for warning in made.list("warnings").iter().filter_map(Value::as_str) {
        output::talk(&format!("Note: {}", ::audit::clean(warning)));
    }
    Ok(())
}

async fn remove(args: Remove) -> Result<(), Failure> {
    if model::GrantId::parse(&args.grant).is_none() {
        return Err(Failure::usage(format!("`{}` is no id of a grant", args.grant))
            .hint("ids begin with grt_; `gatepost grant list` shows them"));
    }
    let path = format!("/gatepost/v1/grants/{}", args.grant);
    within(&args.connect, async |session| session.call(Method::DELETE, &path, None).await).await?;
    output::talk(&format!("Removed {}.", args.grant));
    Ok(())
}

async fn list(args: List) -> Result<(), Failure> {
    let grants = within(&args.connect, async |session| {
        let path = match &args.agent {
            Some(agent) => {
                let agent = names::agent(session, agent).await?;
                format!("/gatepost/v1/grants?agent={}", text(&agent, "id"))
            }
            None => "/gatepost/v1/grants".to_owned(),
        };
        session.get(&path).await
    })
    .await?;
    if args.connect.json {
        return output::json(&grants);
    }
    output::data(&listing(grants.at("grants")))
}

/// Grants as a table.
pub(super) fn listing(grants: &Value) -> String {
    let rows: Vec<_> = grants.as_array().into_iter().flatten().map(row).collect();
    table(&["GRANT", "AGENT", "EFFECT", "WHAT", "WHERE", "ENDS"], &rows)
}

fn row(grant: &Value) -> Vec<String> {
    let agent = text(grant, "agent");
    vec![
        text(grant, "id"),
        if agent.is_empty() { "every agent".to_owned() } else { agent },
        text(grant, "effect"),
        what(grant),
        scope(grant.at("scope")),
        text(grant, "notAfter"),
    ]
}

fn what(grant: &Value) -> String {
    let right = match grant.at("operation").as_str() {
        Some(operation) => operation.to_owned(),
        None => format!("{} {}", text(grant, "area"), text(grant, "level")),
    };
    if grant.at("revealSecrets") == true { format!("{right}, secrets shown") } else { right }
}

fn scope(scope: &Value) -> String {
    if scope.at("all") == true {
        return "everything".to_owned();
    }
    let ids = |member: &str, word: &str| {
        let ids = scope.list(member).iter().filter_map(Value::as_str);
        ids.map(|id| format!("{word} {id}")).collect::<Vec<_>>()
    };
    [ids("workspaces", "workspace"), ids("resources", "resource")].concat().join(", ")
}
