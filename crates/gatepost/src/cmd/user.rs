//! `gatepost user`

use http::Method;
use serde_json::{Value, json};

use super::{shell, within};
use crate::{
    cli::Connect,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output,
    table::table,
};

/// Manage users
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  gatepost user add ana --full-name \"Ana Ruiz\" --team Core --role admin"
)]
pub(crate) enum Command {
    /// Add a user, and its team if that is new
    #[command(
        after_help = "Example:\n  gatepost user add ana --full-name \"Ana Ruiz\" --team Core --role admin"
    )]
    Add(Add),
    /// List the users
    #[command(after_help = "Example:\n  gatepost user list")]
    List(List),
    /// Set a user's roles in a team
    #[command(after_help = "Example:\n  gatepost user role ana admin user --team Core")]
    Role(Role),
    /// Remove a user; its keys and agents stop working at once
    #[command(after_help = "Example:\n  gatepost user remove ana")]
    Remove(Remove),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Login name
    username: String,
    /// Full name
    #[arg(long, value_name = "NAME")]
    full_name: Option<String>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
    /// Team to join [default: none]
    #[arg(long)]
    team: Option<String>,
    /// Role in the team: admin or user; repeat for several [default: user]
    #[arg(long = "role", value_name = "ROLE", requires = "team")]
    roles: Vec<String>,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Role {
    /// Login name, e-mail address or number
    user: String,
    /// The roles it has from now on
    #[arg(required = true)]
    roles: Vec<String>,
    /// Team, by name or number [default: its only one]
    #[arg(long)]
    team: Option<String>,
    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    /// Login name, e-mail address or number
    user: String,
    #[command(flatten)]
    connect: Connect,
}

pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Add(args) => add(args).await,
        Command::List(args) => list(args).await,
        Command::Role(args) => role(args).await,
        Command::Remove(args) => remove(args).await,
    }?;
    Ok(Exit::Done)
}

async fn add(args: Add) -> Result<(), Failure> {
    let mut user = json!({"username": args.username});
    let given = [("fullName", args.full_name), ("email", args.email), ("team", args.team.clone())];
    for (member, value) in given {
        if let Some(value) = value {
            user.set(member, json!(value));
        }
    }
    if args.team.is_some() {
        let roles =
            if args.roles.is_empty() { vec!["user".to_owned()] } else { args.roles.clone() };
        user.set("roles", roles);
    }
    let body = json!({"user": user});
    let added =
        within(&args.connect, async |session| session.post("/gatepost/v1/users", &body).await)
            .await?;
    if args.connect.json {
        return output::json(&added);
    }
    output::line(&text(added.at("user"), "id"))?;
    output::talk(&format!(
        "Added {}. Next: gatepost key create --user {}",
        ::audit::clean(&args.username),
        shell(&args.username)
    ));
    Ok(())
}

async fn list(args: List) -> Result<(), Failure> {
    let users =
        within(&args.connect, async |session| session.get("/gatepost/v1/users").await).await?;
    if args.connect.json {
        return output::json(&users);
    }
    let rows: Vec<_> = users.list("users").iter().map(row).collect();
    output::data(&table(&["ID", "USERNAME", "NAME", "TEAMS", "STATE"], &rows))
}

fn row(user: &Value) -> Vec<String> {
    let teams = user.list("teams").iter().map(|team| {
        let roles = team.list("roles").iter().filter_map(Value::as_str);
        format!("{} ({})", text(team, "name"), roles.collect::<Vec<_>>().join(", "))
    });
    let teams = teams.collect::<Vec<_>>().join("; ");
    vec![
        text(user, "id"),
        text(user, "username"),
        text(user, "fullName"),
        teams,
        text(user, "state"),
    ]
}

async fn role(args: Role) -> Result<(), Failure> {
    let answer = within(&args.connect, async |session| {
        let user = names::user(session, &args.user).await?;
        let team = team_of(&user, args.team.as_deref())?;
        let path = format!("/gatepost/v1/users/{}/roles", text(&user, "id"));
        let body = json!({"team": team, "roles": args.roles});
        session.call(Method::PUT, &path, Some(&body)).await
    })
    .await?;
    if args.connect.json {
        return output::json(&answer);
    }
    output::talk(&format!(
        "{} is {} now.",
        ::audit::clean(&args.user),
        ::audit::clean(&args.roles.join(", "))
    ));
    Ok(())
}

/// The number of the user's team that is meant.
fn team_of(user: &Value, given: Option<&str>) -> Result<Value, Failure> {
    let name = text(user, "username");
    let teams = user.list("teams");
    let list = || teams.iter().map(|team| text(team, "name")).collect::<Vec<_>>().join(", ");
    match (given, teams) {
        (None, [team]) => Ok(team.at("id").clone()),
        (None, []) => Err(Failure::usage(format!("`{name}` is in no team"))),
        (None, _) => Err(Failure::usage(format!("`{name}` is in more than one team"))
            .hint(format!("say which with --team: {}", list()))),
        (Some(given), _) => {
            let found =
                teams.iter().find(|team| text(team, "id") == given || team.at("name") == given);
            let none = || {
                Failure::usage(format!("`{name}` is in no team `{given}`"))
                    .hint(format!("its teams: {}", list()))
            };
            found.map(|team| team.at("id").clone()).ok_or_else(none)
        }
    }
}

async fn remove(args: Remove) -> Result<(), Failure> {
    within(&args.connect, async |session| {
        let user = names::user(session, &args.user).await?;
        let path = format!("/gatepost/v1/users/{}", text(&user, "id"));
        session.call(Method::DELETE, &path, None).await
    })
    .await?;
    output::talk(&format!(
        "Removed {}. Its keys and agents no longer work.",
        ::audit::clean(&args.user)
    ));
    Ok(())
}
