use serde_json::Value;

use super::*;
use crate::Hash;

/// A record with every field set.
pub(crate) fn full() -> Record {
    let spec = catalog::spec("putCollection").unwrap();
    Record {
        actor: Actor::agent("agt_a", "Release bot", "1", "Ana").with_key("key_k", "wxyz"),
        args: Args {
            body: Some(Body {
                bytes: 12,
                sha256: "00".to_owned(),
                shape: Pairs::from_iter([("collection", "object"), ("a", "array")]),
            }),
            cut: true,
            ignored: vec!["zzz".to_owned()],
            params: Pairs::from_iter([
                ("z", "1"),
                ("\u{fffd}", "2"),
                ("\u{1f600}", "3"),
                ("a", "4"),
                ("a", "5"),
            ]),
        },
        because: "its role is admin".to_owned(),
        by: "collections write".to_owned(),
        client: Client {
            ip: Some("127.0.0.1".to_owned()),
            mcp_client: Some("client 1".to_owned()),
            mcp_session: Some("s".to_owned()),
            user_agent: Some("agent/1".to_owned()),
        },
        count: 2,
        derived: Derived { removes: Some(4), total: Some(31) },
        event: Some(Event::Outage {
            since: Moment(1),
            until: Some(Moment(2)),
            why: "no space".to_owned(),
        }),
        intent_id: Some(RecordId::now()),
        intent_seq: Some(7),
        needs: vec!["collections full".to_owned()],
        op: Some(Op::of(spec).by_tool("putCollection")),
        parent_id: Some(RecordId::now()),
        policy_version: 3,
        reason: "not_granted".into(),
        resources: vec![
            Resource {
                access: "write".into(),
                uid: "1-c1".to_owned(),
                ..Resource::target("collection", "c1", "Payments").within("w1", "Core")
            },
            Resource::workspace("w1", "Core"),
        ],
        result: Some(Answer {
            bytes: 1,
            effect: Some(Effect::Executed),
            items_hidden: Some(2),
            items_returned: Some(3),
            latency_us: 4,
            status: 200,
        }),
        rules: vec!["grt_g".to_owned()],
        text: "A \"sentence\" \u{7f}\u{1}.".to_owned(),
        ..Record::new(RecordKind::Outcome, Channel::McpHttp)
    }
}

/// Every event, so that their keys are looked at too.
fn events() -> Vec<Event> {
    let file = || "audit-1.log".to_owned();
    vec![
        Event::Clock { behind_us: 7_000_000 },
        Event::Cut { bytes: 1, file: file(), offset: 2 },
        Event::Damage { file: file(), offset: 2 },
        Event::Footer { count: 1, first_seq: 2, last_seq: 3 },
        Event::Header {
            created: Moment(1),
            log_id: "log_x".to_owned(),
            number: 1,
            prev: Hash::default(),
            wording: "w".to_owned(),
        },
        Event::Opened { version: "1".to_owned() },
        Event::Outage { since: Moment(1), until: None, why: "full".to_owned() },
    ]
}

fn assert_sorted(value: &Value) {
    match value {
        Value::Object(object) => {
            let keys: Vec<Vec<u16>> =
                object.keys().map(|key| key.encode_utf16().collect()).collect();
            assert!(keys.is_sorted(), "{:?}", object.keys().collect::<Vec<_>>());
            object.values().for_each(assert_sorted);
        }
        Value::Array(items) => items.iter().for_each(assert_sorted),
        Value::Number(number) => assert!(number.is_u64() || number.is_i64(), "{number}"),
        _ => {}
    }
}

#[test]
fn keys_are_sorted() {
    let mut records: Vec<Record> =
        events().into_iter().map(|event| Record::system(event, Moment(0))).collect();
    records.push(full());
    records.push(Record::default());
    for record in records {
        let text = serde_json::to_string(&record).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_sorted(&value);
        assert_eq!(serde_json::to_string(&value).unwrap(), text, "no other form of the same");
        assert_eq!(Record::parse(&text), Some(record));
    }
}

#[test]
fn the_full_record_has_every_field() {
    let value = serde_json::to_value(full()).unwrap();
    let expected = [
        "actor",
        "args",
        "because",
        "by",
        "channel",
        "client",
        "count",
        "decision",
        "derived",
        "event",
        "id",
        "intent_id",
        "intent_seq",
        "kind",
        "mono_us",
        "needs",
        "op",
        "parent_id",
        "policy_version",
        "reason",
        "resources",
        "result",
        "rules",
        "seq",
        "text",
        "ts",
        "v",
    ];
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, expected);
    assert_eq!(value["args"]["params"]["a"], "4, 5");
}

#[test]
fn an_outcome_keeps_the_facts_of_its_intent() {
    let intent = Record { kind: RecordKind::Intent, seq: 9, ..full() };
    let outcome = intent.outcome(9, Answer::status(200));
    assert_eq!((outcome.intent_id, outcome.intent_seq), (Some(intent.id.clone()), Some(9)));
    assert_eq!((outcome.kind, &outcome.resources), (RecordKind::Outcome, &intent.resources));
    assert_ne!(outcome.id, intent.id);
}
