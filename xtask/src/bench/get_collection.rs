//! One read through the gate against the same bytes from memory.

use anyhow::Result;
use http::Method;
use serde_json::{Value, json};

use super::{
    Plan, call,
    load::{Load, drive, median},
    server::Server,
    table::Row,
};

const ITEMS: usize = 100;

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let gate = Server::gatepost(&plan.program, &plan.folder.join("read"))?;
    let user = gate.key("apiKey")?;
    let body = json!({ "collection": collection("Bench", ITEMS) });
    let uid = call::create(gate.address, &user, "/collections", &body, "/collection/uid").await?;
    let agent = call::reader(gate.address, &gate.key("adminKey")?, json!({ "all": true })).await?;
    let path = format!("/collections/{uid}");
    let file = plan.folder.join("collection.json");
    std::fs::write(&file, call::bytes(gate.address, &agent, Method::GET, &path, None).await?)?;
    let bare = Server::bare(&file)?;

    let load = |server: &Server, key| Load { address: server.address, path: path.clone(), key };
    let loads = [load(&bare, None), load(&gate, Some(agent)), load(&gate, Some(user))];
    let mut rates = [const { Vec::new() }; 3];
    let mut slow = Vec::new();
    for _ in 0..plan.rounds {
        for (load, rates) in loads.iter().zip(&mut rates) {
            let outcome = drive(load, plan.seconds).await?;
            rates.push(outcome.rate());
            slow.push(format!("{:.1}", outcome.millis_at(0.99)));
        }
    }
    let [bare_rate, agent_rate, user_rate] = rates.map(median);
    gate.stop()?;
    let ratio = "of the bare server";
    Ok(vec![
        Row::plain("bare server", format!("{bare_rate:.0}/s")),
        Row::plain("getCollection of 100 items", format!("{agent_rate:.0}/s")),
        Row::plain("p99 of each round: bare, agent, user", format!("{} ms", slow.join(" "))),
        Row::at_least("getCollection, an agent", agent_rate / bare_rate, 0.5, ratio),
        Row::at_least("getCollection, a user", user_rate / bare_rate, 0.5, ratio),
    ])
}

/// A collection of that many requests of a usual size.
pub(super) fn collection(name: &str, items: usize) -> Value {
    let item = |index: usize| {
        json!({
            "name": format!("Request {index}"),
            "request": {
                "method": "POST",
                "header": [{ "key": "Content-Type", "value": "application/json" }],
                "url": {
                    "raw": format!("{{{{base}}}}/orders/{index}?expand=lines"),
                    "host": ["{{base}}"],
                    "path": ["orders", index.to_string()],
                    "query": [{ "key": "expand", "value": "lines" }],
                },
                "body": { "mode": "raw", "raw": "{\"quantity\": 3, \"note\": \"none\"}" },
            },
        })
    };
    json!({
        "info": {
            "name": name,
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": (0..items).map(item).collect::<Vec<_>>(),
    })
}
