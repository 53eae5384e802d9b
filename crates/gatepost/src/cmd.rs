//! The subcommands, one file each.

pub(crate) mod agent;
pub(crate) mod audit;
pub(crate) mod can;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod grant;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod mcp;
pub(crate) mod mock;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod user;

use tracing_subscriber::filter::LevelFilter;

use crate::{
    cli::{Cli, Command, Connect},
    client::Session,
    config::{LogFormat, LogLevel},
    exit::{Exit, Failure},
    output,
};

/// Runs a command to its end.
pub(crate) fn run(cli: Cli) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::connection(format!("no threads to run on: {error}")))?;
    let ended = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(args).await,
            Command::Mcp(args) => mcp::run(args).await,
            Command::Mock(args) => mock::run(args).await,
            Command::User(command) => user::run(command).await,
            Command::Agent(command) => agent::run(command).await,
            Command::Grant(command) => grant::run(command).await,
            Command::Key(command) => key::run(command).await,
            Command::Can(args) => can::run(args).await,
            Command::Explain(args) => explain::run(args).await,
            Command::Audit(args) => audit::run(args).await,
            Command::Export(args) => export::run(args).await,
            Command::Import(args) => import::run(args).await,
            // They need a thread of their own, so they were run before there was a runtime.
            Command::Run(_) | Command::Newman(_) => Err(Failure::usage("`run` comes first")),
        }
    });
    // A thread that waits for the terminal's next line must not keep the process.
    runtime.shutdown_background();
    ended
}

/// Opens a session, does something in it and closes it.
async fn within<T>(
    connect: &Connect,
    act: impl AsyncFnOnce(&Session) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let session = Session::open(connect)?;
    let done = act(&session).await;
    session.close().await;
    done
}

/// Begins diagnostic output on stderr.
fn diagnose(level: LogLevel, format: LogFormat) {
    let builder = tracing_subscriber::fmt()
        .with_max_level(level.0)
        .with_writer(std::io::stderr)
        .with_ansi(output::colours());
    // A second start, in tests, is no harm.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// Diagnostic output of commands: what went wrong, and no more.
pub(crate) fn diagnose_quietly() {
    diagnose(LogLevel(LevelFilter::ERROR), LogFormat::Text);
}

/// A name as a shell takes it.
fn shell(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", output::plain(text).replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::shell;

    #[test]
    fn names_are_quoted_for_the_shell() {
        for (name, expected) in [
            ("bot", "bot"),
            ("Release bot", "'Release bot'"),
            ("a'b", "'a'\\''b'"),
            ("", "''"),
            ("$(x)", "'$(x)'"),
        ] {
            assert_eq!(shell(name), expected);
        }
    }
}
