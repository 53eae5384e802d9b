//! What the log tells of calls.

use serde_json::{Value, json};
use testkit::collection;

use super::{Team, add_workspace};

/// The last records of calls, oldest first.
async fn last(team: &Team, records: usize) -> Vec<Value> {
    let mut found = team.app.records(records).await;
    found.reverse();
    found
}

/// How many records of calls there are.
async fn recorded(team: &Team) -> usize {
    team.app.records(100_000).await.len()
}

#[tokio::test]
async fn calls_of_agents_read_like_sentences() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let (environment, _) = team.environment("Live").await;
    let (agent_id, bot) = team.agent("Release bot", &[("collections", "write")]).await;
    let into = format!("/collections?workspace={}", team.workspace);
    let path = format!("/collections/{id}");
    let said = async || team.app.sentences(1).await.remove(0);

    bot.get("/collections").await.ok();
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, listed collections: 1 shown — allowed by collections write."
    );
    bot.get(&path).await.ok();
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, read collection 'Payments' in workspace 'Core' — allowed by \
         collections write."
    );
    bot.post(&into, collection("New one")).await.ok();
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, created collection 'New one' in workspace 'Core' — allowed by \
         collections write."
    );
    let mut smaller = collection("Payments");
    smaller["collection"]["item"].as_array_mut().unwrap().remove(0);
    bot.put(&path, smaller).await.ok();
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, replaced collection 'Payments' in workspace 'Core', removing 4 \
         of 4 items — allowed by collections write."
    );
    bot.patch(&path, json!({ "collection": { "info": { "name": "Money" } } })).await.ok();
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, updated collection 'Payments' in workspace 'Core' — allowed by \
         collections write."
    );
    bot.delete(&path).await.expect(403);
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, tried to delete collection 'Money' in workspace 'Core' — \
         denied: its access to collections is write; smallest grant: collections full on 'Core'."
    );
    bot.get(&format!("/environments/{environment}")).await.expect(404);
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, tried to read environment 'Live' in workspace 'Core' — denied: \
         its access to environments is off; smallest grant: environments read on 'Core'."
    );
    let nowhere = "0b0b0b0b-0000-4000-8000-000000000000";
    bot.get(&format!("/collections/{nowhere}")).await.expect(404);
    assert_eq!(
        said().await,
        format!(
            "Release bot, for Ana Ruiz, asked for collection '{nowhere}' — not found: no such resource."
        )
    );
    bot.get("/internal/users").await.expect(404);
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, called GET '/internal/users', which is not an operation \
         Gatepost knows — denied: unknown operations are never allowed."
    );
    bot.get("/gatepost/v1/grants").await.expect(403);
    assert_eq!(
        said().await,
        "Release bot, for Ana Ruiz, tried to list grants — denied: only an administrator may."
    );
    let suspend = format!("/gatepost/v1/agents/{agent_id}/suspend");
    team.app.local().post(&suspend, json!({})).await.ok();
    let sentence = said().await;
    assert!(sentence.starts_with("local administrator tester suspended agent"), "{sentence}");
    bot.get(&path).await.expect(403);
    let sentence = said().await;
    assert!(sentence.ends_with("— denied: the agent is suspended."), "{sentence}");
}

#[tokio::test]
async fn calls_of_people_read_like_sentences() {
    let team = Team::new().await;
    let (id, _) = team.collection("Money").await;
    let private = add_workspace(&team.ana, "Back room", "private").await;
    let here = format!("/workspaces/{}", team.workspace);
    let path = format!("/collections/{id}");
    let said = async || team.app.sentences(1).await.remove(0);

    team.ben.get(&path).await.ok();
    assert_eq!(
        said().await,
        "Ben Okafor read collection 'Money' in workspace 'Core' — allowed by its role viewer."
    );
    team.ben.delete(&path).await.expect(403);
    assert_eq!(
        said().await,
        "Ben Okafor tried to delete collection 'Money' in workspace 'Core' — denied: its role in \
         the workspace is viewer, and editor is needed."
    );
    team.ben.get(&format!("/workspaces/{private}")).await.expect(404);
    assert_eq!(
        said().await,
        "Ben Okafor asked for workspace 'Back room' — denied as not found: it lies in a workspace \
         that is not open to the caller."
    );
    team.ana.put(&here, json!({ "workspace": { "name": "Heart" } })).await.ok();
    assert_eq!(said().await, "Ana Ruiz updated workspace 'Core' — allowed by its role admin.");
    team.ana.delete(&path).await.ok();
    assert_eq!(
        said().await,
        "Ana Ruiz deleted collection 'Money' in workspace 'Heart' — allowed by its role admin."
    );
    team.app.anonymous().get("/me").await.expect(401);
    assert_eq!(
        said().await,
        "An unauthenticated caller at 127.0.0.1 tried to read own profile — denied: no credential."
    );
}

#[tokio::test]
async fn a_change_is_announced_before_and_told_after() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let (agent_id, bot) = team.agent("Bot", &[("collections", "full")]).await;
    let before = recorded(&team).await;
    let answer = bot.put(&path, collection("Payments")).await.expect(200);
    assert_eq!(recorded(&team).await, before + 2);
    let pair = last(&team, 2).await;
    assert_eq!((&pair[0]["kind"], &pair[1]["kind"]), (&json!("intent"), &json!("outcome")));
    assert_eq!(pair[1]["intent_seq"], pair[0]["seq"]);
    assert!(pair[0].get("result").is_none() && pair[1]["result"]["status"] == 200);
    let shown = answer.header("x-gatepost-request-id");
    assert!(pair.iter().any(|record| record["id"] == shown), "{shown}: {pair:#?}");
    for record in &pair {
        assert_eq!(record["actor"]["id"], agent_id);
        assert_eq!(record["actor"]["owner"]["name"], "Ana Ruiz");
        assert_eq!(record["op"]["id"], "putCollection");
        assert_eq!(record["op"]["path_template"], "/collections/{collectionId}");
        assert_eq!(record["decision"], "allow");
        assert_eq!(record["resources"][0]["uid"], uid);
        assert_eq!(record["resources"][0]["workspace"]["name"], "Core");
    }
    assert_eq!(pair[0]["args"]["body"]["sha256"].as_str().unwrap().len(), 64);
    // A read of an agent is told once; one that reveals, twice.
    let before = recorded(&team).await;
    bot.get(&path).await.expect(200);
    assert_eq!(recorded(&team).await, before + 1);
    team.ana.get(&path).await.expect(200);
    assert_eq!(recorded(&team).await, before + 3);
    // So is what fails after it was let through.
    bot.put(&path, json!({ "collection": {} })).await.expect(400);
    let pair = last(&team, 2).await;
    assert_eq!((&pair[0]["kind"], &pair[1]["result"]["status"]), (&json!("intent"), &json!(400)));
    let sentence = pair[1]["text"].as_str().unwrap();
    assert!(sentence.starts_with("Bot, for Ana Ruiz, tried to replace collection"), "{sentence}");
    assert!(sentence.ends_with("; the answer was 400."), "{sentence}");
}

#[tokio::test]
async fn no_record_holds_a_secret() {
    let team = Team::new().await;
    let (environment, _) = team.environment("Live").await;
    let path = format!("/environments/{environment}");
    let body = testkit::environment("Live", "canary-value");
    team.ana.put(&path, body).await.ok();
    team.ana.get(&path).await.ok();
    let key = team.ana.key.clone().unwrap();
    team.app.anonymous().get(&format!("/me?apikey={key}")).await.ok();
    let other = if key.ends_with('0') { '1' } else { '0' };
    let wrong = format!("{}{other}", &key[..key.len() - 1]);
    team.app.anonymous().with_key(&wrong).get("/me").await.expect(401);
    let all = json!(team.app.records(1000).await).to_string();
    for secret in ["canary-value", "s3cr3t", &key, &wrong] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn every_call_is_recorded_whatever_comes_of_it() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let calls = [
        ("GET", "/me".to_owned(), 200, 1),
        ("GET", format!("/collections/{id}"), 200, 2),
        ("GET", "/collections?limit=0".to_owned(), 400, 1),
        ("DELETE", format!("/collections/{id}"), 403, 1),
        ("GET", "/nowhere".to_owned(), 404, 1),
        ("DELETE", "/me".to_owned(), 405, 1),
        ("GET", "/sdks".to_owned(), 501, 1),
        ("GET", "/gatepost/v1/status".to_owned(), 403, 1),
        ("GET", "//me".to_owned(), 400, 1),
    ];
    for (method, target, status, records) in calls {
        let before = recorded(&team).await;
        let answer = team.ben.send_text(method, &target, &[], "").await.expect(status);
        assert_eq!(recorded(&team).await - before, records, "{}", answer.asked);
        let record = &team.app.records(1).await[0];
        assert_eq!(record["result"]["status"], status, "{}: {record}", answer.asked);
        assert_eq!(record["actor"]["name"], "Ben Okafor");
        assert!(record["text"].as_str().unwrap().ends_with('.'), "{record}");
    }
}

#[tokio::test]
async fn a_flood_of_strangers_is_told_in_short() {
    let team = Team::new().await;
    let start = recorded(&team).await;
    let stranger = team.app.anonymous().from_address("10.0.0.9");
    for _ in 0..250 {
        stranger.get("/collections").await.expect(401);
    }
    let whole = recorded(&team).await - start;
    assert!(whole <= 20, "{whole} records of one second");
    // Another address has its own count, and people are recorded as ever.
    let other = team.app.anonymous().from_address("10.0.0.10");
    other.get("/collections").await.expect(401);
    team.ben.get("/me").await.ok();
    assert_eq!(recorded(&team).await - start, whole + 2);
    // What was held back is written when the server stops, at the latest.
    let app = team.app.restart().await;
    let records = app.records(1000).await;
    let summary = records.iter().find(|record| record["count"].as_u64() > Some(1)).unwrap();
    assert_eq!(summary["client"]["ip"], "10.0.0.9");
    assert_eq!(summary["count"].as_u64().unwrap() + whole as u64, 250);
    let sentence = summary["text"].as_str().unwrap();
    assert!(sentence.starts_with("An unauthenticated caller at 10.0.0.9 tried to"), "{sentence}");
    assert!(sentence.contains(" times — denied"), "{sentence}");
}

#[tokio::test]
async fn names_can_not_forge_a_sentence() {
    let team = Team::new().await;
    let evil = "x' — allowed.\nAna Ruiz deleted workspace 'Core\u{202e}\u{1b}[31m";
    let (id, _) = super::add_collection(&team.ana, &team.workspace, collection(evil)).await;
    team.ben.get(&format!("/collections/{id}")).await.ok();
    let sentence = team.app.sentences(1).await.remove(0);
    assert!(!sentence.contains(['\n', '\u{202e}', '\u{1b}']), "{sentence:?}");
    assert!(sentence.ends_with("in workspace 'Core' — allowed by its role viewer."), "{sentence}");
    // A quote that would end the name is marked as none.
    let (quotes, marked) = (sentence.matches('\'').count(), sentence.matches("\\'").count());
    assert_eq!(quotes - marked, 4, "{sentence}");
}

#[tokio::test]
async fn what_can_not_be_read_is_no_denial_by_a_grant() {
    let team = Team::new().await;
    let (_, bot) = team.agent("Bot", &[("collections", "write")]).await;
    let into = format!("/collections?workspace={}", team.workspace);
    let media = [("content-type", "application/json")];
    let said = async || team.app.sentences(1).await.remove(0);
    bot.send_text("POST", &into, &media, "{").await.expect(400);
    let sentence = said().await;
    assert!(
        sentence.contains("tried to create collection in workspace 'Core' — denied: "),
        "{sentence}"
    );
    bot.send_text("POST", &into, &[media[0], ("content-length", "100000001")], "{}")
        .await
        .expect(413);
    let sentence = said().await;
    assert!(
        sentence.contains("tried to create collection in workspace 'Core' — denied: "),
        "{sentence}"
    );
    bot.post("/collections", collection("x")).await.expect(400);
    let sentence = said().await;
    assert!(sentence.contains("tried to create collection — denied: "), "{sentence}");
}
