//! Rate limits, by a clock that the test moves.

use gate::Limits;
use serde_json::json;
use testkit::{Actor, Answer, App, Setup};

use super::Team;

/// Seconds since 1970 when the clock of a test starts.
const START: i64 = 1_800_000_000;

async fn team() -> Team {
    let team = Team::on(App::with(Setup { limits: Limits::standard(), ..Setup::default() }).await);
    let team = team.await;
    // What the setting up used has left every window.
    team.app.clock().advance(60_000);
    team
}

/// The headers that every answer has: limit, remaining, seconds to go, window.
#[track_caller]
fn stands(answer: &Answer, limit: u64, remaining: u64, wait: u64, window: u64) {
    let epoch = START + 60 + i64::try_from(wait).unwrap();
    stands_at(answer, limit, remaining, (wait, epoch), window);
}

#[track_caller]
fn stands_at(answer: &Answer, limit: u64, remaining: u64, (wait, epoch): (u64, i64), window: u64) {
    let expected = [
        ("x-ratelimit-limit", limit.to_string()),
        ("ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset", epoch.to_string()),
        ("ratelimit-reset", wait.to_string()),
        ("ratelimit", format!("limit={limit}, remaining={remaining}, reset={wait}")),
        ("ratelimit-policy", format!("{limit};w={window}")),
    ];
    for (name, value) in expected {
        assert_eq!(answer.header(name), value, "{name} of {}", answer.asked);
    }
}

#[track_caller]
fn slowed(answer: &Answer, wait: &str) {
    assert_eq!(answer.status, 429, "{}", answer.asked);
    for name in ["retry-after", "retryafter", "x-ratelimit-retryafter"] {
        assert_eq!(answer.header(name), wait, "{name} of {}", answer.asked);
    }
    let body = json!({ "error": { "name": "rateLimited", "message": "Rate limit exceeded" } });
    assert_eq!(answer.json, body);
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn every_answer_says_where_its_caller_stands() {
    let team = team().await;
    let missing = "/collections/0b0b0b0b-0000-4000-8000-000000000000";
    stands(&team.ben.get("/me").await.expect(200), 300, 299, 60, 60);
    stands(&team.ben.get(missing).await.expect(404), 300, 298, 60, 60);
    stands(&team.ben.get("/nowhere").await.expect(404), 300, 297, 60, 60);
    stands(&team.ben.delete("/me").await.expect(405), 300, 296, 60, 60);
    stands(&team.ben.get("/runners/r1/metrics").await.expect(501), 10, 9, 10, 10);
    stands(&team.ben.get("/sdks").await.expect(501), 300, 294, 60, 60);
    stands(&team.ben.post("/workspaces", json!({})).await.expect(400), 300, 293, 60, 60);
    stands(&team.ben.get("/collections?limit=0").await.expect(400), 10, 8, 10, 10);
    let path = format!("/workspaces/{}", team.workspace);
    stands(&team.ben.delete(&path).await.expect(403), 300, 291, 60, 60);
    stands(&team.app.anonymous().get("/me").await.expect(401), 300, 299, 60, 60);
    let (_, agent) = team.app.agent("Bot").await;
    stands(&agent.get("/me").await.expect(404), 300, 299, 60, 60);
}

#[tokio::test]
async fn lists_take_ten_in_ten_seconds() {
    let team = team().await;
    let here = format!("/workspaces/{}", team.workspace);
    for (number, path) in ["/collections", "/workspaces", &here].iter().cycle().take(10).enumerate()
    {
        let answer = team.ben.get(path).await.expect(200);
        stands(&answer, 10, 9 - number as u64, 10, 10);
    }
    let over = team.ben.get("/collections").await;
    slowed(&over, "10");
    stands(&over, 10, 0, 10, 10);
    // Reading one collection is no list, and others have their own window.
    let (id, _) = team.collection("Payments").await;
    team.ben.get(&format!("/collections/{id}")).await.expect(200);
    team.ben.get("/environments").await.expect(200);
    team.cleo.get("/collections").await.expect(200);
    let key = team.app.key(json!({ "kind": "user", "user": team.ben_id })).await;
    team.ben.with_key(&key).get("/collections").await.expect(200);
    // The wait is rounded up, and refused calls don't prolong it.
    team.app.clock().advance(9_001);
    slowed(&team.ben.get("/collections").await, "1");
    team.app.clock().advance(998);
    slowed(&team.ben.get("/collections").await, "1");
    team.app.clock().advance(1);
    team.ben.get("/collections").await.expect(200);
}

#[tokio::test]
async fn the_window_slides() {
    let team = team().await;
    for _ in 0..5 {
        team.ben.get("/collections").await.expect(200);
    }
    team.app.clock().advance(6_000);
    for _ in 0..5 {
        team.ben.get("/collections").await.expect(200);
    }
    slowed(&team.ben.get("/collections").await, "4");
    team.app.clock().advance(4_000);
    // The first five have left; the next five have not.
    for _ in 0..5 {
        team.ben.get("/collections").await.expect(200);
    }
    slowed(&team.ben.get("/collections").await, "6");
}

#[tokio::test]
async fn a_key_takes_three_hundred_a_minute_in_all() {
    let team = team().await;
    for number in 0..300 {
        let answer = team.ben.get("/me").await.expect(200);
        assert_eq!(answer.header("x-ratelimit-remaining"), (299 - number).to_string());
    }
    let over = team.ben.get("/me").await;
    slowed(&over, "60");
    stands(&over, 300, 0, 60, 60);
    // Every kind of call counts, so every kind is refused.
    slowed(&team.ben.get("/collections").await, "60");
    slowed(&team.ben.get("/mocks").await, "60");
    team.app.clock().advance(59_999);
    slowed(&team.ben.get("/me").await, "1");
    team.app.clock().advance(1);
    team.ben.get("/me").await.expect(200);
    let records = team.app.records(2).await;
    assert_eq!(records[1]["decision"], "limit");
    assert_eq!(records[1]["reason"], "rate_limited");
    assert_eq!(
        records[1]["text"],
        "Ben Okafor tried to read own profile — slowed down: 300 calls in 60 seconds is its limit."
    );
}

#[tokio::test]
async fn denied_calls_count_too() {
    let team = team().await;
    let (_, agent) = team.app.agent("Bot").await;
    for _ in 0..300 {
        agent.get("/environments").await.expect(404);
    }
    let over = agent.get("/environments").await;
    slowed(&over, "60");
    assert_eq!(over.header("x-gatepost-decision"), "limit");
    assert_eq!(over.header("x-gatepost-reason"), "rate_limited");
}

#[tokio::test]
async fn workspace_updates_count_per_user() {
    let team = team().await;
    let path = format!("/workspaces/{}", team.workspace);
    let body = || json!({ "workspace": { "about": "x" } });
    let key = team.app.key(json!({ "kind": "user", "user": team.app.owner_id() })).await;
    let second = team.ana.with_key(&key);
    let (_, agent) = team.agent("Bot", &[("workspaces", "write")]).await;
    let actors: [&Actor; 3] = [&team.ana, &second, &agent];
    for (number, actor) in (0..20_u64).zip(actors.into_iter().cycle()) {
        let answer = actor.put(&path, body()).await.expect(200);
        stands(&answer, 20, 19 - number, 60, 60);
    }
    for actor in [&team.ana, &second, &agent] {
        slowed(&actor.put(&path, body()).await, "60");
    }
    // Another user has its own twenty, and other calls of these go on.
    team.ben.put(&path, body()).await.expect(403);
    team.ana.get("/me").await.expect(200);
    team.app.clock().advance(60_000);
    team.ana.put(&path, body()).await.expect(200);
}

#[tokio::test]
async fn an_agent_counts_as_one_whatever_key_it_shows() {
    let team = team().await;
    let (id, agent) = team.agent("Bot", &[("collections", "read")]).await;
    let second = team.app.key(json!({ "kind": "agent", "agent": id })).await;
    let second = agent.with_key(&second);
    for _ in 0..5 {
        agent.get("/collections").await.expect(200);
        second.get("/collections").await.expect(200);
    }
    for actor in [&agent, &second] {
        slowed(&actor.get("/collections").await, "10");
    }
    // Its owner's calls are its owner's, and a new key refills nothing.
    team.ana.get("/collections").await.expect(200);
    let keys = team.app.local().get("/gatepost/v1/keys").await.ok();
    let keys = keys["keys"].as_array().unwrap().iter();
    for key in keys.filter(|key| key["agent"] == id.as_str()) {
        let path = format!("/gatepost/v1/keys/{}", key["id"].as_str().unwrap());
        team.app.local().delete(&path).await.expect(204);
    }
    let third = team.app.key(json!({ "kind": "agent", "agent": id })).await;
    slowed(&agent.with_key(&third).get("/collections").await, "10");
}

#[tokio::test]
async fn imports_and_tokens_have_their_own_windows() {
    let team = team().await;
    for path in ["/import/openapi", "/service-account-tokens"] {
        for number in 0..10 {
            let answer = team.ben.post(path, json!({})).await;
            assert_ne!(answer.status, 429, "{path}");
            stands(&answer, 10, 9 - number, 10, 10);
        }
        let over = team.ben.post(path, json!({})).await.expect(429);
        assert_eq!(over.header("retry-after"), "10", "{path}");
        team.app.clock().advance(70_000);
        let again = team.ben.post(path, json!({})).await;
        assert_ne!(again.status, 429, "{path}");
        team.app.clock().advance(-70_000);
    }
}

#[tokio::test]
async fn nobody_is_limited_by_address() {
    let team = team().await;
    let anyone = team.app.anonymous();
    for _ in 0..300 {
        anyone.get("/me").await.expect(401);
    }
    slowed(&anyone.get("/me").await, "60");
    anyone.from_address("10.0.0.7").get("/me").await.expect(401);
    // Whoever has a key is not held up by those who have none.
    team.ben.get("/me").await.expect(200);
}

#[tokio::test]
async fn without_limits_there_are_no_headers() {
    let team = Team::new().await;
    for _ in 0..30 {
        let answer = team.ben.get("/collections").await.expect(200);
        assert_eq!(answer.header("x-ratelimit-limit"), "");
    }
}
