//! One iteration: item after item.

use std::ops::ControlFlow;

use super::session::Session;
use crate::{
    clock,
    event::{Cursor, Event, Next},
    summary::RunFault,
};

impl Session<'_> {
    /// Runs an iteration; says whether the run goes on, or why it fails as a whole.
    pub(crate) async fn iteration(&self, iteration: u32) -> Result<ControlFlow<()>, RunFault> {
        let plan = self.plan;
        self.scopes.borrow_mut().data = plan.row(iteration);
        let mut cursor = Cursor {
            position: 0,
            iteration,
            length: u32::try_from(plan.items.len()).unwrap_or(u32::MAX),
            cycles: plan.start.iterations,
            cr: iteration > 0,
            whole: iteration == 0,
            reference: clock::uuid(),
            http_request_id: None,
        };
        self.emit(Event::BeforeIteration(cursor));
        let mut position = Some(0);
        let mut stopped = false;
        while let Some(item) = position.and_then(|at| plan.items.get(at).map(|item| (at, item))) {
            let (at, planned) = item;
            cursor.position = u32::try_from(at).unwrap_or(u32::MAX);
            let next = Box::pin(self.item(planned, cursor)).await?;
            stopped = next == Next::Stop;
            position = plan.flow.after(at, &next);
            cursor.cr = false;
            cursor.whole = position.is_some_and(|next| next <= at);
            cursor.reference = clock::uuid();
        }
        self.emit(Event::Iteration(cursor));
        Ok(if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}
