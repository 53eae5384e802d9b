//! `json`: the summary of the run as one JSON document.
//!
//! The document begins with what is known last: variables and numbers at the end. So executions are
//! spooled to a file beside it while the run goes on, and copied into their place when it is done.
//!
//! An item that made several requests (by scripts, by its auth, tried again) has as many entries in
//! `executions`, and all of them are the same: what the last request left, all assertions, all script
//! errors.

mod cursor;
mod document;
mod error;
mod execution;
mod failure;
mod pretty;

#[cfg(test)]
mod tests;

use std::{io::Write, path::PathBuf, sync::Arc};

use uuid::Uuid;

use self::{execution::Execution, pretty::Pretty};
use super::{
    ReportFault, Reporter, Row, Setup,
    bodies::{BODY_LIMIT, Bodies, OMIT_BODIES, OMIT_HEADERS, TOTAL_LIMIT},
    file::{self, Draft},
    given::Values,
    registry::setting,
};
use crate::{event::Event, report::Wants, summary::Summary};

pub(super) const ROW: Row = Row {
    name: "json",
    aliases: &[],
    doc: "Writes the summary of the run as a JSON file.",
    dominant: false,
    options: &[
        setting("export", "<path>", "The file to write."),
        BODY_LIMIT,
        TOTAL_LIMIT,
        OMIT_BODIES,
        OMIT_HEADERS,
    ],
    make,
};

/// Of each body.
const EACH: usize = 1 << 20;

/// Of all bodies: as many bytes make a document of about 460 MB, which is what common readers take.
const TOTAL: usize = 128 << 20;

struct Json {
    path: PathBuf,
    spool: Option<Draft>,
    rules: Rules,
    /// What goes on now.
    execution: Option<Execution>,
    /// The script that runs now.
    script: Option<Arc<str>>,
    /// How many entries were spooled.
    entries: u64,
    /// What the cursors of failures have besides those of the summary.
    marks: Vec<Mark>,
    /// How many of those were there when the script began.
    before: usize,
}

/// What goes into entries.
struct Rules {
    bodies: Bodies,
    omit_bodies: bool,
    omit_headers: bool,
}

/// The script that was running when something failed.
#[derive(Clone, Debug, Default)]
struct Mark {
    script: Option<Arc<str>>,
    /// This execution of it; known when the script is done.
    execution: Option<Uuid>,
}

fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    Ok(Box::new(Json {
        path: file::path(setup, values, "json"),
        spool: None,
        rules: Rules {
            bodies: Bodies::new(values, EACH, TOTAL)?,
            omit_bodies: values.on("omit-bodies"),
            omit_headers: values.on("omit-headers"),
        },
        execution: None,
        script: None,
        entries: 0,
        marks: Vec::new(),
        before: 0,
    }))
}

impl Json {
    fn script_done(&mut self, execution: Uuid, so_far: &Summary) {
        let script = self.script.take();
        for mark in self.marks.iter_mut().skip(self.before) {
            mark.execution = Some(execution);
        }
        // The failure of the script itself is told without its execution.
        let missing = so_far.failures.len().saturating_sub(self.marks.len());
        let mark = Mark { script, execution: None };
        self.marks.extend(std::iter::repeat_n(mark, missing));
    }

    /// Spools what an item left.
    fn spool(&mut self) -> Result<(), ReportFault> {
        let Some(execution) = self.execution.take() else { return Ok(()) };
        for _ in 0..execution.requests() {
            let spool = match &mut self.spool {
                Some(spool) => spool,
                None => self.spool.insert(Draft::spool(&self.path)?),
            };
            let (first, rules) = (self.entries == 0, &mut self.rules);
            spool.put(|out| {
                out.write_all(if first { b"\n      " } else { b",\n      " })?;
                execution.write(&mut Pretty::new(out, 3), rules)
            })?;
            self.entries = self.entries.saturating_add(1);
        }
        Ok(())
    }
}

impl Reporter for Json {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants { bodies: !self.rules.omit_bodies }
    }

    fn on(&mut self, event: &Event, so_far: &Summary) -> Result<(), ReportFault> {
        match event {
            // Whether the file can be written is better known before the run than after it.
            Event::Start(_) => self.spool = Some(Draft::spool(&self.path)?),
            Event::BeforeItem(place) => {
                self.spool()?;
                self.execution = Some(Execution::new(place));
            }
            Event::BeforeScript(_, _, id) => {
                self.script = Some(id.clone());
                self.before = self.marks.len();
            }
            Event::Script(_, done) => self.script_done(done.execution, so_far),
            _ => {}
        }
        let missing = so_far.failures.len().saturating_sub(self.marks.len());
        let mark = Mark { script: self.script.clone(), execution: None };
        self.marks.extend(std::iter::repeat_n(mark, missing));
        if let Some(execution) = &mut self.execution {
            execution.take(event, self.script.as_ref());
        }
        if matches!(event, Event::Item(..)) {
            self.spool()?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        // What was interrupted is told as far as it came.
        self.spool()?;
        if summary.without_reports() {
            self.spool = None;
            return Ok(());
        }
        let mut draft = Draft::create(&self.path)?;
        draft.put(|out| document::begin(&mut Pretty::new(out, 0), summary))?;
        if let Some(mut spool) = self.spool.take() {
            draft.append(&mut spool)?;
        }
        let (entries, marks) = (self.entries, std::mem::take(&mut self.marks));
        draft.put(|out| document::end(out, summary, entries, &marks))?;
        draft.commit()
    }
}
