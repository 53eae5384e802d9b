//! One plain English sentence per record.

mod event;
mod who;

use std::{
    fmt::Write,
    sync::{LazyLock, OnceLock},
};

use catalog::{CATALOGUE, OUTSIDE, Spec, Verb};

use crate::{
    Answer, Decision, Effect, Hash, Record, RecordKind, Resource, Role,
    clean::{clean_to, push_quoted},
};

/// Counts up when the same record would get another sentence than before.
const EDITION: &str = "1";

/// Longest explanation shown, in characters.
const EXPLANATION: usize = 400;

/// Tells a record in one sentence; the same record always gets the same.
///
/// Names are cleaned and quoted, so that none of them can pass for a part of the sentence.
#[must_use]
pub fn sentence(record: &Record) -> String {
    let mut out = String::with_capacity(192);
    if let Some(event) = &record.event {
        event::push(event, &mut out);
        return out;
    }
    if record.kind == RecordKind::System {
        let _ = write!(out, "Gatepost: {}.", explanation(&record.because));
        return out;
    }
    who::push(record, &mut out);
    push_deed(record, &mut out);
    if record.count > 1 {
        let _ = write!(out, " {} times", record.count);
    }
    out.push_str(" — ");
    push_verdict(record, &mut out);
    out.push('.');
    out
}

/// Names how this version words sentences: it changes with the wording of any operation.
///
/// Verification rebuilds only sentences that were written under the same wording.
#[must_use]
pub fn wording() -> &'static str {
    static WORDING: OnceLock<String> = OnceLock::new();
    WORDING.get_or_init(|| {
        let mut all = EDITION.to_owned();
        for spec in CATALOGUE.iter().chain(OUTSIDE) {
            let phrase = spec.phrase;
            let _ = write!(all, "\n{} {} {}", spec.id, verb(phrase.verb).past, phrase.object);
        }
        Hash::default().next(all.as_bytes()).to_string().chars().take(16).collect()
    })
}

/// How far a call got.
#[derive(Clone, Copy, PartialEq)]
enum Deed {
    Did,
    Tried,
    SetOut,
}

fn deed(record: &Record) -> Deed {
    let answer = record.result.as_ref();
    let interrupted = answer.is_some_and(|answer| answer.effect.is_some());
    if record.decision != Decision::Allow {
        Deed::Tried
    } else if record.kind == RecordKind::Intent || interrupted {
        Deed::SetOut
    } else if answer.is_some_and(|answer| answer.status >= 400) {
        Deed::Tried
    } else {
        Deed::Did
    }
}

/// What was done, or tried, on what and where.
fn push_deed(record: &Record, out: &mut String) {
    let deed = deed(record);
    let Some(op) = &record.op else {
        out.push_str(if deed == Deed::Did { " made a call" } else { " tried to make a call" });
        return;
    };
    let Some(spec) = catalog::spec(&op.id) else {
        let _ = write!(out, " called {} ", clean_to(&op.method, 20));
        push_quoted(&op.path_template, out);
        out.push_str(", which is not an operation Gatepost knows");
        return;
    };
    let words = verb(spec.phrase.verb);
    let asked = record.reason == "not_visible" && spec.phrase.verb == Verb::Read;
    match deed {
        Deed::Did => write!(out, " {}", words.past),
        Deed::SetOut => write!(out, " set out to {}", words.infinitive),
        Deed::Tried if asked => write!(out, " asked for"),
        Deed::Tried => write!(out, " tried to {}", words.infinitive),
    }
    .unwrap_or_default();
    push_what(record, spec, out);
    if let (Some(removes @ 1..), Some(total)) = (record.derived.removes, record.derived.total) {
        let _ = write!(out, ", removing {removes} of {total} items");
    }
    if let (Some(shown), Deed::Did) = (answered_items(record), deed) {
        let hidden = record.result.as_ref().and_then(|answer| answer.items_hidden).unwrap_or(0);
        let _ = write!(out, ": {shown} shown");
        if hidden > 0 {
            let _ = write!(out, ", {hidden} hidden");
        }
    }
}

fn answered_items(record: &Record) -> Option<u64> {
    record.result.as_ref()?.items_returned
}

/// The object with its name, what it comes from and goes to, and its workspace.
fn push_what(record: &Record, spec: &Spec, out: &mut String) {
    let object = spec.phrase.object;
    let _ = write!(out, " {object}");
    let targets = || record.resources.iter().filter(|resource| resource.role == Role::Target);
    // Rows say `collection response` where the call names a collection and a response.
    let meant = targets()
        .find(|resource| ends_with(object, &resource.kind))
        .or_else(|| targets().find(|resource| resource.kind == "resource"));
    if let Some(resource) = meant {
        push_name(resource, out);
    }
    for resource in &record.resources {
        let is_meant = meant.is_some_and(|meant| std::ptr::eq(meant, resource));
        let joint = match resource.role {
            Role::Target if is_meant || resource.kind == "resource" => continue,
            Role::Target | Role::Workspace => "in",
            Role::Source => "from",
            Role::Destination => "to",
        };
        let _ = write!(out, " {joint} {}", clean_to(&resource.kind, 40));
        push_name(resource, out);
    }
    if record.resources.iter().any(|resource| resource.kind == "workspace") {
        return;
    }
    if let Some(place) = record.target().and_then(|resource| resource.workspace.as_ref()) {
        out.push_str(" in workspace ");
        push_quoted(if place.name.is_empty() { &place.id } else { &place.name }, out);
    }
}

/// Whether the object's last word, or words, are the kind.
fn ends_with(object: &str, kind: &str) -> bool {
    let Some(start) = object.len().checked_sub(kind.len()) else { return false };
    let boundary = start == 0 || object.as_bytes().get(start - 1) == Some(&b' ');
    boundary && object.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(kind))
}

fn push_name(resource: &Resource, out: &mut String) {
    let name = if resource.name.is_empty() { &resource.id } else { &resource.name };
    if !name.is_empty() {
        out.push(' ');
        push_quoted(name, out);
    }
}

/// What was decided, why, and what would have allowed it.
fn push_verdict(record: &Record, out: &mut String) {
    match record.decision {
        Decision::Allow => push_allowed(record, out),
        Decision::Limit => {
            let _ = write!(out, "slowed down: {}", why(record));
        }
        Decision::Deny => {
            let exists = record
                .target()
                .is_some_and(|target| !target.name.is_empty() || target.workspace.is_some());
            match record.reason.as_ref() {
                "not_visible" if record.because.is_empty() => out.push_str("not found"),
                "not_visible" if exists => {
                    let _ = write!(out, "denied as not found: {}", why(record));
                }
                "not_visible" => {
                    let _ = write!(out, "not found: {}", why(record));
                }
                "audit_unavailable" | "engine_unavailable" => {
                    let _ = write!(out, "refused: {}", why(record));
                }
                _ if !record.by.is_empty() => {
                    let _ = write!(out, "denied by {}", explanation(&record.by));
                    if !record.because.is_empty() {
                        let _ = write!(out, ": {}", explanation(&record.because));
                    }
                }
                _ => {
                    let _ = write!(out, "denied: {}", why(record));
                }
            }
        }
    }
    for (at, need) in record.needs.iter().enumerate() {
        out.push_str(if at == 0 { "; smallest grant: " } else { " and " });
        out.push_str(&explanation(need));
    }
}

fn push_allowed(record: &Record, out: &mut String) {
    match (record.by.is_empty(), record.because.is_empty()) {
        (false, _) => write!(out, "allowed by {}", explanation(&record.by)),
        (true, false) => write!(out, "allowed: {}", explanation(&record.because)),
        (true, true) => write!(out, "allowed"),
    }
    .unwrap_or_default();
    let Some(answer) = &record.result else { return };
    match answer {
        Answer { effect: Some(Effect::Executed), .. } => {
            out.push_str("; interrupted by a stop of the server, but it was carried out");
        }
        Answer { effect: Some(Effect::NotExecuted), .. } => {
            out.push_str("; interrupted by a stop of the server, and nothing was done");
        }
        Answer { status: 501, .. } => out.push_str("; not served here yet (501)"),
        Answer { status: status @ 400.., .. } => {
            let _ = write!(out, "; the answer was {status}");
        }
        Answer { .. } => {}
    }
}

/// The explanation of a denial: the record's own, else what its reason code means.
fn why(record: &Record) -> String {
    if record.because.is_empty() {
        reason_in_words(&record.reason).to_owned()
    } else {
        explanation(&record.because)
    }
}

fn explanation(text: &str) -> String {
    clean_to(text.trim_end_matches(['.', ' ']), EXPLANATION)
}

fn reason_in_words(reason: &str) -> &'static str {
    match reason {
        "unauthenticated" => "no valid credential",
        "gateway_halted" => "every agent is stopped",
        "agent_suspended" => "the agent is suspended",
        "agent_killed" => "the agent was stopped for good",
        "agent_expired" => "the agent has expired",
        "network_blocked" => "the agent may not call from this network",
        "owner_inactive" => "the agent's owner is not active",
        "unknown_operation" => "unknown operations are never allowed",
        "bad_request" => "the call could not be understood",
        "ambiguous_resource" => "the call names its resource in two ways",
        "admin_only" => "only an administrator may",
        "owner_forbidden" => "the agent's owner may not do this",
        "blocked" => "a block forbids it",
        "not_granted" => "no grant allows it",
        "condition_failed" => "a condition of the grant is not met",
        "outside_window" => "the grant does not hold at this time",
        "rate_limited" => "too many calls",
        "too_large" => "the body is too large",
        "budget_spent" => "the budget is spent",
        "audit_unavailable" => "the audit log could not be written",
        "engine_unavailable" => "the decision could not be made",
        _ => "it is not allowed",
    }
}

/// Both forms of a verb.
struct Words {
    infinitive: String,
    past: String,
}

/// Looks a verb's forms up; the catalogue builds them anew on each call.
fn verb(verb: Verb) -> &'static Words {
    static ALL: LazyLock<Vec<(Verb, Words)>> = LazyLock::new(|| {
        let mut all: Vec<(Verb, Words)> = Vec::new();
        for spec in CATALOGUE.iter() {
            let verb = spec.phrase.verb;
            if all.iter().all(|(have, _)| *have != verb) {
                all.push((verb, Words { infinitive: verb.infinitive(), past: verb.past() }));
            }
        }
        all
    });
    static UNUSED: LazyLock<Words> =
        LazyLock::new(|| Words { infinitive: "call".to_owned(), past: "called".to_owned() });
    ALL.iter().find(|(have, _)| *have == verb).map_or(&UNUSED, |(_, words)| words)
}

/// Every word that can follow the actor.
fn deed_words() -> &'static [String] {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let verbs = CATALOGUE.iter().map(|spec| verb(spec.phrase.verb).past.clone());
        let others = ["set", "tried", "asked", "called", "made", "for", "at"].map(str::to_owned);
        let mut all: Vec<String> = verbs.chain(others).collect();
        all.sort();
        all.dedup();
        all
    });
    &ALL
}

#[cfg(test)]
mod tests;
