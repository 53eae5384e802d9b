//! Between identity and handler: classify, decide, check.

use std::sync::Arc;

use catalog::{Matched, NoMatch, Spec};
use policy::{Asked, Decision, Denial, Reason, Resource};

use super::{Inner, Stop, administrative};
use crate::{
    Body, Fault, Granted, Principal, Query, Serve, Who, body,
    limits::Standing,
    permit::Pass,
    query::QueryFault,
    trail::{self, Trail},
};

/// What was decided on, and whether secrets are shown.
struct Judged {
    resources: Vec<Option<Resource>>,
    named: Vec<Resource>,
    reveal: bool,
}

impl<S: Serve> Inner<S> {
    /// Everything between identity and the handler: classify, decide, check, announce.
    #[expect(clippy::too_many_arguments, reason = "the parts of one request, each used once")]
    pub(super) async fn admit(
        &self,
        trail: &mut Trail,
        principal: &Arc<Principal>,
        found: Result<Matched, NoMatch>,
        pairs: Result<Vec<(String, String)>, QueryFault>,
        parts: &http::request::Parts,
        body: Body,
        standing: Option<Standing>,
    ) -> Result<Granted, Stop> {
        let now = self.parts.clock.now();
        if standing.is_some_and(|standing| standing.over) {
            return Err(Stop::new(Reason::RateLimited, Fault::rate_limited()));
        }
        let spec = found.as_ref().ok().map(|matched| matched.spec);
        if administrative(parts.uri.path(), spec) && !principal.administers() {
            let message = "Administration takes an admin key or the local socket.";
            return Err(Stop::new(Reason::AdminOnly, Fault::new(403, "forbiddenError", message)));
        }
        if let Some(reason) = principal.stopped(now) {
            return Err(stopped(reason));
        }
        let matched = found.map_err(|no| unmatched(&no))?;
        let spec = matched.spec;
        let query = readable(spec, pairs)?;
        trail.query(&query);
        let needs_body = spec.needs.floor != spec.needs.worst || !spec.names.is_empty();
        let (early, late) = if needs_body {
            let read = body::read(spec, &parts.headers, body).await;
            (read.map_err(|fault| Stop::new(body_reason(&fault), fault))?, None)
        } else {
            (body::Checked::default(), Some(body))
        };
        let version = self.judge.snapshot().version;
        let decided = self.judged(trail, principal, &matched, &query, &early.bytes, now).await?;
        let body = match late {
            None => early,
            Some(body) => body::read(spec, &parts.headers, body)
                .await
                .map_err(|fault| Stop::new(body_reason(&fault), fault))?,
        };
        // While a body arrived, the caller may have lost its rights.
        let now = self.parts.clock.now();
        let anew = self.judge.anew(principal, version).map_err(|why| {
            Stop::new(Reason::Unauthenticated, Fault::unauthenticated().because(why))
        })?;
        let (principal, judged) = match anew.map(Arc::new) {
            None => (principal.clone(), decided),
            Some(anew) => {
                if let Some(reason) = anew.stopped(now) {
                    return Err(stopped(reason));
                }
                let judged = self.judged(trail, &anew, &matched, &query, &body.bytes, now).await?;
                (anew, judged)
            }
        };
        trail.body(&body);
        let pass = Pass {
            rights: principal.rights.clone(),
            principal,
            resources: judged.resources.into_iter().flatten().collect(),
            named: judged.named.into(),
            record: trail.id().clone(),
            reveal: judged.reveal,
            now,
            attendant: parts.extensions.get().cloned(),
        };
        Ok(Granted { matched, query, body: body.bytes, later: later(&parts.headers), pass })
    }

    /// Decides and notes the decision.
    async fn judged(
        &self,
        trail: &mut Trail,
        principal: &Principal,
        matched: &Matched,
        query: &Query,
        body: &[u8],
        now: i64,
    ) -> Result<Judged, Stop> {
        let (resources, decision) = self.decide(principal, matched, query, body, now).await?;
        trail.resources(matched.spec, &resources);
        let (mut by, mut rules, reveal) = match decision {
            Decision::Allow { by, rules, reveal } => (by, rules, reveal),
            Decision::Deny(denial) => {
                trail.denied(&denial);
                let named = matched.params.first().map_or("", |(_, id)| id.as_str());
                return Err(denied(matched.spec, named, &denial));
            }
        };
        let mut named = Vec::new();
        if !matched.spec.names.is_empty() {
            let level = body::level(matched.spec, body);
            let asked = Asked { level, resources: &resources, ..Asked::new(matched.spec, now) };
            let (params, rights) = (&matched.params, &principal.rights);
            match self.judge.named(&asked, params, query, body, rights).await? {
                Err((reference, denial)) => {
                    trail.denied(&denial);
                    // What the target only refers to is not named to whoever may not see it.
                    let own = matched.params.first().filter(|_| reference.held);
                    let (spec, id) = own
                        .map_or((reference.named.right, reference.id.as_str()), |(_, id)| {
                            (matched.spec, id.as_str())
                        });
                    return Err(denied(spec, id, &denial));
                }
                Ok(allowed) => {
                    for (resource, decision) in allowed {
                        trail.names(&resource);
                        named.push(resource);
                        let Decision::Allow { by: also, rules: more, .. } = decision else {
                            continue;
                        };
                        if !by.contains(&also) {
                            by = format!("{by} and {also}");
                        }
                        rules.extend(more);
                    }
                }
            }
        }
        trail.allowed(by, &rules, self.judge.snapshot().version);
        Ok(Judged { resources, named, reveal })
    }

    /// Finds the resources and decides.
    async fn decide(
        &self,
        principal: &Principal,
        matched: &Matched,
        query: &Query,
        body: &[u8],
        now: i64,
    ) -> Result<(Vec<Option<Resource>>, Decision), Stop> {
        let spec = matched.spec;
        if principal.administers() {
            let by = "administration".to_owned();
            return Ok((Vec::new(), Decision::Allow { by, rules: Vec::new(), reveal: true }));
        }
        if let Who::Access { collection } = &principal.who {
            let (resources, decision) = self.by_access_key(collection, matched).await?;
            if let (true, Some((key, _))) = (decision.allowed(), &principal.key) {
                self.judge.used(key, now);
            }
            return Ok((resources, decision));
        }
        let into = query.get("workspace").or_else(|| query.get("workspaceId"));
        let rights = &principal.rights;
        let Some(mut resources) = self.judge.resources(matched, into, rights).await? else {
            let message = "An agent must name the workspace it creates in: add `?workspace=`.";
            return Err(Stop::new(Reason::BadRequest, Fault::bad_request(message)));
        };
        if resources.is_empty() && !spec.names.is_empty() {
            let viewer = rights.viewer.user();
            resources = self.judge.changed(spec, query, body, viewer).await?;
        }
        let inside = self.judge.inside(spec, &resources, rights, now).await?;
        let level = body::level(spec, body);
        let asked = Asked { spec, level, resources: &resources, inside: &inside, now };
        let decision = policy::decide(rights, &asked);
        Ok((resources, decision))
    }

    /// A collection access key opens the one operation that takes it, on its one collection.
    async fn by_access_key(
        &self,
        collection: &str,
        matched: &Matched,
    ) -> Result<(Vec<Option<Resource>>, Decision), Stop> {
        let named = matched.params.first().map(|(_, id)| model::ElementRef::parse(id).id);
        if !matched.spec.query.contains(&"access_key") || named.as_deref() != Some(collection) {
            return Err(Stop::new(Reason::Unauthenticated, Fault::unauthenticated()));
        }
        // The key shows the collection whatever the roles are: no viewer, no workspace.
        let nobody = policy::Rights::default();
        let resources = self.judge.resources(matched, None, &nobody).await?.unwrap_or_default();
        let decision = if resources.iter().all(Option::is_some) {
            let by = "its collection access key".to_owned();
            Decision::Allow { by, rules: Vec::new(), reveal: true }
        } else {
            Decision::Deny(Denial {
                reason: Reason::NotVisible,
                hidden: true,
                because: "the collection is gone".to_owned(),
                needs: Vec::new(),
                rules: Vec::new(),
            })
        };
        Ok((resources, decision))
    }
}

/// Whether the caller does not wait for the work to be done.
fn later(headers: &http::HeaderMap) -> bool {
    let asked = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    asked.flat_map(|value| value.split(',')).any(|one| one.trim() == "respond-async")
}

/// 403 for an agent that may not act at all.
pub(super) fn stopped(reason: Reason) -> Stop {
    let why = match reason {
        Reason::AgentSuspended => "it is suspended",
        Reason::AgentKilled => "it was stopped for good",
        Reason::AgentExpired => "its time is over",
        Reason::OwnerInactive => "its owner was removed",
        other => other.code(),
    };
    let message = format!("This agent may not act: {why}.");
    Stop::new(reason, Fault::new(403, "forbiddenError", message))
}

fn unmatched(no: &NoMatch) -> Stop {
    match no {
        NoMatch::Malformed(fault) => {
            let fault = Fault::bad_request(format!("The path {}.", fault.what()));
            Stop::new(Reason::BadRequest, fault)
        }
        NoMatch::BadParam(name) => {
            let message =
                format!("`{name}` in the path is not an id: use letters, digits, - and _.");
            Stop::new(Reason::BadRequest, Fault::bad_request(message))
        }
        NoMatch::Path => Stop::new(Reason::UnknownOperation, Fault::no_such_path()),
        NoMatch::Method(methods) => {
            let allow: Vec<_> = methods.iter().map(http::Method::as_str).collect();
            let message = format!("Use {}.", allow.join(", "));
            let mut stop =
                Stop::new(Reason::UnknownOperation, Fault::new(405, "methodNotAllowed", message));
            stop.headers.push(("allow", allow.join(", ")));
            stop
        }
    }
}

fn readable(spec: &Spec, pairs: Result<Vec<(String, String)>, QueryFault>) -> Result<Query, Stop> {
    pairs.and_then(|pairs| Query::sort(spec, pairs)).map_err(|fault| {
        let message = match fault {
            QueryFault::Twice(name) => format!("`{name}` appears twice in the query."),
            QueryFault::Malformed => "The query has broken percent-encoding.".to_owned(),
        };
        Stop::new(Reason::BadRequest, Fault::bad_request(message))
    })
}

fn body_reason(fault: &Fault) -> Reason {
    if fault.status == 413 { Reason::TooLarge } else { Reason::BadRequest }
}

/// What the caller of a denied call sees: 404 when it must not learn more, else 403.
fn denied(spec: &'static Spec, named: &str, denial: &Denial) -> Stop {
    if denial.hidden {
        let fault = Fault::not_found(spec, named).because(denial.because.clone());
        return Stop::new(denial.reason, fault);
    }
    let mut fault = Fault::forbidden();
    let needs: Vec<_> = denial.needs.iter().map(trail::needed).collect();
    let hint = if needs.is_empty() {
        String::new()
    } else {
        format!("; smallest grant: {}", needs.join(" and "))
    };
    fault.message = format!("{} Denied: {}{hint}.", fault.message, denial.because);
    Stop::new(denial.reason, fault)
}
