//! `gatepost key`

use http::Method;
use serde_json::{Value, json};

use super::within;
use crate::{
    cli::Connect,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output,
    table::table,
    when,
};

/// Manage keys
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Example:\n  gatepost key create --user ana --expires 90d")]
pub(crate) enum Command {
    /// Create a key; it is shown once
    #[command(
        after_help = "Examples:\n  gatepost key create --user ana --label laptop --expires 90d\n  gatepost key create --admin"
    )]
    Create(Create),
    /// List keys, without their secrets
    #[command(after_help = "Example:\n  gatepost key list")]
    List(List),
    /// Revoke a key; it stops working at once
    #[command(after_help = "Example:\n  gatepost key revoke key_abcdefgh234567ab")]
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("whose").required(true).args(["user", "agent", "admin", "collection"]).multiple(true))]
pub(crate) struct Create {
    /// Acts as this user; with --collection, whose access key it is
    #[arg(long, value_name = "USER", conflicts_with_all = ["agent", "admin"])]
    user: Option<String>,
    /// A further key of this agent
    #[arg(long, value_name = "AGENT", conflicts_with_all = ["admin", "collection"])]
    agent: Option<String>,
    /// Administers this installation
    #[arg(long, conflicts_with = "collection")]
    admin: bool,
    /// Reads this one collection, for whoever holds it
    #[arg(long, value_name = "UID")]
    collection: Option<String>,
    /// When it ends: 30d, 12h, 2026-12-31 [default: never]
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    /// Id of the key, or its last four characters
    key: String,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Create(args) => create(args).await,
        Command::List(args) => list(args).await,
        Command::Revoke(args) => revoke(args).await,
    }?;
    Ok(Exit::Done)
}

async fn create(args: Create) -> Result<(), Failure> {
    let mut key = json!({});
    if let Some(expires) = &args.expires {
        key.set("notAfter", json!(when::time(expires, when::now())?));
    }
    if let Some(label) = &args.label {
        key.set("label", json!(label));
    }
    let made = within(&args.connect, async |session| {
        if let Some(user) = &args.user {
            key.set("user", names::user(session, user).await?.at("id").clone());
        }
        let kind = if let Some(agent) = &args.agent {
            key.set("agent", names::agent(session, agent).await?.at("id").clone());
            "agent"
        } else if let Some(collection) = &args.collection {
            key.set("collection", collection.as_str());
            "access"
        } else if args.admin {
            "admin"
        } else {
            "user"
        };
        key.set("kind", kind);
        session.post("/gatepost/v1/keys", &json!({"key": key})).await
    })
    .await?;
    if args.connect.json {
        return output::json(&made);
    }
    output::line(&text(&made, "secret"))?;
    output::talk(&format!("Created {}. It is shown once.", text(made.at("key"), "id")));
    Ok(())
}

async fn list(args: List) -> Result<(), Failure> {
    let keys =
        within(&args.connect, async |session| session.get("/gatepost/v1/keys").await).await?;
    if args.connect.json {
        return output::json(&keys);
    }
    output::data(&listing(keys.at("keys")))
}

/// Keys as a table.
pub(super) fn listing(keys: &Value) -> String {
    let rows: Vec<_> = keys.as_array().into_iter().flatten().map(row).collect();
    table(&["KEY", "KIND", "OF", "ENDS WITH", "LABEL", "STATE", "LAST USED", "ENDS"], &rows)
}

fn row(key: &Value) -> Vec<String> {
    let of = ["agent", "collection", "user"].map(|member| text(key, member));
    vec![
        text(key, "id"),
        text(key, "kind"),
        of.into_iter().find(|id| !id.is_empty()).unwrap_or_default(),
        text(key, "last4"),
        text(key, "label"),
        text(key, "state"),
        text(key, "lastUsedAt"),
        text(key, "notAfter"),
    ]
}

async fn revoke(args: Revoke) -> Result<(), Failure> {
    let id = within(&args.connect, async |session| {
        let keys = session.get("/gatepost/v1/keys").await?;
        let keys = keys.list("keys");
        let mut found = keys.iter().filter(|key| {
            key.word("id") == args.key
                || (key.word("last4") == args.key && key.word("state") == "active")
        });
        let id = match (found.next(), found.next()) {
            (Some(key), None) => text(key, "id"),
            (Some(_), Some(_)) => {
                return Err(Failure::usage(format!("more than one key ends with `{}`", args.key))
                    .hint("give its id: `gatepost key list` shows them"));
            }
            (None, _) => {
                return Err(Failure::usage(format!("there is no key `{}`", args.key))
                    .hint("give its id or last four characters: `gatepost key list` shows them"));
            }
        };
        session.call(Method::DELETE, &format!("/gatepost/v1/keys/{id}"), None).await?;
        Ok(id)
    })
    .await?;
    output::talk(&format!("Revoked {id}."));
    Ok(())
}
