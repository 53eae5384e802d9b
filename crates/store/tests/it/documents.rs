//! Environments, APIs and globals: texts kept as they were sent.

use model::ElementKind::{self, Api, Environment};
use model::secret::Document;
use proptest::prelude::*;
use store::{Expect, StoreError};

use crate::on_both_engines;
use crate::rig::{Rig, seen};

on_both_engines!(
    any_text_comes_back_as_it_was_sent,
    a_large_text_comes_back_too,
    every_state_is_kept_with_its_secrets,
    a_put_that_changes_nothing_adds_no_state,
    globals_are_a_text_of_the_workspace,
);

/// JSON objects with numbers, names and spaces that a parser might like to change.
fn texts() -> impl Strategy<Value = String> {
    let number = prop_oneof!["1\\.0", "1e3", "12345678901234567890", "-0", "[1-9][0-9]{0,30}"];
    let string = "[a-z\u{e9}\u{1F600} ]{0,12}".prop_map(|text| format!("\"{text}\""));
    let value = prop_oneof![
        number.prop_map(|text| text.clone()),
        string,
        Just("null".to_owned()),
        Just("\"a\\u0000b\\\"\"".to_owned()),
        Just("{\"deep\" : [ [1.50] ] }".to_owned()),
    ];
    let kind = prop_oneof![
        Just(",\"type\":\"secret\""),
        Just(", \"secret\" : true"),
        Just(",\"type\":\"default\""),
        Just(""),
    ];
    let entry = ("[a-z]{1,5}", value, kind)
        .prop_map(|(key, value, kind)| format!("{{\"key\":\"{key}\", \"value\":{value}{kind}}}"));
    let entries = prop::collection::vec(entry, 0..5);
    (entries, "[ \n]{0,3}").prop_map(|(entries, space)| {
        format!("{{{space}\"name\":\"n\",\"values\":[{}]{space}}}", entries.join(","))
    })
}

/// Runs a property whose cases wait.
fn cases<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

async fn any_text_comes_back_as_it_was_sent(rig: Rig) {
    let core = rig.workspace("Core").await;
    let mut element = rig.environment(&core, "{}").await;
    let mut secrets = 0;
    for text in cases(texts(), 60) {
        let made = rig.environment(&core, &text).await;
        assert_eq!(read(&rig, Environment, &made.id).await, text);

        let document = Document::extract(&text);
        secrets += document.secrets.len();
        let (stamp, expect) = (rig.stamp(), seen(&element));
        let changed =
            rig.store.replace_document(&stamp, Environment, &element.id, &expect, "env", document);
        element = changed.await.unwrap();
        assert_eq!(read(&rig, Environment, &element.id).await, text);
    }
    assert!(secrets > 20, "the cases hold only {secrets} secrets");
}

async fn read(rig: &Rig, kind: ElementKind, id: &str) -> String {
    rig.store.document(kind, id).await.unwrap().unwrap().1.fill()
}

async fn a_large_text_comes_back_too(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = format!(r#"{{"values":[{{"key":"k","value":"{}"}}]}}"#, "x".repeat(3_000_000));
    let element = rig.environment(&core, &text).await;
    assert!(read(&rig, Environment, &element.id).await == text);
}

async fn every_state_is_kept_with_its_secrets(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = |one: &str, two: &str| {
        format!(
            r#"{{"values":[{{"key":"a","value":"{one}","type":"secret"}},{{"key":"b","value":"{two}","secret":true}}]}}"#
        )
    };
    let mut element = rig.environment(&core, &text("s1", "t1")).await;
    for (one, two) in [("s1", "t2"), ("s3", "t2")] {
        let (stamp, expect) = (rig.stamp(), seen(&element));
        let document = Document::extract(&text(one, two));
        let put =
            rig.store.replace_document(&stamp, Environment, &element.id, &expect, "env", document);
        element = put.await.unwrap();
    }
    let states = rig.store.revisions(&element.id).await.unwrap();
    let texts: Vec<String> =
        states.iter().map(|state| state.document.as_ref().unwrap().fill()).collect();
    assert_eq!(texts, [text("s1", "t1"), text("s1", "t2"), text("s3", "t2")]);
    assert_eq!(states.iter().map(|state| state.number).collect::<Vec<_>>(), [1, 2, 3]);
}

async fn a_put_that_changes_nothing_adds_no_state(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = r#"{"values":[{"key":"a","value":"v","type":"secret"}]}"#;
    let element = rig.environment(&core, text).await;
    let put = async |expect: &Expect, name: &str| {
        let (stamp, document) = (rig.stamp(), Document::extract(text));
        let put =
            rig.store.replace_document(&stamp, Environment, &element.id, expect, name, document);
        put.await.unwrap()
    };
    let same = put(&seen(&element), "env").await;
    assert_eq!(same.version, 2, "a put is a put");
    assert_eq!(rig.store.revisions(&element.id).await.unwrap().len(), 1);

    put(&seen(&same), "new name").await;
    let states = rig.store.revisions(&element.id).await.unwrap();
    let names: Vec<&str> = states.iter().map(|state| state.name.as_str()).collect();
    assert_eq!(names, ["env", "new name"]);
}

async fn globals_are_a_text_of_the_workspace(rig: Rig) {
    let core = rig.workspace("Core").await;
    assert_eq!(rig.store.globals(&core.id).await.unwrap(), None);
    let texts = [
        r#"{"values":[{"key":"a","value":"first","type":"secret"}]}"#,
        r#"{"values":[{"key":"a","value":"second","type":"secret"}]}"#,
    ];
    for text in texts {
        let put =
            rig.store.put_globals(&rig.stamp(), &core.id, Document::extract(text), None).await;
        put.unwrap();
        assert_eq!(rig.store.globals(&core.id).await.unwrap().unwrap().fill(), text);
    }
    let states = rig.store.revisions(&format!("globals:{}", core.id)).await.unwrap();
    assert_eq!(states.len(), 2);
    assert_eq!(states[0].document.as_ref().unwrap().fill(), texts[0]);

    let nowhere = rig.store.put_globals(&rig.stamp(), "nope", Document::plain("{}"), None).await;
    assert_eq!(nowhere, Err(StoreError::NotFound));
    // An element can't be reached under the name of globals, nor globals as an element.
    let found = rig.store.document(Api, &format!("globals:{}", core.id)).await.unwrap();
    assert_eq!(found, None);
}
