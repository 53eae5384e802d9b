//! Whoever waits for a call that takes long: hears how far it is, and may stop it.
//!
//! An [`Attendant`] is an extension of the request, like a [`crate::Door`]. It decides nothing: a
//! call that is stopped ends earlier, and its record says how.

use tokio::sync::{mpsc, watch};

/// How far a call is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How much is done.
    pub done: u64,
    /// How much there is, as far as that is known.
    pub total: u64,
    /// What was done last, in a few words.
    pub what: String,
}

/// The handler's end: tells steps, and hears that nobody waits any more.
#[derive(Clone, Debug)]
pub struct Attendant {
    steps: mpsc::UnboundedSender<Step>,
    waiting: watch::Receiver<()>,
}

/// The caller's end. Dropping it stops the call.
#[derive(Debug)]
pub struct Attended {
    /// The steps, as they are told.
    pub steps: mpsc::UnboundedReceiver<Step>,
    waiting: watch::Sender<()>,
}

/// Both ends.
#[must_use]
pub fn attend() -> (Attendant, Attended) {
    let (tell, steps) = mpsc::unbounded_channel();
    let (hold, waiting) = watch::channel(());
    (Attendant { steps: tell, waiting }, Attended { steps, waiting: hold })
}

impl Attendant {
    /// Tells a step. Nobody need listen.
    pub fn tell(&self, step: Step) {
        let _ = self.steps.send(step);
    }

    /// Waits until the other end is gone.
    pub async fn left(mut self) {
        while self.waiting.changed().await.is_ok() {}
    }
}

impl Attended {
    /// Stops the call: the handler hears it at once.
    pub fn stop(self) {
        drop(self.waiting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn steps_arrive_and_leaving_is_heard() {
        let (attendant, mut attended) = attend();
        let step = Step { done: 1, total: 2, what: "ping".to_owned() };
        attendant.tell(step.clone());
        assert_eq!(attended.steps.recv().await, Some(step.clone()));
        let left = tokio::spawn(attendant.clone().left());
        tokio::task::yield_now().await;
        assert!(!left.is_finished());
        attended.stop();
        left.await.unwrap();
        attendant.tell(step);
    }
}
