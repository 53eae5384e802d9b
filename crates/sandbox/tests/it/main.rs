//! Scripts run through the public API.
#![cfg(test)]

mod cases;
mod hostile;
mod stage;
mod tables;

use sandbox::{Event, Limits};

/// Contexts that come later load bytecode; they must behave as the first one.
#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn every_context_behaves_alike() {
    let source = include_str!("../scripts/test.js");
    let mut outputs = Vec::new();
    for _ in 0..4 {
        let stage = stage::Stage::new(Limits::default());
        let finished = stage.run(Event::Test, source).await;
        stage.host.finished(&finished);
        outputs.push(stage.host.lines.take());
    }
    for output in &outputs {
        assert_eq!(output, &outputs[0]);
    }
}
