//! What changed since the last good run.

use serde_json::{Value, json};

use crate::collect::{Collected, Seen};

/// An answer counts as slower when it takes so much longer, and so many milliseconds at least.
const SLOWER: (u64, u64) = (3, 200);
/// So many changes are told.
const TOLD: usize = 50;

/// What a run is compared by later.
pub(crate) fn print(collected: &Collected, collection: i64, environment: Option<i64>) -> Value {
    let items: Vec<Value> = collected
        .items
        .iter()
        .map(|seen| {
            json!({ "id": seen.id, "name": seen.name, "code": seen.code, "time": seen.time })
        })
        .collect();
    json!({ "collection": collection, "environment": environment, "items": items })
}

/// What differs between the last good run, by its print, and this one: a sentence each.
pub(crate) fn changes(
    good: &Value,
    now: &Collected,
    collection: i64,
    environment: Option<i64>,
) -> Vec<String> {
    let mut told = Vec::new();
    let revision = |name: &str| good.get(name).and_then(Value::as_i64);
    match revision("collection") {
        Some(before) if before != collection => {
            told.push(format!("the collection changed from revision {before} to {collection}"));
        }
        _ => {}
    }
    match (revision("environment"), environment) {
        (Some(before), Some(now)) if before != now => {
            told.push(format!("the environment changed from revision {before} to {now}"));
        }
        (Some(_), None) => told.push("there is no environment any more".to_owned()),
        (None, Some(_)) => told.push("there was no environment".to_owned()),
        _ => {}
    }
    let before: Vec<Seen> = items(good);
    for seen in &now.items {
        let Some(known) = before.iter().find(|known| known.id == seen.id) else { continue };
        let status = |seen: &Seen| seen.code.map_or("nothing".to_owned(), |it| it.to_string());
        if known.code != seen.code {
            let (from, to) = (status(known), status(seen));
            told.push(format!("'{}' answered {to}, and {from} before", seen.name));
        } else if seen.time > known.time.saturating_mul(SLOWER.0)
            && seen.time - known.time >= SLOWER.1
        {
            let (name, from, to) = (&seen.name, known.time, seen.time);
            told.push(format!("'{name}' took {to} ms, and {from} ms before"));
        }
    }
    for failure in &now.failures {
        let assertion = failure.get("assertion").and_then(Value::as_str);
        let item = failure.pointer("/item/name").and_then(Value::as_str);
        if let (Some(assertion), Some(item)) = (assertion, item) {
            told.push(format!("'{assertion}' of '{item}' failed, and passed before"));
        }
    }
    told.truncate(TOLD);
    told
}

fn items(print: &Value) -> Vec<Seen> {
    let items = print.get("items").and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(|item| {
            let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
            let code = item.get("code").and_then(Value::as_u64);
            Some(Seen {
                id: text("id")?,
                name: text("name")?,
                code: code.and_then(|code| u16::try_from(code).ok()),
                time: item.get("time").and_then(Value::as_u64)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(code: Option<u16>, time: u64) -> Collected {
        let seen = Seen { id: "i".to_owned(), name: "user".to_owned(), code, time };
        Collected { items: vec![seen], ..Collected::default() }
    }

    #[test]
    fn each_difference_is_a_sentence() {
        let good = print(&seen(Some(200), 20), 3, Some(1));
        let mut now = seen(Some(500), 20);
        now.failures = vec![json!({ "assertion": "is ok", "item": { "name": "user" } })];
        assert_eq!(
            changes(&good, &now, 5, Some(1)),
            [
                "the collection changed from revision 3 to 5",
                "'user' answered 500, and 200 before",
                "'is ok' of 'user' failed, and passed before",
            ]
        );
        assert_eq!(
            changes(&good, &seen(None, 0), 3, Some(2)),
            [
                "the environment changed from revision 1 to 2",
                "'user' answered nothing, and 200 before",
            ]
        );
        let slow = seen(Some(200), 900);
        assert_eq!(changes(&good, &slow, 3, Some(1)), ["'user' took 900 ms, and 20 ms before"]);
        assert_eq!(changes(&good, &seen(Some(200), 60), 3, Some(1)), Vec::<String>::new());
    }
}
