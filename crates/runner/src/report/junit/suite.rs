//! What the executions of one item add up to.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    note,
    xml::{Attribute, CData},
};
use crate::{
    event::{Assertion, Cursor, Event, Listen, Origin},
    report::assertion,
};

/// One execution of an item.
pub(super) struct Execution {
    iteration: u32,
    /// The place of the item in the run.
    position: u32,
    /// How often a request was made; each counts as an execution of its own.
    pub(super) requests: u32,
    /// The last of them was made by a script, which counts once.
    by_script: bool,
    /// Milliseconds of the last response.
    time: u64,
    assertions: Vec<Assertion>,
    request_error: Option<String>,
    test_errors: Vec<String>,
    prerequest_errors: Vec<String>,
}

impl Execution {
    pub(super) fn new(cursor: &Cursor) -> Self {
        Self {
            iteration: cursor.iteration,
            position: cursor.position,
            requests: 0,
            by_script: false,
            time: 0,
            assertions: Vec::new(),
            request_error: None,
            test_errors: Vec::new(),
            prerequest_errors: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Assertion(_, assertion) => {
                self.assertions.push(assertion.clone());
            }
            Event::Script(_, done) => {
                if let Some(error) = &done.error {
                    let text = error.message.clone().unwrap_or_else(|| "undefined".to_owned());
                    // Only those have a stack there, whose first line has their base class.
                    let is_assertion = error.name.as_deref() == Some("AssertionError");
                    let text = if is_assertion { format!("Error: {text}") } else { text };
                    match done.listen {
                        Listen::Prerequest => self.prerequest_errors.push(text),
                        Listen::Test => self.test_errors.push(text),
                    }
                }
            }
            Event::Request(_, done) if !done.retried => {
                self.requests = self.requests.saturating_add(1);
                self.by_script = matches!(done.origin, Origin::Script(_) | Origin::Nested(_));
                self.time = done.received.as_ref().map_or(0, |received| received.time_ms);
                if let Some(error) = &done.error {
                    self.request_error = Some(error.trace());
                }
            }
            _ => {}
        }
    }

    /// Its last request was made by a script: the reference then forgets all executions before it.
    pub(super) fn stands_alone(&self) -> bool {
        self.by_script && self.requests > 0
    }

    #[expect(clippy::cast_precision_loss, reason = "times stay far below 2^52 ms")]
    fn seconds(&self) -> f64 {
        self.time as f64 / 1000.0
    }

    /// All errors that are no failed assertions.
    fn errors(&self) -> usize {
        usize::from(self.request_error.is_some())
            .saturating_add(self.test_errors.len())
            .saturating_add(self.prerequest_errors.len())
    }
}

/// What the executions of one item add up to.
#[derive(Default)]
pub(super) struct Suite {
    executions: u64,
    pub(super) seconds: f64,
    /// Assertions of the last execution.
    tests: usize,
    failures: u64,
    errors: usize,
    said: String,
    cases: Vec<Case>,
    /// Where in `cases` a name stands.
    names: HashMap<String, usize>,
}

/// An assertion, by name.
struct Case {
    name: String,
    /// Seconds of the last response.
    seconds: f64,
    failed: Option<Failed>,
}

/// Failures since the last pass.
struct Failed {
    times: u64,
    /// Why the first one failed.
    message: String,
    stack: String,
}

/// What the suite has in common with its cases.
pub(super) struct About<'a> {
    pub(super) collection_id: &'a str,
    pub(super) collection: &'a str,
    pub(super) request: &'a str,
    pub(super) class: &'a str,
}

impl Suite {
    pub(super) fn add(&mut self, execution: &Execution) {
        self.executions = self.executions.saturating_add(1);
        self.seconds += execution.seconds();
        self.tests = execution.assertions.len();
        self.errors = self.errors.saturating_add(execution.errors());
        self.say(execution);
        for assertion in &execution.assertions {
            let name = &assertion.name;
            let error = assertion.error.as_deref().filter(|_| !assertion.skipped);
            self.failures = self.failures.saturating_add(u64::from(error.is_some()));
            let at = self.place(name);
            let Some(case) = self.cases.get_mut(at) else { continue };
            case.seconds = execution.seconds();
            case.failed = match (error, case.failed.take()) {
                (None, _) => None,
                (Some(_), Some(before)) => {
                    Some(Failed { times: before.times.saturating_add(1), ..before })
                }
                (Some(error), None) => Some(Failed {
                    times: 1,
                    message: assertion::message(error, name).to_owned(),
                    stack: assertion::stack(error, assertion.index, execution.position),
                }),
            };
        }
    }

    /// Where the case of this name stands, made if it is new.
    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.get(name) {
            return *at;
        }
        let at = self.cases.len();
        self.names.insert(name.to_owned(), at);
        self.cases.push(Case { name: name.to_owned(), seconds: 0.0, failed: None });
        at
    }

    fn say(&mut self, execution: &Execution) {
        if execution.errors() == 0 {
            return;
        }
        let said = &mut self.said;
        let _ = writeln!(said, "Iteration: {}", execution.iteration);
        if let Some(error) = &execution.request_error {
            let _ = writeln!(said, "RequestError: {error}");
        }
        said.push_str("\n---\n");
        for error in &execution.test_errors {
            let _ = write!(said, "testScriptError: {error}\n---\n");
        }
        for error in &execution.prerequest_errors {
            let _ = write!(said, "prerequestScriptError: {error}\n---\n");
        }
    }

    /// Writes the rest of the opening tag and all that follows.
    pub(super) fn write(&self, out: &mut impl Write, about: &About<'_>) -> io::Result<()> {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let mean = self.seconds / self.executions.max(1) as f64;
        write!(out, " tests=\"{}\" failures=\"{}\"", self.tests, self.failures)?;
        write!(out, " errors=\"{}\" time=\"{mean:.3}\"", self.errors)?;
        if self.said.is_empty() && self.cases.is_empty() {
            return out.write_all(b"/>\n");
        }
        out.write_all(b">\n")?;
        if !self.said.is_empty() {
            writeln!(out, "    <system-err><![CDATA[{}]]></system-err>", CData(&self.said))?;
        }
        for case in &self.cases {
            let (name, class) = (Attribute(&case.name), Attribute(about.class));
            write!(out, "    <testcase name=\"{name}\" time=\"{:.3}\"", case.seconds)?;
            write!(out, " classname=\"{class}\"")?;
            match &case.failed {
                None => out.write_all(b"/>\n")?,
                Some(failed) => failed.write(out, case, about)?,
            }
        }
        out.write_all(b"  </testsuite>\n")
    }
}

impl Failed {
    fn write(&self, out: &mut impl Write, case: &Case, about: &About<'_>) -> io::Result<()> {
        let message = Attribute(&self.message);
        writeln!(out, ">\n      <failure type=\"AssertionFailure\" message=\"{message}\">")?;
        writeln!(out, "        <![CDATA[Failed {} times.]]>", self.times)?;
        note(out, "Collection JSON ID", about.collection_id)?;
        note(out, "Collection name", about.collection)?;
        note(out, "Request name", about.request)?;
        note(out, "Test description", &case.name)?;
        note(out, "Error message", &self.message)?;
        note(out, "Stacktrace", &self.stack)?;
        out.write_all(b"      </failure>\n    </testcase>\n")
    }
}
