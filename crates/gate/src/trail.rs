//! What the record of a call will say, gathered as the call goes through the gate.

use std::sync::Arc;

use audit::{Actor, Answer, Decision, Moment, Op, Record, RecordKind, quoted};
use catalog::{Kind, Matched, NoMatch, Spec};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use model::RecordId;
use policy::{Denial, Grant, Needed, Reason, Resource};

use crate::{
    Channel, Clock, Door, Principal, Query, Reply, Stopwatch, Who, body::Checked, limits::Standing,
};

/// The growing record of one call.
pub(crate) struct Trail {
    record: Record,
    peer: Arc<str>,
    user: Option<i64>,
    agent: Option<String>,
    needs: Vec<String>,
    denied: bool,
    announced: bool,
    pub(crate) watch: Option<Stopwatch>,
}

impl Trail {
    pub(crate) fn new(parts: &Parts, clock: &dyn Clock) -> Self {
        let door = parts.extensions.get::<Door>().cloned().unwrap_or_else(|| Door::http("unknown"));
        let channel = match door.channel {
            Channel::Rest => audit::Channel::Rest,
            Channel::McpHttp => audit::Channel::McpHttp,
            Channel::McpStdio => audit::Channel::McpStdio,
            Channel::Cli => audit::Channel::Socket,
        };
        let mut record = Record::new(RecordKind::Decision, channel);
        record.ts = Moment(clock.now_micros());
        let user_agent =
            parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        record.client.ip = Some(door.peer.to_string());
        record.client.user_agent = user_agent.map(plain);
        record.client.mcp_client = door.mcp_client.as_deref().map(plain);
        // A call outside the matcher (the MCP endpoint) is named by its path.
        record.op = Some(Op::unknown(parts.method.as_str(), hide(parts.uri.path())));
        if let (Some(op), Some(tool)) = (&mut record.op, &door.tool) {
            op.tool = Some(plain(tool));
        }
        Self {
            record,
            peer: door.peer,
            user: None,
            agent: None,
            needs: Vec::new(),
            denied: false,
            announced: false,
            watch: None,
        }
    }

    pub(crate) fn operation(&mut self, found: &Result<Matched, NoMatch>) {
        let Ok(matched) = found else { return };
        let tool = self.record.op.take().and_then(|op| op.tool);
        self.record.op = Some(Op { tool, ..Op::of(matched.spec) });
        self.record.args.params =
            matched.params.iter().map(|(name, value)| (*name, hide(value))).collect();
        if let Some((name, id)) = matched.params.first()
            && let Some(kind) = Kind::of_param(name)
        {
            // Until it is found, a resource is known by what the caller called it.
            self.record.resources = vec![audit::Resource::target(kind.name(), hide(id), "")];
        }
    }

    pub(crate) fn by(&mut self, principal: &Principal) {
        let key = principal.key.as_ref();
        let actor = match &principal.who {
            Who::User(person) => Actor::user(person.id.to_string(), person.name()),
            Who::Agent { id, name, owner, .. } => {
                self.agent = Some(id.to_string());
                let (owner_id, owner_name) = owner
                    .as_ref()
                    .map(|owner| (owner.id.to_string(), owner.name().to_owned()))
                    .unwrap_or_default();
                Actor::agent(id.as_str(), name, owner_id, owner_name)
            }
            Who::Admin => {
                let (id, last4) = key
                    .map(|(id, last4)| (id.to_string(), format!("…{last4}")))
                    .unwrap_or_default();
                Actor::admin_key(id, last4)
            }
            Who::Local(os_user) => Actor::local_admin(os_user),
            Who::Access { .. } | Who::Anonymous => Actor::anonymous(),
        };
        self.user = principal.person().map(|person| person.id.0);
        self.record.actor = match key {
            Some((id, last4)) => actor.with_key(id.as_str(), last4),
            None => actor,
        };
    }

    /// The tool whose name was called.
    pub(crate) fn tool(&mut self, name: &str) {
        if let Some(op) = &mut self.record.op {
            op.tool = Some(plain(name));
        }
    }

    pub(crate) fn query(&mut self, query: &Query) {
        for (name, value) in query.pairs() {
            self.record.args.params.add(name, hide(value));
        }
        self.record.args.ignored = query.ignored.iter().map(|name| plain(name)).collect();
    }

    pub(crate) fn resources(&mut self, spec: &Spec, found: &[Option<Resource>]) {
        let creates = spec.rule == Some(catalog::Rule::Into);
        let known: Vec<_> = found
            .iter()
            .flatten()
            .map(|resource| {
                if creates && resource.kind == Kind::Workspace {
                    return audit::Resource::workspace(&resource.id, &resource.name);
                }
                let kind = resource.kind.name();
                let mut named = audit::Resource::target(kind, &resource.id, &resource.name);
                named.uid.clone_from(&resource.uid);
                named.access = spec.access.name().into();
                match &resource.workspace {
                    Some(place) if resource.kind != Kind::Workspace => {
                        named.within(&place.id, &place.name)
                    }
                    _ => named,
                }
            })
            .collect();
        if !known.is_empty() {
            self.record.resources = known;
        }
    }

    /// A resource that the body names: what the target is made from.
    pub(crate) fn names(&mut self, resource: &Resource) {
        let mut named = audit::Resource::target(resource.kind.name(), &resource.id, &resource.name)
            .as_role(audit::Role::Source);
        named.uid.clone_from(&resource.uid);
        self.record.resources.push(named);
    }

    pub(crate) fn allowed(&mut self, by: String, rules: &[Arc<Grant>], version: u64) {
        self.record.decision = Decision::Allow;
        self.record.by = by;
        self.record.rules = rules.iter().map(|rule| rule.id.clone()).collect();
        self.record.policy_version = version;
    }

    pub(crate) fn denied(&mut self, denial: &Denial) {
        self.denied = true;
        self.record.because.clone_from(&denial.because);
        self.record.rules.clone_from(&denial.rules);
        self.record.needs = denial.needs.iter().map(needed).collect();
        if !denial.hidden && matches!(denial.reason, Reason::NotGranted) {
            self.needs = denial.needs.iter().map(Needed::header).collect();
        }
    }

    pub(crate) fn body(&mut self, body: &Checked) {
        if body.bytes.is_empty() {
            return;
        }
        let bytes = u64::try_from(body.bytes.len()).unwrap_or(u64::MAX);
        let sha256 = body.sha256.clone();
        self.record.args.body = Some(audit::Body { bytes, sha256, ..audit::Body::default() });
    }

    /// The record that announces a call; its outcome follows.
    pub(crate) fn intent(&mut self) -> Record {
        self.announced = true;
        self.record.kind = RecordKind::Intent;
        self.record.clone()
    }

    /// The id of the record that announces the call, or tells all of it.
    pub(crate) fn id(&self) -> &RecordId {
        &self.record.id
    }

    /// The number the log gave the intent, once it is known.
    pub(crate) fn announced_as(&mut self, seq: u64) {
        self.record.seq = seq;
    }

    /// The record that tells how a call that was let through ended.
    pub(crate) fn outcome(&mut self, reply: &Reply, clock: &dyn Clock) -> Record {
        let answer = Answer {
            bytes: u64::try_from(reply.body.len()).unwrap_or(u64::MAX),
            items_returned: reply.notes.shown,
            latency_us: self.watch.map_or(0, Stopwatch::micros),
            ..Answer::status(reply.status)
        };
        if let Some((removes, total)) = reply.notes.removed {
            (self.record.derived.removes, self.record.derived.total) = (Some(removes), Some(total));
        }
        if let Some((id, uid, name)) = &reply.notes.created {
            let kind = self.record.op.as_ref().map(|op| noun(&op.id)).unwrap_or_default();
            let mut made = audit::Resource::target(kind, id, name);
            made.uid.clone_from(uid);
            // Where it was to go, else where what it was made of lies.
            let known = &self.record.resources;
            let named = known.iter().find(|one| one.role == audit::Role::Workspace);
            let named = named.or_else(|| known.iter().skip(1).find(|one| one.kind == "workspace"));
            let beside = || known.first().and_then(|one| one.workspace.clone());
            let place = named.map(|one| (one.id.clone(), one.name.clone()));
            let place = place.or_else(|| beside().map(|place| (place.id, place.name)));
            if let Some((id, name)) = place {
                made = made.within(&id, &name);
            }
            self.record.resources.insert(0, made);
        }
        if let Some(because) = &reply.notes.because {
            self.record.because.clone_from(because);
        }
        if self.announced {
            let seq = Some(self.record.seq).filter(|seq| *seq > 0);
            let ts = Moment(clock.now_micros());
            return Record { ts, ..self.record.outcome(seq, answer) };
        }
        self.record.result = Some(answer);
        self.record.clone()
    }

    /// The record of a call that was not let through.
    pub(crate) fn refusal(
        &mut self,
        reason: Reason,
        reply: &Reply,
        standing: Option<Standing>,
    ) -> Record {
        self.record.decision =
            if reason == Reason::RateLimited { Decision::Limit } else { Decision::Deny };
        self.record.reason = reason.code().into();
        // It may have been allowed until its body was read.
        self.record.by.clear();
        if !self.denied {
            self.record.rules.clear();
        }
        if self.record.because.is_empty()
            && let Some(because) = &reply.notes.because
        {
            self.record.because.clone_from(because);
        }
        if let (Reason::RateLimited, Some(standing)) = (reason, standing) {
            let seconds = standing.window / 1000;
            self.record.because =
                format!("{} calls in {seconds} seconds is its limit", standing.limit);
        }
        self.denied = true;
        self.record.result = Some(Answer {
            bytes: u64::try_from(reply.body.len()).unwrap_or(u64::MAX),
            latency_us: self.watch.map_or(0, Stopwatch::micros),
            ..Answer::status(reply.status)
        });
        self.record.clone()
    }

    pub(crate) fn peer(&self) -> &str {
        &self.peer
    }

    pub(crate) fn agent(&self) -> Option<&str> {
        self.agent.as_deref()
    }

    /// What identical refusals have in common: who, why, what and on what.
    pub(crate) fn likeness(&self) -> String {
        let record = &self.record;
        let op = record.op.as_ref().map_or("", |op| &op.id);
        let target = record.resources.first().map_or("", |resource| &resource.id);
        format!("agent {} {} {op} {target}", record.actor.id, record.reason)
    }

    /// True when nobody known called.
    pub(crate) fn anonymous(&self) -> bool {
        self.record.actor.kind == audit::ActorKind::Anonymous
    }

    /// The log failed: whatever was decided, the call is refused.
    pub(crate) fn failed(&mut self) {
        self.denied = true;
        self.record.decision = Decision::Deny;
        self.record.reason = Reason::AuditUnavailable.code().into();
    }

    pub(crate) fn user(&self) -> Option<i64> {
        self.user
    }

    /// `allow`, `deny` or `limit`.
    pub(crate) fn decision(&self) -> &'static str {
        match self.record.decision {
            Decision::Allow => "allow",
            Decision::Deny => "deny",
            Decision::Limit => "limit",
        }
    }

    /// The headers that tell an agent what was decided. A hidden resource looks like an absent
    /// one here too.
    pub(crate) fn agent_headers(&self, headers: &mut HeaderMap, status: u16) {
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        set("x-gatepost-decision", self.decision());
        set("x-gatepost-request-id", self.record.id.as_str());
        if let Some(agent) = &self.agent {
            set("x-gatepost-agent", agent);
        }
        if self.denied {
            let known_path = self.record.reason != Reason::UnknownOperation.code();
            let shown = if status == 404 && known_path {
                Reason::NotVisible.code()
            } else {
                &self.record.reason
            };
            set("x-gatepost-reason", shown);
            if status == 403 && !self.needs.is_empty() {
                set("x-gatepost-needs", &self.needs.join(", "));
            }
        }
    }
}

/// What stands in a record in place of text that holds a key.
const HIDDEN: &str = "(a credential)";

/// The text, unless there is a key in it: paths, names and headers can hold one by mistake.
fn hide(text: &str) -> &str {
    const KEYS: [&str; 6] = ["gpk_", "gpa_", "gpm_", "gpc_", "PMAK-", "PMAT-"];
    if KEYS.iter().any(|prefix| text.contains(prefix)) { HIDDEN } else { text }
}

/// Text of a caller, hidden or made harmless and short.
fn plain(text: &str) -> String {
    audit::clean(hide(text))
}

/// `workspaces full on 'Core'`, with the name made harmless.
pub(crate) fn needed(needed: &Needed) -> String {
    match &needed.on {
        Some(name) => format!("{} on {}", needed.words(), quoted(name)),
        None => needed.words(),
    }
}

/// What an operation makes, as the sentence names it.
fn noun(operation: &str) -> &'static str {
    let object = catalog::spec(operation).map_or("resource", |spec| spec.phrase.object);
    // What is made `from` something else is the first of the two.
    object.split(" from ").next().unwrap_or(object)
}
