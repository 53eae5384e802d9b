//! Timers of a script, in the order in which they are due.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use tokio::time::Instant;

/// Longest delay that a timer keeps; longer ones become the shortest, as in Node.
const LONGEST: f64 = 2_147_483_647.0;

/// Whether a timer comes again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    Once,
    Every,
}

#[derive(Clone, Copy)]
struct Timer {
    due: Instant,
    delay: Duration,
    repeat: Repeat,
}

/// Timers and immediates that wait.
#[derive(Default)]
pub(crate) struct Timers {
    last: u32,
    waiting: BTreeMap<u32, Timer>,
    queue: BTreeMap<(Instant, u32), u32>,
    /// Immediates in their order.
    immediates: BTreeSet<u32>,
    /// Orders timers that are due at once.
    turn: u32,
}

impl Timers {
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.immediates.is_empty()
    }

    fn number(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1).max(1);
        self.last
    }

    /// Adds a timer; `delay` in milliseconds, as a script gave it.
    pub(crate) fn add(&mut self, delay: f64, repeat: Repeat, now: Instant) -> u32 {
        let sane = (1.0..=LONGEST).contains(&delay);
        let delay = Duration::from_secs_f64(if sane { delay.trunc() / 1000.0 } else { 0.001 });
        let number = self.number();
        self.put(number, Timer { due: now + delay, delay, repeat });
        number
    }

    fn put(&mut self, number: u32, timer: Timer) {
        self.turn = self.turn.wrapping_add(1);
        self.waiting.insert(number, timer);
        self.queue.insert((timer.due, self.turn), number);
    }

    pub(crate) fn add_immediate(&mut self) -> u32 {
        let number = self.number();
        self.immediates.insert(number);
        number
    }

    /// Forgets a timer of this kind; other numbers do nothing.
    pub(crate) fn clear(&mut self, number: u32, repeat: Repeat) -> bool {
        let known = self.waiting.get(&number).is_some_and(|timer| timer.repeat == repeat);
        if known {
            self.waiting.remove(&number);
            self.queue.retain(|_, queued| *queued != number);
        }
        known
    }

    pub(crate) fn clear_immediate(&mut self, number: u32) -> bool {
        self.immediates.remove(&number)
    }

    /// Forgets all of them.
    pub(crate) fn clear_all(&mut self) {
        self.waiting.clear();
        self.queue.clear();
        self.immediates.clear();
    }

    /// The immediates that wait now; those added meanwhile come later.
    pub(crate) fn immediates(&self) -> Vec<u32> {
        self.immediates.iter().copied().collect()
    }

    /// When the next timer is due.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.queue.keys().next().map(|(due, _)| *due)
    }

    /// The next timer that is due; a repeating one is queued again.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<(u32, Repeat)> {
        let (&(due, turn), &number) = self.queue.iter().next()?;
        if due > now {
            return None;
        }
        self.queue.remove(&(due, turn));
        let timer = self.waiting.remove(&number)?;
        if timer.repeat == Repeat::Every {
            self.put(number, Timer { due: now + timer.delay, ..timer });
        }
        Some((number, timer.repeat))
    }
}
