//! The one door.

mod admit;
mod answer;
mod detached;

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, atomic::AtomicBool},
    task,
};

use audit::Log;
use bytes::Bytes;
use catalog::{Area, LimitClass, Matcher, Spec};
use futures::{FutureExt as _, future::BoxFuture};
use http::Response;
use http_body_util::Full;
use model::key::Key;
use policy::{Asked, Decision, Reason};
use store::{Store, StoreError};

use crate::{
    Body, Clock, Door, Fault, Judge, Limiter, Limits, Outside, Principal, Records, Reply, Serve,
    Stopwatch, Usage, Who,
    credential::{self, Shown},
    limits::Standing,
    query,
    rollup::{Allowance, Rollup},
    trail::Trail,
};

/// What a gate is built from.
pub struct Parts {
    /// The store of principals; the facts and the service may lie elsewhere.
    pub store: Store,
    /// The audit log.
    pub log: Log,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Rate limits.
    pub limits: Limits,
    /// Whether MCP takes users' keys.
    pub mcp_user_keys: bool,
}

/// The one door: every call passes [`Gate::handle`], whatever door it came through.
pub struct Gate<S> {
    inner: Arc<Inner<S>>,
}

impl<S> Clone for Gate<S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

pub(crate) struct Inner<S> {
    service: S,
    matcher: Matcher,
    limiter: Limiter,
    pub(crate) judge: Arc<Judge>,
    pub(crate) usage: Arc<Usage>,
    pub(crate) parts: Parts,
    pub(crate) rollup: Rollup,
    pub(crate) outside: Outside,
    /// Outcomes of changes that the log could not take when they were made.
    pub(crate) owed: Mutex<Vec<audit::Record>>,
    /// Held by a call that administers, from its announcement to its being in force.
    administering: tokio::sync::Mutex<()>,
    /// True while the log can't be written.
    dark: AtomicBool,
    allowance: Allowance,
}

/// A refusal in words, for callers that can't read a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Reason code.
    pub reason: &'static str,
    /// Smallest grants, as `collections=write`.
    pub needs: Vec<String>,
    /// What is missing, as a sentence without its subject.
    pub sentence: String,
}

/// A call on its way out: the answer, and what the gate's headers say.
struct Answer {
    reply: Reply,
    standing: Option<Standing>,
    spec: Option<&'static Spec>,
}

/// A call that stops before it is served.
struct Stop {
    fault: Fault,
    reason: Reason,
    headers: Vec<(&'static str, String)>,
}

impl Stop {
    fn new(reason: Reason, fault: Fault) -> Self {
        Self { fault, reason, headers: Vec::new() }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "facts could not be read");
        let fault = Fault::unavailable("The store can't be read at the moment. Try again.");
        Self::new(Reason::EngineUnavailable, fault)
    }
}

impl<S: Serve> Gate<S> {
    /// A gate in front of `service`. Open intents of an earlier process are completed first, and
    /// usage is counted up to the last record.
    pub async fn new(
        parts: Parts,
        outside: Outside,
        service: S,
        recovered: Vec<audit::Record>,
    ) -> Result<Self, crate::recover::RecoverFault> {
        let (judge, usage) = (outside.judge().clone(), outside.usage().clone());
        crate::recover::complete(&parts, &usage, recovered).await?;
        let limiter = Limiter::new(parts.limits);
        Ok(Self {
            inner: Arc::new(Inner {
                service,
                matcher: Matcher::new(),
                limiter,
                judge,
                usage,
                parts,
                rollup: Rollup::default(),
                outside,
                owed: Mutex::default(),
                administering: tokio::sync::Mutex::default(),
                dark: AtomicBool::new(false),
                allowance: Allowance::default(),
            }),
        })
    }

    /// Serves one request. It runs to its end even when the caller goes away, so that what was
    /// done is recorded.
    pub async fn handle(&self, request: http::Request<Body>) -> Response<Full<Bytes>> {
        let call = AssertUnwindSafe(self.inner.clone().process(request)).catch_unwind();
        detached::Detached::new(call).await.unwrap_or_else(|_| {
            tracing::error!("a call was cut short");
            answer::finish(&Fault::internal().reply(None))
        })
    }

    /// The part that decides.
    #[must_use]
    pub fn judge(&self) -> &Arc<Judge> {
        &self.inner.judge
    }

    /// What happens without a call, on the record.
    #[must_use]
    pub fn outside(&self) -> Outside {
        self.inner.outside.clone()
    }

    /// The audit log, to read.
    #[must_use]
    pub fn records(&self) -> Records {
        Records::new(self.inner.parts.log.clone())
    }

    /// Who opens an MCP connection; a refusal is recorded and answered as 401 or 403.
    pub async fn greet(
        &self,
        parts: &http::request::Parts,
    ) -> Result<Principal, Response<Full<Bytes>>> {
        let inner = &self.inner;
        let now = inner.parts.clock.now();
        let mut trail = Trail::new(parts, &*inner.parts.clock);
        let mut pairs = query::decode(parts.uri.query().unwrap_or("")).unwrap_or_default();
        let shown = credential::read(&parts.method, &parts.headers, &mut pairs);
        let governs = administrative(parts.uri.path(), None);
        if let Err(error) = inner.judge.fresh().await {
            let answer = inner.refuse(&mut trail, None, error.into(), None).await;
            return Err(inner.respond(&trail, &Principal::anonymous(), &answer));
        }
        let principal = match inner.identify(shown, parts, governs, now) {
            Ok(principal) => principal,
            Err(why) => return Err(inner.turn_away(&mut trail, None, &why, now).await),
        };
        trail.by(&principal);
        let standing = inner.count(&principal, LimitClass::Default, now);
        let stop = match &principal.who {
            _ if standing.is_some_and(|standing| standing.over) => {
                Some(Stop::new(Reason::RateLimited, Fault::rate_limited()))
            }
            _ if inner.parts.log.state() != audit::State::Up => {
                Some(Stop::new(Reason::AuditUnavailable, Fault::unavailable(answer::DARK)))
            }
            Who::Agent { .. } => principal.stopped(now).map(admit::stopped),
            Who::User(_) if inner.parts.mcp_user_keys => None,
            _ => {
                let message = "MCP takes an agent's key, because a user's key carries its whole \
                               role. Create one with `gatepost agent create NAME`.";
                let fault = Fault::new(401, "AuthenticationError", message)
                    .because("a user's or admin key at the MCP endpoint");
                Some(Stop::new(Reason::Unauthenticated, fault))
            }
        };
        match stop {
            None => Ok(principal),
            Some(stop) => {
                let answer = inner.refuse(&mut trail, None, stop, standing).await;
                Err(inner.respond(&trail, &principal, &answer))
            }
        }
    }

    /// Records the call of a tool that became no operation, by whoever [`Gate::greet`] let in.
    /// False when it could not be recorded: then nothing may be answered.
    pub async fn note_tool(&self, parts: &http::request::Parts, who: &Principal, tool: &str) {
        let inner = &self.inner;
        let mut trail = Trail::new(parts, &*inner.parts.clock);
        trail.by(who);
        trail.tool(tool);
        let fault = Fault::no_such_path().because("no operation behind this tool name was called");
        let stop = Stop::new(Reason::UnknownOperation, fault);
        inner.refuse(&mut trail, None, stop, None).await;
    }

    /// True when some call of this operation could be allowed to this principal now.
    #[must_use]
    pub fn may_use(&self, principal: &Principal, spec: &'static Spec) -> bool {
        self.inner.service.serves(spec)
            && policy::may_ever(&principal.rights, spec, self.inner.parts.clock.now())
    }

    /// True when the operation is served at all.
    #[must_use]
    pub fn serves(&self, spec: &Spec) -> bool {
        self.inner.service.serves(spec)
    }

    /// Why a principal may not use an operation, without looking at any resource.
    #[must_use]
    pub fn why_not(&self, principal: &Principal, spec: &'static Spec) -> Refusal {
        let mut asked = Asked::new(spec, self.inner.parts.clock.now());
        asked.level = spec.needs.floor;
        match policy::decide(&principal.rights, &asked) {
            Decision::Deny(denial) => Refusal {
                reason: denial.reason.code(),
                needs: denial.needs.iter().map(policy::Needed::header).collect(),
                sentence: denial.because,
            },
            Decision::Allow { .. } => Refusal {
                reason: Reason::NotVisible.code(),
                needs: Vec::new(),
                sentence: "there is no such resource for it".to_owned(),
            },
        }
    }

    pub(crate) fn inner(&self) -> &Arc<Inner<S>> {
        &self.inner
    }
}

impl<S: Serve> Inner<S> {
    async fn process(self: Arc<Self>, request: http::Request<Body>) -> Response<Full<Bytes>> {
        let watch = Stopwatch::start();
        let (parts, body) = request.into_parts();
        let now = self.parts.clock.now();
        let mut trail = Trail::new(&parts, &*self.parts.clock);
        trail.watch = Some(watch);
        let mut pairs = query::decode(parts.uri.query().unwrap_or(""));
        let shown = match &mut pairs {
            Ok(pairs) => credential::read(&parts.method, &parts.headers, pairs),
            // A query that can't be read may hide a credential: the headers alone count.
            Err(_) => credential::read(&parts.method, &parts.headers, &mut Vec::new()),
        };
        let found = self.matcher.find(&parts.method, parts.uri.path());
        let spec = found.as_ref().ok().map(|matched| matched.spec);
        trail.operation(&found);
        let governs = administrative(parts.uri.path(), spec);
        if let Err(error) = self.judge.fresh().await {
            let answer = self.refuse(&mut trail, spec, error.into(), None).await;
            return self.respond(&trail, &Principal::anonymous(), &answer);
        }
        let principal = match self.identify(shown, &parts, governs, now) {
            Ok(principal) => Arc::new(principal),
            Err(why) => return self.turn_away(&mut trail, spec, &why, now).await,
        };
        trail.by(&principal);
        let class = spec.map_or(LimitClass::Default, |spec| spec.limit);
        let standing = self.count(&principal, class, now);
        let admitted =
            self.admit(&mut trail, &principal, found, pairs, &parts, body, standing).await;
        let answer = match admitted {
            Ok(granted) => self.serve(&mut trail, granted, standing).await,
            Err(stop) => self.refuse(&mut trail, spec, stop, standing).await,
        };
        self.respond(&trail, &principal, &answer)
    }

    fn identify(
        &self,
        shown: Shown,
        parts: &http::request::Parts,
        governs: bool,
        now: i64,
    ) -> Result<Principal, String> {
        let local = parts.extensions.get::<Door>().and_then(|door| door.local.clone());
        let principal = match shown {
            Shown::Refused(why) => return Err(why.to_owned()),
            Shown::Key(key) => self.known(&key, now)?,
            Shown::Nothing => match local {
                Some(os_user) if governs => Principal::local(&os_user),
                _ => return Err("no credential".to_owned()),
            },
        };
        match &principal.who {
            // An admin key opens nothing but administration.
            Who::Admin if !governs => Err("an admin key outside /gatepost/v1".to_owned()),
            _ => Ok(principal),
        }
    }

    /// Counts a call. The local administrator is not limited: a kill must always get through.
    fn count(&self, principal: &Principal, class: LimitClass, now: i64) -> Option<Standing> {
        if matches!(principal.who, Who::Local(_)) {
            return None;
        }
        let user = principal.rights.viewer.user.to_string();
        self.limiter.take(&principal.counted_as(), &user, class, now)
    }

    fn known(&self, key: &Key, now: i64) -> Result<Principal, String> {
        self.judge.identify(key, now).map_err(str::to_owned)
    }

    /// 401 for a call that nobody known makes; floods of them are rolled up per address.
    async fn turn_away(
        &self,
        trail: &mut Trail,
        spec: Option<&'static Spec>,
        why: &str,
        now: i64,
    ) -> Response<Full<Bytes>> {
        let peer = trail.peer().to_owned();
        let nobody = Principal::anonymous();
        trail.by(&nobody);
        let source = format!("address {peer}");
        let standing = self.limiter.take(&source, &source, LimitClass::Default, now);
        let stop = if standing.is_some_and(|standing| standing.over) {
            Stop::new(Reason::RateLimited, Fault::rate_limited())
        } else {
            Stop::new(Reason::Unauthenticated, Fault::unauthenticated().because(why))
        };
        let answer = self.refuse(trail, spec, stop, standing).await;
        self.respond(trail, &nobody, &answer)
    }
}

/// True for Gatepost's own operations: by the path as sent, whatever rows say, and by the row that
/// was found, however its path was written.
fn administrative(path: &str, spec: Option<&Spec>) -> bool {
    path == "/gatepost"
        || path.starts_with("/gatepost/")
        || spec.is_some_and(|spec| spec.area == Area::Gatepost)
}

impl<S: Serve> tower::Service<http::Request<Body>> for Gate<S> {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> task::Poll<Result<(), Infallible>> {
        task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let gate = self.clone();
        Box::pin(async move { Ok(gate.handle(request).await) })
    }
}
