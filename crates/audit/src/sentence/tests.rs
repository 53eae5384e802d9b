mod forge;

use catalog::CATALOGUE;

use super::{sentence, verb, wording};
use crate::{
    Actor, Answer, Channel, Client, Decision, Derived, Event, Moment, Op, Record, RecordKind,
    Resource, Role,
};

fn agent() -> Actor {
    Actor::agent("agt_a", "Release bot", "1", "Ana")
}

fn call(operation: &str, resources: Vec<Resource>) -> Record {
    Record {
        actor: agent(),
        op: Some(Op::of(catalog::spec(operation).unwrap())),
        resources,
        ..Record::new(RecordKind::Decision, Channel::Rest)
    }
}

fn allowed(operation: &str, resources: Vec<Resource>, by: &str) -> Record {
    Record { by: by.to_owned(), ..call(operation, resources) }
}

fn denied(
    operation: &str,
    resources: Vec<Resource>,
    reason: &'static str,
    because: &str,
) -> Record {
    Record {
        decision: Decision::Deny,
        reason: reason.into(),
        because: because.to_owned(),
        ..call(operation, resources)
    }
}

fn payments() -> Resource {
    Resource::target("collection", "c1", "Payments").within("w1", "Core")
}

fn core() -> Resource {
    Resource::target("workspace", "w1", "Core")
}

fn answered(record: Record, result: Answer) -> Record {
    Record { result: Some(result), ..record }
}

fn check(cases: Vec<(Record, &str)>) {
    for (record, expected) in cases {
        assert_eq!(sentence(&record), expected);
    }
}

#[test]
fn allowed_calls() {
    let intent = Record {
        kind: RecordKind::Intent,
        ..allowed("deleteCollection", vec![payments()], "collections full")
    };
    let listed = Answer { items_returned: Some(12), items_hidden: Some(3), ..Answer::status(200) };
    let all = Answer { items_returned: Some(2), items_hidden: Some(0), ..Answer::status(200) };
    let response = Resource::target("resource", "r1", "");
    check(vec![
        (
            allowed("getCollection", vec![payments()], "collections read"),
            "Release bot, for Ana, read collection 'Payments' in workspace 'Core' \
             — allowed by collections read.",
        ),
        (
            answered(
                allowed(
                    "getCollections",
                    vec![Resource::workspace("w1", "Core")],
                    "collections read",
                ),
                listed,
            ),
            "Release bot, for Ana, listed collections in workspace 'Core': 12 shown, 3 hidden \
             — allowed by collections read.",
        ),
        (
            answered(allowed("getWorkspaces", vec![], "workspaces read"), all),
            "Release bot, for Ana, listed workspaces: 2 shown — allowed by workspaces read.",
        ),
        (
            Record {
                derived: Derived { removes: Some(4), total: Some(31) },
                ..answered(
                    allowed("putCollection", vec![payments()], "collections write"),
                    Answer::status(200),
                )
            },
            "Release bot, for Ana, replaced collection 'Payments' in workspace 'Core', removing 4 \
             of 31 items — allowed by collections write.",
        ),
        (
            allowed("getCollectionResponse", vec![payments(), response], "collections read"),
            "Release bot, for Ana, read collection response 'r1' in collection 'Payments' in \
             workspace 'Core' — allowed by collections read.",
        ),
        (
            allowed("updateWorkspaceGlobalVariables", vec![core()], "workspaces write"),
            "Release bot, for Ana, replaced global variables of the workspace 'Core' \
             — allowed by workspaces write.",
        ),
        (
            allowed(
                "transferCollectionRequests",
                vec![
                    Resource::target("collection", "a", "Drafts").as_role(Role::Source),
                    Resource::target("collection", "b", "Live").as_role(Role::Destination),
                ],
                "collections full",
            ),
            "Release bot, for Ana, moved requests from collection 'Drafts' to collection 'Live' \
             — allowed by collections full.",
        ),
        (
            intent.clone(),
            "Release bot, for Ana, set out to delete collection 'Payments' in workspace 'Core' \
             — allowed by collections full.",
        ),
        (
            intent.outcome(1, Answer::status(200)),
            "Release bot, for Ana, deleted collection 'Payments' in workspace 'Core' \
             — allowed by collections full.",
        ),
        (
            intent.outcome(1, Answer::status(409)),
            "Release bot, for Ana, tried to delete collection 'Payments' in workspace 'Core' \
             — allowed by collections full; the answer was 409.",
        ),
        (
            intent.outcome(1, Answer::recovered(true)),
            "Release bot, for Ana, set out to delete collection 'Payments' in workspace 'Core' \
             — allowed by collections full; interrupted by a stop of the server, but it was \
             carried out.",
        ),
        (
            intent.outcome(1, Answer::recovered(false)),
            "Release bot, for Ana, set out to delete collection 'Payments' in workspace 'Core' \
             — allowed by collections full; interrupted by a stop of the server, and nothing was \
             done.",
        ),
        (
            answered(allowed("getMonitors", vec![], "monitors read"), Answer::status(501)),
            "Release bot, for Ana, tried to list monitors — allowed by monitors read; \
             not served here yet (501).",
        ),
    ]);
}

#[test]
fn people_and_administrators() {
    let by = |actor: Actor, record: Record| Record { actor, ..record };
    let because = |text: &str, record: Record| Record { because: text.to_owned(), ..record };
    let bot = || vec![Resource::target("agent", "agt_a", "Release bot")];
    check(vec![
        (
            by(
                Actor::user("1", "Ana Ruiz"),
                because("its role is admin", call("deleteWorkspace", vec![core()])),
            ),
            "Ana Ruiz deleted workspace 'Core' — allowed: its role is admin.",
        ),
        (
            by(Actor::local_admin("ana"), call("createAgent", bot())),
            "local administrator ana created agent 'Release bot' — allowed.",
        ),
        (
            by(Actor::admin_key("key_x", "first key"), call("killAgent", bot())),
            "Admin key 'first key' killed agent 'Release bot' — allowed.",
        ),
        (
            by(Actor::user("2", "local administrator root"), call("getUsers", vec![])),
            "'local administrator root' listed users — allowed.",
        ),
        (
            by(Actor::user("2", "Bo"), denied("createAgent", vec![], "admin_only", "")),
            "Bo tried to create agent — denied: only an administrator may.",
        ),
    ]);
}

#[test]
fn denied_calls() {
    let hidden = || Resource::target("environment", "5daabc50", "").within("w2", "Finance");
    let absent = || Resource::target("environment", "0000", "");
    let unknown = Record {
        op: Some(Op::unknown("POST", "/internal/users")),
        ..call("getCollection", vec![])
    };
    check(vec![
        (
            Record {
                needs: vec!["workspaces full on 'Core'".to_owned()],
                ..denied(
                    "deleteWorkspace",
                    vec![core()],
                    "not_granted",
                    "its access to workspaces is read",
                )
            },
            "Release bot, for Ana, tried to delete workspace 'Core' — denied: its access to \
             workspaces is read; smallest grant: workspaces full on 'Core'.",
        ),
        (
            denied(
                "getEnvironment",
                vec![hidden()],
                "not_visible",
                "it exists in workspace 'Finance', where the agent has no access",
            ),
            "Release bot, for Ana, asked for environment '5daabc50' in workspace 'Finance' — \
             denied as not found: it exists in workspace 'Finance', where the agent has no access.",
        ),
        (
            denied("getEnvironment", vec![absent()], "not_visible", "no such environment"),
            "Release bot, for Ana, asked for environment '0000' — not found: no such environment.",
        ),
        (
            denied("deleteEnvironment", vec![absent()], "not_visible", ""),
            "Release bot, for Ana, tried to delete environment '0000' — not found.",
        ),
        (
            denied(
                "patchCollection",
                vec![payments()],
                "owner_forbidden",
                "its owner Ana is only a viewer of workspace 'Core'",
            ),
            "Release bot, for Ana, tried to update collection 'Payments' in workspace 'Core' — \
             denied: its owner Ana is only a viewer of workspace 'Core'.",
        ),
        (
            Record {
                by: "the block 'no public docs'".to_owned(),
                ..denied("publishDocumentation", vec![payments()], "blocked", "")
            },
            "Release bot, for Ana, tried to publish documentation of the collection 'Payments' in \
             workspace 'Core' — denied by the block 'no public docs'.",
        ),
        (
            Record { decision: Decision::Deny, reason: "unknown_operation".into(), ..unknown },
            "Release bot, for Ana, called POST '/internal/users', which is not an operation \
             Gatepost knows — denied: unknown operations are never allowed.",
        ),
        (
            denied("getCollections", vec![], "agent_suspended", ""),
            "Release bot, for Ana, tried to list collections — denied: the agent is suspended.",
        ),
        (
            denied("getCollections", vec![], "agent_expired", "it expired on 2026-01-01"),
            "Release bot, for Ana, tried to list collections — denied: it expired on 2026-01-01.",
        ),
        (
            denied("getCollection", vec![payments()], "audit_unavailable", ""),
            "Release bot, for Ana, tried to read collection 'Payments' in workspace 'Core' — \
             refused: the audit log could not be written.",
        ),
        (
            Record {
                count: 57,
                needs: vec!["collections full".to_owned(), "workspaces read".to_owned()],
                ..denied("deleteCollection", vec![payments()], "not_granted", "no grant.")
            },
            "Release bot, for Ana, tried to delete collection 'Payments' in workspace 'Core' 57 \
             times — denied: no grant; smallest grant: collections full and workspaces read.",
        ),
    ]);
}

#[test]
fn limits_and_unknown_callers() {
    let anonymous = |count, ip: Option<&str>| Record {
        actor: Actor::anonymous(),
        client: Client { ip: ip.map(str::to_owned), ..Client::default() },
        count,
        ..denied("getCollections", vec![], "unauthenticated", "")
    };
    check(vec![
        (
            Record {
                decision: Decision::Limit,
                reason: "rate_limited".into(),
                because: "300 calls a minute is its limit; the next in 14 s".to_owned(),
                ..call("getCollection", vec![payments()])
            },
            "Release bot, for Ana, tried to read collection 'Payments' in workspace 'Core' — \
             slowed down: 300 calls a minute is its limit; the next in 14 s.",
        ),
        (
            anonymous(1, Some("10.0.0.7")),
            "An unauthenticated caller at 10.0.0.7 tried to list collections — denied: no valid \
             credential.",
        ),
        (
            anonymous(40, Some("fe80::1%eth0\n — allowed")),
            "An unauthenticated caller at fe80::1%eth0allowed tried to list collections 40 times \
             — denied: no valid credential.",
        ),
        (
            Record { op: None, ..anonymous(1, None) },
            "An unauthenticated caller tried to make a call — denied: no valid credential.",
        ),
    ]);
}

#[test]
fn the_log_tells_of_itself() {
    let of = |event| Record::system(event, Moment(0));
    let note = Record {
        because: "the limits are off".to_owned(),
        ..Record::new(RecordKind::System, Channel::System)
    };
    let outage = |until| Event::Outage { since: Moment(0), until, why: "no space".to_owned() };
    check(vec![
        (note, "Gatepost: the limits are off."),
        (
            of(outage(None)),
            "Gatepost has refused calls since 1970-01-01T00:00:00.000000Z, because the audit log \
             could not be written: no space.",
        ),
        (
            of(outage(Some(Moment(1_000_000)))),
            "Gatepost refused every call from 1970-01-01T00:00:00.000000Z to \
             1970-01-01T00:00:01.000000Z, because the audit log could not be written: no space.",
        ),
        (
            of(Event::Footer { count: 3, first_seq: 1, last_seq: 3 }),
            "Gatepost ended a segment of the audit log: 3 records, 1 to 3.",
        ),
    ]);
}

#[test]
fn every_operation_has_words_of_its_own() {
    for spec in CATALOGUE.iter() {
        let text = sentence(&call(spec.id, vec![]));
        let did = &verb(spec.phrase.verb).past;
        assert_eq!(
            text,
            format!("Release bot, for Ana, {did} {} — allowed.", spec.phrase.object),
            "{}",
            spec.id
        );
        assert!(did.ends_with("ed") || matches!(did.as_str(), "read" | "ran"), "{did}");
    }
    assert_eq!(wording().len(), 16);
}
