//! Where a run stands.

use uuid::Uuid;

/// The position of an event in the run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor {
    /// The item's index in the flat list of items that run.
    pub position: u32,
    /// The iteration, from 0.
    pub iteration: u32,
    /// How many items run.
    pub length: u32,
    /// How many iterations there are.
    pub cycles: u32,
    /// This item begins an iteration that is not the first.
    pub cr: bool,
    /// Reports tell all of it: this execution is the first of the run, or a script jumped back to it.
    pub whole: bool,
    /// The id of this execution of the item.
    pub reference: Uuid,
    /// The id of the request that the event is about, once there is one.
    pub http_request_id: Option<Uuid>,
}

impl Cursor {
    /// There is nothing to run.
    #[must_use]
    pub fn empty(&self) -> bool {
        self.length == 0 || self.cycles == 0
    }

    /// It stands on the first item of the first iteration.
    #[must_use]
    pub fn bof(&self) -> bool {
        self.position == 0 && self.iteration == 0
    }

    /// It stands behind the last item of the last iteration.
    #[must_use]
    pub fn eof(&self) -> bool {
        self.position >= self.length || self.iteration >= self.cycles
    }
}
