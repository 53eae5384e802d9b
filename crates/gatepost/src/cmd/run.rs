//! `gatepost run`, and `gatepost newman run`, which is the same.
//!
//! Both end with Newman's codes, 0 and 1, whatever happens.

mod args;
mod export;
pub(in crate::cmd) mod inputs;
mod place;
mod report;
mod words;

#[cfg(test)]
mod tests;

use std::{io::Write as _, time::Duration};

use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};
use runner::{Abort, Options, report::ReportFault};

use crate::{
    cli::{Cli, Command},
    config::variable,
    exit::{Exit, Failure},
    output,
};

pub(crate) use args::Args;

/// Runs collections as Newman does: its options, its results, its exit codes
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Examples:\n  gatepost newman run shop.json -e staging.json\n  alias newman='gatepost newman'"
)]
pub(crate) enum Newman {
    Run(Box<Args>),
}

/// How many words name the command, when the command line is one that runs a collection.
fn named(words: &[String]) -> Option<usize> {
    let word = |at: usize| words.get(at).map(String::as_str);
    match (word(1), word(2)) {
        (Some("run"), _) => Some(2),
        (Some("newman"), _) => Some(words.len().min(3)),
        _ => None,
    }
}

/// Runs a collection when the command line says so; `None` when it says something else.
pub(crate) fn called(words: &[String]) -> Option<Exit> {
    let named = named(words)?;
    let (command, rest) = words.split_at_checked(named)?;
    let (rest, reporter) = words::take_reporter_words(rest.to_vec());
    let (settings, faults) = settings_files();
    let (added, mut options) = words::from_settings(&settings, &rest, takes);
    options.extend(reporter);
    let line = command.iter().cloned().chain(added).chain(rest);
    let args = match Cli::command()
        .try_get_matches_from(line)
        .and_then(|found| Cli::from_arg_matches(&found))
    {
        Ok(Cli { command: Command::Run(args) | Command::Newman(Newman::Run(args)) }) => args,
        Ok(_) => return None,
        Err(error) => {
            let _ = error.print();
            let is_help =
                matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return Some(if is_help { Exit::Done } else { Exit::Failed });
        }
    };
    for fault in faults {
        output::talk(&format!("warning: {fault}"));
    }
    let quiet = args.suppress_exit_code;
    let exit = run(&args, &options).unwrap_or_else(|failure| {
        output::complain(&failure);
        Exit::Failed
    });
    Some(if quiet { Exit::Done } else { exit })
}

fn run(args: &Args, words: &[words::ReporterWord]) -> Result<Exit, Failure> {
    let input = inputs::read(args)?;
    if args.check {
        return inputs::check(&input, args);
    }
    let options = options(args)?;
    let reporters = report::chosen(args, words)?;
    let abort = Abort::new();
    stop_when_asked(&abort);
    let collection = input.collection.clone();
    let finished = runner::run(input, &options, reporters, &abort)
        .map_err(|fault| Failure::input(fault.to_string()))?;
    for (name, fault) in &finished.report_faults {
        output::complain(&Failure::input(format!("reporter `{name}`: {fault}")));
    }
    if let Some(fault) = &finished.summary.error {
        output::complain(&Failure::input(fault.to_string()));
    }
    let exported = export::all(args, &collection, &finished);
    let written = exported.is_empty()
        && !finished
            .report_faults
            .iter()
            .any(|(_, fault)| matches!(fault, ReportFault::File { .. }));
    for failure in exported {
        output::complain(&failure);
    }
    // Whoever reads the output may be gone; the result stands all the same.
    let _ = std::io::stdout().flush();
    Ok(if finished.summary.passed() && written { Exit::Done } else { Exit::Failed })
}

fn options(args: &Args) -> Result<Options, Failure> {
    let millis = |number: Option<u64>| number.map(Duration::from_millis);
    let mut options = Options::default();
    options.iterations = args.iteration_count;
    options.folders.clone_from(&args.folder);
    options.bail = match args.bail {
        None => runner::Bail::Never,
        Some(args::Bail::Failure) => runner::Bail::Failure,
        Some(args::Bail::Folder) => runner::Bail::Folder,
    };
    options.delay = millis(args.delay_request).unwrap_or_default();
    options.timeout = millis(args.timeout);
    options.timeout_request = millis(args.timeout_request);
    options.timeout_script = millis(args.timeout_script);
    options.follow_redirects = !args.ignore_redirects;
    options.insecure = args.insecure;
    options.working_dir.clone_from(&args.working_dir);
    options.read_outside = !args.no_insecure_file_read;
    options.certificates = inputs::certificates(args)?;
    if let Some(file) = &args.ssl_extra_ca_certs {
        options.extra_roots = inputs::bytes(file)?;
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"] {
        if let Some(value) = variable(name) {
            options.proxy_environment.insert(name.to_owned(), value);
        }
    }
    options.jobs = args.jobs;
    options.retries = args.retry;
    options.retry_delay = millis(args.retry_delay).unwrap_or_default();
    options.verbose = args.verbose;
    options.egress = inputs::egress(args)?;
    Ok(options)
}

/// The first Ctrl-C ends the run and finishes the reports, the second one ends the process.
fn stop_when_asked(abort: &Abort) {
    let abort = abort.clone();
    let waiting = std::thread::Builder::new().name("interrupt".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                output::talk("\nStopping: reports are finished. Ctrl-C again ends at once.");
                abort.abort();
                let _ = tokio::signal::ctrl_c().await;
                std::process::exit(130);
            }
        });
    });
    if let Err(error) = waiting {
        tracing::debug!(%error, "Ctrl-C ends the process at once");
    }
}

/// The option of `run` with this long form.
fn takes(long: &str) -> Option<words::Known> {
    let mut command = Cli::command();
    let run = command.find_subcommand_mut("run")?;
    run.get_arguments()
        .find(|one| one.get_long() == Some(long))
        .map(|one| words::Known { short: one.get_short() })
}

/// The settings files of Newman, least important first, and what is wrong with them.
fn settings_files() -> (Vec<serde_json::Value>, Vec<String>) {
    let home = variable("HOME").filter(|home| !home.is_empty());
    let files = [
        Some("/etc/postman/newmanrc".to_owned()),
        home.map(|home| format!("{home}/.postman/newmanrc")),
        Some(".newmanrc".to_owned()),
    ];
    let (mut settings, mut faults) = (Vec::new(), Vec::new());
    for file in files.into_iter().flatten() {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(value) => settings.push(value),
            Err(error) => faults.push(format!("`{file}` is left out: {error}")),
        }
    }
    (settings, faults)
}
