//! Attempts to gain more than was granted: by administration, headers, paths, roles, or time.

use catalog::{Area, CATALOGUE};
use http::{Method, Request, header};
use serde_json::{Value, json};
use testkit::{Actor, Answer};

use super::{
    calls::Ask,
    scene::{Scene, all, area, block, operation},
};

/// A request with these headers and nothing added.
fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Request<String> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request.body(body.to_owned()).unwrap()
}

fn key(actor: &Actor) -> &str {
    actor.key.as_deref().unwrap()
}

/// Path, headers, and the status they get.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);

/// What an intruder wants most.
const ADMIN_KEY: &str = r#"{"key":{"kind":"admin"}}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_but_an_administrator_administers() {
    let scene = Scene::new().await;
    let (_, almighty) = scene.almighty("Almighty", true).await;
    let (_, bare) = scene.agent("Bare", scene.ben_id, &[]).await;
    let before = scene.state().await;
    let mut cases = 0;
    for spec in CATALOGUE.iter().copied().filter(|spec| spec.area == Area::Gatepost) {
        let ask = Ask::new(spec, &scene.core);
        for actor in [&almighty, &bare, &scene.ana, &scene.ben] {
            for target in [ask.target.clone(), format!("{}/", ask.target), spelled(&ask.target)] {
                scene.app.clock().advance(1_000);
                let ask = Ask { target, ..ask.clone() };
                let answer = ask.by(actor).await.expect(403);
                let record = &scene.app.records(1).await[0];
                assert_eq!(record["reason"], "admin_only", "{}: {record}", answer.asked);
                cases += 1;
            }
        }
    }
    assert_eq!(scene.state().await, before);
    println!("escalation: {cases} calls of administration");
    assert!(cases >= 80);
}

/// The same path with some letters percent-encoded.
fn spelled(target: &str) -> String {
    target.replace("/gatepost/v1/", "/%67ate%70ost/v%31/")
}

#[tokio::test]
async fn no_spelling_of_the_path_opens_administration() {
    let scene = Scene::new().await;
    let (_, agent) = scene.almighty("Speller", true).await;
    let before = scene.state().await;
    let paths = [
        ("/gatepost/v1/keys", 403),
        ("/gatepost/v1/keys/", 403),
        ("/gatepost/v1/keys//", 403),
        ("/gatepost//v1/keys", 403),
        ("/gatepost/v1/./keys", 403),
        ("/gatepost/v1/x/../keys", 403),
        ("/gatepost/v1/%6beys", 403),
        ("/gatepost/v1/keys%00", 403),
        ("/gatepost/v1/keys;a=b", 403),
        ("/gatepost/v1", 403),
        ("/gatepost/", 403),
        ("/gatepost", 403),
        ("/gatepost/v2/keys", 403),
        ("http://localhost/gatepost/v1/keys", 403),
        ("/%67atepost/v1/keys", 403),
        ("/g%61tepost/v1/keys", 403),
        ("/%67%61%74%65%70%6F%73%74/%76%31/%6B%65%79%73", 403),
        ("/gatepost%2Fv1/keys", 404),
        ("/gatepost%2fv1%2fkeys", 404),
        ("/Gatepost/v1/keys", 404),
        ("/GATEPOST/V1/KEYS", 404),
        ("/%47atepost/v1/keys", 404),
        ("/gatepost./v1/keys", 404),
        ("/gatepost%20/v1/keys", 404),
        ("/_gatepost/v1/keys", 404),
        ("/v1/keys", 404),
        ("/keys", 404),
        ("//gatepost/v1/keys", 400),
        ("/./gatepost/v1/keys", 400),
        ("/me/../gatepost/v1/keys", 400),
        ("/collections/..%2fgatepost%2fv1%2fkeys", 400),
        ("/%2567atepost/v1/keys", 400),
        ("/%2e/gatepost/v1/keys", 400),
        ("/%2e%2e/gatepost/v1/keys", 400),
        ("/gatepost;/v1/keys", 400),
        ("/%5cgatepost/v1/keys", 400),
        ("/gatepost%00/v1/keys", 400),
        ("/%C0%AFgatepost/v1/keys", 400),
        ("/gate%0apost/v1/keys", 400),
    ];
    for (path, status) in paths {
        for actor in [&agent, &scene.ana, &scene.ben] {
            for (method, body) in [("POST", ADMIN_KEY), ("GET", "")] {
                scene.app.clock().advance(1_000);
                let headers = [("x-api-key", key(actor))];
                let answer = actor.raw(request(method, path, &headers, body)).await;
                let told = format!("{method} {path}: {} {}", answer.status, answer.text());
                assert_eq!(answer.status, status, "{told}");
                assert!(!answer.text().contains("gpm_"), "{told}");
            }
        }
    }
    assert_eq!(scene.state().await, before);
}

#[tokio::test]
async fn no_set_of_headers_makes_an_administrator() {
    let scene = Scene::new().await;
    let (_, agent) = scene.almighty("Hatter", true).await;
    let admin = scene.app.admin().await;
    let (agent, user, admin) = (key(&agent), key(&scene.ana), key(&admin));
    let bearer = |key: &str| format!("Bearer {key}");
    let (bearer_agent, bearer_user, bearer_admin) = (bearer(agent), bearer(user), bearer(admin));
    let before = scene.state().await;
    let keys = "/gatepost/v1/keys";
    let in_query = |key: &str| format!("{keys}?apikey={key}");
    let (query_agent, query_user, query_admin) = (in_query(agent), in_query(user), in_query(admin));
    let cases: &[Case] = &[
        (keys, &[("x-api-key", agent)], 403),
        (keys, &[("x-api-key", user)], 403),
        (keys, &[("authorization", &bearer_agent)], 403),
        (keys, &[("authorization", &bearer_user)], 403),
        (keys, &[("x-api-key", agent), ("authorization", &bearer_agent)], 403),
        (keys, &[("x-api-key", agent), ("x-api-key", agent)], 403),
        // Two credentials are none, whoever holds both.
        (keys, &[("x-api-key", agent), ("authorization", &bearer_admin)], 401),
        (keys, &[("x-api-key", admin), ("authorization", &bearer_agent)], 401),
        (keys, &[("x-api-key", user), ("authorization", &bearer_admin)], 401),
        (keys, &[("x-api-key", agent), ("x-api-key", admin)], 401),
        (keys, &[("x-api-key", admin), ("x-api-key", agent)], 401),
        (keys, &[("x-api-key", admin), ("x-api-key", user)], 401),
        (keys, &[("authorization", &bearer_admin), ("authorization", &bearer_user)], 401),
        (keys, &[("x-api-key", admin), ("authorization", "Basic YWRtaW46YWRtaW4=")], 401),
        (keys, &[("x-api-key", agent), ("authorization", "Basic YWRtaW46YWRtaW4=")], 401),
        (keys, &[("authorization", admin)], 401),
        (keys, &[("authorization", "Bearer")], 401),
        (keys, &[("authorization", "Bearer ")], 401),
        (keys, &[("authorization", "Digest x")], 401),
        (keys, &[("x-api-key", "")], 401),
        (keys, &[("x-api-key", "gpm_")], 401),
        (keys, &[("cookie", admin)], 401),
        (keys, &[("x-admin-key", admin)], 401),
        (keys, &[("x-api-key", &bearer_admin)], 401),
        // Nor does one in the query help.
        (&query_admin, &[], 401),
        (&query_agent, &[], 401),
        (&query_admin, &[("x-api-key", agent)], 401),
        (&query_admin, &[("x-api-key", user)], 401),
        (&query_user, &[("x-api-key", agent)], 401),
        (&query_agent, &[("x-api-key", agent)], 401),
        (&query_user, &[], 401),
        // Who says what about itself is nothing.
        (keys, &[("x-api-key", agent), ("x-gatepost-actor", "admin")], 403),
        (keys, &[("x-api-key", agent), ("x-forwarded-for", "127.0.0.1")], 403),
        (keys, &[("x-api-key", agent), ("forwarded", "for=local")], 403),
        (keys, &[("x-api-key", agent), ("x-forwarded-user", "ana")], 403),
        (keys, &[("x-api-key", agent), ("x-remote-user", "admin")], 403),
        (keys, &[("x-api-key", agent), ("x-real-ip", "local")], 403),
        (keys, &[("x-api-key", user), ("x-gatepost-agent", "none")], 403),
        (keys, &[("x-forwarded-for", "local")], 401),
        (keys, &[("x-gatepost-local", "tester")], 401),
    ];
    for (index, (target, headers, status)) in cases.iter().enumerate() {
        let stranger = scene.app.anonymous().from_address(&format!("10.2.0.{index}"));
        let answer = stranger.raw(request("POST", target, headers, ADMIN_KEY)).await;
        assert_eq!(answer.status, *status, "{target} {headers:?}: {}", answer.text());
    }
    assert_eq!(scene.state().await, before);
    // A GET with a user's key in its query is that user, and still no administrator.
    let answer = scene.app.anonymous().get(&query_user).await;
    assert_eq!(answer.status, 403, "{}", answer.text());
}

#[tokio::test]
async fn the_method_is_the_one_on_the_request_line() {
    let scene = Scene::new().await;
    let rule = area("collections", "read", all());
    let (_, agent) = scene.agent("Reader", scene.app.owner_id(), &[rule]).await;
    let target = format!("/collections/{}", scene.core.collection.id);
    let before = scene.state().await;
    for (name, value) in [
        ("x-http-method-override", "DELETE"),
        ("x-http-method", "DELETE"),
        ("x-method-override", "DELETE"),
        ("x-original-method", "DELETE"),
        ("x-original-url", "/gatepost/v1/keys"),
        ("x-rewrite-url", "/gatepost/v1/keys"),
    ] {
        let headers = [("x-api-key", key(&agent)), (name, value)];
        let answer = agent.raw(request("GET", &target, &headers, "")).await.expect(200);
        assert_eq!(scene.app.records(1).await[0]["op"]["id"], "getCollection", "{}", answer.asked);
    }
    for query in ["_method=DELETE", "method=DELETE", "x-http-method-override=DELETE"] {
        let answer = agent.get(&format!("{target}?{query}")).await.expect(200);
        assert_eq!(scene.app.records(1).await[0]["op"]["id"], "getCollection", "{}", answer.asked);
    }
    for method in ["HEAD", "OPTIONS", "TRACE", "get", "Get", "DELETE ", "QUERY"] {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else { continue };
        assert_eq!(agent.send(method.clone(), &target, None).await.status, 405, "{method}");
    }
    assert_eq!(scene.state().await, before);
}

/// A change that adds or removes a role.
fn role(op: &str, user: i64, role: u8) -> Value {
    json!({ "roles": [{ "op": op, "path": "/user",
        "value": [{ "id": user.to_string(), "role": role.to_string() }] }] })
}

#[tokio::test]
async fn roles_are_raised_only_with_full_and_never_the_owners() {
    let scene = Scene::new().await;
    let (ana, ben) = (scene.app.owner_id(), scene.ben_id);
    let roles = format!("/workspaces/{}/roles", scene.core.workspace);
    let (_, writer) = scene.agent("Writer", ana, &[area("workspaces", "write", all())]).await;
    let answer = writer.patch(&roles, role("add", ben, 3)).await.expect(403);
    assert_eq!(answer.header("x-gatepost-needs"), "workspaces=full");
    // An agent whose owner is a viewer there has no role to give.
    let full = [area("workspaces", "full", all())];
    let (_, bens) = scene.agent("Ben's", ben, &full).await;
    for (user, number) in [(ben, 3), (ben, 2), (ana, 1), (scene.eve_id, 1)] {
        let answer = bens.patch(&roles, role("add", user, number)).await.expect(403);
        assert_eq!(answer.header("x-gatepost-reason"), "owner_forbidden");
    }
    // Ben's own agent can't change Ben, even where Ben is admin.
    scene.ana.patch(&roles, role("add", ben, 3)).await.ok();
    assert_eq!(bens.patch(&roles, role("remove", ben, 3)).await.status, 403);
    scene.ana.patch(&roles, role("remove", ben, 3)).await.ok();
    // With full it gives roles to members of the team, and to nobody else.
    let (_, almighty) = scene.almighty("Almighty", false).await;
    assert!(almighty.patch(&roles, role("add", scene.eve_id, 1)).await.status >= 400);
    assert!(almighty.patch(&roles, role("add", ana, 3)).await.status >= 400);
    almighty.patch(&roles, role("add", ben, 2)).await.ok();
    // What widens who sees a workspace needs full as well.
    let target = format!("/workspaces/{}", scene.vault.workspace);
    for kind in ["team", "public", "partner", "Team", "PRIVATE", "", "constructor"] {
        let body = json!({ "workspace": { "type": kind } });
        assert_eq!(writer.put(&target, body.clone()).await.status, 403, "{kind}");
        let body = json!({ "workspace": { "name": "Wide", "type": kind } });
        assert_eq!(writer.post("/workspaces", body).await.status, 403, "{kind}");
    }
    for body in ["null", "[]", r#"{"workspace":{"type":null}}"#, r#"{"workspace":[]}"#, "{}"] {
        let headers = [("x-api-key", key(&writer))];
        let answer = writer.raw(request("POST", "/workspaces", &headers, body)).await;
        assert!(answer.status >= 400, "{body}: {}", answer.text());
    }
    let seen = scene.ana.get(&target).await.ok();
    assert_eq!(seen["workspace"]["visibility"], "private");
}

#[tokio::test]
async fn what_no_agent_can_be_granted_is_refused_as_a_grant() {
    let scene = Scene::new().await;
    let (id, agent) = scene.agent("Wishful", scene.app.owner_id(), &[]).await;
    for spec in CATALOGUE.iter().filter(|spec| spec.needs.worst == catalog::Level::Never) {
        let mut grant = operation(spec.id, all());
        grant["agent"] = id.as_str().into();
        let made = scene.app.local().post("/gatepost/v1/grants", json!({ "grant": grant })).await;
        assert_eq!(made.status, 400, "{}: {}", spec.id, made.text());
    }
    for name in
        ["gatepost", "scim", "credentials", "billing", "audit_logs", "secret_scanner", "meta"]
    {
        for level in ["read", "write", "full"] {
            let mut grant = area(name, level, all());
            grant["agent"] = id.as_str().into();
            let made =
                scene.app.local().post("/gatepost/v1/grants", json!({ "grant": grant })).await;
            assert_eq!(made.status, 400, "{name} {level}: {}", made.text());
        }
    }
    assert_eq!(agent.get("/me").await.status, 404);
}

#[track_caller]
fn refused(answer: &Answer, status: u16, reason: &str) {
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    assert_eq!(answer.header("x-gatepost-reason"), reason, "{}", answer.asked);
}

#[tokio::test]
async fn every_taking_away_counts_from_the_next_call() {
    let scene = Scene::new().await;
    let (app, local) = (&scene.app, scene.app.local());
    let ana = app.owner_id();
    let target = format!("/collections/{}", scene.core.collection.id);
    let agents = "/gatepost/v1/agents";
    let read = || area("collections", "read", all());

    // Suspended, resumed, killed.
    let (id, agent) = scene.agent("Suspended", ana, &[read()]).await;
    assert_eq!(agent.get(&target).await.status, 200);
    local.post(&format!("{agents}/{id}/suspend"), json!({})).await.ok();
    for target in [target.as_str(), "/me", "/nowhere", "/context/instructions"] {
        refused(&agent.get(target).await, 403, "agent_suspended");
    }
    local.post(&format!("{agents}/{id}/resume"), json!({})).await.ok();
    assert_eq!(agent.get(&target).await.status, 200);
    let spare = app.key(json!({ "kind": "agent", "agent": id })).await;
    let spare = app.anonymous().with_key(&spare);
    assert_eq!(spare.get(&target).await.status, 200);
    local.post(&format!("{agents}/{id}/kill"), json!({})).await.ok();
    for agent in [&agent, &spare] {
        assert_eq!(agent.get(&target).await.status, 401, "its keys are revoked");
    }
    assert!(local.post(&format!("{agents}/{id}/resume"), json!({})).await.status >= 400);
    let key = json!({ "key": { "kind": "agent", "agent": id } });
    assert!(local.post("/gatepost/v1/keys", key).await.status >= 400);
    assert_eq!(agent.get(&target).await.status, 401);

    // A key revoked, an agent deleted.
    let (id, agent) = scene.agent("Deleted", ana, &[read()]).await;
    assert_eq!(agent.get(&target).await.status, 200);
    local.delete(&format!("{agents}/{id}")).await.expect(204);
    assert_eq!(agent.get(&target).await.status, 401);

    // A grant removed, a block added.
    let (id, agent) = scene.agent("Granted", ana, &[]).await;
    let grant = scene.rule(&id, &read()).await;
    assert_eq!(agent.get(&target).await.status, 200);
    local.delete(&format!("/gatepost/v1/grants/{grant}")).await.expect(204);
    refused(&agent.get(&target).await, 404, "not_visible");
    scene.rule(&id, &read()).await;
    assert_eq!(agent.get(&target).await.status, 200);
    scene.rule(&id, &block(operation("getCollection", all()))).await;
    refused(&agent.get(&target).await, 403, "blocked");

    // A block on everybody.
    let (_, agent) = scene.agent("Everybody", ana, &[read()]).await;
    assert_eq!(agent.get(&target).await.status, 200);
    let everybody = app.grant(block(read())).await;
    refused(&agent.get(&target).await, 404, "not_visible");
    assert_eq!(scene.ana.get(&target).await.status, 200, "blocks are for agents");
    local.delete(&format!("/gatepost/v1/grants/{everybody}")).await.expect(204);
    assert_eq!(agent.get(&target).await.status, 200);
}

#[tokio::test]
async fn time_and_owners_take_away_too() {
    let scene = Scene::new().await;
    let (app, local) = (&scene.app, scene.app.local());
    let target = format!("/collections/{}", scene.core.collection.id);
    let hour = 3_600_000;
    let soon = "2027-01-15T09:00:00Z";

    // An agent and a grant that end.
    let body = json!({ "agent": { "name": "Short", "owner": app.owner_id(), "notAfter": soon } });
    let made = local.post("/gatepost/v1/agents", body).await.ok();
    let short = app.anonymous().with_key(made["key"].as_str().unwrap());
    let id = made["agent"]["id"].as_str().unwrap();
    scene.rule(id, &area("collections", "read", all())).await;
    let mut ending = area("collections", "write", all());
    ending["notAfter"] = soon.into();
    let rules = [area("collections", "read", all()), ending];
    let (_, agent) = scene.agent("Ending", app.owner_id(), &rules).await;
    let change = json!({ "collection": { "info": { "name": "Renamed" } } });
    assert_eq!(short.get(&target).await.status, 200);
    assert_eq!(agent.patch(&target, change.clone()).await.status, 200);
    app.clock().advance(hour - 1);
    assert_eq!(short.get(&target).await.status, 200);
    assert_eq!(agent.patch(&target, change.clone()).await.status, 200);
    app.clock().advance(1);
    refused(&short.get(&target).await, 403, "agent_expired");
    refused(&agent.patch(&target, change).await, 403, "outside_window");
    assert_eq!(agent.get(&target).await.status, 200);

    // An owner whose role shrinks, and one who goes.
    let rules = [area("collections", "full", all())];
    let (_, bens) = scene.agent("Ben's", scene.ben_id, &rules).await;
    let patch = json!({ "collection": { "info": { "name": "By Ben" } } });
    refused(&bens.patch(&target, patch.clone()).await, 403, "owner_forbidden");
    let members = format!("/workspaces/{}/roles", scene.core.workspace);
    scene.ana.patch(&members, role("add", scene.ben_id, 2)).await.ok();
    assert_eq!(bens.patch(&target, patch.clone()).await.status, 200);
    scene.ana.patch(&members, role("remove", scene.ben_id, 2)).await.ok();
    refused(&bens.patch(&target, patch).await, 403, "owner_forbidden");
    let private = json!({ "workspace": { "type": "private" } });
    let hide = format!("/workspaces/{}", scene.core.workspace);
    assert_eq!(bens.get(&target).await.status, 200);
    if scene.ana.put(&hide, private).await.status == 200 {
        refused(&bens.get(&target).await, 404, "not_visible");
    }
    local.delete(&format!("/gatepost/v1/users/{}", scene.ben_id)).await.expect(204);
    refused(&bens.get(&target).await, 403, "owner_inactive");
    assert_eq!(scene.ben.get("/me").await.status, 401);
}
