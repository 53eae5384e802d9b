//! Where the events of a run go.

use std::cell::RefCell;

use crate::{
    event::Event,
    report::{ReportFault, Reporter},
    summary::{RunFault, Summary},
    tally::Tally,
};

/// Takes what happens on one thread.
pub(crate) trait Sink {
    /// Takes an event.
    fn emit(&self, event: Event);
    /// Takes the reason why the run fails as a whole.
    fn fault(&self, fault: RunFault);
}

/// Adds events up and tells the reporters, at once.
pub(crate) struct Direct(RefCell<Inner>);

struct Inner {
    tally: Tally,
    reporters: Vec<Option<Box<dyn Reporter>>>,
    faults: Vec<(&'static str, ReportFault)>,
}

impl Direct {
    pub(crate) fn new(reporters: Vec<Box<dyn Reporter>>, verbose: bool) -> Self {
        let tally = Tally { verbose, ..Tally::default() };
        let reporters = reporters.into_iter().map(Some).collect();
        Self(RefCell::new(Inner { tally, reporters, faults: Vec::new() }))
    }

    /// Changes the summary.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Summary)) {
        change(&mut self.0.borrow_mut().tally.summary);
    }

    /// Ends the reports.
    pub(crate) fn finish(self) -> (Summary, Vec<(&'static str, ReportFault)>) {
        let mut inner = self.0.into_inner();
        inner.tell(|reporter, summary| reporter.finish(summary));
        (inner.tally.summary, inner.faults)
    }
}

impl Inner {
    /// Calls each reporter; one that fails is left out from then on.
    fn tell(
        &mut self,
        mut call: impl FnMut(&mut dyn Reporter, &Summary) -> Result<(), ReportFault>,
    ) {
        for place in &mut self.reporters {
            let Some(reporter) = place else { continue };
            if let Err(fault) = call(reporter.as_mut(), &self.tally.summary) {
                self.faults.push((reporter.name(), fault));
                *place = None;
            }
        }
    }
}

impl Sink for Direct {
    fn emit(&self, event: Event) {
        let mut inner = self.0.borrow_mut();
        inner.tally.add(&event);
        inner.tell(|reporter, summary| reporter.on(&event, summary));
    }

    fn fault(&self, fault: RunFault) {
        // The first one is the reason.
        self.with(|summary| {
            summary.error.get_or_insert(fault);
        });
    }
}
