//! What one execution of an item leaves, and its entries.

use std::{
    io::{self, Write},
    sync::Arc,
};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Pretty, Rules, cursor, error};
use crate::event::{
    Assertion, Cursor, Event, Header, ItemInfo, Listen, Origin, Place, Problem, Received,
    RequestDone, Sent,
};

/// What one execution of an item leaves.
pub(super) struct Execution {
    cursor: Cursor,
    item: Arc<ItemInfo>,
    id: String,
    /// How often a request was made.
    requests: u32,
    /// Members stand in the order in which they came to be.
    order: Vec<Member>,
    sent: Option<Arc<Sent>>,
    received: Option<Arc<Received>>,
    error: Option<Box<Problem>>,
    assertions: Vec<Assertion>,
    prerequest: Vec<Problem>,
    test: Vec<Problem>,
    attempts: Vec<Value>,
    /// The script that made the last request, and its execution once it is done.
    script: Option<(Arc<str>, Option<Uuid>)>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Member {
    Request,
    Error,
    Assertions,
    Prerequest,
    Test,
}

impl Execution {
    pub(super) fn new(place: &Place) -> Self {
        Self {
            cursor: place.cursor,
            item: place.item.clone(),
            id: place.item.id.to_string(),
            requests: 0,
            order: Vec::new(),
            sent: None,
            received: None,
            error: None,
            assertions: Vec::new(),
            prerequest: Vec::new(),
            test: Vec::new(),
            attempts: Vec::new(),
            script: None,
        }
    }

    /// How many entries there are to be.
    pub(super) fn requests(&self) -> u32 {
        self.requests
    }

    /// Takes an event; `script` runs at this time.
    pub(super) fn take(&mut self, event: &Event, script: Option<&Arc<str>>) {
        match event {
            Event::Assertion(_, assertion) => {
                self.assertions.push(assertion.clone());
                self.has(Member::Assertions);
            }
            Event::Script(_, done) => {
                if let Some((_, execution @ None)) = &mut self.script {
                    *execution = Some(done.execution);
                }
                if let Some(problem) = done.error.as_ref().or(done.bailed.as_ref()) {
                    let (list, member) = match done.listen {
                        Listen::Prerequest => (&mut self.prerequest, Member::Prerequest),
                        Listen::Test => (&mut self.test, Member::Test),
                    };
                    list.push((**problem).clone());
                    self.has(member);
                }
            }
            Event::Request(place, done) => self.request(place, done, script),
            _ => {}
        }
    }

    fn request(&mut self, place: &Place, done: &RequestDone, script: Option<&Arc<str>>) {
        self.requests = self.requests.saturating_add(1);
        self.cursor = place.cursor;
        let own = !matches!(done.origin, Origin::Script(_) | Origin::Nested(_));
        // A request of a script is an item of its own.
        self.id = match place.cursor.http_request_id {
            Some(id) if !own => id.to_string(),
            _ => self.item.id.to_string(),
        };
        self.script = if own { None } else { script.map(|script| (script.clone(), None)) };
        self.sent = Some(done.sent.clone());
        self.received.clone_from(&done.received);
        self.has(Member::Request);
        // One that is tried again is no error yet.
        if let Some(error) = done.error.as_ref().filter(|_| !done.retried) {
            self.error = Some(error.clone());
            self.has(Member::Error);
        }
        if done.retried || !self.attempts.is_empty() {
            self.attempts.push(json!({
                "attempt": done.attempt,
                "code": done.received.as_ref().map(|one| one.code),
                "responseTime": done.received.as_ref().map(|one| one.time_ms),
                "error": done.error.as_ref().and_then(|error| error.message.clone()),
            }));
        }
    }

    fn has(&mut self, member: Member) {
        if !self.order.contains(&member) {
            self.order.push(member);
        }
    }

    /// Writes an entry.
    pub(super) fn write<W: Write>(
        &self,
        out: &mut Pretty<'_, W>,
        rules: &mut Rules,
    ) -> io::Result<()> {
        out.open(b'{')?;
        let (script, execution) = match &self.script {
            Some((script, execution)) => (Some(&**script), *execution),
            None => (None, None),
        };
        out.member("cursor", &cursor::json(&self.cursor, script, execution))?;
        out.member("item", &self.item.document())?;
        for member in &self.order {
            match member {
                Member::Request => self.exchange(out, rules)?,
                Member::Error => {
                    let error = self.error.as_deref().map(error::of_system).unwrap_or_default();
                    out.member("requestError", &Value::Object(error))?;
                }
                Member::Assertions => {
                    let position = self.cursor.position;
                    let list = self.assertions.iter().map(|one| assertion(one, position));
                    let list = list.collect();
                    out.member("assertions", &Value::Array(list))?;
                }
                Member::Prerequest => out.member("prerequestScript", &scripts(&self.prerequest))?,
                Member::Test => out.member("testScript", &scripts(&self.test))?,
            }
        }
        if !self.attempts.is_empty() {
            out.member("attempts", &Value::Array(self.attempts.clone()))?;
        }
        out.close(b'}')
    }

    fn exchange<W: Write>(&self, out: &mut Pretty<'_, W>, rules: &mut Rules) -> io::Result<()> {
        if let Some(sent) = &self.sent {
            let mut request = sent.to_json();
            if let Some(request) = request.as_object_mut() {
                if rules.omit_headers {
                    request.remove("header");
                }
                if rules.omit_bodies {
                    request.remove("body");
                }
            }
            out.member("request", &request)?;
        }
        if let Some(received) = &self.received {
            out.key("response")?;
            response(out, received, rules)?;
        }
        out.member("id", &Value::from(&*self.id))
    }
}

fn response<W: Write>(
    out: &mut Pretty<'_, W>,
    received: &Received,
    rules: &mut Rules,
) -> io::Result<()> {
    out.open(b'{')?;
    out.member("id", &received.id.to_string().into())?;
    // Of a code without a name there is none.
    if !received.reason.is_empty() {
        out.member("status", &Value::from(&*received.reason))?;
    }
    out.member("code", &received.code.into())?;
    if !rules.omit_headers {
        let headers = received.headers.iter().map(Header::to_json);
        out.member("header", &headers.collect())?;
    }
    let body = &received.body;
    let kept = if rules.omit_bodies { 0 } else { rules.bodies.keep(body.len()) };
    out.key("stream")?;
    out.open(b'{')?;
    out.member("type", &"Buffer".into())?;
    out.key("data")?;
    out.bytes(body.get(..kept).unwrap_or_default())?;
    out.close(b'}')?;
    if u64::try_from(kept).unwrap_or(u64::MAX) < received.size {
        let note = json!({ "kept": kept, "size": received.size });
        out.member("truncated", &note)?;
    }
    out.member("cookie", &Value::Array(Vec::new()))?;
    out.member("responseTime", &received.time_ms.into())?;
    out.member("responseSize", &received.size.into())?;
    out.close(b'}')
}

fn assertion(assertion: &Assertion, position: u32) -> Value {
    let mut map = Map::new();
    map.insert("assertion".to_owned(), assertion.name.clone().into());
    map.insert("skipped".to_owned(), assertion.skipped.into());
    if let Some(problem) = &assertion.error {
        let error = error::of_assertion(&assertion.name, assertion.index, position, problem);
        map.insert("error".to_owned(), error.into());
    }
    Value::Object(map)
}

fn scripts(problems: &[Problem]) -> Value {
    problems.iter().map(|problem| json!({ "error": error::of_script(problem) })).collect()
}
