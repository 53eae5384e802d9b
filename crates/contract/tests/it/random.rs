//! Whatever comes in, the checks answer and never panic.

use catalog::{CATALOGUE, spec};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

fn id() -> impl Strategy<Value = &'static str> {
    (0..CATALOGUE.len()).prop_map(|index| CATALOGUE[index].id)
}

fn described() -> impl Strategy<Value = &'static str> {
    let ids: Vec<&'static str> = contract::operations().map(|one| one.id.as_str()).collect();
    proptest::sample::select(ids)
}

/// Names the contract knows, and others.
fn name() -> impl Strategy<Value = String> {
    let names: Vec<String> = contract::operations()
        .flat_map(|operation| operation.parameters.iter().map(|one| one.name.clone()))
        .collect();
    prop_oneof![proptest::sample::select(names), ".{0,12}"]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,20}", "-?[0-9]{1,22}", "(team|scim|private|,| ){0,6}", "true|false|minimal"]
}

/// JSON whose member names are often those of the contract.
fn tree() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("environment"),
        Just("collection"),
        Just("workspace"),
        Just("values"),
        Just("name"),
        Just("key"),
        Just("value"),
        Just("type"),
        Just("roles"),
        Just("path"),
        Just("op"),
        Just("agent"),
        Just("grant"),
        Just("scope"),
        Just("notAfter"),
        Just("info"),
        Just("events"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,10}".prop_map(Value::from),
        Just(json!("private")),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((word.clone(), inner), 0..6).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn queries(id in id(), query in vec((name(), text()), 0..6)) {
        match contract::check_query(spec(id).unwrap(), &query) {
            Ok(checked) => {
                for (name, value) in &query {
                    let kept = checked.text(name) == Some(value.as_str());
                    prop_assert!(kept || checked.ignored.contains(name), "{id} lost `{name}`");
                }
            }
            Err(problem) => prop_assert!(problem.to_string().contains(&problem.parameter)),
        }
    }

    #[test]
    fn bodies_of_any_text(id in id(), body in ".{0,200}") {
        let _ = contract::check_body(id, &body);
    }

    #[test]
    fn bodies_of_any_json(id in described(), body in tree()) {
        if let Err(violations) = contract::check_body(id, &body.to_string()) {
            prop_assert!(!violations.is_empty());
            prop_assert!(violations.iter().all(|one| !one.what.is_empty()));
        }
    }

    #[test]
    fn answers_of_any_json(id in id(), status in 100..600u16, body in tree()) {
        let body = body.to_string();
        let _ = contract::check_response(id, status, Some("application/json"), body.as_bytes());
    }
}

#[test]
fn deep_nesting_is_refused_and_survived() {
    for depth in [100, 1_000, 100_000] {
        let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(contract::check_body("createWorkspace", &body).is_err(), "{depth}");
    }
}
