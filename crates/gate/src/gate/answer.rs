//! From handler to answer: announce, serve, record, add headers.

use std::sync::{PoisonError, atomic::Ordering};

use bytes::Bytes;
use catalog::{Access, Area, Spec};
use futures::FutureExt;
use http::{HeaderValue, Response, header};
use http_body_util::Full;
use policy::Reason;

use super::{Answer, Inner, Stop};
use crate::{Counter, Fault, Granted, Principal, Reply, Serve, limits::Standing, trail::Trail};

pub(super) const DARK: &str = "The audit log can't be written, so no call is served. Try again.";
const REASON: header::HeaderName = header::HeaderName::from_static("x-gatepost-reason");

impl<S: Serve> Inner<S> {
    /// Announces, serves, records the outcome; only then there is an answer.
    pub(super) async fn serve(
        &self,
        trail: &mut Trail,
        granted: Granted,
        standing: Option<Standing>,
    ) -> Answer {
        let spec = granted.spec();
        let served = self.service.serves(spec);
        let changes = served && spec.access != Access::Read;
        let reveals = served && spec.flags.reveals() && granted.pass.reveal;
        let admin = spec.area == Area::Gatepost;
        // Administration is done one call after the other, so that what a handler checked first
        // still holds when it changes something, and each change is in force before the next.
        let _alone = if admin && changes { Some(self.administering.lock().await) } else { None };
        let mut announced = None;
        if changes {
            match self.append(trail.intent(), admin).await {
                Ok(seq) => trail.announced_as(seq),
                Err(_) => return dark(trail, spec, standing),
            }
        } else if reveals {
            // Nothing is revealed before the answer, which waits for both records below.
            announced = Some(self.parts.log.enqueue(trail.intent()));
        }
        let mut reply = self.run(spec, granted).await;
        // Principals may have changed: calls that start after this answer must see it.
        if admin
            && changes
            && let Err(error) = self.judge.reload().await
        {
            tracing::error!(%error, "principals could not be read again");
            let message = "The change is stored but not in force yet.";
            reply = Fault::unavailable(message).reply(Some(spec));
        }
        let outcome = trail.outcome(&reply, &*self.parts.clock);
        let owed = changes.then(|| outcome.clone());
        let outcome = self.append(outcome, admin);
        let recorded = match announced {
            Some(announced) => futures::future::try_join(announced, outcome).await.map(drop),
            None => outcome.await.map(drop),
        };
        if recorded.is_err() {
            self.owed.lock().unwrap_or_else(PoisonError::into_inner).extend(owed);
            return dark(trail, spec, standing);
        }
        if !admin && let Some(user) = trail.user() {
            self.usage.add(user, Counter::Api, self.parts.clock.now(), 1);
        }
        Answer { reply, standing, spec: Some(spec) }
    }

    /// Runs the handler; one that fails badly answers 500.
    async fn run(&self, spec: &'static Spec, granted: Granted) -> Reply {
        if !self.service.serves(spec) {
            return crate::not_implemented(spec);
        }
        let serving = std::panic::AssertUnwindSafe(self.service.call(granted)).catch_unwind();
        serving.await.unwrap_or_else(|_| {
            tracing::error!(operation = spec.id, "a handler failed badly");
            Fault::internal().because("the handler failed").reply(Some(spec))
        })
    }

    /// Records a refusal and makes its answer.
    pub(super) async fn refuse(
        &self,
        trail: &mut Trail,
        spec: Option<&'static Spec>,
        stop: Stop,
        standing: Option<Standing>,
    ) -> Answer {
        let mut reply = stop.fault.reply(spec);
        for (name, value) in stop.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                reply.headers.push((header::HeaderName::from_static(name), value));
            }
        }
        let record = trail.refusal(stop.reason, &reply, standing);
        let now = self.parts.clock.now();
        let (source, allowed) = if trail.agent().is_some() {
            (trail.likeness(), self.allowance.agent)
        } else if trail.anonymous() {
            (format!("address {}", trail.peer()), self.allowance.anonymous)
        } else {
            (String::new(), u32::MAX)
        };
        if allowed == u32::MAX || self.rollup.whole(&source, allowed, now, &record) {
            let admin = spec.is_some_and(|spec| spec.area == Area::Gatepost);
            if self.append(record, admin).await.is_err() {
                let fault = Fault::unavailable(DARK);
                return Answer { reply: fault.reply(spec), standing, spec };
            }
        } else if self.parts.log.state() != audit::State::Up {
            return Answer { reply: Fault::unavailable(DARK).reply(spec), standing, spec };
        }
        Answer { reply, standing, spec }
    }

    /// Appends durably; answers the record's number.
    async fn append(&self, record: audit::Record, admin: bool) -> Result<u64, audit::LogError> {
        let receipt = if admin {
            self.parts.log.append_admin(record).await
        } else {
            self.parts.log.append(record).await
        };
        // Once per outage: a line per refused call would fill another disk.
        match &receipt {
            Ok(_) if self.dark.swap(false, Ordering::Relaxed) => {
                tracing::info!("the audit log can be written again");
            }
            Err(error) if !self.dark.swap(true, Ordering::Relaxed) => {
                tracing::error!(%error, "the audit log can't be written; every call is refused");
            }
            _ => {}
        }
        receipt.map(|receipt| receipt.seq)
    }

    /// Adds the headers that every answer has.
    pub(super) fn respond(
        &self,
        trail: &Trail,
        principal: &Principal,
        answer: &Answer,
    ) -> Response<Full<Bytes>> {
        let mut response = finish(&answer.reply);
        let status = answer.reply.status;
        let headers = response.headers_mut();
        if let Some(standing) = answer.standing {
            standing.tell(headers, self.parts.clock.now(), status == 429);
        }
        if status == 503 {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if principal.agent().is_some() {
            trail.agent_headers(headers, status);
        }
        let area = answer.spec.map_or("unknown", |spec| spec.area.name());
        metrics::counter!("gatepost_calls_total", "area" => area, "decision" => trail.decision(),
            "status" => status.to_string())
        .increment(1);
        response
    }
}

/// The answer when the log can't be written: no call passes unrecorded.
fn dark(trail: &mut Trail, spec: &'static Spec, standing: Option<Standing>) -> Answer {
    trail.failed();
    let mut reply = Fault::unavailable(DARK).reply(Some(spec));
    reply.headers.push((REASON, HeaderValue::from_static(Reason::AuditUnavailable.code())));
    Answer { reply, standing, spec: Some(spec) }
}

pub(super) fn finish(reply: &Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(reply.body.clone()));
    *response.status_mut() =
        http::StatusCode::from_u16(reply.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(media) = reply.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    }
    for (name, value) in &reply.headers {
        headers.append(name.clone(), value.clone());
    }
    response
}
