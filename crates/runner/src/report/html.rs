//! `html`: the run as one page that needs nothing but itself.
//!
//! The page is written as the run goes on: for each item a row of what a list shows, and the details
//! that are read when somebody opens it, both as JSON that no browser executes. The script at the
//! end makes everything visible from them, only as text. A content security policy allows that script
//! and nothing else, so that what servers answered can't act even if it got out of its place.

mod record;
mod safe;
mod shape;

#[cfg(test)]
mod tests;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use self::{
    record::{Record, Rules},
    safe::{Escaped, Safe},
};
use super::{
    ReportFault, Reporter, Row, Setup, Wants,
    bodies::{BODY_LIMIT, Bodies, OMIT_BODIES, OMIT_HEADERS, TOTAL_LIMIT},
    file::{self, Draft},
    given::Values,
    registry::{setting, switch},
};
use crate::{
    event::{Event, Start},
    summary::{Average, Count, FailureKind, Summary},
};

pub(super) const ROW: Row = Row {
    name: "html",
    aliases: &["htmlextra"],
    doc: "Writes the run as one self-contained HTML page.",
    dominant: false,
    options: &[
        setting("export", "<path>", "The file to write."),
        setting("title", "<text>", "The heading, else the name of the collection."),
        setting("browser-title", "<text>", "The title in the browser, else the heading."),
        switch("show-only-fails", "Leave out items in which nothing failed."),
        OMIT_BODIES,
        switch("omit-request-bodies", "Leave bodies of requests out."),
        switch("omit-response-bodies", "Leave bodies of responses out."),
        OMIT_HEADERS,
        setting("skip-headers", "<names>", "Leave these headers out, with commas between."),
        switch("skip-sensitive-data", "Leave all headers and bodies out."),
        switch("no-syntax-highlighting", "Show bodies without colours."),
        switch("no-logs", "Leave out what scripts write to the console."),
        BODY_LIMIT,
        TOTAL_LIMIT,
    ],
    make,
};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
const SKELETON: &str = include_str!("html/page.html");

/// Of each body.
const EACH: usize = 64 << 10;

/// Of all bodies: browsers get slow beyond.
const TOTAL: usize = 64 << 20;

/// Failures in the list at the top; all are at their items.
const FAILURES: usize = 5000;

struct Html {
    path: PathBuf,
    draft: Option<Draft>,
    title: Option<String>,
    browser_title: Option<String>,
    program: String,
    only_fails: bool,
    plain: bool,
    rules: Rules,
    record: Option<Record>,
}

fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    let sensitive = values.on("skip-sensitive-data");
    let bodies = values.on("omit-bodies") || sensitive;
    let skipped = values.list("skip-headers");
    let text = |name| values.text(name).map(str::to_owned);
    Ok(Box::new(Html {
        path: file::path(setup, values, "html"),
        draft: None,
        title: text("title"),
        browser_title: text("browser-title"),
        program: setup.program.clone(),
        only_fails: values.on("show-only-fails"),
        plain: values.on("no-syntax-highlighting"),
        rules: Rules {
            bodies: Bodies::new(values, EACH, TOTAL)?,
            request_bodies: !bodies && !values.on("omit-request-bodies"),
            response_bodies: !bodies && !values.on("omit-response-bodies"),
            headers: !sensitive && !values.on("omit-headers"),
            skipped: skipped.into_iter().map(str::to_ascii_lowercase).collect(),
            logs: !values.on("no-logs"),
        },
        record: None,
    }))
}

impl Html {
    fn begin(&mut self, start: &Start) -> Result<(), ReportFault> {
        let collection = start.collection.name();
        let title = self.title.as_deref().unwrap_or(collection);
        let browser_title = self.browser_title.as_deref().unwrap_or(title);
        let about = json!({
            "title": title,
            "program": self.program,
            "version": env!("CARGO_PKG_VERSION"),
            "collection": collection,
            "description": start.collection.description(),
            "environment": start.environment,
            "iterations": start.iterations,
            "started": start.started_ms,
            "onlyFails": self.only_fails,
            "plain": self.plain,
            "items": items(start),
        });
        let mut draft = Draft::create(&self.path)?;
        draft.put(|out| {
            head(out, browser_title)?;
            data(out, "id=\"start\"", &about)
        })?;
        self.draft = Some(draft);
        Ok(())
    }

    /// Writes what an item left.
    fn item(&mut self) -> Result<(), ReportFault> {
        let (Some(record), Some(draft)) = (self.record.take(), &mut self.draft) else {
            return Ok(());
        };
        if self.only_fails && !record.failed() {
            return Ok(());
        }
        draft.put(|out| {
            data(out, "class=\"row\"", &record.row())?;
            out.write_all(b"<script type=\"application/json\" class=\"detail\">")?;
            Safe(&mut *out).write_all(record.details())?;
            out.write_all(b"]</script>\n")
        })
    }
}

/// A value in a place where only scripts find it.
fn data(out: &mut impl Write, attribute: &str, value: &Value) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" {attribute}>")?;
    serde_json::to_writer(Safe(&mut *out), value)?;
    out.write_all(b"</script>\n")
}

fn head(out: &mut impl Write, title: &str) -> io::Result<()> {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{SKELETON}",
        hash(STYLE),
        hash(SCRIPT),
        Escaped(title),
    )
}

/// The items that run: name and folders, as places in the list of folders.
fn items(start: &Start) -> Value {
    let items = start.items.iter().map(|item| {
        let folders: Vec<&str> = item.folders.iter().map(|folder| &*folder.name).collect();
        let name = if item.name.is_empty() { &item.id } else { &item.name };
        json!([&**name, folders])
    });
    items.collect()
}

fn end(summary: &Summary) -> Value {
    let numbers = &summary.statistics;
    let count = |count: &Count| json!([count.total, count.failed]);
    let average = |one: &Average| {
        let any = one.count > 0;
        any.then(|| json!([one.mean, one.min, one.max, one.deviation]))
    };
    let failures = summary.failures.iter().take(FAILURES).map(|failure| {
        let test = match &failure.kind {
            FailureKind::Assertion { name, .. } => Some(&**name),
            FailureKind::Request | FailureKind::Script(_) => None,
        };
        json!({
            "ref": failure.cursor.reference.to_string(),
            "item": failure.item.index,
            "iteration": failure.cursor.iteration,
            "at": failure.at(),
            "test": test,
            "name": failure.error.name,
            "message": failure.error.message,
            "hint": failure.error.hint,
        })
    });
    json!({
        "completed": summary.timings.completed_ms,
        "iterations": count(&numbers.iterations),
        "items": count(&numbers.items),
        "requests": count(&numbers.requests),
        "prerequestScripts": count(&numbers.prerequest_scripts),
        "testScripts": count(&numbers.test_scripts),
        "assertions": count(&numbers.assertions),
        "skipped": numbers.skipped,
        "retried": numbers.retried,
        "received": summary.received_bytes,
        "response": average(&summary.timings.response),
        "firstByte": average(&summary.timings.first_byte),
        "dns": average(&summary.timings.dns),
        "failed": summary.failures.len(),
        "failures": failures.collect::<Value>(),
        "error": summary.error.as_ref().map(ToString::to_string),
        "aborted": summary.aborted,
        "passed": summary.passed(),
    })
}

impl Reporter for Html {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants { bodies: self.rules.request_bodies || self.rules.response_bodies }
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        match event {
            Event::Start(start) => self.begin(start)?,
            Event::BeforeItem(place) => {
                self.item()?;
                self.record = Some(Record::new(place));
            }
            _ => {}
        }
        if let Some(record) = &mut self.record {
            record.take(event, &mut self.rules);
        }
        if matches!(event, Event::Item(..)) {
            self.item()?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        self.item()?;
        let Some(mut draft) = self.draft.take().filter(|_| !summary.without_reports()) else {
            return Ok(());
        };
        draft.put(|out| {
            data(out, "id=\"end\"", &end(summary))?;
            write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
        })?;
        draft.commit()
    }
}
