//! Collections: the documents that reports show.
#![cfg(test)]

use model::runnable;
use serde_json::json;

use super::{cases, compare};

/// `json` is the document of `given`, made-up ids as `#id`.
#[test]
fn collections_are_normalised_as_measured() {
    compare("collections", &cases("collections.json"), |case| {
        let given = case["given"].to_string();
        let collection = runnable::parse(&given, &mut || "#id".to_owned()).unwrap();
        let mut json = collection.to_json();
        for (number, item) in collection.items.iter().enumerate() {
            // Made-up ids of examples are UUIDs.
            for (position, example) in item.examples().iter().enumerate() {
                assert_eq!(item.to_json()["response"][position], *example);
                if example["id"].as_str().is_some_and(|id| id.len() == 36) {
                    json["item"][number]["response"][position]["id"] = "#id".into();
                }
            }
        }
        vec![("json", json)]
    });
}

/// `chosen` are the ids of the items that run when `given` names folders and requests.
#[test]
fn names_choose_as_measured() {
    compare("select", &cases("select.json"), |case| {
        let document =
            json!({"info": {"_postman_id": "cid", "name": "root"}, "item": case["item"]});
        let collection = runnable::parse(&document.to_string(), &mut String::new).unwrap();
        let names: Vec<String> = serde_json::from_value(case["given"].clone()).unwrap();
        let chosen = match collection.select(&names) {
            Ok(items) => items.iter().map(|item| collection.items[*item].id.as_str()).collect(),
            Err(fault) => format!("runtime~extractRunnableItems: {fault}").into(),
        };
        vec![("chosen", chosen)]
    });
}
