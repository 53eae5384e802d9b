//! 10,000 monitors that are due in the same minute.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use http::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    Plan, call,
    load::{connect, median},
    server::Server,
    table::Row,
};

const MONITORS: usize = 10_000;
/// What the target takes for an answer.
const ANSWER: u64 = 5;
/// Connections that create and look.
const CALLERS: usize = 16;
/// Every one must have run after so long.
const LIMIT: f64 = 300.0;
/// When the runs have their memory: what comes later would be growth.
const EARLY: Duration = Duration::from_secs(2);
/// A pause between two calls of somebody who uses the API meanwhile.
const PAUSE: Duration = Duration::from_millis(5);

pub(super) async fn measure(plan: &Plan) -> Result<Vec<Row>> {
    let file = plan.folder.join("pong.json");
    std::fs::write(&file, "{}")?;
    let target = Server::slow(&file, ANSWER)?;
    let server = Server::gatepost(&plan.program, &plan.folder.join("monitors"))?;
    let (address, key) = (server.address, server.key("apiKey")?);
    let item = json!({ "name": "ping", "request": { "method": "GET",
        "url": format!("http://{}/", target.address) } });
    let body = json!({ "collection": { "info": { "name": "Bench",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [item] } });
    let uid = call::create(address, &key, "/collections", &body, "/collection/uid").await?;
    let begun = Instant::now();
    let minute = due_minute()?;
    let ids = create(address, &key, &uid, minute).await?;
    let created = begun.elapsed().as_secs_f64();
    let idle = sample(address, &key, &uid, Arc::default(), Some(Duration::from_secs(3))).await?;
    let before = server.peak()?;
    wait_for(minute).await?;
    let begun = Instant::now();
    let done = Arc::<AtomicBool>::default();
    let meanwhile = tokio::spawn({
        let (key, uid, done) = (key.clone(), uid.clone(), done.clone());
        async move { sample(address, &key, &uid, done, None).await }
    });
    tokio::time::sleep(EARLY).await;
    let early = server.peak()?;
    let states = ended(address, &key, ids).await?;
    let took = begun.elapsed().as_secs_f64();
    done.store(true, Ordering::SeqCst);
    let busy = meanwhile.await??;
    let count = |state: &str| states.iter().filter(|one| *one == state).count();
    let success = f64::from(u32::try_from(count("success"))?);
    let rows = vec![
        Row::plain("10,000 monitors created", format!("{created:.0} s")),
        Row::at_least("of 10,000 due in one minute, run", success, 10_000.0, ""),
        Row::at_most("the last of them ended after", took, LIMIT, "s"),
        Row::plain("API p99: idle, meanwhile", format!("{idle:.2} {busy:.2} ms")),
        Row::at_most("API p99 meanwhile", busy / idle, 5.0, "x idle"),
        Row::plain("memory before, early", format!("{before:.0} {early:.0} MB")),
        Row::at_most("memory in the end", server.peak()? / early, 1.2, "x early"),
    ];
    server.stop()?;
    Ok(rows)
}

/// The minute of an hour in which all are due: far enough ahead that all are created by then.
fn due_minute() -> Result<u64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
    Ok((now / 60 + 3) % 60)
}

async fn wait_for(minute: u64) -> Result<()> {
    loop {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        if (now / 60) % 60 == minute {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Ids of so many monitors of one collection.
async fn create(address: SocketAddr, key: &str, uid: &str, minute: u64) -> Result<Vec<String>> {
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (key, uid) = (key.to_owned(), uid.to_owned());
        callers.spawn(async move {
            let mut connection = connect(address).await?;
            let mut ids = Vec::new();
            for number in (caller..MONITORS).step_by(CALLERS) {
                let body = json!({ "monitor": { "name": format!("M{number}"), "collection": uid,
                    "schedule": { "cron": format!("{minute} * * * *") } } });
                let path = "/monitors";
                let made =
                    call::over(&mut connection, &key, Method::POST, path, Some(&body)).await?;
                let made: Value = serde_json::from_slice(&made)?;
                let id = made.pointer("/monitor/id").and_then(Value::as_str);
                ids.push(id.context("a monitor without id")?.to_owned());
            }
            Ok::<_, anyhow::Error>(ids)
        });
    }
    let mut all = Vec::new();
    while let Some(ids) = callers.join_next().await {
        all.extend(ids??);
    }
    Ok(all)
}

/// How each ended, once all have.
async fn ended(address: SocketAddr, key: &str, ids: Vec<String>) -> Result<Vec<String>> {
    let states = Arc::<Mutex<Vec<String>>>::default();
    let mut callers = JoinSet::new();
    let begun = Instant::now();
    for caller in 0..4 {
        let mut left: Vec<String> = ids.iter().skip(caller).step_by(4).cloned().collect();
        let (key, states) = (key.to_owned(), states.clone());
        callers.spawn(async move {
            let mut connection = connect(address).await?;
            while !left.is_empty() && begun.elapsed().as_secs_f64() < LIMIT * 1.5 {
                // Looking must not be the load that is measured.
                tokio::time::sleep(Duration::from_millis(500)).await;
                let mut open = Vec::new();
                let mut late = false;
                for id in left {
                    if late {
                        open.push(id);
                        continue;
                    }
                    let path = format!("/monitors/{id}/executions");
                    let list = call::over(&mut connection, &key, Method::GET, &path, None).await?;
                    let list: Value = serde_json::from_slice(&list)?;
                    let state = list.pointer("/executions/0/state").and_then(Value::as_str);
                    let over = state.filter(|state| !["queued", "running"].contains(state));
                    if let Some(state) = over {
                        let mut all = states.lock().unwrap_or_else(PoisonError::into_inner);
                        all.push(state.to_owned());
                    } else {
                        // They run in order: what follows has not ended either.
                        open.push(id);
                        late = true;
                    }
                }
                left = open;
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    while let Some(caller) = callers.join_next().await {
        caller??;
    }
    let all = states.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(all)
}

/// The p99 in milliseconds of somebody who reads a collection now and then.
async fn sample(
    address: SocketAddr,
    key: &str,
    uid: &str,
    done: Arc<AtomicBool>,
    most: Option<Duration>,
) -> Result<f64> {
    let mut connection = connect(address).await?;
    let path = format!("/collections/{uid}");
    let (begun, mut times) = (Instant::now(), Vec::new());
    while !done.load(Ordering::SeqCst) && most.is_none_or(|most| begun.elapsed() < most) {
        let asked = Instant::now();
        call::over(&mut connection, key, Method::GET, &path, None).await?;
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(PAUSE).await;
    }
    times.sort_by(f64::total_cmp);
    let at = times.len() * 99 / 100;
    Ok(times.get(at).copied().unwrap_or_else(|| median(times)))
}
