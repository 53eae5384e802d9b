//! Iterations in parallel, told one after the other.
//!
//! Each iteration begins with the state of the run's beginning, whichever thread takes it, so the
//! result does not depend on who was faster. What an iteration tells waits in its lane until those
//! before it are told; a thread whose lane has become too heavy waits as well.

use std::{
    cell::Cell,
    collections::{BTreeMap, VecDeque},
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use model::variables::Scopes;

use super::{
    Abort,
    sink::{Direct, Sink},
    thread::{End, Thread, World},
};
use crate::{cookie::Jar, event::Event, summary::RunFault};

/// Scripts may use a part of it.
const STACK: usize = 4 << 20;

/// What is counted for an event besides the bodies it holds.
const EVENT_WEIGHT: usize = 512;

enum Message {
    Event(Box<Event>),
    Fault(RunFault),
    End(Box<(End, Scopes, Jar)>),
    /// The thread is gone without a word.
    Lost,
}

#[derive(Default)]
struct Lane {
    messages: VecDeque<Message>,
    weight: usize,
}

#[derive(Default)]
struct Lanes {
    by_iteration: BTreeMap<u32, Lane>,
    weight: usize,
    /// The iteration that is told now.
    current: u32,
    closed: bool,
}

/// What waits to be told.
struct Queue {
    lanes: Mutex<Lanes>,
    changed: Condvar,
    /// How heavy it may become.
    limit: usize,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, iteration: u32, message: Message) {
        let weight =
            EVENT_WEIGHT + if let Message::Event(event) = &message { event.weight() } else { 0 };
        let mut lanes = self.lock();
        loop {
            // The iteration that is told now must go on, whatever the others hold.
            let counted = match lanes.by_iteration.get(&iteration) {
                Some(lane) if iteration == lanes.current => lane.weight,
                None if iteration == lanes.current => 0,
                _ => lanes.weight,
            };
            if lanes.closed || counted <= self.limit {
                break;
            }
            lanes = self.changed.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
        if lanes.closed {
            return;
        }
        lanes.weight = lanes.weight.saturating_add(weight);
        let lane = lanes.by_iteration.entry(iteration).or_default();
        lane.weight = lane.weight.saturating_add(weight);
        lane.messages.push_back(message);
        self.changed.notify_all();
    }

    /// The next messages of an iteration, at least one.
    fn take(&self, iteration: u32) -> VecDeque<Message> {
        let mut lanes = self.lock();
        lanes.current = iteration;
        self.changed.notify_all();
        loop {
            if let Some(lane) = lanes.by_iteration.remove(&iteration) {
                lanes.weight = lanes.weight.saturating_sub(lane.weight);
                self.changed.notify_all();
                return lane.messages;
            }
            lanes = self.changed.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        let mut lanes = self.lock();
        lanes.closed = true;
        lanes.by_iteration.clear();
        self.changed.notify_all();
    }
}

/// Puts what happens in an iteration into its lane.
struct Lined<'q> {
    queue: &'q Queue,
    iteration: u32,
    /// How it ended is told.
    ended: Cell<bool>,
}

impl Lined<'_> {
    fn end(&self, ended: (End, Scopes, Jar)) {
        self.queue.push(self.iteration, Message::End(Box::new(ended)));
        self.ended.set(true);
    }
}

impl Sink for Lined<'_> {
    fn emit(&self, event: Event) {
        self.queue.push(self.iteration, Message::Event(Box::new(event)));
    }

    fn fault(&self, fault: RunFault) {
        self.queue.push(self.iteration, Message::Fault(fault));
    }
}

impl Drop for Lined<'_> {
    fn drop(&mut self) {
        if !self.ended.get() {
            self.queue.push(self.iteration, Message::Lost);
        }
    }
}

/// Runs all iterations on so many threads; the state is that of the last one that was told.
pub(crate) fn run(world: World<'_>, direct: &Direct) -> (End, Option<(Scopes, Jar)>) {
    let plan = world.plan;
    let iterations = plan.start.iterations;
    let queue = Queue {
        lanes: Mutex::default(),
        changed: Condvar::new(),
        limit: plan.options.limits.waiting,
    };
    let next = AtomicU32::new(0);
    // Stops the threads when there is nothing more to tell.
    let stop = Abort::new();
    world.abort.link(&stop);
    std::thread::scope(|scope| {
        let mut threads = 0_u32;
        for _ in 0..plan.options.jobs.get().min(iterations.try_into().unwrap_or(usize::MAX)) {
            let thread = std::thread::Builder::new().name("run".to_owned()).stack_size(STACK);
            let thread = thread.spawn_scoped(scope, || work(world, &queue, &next, &stop));
            // With a thread less it is slower.
            threads += u32::from(thread.is_ok());
        }
        if threads == 0 {
            let fault = RunFault::Limit("could not start a thread".to_owned());
            return (End::Failed(fault), None);
        }
        let told = tell(world, direct, &queue);
        queue.close();
        stop.abort();
        told
    })
}

/// Tells iteration after iteration.
fn tell(world: World<'_>, direct: &Direct, queue: &Queue) -> (End, Option<(Scopes, Jar)>) {
    let mut state = None;
    for iteration in 0..world.plan.start.iterations {
        let mut end = None;
        while end.is_none() {
            for message in queue.take(iteration) {
                match message {
                    Message::Event(event) => direct.emit(*event),
                    Message::Fault(fault) => direct.fault(fault),
                    Message::End(ended) => {
                        let (how, scopes, jar) = *ended;
                        state = Some((scopes, jar));
                        end = Some(how);
                    }
                    Message::Lost => {
                        let lost = || End::Failed(RunFault::Limit("a thread was lost".to_owned()));
                        end.get_or_insert_with(lost);
                    }
                }
            }
        }
        match end {
            None | Some(End::Done) => {}
            Some(End::Aborted) if !world.abort.is_aborted() => {}
            Some(end) => return (end, state),
        }
    }
    (End::Done, state)
}

/// Takes iterations until there are no more.
fn work(world: World<'_>, queue: &Queue, next: &AtomicU32, stop: &Abort) {
    let thread = Thread::new();
    loop {
        let iteration = next.fetch_add(1, Ordering::Relaxed);
        if iteration >= world.plan.start.iterations || stop.is_aborted() {
            return;
        }
        let sink = Lined { queue, iteration, ended: Cell::new(false) };
        let ended = match &thread {
            Ok(thread) => {
                let world = World { abort: stop, ..world };
                thread.run(world, &sink, [iteration])
            }
            Err(fault) => {
                let fault = RunFault::Limit(format!("could not start a thread: {fault}"));
                (End::Failed(fault), Scopes::default(), Jar::default())
            }
        };
        sink.end(ended);
    }
}
