//! `jsonl`: a line of JSON for each event, as it happens.
//!
//! Every line has the member `event`; lines about an item also have `iteration` and `position`
//! (from 0), `ref` (the id of this execution of the item) and `item` (`{id, name}`).
//!
//! | `event` | Members |
//! |---|---|
//! | `start` | `collection {id, name}`, `environment`, `iterations`, `jobs`, `retries`, `startedAt`, `items [{id, name, folders}]` |
//! | `iteration-start`, `iteration-end` | `iteration` |
//! | `item-start`, `item-end` | `item-end` has `next` if a script named one, null to end the iteration, and `stopped` |
//! | `scripts-start`, `scripts-end` | `script` (`prerequest` or `test`); the end has `count` and `skippedRequest` |
//! | `script-start`, `script-end` | `script`, `scriptId`; the end has `owner`, `took`, `error`, `bailed`, `next`, `skippedRequest` |
//! | `console` | `level`, `source` (`prerequest`, `test` or `runner`), `messages` |
//! | `assertion` | `script`, `name`, `index`, `skipped`, `passed`, `error` |
//! | `exception` | `script`, `error` |
//! | `request-start` | `origin` (`item`, `replay`, `token`, `nested`, `prerequest` or `test`), `nested` |
//! | `request-end` | the same, `attempt`, `retried`, `request {method, url, size}`, `response {code, reason, time, size, downloaded, remote, timings}`, `redirects [{method, url, code, location}]`, `error` |
//! | `done` | `stats`, `timings`, `failures`, `passed`, `aborted`, `error`; always the last |
//!
//! Times are milliseconds. An `error` is `{name, message, stack, line, column, code, syscall,
//! address, port, hint}`, as far as known. With the option `headers`, requests and responses have
//! `headers [[name, value]]`; with `bodies` they have `body`, or `base64` for what is no text, and
//! `truncated` where a body was cut.

mod line;
mod shape;

#[cfg(test)]
mod tests;

use std::io::Write;

use self::line::Lines;
use super::{
    ReportFault, Reporter, Row, Setup, Wants,
    bodies::{BODY_LIMIT, Bodies, TOTAL_LIMIT},
    file::{self, Draft},
    given::Values,
    registry::{setting, switch},
};
use crate::{event::Event, summary::Summary};

pub(super) const ROW: Row = Row {
    name: "jsonl",
    aliases: &[],
    doc: "Writes a line of JSON for each event, on the terminal or to a file.",
    dominant: true,
    options: &[
        setting("export", "<path>", "The file to write, else standard output."),
        setting("only", "<events>", "Write only events of these names, with commas between."),
        switch("headers", "Write headers as well."),
        switch("bodies", "Write bodies as well."),
        BODY_LIMIT,
        TOTAL_LIMIT,
    ],
    make,
};

const EACH: usize = 1 << 20;

struct Jsonl {
    out: Out,
    only: Vec<String>,
    lines: Lines,
    /// A line, kept for its memory.
    buffer: Vec<u8>,
}

/// Where lines go; a file is opened with the first of them.
enum Out {
    Terminal(Box<dyn Write>),
    File(Option<Draft>, std::path::PathBuf),
    Nowhere,
}

fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    let out = match values.text("export") {
        Some(_) => Out::File(None, file::path(setup, values, "jsonl")),
        None if setup.silent => Out::Nowhere,
        None => Out::Terminal(setup.output.open()),
    };
    Ok(Box::new(Jsonl {
        out,
        only: values.list("only").into_iter().map(str::to_owned).collect(),
        lines: Lines {
            headers: values.on("headers"),
            bodies: if values.on("bodies") { Some(Bodies::new(values, EACH, 0)?) } else { None },
        },
        buffer: Vec::new(),
    }))
}

impl Jsonl {
    fn write(&mut self) -> Result<(), ReportFault> {
        match &mut self.out {
            Out::Terminal(out) => {
                // One call per line, so that lines of others don't come in between.
                out.write_all(&self.buffer)?;
                Ok(out.flush()?)
            }
            Out::File(draft, path) => {
                let draft = match draft {
                    Some(draft) => draft,
                    None => draft.insert(Draft::create(path)?),
                };
                draft.put(|out| out.write_all(&self.buffer))
            }
            Out::Nowhere => Ok(()),
        }
    }

    fn line(&mut self, event: &Event, summary: &Summary) -> Result<(), ReportFault> {
        let name = line::name(event);
        if !self.only.is_empty() && !self.only.iter().any(|only| only == name) {
            return Ok(());
        }
        let value = self.lines.value(event, summary);
        self.buffer.clear();
        // Writing to memory can't fail.
        let _ = serde_json::to_writer(&mut self.buffer, &value);
        self.buffer.push(b'\n');
        self.write()
    }
}

impl Reporter for Jsonl {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants { bodies: self.lines.bodies.is_some() }
    }

    fn on(&mut self, event: &Event, so_far: &Summary) -> Result<(), ReportFault> {
        // The last line is made from the summary when that is complete.
        if matches!(event, Event::Done) { Ok(()) } else { self.line(event, so_far) }
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        self.line(&Event::Done, summary)?;
        match std::mem::replace(&mut self.out, Out::Nowhere) {
            Out::File(Some(draft), _) => draft.commit(),
            _ => Ok(()),
        }
    }
}
