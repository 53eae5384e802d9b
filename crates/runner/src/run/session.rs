//! The state of a run on one thread.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use model::variables::{Dynamic, Scopes};
use sandbox::{Sandbox, Shown, Stopper};

use super::{
    plan::{Identity, Plan},
    sink::Sink,
    thread::Thread,
};
use crate::{
    clock::Dynamics,
    cookie::Jar,
    event::{Console, Event, Level, Place, Problem, Source},
    input::Input,
};

/// The state of a run on one thread: what scripts and answers change.
pub(crate) struct Session<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) sink: &'p dyn Sink,
    pub(crate) thread: &'p Thread,
    pub(crate) sandbox: Sandbox,
    pub(crate) scopes: Rc<RefCell<Scopes>>,
    pub(crate) jar: RefCell<Jar>,
    pub(crate) dynamic: Rc<RefCell<dyn Dynamic>>,
    /// What auths have learned, by their identity.
    pub(crate) memories: RefCell<HashMap<Identity, signer::Memory>>,
    /// Tokens that were fetched, by the identity of their auth.
    pub(crate) tokens: RefCell<HashMap<Identity, signer::oauth2::Token>>,
    /// How many auths scripts have made.
    made: Cell<u64>,
}

impl<'p> Session<'p> {
    /// The state at the beginning of a run.
    pub(crate) fn new(
        plan: &'p Plan,
        sink: &'p dyn Sink,
        thread: &'p Thread,
        input: &Input,
    ) -> Self {
        let scopes = Scopes {
            environment: input.environment.clone(),
            collection: input.collection.variables.clone(),
            globals: input.globals.clone(),
            vault: input.vault.clone(),
            ..Scopes::default()
        };
        let limits = sandbox::Limits {
            memory_bytes: plan.options.limits.script_memory,
            script_timeout: plan.options.timeout_script,
            ..sandbox::Limits::default()
        };
        Self {
            plan,
            sink,
            thread,
            sandbox: Sandbox::new(limits),
            scopes: Rc::new(RefCell::new(scopes)),
            jar: RefCell::new(input.cookies.clone()),
            dynamic: Rc::new(RefCell::new(Dynamics)),
            memories: RefCell::default(),
            tokens: RefCell::default(),
            made: Cell::default(),
        }
    }

    /// The switch that stops the scripts of this thread.
    pub(crate) fn stopper(&self) -> Stopper {
        self.sandbox.stopper()
    }

    /// Tells an event, without secrets.
    pub(crate) fn emit(&self, event: Event) {
        self.sink.emit(self.plan.secrets.event(event));
    }

    /// The message of a problem, without secrets.
    pub(crate) fn told(&self, problem: &Problem) -> String {
        let message = problem.message.as_deref().unwrap_or_default();
        self.plan.secrets.text(message).into_owned()
    }

    /// Writes a warning to the console.
    pub(crate) fn warn(&self, place: &Place, text: String) {
        let messages = vec![Shown::Text(text)];
        let console = Console { level: Level::Warn, source: Source::Runner, messages };
        self.emit(Event::Console(place.clone(), console));
    }

    /// An identity for an auth that a script made.
    pub(crate) fn fresh_identity(&self) -> Identity {
        self.made.set(self.made.get().wrapping_add(1));
        Identity::Made(self.made.get())
    }

    /// Forgets what an auth has learned.
    pub(crate) fn forget(&self, identity: Identity) {
        self.memories.borrow_mut().remove(&identity);
        self.tokens.borrow_mut().remove(&identity);
    }

    /// Takes the values of secret variables to what is never shown.
    pub(crate) fn learn(&self) {
        // Whoever changes them now tells nothing yet.
        let Ok(scopes) = self.scopes.try_borrow() else { return };
        let secrets = &self.plan.secrets;
        secrets.learn(scopes.environment.secrets());
        secrets.learn(scopes.collection.secrets());
        secrets.learn(scopes.globals.secrets());
        secrets.learn(scopes.local.secrets());
    }

    /// The text with its variables replaced.
    pub(crate) fn substituted<T>(
        &self,
        substitute: impl FnOnce(&Scopes, &mut dyn Dynamic) -> T,
    ) -> T {
        substitute(&self.scopes.borrow(), &mut *self.dynamic.borrow_mut())
    }

    /// What is left of the state at the end.
    pub(crate) fn into_state(self) -> (Scopes, Jar) {
        let scopes = Rc::try_unwrap(self.scopes)
            .map_or_else(|shared| shared.borrow().clone(), RefCell::into_inner);
        (scopes, self.jar.into_inner())
    }
}
