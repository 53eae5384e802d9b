//! Two teams on one server never meet.

use catalog::CATALOGUE;
use serde_json::json;
use testkit::{Actor, collection};

use super::{
    calls::{Ask, Form, administers, names_something},
    scene::{Place, Scene, everything},
};

/// What would show that the core team exists.
fn traces(scene: &Scene) -> Vec<String> {
    let mut traces: Vec<String> = [&scene.core, &scene.vault]
        .iter()
        .flat_map(|place| place.ids().map(str::to_owned))
        .collect();
    traces.extend(["Ana Ruiz", "ana@", "Ben Okafor", "Core", "Vault"].map(str::to_owned));
    traces.extend([scene.app.owner_id(), scene.ben_id].map(|id| id.to_string()));
    traces
}

fn lists(place: &Place) -> Vec<String> {
    let mut lists: Vec<String> = [
        "/collections",
        "/collections?limit=100&offset=0",
        "/collections?name=Core%20calls",
        "/environments",
        "/workspaces",
        "/workspaces?type=team",
        "/workspaces?type=private",
        "/workspaces?include=scim",
        "/users",
        "/me",
        "/workspaces-roles",
    ]
    .map(str::to_owned)
    .to_vec();
    let Place { workspace, collection, .. } = place;
    lists.push(format!("/collections?workspace={workspace}"));
    lists.push(format!("/environments?workspace={workspace}"));
    lists.push(format!("/apis?workspaceId={workspace}"));
    lists.push(format!("/workspaces?elementType=collection&elementId={}", collection.id));
    lists.push(format!("/workspaces?elementType=collection&elementId={}", collection.uid));
    lists
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_team_sees_and_touches_nothing() {
    let scene = Scene::new().await;
    let (dan_id, dan) = scene.app.person("dan", "Dan Ode", "Rival team", &["user"]).await;
    let dan = scene.app.anonymous().with_key(&dan);
    let (_, eves) = scene.agent("Eve's", scene.eve_id, &everything(true)).await;
    let (_, dans) = scene.agent("Dan's", dan_id, &everything(true)).await;
    let before = scene.state().await;
    let mut cases = 0;
    let actors: [(&str, &Actor); 4] =
        [("Eve", &scene.eve), ("Dan", &dan), ("Eve's agent", &eves), ("Dan's agent", &dans)];
    for (name, actor) in actors {
        for spec in CATALOGUE.iter().copied().filter(|spec| !administers(spec)) {
            if !names_something(spec) && spec.id != "getApis" {
                continue;
            }
            for place in [&scene.core, &scene.vault] {
                for form in [Form::Id, Form::Uid] {
                    scene.app.clock().advance(1_000);
                    let mut ask = Ask::new(spec, place);
                    ask.target = Ask::harmless(spec, place, form).target;
                    let answer = ask.by(actor).await;
                    let told = format!("{name}: {}: {} {}", spec.id, answer.status, answer.text());
                    if spec.id == "getApis" {
                        assert_eq!(answer.json["apis"], json!([]), "{told}");
                    } else {
                        assert_eq!(answer.status, 404, "{told}");
                    }
                    cases += 1;
                }
            }
        }
        for target in lists(&scene.core).into_iter().chain(lists(&scene.vault)) {
            let answer = actor.get(&target).await.expect(200);
            // What was asked for may be told back; nothing else.
            for trace in traces(&scene).iter().filter(|trace| !target.contains(trace.as_str())) {
                assert!(
                    !answer.text().contains(trace),
                    "{name}: {target}: {trace} {}",
                    answer.text()
                );
            }
            cases += 1;
        }
    }
    assert_eq!(scene.state().await, before);
    println!("tenants: {cases} calls");
}

#[tokio::test]
async fn nothing_of_another_team_can_be_pulled_in() {
    let scene = Scene::new().await;
    let (ana, rival) = (scene.app.owner_id(), &scene.rival);
    let (_, agent) = scene.agent("Eve's", scene.eve_id, &everything(true)).await;
    let roles = format!("/workspaces/{}/roles", rival.workspace);
    let unknown = |user: i64| {
        json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": user.to_string(), "role": "1" }] }] })
    };
    let masked = |answer: testkit::Answer, user: i64| {
        (answer.status, answer.text().replace(&user.to_string(), "<user>"))
    };
    for actor in [&scene.eve, &agent] {
        // A user of the other team is as unknown as nobody.
        let theirs = masked(actor.patch(&roles, unknown(ana)).await, ana);
        let nobody = masked(actor.patch(&roles, unknown(99_999_999)).await, 99_999_999);
        assert_eq!(theirs, nobody);
        assert_eq!(theirs.0, 400, "{}", theirs.1);
        // A collection can't take over items of another team's.
        let hidden =
            scene.ana.get(&format!("/collections/{}", scene.core.collection.id)).await.ok();
        let item = hidden["collection"]["item"][0]["id"].as_str().unwrap();
        let mut body = collection("Thief");
        body["collection"]["item"][0]["id"] = item.into();
        let put = actor.put(&format!("/collections/{}", rival.collection.id), body.clone()).await;
        assert!(put.status == 400 || put.status == 200, "{}", put.text());
        assert!(!put.text().contains("Core"), "{}", put.text());
        let made = actor.post(&format!("/collections?workspace={}", rival.workspace), body).await;
        assert!(!made.text().contains("Core"), "{}", made.text());
        let still = scene.ana.get(&format!("/collections/{}", scene.core.collection.id)).await.ok();
        assert_eq!(still, hidden);
    }
    // Teams of others can't be named in a workspace of one's own.
    let me = scene.ana.get("/me").await.ok();
    let body = json!({ "workspace": { "name": "Bridge", "type": "team",
        "teamId": me["user"]["teamId"].to_string() } });
    let made = scene.eve.post("/workspaces", body).await;
    if made.status == 200 {
        let id = made.json["workspace"]["id"].as_str().unwrap();
        assert_eq!(scene.ana.get(&format!("/workspaces/{id}")).await.status, 404);
        assert_eq!(scene.eve.get(&format!("/workspaces/{id}")).await.status, 200);
    } else {
        assert!([400, 403, 404].contains(&made.status), "{}", made.text());
    }
}

#[tokio::test]
async fn public_is_public_in_its_own_team() {
    let scene = Scene::new().await;
    let place = Place::new(&scene.ana, "Open", "public").await;
    for target in [
        format!("/workspaces/{}", place.workspace),
        format!("/collections/{}", place.collection.id),
        format!("/environments/{}", place.environment.uid),
        format!("/apis/{}", place.api.id),
    ] {
        assert_eq!(scene.ben.get(&target).await.status, 200, "{target}");
        assert_eq!(scene.eve.get(&target).await.status, 404, "{target}");
    }
}

#[tokio::test]
async fn a_user_in_both_teams_sees_both() {
    let scene = Scene::new().await;
    let local = scene.app.local();
    let users = local.get("/gatepost/v1/users").await.ok();
    let team = |name: &str| {
        let teams = users["users"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|user| user["teams"].as_array().unwrap().clone());
        teams.filter(|team| team["name"] == name).map(|team| team["id"].as_i64().unwrap()).next()
    };
    let (ivy_id, ivy) = scene.app.person("ivy", "Ivy Lund", "Core team", &["user"]).await;
    let ivy = scene.app.anonymous().with_key(&ivy);
    let (_, agent) = scene.agent("Ivy's", ivy_id, &everything(false)).await;
    let sees = async |actor: &Actor, place: &Place| {
        let open = actor.get(&format!("/collections/{}", place.collection.id)).await.status;
        let listed =
            actor.get("/collections").await.ok().to_string().contains(&place.collection.id);
        let within = actor.get("/workspaces").await.ok().to_string().contains(&place.workspace);
        assert_eq!((listed, within), (open == 200, open == 200));
        open == 200
    };
    for actor in [&ivy, &agent] {
        assert!(sees(actor, &scene.core).await);
        assert!(!sees(actor, &scene.rival).await);
        assert!(!sees(actor, &scene.vault).await, "private stays private");
    }
    let roles = json!({ "team": team("Rival team").unwrap(), "roles": ["user"] });
    local.put(&format!("/gatepost/v1/users/{ivy_id}/roles"), roles).await.ok();
    for actor in [&ivy, &agent] {
        assert!(sees(actor, &scene.core).await);
        assert!(sees(actor, &scene.rival).await);
        assert!(!sees(actor, &scene.vault).await);
        let people = actor.get("/users").await.ok().to_string();
        assert!(people.contains("Ana Ruiz") && people.contains("Eve Malik"));
    }
    // That opens nothing to the others.
    assert!(!sees(&scene.eve, &scene.core).await);
    assert!(!sees(&scene.ana, &scene.rival).await);
    assert!(!scene.eve.get("/users").await.ok().to_string().contains("Ana Ruiz"));
    // An admin of one team is none of the other.
    let target = format!("/collections/{}", scene.rival.collection.id);
    assert_eq!(ivy.delete(&target).await.status, 403);
}
