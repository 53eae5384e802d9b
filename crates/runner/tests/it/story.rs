//! Runs a collection and writes down what happens, a line per event.

use std::{cell::RefCell, rc::Rc};

use model::{
    runnable,
    variables::{Kind, Scope, Variable},
};
use runner::{
    Abort, Event, Finished, Input, Next, Options, Origin, Summary,
    report::{ReportFault, Reporter, Wants},
    run,
};
use serde_json::{Value, json};

/// A run and what it told.
pub(crate) struct Story {
    pub(crate) lines: Vec<String>,
    pub(crate) finished: Finished,
}

/// What a story begins with.
pub(crate) struct Setting {
    collection: Value,
    pub(crate) options: Options,
    pub(crate) input: Input,
    pub(crate) abort: Abort,
}

/// A request in a collection; scripts may be empty.
pub(crate) fn item(name: &str, request: &Value, before: &str, after: &str) -> Value {
    let event = |listen: &str, source: &str| {
        (!source.is_empty()).then(|| json!({"listen": listen, "script": {"exec": [source]}}))
    };
    let events: Vec<_> =
        [event("prerequest", before), event("test", after)].into_iter().flatten().collect();
    json!({"name": name, "request": request, "event": events})
}

impl Setting {
    pub(crate) fn new(items: impl Into<Value>) -> Self {
        Self::of(json!({"info": {"name": "c"}, "item": items.into()}))
    }

    pub(crate) fn of(collection: Value) -> Self {
        Self {
            collection,
            options: Options::default(),
            input: Input::default(),
            abort: Abort::new(),
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    pub(crate) fn environment(mut self, variables: &[(&str, &str, Kind)]) -> Self {
        let variable = |&(key, value, kind): &(&str, &str, Kind)| Variable {
            kind,
            ..Variable::new(key, Some(value.into()))
        };
        self.input.environment = Scope::new(variables.iter().map(variable).collect());
        self
    }

    pub(crate) fn collection(&self) -> runnable::Collection {
        let mut count = 0;
        let mut new_id = || {
            count += 1;
            format!("id-{count}")
        };
        runnable::parse(&self.collection.to_string(), &mut new_id).unwrap()
    }

    pub(crate) fn tell(self) -> Story {
        self.tell_to(Vec::new())
    }

    /// Runs, with more listeners.
    pub(crate) fn tell_to(mut self, mut more: Vec<Box<dyn Reporter>>) -> Story {
        self.input.collection = self.collection().into();
        let lines = Rc::new(RefCell::new(Vec::new()));
        more.push(Box::new(Lines(Rc::clone(&lines))));
        let finished = run(self.input, &self.options, more, &self.abort).unwrap();
        let lines = lines.take();
        Story { lines, finished }
    }
}

impl Story {
    /// The lines that begin with one of these words.
    pub(crate) fn only(&self, words: &[&str]) -> Vec<&str> {
        let lines = self.lines.iter().map(String::as_str);
        lines.filter(|line| words.iter().any(|word| line.trim_start().starts_with(word))).collect()
    }

    /// The failures, each with where it was.
    pub(crate) fn failures(&self) -> Vec<String> {
        let failures = self.finished.summary.failures.iter();
        failures
            .map(|failure| {
                let message = failure.error.message.as_deref().unwrap_or("-");
                format!("{}: {message}", failure.at())
            })
            .collect()
    }
}

struct Lines(Rc<RefCell<Vec<String>>>);

impl Reporter for Lines {
    fn name(&self) -> &'static str {
        "lines"
    }

    fn wants(&self) -> Wants {
        Wants { bodies: true }
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        self.0.borrow_mut().push(line(event));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> Result<(), ReportFault> {
        self.0.borrow_mut().push("finish".to_owned());
        Ok(())
    }
}

fn line(event: &Event) -> String {
    match event {
        Event::Start(start) => format!("start {}x{}", start.iterations, start.items.len()),
        Event::BeforeIteration(cursor) => format!("iteration {}", cursor.iteration),
        Event::BeforeItem(place) => format!(" item {}", place.item.path("/")),
        Event::BeforeScripts(_, listen) => format!("  {}", listen.name()),
        Event::BeforeScript(..) => "   script".to_owned(),
        Event::Console(_, console) => {
            let shown = console.messages.iter().map(|one| one.to_json().to_string());
            format!("   console {} {}", console.level.name(), shown.collect::<Vec<_>>().join(" "))
        }
        Event::Assertion(_, assertion) => {
            let result = match &assertion.error {
                _ if assertion.skipped => "skipped".to_owned(),
                None => "ok".to_owned(),
                Some(problem) => problem.message.clone().unwrap_or_default(),
            };
            format!("   assertion {}: {result}", assertion.name)
        }
        Event::Exception(_, _, problem) => {
            format!("   exception {}", problem.message.as_deref().unwrap_or("-"))
        }
        Event::Script(_, done) => {
            let result = done.error.as_ref().or(done.bailed.as_ref());
            let result = result.map_or("ok", |one| one.message.as_deref().unwrap_or("-"));
            format!("   done {}: {result}", done.owner)
        }
        Event::Scripts(_, done) => format!("  ran {} {}", done.count, done.listen.name()),
        Event::BeforeRequest(..) => "   sending".to_owned(),
        Event::Request(_, done) => {
            let origin = match &done.origin {
                Origin::Item => String::new(),
                other => format!(" by {other:?}"),
            };
            let result = match (&done.received, &done.error) {
                (Some(received), _) => format!("{} {}", received.code, received.reason),
                (None, Some(problem)) => problem.message.clone().unwrap_or_default(),
                (None, None) => "nothing".to_owned(),
            };
            let retried = if done.retried { ", again" } else { "" };
            let url = done.sent.url.split_once("://").map_or("", |(_, rest)| rest);
            let path = url.find('/').map_or("", |at| &url[at..]);
            format!("  request {} {path}: {result}{origin}{retried}", done.sent.method)
        }
        Event::Item(_, next) => match next {
            Next::Following => " done".to_owned(),
            other => format!(" done, {other:?}"),
        },
        Event::Iteration(_) => "over".to_owned(),
        Event::Done => "end".to_owned(),
        other => format!("{other:?}"),
    }
}
