//! The log of calls of mocks.

use model::ElementKind::Mock;
use store::{MockCall, MockCallQuery};

use crate::on_both_engines;
use crate::rig::{Rig, seen};

on_both_engines!(
    calls_are_found_by_what_they_were,
    pages_follow_each_other,
    old_calls_and_those_above_the_number_are_forgotten,
    calls_go_with_their_mock,
);

fn call(mock: &str, at: i64, method: &str, path: &str) -> MockCall {
    MockCall {
        mock: mock.to_owned(),
        id: format!("c{at}"),
        at,
        name: "found".to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        status: if path == "/none" { 404 } else { 200 },
        matched: path != "/none",
        request: r#"{"body":{"data":"\u0000"}}"#.to_owned(),
        response: "{}".to_owned(),
    }
}

async fn mock(rig: &Rig) -> model::Element {
    let workspace = rig.workspace("W").await;
    rig.document(Mock, &workspace, "m", r#"{"collection":"c"}"#).await
}

fn all() -> MockCallQuery {
    MockCallQuery { limit: 100, ..MockCallQuery::default() }
}

async fn found(rig: &Rig, mock: &str, query: &MockCallQuery) -> Vec<i64> {
    let calls = rig.store.mock_calls(mock, query).await.unwrap();
    calls.iter().map(|call| call.at).collect()
}

async fn calls_are_found_by_what_they_were(rig: Rig) {
    let mock = mock(&rig).await.id;
    let calls = vec![
        call(&mock, 1, "GET", "/Users?page=1"),
        call(&mock, 2, "POST", "/users"),
        call(&mock, 3, "GET", "/none"),
        call("gone", 4, "GET", "/users"),
    ];
    rig.store.add_mock_calls(calls.clone()).await.unwrap();
    assert_eq!(found(&rig, &mock, &all()).await, [3, 2, 1]);
    assert_eq!(found(&rig, "gone", &all()).await, [0; 0], "of a mock that is not there");
    let with = MockCallQuery { contents: true, ascending: true, ..all() };
    assert_eq!(rig.store.mock_calls(&mock, &with).await.unwrap(), calls[..3]);
    for (query, expected) in [
        (MockCallQuery { since: Some(2), ..all() }, vec![3, 2]),
        (MockCallQuery { until: Some(2), ..all() }, vec![2, 1]),
        (MockCallQuery { status: Some(404), ..all() }, vec![3]),
        (MockCallQuery { matched: Some(true), ..all() }, vec![2, 1]),
        (MockCallQuery { method: Some("get".to_owned()), ..all() }, vec![3, 1]),
        (MockCallQuery { path: Some("/USERS".to_owned()), ..all() }, vec![2, 1]),
        (MockCallQuery { path: Some("/users?page=1".to_owned()), ..all() }, vec![1]),
        (MockCallQuery { path: Some("/user".to_owned()), ..all() }, vec![]),
    ] {
        assert_eq!(found(&rig, &mock, &query).await, expected, "{query:?}");
    }
}

async fn pages_follow_each_other(rig: Rig) {
    let mock = mock(&rig).await.id;
    let mut calls: Vec<MockCall> = (0..10).map(|at| call(&mock, at / 3, "GET", "/a")).collect();
    for (number, call) in calls.iter_mut().enumerate() {
        call.id = format!("c{number}");
    }
    rig.store.add_mock_calls(calls).await.unwrap();
    for ascending in [true, false] {
        let mut query = MockCallQuery { limit: 4, ascending, ..all() };
        let mut ids = Vec::new();
        loop {
            let page = rig.store.mock_calls(&mock, &query).await.unwrap();
            let Some(last) = page.last() else { break };
            query.after = Some((last.at, last.id.clone()));
            ids.extend(page.into_iter().map(|call| call.id));
        }
        let mut expected: Vec<String> = (0..10).map(|number| format!("c{number}")).collect();
        if !ascending {
            expected.reverse();
        }
        assert_eq!(ids, expected);
    }
}

async fn old_calls_and_those_above_the_number_are_forgotten(rig: Rig) {
    let mock = mock(&rig).await.id;
    let calls = (1..=9).map(|at| call(&mock, at, "GET", "/a")).collect();
    rig.store.add_mock_calls(calls).await.unwrap();
    rig.store.forget_mock_calls(None, 3, 100).await.unwrap();
    assert_eq!(found(&rig, &mock, &all()).await, [9, 8, 7, 6, 5, 4, 3]);
    let only = Some(vec![mock.clone()]);
    rig.store.forget_mock_calls(Some(vec![]), 0, 2).await.unwrap();
    assert_eq!(found(&rig, &mock, &all()).await.len(), 7, "it was not meant");
    rig.store.forget_mock_calls(only, 0, 2).await.unwrap();
    assert_eq!(found(&rig, &mock, &all()).await, [9, 8]);
    rig.store.forget_mock_calls(None, 0, 2).await.unwrap();
    assert_eq!(found(&rig, &mock, &all()).await, [9, 8]);
}

async fn calls_go_with_their_mock(rig: Rig) {
    let element = mock(&rig).await;
    let calls = || vec![call(&element.id, 1, "GET", "/a")];
    rig.store.add_mock_calls(calls()).await.unwrap();
    let stamp = rig.stamp();
    rig.store.delete_element(&stamp, Mock, &element.id, &seen(&element)).await.unwrap();
    assert_eq!(found(&rig, &element.id, &all()).await, [0; 0]);
    let element = mock(&rig).await;
    rig.store.add_mock_calls(vec![call(&element.id, 1, "GET", "/a")]).await.unwrap();
    let stamp = rig.stamp();
    rig.store.delete_workspace(&stamp, &element.workspace, None).await.unwrap();
    assert_eq!(found(&rig, &element.id, &all()).await, [0; 0]);
}
