//! Pages of a long list against those of a short one.

use std::net::SocketAddr;

use anyhow::Result;
use http::Method;
use serde_json::json;
use tokio::task::JoinSet;

use super::{
    Plan, call, get_collection,
    load::{CONNECTIONS, Load, connect, drive, median},
    server::Server,
    table::Row,
};

const WORKSPACES: usize = 10;
const PAGE: usize = 100;
const SMALL: usize = 1_000;

/// A filled server, and whom to ask it as.
struct Filled {
    server: Server,
    elements: usize,
    user: String,
    agent: String,
}

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let small = fill(plan, "small", SMALL).await?;
    let large = fill(plan, "large", plan.elements).await?;
    let mut rows = Vec::new();
    for (who, by_agent) in [("admin", false), ("an agent in one workspace", true)] {
        for (page, last) in [("first", false), ("last", true)] {
            let loads = [&small, &large].map(|filled| filled.load(by_agent, last));
            let mut times = [const { Vec::new() }; 2];
            for _ in 0..plan.rounds {
                for (load, times) in loads.iter().zip(&mut times) {
                    times.push(1.0 / drive(load, plan.seconds).await?.rate());
                }
            }
            let [short, long] = times.map(median);
            let what = format!("{page} page of {}, {who}", plan.elements);
            let unit = format!("of the same among {SMALL}");
            rows.push(Row::at_most(&what, long / short, 1.5, &unit));
        }
    }
    small.server.stop()?;
    large.server.stop()?;
    Ok(rows)
}

impl Filled {
    fn load(&self, by_agent: bool, last: bool) -> Load {
        let (key, seen) = if by_agent {
            (&self.agent, self.elements / WORKSPACES)
        } else {
            (&self.user, self.elements)
        };
        let offset = if last { seen.saturating_sub(PAGE) } else { 0 };
        Load {
            address: self.server.address,
            path: format!("/collections?limit={PAGE}&offset={offset}"),
            key: Some(key.clone()),
        }
    }
}

/// A server with that many small collections, spread over workspaces.
async fn fill(plan: &Plan, name: &str, elements: usize) -> Result<Filled> {
    let server = Server::gatepost(&plan.program, &plan.folder.join(name))?;
    let user = server.key("apiKey")?;
    let mut workspaces = Vec::new();
    for index in 0..WORKSPACES {
        let body = json!({ "workspace": { "name": format!("Bench {index}"), "type": "team" } });
        let id = "/workspace/id";
        workspaces.push(call::create(server.address, &user, "/workspaces", &body, id).await?);
    }
    let one = workspaces.first().cloned().unwrap_or_default();
    let mut callers = JoinSet::new();
    for caller in 0..CONNECTIONS {
        let mine = (caller..elements).step_by(CONNECTIONS).count();
        callers.spawn(create_some(server.address, user.clone(), workspaces.clone(), caller, mine));
    }
    while let Some(done) = callers.join_next().await {
        done??;
    }
    let scope = json!({ "workspaces": [one] });
    let agent = call::reader(server.address, &server.key("adminKey")?, scope).await?;
    Ok(Filled { server, elements, user, agent })
}

async fn create_some(
    address: SocketAddr,
    key: String,
    workspaces: Vec<String>,
    first: usize,
    count: usize,
) -> Result<()> {
    let mut connection = connect(address).await?;
    for index in (first..).step_by(CONNECTIONS).take(count) {
        let Some(workspace) = workspaces.get(index % WORKSPACES) else { break };
        let collection = get_collection::collection(&format!("Collection {index}"), 1);
        let body = json!({ "collection": collection });
        let path = format!("/collections?workspace={workspace}");
        call::over(&mut connection, &key, Method::POST, &path, Some(&body)).await?;
    }
    Ok(())
}
