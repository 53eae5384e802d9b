//! Mock servers: one answer of 1 KB, found by a path parameter among 50, over 64 connections.
//!
//! Measured against the same bytes from memory, and against other mock servers that answer the same.

mod files;
mod peers;

use std::{process::Command, time::Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::{
    Plan, call,
    load::{Load, drive, median},
    server::Server,
    table::Row,
};

/// Examples of the usual mock, and of the large one.
const EXAMPLES: [usize; 2] = [50, 5_000];

/// One contender and what was measured of it.
struct Contender {
    name: &'static str,
    server: Server,
    path: String,
    rates: Vec<f64>,
    /// Microseconds of processor time for an answer.
    costs: Vec<f64>,
}

impl Contender {
    fn new(name: &'static str, server: Server, path: String) -> Self {
        Self { name, server, path, rates: Vec::new(), costs: Vec::new() }
    }

    async fn round(&mut self, plan: &Plan) -> Result<()> {
        let load = Load { address: self.server.address, path: self.path.clone(), key: None };
        let before = self.server.processor_seconds()?;
        let outcome = drive(&load, plan.seconds).await.with_context(|| self.name)?;
        let spent = self.server.processor_seconds()? - before;
        self.rates.push(outcome.rate());
        self.costs.push(spent * 1e6 / outcome.answers());
        Ok(())
    }

    fn rate(&self) -> f64 {
        median(self.rates.clone())
    }

    fn cost(&self) -> f64 {
        median(self.costs.clone())
    }

    fn row(&self) -> Row {
        let (rate, cost) = (self.rate(), self.cost());
        Row::plain(self.name, format!("{rate:.0}/s, {cost:.0} us of processor time each"))
    }
}

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let [usual, large] = EXAMPLES;
    let file = plan.folder.join("answer.json");
    std::fs::write(&file, files::answer())?;
    let bare = Contender::new("bare server", Server::bare(&file)?, "/items7/42".to_owned());
    let mut ours = vec![bare];
    for (count, name) in [(usual, "mock of 50 examples"), (large, "mock of 5,000 examples")] {
        ours.push(hosted(plan, count, name).await?);
    }
    let (alone, first) = alone(plan, usual).await?;
    ours.push(alone);
    let (mut others, mut rows) = peers::start(plan, usual).await?;
    for _ in 0..plan.rounds {
        for one in ours.iter_mut().chain(&mut others) {
            one.round(plan).await?;
        }
    }
    let [bare, mock, many, alone] = ours.as_slice() else { bail!("a contender is missing") };
    rows.splice(0..0, ours.iter().chain(&others).map(Contender::row));
    let of_bare = "of the bare server";
    rows.push(Row::at_least("mock, call log on", mock.rate() / bare.rate(), 0.6, of_bare));
    rows.push(Row::at_most("mock: processor", mock.cost() / bare.cost(), 3.0, "x the bare server"));
    rows.push(Row::at_least("5,000 examples", many.rate() / mock.rate(), 0.8, "of 50 examples"));
    rows.push(Row::at_most("mock: memory", mock.server.memory()?, 50.0, "MB"));
    rows.push(Row::at_least("mock of a file", alone.rate() / bare.rate(), 0.6, of_bare));
    rows.push(Row::at_most("mock of a file: memory", alone.server.peak()?, 50.0, "MB"));
    rows.push(Row::at_most("mock of a file: first answer", first, 100.0, "ms"));
    for (name, least) in [("Prism", 8.0), ("WireMock", 4.0), ("Mockoon", 1.0)] {
        if let Some(other) = others.iter().find(|one| one.name == name) {
            let ratio = mock.rate() / other.rate();
            rows.push(Row::at_least(&format!("mock against {name}"), ratio, least, "x its rate"));
        }
    }
    Ok(rows)
}

/// A mock inside a server, with its call log.
async fn hosted(plan: &Plan, count: usize, name: &'static str) -> Result<Contender> {
    let server = Server::gatepost(&plan.program, &plan.folder.join(format!("mock-{count}")))?;
    let key = server.key("apiKey")?;
    let body = json!({ "collection": files::collection(count) });
    let uid = call::create(server.address, &key, "/collections", &body, "/collection/uid").await?;
    let body = json!({ "mock": { "collection": uid } });
    let id = call::create(server.address, &key, "/mocks", &body, "/mock/id").await?;
    Ok(Contender::new(name, server, format!("/_mock/{id}/items7/42")))
}

/// A mock of a file, and how many milliseconds after its start it answered first.
async fn alone(plan: &Plan, count: usize) -> Result<(Contender, f64)> {
    let file = plan.folder.join("collection.json");
    std::fs::write(&file, files::collection(count).to_string())?;
    let begun = Instant::now();
    let mut command = Command::new(&plan.program);
    command.args(["mock", "--json", "--quiet", "--listen", "127.0.0.1:0"]).arg(&file);
    let server = Server::start(&mut command)?;
    let path = "/items7/42".to_owned();
    call::bytes(server.address, "", http::Method::GET, &path, None).await?;
    let first = begun.elapsed().as_secs_f64() * 1000.0;
    Ok((Contender::new("mock of a file", server, path), first))
}
