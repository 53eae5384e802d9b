//! The reporters of a run, made for this terminal.

use std::io::{self, IsTerminal as _};

use runner::report::{Color, Given, Look, Reporter, Setup, choose};

use super::{
    args::{Args, Colour},
    words::ReporterWord,
};
use crate::{config::variable, exit::Failure, output};

/// The reporters that were asked for; what they warn of is said.
pub(super) fn chosen(
    args: &Args,
    words: &[ReporterWord],
) -> Result<Vec<Box<dyn Reporter>>, Failure> {
    let mut given = Given::default();
    for word in words {
        given.set(&word.key, word.value.as_deref());
    }
    let file =
        (args.collection != "-" && !args.collection.contains("://")).then_some(&args.collection);
    let setup = Setup {
        program: "gatepost".to_owned(),
        source: file.cloned(),
        look: look(args),
        silent: args.silent,
        verbose: args.verbose,
        ..Setup::default()
    };
    let names: Vec<&str> = args.reporters.iter().map(String::as_str).collect();
    let chosen =
        choose(&names, &given, &setup).map_err(|fault| Failure::usage(fault.to_string()))?;
    for warning in &chosen.warnings {
        output::talk(&format!("warning: {warning}"));
    }
    Ok(chosen.reporters)
}

fn look(args: &Args) -> Look {
    let terminal = io::stdout().is_terminal();
    let no_color = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let color = match args.color {
        Colour::Auto => Color::Auto,
        Colour::On => Color::On,
        Colour::Off => Color::Off,
    };
    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    Look {
        color: color.resolve(terminal, no_color),
        unicode: !args.disable_unicode,
        columns: columns.filter(|_| terminal),
        live: terminal,
        live_errors: io::stderr().is_terminal(),
    }
}
