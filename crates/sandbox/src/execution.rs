//! One script on its way: what it was given, what it asked for, what it left.

mod timers;

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    time::Instant,
};

use serde_json::{Map, Value};

pub(crate) use self::timers::{Repeat, Timers};
use crate::{
    Assertion, Call, Finished, JarCall, Level, NestedCall, Response, ScriptError, SentResponse,
    Shown, VaultCall,
};

/// Calls of the host that may wait at once.
const CALLS: usize = 10_000;
/// Errors of one kind that a script may leave; a timer can throw for ever.
const ERRORS: usize = 1000;

/// A script that runs.
pub(crate) struct Execution {
    /// Tells scripts of one engine apart.
    pub(crate) id: u32,
    pub(crate) call: Call,
    /// When its computing and waiting has to be over.
    pub(crate) deadline: Option<Instant>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) finished: RefCell<Finished>,
    /// Whether `null` may be something that the script threw; else memory ran out.
    pub(crate) throws: Cell<bool>,
    /// True once the script said that its request is not to be sent.
    pub(crate) skipped: Cell<bool>,
    /// Assertions so far, skipped and unfinished ones included.
    pub(crate) assertions: Cell<u32>,
    output: RefCell<Output>,
    asked: RefCell<Vec<(u32, Asked)>>,
    /// True while the promise of the script's own function is not settled.
    pub(crate) unsettled: Cell<bool>,
    /// Calls of the host that are not answered, and the bytes each takes.
    waiting: RefCell<BTreeMap<u32, usize>>,
    waiting_bytes: Cell<usize>,
    last_call: Cell<u32>,
    /// Answers to its requests, by the number of the call.
    sent: RefCell<BTreeMap<u32, Rc<SentResponse>>>,
    request: OnceCell<String>,
    cookies: OnceCell<String>,
    /// The row of data as it was, once the script has changed it.
    pub(crate) row: RefCell<Option<Map<String, Value>>>,
}

/// What a script wants from the host.
pub(crate) enum Asked {
    Send(Value),
    Run(NestedCall),
    Jar(JarCall),
    Vault(VaultCall),
}

/// What a script told the host.
pub(crate) enum Told {
    Console(Level, Vec<Shown>),
    Assertion(Assertion),
}

#[derive(Default)]
struct Output {
    told: Vec<Told>,
    bytes: usize,
    dropped: bool,
}

impl Execution {
    pub(crate) fn new(id: u32, call: Call, deadline: Option<Instant>) -> Self {
        Self {
            id,
            call,
            deadline,
            timers: RefCell::default(),
            finished: RefCell::default(),
            throws: Cell::new(false),
            skipped: Cell::new(false),
            assertions: Cell::new(0),
            output: RefCell::default(),
            asked: RefCell::default(),
            unsettled: Cell::new(false),
            waiting: RefCell::default(),
            waiting_bytes: Cell::new(0),
            last_call: Cell::new(0),
            sent: RefCell::default(),
            request: OnceCell::new(),
            cookies: OnceCell::new(),
            row: RefCell::new(None),
        }
    }

    /// True while something will call the script again.
    pub(crate) fn is_pending(&self) -> bool {
        !self.waiting.borrow().is_empty() || !self.timers.borrow().is_empty()
    }

    /// Notes whether the promise of the script's own function is settled, and with what.
    pub(crate) fn settle(&self, error: Option<ScriptError>) {
        self.unsettled.set(false);
        if let Some(error) = error
            && !self.skipped.get()
        {
            self.finished.borrow_mut().error = Some(error);
        }
    }

    /// Complains about a script that waits for what can never come.
    pub(crate) fn settled_or_stuck(&self) {
        if self.unsettled.get() && !self.skipped.get() {
            let message = "the script awaits something that can never happen";
            self.finished.borrow_mut().error = Some(ScriptError {
                name: Some("Error".to_owned()),
                message: Some(message.to_owned()),
                ..ScriptError::default()
            });
        }
    }

    /// What the script leaves.
    pub(crate) fn leave(&self) -> Finished {
        if let Some(row) = self.row.take()
            && let Ok(mut scopes) = self.call.scopes.try_borrow_mut()
        {
            scopes.data = row;
        }
        let mut finished = self.finished.take();
        finished.skipped_request = self.skipped.get();
        if finished.skipped_request {
            finished.async_errors.clear();
            finished.rejections.clear();
            finished.request = None;
        }
        finished
    }

    /// Queues something for the host; `size` of it counts against `limit` until it is taken.
    pub(crate) fn tell(&self, told: Told, size: usize, limit: usize) {
        if self.skipped.get() {
            return;
        }
        let mut output = self.output.borrow_mut();
        if output.bytes + size <= limit {
            output.bytes += size;
            output.told.push(told);
        } else if !output.dropped {
            output.dropped = true;
            let text = "further output of this script was dropped: it is too much at once";
            output.told.push(Told::Console(Level::Warn, vec![Shown::Text(text.to_owned())]));
        }
    }

    /// What was queued for the host since the last time.
    pub(crate) fn take_told(&self) -> Vec<Told> {
        std::mem::take(&mut *self.output.borrow_mut()).told
    }

    /// Queues a call of the host that takes `size` bytes; answers its number.
    ///
    /// None is queued when too many wait, or when they take more than `limit` together.
    pub(crate) fn ask(&self, asked: Asked, size: usize, limit: usize) -> Option<u32> {
        let mut waiting = self.waiting.borrow_mut();
        let bytes = self.waiting_bytes.get().saturating_add(size);
        if waiting.len() >= CALLS || bytes > limit && !waiting.is_empty() {
            return None;
        }
        let number = self.last_call.get().saturating_add(1);
        self.last_call.set(number);
        self.waiting_bytes.set(bytes);
        waiting.insert(number, size);
        self.asked.borrow_mut().push((number, asked));
        Some(number)
    }

    /// Notes that a call of the host is answered.
    pub(crate) fn answered(&self, number: u32) {
        let size = self.waiting.borrow_mut().remove(&number).unwrap_or(0);
        self.waiting_bytes.set(self.waiting_bytes.get().saturating_sub(size));
    }

    pub(crate) fn take_asked(&self) -> Vec<(u32, Asked)> {
        std::mem::take(&mut *self.asked.borrow_mut())
    }

    /// Keeps the answer to the request of call `number`.
    pub(crate) fn keep(&self, number: u32, response: SentResponse) {
        self.sent.borrow_mut().insert(number, Rc::new(response));
    }

    /// The answer to call `number`.
    pub(crate) fn sent(&self, number: u32) -> Option<Rc<SentResponse>> {
        self.sent.borrow().get(&number).cloned()
    }

    /// Puts down what a timer or callback threw.
    pub(crate) fn async_error(&self, error: ScriptError) {
        keep(&mut self.finished.borrow_mut().async_errors, error);
    }

    /// Puts down a rejection that nobody handled.
    pub(crate) fn rejection(&self, error: ScriptError) {
        keep(&mut self.finished.borrow_mut().rejections, error);
    }

    /// Looks at the response of call `number`, or at the item's own for 0.
    pub(crate) fn response<T>(&self, number: u32, look: impl FnOnce(&Response) -> T) -> Option<T> {
        if number == 0 {
            return self.call.response.as_deref().map(look);
        }
        self.sent(number).map(|sent| look(&sent.response))
    }

    /// The request as JSON text, made once.
    pub(crate) fn request_json(&self) -> &str {
        self.request.get_or_init(|| self.call.request.value().to_string())
    }

    /// The cookies for the item's URL as JSON text, made once.
    pub(crate) fn cookies_json(&self) -> &str {
        self.cookies.get_or_init(|| self.call.cookies.value().to_string())
    }
}

fn keep(errors: &mut Vec<ScriptError>, error: ScriptError) {
    if errors.len() < ERRORS {
        errors.push(error);
    }
}
