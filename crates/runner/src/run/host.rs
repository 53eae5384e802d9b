//! What a script asks for while it runs.

use std::{cell::RefCell, rc::Rc};

use futures::future::LocalBoxFuture;
use model::{
    runnable::{Behaviour, Request},
    url::Url,
};
use sandbox::{Host, HostFault, JarCall, NestedCall, SentResponse, Shown, VaultCall};
use serde_json::{Map, Value};

use super::{
    ask::{Ask, Setting},
    exchange::{self, Outcome},
    item::DEEPEST,
    plan::Planned,
    problem,
    send::site,
    session::Session,
};
use crate::{
    clock,
    cookie::{Cookie, SetCookie},
    event::{Assertion, Console, Event, Level, Listen, Next, Origin, Place, Source},
    request::redirect::Rules,
};

/// An item under way: what its scripts have done so far.
pub(crate) struct Turn<'a> {
    pub(crate) planned: &'a Planned,
    /// How deep it is nested in others.
    pub(crate) depth: u32,
    /// Who makes its request.
    pub(crate) origin: Origin,
    place: RefCell<Place>,
    next: RefCell<Next>,
    changed: RefCell<Option<Rc<Value>>>,
    outcome: RefCell<Option<Rc<Outcome>>>,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(planned: &'a Planned, place: Place, depth: u32, origin: Origin) -> Self {
        Self {
            planned,
            depth,
            origin,
            place: RefCell::new(place),
            next: RefCell::new(Next::Following),
            changed: RefCell::default(),
            outcome: RefCell::default(),
        }
    }

    /// It is an item of the run, not a request that a script runs.
    pub(crate) fn is_item(&self) -> bool {
        self.depth == 0
    }

    pub(crate) fn place(&self) -> Place {
        self.place.borrow().clone()
    }

    /// Takes the place with the id of the latest request.
    pub(crate) fn moved(&self, place: Place) {
        *self.place.borrow_mut() = place;
    }

    /// Takes what a script gave to `setNextRequest`; the last one counts.
    pub(crate) fn named(&self, next: &Next) {
        if *next != Next::Following {
            next.clone_into(&mut self.next.borrow_mut());
        }
    }

    pub(crate) fn next(&self) -> Next {
        self.next.borrow().clone()
    }

    /// Takes the request as a script left it.
    pub(crate) fn change(&self, request: Value) {
        *self.changed.borrow_mut() = Some(Rc::new(request));
    }

    pub(crate) fn changed(&self) -> Option<Rc<Value>> {
        self.changed.borrow().clone()
    }

    pub(crate) fn answer(&self, outcome: Rc<Outcome>) {
        *self.outcome.borrow_mut() = Some(outcome);
    }
}

/// The run around one script.
pub(crate) struct ScriptHost<'s> {
    session: &'s Session<'s>,
    turn: &'s Turn<'s>,
    listen: Listen,
    failed: RefCell<Vec<String>>,
}

impl<'s> ScriptHost<'s> {
    pub(crate) fn new(session: &'s Session<'s>, turn: &'s Turn<'s>, listen: Listen) -> Self {
        Self { session, turn, listen, failed: RefCell::default() }
    }

    /// The names of the assertions that failed.
    pub(crate) fn failed(self) -> Vec<String> {
        self.failed.into_inner()
    }

    async fn send(&self, request: Value) -> Result<SentResponse, HostFault> {
        let session = self.session;
        session.learn();
        let request = Request::from_json(&request);
        let behaviour = Behaviour::default();
        let auth = request.auth.clone();
        let mut place = self.turn.place();
        let identity = session.fresh_identity();
        let setting = Setting {
            identity,
            auth,
            inherits: false,
            rules: Rules::new(&behaviour, session.plan.options.follow_redirects),
            behaviour: &behaviour,
            origin: Origin::Script(self.listen),
        };
        let ask = Ask::new(session, &place, request, setting);
        let outcome = session.exchange(&mut place, ask).await;
        session.forget(identity);
        if let Some(problem) = &outcome.error {
            return Err(problem::to_host(problem));
        }
        Ok(self.answer(&outcome))
    }

    fn answer(&self, outcome: &Outcome) -> SentResponse {
        let response = exchange::to_script(outcome);
        let cookies = self.session.cookies(outcome);
        SentResponse {
            response: Rc::unwrap_or_clone(response),
            cookies: cookies.iter().map(Cookie::to_script).collect(),
        }
    }

    async fn nested(&self, call: NestedCall) -> Result<Option<SentResponse>, HostFault> {
        let session = self.session;
        let depth = self.turn.depth + 1;
        if depth > DEEPEST {
            let message =
                format!("Max pm.execution.runRequest depth of {DEEPEST} has been reached.");
            return Err(fault(message));
        }
        let Some(planned) = session.plan.nested(&call.request_id) else {
            return Err(fault(format!("there is no request with id `{}`", call.request_id)));
        };
        let before = self.lend(&call.variables);
        let origin = Origin::Nested(planned.info.name.clone());
        let turn = Turn::new(&planned, self.turn.place(), depth, origin);
        Box::pin(session.play(&turn)).await;
        self.turn.moved(turn.place());
        self.take_back(&call.variables, before);
        let outcome = turn.outcome.borrow_mut().take();
        match outcome {
            None => Ok(None),
            Some(outcome) => match &outcome.error {
                Some(problem) => Err(problem::to_host(problem)),
                None => Ok(Some(self.answer(&outcome))),
            },
        }
    }

    /// Sets variables for a nested request; gives what they were.
    fn lend(&self, variables: &Map<String, Value>) -> Vec<Option<Value>> {
        let local = &mut self.session.scopes.borrow_mut().local;
        let set = |(key, value): (&String, &Value)| {
            let before = local.get(key).map(std::borrow::Cow::into_owned);
            local.set(key, Some(value.clone()), None);
            before
        };
        variables.iter().map(set).collect()
    }

    /// Gives variables back what they were, but for those that the nested request changed.
    fn take_back(&self, variables: &Map<String, Value>, before: Vec<Option<Value>>) {
        let local = &mut self.session.scopes.borrow_mut().local;
        for ((key, value), before) in variables.iter().zip(before) {
            if local.get(key).as_deref() == Some(value) {
                match before {
                    Some(before) => local.set(key, Some(before), None),
                    None => local.unset(key),
                }
            }
        }
    }

    fn jar_call(&self, call: &JarCall) -> Result<Value, HostFault> {
        let (JarCall::Get { url, .. }
        | JarCall::GetAll { url }
        | JarCall::Set { url, .. }
        | JarCall::Unset { url, .. }
        | JarCall::Clear { url }) = call;
        let url = Url::parse(url).wire(true).map_err(|one| fault(one.to_string()))?;
        let (site, now) = (site(&url), clock::now_ms());
        let mut jar = self.session.jar.borrow_mut();
        Ok(match call {
            JarCall::Get { name, .. } => {
                let all = jar.of(site, now);
                let found = all.into_iter().find(|cookie| cookie.name() == name);
                found.map_or(Value::Null, |cookie| cookie.value().into())
            }
            JarCall::GetAll { .. } => {
                jar.of(site, now).into_iter().map(Cookie::to_script).collect()
            }
            JarCall::Set { cookie, .. } => {
                let set = SetCookie::from_script(cookie)
                    .ok_or_else(|| fault("the cookie can't be read".to_owned()))?;
                let name = set.key.clone();
                if !jar.set(site, set, now) {
                    return Err(fault(format!(
                        "Cookie not in this host's domain. Cookie:{name} Request:{}",
                        url.host
                    )));
                }
                let all = jar.of(site, now);
                let kept = all.into_iter().find(|cookie| cookie.name() == name);
                kept.map_or(Value::Null, Cookie::to_script)
            }
            JarCall::Unset { name, .. } => {
                jar.remove(site, Some(name), now);
                Value::Null
            }
            JarCall::Clear { .. } => {
                jar.remove(site, None, now);
                Value::Null
            }
        })
    }

    fn vault_call(&self, call: VaultCall) -> Result<Value, HostFault> {
        let mut scopes = self.session.scopes.borrow_mut();
        let Some(vault) = &mut scopes.vault else {
            return Err(fault("Vault access denied".to_owned()));
        };
        Ok(match call {
            VaultCall::Get(key) => {
                vault.get(&key).map_or(Value::Null, std::borrow::Cow::into_owned)
            }
            VaultCall::Set(key, value) => {
                self.session.plan.secrets.learn([model::variables::coerce::text(&value)]);
                vault.set(&key, Some(value), None);
                Value::Null
            }
            VaultCall::Unset(key) => {
                vault.unset(&key);
                Value::Null
            }
        })
    }
}

fn fault(message: String) -> HostFault {
    HostFault { message, ..HostFault::default() }
}

impl Host for ScriptHost<'_> {
    fn console(&self, level: sandbox::Level, values: Vec<Shown>) {
        let level = match level {
            sandbox::Level::Log => Level::Log,
            sandbox::Level::Info => Level::Info,
            sandbox::Level::Warn => Level::Warn,
            sandbox::Level::Error => Level::Error,
            sandbox::Level::Debug => Level::Debug,
            sandbox::Level::Clear => Level::Clear,
        };
        self.session.learn();
        let console = Console { level, source: Source::Script(self.listen), messages: values };
        self.session.emit(Event::Console(self.turn.place(), console));
    }

    fn assertion(&self, assertion: sandbox::Assertion) {
        self.session.learn();
        let sandbox::Assertion { name, index, skipped, error } = assertion;
        if error.is_some() && !skipped {
            self.failed.borrow_mut().push(name.clone());
        }
        let error = error.map(|error| Box::new(problem::of_script(error)));
        let assertion = Assertion { name, index, listen: self.listen, skipped, error };
        self.session.emit(Event::Assertion(self.turn.place(), assertion));
    }

    fn send_request(&self, request: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>> {
        Box::pin(self.send(request))
    }

    fn run_request(
        &self,
        call: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>> {
        Box::pin(self.nested(call))
    }

    fn jar(&self, call: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(std::future::ready(self.jar_call(&call)))
    }

    fn vault(&self, call: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>> {
        Box::pin(std::future::ready(self.vault_call(call)))
    }
}
