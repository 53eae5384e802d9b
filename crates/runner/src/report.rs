//! Reporters: they listen to a run and write about it.
//!
//! A reporter streams: it gets each event once and keeps what it needs of it, never a body. The table
//! [`REPORTERS`] has a row for each; [`choose`] makes those that a user asked for.

mod assertion;
mod bodies;
mod cli;
mod emojitrain;
mod file;
mod github;
mod given;
mod html;
mod json;
mod jsonl;
mod junit;
mod progress;
mod registry;
mod setup;
mod terminal;
mod units;

#[cfg(test)]
mod fixture;

use std::{io, path::PathBuf};

pub use given::{Chosen, Given, choose};
pub use registry::{OptionRow, REPORTERS, Row, help, reference};
pub use setup::{Color, Look, Outlet, Setup};

use crate::{event::Event, summary::Summary};

/// Listens to a run.
///
/// A reporter lives on the thread of the run and is called inline, so it should not wait. A fault
/// does not end the run: the reporter is left out from then on, and the fault is in the result.
pub trait Reporter {
    /// The name by which it is chosen, such as `junit`.
    fn name(&self) -> &'static str;

    /// Which expensive parts of events it reads; the others may be missing.
    fn wants(&self) -> Wants {
        Wants { bodies: true }
    }

    /// Takes an event. `so_far` contains it already: its failure, if it is one, is the last there.
    fn on(&mut self, event: &Event, so_far: &Summary) -> Result<(), ReportFault>;

    /// Ends the report. Called once after [`Event::Done`], also if the run was aborted or failed.
    ///
    /// A reporter that writes a file writes none if [`Summary::without_reports`] says so.
    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault>;
}

/// Parts of events that cost something.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Wants {
    /// `Received::body`, and the preview of what was sent. Sizes are always there.
    pub bodies: bool,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportFault {
    /// A file could not be written.
    #[error("could not write `{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The terminal, or what stands for it, could not be written.
    #[error("could not write the output: {0}")]
    Output(#[from] io::Error),
    /// An option of the reporter makes no sense.
    #[error("reporter `{reporter}`: {message}")]
    Option {
        /// The reporter.
        reporter: &'static str,
        /// What is wrong.
        message: String,
    },
}
