//! What happens without a call of the API, on the record: calls of mocks and webhooks, and runs.
//!
//! Nobody with a key stands behind these, so there is nothing to authenticate; but each acts with
//! the access that whoever made the mock, monitor or webhook has at that moment, and each is told
//! in the log like any call.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use audit::{Actor, Answer, Log, LogError, Moment, Op, Record, RecordKind};
use catalog::{Kind, Operation as _, Spec, op};
use model::{AgentId, ElementRef, RecordId, UserId, key::KeyKind};
use policy::{Asked, Decision, Reason, Resource};
use store::StoreError;

use crate::{Clock, Counter, Judge, Parts, Usage};

/// Calls of a mock are told together for so long, in milliseconds.
const MOCK_WINDOW: i64 = 60_000;

/// The way to the log, and to the rights of creators, for what is started without a call.
#[derive(Clone)]
pub struct Outside(Arc<Inner>);

struct Inner {
    log: Log,
    judge: Arc<Judge>,
    clock: Arc<dyn Clock>,
    usage: Arc<Usage>,
    mocks: Mutex<HashMap<String, Tally>>,
}

/// Calls of one mock that are not told yet.
struct Tally {
    since: i64,
    mock: Resource,
    by: &'static str,
    calls: u64,
}

/// Who set something off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A call of a webhook, from this address.
    Webhook {
        /// The webhook's name.
        name: String,
        /// The caller's address.
        peer: String,
    },
    /// The schedule of a monitor.
    Schedule,
}

/// Whose access counts at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creator {
    /// The user who made it, or who owns the agent that did.
    pub user: UserId,
    /// The agent that made it.
    pub agent: Option<AgentId>,
}

/// Why something may not run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// Reason code.
    pub reason: Reason,
    /// The reason in words, without a subject.
    pub because: String,
}

/// A run that may begin.
#[derive(Clone, Debug)]
pub struct Leave {
    /// What allows it, worded to follow `by`.
    pub by: String,
    /// Ids of the grants that allow it.
    pub rules: Vec<String>,
    /// The collection that is run.
    pub collection: Resource,
    /// The environment that goes with it.
    pub environment: Option<Resource>,
}

/// Something announced in the log that has not ended.
#[derive(Debug)]
pub struct Opened {
    intent: Record,
    seq: u64,
}

impl Opened {
    /// The id of the record that announced it.
    #[must_use]
    pub fn record(&self) -> &RecordId {
        &self.intent.id
    }
}

impl Outside {
    /// On the same log and clock as the gate it is given to.
    #[must_use]
    pub fn new(parts: &Parts, judge: Arc<Judge>, usage: Arc<Usage>) -> Self {
        let (log, clock) = (parts.log.clone(), parts.clock.clone());
        Self(Arc::new(Inner { log, judge, clock, usage, mocks: Mutex::default() }))
    }

    /// The part that decides.
    #[must_use]
    pub fn judge(&self) -> &Arc<Judge> {
        &self.0.judge
    }

    /// The clock everything goes by.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// What was counted for users so far.
    #[must_use]
    pub fn usage(&self) -> &Arc<Usage> {
        &self.0.usage
    }

    /// A resource as records name it, whoever sees it.
    pub async fn resource(&self, kind: Kind, id: &str) -> Result<Option<Resource>, StoreError> {
        self.0.judge.fact(kind, id, UserId(0)).await
    }

    /// Whether a key opens a collection (id or uid) for reading: what a private mock asks. Keys of
    /// users and agents do; nothing is told of why others don't.
    pub async fn opens(&self, key: &str, collection: &str) -> Result<bool, StoreError> {
        let judge = &self.0.judge;
        let key = model::key::parse(key.trim());
        let Some(key) = key.filter(|key| matches!(key.kind, KeyKind::User | KeyKind::Agent)) else {
            return Ok(false);
        };
        judge.fresh().await?;
        let now = self.0.clock.now();
        let Ok(principal) = judge.identify(&key, now) else { return Ok(false) };
        if principal.stopped(now).is_some() {
            return Ok(false);
        }
        let viewer = principal.rights.viewer.user();
        let found = [judge.fact(Kind::Collection, collection, viewer).await?];
        let asked = Asked { resources: &found, ..Asked::new(op::GetCollection::SPEC, now) };
        Ok(policy::decide(&principal.rights, &asked).allowed())
    }

    /// False while the log can't be written: then nothing may be answered or begun.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.log.state() == audit::State::Up
    }

    /// Whether the creator may still run the collection with the environment, both given as id or
    /// uid. Asked at run time: what was allowed when it was made may have been taken away.
    pub async fn may_run(
        &self,
        creator: &Creator,
        collection: &str,
        environment: Option<&str>,
    ) -> Result<Result<Leave, Barred>, StoreError> {
        let judge = &self.0.judge;
        judge.fresh().await?;
        let now = self.0.clock.now();
        let principal = match judge.snapshot().creator(creator) {
            Ok(principal) => principal,
            Err(why) => return Ok(Err(barred(Reason::OwnerInactive, why))),
        };
        if let Some(reason) = principal.stopped(now) {
            return Ok(Err(barred(reason, "whoever made it may not act any more")));
        }
        let mut leave: Option<Leave> = None;
        let parts = [
            (Kind::Collection, op::RunCollection::SPEC, Some(collection)),
            (Kind::Environment, op::GetEnvironment::SPEC, environment),
        ];
        for (kind, right, reference) in parts {
            let Some(reference) = reference else { continue };
            let viewer = principal.rights.viewer.user();
            let found = [judge.fact(kind, reference, viewer).await?];
            let asked = Asked { resources: &found, ..Asked::new(right, now) };
            let (by, rules) = match policy::decide(&principal.rights, &asked) {
                Decision::Allow { by, rules, .. } => (by, rules),
                Decision::Deny(denial) => {
                    return Ok(Err(Barred { reason: denial.reason, because: denial.because }));
                }
            };
            let [Some(resource)] = found else {
                return Ok(Err(barred(Reason::NotVisible, "what it runs is gone")));
            };
            let rules = rules.iter().map(|rule| rule.id.clone());
            match &mut leave {
                None => {
                    let rules = rules.collect();
                    leave = Some(Leave { by, rules, collection: resource, environment: None });
                }
                Some(leave) => {
                    if !leave.by.contains(&by) {
                        leave.by = format!("{} and {by}", leave.by);
                    }
                    leave.rules.extend(rules);
                    leave.environment = Some(resource);
                }
            }
        }
        Ok(leave.ok_or_else(|| barred(Reason::NotVisible, "what it runs is gone")))
    }

    /// Why whoever made something may not act at all now: it was stopped, or is gone.
    #[must_use]
    pub fn stopped(&self, creator: &Creator) -> Option<Barred> {
        match self.0.judge.snapshot().creator(creator) {
            Err(why) => Some(barred(Reason::OwnerInactive, why)),
            Ok(principal) => {
                let reason = principal.stopped(self.0.clock.now())?;
                Some(barred(reason, "whoever made it may not act any more"))
            }
        }
    }

    /// Announces a run of `monitor` by the record `id`; it may begin once this answers.
    pub async fn begin(
        &self,
        id: RecordId,
        trigger: &Trigger,
        creator: &Creator,
        monitor: &Resource,
        leave: &Leave,
    ) -> Result<Opened, LogError> {
        let mut record = self.record(RecordKind::Intent, trigger, creator, monitor);
        record.id = id;
        record.by.clone_from(&leave.by);
        record.rules.clone_from(&leave.rules);
        for resource in [Some(&leave.collection), leave.environment.as_ref()].into_iter().flatten()
        {
            record.resources.push(told(resource).as_role(audit::Role::Source));
        }
        let intent = record.clone();
        let receipt = self.0.log.append(record).await?;
        Ok(Opened { intent, seq: receipt.seq })
    }

    /// Tells how what was announced ended; `status` as a call would have answered.
    pub async fn end(
        &self,
        opened: Opened,
        status: u16,
        because: Option<String>,
    ) -> Result<(), LogError> {
        let mut outcome = opened.intent.outcome(Some(opened.seq), Answer::status(status));
        outcome.ts = Moment(self.0.clock.now_micros());
        if let Some(because) = because {
            outcome.because = because;
        }
        self.0.log.append(outcome).await.map(drop)
    }

    /// Tells that something did not begin, and why.
    pub async fn refuse(
        &self,
        trigger: &Trigger,
        creator: &Creator,
        monitor: &Resource,
        barred: &Barred,
    ) -> Result<(), LogError> {
        let mut record = self.record(RecordKind::Decision, trigger, creator, monitor);
        record.decision = if barred.reason == Reason::RateLimited {
            audit::Decision::Limit
        } else {
            audit::Decision::Deny
        };
        record.reason = barred.reason.code().into();
        record.because.clone_from(&barred.because);
        self.0.log.append(record).await.map(drop)
    }

    /// Counts a call of a mock, or a reading of a collection's published documentation; they are
    /// told together, once a minute.
    pub fn called(&self, mock: &Resource, by: &'static str) {
        let now = self.0.clock.now();
        let mut mocks = self.0.mocks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tally) = mocks.get_mut(&mock.id) {
            tally.calls += 1;
            return;
        }
        let tally = Tally { since: now, mock: mock.clone(), by, calls: 1 };
        mocks.insert(mock.id.clone(), tally);
    }

    /// Writes what was counted for a minute, or everything.
    pub(crate) async fn summarise(&self, everything: bool) {
        let now = self.0.clock.now();
        let due: Vec<Tally> = {
            let mut mocks = self.0.mocks.lock().unwrap_or_else(PoisonError::into_inner);
            let ids: Vec<String> = mocks
                .iter()
                .filter(|(_, tally)| everything || now - tally.since >= MOCK_WINDOW)
                .map(|(id, _)| id.clone())
                .collect();
            ids.iter().filter_map(|id| mocks.remove(id)).collect()
        };
        for tally in due {
            let mut record = Record::new(RecordKind::Decision, audit::Channel::Rest);
            record.ts = Moment(self.0.clock.now_micros());
            record.actor = Actor::callers();
            let mock = tally.mock.kind == Kind::Mock;
            let spec = if mock { op::CallMock::SPEC } else { op::ReadDocumentation::SPEC };
            record.op = Some(Op::of(spec));
            record.count = tally.calls;
            tally.by.clone_into(&mut record.by);
            record.resources = vec![told(&tally.mock)];
            record.result = Some(Answer::status(200));
            if self.0.log.append(record).await.is_ok() {
                if !mock {
                    continue;
                }
                let owner = ElementRef::parse(&tally.mock.uid).owner.unwrap_or(UserId(0));
                let calls = i64::try_from(tally.calls).unwrap_or(i64::MAX);
                self.0.usage.add(owner.0, Counter::Mocks, now, calls);
            } else {
                let mut mocks = self.0.mocks.lock().unwrap_or_else(PoisonError::into_inner);
                let calls = tally.calls;
                mocks
                    .entry(tally.mock.id.clone())
                    .and_modify(|newer| newer.calls += calls)
                    .or_insert(tally);
            }
        }
    }

    fn record(
        &self,
        kind: RecordKind,
        trigger: &Trigger,
        creator: &Creator,
        monitor: &Resource,
    ) -> Record {
        let (spec, channel): (&'static Spec, _) = match trigger {
            Trigger::Webhook { .. } => (op::CallWebhook::SPEC, audit::Channel::Rest),
            Trigger::Schedule => (op::RunScheduledMonitor::SPEC, audit::Channel::System),
        };
        let mut record = Record::new(kind, channel);
        record.ts = Moment(self.0.clock.now_micros());
        record.op = Some(Op::of(spec));
        let (id, name) = self.0.judge.snapshot().named(creator);
        record.actor = match trigger {
            Trigger::Webhook { name: webhook, peer } => {
                record.client.ip = Some(peer.clone());
                Actor::webhook(&monitor.id, webhook, id, name)
            }
            Trigger::Schedule => Actor::schedule(&monitor.id, &monitor.name, id, name),
        };
        record.resources = vec![told(monitor)];
        record
    }
}

fn barred(reason: Reason, because: &str) -> Barred {
    Barred { reason, because: because.to_owned() }
}

/// A resource as records name it.
fn told(resource: &Resource) -> audit::Resource {
    let mut told = audit::Resource::target(resource.kind.name(), &resource.id, &resource.name);
    told.uid.clone_from(&resource.uid);
    match &resource.workspace {
        Some(place) => told.within(&place.id, &place.name),
        None => told,
    }
}
