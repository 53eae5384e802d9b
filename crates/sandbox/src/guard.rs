//! Stops scripts: by the clock, and from outside.

use std::{
    cell::{Cell, RefCell},
    time::Instant,
};

use crate::{Limit, Stopper};

/// What the engine asks now and then while a script computes.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    deadline: Cell<Option<Instant>>,
    stopper: RefCell<Stopper>,
    tripped: Cell<Option<Limit>>,
}

impl Guard {
    pub(crate) fn new(stopper: Stopper) -> Self {
        Self { stopper: RefCell::new(stopper), ..Self::default() }
    }

    /// Begins a turn of a script that has to be over at `deadline`.
    pub(crate) fn arm(&self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
        self.tripped.set(None);
    }

    /// True when the script has to stop; remembers why.
    pub(crate) fn check(&self) -> bool {
        if self.tripped.get().is_none() {
            self.tripped.set(self.breach());
        }
        self.tripped.get().is_some()
    }

    /// Why the turn was stopped, if it was.
    pub(crate) fn tripped(&self) -> Option<Limit> {
        self.tripped.get()
    }

    fn breach(&self) -> Option<Limit> {
        if self.stopper.borrow().is_stopped() {
            return Some(Limit::Stopped);
        }
        let deadline = self.deadline.get()?;
        (Instant::now() >= deadline).then_some(Limit::Time)
    }
}
