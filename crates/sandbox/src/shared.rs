//! What the functions that scripts call share with the loop that runs scripts.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use rquickjs::{Persistent, Value};

use crate::{Limits, ScriptError, execution::Execution, guard::Guard};

/// Rejections that are watched at once; more are as good as handled.
const REJECTIONS: usize = 1000;

/// State of one engine that lives outside JavaScript.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) guard: Rc<Guard>,
    current: RefCell<Option<Rc<Execution>>>,
    /// Source texts of scripts by number, for the words of errors.
    pub(crate) sources: RefCell<BTreeMap<u32, Rc<str>>>,
    /// Rejections that nobody has handled so far.
    rejections: RefCell<Vec<Rejection>>,
    /// Bytes that scripts put into variables since they were last counted, and what was there then.
    pub(crate) stored: Cell<usize>,
    /// Set when memory ran out; the engine is not used again.
    pub(crate) exhausted: Cell<bool>,
}

struct Rejection {
    promise: Persistent<Value<'static>>,
    error: ScriptError,
}

impl Shared {
    pub(crate) fn new(limits: Limits, guard: Rc<Guard>) -> Self {
        Self {
            limits,
            guard,
            current: RefCell::default(),
            sources: RefCell::default(),
            rejections: RefCell::default(),
            stored: Cell::new(0),
            exhausted: Cell::new(false),
        }
    }

    /// The script that runs.
    pub(crate) fn current(&self) -> Option<Rc<Execution>> {
        self.current.borrow().clone()
    }

    /// Makes another script the one that runs; answers the one before.
    pub(crate) fn switch(&self, execution: Option<Rc<Execution>>) -> Option<Rc<Execution>> {
        self.current.replace(execution)
    }

    /// The text of the script that is called `script:<number>` in stacks, as it was compiled.
    pub(crate) fn source(&self, file: &str) -> Option<Rc<str>> {
        let number = file.strip_prefix("script:")?.parse().ok()?;
        self.sources.borrow().get(&number).cloned()
    }

    pub(crate) fn rejected(&self, promise: Persistent<Value<'static>>, error: ScriptError) {
        let mut rejections = self.rejections.borrow_mut();
        if rejections.len() < REJECTIONS {
            rejections.push(Rejection { promise, error });
        }
    }

    pub(crate) fn handled(&self, promise: &Persistent<Value<'static>>) {
        self.rejections.borrow_mut().retain(|rejection| rejection.promise != *promise);
    }

    /// The rejections that are still unhandled; they are forgotten.
    pub(crate) fn take_rejections(&self) -> Vec<ScriptError> {
        let taken = std::mem::take(&mut *self.rejections.borrow_mut());
        taken.into_iter().map(|rejection| rejection.error).collect()
    }
}
