//! One item: its scripts, its request, its tests.

use std::{rc::Rc, sync::Arc};

use model::runnable::Request;
use serde_json::Value;

use super::{
    ask::{Ask, Setting},
    exchange::{self, Outcome},
    host::Turn,
    plan::{Identity, Planned},
    send::site,
    session::Session,
};
use crate::{
    clock,
    cookie::Cookie,
    event::{Cursor, Event, Listen, Next, Origin, Parts, Place, ScriptsDone},
    options::Bail,
    summary::RunFault,
};

/// How deep requests that scripts run may nest.
pub(crate) const DEEPEST: u32 = 10;

impl Session<'_> {
    /// Runs an item; where the run goes after it, or why it fails as a whole.
    pub(crate) async fn item(&self, planned: &Planned, cursor: Cursor) -> Result<Next, RunFault> {
        let place = Place { cursor, item: Arc::clone(&planned.info) };
        self.emit(Event::BeforeItem(place.clone()));
        if !self.plan.options.delay.is_zero() {
            tokio::time::sleep(self.plan.options.delay).await;
        }
        let turn = Turn::new(planned, place, 0, Origin::Item);
        let next = match self.play(&turn).await {
            Ended::Fully => turn.next(),
            Ended::Stopped => Next::Stop,
            Ended::Broken(fault) => return Err(fault),
        };
        self.emit(Event::Item(turn.place(), next.clone()));
        Ok(next)
    }

    /// Scripts, request, tests.
    pub(crate) async fn play(&self, turn: &Turn<'_>) -> Ended {
        let before = self.scripts(turn, Listen::Prerequest, None).await;
        match before {
            Ran::On => {}
            Ran::Skipped => return Ended::Fully,
            Ran::Stopped => return Ended::Stopped,
            Ran::Broken(fault) => return Ended::Broken(fault),
        }
        // Boxed, since it is much larger than what waits for it.
        let outcome = Box::pin(self.request(turn)).await;
        let failed = outcome.error.as_ref().map(|problem| self.told(problem));
        let outcome = Rc::new(outcome);
        turn.answer(Rc::clone(&outcome));
        match (failed, self.plan.options.bail) {
            (Some(_), Bail::Failure) => return Ended::Stopped,
            (Some(message), Bail::Folder) => return Ended::Broken(RunFault::Bailed(message)),
            _ => {}
        }
        match self.scripts(turn, Listen::Test, Some(&outcome)).await {
            Ran::On | Ran::Skipped => Ended::Fully,
            Ran::Stopped => Ended::Stopped,
            Ran::Broken(fault) => Ended::Broken(fault),
        }
    }

    /// The item's own request, as its scripts left it.
    async fn request(&self, turn: &Turn<'_>) -> Outcome {
        let planned = turn.planned;
        let as_written = self.plan.collection.items.get(planned.position);
        let changed = turn.changed();
        let changed = changed.as_deref().map(|json| {
            let mut request = Request::from_json(json);
            // A body that is gone without a word is no change; null takes it away.
            if json.get("body").is_none() {
                request.body = as_written.and_then(|item| item.request.body.clone());
            }
            request
        });
        let own = as_written.and_then(|item| item.request.auth.as_ref());
        let inherited = self.plan.collection.auth(planned.position);
        let (auth, identity) = match &changed {
            Some(request) if request.auth.is_some() && request.auth.as_ref() != own => {
                (request.auth.as_ref(), self.fresh_identity())
            }
            _ => (inherited, inherited.map_or_else(|| self.fresh_identity(), Identity::of)),
        };
        let inherits = inherited.is_some() && own.is_none();
        let empty = Request::default();
        let source = changed.as_ref().or(as_written.map(|item| &item.request)).unwrap_or(&empty);
        let (request, resolved) = self.substituted(|scopes, dynamic| {
            let auth = auth.map(|auth| auth.substituted(scopes, dynamic));
            (source.substituted(scopes, dynamic), auth)
        });
        if !inherits {
            // Only auth that is inherited remembers from one execution to the next.
            self.memories.borrow_mut().remove(&identity);
        }
        let mut place = turn.place();
        let setting = Setting {
            auth: resolved,
            inherits,
            identity,
            behaviour: &planned.behaviour,
            rules: planned.rules,
            origin: turn.origin.clone(),
        };
        let ask = Ask::new(self, &place, request, setting);
        let outcome = self.exchange(&mut place, ask).await;
        turn.moved(place);
        if let Identity::Made(_) = identity {
            self.forget(identity);
        }
        outcome
    }

    /// Runs the scripts of one kind.
    async fn scripts(&self, turn: &Turn<'_>, listen: Listen, outcome: Option<&Rc<Outcome>>) -> Ran {
        if turn.is_item() {
            self.emit(Event::BeforeScripts(turn.place(), listen));
        }
        let scripts = turn.planned.scripts(listen);
        let mut ran = Ran::On;
        let mut count = 0;
        if !scripts.is_empty() {
            let given = self.given(turn, listen, outcome);
            for script in scripts {
                count += 1;
                ran = self.script(turn, listen, script, &given).await;
                if !matches!(ran, Ran::On) {
                    break;
                }
            }
        }
        let skipped = matches!(ran, Ran::Skipped);
        if turn.is_item() && !matches!(ran, Ran::Broken(_)) {
            let done = ScriptsDone { listen, count, skipped };
            self.emit(Event::Scripts(turn.place(), done));
        }
        ran
    }

    /// What all scripts of one kind are given.
    fn given(&self, turn: &Turn<'_>, listen: Listen, outcome: Option<&Rc<Outcome>>) -> Given {
        let Some(outcome) = outcome else {
            let position = turn.planned.position;
            let collection = Arc::clone(&self.plan.collection);
            return Given {
                listen,
                request: Rc::new(move || {
                    let item = collection.items.get(position);
                    item.map_or(Value::Null, |item| item.request.to_json())
                }),
                response: None,
                cookies: Rc::new(|| Value::Array(Vec::new())),
            };
        };
        let (parts, headers): (Arc<Parts>, _) =
            (Arc::clone(&outcome.parts), Arc::clone(&outcome.headers));
        let cookies = self.cookies(outcome);
        Given {
            listen,
            request: Rc::new(move || parts.to_json(&headers)),
            response: Some(exchange::to_script(outcome)),
            cookies: Rc::new(move || cookies.iter().map(Cookie::to_script).collect()),
        }
    }

    /// The cookies that hold where an answer came from.
    pub(crate) fn cookies(&self, outcome: &Outcome) -> Vec<Cookie> {
        let Some(url) = &outcome.url else { return Vec::new() };
        let jar = self.jar.borrow();
        jar.of(site(url), clock::now_ms()).into_iter().cloned().collect()
    }
}

/// How an item ended.
pub(crate) enum Ended {
    /// As it should, or skipped.
    Fully,
    /// The run is to stop after it.
    Stopped,
    /// The run is to stop here, for this reason.
    Broken(RunFault),
}

/// How scripts ended.
pub(crate) enum Ran {
    On,
    Skipped,
    Stopped,
    Broken(RunFault),
}

/// What all scripts of one kind of an item are given.
pub(crate) struct Given {
    pub(crate) listen: Listen,
    pub(crate) request: Rc<dyn Fn() -> Value>,
    pub(crate) response: Option<Rc<sandbox::Response>>,
    pub(crate) cookies: Rc<dyn Fn() -> Value>,
}
