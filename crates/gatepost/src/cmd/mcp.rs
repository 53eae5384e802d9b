//! `gatepost mcp`

use std::sync::Arc;

use catalog::Toolset;
use http::HeaderValue;
use tokio::{
    io::BufReader,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::filter::LevelFilter;

use crate::{
    bridge::Bridge,
    cli::Place,
    client::Local,
    config::{LogLevel, Settings, variable},
    exit::{Exit, Failure},
    lock::Role,
    router::mount,
};

/// Speak MCP over stdio, for clients that start their servers
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("toolset").args(["minimal", "code", "full"]),
    after_help = "The agent's key is taken from GATEPOST_KEY, else from POSTMAN_API_KEY.\n\nExample:\n  GATEPOST_KEY=gpa_… gatepost mcp --minimal"
)]
pub(crate) struct Args {
    /// The tools most agents need (the default)
    #[arg(long)]
    minimal: bool,
    /// The tools for writing client code
    #[arg(long)]
    code: bool,
    /// All tools
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    place: Place,
}

impl Args {
    fn toolset(&self) -> Toolset {
        match (self.code, self.full) {
            (true, _) => Toolset::Code,
            (_, true) => Toolset::Full,
            _ => Toolset::Minimal,
        }
    }
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    let settings = Settings::load(&args.place, Vec::new())?;
    let level = settings.log.level.0.min(LevelFilter::WARN);
    super::diagnose(LogLevel(level), settings.log.format);
    let key = key()?;
    let local = Arc::new(Local::new(settings, Role::Mcp));
    let bridge = Bridge::new(local.clone(), mount::path(args.toolset()), key, tokio::io::stdout());
    let input = BufReader::new(tokio::io::stdin());
    let listen = |kind| {
        signal(kind)
            .map_err(|error| Failure::connection(format!("signals can't be received: {error}")))
    };
    let (mut terminate, mut interrupt) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    let ended = tokio::select! {
        ended = bridge.run(input) => ended,
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    };
    local.close().await;
    ended.map(|()| Exit::Done)
}

/// The agent's key. A user's key in its place is refused by the server, in words.
fn key() -> Result<HeaderValue, Failure> {
    let named = ["GATEPOST_KEY", "POSTMAN_API_KEY"];
    let found = named
        .into_iter()
        .find_map(|name| Some((name, variable(name).filter(|key| !key.is_empty())?)));
    let (name, key) = found.ok_or_else(|| {
        Failure::connection("there is no agent's key: GATEPOST_KEY is not set")
            .hint("`gatepost agent create NAME` makes one")
    })?;
    let wrong = || {
        Failure::connection(format!("{name} is not a key of Gatepost"))
            .hint("agents' keys begin with gpa_; `gatepost agent create NAME` makes one")
    };
    model::key::parse(key.trim()).ok_or_else(wrong)?;
    let mut key = HeaderValue::from_str(key.trim()).map_err(|_| wrong())?;
    key.set_sensitive(true);
    Ok(key)
}
