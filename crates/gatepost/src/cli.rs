//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{cmd, config::variable};

/// Lets AI agents, scripts and people work with Postman data under control.
#[derive(Debug, Parser)]
#[command(
    // As written, whatever features other crates switch on in clap.
    term_width = 0,
    name = "gatepost",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Start with:\n  gatepost serve\n  gatepost import my-collection.json\n  gatepost run my-collection.json\n  gatepost mock my-collection.json\n  gatepost agent create \"Release bot\""
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(cmd::serve::Args),
    Mcp(cmd::mcp::Args),
    Mock(cmd::mock::Args),
    #[command(subcommand)]
    User(cmd::user::Command),
    #[command(subcommand)]
    Agent(cmd::agent::Command),
    #[command(subcommand)]
    Grant(cmd::grant::Command),
    #[command(subcommand)]
    Key(cmd::key::Command),
    Can(cmd::can::Args),
    Explain(cmd::explain::Args),
    Audit(cmd::audit::Args),
    Import(cmd::import::Args),
    Export(cmd::export::Args),
    Run(Box<cmd::run::Args>),
    #[command(subcommand)]
    Newman(cmd::run::Newman),
}

/// Where the data lies.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Place {
    /// Data folder [default: the platform's data folder]
    #[arg(long, value_name = "DIR", help_heading = "Where")]
    pub(crate) data: Option<PathBuf>,

    /// Settings file [default: gatepost.toml in the data folder]
    #[arg(long, value_name = "FILE", help_heading = "Where")]
    pub(crate) config: Option<PathBuf>,
}

/// Which gate a command talks to.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Connect {
    #[command(flatten)]
    pub(crate) place: Place,

    /// Server elsewhere, with the admin key in `GATEPOST_ADMIN_KEY` [default: `GATEPOST_SERVER`]
    #[arg(long, value_name = "URL", help_heading = "Where")]
    server: Option<String>,

    /// Certificates to trust for --server, PEM [default: the system's]
    #[arg(long, value_name = "FILE", help_heading = "Where", requires = "server")]
    server_ca: Option<PathBuf>,

    /// Print the answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Connect {
    /// The server to administer, if it is not this machine's.
    pub(crate) fn server(&self) -> Option<String> {
        self.server.clone().or_else(|| variable("GATEPOST_SERVER").filter(|url| !url.is_empty()))
    }

    /// Certificates to trust instead of the system's.
    pub(crate) fn authority(&self) -> Option<PathBuf> {
        self.server_ca.clone()
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        fn check(command: &clap::Command) {
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.contains("gatepost "), "{} shows no example", command.get_name());
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
