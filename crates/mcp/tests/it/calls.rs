//! What calls of tools answer and record.

use catalog::{
    LimitClass,
    Toolset::{Code, Full, Minimal},
};
use gate::{Limit, Limits};
use serde_json::json;

use crate::world::{Unusual, World, text, without_id};

#[tokio::test]
async fn a_collection_comes_as_a_map_unless_asked() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let map = client.call("getCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(
        text(&map),
        r#"{"collection":{"info":{"name":"Payments"},"itemRefs":[{"name":"Ping","id":"1-r"}]}}"#
    );
    assert_eq!(world.last_served(), "getCollection [] ");
    assert_eq!(map["structuredContent"].to_string(), text(&map), "both say the same");
    let whole =
        client.call("getCollection", json!({ "collectionId": "c1", "model": "full" })).await;
    assert!(
        text(&whole)
            .ends_with(r#""item":[{"name":"Ping","uid":"1-r","request":{"timeout":1.0}}]}}"#)
    );
    assert_eq!(world.last_served(), "getCollection [] ");
    client.call("getCollection", json!({ "collectionId": "c1", "model": "minimal" })).await;
    assert_eq!(world.last_served(), r#"getCollection [("model", "minimal")] "#);
}

#[tokio::test]
async fn views_come_as_they_are() {
    let world = World::new().await;
    let client = world.client(Code, &world.granted().await);
    let view = client.call("getCollectionContext", json!({ "collectionId": "c1" })).await;
    assert_eq!(text(&view), "# Payments\n\n- **A/**  `1-f`\n");
    assert_eq!((view.get("structuredContent"), &view["isError"]), (None, &json!(false)));
    let record = world.records(1).await.remove(0);
    assert_eq!(
        (&record["decision"], &record["op"]["area"]),
        (&json!("allow"), &json!("collections"))
    );
    let hidden = client.call("getCollectionContext", json!({ "collectionId": "c9" })).await;
    assert_eq!(hidden["isError"], true);
}

#[tokio::test]
async fn the_list_of_tools_knows_its_endpoint() {
    let world = World::new().await;
    let key = world.granted().await;
    for (toolset, name) in [(Minimal, "minimal"), (Full, "full")] {
        // What is said here is not the caller's to say.
        let given = json!({ "toolset": "code" });
        world.client(toolset, &key).call("getEnabledTools", given).await;
        assert_eq!(world.last_served(), format!("getEnabledTools [(\"toolset\", \"{name}\")] "));
    }
}

#[tokio::test]
async fn instructions_need_no_grant() {
    let world = World::new().await;
    let client = world.client(Code, &world.agent("New bot", &[]).await);
    for tool in ["getPostmanContextOverview", "getCodeGenerationInstructions"] {
        let result = client.call(tool, json!({})).await;
        assert_eq!(result["isError"], false, "{result}");
    }
}

#[tokio::test]
async fn a_call_is_the_request_it_stands_for() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let list = client.call("getCollections", json!({ "name": "a&b=c", "other": 1 })).await;
    assert_eq!(world.last_served(), r#"getCollections [("name", "a&b=c")] "#);
    assert_eq!(list["structuredContent"], json!({ "collections": [] }));
    assert_eq!(list["isError"], false);
    let collection = json!({ "info": { "name": "New" } });
    for given in [collection.clone(), json!(collection.to_string())] {
        let made = json!({ "workspace": "w1", "collection": given });
        let made = client.call("createCollection", made).await;
        assert_eq!(text(&made), r#"{"collection":{"id":"c2","name":"New"}}"#);
        assert_eq!(
            world.last_served(),
            r#"createCollection [("workspace", "w1")] {"collection":{"info":{"name":"New"}}}"#
        );
    }
}

/// The library reads numbers into doubles: what is stored must be what was sent.
#[tokio::test]
async fn numbers_reach_rest_as_written() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let collection =
        r#"{"info":{"name":"New"},"a":[1.0,1e3,12345678901234567890,0.1000,-0.0,1E+2]}"#;
    for given in [collection.to_owned(), json!(collection).to_string()] {
        let arguments = format!(r#"{{"workspace":"w1","collection":{given}}}"#);
        let made = client.call_with("createCollection", &arguments).await;
        assert_eq!(made["isError"], false, "{made}");
        assert_eq!(
            world.last_served(),
            format!(r#"createCollection [("workspace", "w1")] {{"collection":{collection}}}"#)
        );
    }
}

#[tokio::test]
async fn names_that_are_there_twice_are_refused_and_recorded() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let cases = [
        (
            "createCollection",
            r#"{"workspace":"w1","collection":{"info":{"name":"A","name":"B"}}}"#,
            "`collection.info.name`",
        ),
        (
            "createCollection",
            r#"{"workspace":"w1","collection":{},"collection":{"info":{}}}"#,
            "`collection`",
        ),
        ("getCollection", r#"{"collectionId":"c1","collectionId":"c1"}"#, "`collectionId`"),
        ("getCollections", r#"{"other":{"a":1,"\u0061":2}}"#, "`other.a`"),
        ("deleteCollection", r#"{"collectionId":"c1","x":1,"x":1}"#, "`x`"),
    ];
    for (tool, arguments, place) in cases {
        let result = client.call_with(tool, arguments).await;
        assert_eq!(result["isError"], true, "{arguments}");
        let expected = format!("Wrong arguments for `{tool}`: {place} is there twice.");
        assert_eq!(without_id(&result), expected);
        let record = world.records(1).await.remove(0);
        assert_eq!(
            (&record["reason"], &record["op"]["tool"]),
            (&json!("bad_request"), &json!(tool))
        );
    }
    // In JSON that came as a text, REST finds it.
    let inner = json!(r#"{"info":{"name":"A","name":"B"}}"#);
    let arguments = json!({ "workspace": "w1", "collection": inner });
    let result = client.call("createCollection", arguments).await;
    assert!(text(&result).contains("duplicate key `name` at `collection.info.name`"), "{result}");
    assert_eq!(world.count_served(), 0);
}

#[tokio::test]
async fn records_name_tool_client_and_channel() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    client.call("getCollection", json!({ "collectionId": "c1" })).await;
    let record = world.records(1).await.remove(0);
    assert_eq!(record["channel"], "mcp_http");
    assert_eq!(record["op"]["tool"], "getCollection");
    assert_eq!(record["decision"], "allow");
    assert_eq!(record["client"].get("mcp_client"), None, "nobody said a name");
}

#[tokio::test]
async fn a_tool_that_is_not_granted_answers_a_readable_refusal() {
    let world = World::new().await;
    let client = world.client(Full, &world.agent("Reader", &[("collections", "read")]).await);
    let there = client.call("deleteCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(there["isError"], true);
    insta::assert_snapshot!(without_id(&there), @"This agent may not use `deleteCollection`: its access to collections is read. It needs collections=full, which an administrator can grant.");
    let structured = &there["structuredContent"];
    assert_eq!(structured["decision"], "deny");
    assert_eq!(structured["reason"], "not_granted");
    assert_eq!(structured["needs"], json!(["collections=full"]));
    let record = world.records(1).await.remove(0);
    assert_eq!(record["id"], structured["request_id"]);
    assert_eq!(record["reason"], "not_granted");
    assert_eq!(record["op"]["tool"], "deleteCollection");
    assert_eq!(world.count_served(), 0);
}

/// Whatever the resource is, and whatever else is wrong, the words are the same.
#[tokio::test]
async fn a_refusal_tells_nothing_about_resources() {
    let world = World::new().await;
    let reader = world.agent("Reader", &[("collections", "read")]).await;
    let nobody = world.agent("Nobody", &[]).await;
    for (key, tool) in
        [(&reader, "deleteCollection"), (&nobody, "getCollection"), (&nobody, "deleteCollection")]
    {
        let client = world.client(Full, key);
        let mut said = Vec::new();
        for arguments in [
            json!({ "collectionId": "c1" }),
            json!({ "collectionId": "c9" }),
            json!({ "collectionId": "../x" }),
            json!({ "collectionId": "c1", "model": "all" }),
            json!({}),
        ] {
            let result = client.call(tool, arguments).await;
            let mut structured = result["structuredContent"].clone();
            structured.as_object_mut().unwrap().remove("request_id").unwrap();
            said.push((without_id(&result), structured));
        }
        said.dedup();
        assert_eq!(said.len(), 1, "{tool}: {said:#?}");
    }
    let reasons = world.records(15).await;
    assert!(reasons.iter().all(|record| record["decision"] == "deny"), "{reasons:#?}");
}

#[tokio::test]
async fn a_resource_that_is_not_there_answers_the_words_of_rest() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let result = client.call("getCollection", json!({ "collectionId": "c9" })).await;
    assert_eq!(
        without_id(&result),
        r#"The specified item does not exist. Details: {"item":"collection","id":"c9"}"#
    );
    assert_eq!(result["isError"], true);
    assert!(result.get("structuredContent").is_none());
}

#[tokio::test]
async fn wrong_arguments_are_named_and_recorded() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let cases = [
        ("getCollection", json!({}), "`collectionId` is missing"),
        (
            "getCollection",
            json!({ "collectionId": "c1", "model": "all" }),
            "`model` must be minimal or full",
        ),
        ("getCollection", json!({ "collectionId": ["c1"] }), "`collectionId` must be text"),
        ("deleteCollection", json!({ "collectionId": [] }), "`collectionId` must be text"),
        ("getCollections", json!({ "name": {} }), "`name` must be text"),
    ];
    for (tool, arguments, problem) in cases {
        let result = client.call(tool, arguments).await;
        let expected = format!("Wrong arguments for `{tool}`: {problem}.");
        assert_eq!(without_id(&result), expected);
        let record = world.records(1).await.remove(0);
        assert_eq!(record["reason"], "bad_request", "{record}");
    }
    assert_eq!(world.count_served(), 0);
    // What only REST can tell is in its words.
    let result = client.call("getCollections", json!({ "limit": "ten" })).await;
    assert_eq!(without_id(&result), "parameter `limit` must be a whole number.");
}

#[tokio::test]
async fn a_tool_of_another_endpoint_is_found_there() {
    let world = World::new().await;
    let client = world.client(Code, &world.granted().await);
    let result = client.call("deleteCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(text(&result), "This endpoint does not offer `deleteCollection`: it is at /mcp.");
    assert_eq!((&result["isError"], world.count_served()), (&json!(true), 0));
}

#[tokio::test]
async fn what_is_not_served_or_never_granted_is_refused_by_name() {
    let world = World::new().await;
    let client = world.client(Minimal, &world.agent("Writer", &[("sdks", "full")]).await);
    let result = client.call("getSdks", json!({})).await;
    assert_eq!(without_id(&result), "getSdks is not implemented.");
    let result = client.call("createAgent", json!({ "agent": { "name": "x" } })).await;
    assert_eq!(result["structuredContent"]["decision"], "deny");
    assert_eq!(world.records(1).await[0]["reason"], "admin_only");
}

#[tokio::test]
async fn names_that_exist_nowhere_are_protocol_errors() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    for name in ["noSuchTool", "getcollection", "", "../getCollection"] {
        let error = client.call(name, json!({})).await;
        assert_eq!(error, json!({ "code": -32602, "message": format!("Unknown tool: {name}") }));
    }
}

#[tokio::test]
async fn an_agent_shows_no_access_key() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let arguments = json!({ "collectionId": "c1", "access_key": "gpc_x" });
    let result = client.call("getCollection", arguments).await;
    assert!(text(&result).starts_with("An agent reads collections by its grants"), "{result}");
    assert_eq!(world.count_served(), 0);
    let record = world.records(1).await.remove(0);
    assert_eq!(record["reason"], "unauthenticated");
    assert!(!record.to_string().contains("gpc_x"));
}

#[tokio::test]
async fn a_limit_says_when_to_come_back() {
    // A message counts, and so does the call in it.
    let limits = Limits::off().with(LimitClass::Default, Some(Limit { calls: 3, window: 60_000 }));
    let world = World::with(Unusual { limits, ..Unusual::default() }).await;
    let client = world.client(Full, &world.granted().await);
    let first = client.call("getCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(first["isError"], false);
    let second = client.call("getCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(second["isError"], true);
    let structured = &second["structuredContent"];
    assert_eq!(structured["decision"], "limit");
    let wait = structured["retry_after_seconds"].as_u64().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(text(&second).contains(&format!("Try again in {wait} seconds.")), "{second}");
}
