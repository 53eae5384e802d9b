//! Creating, changing and deleting collections.

use serde_json::{Value, json};
use testkit::collection;

use super::{Team, add_collection, add_workspace, members, named, names, said, text};

pub(super) const SCHEMA: &str =
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const OTHER_SCHEMA: &str = "https://schema.postman.com/json/collection/v2.1.0/collection.json";
const OLD_SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.0.0/collection.json";
pub(super) const NOWHERE: &str = "0b0b0b0b-0000-4000-8000-000000000000";

/// A collection of these items.
pub(super) fn of(name: &str, items: &Value) -> Value {
    json!({ "collection": { "info": { "name": name, "schema": SCHEMA }, "item": items } })
}

pub(super) fn request(name: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": "https://example.com" } })
}

#[tokio::test]
async fn a_new_collection_lies_where_it_was_sent() {
    let team = Team::new().await;
    let made = team.ana.post("/collections", collection("Own")).await.expect(200);
    assert_eq!(members(&made.json["collection"]), ["id", "name", "uid"]);
    let (id, _) = team.collection("Shared").await;

    let held = team.ana.get(&format!("/workspaces/{}", team.workspace)).await.ok();
    assert_eq!(held["workspace"]["collections"][0]["id"], id);
    // Without a workspace it goes to the caller's oldest personal one.
    let personal = team.ana.get("/workspaces?type=personal").await.ok();
    let home = text(&personal["workspaces"][0]["id"]);
    let held = team.ana.get(&format!("/workspaces/{home}")).await.ok();
    assert_eq!(names(&held["workspace"]["collections"]), ["Own"]);

    let into = |workspace: &str| format!("/collections?workspace={workspace}");
    team.ana.post(&into(NOWHERE), collection("Lost")).await.expect(404);
    team.eve.post(&into(&team.workspace), collection("Lost")).await.expect(404);
    // Ben sees the workspace but only views it.
    team.ben.post(&into(&team.workspace), collection("Lost")).await.expect(403);
    assert_eq!(team.ana.get("/collections?name=Lost").await.ok()["collections"], json!([]));
}

#[tokio::test]
async fn both_addresses_of_the_format_come_back_as_sent() {
    let team = Team::new().await;
    for schema in [SCHEMA, OTHER_SCHEMA] {
        let mut body = of("Same", &json!([]));
        body["collection"]["info"]["schema"] = schema.into();
        let (id, _) = add_collection(&team.ana, &team.workspace, body).await;
        let got = team.ana.get(&format!("/collections/{id}")).await.ok();
        assert_eq!(got["collection"]["info"]["schema"], schema);
    }
}

#[tokio::test]
async fn the_older_format_becomes_the_newer_one() {
    let team = Team::new().await;
    let body = json!({ "collection": {
        "info": { "name": "Old", "schema": OLD_SCHEMA },
        "item": [{ "name": "Q", "request": { "url": "https://example.com/a?b=c", "method": "GET",
            "auth": { "type": "basic", "basic": { "username": "u", "password": "p" } } } }],
    } });
    let (id, _) = add_collection(&team.ana, &team.workspace, body).await;
    let got = team.ana.get(&format!("/collections/{id}")).await.ok();
    let got = &got["collection"];
    assert_eq!(got["info"]["schema"], SCHEMA);
    let request = &got["item"][0]["request"];
    assert_eq!(request["url"]["query"], json!([{ "key": "b", "value": "c" }]));
    let auth = request["auth"]["basic"].as_array().unwrap();
    assert_eq!((&auth[0]["key"], &auth[0]["value"]), (&json!("username"), &json!("u")));
}

#[tokio::test]
async fn what_is_no_collection_is_refused_with_its_path() {
    let team = Team::new().await;
    let info = json!({ "name": "x", "schema": SCHEMA });
    let wrap = |inner: Value| json!({ "collection": inner });
    let cases = [
        (json!({}), ": must have required property 'collection'"),
        (wrap(json!(7)), ": must be object"),
        (wrap(json!({ "item": [] })), ": must have required property 'info'"),
        (wrap(json!({ "info": info })), ": must have required property 'item'"),
        (
            wrap(json!({ "info": { "schema": SCHEMA }, "item": [] })),
            "info: must have required property 'name'",
        ),
        (
            wrap(json!({ "info": { "name": "x" }, "item": [] })),
            "info: must have required property 'schema'",
        ),
        (wrap(json!({ "info": info, "item": {} })), "item: must be array"),
        (
            wrap(json!({ "info": info, "item": [{ "name": "no request" }] })),
            "item[0]: must have required property 'request'",
        ),
        (
            wrap(json!({ "info": info, "item": [{ "item": [request("a"), 7] }] })),
            "item[0].item[1]: must be object",
        ),
        (wrap(json!({ "info": info, "item": [], "variable": [1] })), "variable[0]: must be object"),
    ];
    for (body, problem) in cases {
        let answer = team.ana.post("/collections", body.clone()).await.expect(400);
        assert_eq!(named(&answer), "malformedRequestError", "{body}");
        assert_eq!(said(&answer), "Found 1 errors with the supplied collection.", "{body}");
        assert_eq!(answer.json["error"]["details"], json!([problem]), "{body}");
    }
    let first = json!({ "id": "1", "name": "v1", "order": [], "requests": [] });
    let answer = team.ana.post("/collections", wrap(first)).await.expect(400);
    assert!(answer.text().contains("this one is v1: export it as v2.1"), "{}", answer.text());
    // Two problems are both told.
    let answer = team.ana.post("/collections", wrap(json!({}))).await.expect(400);
    assert_eq!(said(&answer), "Found 2 errors with the supplied collection.");
}

#[tokio::test]
async fn an_export_can_be_imported_next_to_its_original() {
    let team = Team::new().await;
    let (first, _) = team.collection("Payments").await;
    let export = team.ana.get(&format!("/collections/{first}")).await.ok();
    let (second, _) = add_collection(&team.ana, &team.workspace, export.clone()).await;
    let (third, _) = add_collection(&team.ana, &team.workspace, export.clone()).await;
    assert!(first != second && second != third);
    let copy = team.ana.get(&format!("/collections/{second}")).await.ok();
    assert_eq!(copy["collection"]["info"]["_postman_id"], second);
    let ids = |of: &Value| {
        let folder = &of["collection"]["item"][0];
        let inner = &folder["item"][0];
        [text(&folder["id"]), text(&inner["id"]), text(&inner["response"][0]["id"])]
    };
    for (one, other) in ids(&export).iter().zip(ids(&copy)) {
        assert_ne!(*one, other, "an id is in one place only");
    }
    assert_eq!(team.ana.get(&format!("/collections/{first}")).await.ok(), export);

    // An export whose original is gone keeps the ids of its items.
    team.ana.delete(&format!("/collections/{first}")).await.ok();
    let (again, _) = add_collection(&team.ana, &team.workspace, export.clone()).await;
    let back = team.ana.get(&format!("/collections/{again}")).await.ok();
    assert_eq!(ids(&back), ids(&export));
}

#[tokio::test]
async fn a_change_of_the_head_leaves_the_items_alone() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let before = team.ana.get(&format!("/collections/{id}")).await.ok();
    team.app.clock().advance(1000);
    let patch = json!({ "collection": {
        "info": { "name": "Money", "description": "All of it" },
        "variable": [{ "key": "base", "value": "https://example.org" }],
        "auth": { "type": "noauth" },
        "events": [{ "listen": "test", "script": { "type": "text/javascript", "exec": ["1"] } }],
    } });
    let answer = team.ana.patch(&format!("/collections/{uid}"), patch).await.expect(200);
    let expected = json!({ "id": id, "name": "Money", "description": "All of it" });
    assert_eq!(answer.json["collection"], expected);
    let after = team.ana.get(&format!("/collections/{id}")).await.ok();
    let after = &after["collection"];
    assert_eq!(after["item"], before["collection"]["item"]);
    assert_eq!(after["info"]["name"], "Money");
    assert_eq!(after["info"]["description"], "All of it");
    assert_eq!(after["info"]["updatedAt"], "2027-01-15T08:00:01.000Z");
    assert_eq!(after["variable"][0]["value"], "https://example.org");
    assert_eq!(after["event"][0]["listen"], "test");
    assert_eq!(after["auth"], json!({ "type": "noauth" }));
    let listed = team.ana.get("/collections").await.ok();
    assert_eq!(names(&listed["collections"]), ["Money"]);

    // The format's own word is taken too; the other one wins.
    let script = |line: &str| json!([{ "listen": "test", "script": { "exec": [line] } }]);
    for (body, line) in [
        (json!({ "event": script("2") }), "2"),
        (json!({ "event": script("3"), "events": script("4") }), "4"),
        (json!({ "events": script("5"), "event": script("6") }), "5"),
    ] {
        let path = format!("/collections/{id}");
        team.ana.patch(&path, json!({ "collection": body })).await.ok();
        let got = team.ana.get(&path).await.ok();
        assert_eq!(got["collection"]["event"][0]["script"]["exec"][0], line, "{body}");
    }
}

#[tokio::test]
async fn a_change_must_change_something_known() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let patch = async |inner: Value| {
        team.ana.patch(&path, json!({ "collection": inner })).await.expect(400)
    };
    let empty = patch(json!({})).await;
    assert_eq!(named(&empty), "paramMissingError");
    assert_eq!(empty.json["error"]["details"], json!({ "param": "info" }));
    let cases = [
        (json!({ "item": [] }), "Invalid parameters: ('item') for key: 'collection'"),
        (json!({ "x": 1, "info": {} }), "Invalid parameters: ('x') for key: 'collection'"),
        (
            json!({ "info": { "schema": SCHEMA } }),
            "Invalid parameters: ('schema') for key: 'collection.info'",
        ),
    ];
    for (inner, words) in cases {
        let answer = patch(inner.clone()).await;
        assert_eq!((named(&answer), said(&answer)), ("badRequest", words), "{inner}");
    }
    let wrong = [
        json!({ "info": { "name": "" } }),
        json!({ "info": { "name": 7 } }),
        json!({ "info": 7 }),
        json!({ "events": {} }),
        json!({ "variable": "x" }),
        json!({ "auth": [] }),
    ];
    for inner in wrong {
        let answer = patch(inner.clone()).await;
        assert_eq!(named(&answer), "malformedRequestError", "{inner}");
    }
    team.ana.patch(&path, json!({})).await.expect(400);
    let name = team.ana.get(&path).await.ok()["collection"]["info"]["name"].clone();
    assert_eq!(name, "Payments");
}

#[tokio::test]
async fn a_deleted_collection_is_gone_with_what_is_in_it() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let path = format!("/collections/{uid}");
    let answer = team.ana.delete(&path).await.expect(200);
    assert_eq!(answer.json, json!({ "collection": { "id": id, "uid": uid } }));
    for again in [team.ana.get(&path).await, team.ana.delete(&path).await] {
        let again = again.expect(404);
        assert_eq!(named(&again), "instanceNotFoundError");
        assert_eq!(said(&again), "The specified item does not exist.");
        let details = &again.json["error"]["details"];
        assert_eq!(*details, json!({ "item": "collection", "id": uid }), "{}", again.asked);
    }
    team.ana.put(&path, collection("Back")).await.expect(404);
    let patch = json!({ "collection": { "info": { "name": "x" } } });
    team.ana.patch(&path, patch).await.expect(404);
    assert_eq!(team.ana.get("/collections").await.ok()["collections"], json!([]));
}

#[tokio::test]
async fn a_writer_from_afar_is_told_as_much_as_it_sees() {
    let team = Team::new().await;
    let (shared, _) = team.collection("Shared").await;
    let private = add_workspace(&team.ana, "Back room", "private").await;
    let (hidden, _) = add_collection(&team.ana, &private, collection("Hidden")).await;
    let patch = || json!({ "collection": { "info": { "name": "x" } } });
    for (id, status) in [(&shared, 403), (&hidden, 404)] {
        let path = format!("/collections/{id}");
        team.ben.put(&path, collection("x")).await.expect(status);
        team.ben.patch(&path, patch()).await.expect(status);
        team.ben.delete(&path).await.expect(status);
        team.eve.delete(&path).await.expect(404);
    }
    let forbidden = team.ben.delete(&format!("/collections/{shared}")).await;
    assert_eq!(named(&forbidden), "forbiddenError");
}
