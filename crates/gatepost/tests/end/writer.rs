//! One client that writes, and remembers what it was told.

use std::{collections::BTreeSet, net::SocketAddr};

use http::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    dice::Dice,
};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/// How many elements a writer keeps at most.
const KEPT: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Collection,
    Environment,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Collection, Self::Environment];

    /// Its name in bodies.
    fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Environment => "environment",
        }
    }

    pub(crate) fn list(self) -> &'static str {
        match self {
            Self::Collection => "/collections",
            Self::Environment => "/environments",
        }
    }

    fn operation(self, method: &Method) -> &'static str {
        match (self, method.as_str()) {
            (Self::Collection, "POST") => "createCollection",
            (Self::Collection, "PUT") => "putCollection",
            (Self::Collection, "PATCH") => "patchCollection",
            (Self::Collection, _) => "deleteCollection",
            (Self::Environment, "POST") => "createEnvironment",
            (Self::Environment, "PUT") => "putEnvironment",
            (Self::Environment, "PATCH") => "patchEnvironment",
            (Self::Environment, _) => "deleteEnvironment",
        }
    }
}

/// What there is of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Gone,
    Holds(Content),
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    name: String,
    text: String,
}

/// An element as its writer knows it.
struct Entry {
    kind: Kind,
    id: String,
    acknowledged: State,
    /// What there is if the call that was not answered was carried out all the same.
    in_doubt: Option<State>,
    checked: bool,
}

/// What an acknowledgement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The operation that was carried out.
    pub(crate) operation: &'static str,
    /// The id of what it changed.
    pub(crate) id: String,
    /// The id of the record that announced it; agents are told.
    pub(crate) record: Option<String>,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Carried out.
    Acknowledged(Told),
    /// Answered with another status than success.
    Refused(u16, String),
    /// Not answered.
    Lost,
}

/// A client that writes elements of its own, one call at a time.
pub(crate) struct Writer {
    name: String,
    key: String,
    workspace: String,
    client: Option<Client>,
    dice: Dice,
    entries: Vec<Entry>,
    /// Names of elements whose creation was not acknowledged.
    creating: BTreeSet<String>,
    written: usize,
    filler: String,
}

/// The next call.
struct Next {
    kind: Kind,
    at: Option<usize>,
    method: Method,
    path: String,
    body: String,
    name: String,
    after: State,
}

impl Writer {
    /// A writer of elements with `filler` bytes each in one workspace.
    pub(crate) fn new(name: String, key: &str, workspace: &str, filler: usize, dice: Dice) -> Self {
        Self {
            name,
            key: key.to_owned(),
            workspace: workspace.to_owned(),
            client: None,
            dice,
            entries: Vec::new(),
            creating: BTreeSet::new(),
            written: 0,
            filler: "x".repeat(filler),
        }
    }

    /// Sends its calls to this server from now on.
    pub(crate) fn connect(&mut self, address: SocketAddr) {
        self.client = Some(Client::new(address, &self.key));
    }

    /// Makes one call.
    pub(crate) async fn write(&mut self) -> Step {
        let next = self.next();
        if let Some(at) = next.at {
            self.entries[at].in_doubt = Some(next.after.clone());
            self.entries[at].checked = false;
        } else {
            self.creating.insert(next.name.clone());
        }
        let client = self.client.as_mut().unwrap();
        let Ok(answer) = client.call(next.method.clone(), &next.path, next.body.clone()).await
        else {
            return Step::Lost;
        };
        if !answer.status.is_success() {
            return self.refused(&next, &answer);
        }
        let operation = next.kind.operation(&next.method);
        let record = answer.header("x-gatepost-request-id");
        let record = (!record.is_empty()).then(|| record.to_owned());
        let Some(at) = next.at else {
            let id = answer.json()[next.kind.name()]["id"].as_str().unwrap().to_owned();
            self.creating.remove(&next.name);
            self.adopt(next.kind, id.clone(), next.after);
            return Step::Acknowledged(Told { operation, id, record });
        };
        let entry = &mut self.entries[at];
        entry.acknowledged = next.after;
        entry.in_doubt = None;
        Step::Acknowledged(Told { operation, id: entry.id.clone(), record })
    }

    fn adopt(&mut self, kind: Kind, id: String, acknowledged: State) {
        self.entries.push(Entry { kind, id, acknowledged, in_doubt: None, checked: false });
    }

    /// 507 says that nothing was changed; 503 leaves it open, when the log failed after the change.
    fn refused(&mut self, next: &Next, answer: &Answer) -> Step {
        if answer.status.as_u16() == 507 {
            match next.at {
                Some(at) => self.entries[at].in_doubt = None,
                None => drop(self.creating.remove(&next.name)),
            }
        }
        Step::Refused(answer.status.as_u16(), answer.text())
    }

    fn next(&mut self) -> Next {
        self.written += 1;
        let name = format!("{}-{}", self.name, self.written);
        let fresh = Content { name: name.clone(), text: name.clone() };
        // What is in doubt is not touched again before it was looked at.
        let clear = |entry: &Entry| entry.is_alive() && entry.in_doubt.is_none();
        let alive: Vec<_> =
            (0..self.entries.len()).filter(|at| clear(&self.entries[*at])).collect();
        let choice = self.dice.below(8);
        if alive.is_empty() || choice < 2 && alive.len() < KEPT {
            let kind = Kind::ALL[self.dice.below(2)];
            let path = format!("{}?workspace={}", kind.list(), self.workspace);
            let body = self.body(kind, &fresh);
            let (method, after) = (Method::POST, State::Holds(fresh));
            return Next { kind, at: None, method, path, body, name, after };
        }
        let at = alive[self.dice.below(alive.len())];
        let Entry { kind, id, acknowledged, .. } = &self.entries[at];
        let (kind, path) = (*kind, format!("{}/{id}", kind.list()));
        let text = match acknowledged {
            State::Holds(content) => content.text.clone(),
            State::Gone => String::new(),
        };
        let (method, body, after) = match choice {
            0 | 1 => (Method::DELETE, String::new(), State::Gone),
            2..=4 => (Method::PUT, self.body(kind, &fresh), State::Holds(fresh)),
            _ => {
                let change = match kind {
                    Kind::Collection => json!({"collection": {"info": {"name": name}}}),
                    Kind::Environment => {
                        json!([{"op": "replace", "path": "/name", "value": name}])
                    }
                };
                let after = State::Holds(Content { name: name.clone(), text });
                (Method::PATCH, change.to_string(), after)
            }
        };
        Next { kind, at: Some(at), method, path, body, name, after }
    }

    fn body(&self, kind: Kind, content: &Content) -> String {
        let Content { name, text } = content;
        let body = match kind {
            Kind::Collection => json!({"collection": {
                "info": {"name": name, "schema": SCHEMA},
                "item": [{"name": text, "request": {
                    "method": "POST", "url": "https://echo.example/post",
                    "body": {"mode": "raw", "raw": self.filler},
                }}],
            }}),
            Kind::Environment => json!({"environment": {"name": name, "values": [
                {"key": "text", "value": text, "type": "secret", "enabled": true},
                {"key": "filler", "value": self.filler, "type": "default", "enabled": true},
            ]}}),
        };
        body.to_string()
    }

    /// Compares the server with what was acknowledged; answers what is wrong. What was in doubt
    /// is settled by what the server shows.
    pub(crate) async fn check(&mut self, client: &mut Client) -> Vec<String> {
        let mut wrong = Vec::new();
        for entry in self.entries.iter_mut().filter(|one| !one.checked || one.is_alive()) {
            let answer = client.get(&format!("{}/{}", entry.kind.list(), entry.id)).await;
            let Some(found) = shown(entry.kind, &answer, &self.filler) else {
                wrong.push(format!("{} `{}`: {}", entry.kind.name(), entry.id, answer.text()));
                continue;
            };
            let doubtful = entry.in_doubt.take();
            if found != entry.acknowledged && doubtful.as_ref() != Some(&found) {
                wrong.push(format!(
                    "{} `{}` holds {found:?}, acknowledged was {:?}, in doubt {doubtful:?}",
                    entry.kind.name(),
                    entry.id,
                    entry.acknowledged,
                ));
            }
            entry.acknowledged = found;
            entry.checked = true;
        }
        wrong
    }

    /// Takes over an element that was made by a call of this writer's that was not answered.
    pub(crate) fn claims(&mut self, kind: Kind, id: &str, name: &str) -> bool {
        if self.entries.iter().any(|entry| entry.is_alive() && entry.id == id) {
            return true;
        }
        if !self.creating.remove(name) {
            return false;
        }
        let content = Content { name: name.to_owned(), text: name.to_owned() };
        self.adopt(kind, id.to_owned(), State::Holds(content));
        true
    }
}

impl Entry {
    fn is_alive(&self) -> bool {
        self.acknowledged != State::Gone
    }
}

/// What an answer shows of an element; `None` when it is neither whole nor absent.
fn shown(kind: Kind, answer: &Answer, filler: &str) -> Option<State> {
    if answer.status.as_u16() == 404 {
        return Some(State::Gone);
    }
    let answer = answer.json();
    let element = &answer[kind.name()];
    let (name, text, rest) = match kind {
        Kind::Collection => {
            let item = &element["item"][0];
            (&element["info"]["name"], &item["name"], &item["request"]["body"]["raw"])
        }
        Kind::Environment => {
            let value = |at: usize| &element["values"][at]["value"];
            (&element["name"], value(0), value(1))
        }
    };
    let text_of = |value: &Value| value.as_str().map(str::to_owned);
    let content = Content { name: text_of(name)?, text: text_of(text)? };
    (rest.as_str() == Some(filler)).then_some(State::Holds(content))
}
