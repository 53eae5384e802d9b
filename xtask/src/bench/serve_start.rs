//! How soon the server is ready, and how little it holds when idle.

use std::time::Duration;

use anyhow::Result;

use super::{Plan, load::median, server::Server, table::Row};

const STARTS: usize = 10;
/// Long enough for what a start leaves to settle.
const IDLE: Duration = Duration::from_secs(2);

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let data = plan.folder.join("start");
    let first = Server::gatepost(&plan.program, &data)?;
    let first_ready = first.ready_after.as_secs_f64() * 1000.0;
    first.stop()?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let server = Server::gatepost(&plan.program, &data)?;
        starts.push(server.ready_after.as_secs_f64() * 1000.0);
        server.stop()?;
    }
    let server = Server::gatepost(&plan.program, &data)?;
    tokio::time::sleep(IDLE).await;
    let memory = server.memory()?;
    server.stop()?;
    Ok(vec![
        Row::plain("first start to ready", format!("{first_ready:.0} ms")),
        Row::at_most("second start to ready", median(starts), 100.0, "ms"),
        Row::at_most("idle memory", memory, 40.0, "MB"),
    ])
}
