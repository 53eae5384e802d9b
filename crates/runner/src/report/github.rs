//! `github`: annotations and groups for GitHub Actions.
//!
//! Each item is a group with a line per request and assertion; its failures follow as `::error`
//! lines, which show up at the commit. Beside another reporter on the same terminal
//! `annotations-only` leaves the groups out.

use std::{
    fmt::Write as _,
    io::{BufWriter, Write},
};

use super::{
    ReportFault, Reporter, Row, Setup, Wants,
    given::Values,
    registry::{setting, switch},
    terminal::clean,
    units::{millis, span},
};
use crate::{
    event::{Event, Place, RequestDone},
    summary::{Failure, FailureKind, Summary},
};

pub(super) const ROW: Row = Row {
    name: "github",
    aliases: &[],
    doc: "Writes failures as annotations for GitHub Actions.",
    dominant: false,
    options: &[
        switch("annotations-only", "Leave out the groups with requests and assertions."),
        setting("file", "<path>", "The file to annotate, else that of the collection."),
        setting("limit", "<number>", "Annotate this many failures at most; 0 annotates all."),
    ],
    make,
};

struct Github {
    out: BufWriter<Box<dyn Write>>,
    file: Option<String>,
    groups: bool,
    silent: bool,
    limit: usize,
    /// How many failures were annotated or left out.
    told: usize,
}

fn make(setup: &Setup, values: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    let file = values.text("file").map(str::to_owned).or_else(|| setup.source.clone());
    let limit = match values.text("limit") {
        Some(text) => text
            .parse()
            .map_err(|_| values.fault(format!("`limit` takes a number, not `{text}`")))?,
        None => 0,
    };
    Ok(Box::new(Github {
        out: BufWriter::new(setup.output.open()),
        file,
        groups: !values.on("annotations-only"),
        silent: setup.silent,
        limit: if limit == 0 { usize::MAX } else { limit },
        told: 0,
    }))
}

/// The text as the message of a command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The text as a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// The text on a line of its own that is no command.
fn plain(text: &str) -> String {
    clean(text).replace('\n', " ")
}

impl Github {
    fn begin(&mut self, place: &Place) -> Result<(), ReportFault> {
        let cursor = place.cursor;
        let path = plain(&place.item.path(" / "));
        if cursor.cycles > 1 {
            let iteration = u64::from(cursor.iteration).saturating_add(1);
            writeln!(self.out, "::group::{path} (iteration {iteration}/{})", cursor.cycles)?;
        } else {
            writeln!(self.out, "::group::{path}")?;
        }
        Ok(())
    }

    fn request(&mut self, done: &RequestDone) -> Result<(), ReportFault> {
        let (method, url) = (plain(&done.sent.method), plain(&done.sent.url));
        match (&done.received, &done.error) {
            (Some(received), _) => {
                let (code, reason) = (received.code, plain(&received.reason));
                let time = millis(received.time_ms);
                writeln!(self.out, "  → {method} {url} [{code} {reason}, {time}]")?;
            }
            (None, error) => {
                let text = error.as_ref().and_then(|error| error.message.as_deref());
                let text = plain(text.unwrap_or("no answer"));
                let again = if done.retried { ", will be tried again" } else { "" };
                writeln!(self.out, "  → {method} {url} [errored: {text}{again}]")?;
            }
        }
        Ok(())
    }

    /// Annotates what failed since the last time.
    fn failures(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        for failure in summary.failures.iter().skip(self.told) {
            self.told = self.told.saturating_add(1);
            if self.told > self.limit {
                continue;
            }
            let mut line = "::error ".to_owned();
            if let Some(file) = &self.file {
                let _ = write!(line, "file={},", property(file));
            }
            let title = clean(&title(failure)).into_owned();
            let text = clean(&detail(failure)).into_owned();
            writeln!(self.out, "{line}title={}::{}", property(&title), message(&text))?;
        }
        Ok(())
    }
}

/// What failed: the path of the item and the name of the assertion.
fn title(failure: &Failure) -> String {
    let path = failure.item.path(" / ");
    match &failure.kind {
        FailureKind::Assertion { name, .. } => format!("{path}: {name}"),
        FailureKind::Request => format!("{path}: request failed"),
        FailureKind::Script(listen) => format!("{path}: {} script failed", listen.name()),
    }
}

/// Why, and where.
fn detail(failure: &Failure) -> String {
    let error = &failure.error;
    let mut text = match (&error.name, &error.message) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (Some(text), None) | (None, Some(text)) => text.clone(),
        (None, None) => "something that is no error was thrown".to_owned(),
    };
    if failure.cursor.cycles > 1 {
        let iteration = u64::from(failure.cursor.iteration).saturating_add(1);
        let _ = write!(text, "\niteration {iteration}");
    }
    let _ = write!(text, "\nat {}", failure.at());
    if let Some(hint) = &error.hint {
        let _ = write!(text, "\n{hint}");
    }
    text
}

impl Reporter for Github {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants::default()
    }

    fn on(&mut self, event: &Event, so_far: &Summary) -> Result<(), ReportFault> {
        if self.silent {
            return Ok(());
        }
        match event {
            Event::BeforeItem(place) if self.groups => self.begin(place),
            Event::Request(_, done) if self.groups => self.request(done),
            Event::Assertion(_, assertion) if self.groups => {
                let sign = match (&assertion.error, assertion.skipped) {
                    (_, true) => "- [skipped]",
                    (None, _) => "✓",
                    (Some(_), _) => "✗",
                };
                writeln!(self.out, "  {sign} {}", plain(&assertion.name))?;
                Ok(())
            }
            Event::Item(..) => {
                if self.groups {
                    writeln!(self.out, "::endgroup::")?;
                }
                self.failures(so_far)?;
                Ok(self.out.flush()?)
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        if self.silent {
            return Ok(());
        }
        self.failures(summary)?;
        if self.told > self.limit {
            let more = self.told.saturating_sub(self.limit);
            writeln!(self.out, "::notice::{more} more failures are not annotated")?;
        }
        let numbers = summary.statistics;
        let took = span(summary.timings.started_ms, summary.timings.completed_ms);
        let verdict = if summary.passed() { "passed" } else { "failed" };
        let text = format!(
            "{verdict}: {} requests, {} assertions, {} failures in {took}",
            numbers.requests.total,
            numbers.assertions.total,
            summary.failures.len(),
        );
        let title = summary.start.as_ref().map_or("", |start| start.collection.name());
        let title = clean(title).into_owned();
        writeln!(self.out, "::notice title={}::{}", property(&title), message(&text))?;
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use crate::report::fixture::told;

    #[test]
    fn the_story_as_annotations() {
        insta::assert_snapshot!(told(&["github"], &[], |_| {}).0);
    }

    #[test]
    fn only_some_annotations() {
        let options = [("github-annotations-only", None), ("github-limit", Some("2"))];
        let (text, summary) = told(&["github"], &options, |setup| setup.source = None);
        assert!(!text.contains("::group::") && !text.contains("file="), "{text}");
        assert_eq!(text.matches("::error ").count(), 2);
        assert!(text.contains(&format!("::notice::{} more", summary.failures.len() - 2)));
    }
}
