//! The loop that takes due slots and queued runs, and what handlers ask of it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use gate::{Barred, Creator, Outside};
use model::{RecordId, Stamp};
use runner::Abort;
use store::{Cause, Claim, Done, Execution, NewExecution, Store, StoreError};
use tokio::sync::{Notify, oneshot};

use crate::{Definition, Schedule, ScheduleFault, Settings, slots};

/// Due slots and queued runs are looked for so often.
const TICK: Duration = Duration::from_millis(200);
/// Whether running monitors may go on is looked at after so many ticks.
const STANDING: u32 = 5;
/// Old runs are forgotten after so many ticks: an hour.
const SWEEP: u32 = 18_000;
/// A process answers for what it runs so much longer than a run may take.
const LEASE: i64 = 120_000;
const DAY: i64 = 24 * 3_600_000;
/// Keys of webhook calls are remembered so long.
const KEYS: i64 = 7 * DAY;
/// A stop waits so long for runs to end.
const STOP: Duration = Duration::from_secs(4);

/// Starts monitors. Clones are the same.
#[derive(Clone)]
pub struct Monitors(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) outside: Outside,
    pub(crate) settings: Settings,
    pub(crate) client: wire::Client,
    wake: Notify,
    pub(crate) running: Mutex<BTreeMap<String, Running>>,
    /// Who waits for which execution.
    waiting: Mutex<HashMap<String, Vec<oneshot::Sender<()>>>>,
    /// Ends that the store could not take when they came.
    owed: Mutex<Vec<(String, bool, Done)>>,
    pub(crate) stopped: std::sync::atomic::AtomicBool,
}

/// A run that is under way.
pub(crate) struct Running {
    pub(crate) team: i64,
    pub(crate) abort: Abort,
    pub(crate) creator: Option<Creator>,
}

/// Why a run can't be started.
#[derive(Debug)]
pub enum StartFault {
    /// Too many starts of the monitor wait already.
    Full,
    /// Whoever made it may not run its collection any more.
    Barred(Barred),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for StartFault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Monitors {
    /// The monitors of `store`; `outside` is its gate's. Nothing runs until [`Monitors::maintain`].
    #[must_use]
    pub fn new(store: Store, outside: Outside, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            store,
            outside,
            settings,
            client: wire::Client::new(wire::Config::default()),
            wake: Notify::new(),
            running: Mutex::default(),
            waiting: Mutex::default(),
            owed: Mutex::default(),
            stopped: std::sync::atomic::AtomicBool::new(false),
        }))
    }

    /// How monitors are run.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// A schedule in its one form.
    pub fn schedule(&self, given: Schedule) -> Result<Schedule, ScheduleFault> {
        given.checked(self.0.settings.cron_minimum)
    }

    /// Queues a run that somebody started, by whose stamp it is, and answers its id.
    pub async fn start(
        &self,
        stamp: &Stamp,
        monitor: &str,
        owner: i64,
        definition: &Definition,
    ) -> Result<String, StartFault> {
        let creator = Creator::from(&definition.creator);
        let environment = definition.environment.as_deref();
        let leave = self.0.outside.may_run(&creator, &definition.collection, environment).await?;
        leave.map_err(StartFault::Barred)?;
        let new = NewExecution {
            id: model::id::new_element_id(),
            monitor: monitor.to_owned(),
            owner,
            team: self.team(monitor).await?,
            cause: Cause::Manual,
            payload: String::new(),
            at: stamp.at,
        };
        self.queue(Some(stamp), new).await
    }

    /// Queues a start.
    pub(crate) async fn queue(
        &self,
        stamp: Option<&Stamp>,
        new: NewExecution,
    ) -> Result<String, StartFault> {
        let most = self.0.settings.limits.waiting;
        if !self.0.store.enqueue(stamp, &new, most).await? {
            return Err(StartFault::Full);
        }
        self.0.wake.notify_one();
        Ok(new.id)
    }

    /// The team of a monitor's workspace, or the workspace's owner below zero.
    pub(crate) async fn team(&self, monitor: &str) -> Result<i64, StoreError> {
        let kind = model::ElementKind::Monitor;
        let found = self.0.store.element(kind, monitor, model::UserId(0)).await?;
        let (_, place) = found.ok_or(StoreError::NotFound)?;
        Ok(place.team.map_or(-place.owner.0, |team| team.0))
    }

    /// Waits for the end of an execution, at most so long, and answers how it stands then.
    pub async fn wait(&self, id: &str, most: Duration) -> Result<Option<Execution>, StoreError> {
        let (send, receive) = oneshot::channel();
        {
            let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.entry(id.to_owned()).or_default().push(send);
        }
        let found = self.0.store.execution(id).await?;
        if found.as_ref().is_none_or(|found| found.state.is_over()) {
            // Nobody wakes it any more.
            self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
            return Ok(found);
        }
        // Whether it ended or the time is over: the store knows.
        let _ = tokio::time::timeout(most, receive).await;
        self.0.store.execution(id).await
    }

    /// Takes due slots and queued runs until it is dropped. Run it as a task of its own.
    pub async fn maintain(&self) {
        let inner = &self.0;
        let now = inner.outside.clock().now();
        match inner.store.end_orphans(&inner.settings.node, now - slots::GRACE, now).await {
            Ok(0) => {}
            Ok(cut) => tracing::warn!(cut, "runs of monitors were cut short by a stop"),
            Err(error) => tracing::error!(%error, "cut runs of monitors could not be noted"),
        }
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let mut rounds = 0_u32;
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    rounds = rounds.wrapping_add(1);
                    self.each_tick(rounds).await;
                }
                () = inner.wake.notified() => {}
            }
            if let Err(error) = self.take_queued().await {
                tracing::warn!(%error, "queued runs of monitors could not be taken");
            }
        }
    }

    /// Takes what is due, and what is queued, once. Tests with a clock of their own call it.
    pub async fn tick(&self) -> Result<(), StoreError> {
        slots::take_due(&self.0.store, self.0.outside.clock().now()).await?;
        self.take_queued().await
    }

    async fn each_tick(&self, rounds: u32) {
        let inner = &self.0;
        let now = inner.outside.clock().now();
        if inner.outside.is_up()
            && let Err(error) = slots::take_due(&inner.store, now).await
        {
            tracing::warn!(%error, "due monitors could not be taken");
        }
        self.pay().await;
        if rounds.is_multiple_of(STANDING) {
            self.stop_barred();
        }
        if rounds % SWEEP == 1 {
            let oldest = now - i64::from(inner.settings.keep_days) * DAY;
            if let Err(error) = inner.store.forget_runs(oldest, now - KEYS).await {
                tracing::warn!(%error, "old runs of monitors could not be removed");
            }
        }
    }

    /// Runs what waits, as far as there is room.
    async fn take_queued(&self) -> Result<(), StoreError> {
        let inner = &self.0;
        let stopped = inner.stopped.load(std::sync::atomic::Ordering::Acquire);
        if stopped || !inner.outside.is_up() {
            return Ok(());
        }
        let limits = inner.settings.limits;
        let mut busy = BTreeMap::<i64, usize>::new();
        let room = {
            let running = inner.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.values().for_each(|one| *busy.entry(one.team).or_default() += 1);
            limits.at_once.saturating_sub(running.len())
        };
        if room == 0 || !inner.store.has_queued().await? {
            return Ok(());
        }
        let at = inner.outside.clock().now();
        let time = i64::try_from(limits.time.as_millis()).unwrap_or(i64::MAX);
        let claim = Claim {
            records: (0..room).map(|_| RecordId::now()).collect(),
            busy,
            per_team: limits.per_team,
            node: inner.settings.node.clone(),
            lease: at.saturating_add(time).saturating_add(LEASE),
            at,
        };
        for execution in inner.store.claim(claim).await? {
            let abort = Abort::new();
            let entry = Running { team: execution.team, abort: abort.clone(), creator: None };
            {
                let mut running = inner.running.lock().unwrap_or_else(PoisonError::into_inner);
                running.insert(execution.id.clone(), entry);
            }
            let this = self.clone();
            tokio::spawn(async move {
                let id = execution.id.clone();
                this.execute(execution, &abort).await;
                this.ended(&id);
            });
        }
        Ok(())
    }

    /// Notes whose access a run has, so that it stops with it.
    pub(crate) fn acts_for(&self, execution: &str, creator: &Creator) {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = running.get_mut(execution) {
            one.creator = Some(creator.clone());
        }
    }

    /// Stops runs whose creator was stopped.
    fn stop_barred(&self) {
        let running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        for one in running.values() {
            let creator = one.creator.as_ref();
            if creator.is_some_and(|creator| self.0.outside.stopped(creator).is_some()) {
                one.abort.abort();
            }
        }
    }

    pub(crate) fn ended(&self, id: &str) {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        let waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        for one in waiting.into_iter().flatten() {
            // Whoever waited may have gone.
            let _ = one.send(());
        }
        self.0.wake.notify_one();
    }

    /// Stores the end of an execution, now or as soon as it can be.
    pub(crate) async fn finish(&self, id: &str, late: bool, done: Done) {
        if let Err(error) = self.0.store.finish(id, late, done.clone()).await {
            tracing::error!(%error, execution = id, "the end of a run could not be stored yet");
            let mut owed = self.0.owed.lock().unwrap_or_else(PoisonError::into_inner);
            owed.push((id.to_owned(), late, done));
        }
    }

    /// Stores ends that the store could not take.
    async fn pay(&self) {
        let owed = std::mem::take(&mut *self.0.owed.lock().unwrap_or_else(PoisonError::into_inner));
        for (id, late, done) in owed {
            self.finish(&id, late, done).await;
        }
    }

    /// Begins nothing more, stops what runs and waits for it a moment.
    pub async fn stop(&self) {
        self.0.stopped.store(true, std::sync::atomic::Ordering::Release);
        let all_ended = async {
            loop {
                {
                    let running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
                    if running.is_empty() {
                        return;
                    }
                    running.values().for_each(|one| one.abort.abort());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(STOP, all_ended).await.is_err() {
            tracing::warn!("runs of monitors were cut off");
        }
        self.pay().await;
    }
}
