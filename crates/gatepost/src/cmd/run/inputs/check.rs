//! `gatepost run --check`: what would surprise, without sending anything.

use runner::Input;

use super::super::args::Args;
use crate::{
    exit::{Exit, Failure},
    output,
};

/// Prints what would surprise a run; fails when there is anything.
pub(in super::super) fn check(input: &Input, args: &Args) -> Result<Exit, Failure> {
    let found = runner::check(input, &args.folder, &args.working_dir, &sandbox::pm::knows)
        .map_err(|fault| Failure::input(fault.to_string()))?;
    for finding in &found {
        output::line(&output::plain(&format!("{}: {}", finding.place, finding.what)))?;
    }
    let items = input.collection.items.len();
    output::talk(&match found.len() {
        0 => format!("Nothing would surprise a run; {items} requests are in the collection."),
        1 => "1 thing would surprise a run.".to_owned(),
        many => format!("{many} things would surprise a run."),
    });
    Ok(if found.is_empty() { Exit::Done } else { Exit::Failed })
}
