//! `kill -9` under load: what was acknowledged is there after the next start.

use std::time::Duration;

use crate::{dice::Dice, fleet::Fleet, scratch::Scratch, server::Server, turns};

const ROUNDS: usize = 20;
const WRITERS: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_kill_9() {
    let _turn = turns::take();
    let mut dice = Dice::new("kill -9");
    let scratch = Scratch::new();
    let data = scratch.data();
    let mut server = Server::start(&data);
    let mut fleet = Fleet::new(&server, WRITERS, 300, &mut dice).await;
    let mut starts = Vec::new();
    for round in 1..=ROUNDS {
        let goal = WRITERS + dice.below(2 * WRITERS);
        fleet.load(server, goal, async |server| server.kill()).await;
        server = Server::start(&data);
        starts.push(server.ready_after);
        let mut wrong = fleet.check(&server).await;
        wrong.extend(fleet.check_log(&data));
        assert!(wrong.is_empty(), "round {round}: {wrong:#?}");
    }
    server.stop().await;
    starts.sort();
    eprintln!(
        "{} acknowledged writes survived {ROUNDS} kills; restarts took {:?} to {:?}",
        fleet.total(),
        starts.first().map_or(Duration::ZERO, |first| *first),
        starts.last().map_or(Duration::ZERO, |last| *last),
    );
}
