//! Whether time tells a hidden resource from an absent one.

use std::time::{Duration, Instant};

use serde_json::json;
use testkit::Actor;

use super::scene::{Place, Scene, area};

/// Calls per side.
const CALLS: usize = 2_000;

async fn once(actor: &Actor, target: &str) -> Duration {
    let start = Instant::now();
    let status = actor.get(target).await.status;
    let elapsed = start.elapsed();
    assert_eq!(status, 404);
    elapsed
}

/// Microseconds, robust against calls that the machine held up.
fn median(mut calls: Vec<Duration>) -> f64 {
    calls.sort();
    calls[calls.len() / 2].as_secs_f64() * 1e6
}

#[tokio::test]
async fn hidden_takes_as_long_as_absent() {
    let scene = Scene::new().await;
    let absent = Place::nowhere(scene.app.owner_id());
    let elsewhere = json!({ "workspaces": [scene.core.workspace] });
    let rule = area("collections", "read", elsewhere);
    let (_, agent) = scene.agent("Elsewhere", scene.app.owner_id(), &[rule]).await;
    let hidden = format!("/collections/{}", scene.vault.collection.id);
    let absent = format!("/collections/{}", absent.collection.id);
    for (who, actor) in [("an agent", &agent), ("a stranger", &scene.eve)] {
        let (mut there, mut nowhere) = (Vec::new(), Vec::new());
        for round in 0..CALLS {
            // Interleaved and in turn first, so that a drift of the machine hits both alike.
            if round % 2 == 0 {
                there.push(once(actor, &hidden).await);
                nowhere.push(once(actor, &absent).await);
            } else {
                nowhere.push(once(actor, &absent).await);
                there.push(once(actor, &hidden).await);
            }
        }
        let (there, nowhere) = (median(there), median(nowhere));
        let apart = (there - nowhere).abs() / there.max(nowhere) * 100.0;
        println!(
            "timing for {who}: hidden {there:.1} us, absent {nowhere:.1} us, {apart:.1} % apart"
        );
        // The figure is the result; the bound only catches work that one of them does not do.
        assert!(apart < 60.0, "{who}: hidden {there:.1} us, absent {nowhere:.1} us");
    }
}
