//! Environments and global variables.

use serde_json::{Value, json};
use testkit::environment;

use super::{JSON, Team, add_workspace, members, named, names, said, text};

#[tokio::test]
async fn an_environment_lives_from_creation_to_deletion() {
    let team = Team::new().await;
    let target = format!("/environments?workspace={}", team.workspace);
    let made = team.ana.post(&target, environment("Live", "s3cr3t")).await.expect(200).json;
    let (id, uid) = (text(&made["environment"]["id"]), text(&made["environment"]["uid"]));
    assert_eq!(made, json!({ "environment": { "id": id, "name": "Live", "uid": uid } }));
    let times = ("2027-01-15T08:00:00.000Z", team.app.owner_id().to_string());

    let list = team.ben.get("/environments").await.ok();
    assert_eq!(
        list,
        json!({ "environments": [{ "id": id, "name": "Live", "createdAt": times.0,
            "updatedAt": times.0, "owner": times.1, "uid": uid, "isPublic": false }] })
    );
    // Read by either name, it has a bare id only.
    for name in [&id, &uid, &uid.to_uppercase()] {
        let got = team.ben.get(&format!("/environments/{name}")).await.ok();
        assert_eq!(
            got["environment"],
            json!({ "id": id, "name": "Live", "owner": times.1, "createdAt": times.0,
                "updatedAt": times.0, "isPublic": false,
                "values": environment("", "s3cr3t")["environment"]["values"] })
        );
    }
    let put = team.ana.put(&format!("/environments/{id}"), environment("Test", "x")).await;
    let expected = json!({ "environment": { "id": id, "name": "Test", "uid": uid } });
    assert_eq!(put.expect(200).json, expected);
    let gone = team.ana.delete(&format!("/environments/{id}")).await.expect(200);
    assert_eq!(gone.json, json!({ "environment": { "id": id, "uid": uid } }));
    let missing = team.ana.get(&format!("/environments/{id}")).await.expect(404);
    assert_eq!(named(&missing), "instanceNotFoundError");
    assert_eq!(said(&missing), "We could not find the environment you are looking for");
    assert_eq!(team.ana.get("/environments").await.ok(), json!({ "environments": [] }));
}

#[tokio::test]
async fn lists_filter_by_workspace() {
    let team = Team::new().await;
    team.environment("Shared").await;
    team.ana.post("/environments", environment("Own", "x")).await.ok();
    let cases: &[(String, &[&str])] = &[
        (String::new(), &["Own", "Shared"]),
        (format!("?workspace={}", team.workspace), &["Shared"]),
        ("?workspace=0b0b0b0b-0000-4000-8000-000000000000".into(), &[]),
        ("?workspace=nowhere".into(), &[]),
        ("?limit=1".into(), &["Own", "Shared"]),
    ];
    for (query, expected) in cases {
        let list = team.ana.get(&format!("/environments{query}")).await.ok();
        assert_eq!(names(&list["environments"]), *expected, "{query}");
    }
    assert_eq!(names(&team.ben.get("/environments").await.ok()["environments"]), ["Shared"]);
    let open = add_workspace(&team.ana, "Showroom", "public").await;
    let target = format!("/environments?workspace={open}");
    let made = team.ana.post(&target, environment("Open", "x")).await.ok();
    let id = text(&made["environment"]["id"]);
    let got = team.ben.get(&format!("/environments/{id}")).await.ok();
    assert_eq!(got["environment"]["isPublic"], true);
}

#[tokio::test]
async fn a_replacement_keeps_the_name_and_nothing_else() {
    let team = Team::new().await;
    let (id, _) = team.environment("Live").await;
    let path = format!("/environments/{id}");
    let values = json!([{ "key": "only", "value": "1", "type": "default", "enabled": true }]);
    let body = json!({ "environment": { "values": values } });
    let put = team.ana.put(&path, body).await.ok();
    assert_eq!(put["environment"]["name"], "Live");
    let got = team.ana.get(&path).await.ok();
    assert_eq!(
        (&got["environment"]["name"], &got["environment"]["values"]),
        (&json!("Live"), &values)
    );
    // Without values there are none.
    team.ana.put(&path, json!({ "environment": { "name": "Bare" } })).await.ok();
    let got = team.ana.get(&path).await.ok();
    assert_eq!(got["environment"]["name"], "Bare");
    assert_eq!(got["environment"]["values"], json!([]));
}

#[tokio::test]
async fn values_are_kept_as_they_were_sent() {
    let team = Team::new().await;
    let values = r#"[{"key":"n","value":1.0,"type":"any"},{"value":12345678901234567890,"key":"big","x-own":1e3},{"key":"b","value":true,"type":"boolean","enabled":false},{"key":"none"},{"key":"null","value":null},{"key":"vault","secret":true,"value":"","source":{"provider":"postman","postman":{"secretId":"s","type":"local","vaultId":"v"}}},{"key":"s","type":"secret","value":"\u00e9\"\\ x"},{"key":"o","value":{"a":[1.50]}},{"key":"twice","value":"1"},{"key":"twice","value":"2"}]"#;
    let body = format!(r#"{{"environment":{{"name":"Kinds","values":{values}}}}}"#);
    let made = team.ana.send_text("POST", "/environments", &[JSON], body).await.ok();
    let path = format!("/environments/{}", text(&made["environment"]["id"]));
    let got = team.ana.get(&path).await.expect(200).text();
    assert!(got.contains(&format!(r#""values":{values}"#)), "{got}");
    assert_eq!(members(&team.ana.get("/environments").await.ok()["environments"][0]).len(), 7);
}

#[tokio::test]
async fn what_is_no_environment_is_refused_with_its_path() {
    let team = Team::new().await;
    let wrap = |inner: Value| json!({ "environment": inner });
    let cases = [
        (json!({}), ": must have required property 'environment'"),
        (wrap(json!([])), ": must be object"),
        (wrap(json!({})), ": must have required property 'name'"),
        (wrap(json!({ "name": "" })), "name: must NOT have fewer than 1 characters"),
        (wrap(json!({ "name": 1 })), "name: must be string"),
        (wrap(json!({ "name": "x", "values": {} })), "values: must be array"),
        (wrap(json!({ "name": "x", "values": ["a"] })), "values[0]: must be object"),
        (
            wrap(json!({ "name": "x", "values": [{ "value": "a" }] })),
            "values[0]: must have required property 'key'",
        ),
        (
            wrap(json!({ "name": "x", "values": [{ "key": "a", "enabled": "yes" }] })),
            "values[0].enabled: must be boolean,null",
        ),
    ];
    for (body, problem) in cases {
        let answer = team.ana.post("/environments", body.clone()).await.expect(400);
        assert_eq!(named(&answer), "malformedRequestError", "{body}");
        assert_eq!(said(&answer), "Found 1 errors with the supplied environment.");
        assert_eq!(answer.json["error"]["details"], json!([problem]), "{body}");
    }
    let (id, _) = team.environment("Live").await;
    let bad = wrap(json!({ "values": [{}] }));
    team.ana.put(&format!("/environments/{id}"), bad).await.expect(400);
    let got = team.ana.get(&format!("/environments/{id}")).await.ok();
    assert_eq!(got["environment"]["values"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn those_who_only_view_change_nothing() {
    let team = Team::new().await;
    let (id, uid) = team.environment("Live").await;
    let steps = json!([{ "op": "replace", "path": "/name", "value": "x" }]);
    for name in [&id, &uid] {
        let path = format!("/environments/{name}");
        for (actor, status) in [(&team.ben, 403), (&team.eve, 404)] {
            actor.put(&path, environment("x", "x")).await.expect(status);
            actor.patch(&path, steps.clone()).await.expect(status);
            actor.delete(&path).await.expect(status);
        }
    }
    let wrong = format!("/environments/{}-{id}", team.ben_id);
    team.ana.get(&wrong).await.expect(404);
    let target = format!("/environments?workspace={}", team.workspace);
    team.ben.post(&target, environment("x", "x")).await.expect(403);
    team.eve.post(&target, environment("x", "x")).await.expect(404);
}

#[tokio::test]
async fn globals_belong_to_their_workspace_and_have_no_envelope() {
    let team = Team::new().await;
    let path = format!("/workspaces/{}/global-variables", team.workspace);
    assert_eq!(team.ben.get(&path).await.ok(), json!({ "values": [] }));
    let text = r#"{"values":[{"key":"a","value":1.0,"own":[1e3]},{"key":"s","type":"secret","value":"hush"}]}"#;
    let put = team.ana.send_text("PUT", &path, &[JSON], text).await.expect(200);
    assert_eq!(put.text(), text);
    assert_eq!(team.ben.get(&path).await.text(), text);
    // A replacement replaces all, and only what is asked for is shown.
    let body = json!({ "values": [{ "key": "b", "value": "2" }], "name": "ignored" });
    team.ana.put(&path, body).await.ok();
    let got = team.ben.get(&path).await.ok();
    assert_eq!(got, json!({ "values": [{ "key": "b", "value": "2" }] }));

    for body in [json!({}), json!({ "values": {} }), json!({ "values": [{ "value": "x" }] })] {
        team.ana.put(&path, body).await.expect(400);
    }
    team.ben.put(&path, json!({ "values": [] })).await.expect(403);
    team.eve.get(&path).await.expect(404);
    let nowhere = "/workspaces/0b0b0b0b-0000-4000-8000-000000000000/global-variables";
    team.ana.get(nowhere).await.expect(404);
    // Those of another workspace are others.
    let other = add_workspace(&team.ana, "Other", "team").await;
    let other = team.ana.get(&format!("/workspaces/{other}/global-variables")).await.ok();
    assert_eq!(other, json!({ "values": [] }));
}
