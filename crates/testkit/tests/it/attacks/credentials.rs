//! Credentials in every state and place.

use http::Request;
use serde_json::{Value, json};
use testkit::{Actor, Answer, App};

use super::scene::{Scene, all, area};

const ME: &str = "/me";

type Headers<'a> = Vec<(&'a str, String)>;
/// Method, target, headers, and the status they get.
type Case<'a> = (&'a str, String, Vec<(&'a str, &'a str)>, u16);

/// A call with these headers; nothing is added.
async fn call(app: &App, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.anonymous().raw(request.body(String::new()).unwrap()).await
}

fn key(actor: &Actor) -> String {
    actor.key.clone().unwrap()
}

/// The same key with another character at `index`.
fn changed(key: &str, index: usize) -> String {
    let mut bytes = key.as_bytes().to_vec();
    bytes[index] = if bytes[index] == b'a' { b'b' } else { b'a' };
    String::from_utf8(bytes).unwrap()
}

/// A key with a right checksum that nobody was given.
fn forged(kind: model::key::KeyKind) -> String {
    model::key::mint(kind, [7; model::key::RANDOM]).0.expose().to_owned()
}

#[tokio::test]
async fn a_key_is_taken_whole_or_not_at_all() {
    let scene = Scene::new().await;
    let (_, agent) =
        scene.agent("Agent", scene.app.owner_id(), &[area("user", "read", all())]).await;
    let admin = key(&scene.app.admin().await);
    let (user, agent) = (key(&scene.ana), key(&agent));
    let status = "/gatepost/v1/status";
    for (right, target) in [(&user, ME), (&agent, ME), (&admin, status)] {
        assert_eq!(call(&scene.app, "GET", target, &[("x-api-key", right)]).await.status, 200);
        let (start, rest) = right.split_at(4);
        let mut wrong: Vec<String> = (0..right.len()).map(|index| changed(right, index)).collect();
        wrong.extend((1..right.len()).step_by(5).map(|length| right[..length].to_owned()));
        wrong.extend(
            ["gpk_", "gpa_", "gpm_", "gpc_", "PMAK-", ""]
                .iter()
                .filter(|prefix| **prefix != start)
                .map(|prefix| format!("{prefix}{rest}")),
        );
        wrong.extend([
            format!("{right}0"),
            format!("{right}{right}"),
            format!("{right},{right}"),
            format!("{right};"),
            format!("\"{right}\""),
            right.to_uppercase(),
            right.to_lowercase(),
            format!("Bearer {right}"),
            format!("{start} {rest}"),
            "null".to_owned(),
            "undefined".to_owned(),
            "*".to_owned(),
            "a".repeat(8_000),
        ]);
        for wrong in wrong.iter().filter(|wrong| *wrong != right) {
            let answer = call(&scene.app, "GET", target, &[("x-api-key", wrong)]).await;
            assert_eq!(answer.status, 401, "{wrong}");
            assert!(!answer.text().contains("gp"), "the key is not told back: {}", answer.text());
            scene.app.clock().advance(200);
        }
    }
    for kind in model::key::KeyKind::ALL {
        let forged = forged(kind);
        for target in [ME, status] {
            let answer = call(&scene.app, "GET", target, &[("x-api-key", &forged)]).await;
            assert_eq!(answer.status, 401, "{}", kind.name());
        }
    }
}

#[tokio::test]
async fn letter_case_and_white_space_of_headers_do_not_matter() {
    let scene = Scene::new().await;
    let user = key(&scene.ana);
    let mut right: Vec<(&str, String)> = Vec::new();
    for name in ["x-api-key", "X-API-Key", "X-Api-Key", "X-API-KEY"] {
        right.push((name, user.clone()));
        right.push((name, format!(" {user} ")));
        right.push((name, format!("\t{user}")));
    }
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        right.push(("authorization", format!("{scheme} {user}")));
        right.push(("Authorization", format!("{scheme}   {user}  ")));
    }
    for (name, value) in &right {
        assert_eq!(
            call(&scene.app, "GET", ME, &[(name, value)]).await.status,
            200,
            "{name}: {value}"
        );
    }
    let wrong = [
        ("authorization", user.clone()),
        ("authorization", format!("Bearer{user}")),
        ("authorization", format!("Bearer\t{user}")),
        ("authorization", format!("Token {user}")),
        ("authorization", format!("Basic {user}")),
        ("authorization", format!("Bearer: {user}")),
        ("authorization", format!("Bearer {user} {user}")),
        ("authorization", format!("Bearer Bearer {user}")),
        ("x-apikey", user.clone()),
        ("api-key", user.clone()),
        ("apikey", user.clone()),
        ("x-api-key-", user.clone()),
        ("x-auth-token", user.clone()),
        ("proxy-authorization", format!("Bearer {user}")),
    ];
    for (name, value) in &wrong {
        scene.app.clock().advance(200);
        assert_eq!(
            call(&scene.app, "GET", ME, &[(name, value)]).await.status,
            401,
            "{name}: {value}"
        );
    }
}

#[tokio::test]
async fn several_credentials_must_be_one() {
    let scene = Scene::new().await;
    let (_, agent) =
        scene.agent("Agent", scene.app.owner_id(), &[area("user", "read", all())]).await;
    let (user, agent) = (key(&scene.ana), key(&agent));
    let second = scene.app.key(json!({ "kind": "user", "user": scene.app.owner_id() })).await;
    let bearer = |key: &str| format!("Bearer {key}");
    let cases: Vec<(Headers, u16)> = vec![
        (vec![("x-api-key", user.clone()), ("authorization", bearer(&user))], 200),
        (vec![("x-api-key", agent.clone()), ("authorization", bearer(&agent))], 200),
        (vec![("x-api-key", user.clone()), ("x-api-key", user.clone())], 200),
        (vec![("x-api-key", user.clone()), ("authorization", bearer(&agent))], 401),
        (vec![("x-api-key", agent.clone()), ("authorization", bearer(&user))], 401),
        // Two keys of one user are two credentials.
        (vec![("x-api-key", user.clone()), ("authorization", bearer(&second))], 401),
        (vec![("x-api-key", user.clone()), ("x-api-key", second.clone())], 401),
        (vec![("x-api-key", user.clone()), ("authorization", "Basic x".to_owned())], 401),
        (vec![("x-api-key", user.clone()), ("authorization", bearer("rubbish"))], 401),
        (vec![("x-api-key", "rubbish".to_owned()), ("authorization", bearer(&user))], 401),
        (vec![("x-api-key", user.clone()), ("x-api-key", String::new())], 401),
    ];
    for (headers, status) in cases {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = call(&scene.app, "GET", ME, &headers).await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
        let record = &scene.app.records(1).await[0];
        let reason = if status == 401 { "unauthenticated" } else { "" };
        assert_eq!(record["reason"].as_str().unwrap_or(""), reason, "{record}");
    }
}

#[tokio::test]
async fn a_key_in_the_query_is_a_persons_on_get_only() {
    let scene = Scene::new().await;
    let (_, agent) = scene.almighty("Agent", true).await;
    let admin = key(&scene.app.admin().await);
    let (user, agent, ben) = (key(&scene.ana), key(&agent), key(&scene.ben));
    let collection = format!("/collections/{}", scene.core.collection.id);
    let access =
        scene.app.key(json!({ "kind": "access", "collection": scene.core.collection.uid })).await;
    let app = &scene.app;
    let with = |key: &str| format!("{collection}?apikey={key}");
    let cases: Vec<Case> = vec![
        ("GET", with(&user), vec![], 200),
        ("GET", format!("{collection}?%61pikey={user}"), vec![], 200),
        ("GET", format!("{collection}?model=minimal&apikey={user}"), vec![], 200),
        ("GET", with(&user), vec![("x-api-key", &user)], 200),
        ("GET", with(&user), vec![("x-api-key", &ben)], 401),
        ("GET", with(&agent), vec![], 401),
        ("GET", with(&agent), vec![("x-api-key", &agent)], 401),
        ("GET", with(&user), vec![("x-api-key", &agent)], 401),
        ("GET", with(&agent), vec![("x-api-key", &user)], 401),
        ("GET", with(&admin), vec![], 401),
        ("GET", with(&access), vec![], 401),
        ("GET", format!("/gatepost/v1/keys?apikey={admin}"), vec![], 401),
        ("GET", with(&changed(&user, 20)), vec![], 401),
        ("GET", with(""), vec![], 401),
        ("GET", with("null"), vec![], 401),
        ("GET", format!("{collection}?apikey={user}&apikey={user}"), vec![], 401),
        ("GET", format!("{collection}?apikey={user}&%61pikey={ben}"), vec![], 401),
        ("GET", format!("{collection}?apiKey={user}"), vec![], 401),
        ("GET", format!("{collection}?APIKEY={user}"), vec![], 401),
        ("GET", format!("{collection}?api_key={user}"), vec![], 401),
        ("GET", format!("{collection}?access_token={user}"), vec![], 401),
        ("GET", format!("{collection}?access_key={user}"), vec![], 401),
        ("GET", format!("{collection}?x-api-key={user}"), vec![], 401),
        ("GET", format!("{collection}?key={user}"), vec![], 401),
        ("POST", format!("/collections?apikey={user}"), vec![], 401),
        ("PUT", with(&user), vec![], 401),
        ("PATCH", with(&user), vec![], 401),
        ("DELETE", with(&user), vec![], 401),
        ("HEAD", with(&user), vec![], 401),
        ("DELETE", with(&user), vec![("x-api-key", &user)], 401),
        ("PUT", with(&user), vec![("x-api-key", &user)], 401),
    ];
    for (method, target, headers, status) in cases {
        app.clock().advance(200);
        let answer = call(app, method, &target, &headers).await;
        assert_eq!(answer.status, status, "{method} {target} {headers:?}: {}", answer.text());
        let record = app.records(1).await[0].to_string();
        for secret in [&user, &agent, &admin, &ben, &access] {
            assert!(!record.contains(secret.as_str()), "a key is in the record: {record}");
        }
        assert!(!record.contains("apikey=") && !record.contains("access_key="), "{record}");
    }
}

#[tokio::test]
async fn keys_end() {
    let scene = Scene::new().await;
    let (app, local) = (&scene.app, scene.app.local());
    let owner = app.owner_id();
    let get = async |key: &str| call(app, "GET", ME, &[("x-api-key", key)]).await.status;

    // Revoked: by its id, at once; its sibling lives on.
    for kind in ["user", "agent"] {
        let (id, first) =
            scene.agent(&format!("For {kind}"), owner, &[area("user", "read", all())]).await;
        let body = match kind {
            "user" => json!({ "kind": "user", "user": owner }),
            _ => json!({ "kind": "agent", "agent": id }),
        };
        let made = local.post("/gatepost/v1/keys", json!({ "key": body })).await.ok();
        let secret = made["secret"].as_str().unwrap();
        assert_eq!(get(secret).await, 200, "{kind}");
        let path = format!("/gatepost/v1/keys/{}", made["key"]["id"].as_str().unwrap());
        local.delete(&path).await.expect(204);
        assert_eq!(get(secret).await, 401, "{kind}");
        assert_eq!(get(&key(&first)).await, 200, "{kind}");
    }

    // An admin key can be revoked, by itself too.
    let made = local.post("/gatepost/v1/keys", json!({ "key": { "kind": "admin" } })).await.ok();
    let admin = app.anonymous().with_key(made["secret"].as_str().unwrap());
    assert_eq!(admin.get("/gatepost/v1/status").await.status, 200);
    let own = format!("/gatepost/v1/keys/{}", made["key"]["id"].as_str().unwrap());
    admin.delete(&own).await.expect(204);
    assert_eq!(admin.get("/gatepost/v1/status").await.status, 401);

    // Expired, to the millisecond.
    let end = "2027-01-15T09:00:00Z";
    let short = app.key(json!({ "kind": "user", "user": owner, "notAfter": end })).await;
    app.clock().advance(3_600_000 - 1);
    assert_eq!(get(&short).await, 200);
    app.clock().advance(1);
    assert_eq!(get(&short).await, 401);

    // A removed user's, and its agents'.
    let (_, bens) = scene.agent("Ben's", scene.ben_id, &[area("user", "read", all())]).await;
    assert_eq!((scene.ben.get(ME).await.status, bens.get(ME).await.status), (200, 200));
    local.delete(&format!("/gatepost/v1/users/{}", scene.ben_id)).await.expect(204);
    assert_eq!((scene.ben.get(ME).await.status, bens.get(ME).await.status), (401, 403));
}

#[tokio::test]
async fn an_admin_key_opens_nothing_but_administration() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    let collection = format!("/collections/{}", scene.core.collection.id);
    for target in
        [ME, "/collections", &collection, "/nowhere", "/mocks", "/users", "/gatepostx", "/"]
    {
        scene.app.clock().advance(1_000);
        assert_eq!(admin.get(target).await.status, 401, "{target}");
    }
    assert_eq!(admin.delete(&collection).await.status, 401);
    for target in ["/gatepost/v1/status", "/gatepost/v1/status/", "/%67atepost/v1/status"] {
        assert_eq!(admin.get(target).await.status, 200, "{target}");
    }
}

#[tokio::test]
async fn an_access_key_reads_one_collection_and_no_more() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let (core, vault) = (&scene.core.collection, &scene.vault.collection);
    let made = |uid: &str| json!({ "kind": "access", "collection": uid });
    let access = app.key(made(&vault.uid)).await;
    let (_, agent) = scene.almighty("Agent", true).await;
    let (user, agent, ben) = (key(&scene.ana), key(&agent), key(&scene.ben));
    let with = |id: &str| format!("/collections/{id}?access_key={access}");
    let bearer = format!("Bearer {access}");
    let cases: Vec<Case> = vec![
        ("GET", with(&vault.id), vec![], 200),
        ("GET", with(&vault.uid), vec![], 200),
        ("GET", with(&vault.id.to_uppercase()), vec![], 200),
        ("GET", format!("{}&model=minimal", with(&vault.id)), vec![], 200),
        // Beside a person's key, the person's counts.
        ("GET", with(&vault.id), vec![("x-api-key", &user)], 200),
        ("GET", with(&vault.id), vec![("x-api-key", &ben)], 404),
        ("GET", with(&core.id), vec![("x-api-key", &ben)], 200),
        // Beside an agent's key it would lead past the agent's owner.
        ("GET", with(&vault.id), vec![("x-api-key", &agent)], 401),
        ("GET", with(&vault.id), vec![("authorization", &bearer)], 401),
        ("GET", format!("/collections/{}", vault.id), vec![("x-api-key", &access)], 401),
        ("GET", format!("/collections/{}", vault.id), vec![("authorization", &bearer)], 401),
        ("GET", format!("/collections/{}?apikey={access}", vault.id), vec![], 401),
        ("GET", format!("{}&access_key={access}", with(&vault.id)), vec![], 401),
        ("GET", format!("{}&apikey={user}", with(&vault.id)), vec![], 401),
        ("GET", with(&core.id), vec![], 401),
        ("GET", with(&core.uid), vec![], 401),
        ("GET", with(&scene.rival.collection.id), vec![], 401),
        ("GET", with("5f0c3c8a-1111-4222-8333-444455556666"), vec![], 401),
        ("GET", format!("/collections?access_key={access}"), vec![], 401),
        ("GET", format!("/me?access_key={access}"), vec![], 401),
        (
            "GET",
            format!("/environments/{}?access_key={access}", scene.vault.environment.id),
            vec![],
            401,
        ),
        ("GET", format!("/workspaces/{}?access_key={access}", scene.vault.workspace), vec![], 401),
        ("GET", format!("/collections/{}/forks?access_key={access}", vault.id), vec![], 401),
        ("GET", format!("/collections/{}/roles?access_key={access}", vault.id), vec![], 401),
        (
            "GET",
            format!("/collections/{}/transformations?access_key={access}", vault.id),
            vec![],
            401,
        ),
        ("GET", format!("/gatepost/v1/keys?access_key={access}"), vec![], 403),
        ("PUT", with(&vault.id), vec![], 401),
        ("PATCH", with(&vault.id), vec![], 401),
        ("DELETE", with(&vault.id), vec![], 401),
        ("POST", format!("/collections?access_key={access}"), vec![], 401),
        (
            "GET",
            format!("/collections/{}?access_key={}", vault.id, changed(&access, 30)),
            vec![],
            401,
        ),
        ("GET", format!("/collections/{}?access_key=", vault.id), vec![], 401),
        ("GET", format!("/collections/{}?access_key={user}", vault.id), vec![], 401),
        ("GET", format!("/collections/{}?access_key={agent}", vault.id), vec![], 401),
        ("GET", format!("/collections/{}?Access_Key={access}", vault.id), vec![], 401),
    ];
    for (method, target, headers, status) in cases {
        app.clock().advance(200);
        let answer = call(app, method, &target, &headers).await;
        assert_eq!(answer.status, status, "{method} {target} {headers:?}: {}", answer.text());
    }
    // It ends with its collection.
    let gone = super::scene::add_collection(&scene.ana, &scene.vault.workspace, "Gone").await;
    let access = app.key(made(&gone.uid)).await;
    let target = format!("/collections/{}?access_key={access}", gone.id);
    assert_eq!(call(app, "GET", &target, &[]).await.status, 200);
    scene.ana.delete(&format!("/collections/{}", gone.id)).await.ok();
    assert_eq!(call(app, "GET", &target, &[]).await.status, 404);
}

#[tokio::test]
async fn an_access_key_lives_sixty_days_from_its_last_use() {
    const DAY: i64 = 24 * 3_600_000;
    let scene = Scene::new().await;
    let app = &scene.app;
    let id = &scene.vault.collection.id;
    let body = json!({ "kind": "access", "collection": scene.vault.collection.uid });
    let used = app.key(body.clone()).await;
    let unused = app.key(body).await;
    let get = async |path: String, key: &str| {
        call(app, "GET", &format!("{path}?access_key={key}"), &[]).await.status
    };
    let collection = format!("/collections/{id}");
    for _ in 0..3 {
        app.clock().advance(59 * DAY);
        assert_eq!(get(collection.clone(), &used).await, 200, "each use adds sixty days");
    }
    assert_eq!(get(collection.clone(), &unused).await, 401);
    // A use that is refused is none.
    app.clock().advance(59 * DAY);
    assert_eq!(get("/me".to_owned(), &used).await, 401);
    app.clock().advance(DAY);
    assert_eq!(get(collection, &used).await, 401);
}

#[tokio::test]
async fn a_refusal_says_the_same_whatever_was_wrong() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let (id, agent) = scene.agent("Gone", app.owner_id(), &[]).await;
    app.local().delete(&format!("/gatepost/v1/agents/{id}")).await.expect(204);
    let mut bodies: Vec<(String, Value)> = Vec::new();
    let (gone, made_up) = (key(&agent), forged(model::key::KeyKind::User));
    let wrong = changed(&key(&scene.ana), 30);
    for headers in [
        vec![],
        vec![("x-api-key", gone.as_str())],
        vec![("x-api-key", made_up.as_str())],
        vec![("x-api-key", wrong.as_str())],
        vec![("x-api-key", "rubbish")],
        vec![("authorization", "Basic x")],
    ] {
        let answer = call(app, "GET", ME, &headers).await;
        assert_eq!(answer.status, 401);
        bodies.push((answer.text(), json!(answer.header("content-type"))));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}
