//! `junit`: one suite per item, one case per name of an assertion, in XML.
//!
//! Iterations are folded: a case fails with what it said first since it last passed, and a suite
//! counts the failures and errors of all iterations.

mod class_name;
mod suite;
mod xml;

#[cfg(test)]
mod tests;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use chrono::{DateTime, SecondsFormat, Utc};

use self::{
    class_name::class_name,
    suite::{Execution, Suite},
    xml::{Attribute, CData},
};
use super::{
    ReportFault, Reporter, Row, Setup, Wants,
    file::{self, Draft},
    given::Values,
    registry::setting,
};
use crate::{event::Event, summary::Summary};

pub(super) const ROW: Row = Row {
    name: "junit",
    aliases: &[],
    doc: "Writes assertions as a JUnit XML file.",
    dominant: false,
    options: &[setting("export", "<path>", "The file to write.")],
    make,
};

struct Junit {
    path: PathBuf,
    /// By the place of their items in the run.
    suites: Vec<Option<Suite>>,
    /// Items in the order in which they were first done.
    order: Vec<usize>,
    execution: Option<(usize, Execution)>,
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of the table")]
fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    Ok(Box::new(Junit {
        path: file::path(setup, values, "xml"),
        suites: Vec::new(),
        order: Vec::new(),
        execution: None,
    }))
}

impl Junit {
    fn fold(&mut self) {
        let Some((index, execution)) = self.execution.take() else { return };
        if self.suites.len() <= index {
            self.suites.resize_with(index.saturating_add(1), || None);
        }
        let Some(place) = self.suites.get_mut(index) else { return };
        if execution.requests == 0 {
            return;
        }
        if place.is_none() {
            self.order.push(index);
        }
        let suite = place.get_or_insert_default();
        if execution.stands_alone() {
            *suite = Suite::default();
            suite.add(&execution);
            return;
        }
        for _ in 0..execution.requests {
            suite.add(&execution);
        }
    }

    fn write(&self, out: &mut impl Write, summary: &Summary) -> io::Result<()> {
        let Some(start) = &summary.start else { return Ok(()) };
        let collection = &start.collection;
        let began = DateTime::<Utc>::from_timestamp_millis(start.started_ms).unwrap_or_default();
        let began = began.to_rfc3339_opts(SecondsFormat::Millis, true);
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")?;
        if !collection.name().is_empty() {
            write!(out, " name=\"{}\"", Attribute(collection.name()))?;
        }
        let tests = summary.statistics.tests.total;
        let seconds: f64 = self.suites.iter().flatten().map(|suite| suite.seconds).sum();
        write!(out, " tests=\"{tests}\" time=\"{seconds:.3}\"")?;
        if self.order.is_empty() {
            return out.write_all(b"/>\n");
        }
        out.write_all(b">\n")?;
        for index in &self.order {
            let suite = self.suites.get(*index).and_then(Option::as_ref);
            let (Some(suite), Some(item)) = (suite, start.items.get(*index)) else { continue };
            let name = if item.name.is_empty() {
                format!("{}{}", item.path(" / "), item.id)
            } else {
                item.path(" / ")
            };
            // The reference makes it of the attribute as it is written.
            let mut class = class_name(&Attribute(&name).to_string());
            if class.is_empty() {
                class = class_name(collection.name());
            }
            write!(out, "  <testsuite name=\"{}\"", Attribute(&name))?;
            write!(out, " id=\"{}\" timestamp=\"{began}\"", Attribute(&item.id))?;
            let about = suite::About {
                collection_id: collection.id(),
                collection: collection.name(),
                request: &name,
                class: &class,
            };
            suite.write(out, &about)?;
        }
        out.write_all(b"</testsuites>\n")
    }
}

impl Reporter for Junit {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants::default()
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        if let Event::BeforeItem(place) = event {
            self.fold();
            let index = usize::try_from(place.item.index).unwrap_or(usize::MAX);
            self.execution = Some((index, Execution::new(&place.cursor)));
        }
        if let Some((_, execution)) = &mut self.execution {
            execution.take(event);
        }
        if matches!(event, Event::Item(..)) {
            self.fold();
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        self.fold();
        if summary.without_reports() {
            return Ok(());
        }
        let mut draft = Draft::create(&self.path)?;
        draft.put(|out| self.write(out, summary))?;
        draft.commit()
    }
}

/// A block of text inside a failure.
fn note(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(out, "        <![CDATA[{label}: {}.]]>", CData(text))
}
