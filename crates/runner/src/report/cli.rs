//! `cli`: the run as text on the terminal, then a table of numbers and one of failures.

mod console;
mod failures;
mod request;
mod table;
mod verbose;

#[cfg(test)]
mod tests;

use std::{
    io::{BufWriter, Write},
    sync::Arc,
};

use chrono::Local;

use super::{
    Look, ReportFault, Reporter, Row, Setup, Wants,
    given::Values,
    registry::switch,
    terminal::{Ink, clean},
};
use crate::{
    event::{Assertion, Event, Level, Listen, Next, Node, Place, Problem, ScriptDone, Start},
    summary::Summary,
};

pub(super) const ROW: Row = Row {
    name: "cli",
    aliases: &[],
    doc: "Shows the run on the terminal, with tables of numbers and failures.",
    dominant: true,
    options: &[
        switch("silent", "Show nothing."),
        switch("no-summary", "Leave out the table of numbers."),
        switch("no-failures", "Leave out the table of failures."),
        switch("no-assertions", "Leave out assertions."),
        switch("no-success-assertions", "Leave out assertions that passed or were skipped."),
        switch("no-console", "Leave out what scripts write to the console."),
        switch("no-banner", "Leave out the name of the program."),
        switch("show-timestamps", "Show when requests were sent and assertions made."),
    ],
    make,
};

/// Characters on a line of a box.
const BOX_WIDTH: usize = 54;

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Cli {
    out: BufWriter<Box<dyn Write>>,
    look: Look,
    program: String,
    verbose: bool,
    silent: bool,
    summary: bool,
    failures: bool,
    assertions: bool,
    successes: bool,
    console: bool,
    banner: bool,
    timestamps: bool,
    /// The folders of the last item; none before the first.
    folders: Option<Vec<Node>>,
    /// The level of the console box that is open.
    open: Option<Level>,
    /// Errors of the running script that so far fail nothing.
    exceptions: Vec<Problem>,
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of the table")]
fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    Ok(Box::new(Cli {
        out: BufWriter::with_capacity(16 * 1024, setup.output.open()),
        look: setup.look,
        program: setup.program.clone(),
        verbose: setup.verbose,
        silent: setup.silent || values.on("silent"),
        summary: !values.on("no-summary"),
        failures: !values.on("no-failures"),
        assertions: !values.on("no-assertions"),
        successes: !values.on("no-success-assertions"),
        console: !values.on("no-console"),
        banner: !values.on("no-banner"),
        timestamps: values.on("show-timestamps"),
        folders: None,
        open: None,
        exceptions: Vec::new(),
    }))
}

type Done = Result<(), ReportFault>;

impl Cli {
    fn start(&mut self, start: &Start) -> Done {
        if self.banner {
            writeln!(self.out, "{}\n", self.program)?;
        }
        let collection = &start.collection;
        let name = Some(collection.name()).filter(|name| !name.is_empty());
        writeln!(self.out, "{}", clean(name.unwrap_or(collection.id())))?;
        Ok(())
    }

    fn item(&mut self, place: &Place) -> Done {
        self.close_box()?;
        let item = &place.item;
        let moved = self.folders.as_ref().is_none_or(|folders| *folders != item.folders);
        writeln!(self.out)?;
        if moved && !item.folders.is_empty() {
            write!(self.out, "{} ", self.look.sign("❏", "Folder"))?;
            for (at, folder) in item.folders.iter().enumerate() {
                let between = if at == 0 { "" } else { " / " };
                write!(self.out, "{between}{}", clean(&folder.name))?;
            }
            writeln!(self.out)?;
        }
        if moved {
            self.folders = Some(item.folders.clone());
        }
        let sign = if item.folders.is_empty() {
            self.look.sign("→", "Root")
        } else {
            self.look.sign("↳", "Sub-folder")
        };
        writeln!(self.out, "{sign} {}", clean(&item.name))?;
        Ok(())
    }

    fn assertion(&mut self, assertion: &Assertion, so_far: &Summary) -> Done {
        let failed = assertion.error.is_some() && !assertion.skipped;
        if !self.assertions || (!failed && !self.successes) {
            return Ok(());
        }
        self.close_box()?;
        let name = clean(&assertion.name);
        let (look, stamp) = (self.look, self.stamp());
        let out = &mut self.out;
        if failed {
            let number = so_far.failures.len();
            // Behind a time the column is narrower.
            let width = if self.timestamps { 2 } else { 3 };
            let number = format_args!("{number:>width$}.");
            let (number, name) = (look.ink(Ink::Alarm, number), look.ink(Ink::Alarm, name));
            writeln!(out, "{stamp}{number} {name}")?;
        } else if assertion.skipped {
            let text = format_args!("[skipped] {name}");
            let (sign, text) = (look.ink(Ink::Cyan, "  - "), look.ink(Ink::Cyan, text));
            writeln!(out, "{stamp}{sign} {text}")?;
        } else {
            let sign = look.sign("  ✓ ", "  Pass ");
            let (sign, name) = (look.ink(Ink::Green, sign), look.ink(Ink::Grey, name));
            writeln!(out, "{stamp}{sign} {name}")?;
        }
        Ok(())
    }

    /// The time in front of a line, if it is wanted.
    fn stamp(&self) -> String {
        if !self.timestamps {
            return String::new();
        }
        let time = Local::now().format("[%-I:%M:%S %p]");
        format!("  {}", self.look.ink(Ink::Grey, time))
    }

    fn script(&mut self, done: &ScriptDone, so_far: &Summary) -> Done {
        let exceptions = std::mem::take(&mut self.exceptions);
        if let Some(error) = done.error.as_ref().or(done.bailed.as_ref()) {
            self.close_box()?;
            let number = so_far.failures.len();
            let name = clean(error.name.as_deref().unwrap_or("undefined"));
            let listen = done.listen.name();
            let text = format_args!("{number:>3}⠄ {name} in {listen}-script");
            writeln!(self.out, "{}", self.look.ink(Ink::Alarm, text))?;
            return Ok(());
        }
        for problem in exceptions {
            self.exception(done.listen, &problem)?;
        }
        Ok(())
    }

    /// An error that came too late to fail the script.
    fn exception(&mut self, listen: Listen, problem: &Problem) -> Done {
        self.close_box()?;
        let name = clean(problem.name.as_deref().unwrap_or("undefined"));
        let message = clean(problem.message.as_deref().unwrap_or_default());
        let listen = listen.name();
        let text = format_args!("  !  {name} in {listen}-script, which fails nothing: {message}");
        writeln!(self.out, "{}", self.look.ink(Ink::Yellow, text))?;
        Ok(())
    }

    fn end(&mut self, next: &Next) -> Done {
        self.close_box()?;
        if let Next::Named(Some(name)) = next {
            let text = format_args!("Attempting to set next request to {}", clean(name));
            writeln!(self.out, "\n{}", self.look.ink(Ink::Grey, text))?;
        }
        Ok(self.out.flush()?)
    }
}

/// The name, or the id of what has none.
fn title<'t>(name: &'t Arc<str>, id: &'t Arc<str>) -> &'t str {
    if name.is_empty() { id } else { name }
}

impl Reporter for Cli {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants { bodies: self.verbose }
    }

    fn on(&mut self, event: &Event, so_far: &Summary) -> Done {
        if self.silent {
            return Ok(());
        }
        match event {
            Event::Start(start) => self.start(start),
            Event::BeforeIteration(cursor) if cursor.cycles > 1 => {
                self.close_box()?;
                let iteration = u64::from(cursor.iteration).saturating_add(1);
                let text = format_args!("Iteration {iteration}/{}", cursor.cycles);
                writeln!(self.out, "\n{}", self.look.ink(Ink::Heading, text))?;
                Ok(())
            }
            Event::BeforeItem(place) => self.item(place),
            Event::Console(_, console) if self.console => self.console(console),
            Event::Assertion(_, assertion) => self.assertion(assertion, so_far),
            Event::Exception(_, _, problem) => {
                self.exceptions.push((**problem).clone());
                Ok(())
            }
            Event::Script(_, done) => self.script(done, so_far),
            Event::BeforeRequest(..) if self.look.live => Ok(self.out.flush()?),
            Event::Request(_, done) => self.request(done),
            Event::Item(_, next) => self.end(next),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, summary: &Summary) -> Done {
        if self.silent {
            return Ok(());
        }
        self.close_box()?;
        if self.summary {
            self.table(summary)?;
        }
        if self.failures && !summary.failures.is_empty() {
            self.list_failures(summary)?;
        }
        if summary.aborted {
            writeln!(self.out, "\n{}", self.look.ink(Ink::Yellow, "The run was aborted."))?;
        }
        Ok(self.out.flush()?)
    }
}
