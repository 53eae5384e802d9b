//! Events as JSON.

use base64::{Engine, engine::general_purpose::STANDARD};
use sandbox::Shown;
use serde_json::{Value, json};

use super::shape::{Members, done, origin, phases, place, problem, script, start, truncated};
use crate::{
    event::{Event, Header, Next, Received, RequestDone, Sent, Source},
    report::bodies::Bodies,
    summary::Summary,
};

/// What goes into lines.
pub(super) struct Lines {
    pub(super) headers: bool,
    /// None: no bodies.
    pub(super) bodies: Option<Bodies>,
}

/// What an event is called.
pub(super) fn name(event: &Event) -> &'static str {
    match event {
        Event::Start(_) => "start",
        Event::BeforeIteration(_) => "iteration-start",
        Event::BeforeItem(_) => "item-start",
        Event::BeforeScripts(..) => "scripts-start",
        Event::BeforeScript(..) => "script-start",
        Event::Console(..) => "console",
        Event::Assertion(..) => "assertion",
        Event::Exception(..) => "exception",
        Event::Script(..) => "script-end",
        Event::Scripts(..) => "scripts-end",
        Event::BeforeRequest(..) => "request-start",
        Event::Request(..) => "request-end",
        Event::Item(..) => "item-end",
        Event::Iteration(_) => "iteration-end",
        Event::Done => "done",
    }
}

impl Lines {
    /// The event as JSON.
    pub(super) fn value(&mut self, event: &Event, summary: &Summary) -> Value {
        let mut line = Members::default();
        line.put("event", name(event));
        if let Some(at) = event.place() {
            place(&mut line, at);
        }
        match event {
            Event::Start(begun) => start(&mut line, begun),
            Event::BeforeIteration(cursor) | Event::Iteration(cursor) => {
                line.put("iteration", cursor.iteration);
            }
            Event::BeforeItem(_) => {}
            Event::BeforeScripts(_, listen) => line.put("script", listen.name()),
            Event::BeforeScript(_, listen, id) => {
                line.put("script", listen.name());
                line.put("scriptId", &**id);
            }
            Event::Console(_, console) => {
                line.put("level", console.level.name());
                line.put(
                    "source",
                    match console.source {
                        Source::Script(listen) => listen.name(),
                        Source::Runner => "runner",
                    },
                );
                let messages = console.messages.iter().map(Shown::to_json);
                line.put("messages", messages.collect::<Value>());
            }
            Event::Assertion(_, assertion) => {
                line.put("script", assertion.listen.name());
                line.put("name", &*assertion.name);
                line.put("index", assertion.index);
                line.put("skipped", assertion.skipped);
                line.put("passed", assertion.skipped || assertion.error.is_none());
                line.put_some("error", assertion.error.as_deref().map(problem));
            }
            Event::Exception(_, listen, error) => {
                line.put("script", listen.name());
                line.put("error", problem(error));
            }
            Event::Script(_, done) => script(&mut line, done),
            Event::Scripts(_, done) => {
                line.put("script", done.listen.name());
                line.put("count", done.count);
                line.put("skippedRequest", done.skipped);
            }
            Event::BeforeRequest(_, who) => origin(&mut line, who),
            Event::Request(_, done) => self.request(&mut line, done),
            Event::Item(_, next) => match next {
                Next::Following => {}
                Next::Named(name) => line.put("next", name.clone()),
                Next::Stop => line.put("stopped", true),
            },
            Event::Done => done(&mut line, summary),
        }
        line.into()
    }

    fn request(&mut self, line: &mut Members, done: &RequestDone) {
        origin(line, &done.origin);
        line.put("attempt", done.attempt);
        line.put("retried", done.retried);
        line.put("request", self.sent(&done.sent));
        if let Some(received) = &done.received {
            line.put("response", self.received(received));
        }
        if !done.hops.is_empty() {
            let hops = done.hops.iter().map(|hop| {
                json!({
                    "method": hop.method,
                    "url": hop.url,
                    "code": hop.code,
                    "location": hop.location,
                })
            });
            line.put("redirects", hops.collect::<Value>());
        }
        line.put_some("error", done.error.as_deref().map(problem));
    }

    fn sent(&mut self, sent: &Sent) -> Value {
        let mut request = Members::default();
        request.put("method", &*sent.method);
        request.put("url", &*sent.url);
        request.put("size", sent.head_size.saturating_add(sent.body_size));
        self.headers(&mut request, &sent.headers);
        if let (Some(body), Some(bodies)) = (&sent.body, &mut self.bodies) {
            let text = body.text();
            let kept = text.floor_char_boundary(bodies.keep(text.len()));
            request.put("body", text.get(..kept).unwrap_or_default());
            truncated(&mut request, kept, sent.body_size);
        }
        request.into()
    }

    fn received(&mut self, received: &Received) -> Value {
        let mut response = Members::default();
        response.put("code", received.code);
        response.put("reason", &*received.reason);
        response.put("time", received.time_ms);
        response.put("size", received.size);
        response.put("downloaded", received.downloaded);
        response.put_some("remote", received.remote.map(|remote| remote.to_string()));
        response.put("timings", phases(&received.phases));
        self.headers(&mut response, &received.headers);
        if let Some(bodies) = &mut self.bodies {
            let kept = bodies.keep(received.body.len());
            let text = received.text_of(kept);
            if text.contains(char::REPLACEMENT_CHARACTER) {
                let kept = received.body.get(..kept).unwrap_or_default();
                response.put("base64", STANDARD.encode(kept));
            } else {
                response.put("body", &*text);
            }
            truncated(&mut response, kept, received.size);
        }
        response.into()
    }

    fn headers(&self, to: &mut Members, headers: &[Header]) {
        if self.headers {
            let sent = headers.iter().filter(|header| !header.disabled);
            to.put("headers", sent.map(|one| json!([one.key, one.value])).collect::<Value>());
        }
    }
}
