//! One very large collection, while somebody else goes on working.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Method;
use serde::Deserialize;
use serde_json::json;

use crate::{client::Client, scratch::Scratch, server::Server, turns};

const ITEMS: usize = 1000;
/// Bytes of each request's body: with them the collection has 100 MB.
const RAW: usize = 99_800;
const IDLE_CALLS: usize = 200;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    collection: Collection<'a>,
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    item: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    name: &'a str,
    #[serde(borrow)]
    request: Request<'a>,
}

#[derive(Deserialize)]
struct Request<'a> {
    method: &'a str,
    #[serde(borrow)]
    body: Body<'a>,
}

#[derive(Deserialize)]
struct Body<'a> {
    raw: &'a str,
}

fn raw(at: usize) -> String {
    format!("{at:08}{}", "0123456789abcdef".repeat(RAW / 16))
}

fn collection() -> Bytes {
    let mut text = String::with_capacity(ITEMS * (RAW + 200));
    text.push_str(
        r#"{"collection":{"info":{"name":"Large","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":["#,
    );
    for at in 0..ITEMS {
        let comma = if at == 0 { "" } else { "," };
        let raw = raw(at);
        write!(
            text,
            r#"{comma}{{"name":"r{at}","request":{{"method":"POST","url":"https://echo.example/","body":{{"mode":"raw","raw":"{raw}"}}}}}}"#
        )
        .unwrap();
    }
    text.push_str("]}}");
    text.into()
}

/// Times of `GET /me`: `calls` of them, or until told to stop.
async fn poll(client: &mut Client, calls: usize, stop: &AtomicBool) -> Vec<Duration> {
    let mut times = Vec::new();
    while times.len() < calls && !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        client.get("/me").await.expect(200);
        times.push(begun.elapsed());
    }
    times.sort();
    times
}

fn percentiles(times: &[Duration]) -> String {
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    format!("p50 {:?}, p99 {:?} of {} calls", at(50), at(99), times.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_of_100_mb_is_stored_whole_while_others_are_served() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let server = Server::start(&scratch.data());
    let (key, mut client) = (server.api_key(), server.client(&server.api_key()));
    let small = json!({"collection": {
        "info": {"name": "Large", "schema":
            "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [],
    }});
    let made = client.post("/collections", &small).await.expect(200);
    let path = format!("/collections/{}", made["collection"]["uid"].as_str().unwrap());

    let (stop, mut other) = (Arc::new(AtomicBool::new(false)), server.client(&key));
    let idle = poll(&mut other, IDLE_CALLS, &stop).await;
    let body = collection();
    let bytes = u64::try_from(body.len()).unwrap();
    let polling = tokio::spawn({
        let stop = stop.clone();
        async move { poll(&mut other, usize::MAX, &stop).await }
    });
    let begun = Instant::now();
    client.call(Method::PUT, &path, body).await.unwrap().expect(200);
    let took = begun.elapsed();
    stop.store(true, Ordering::Relaxed);
    let during = polling.await.unwrap();
    let peak = server.peak_memory();
    eprintln!("PUT of {bytes} bytes: {took:?}");
    eprintln!("  GET /me idle:   {}", percentiles(&idle));
    eprintln!("  GET /me during: {}", percentiles(&during));
    eprintln!("  peak memory: {}.{} times the body", peak / bytes, peak * 10 / bytes % 10);

    let answer = client.get(&path).await;
    assert_eq!(answer.status, 200);
    let Answer { collection } = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(collection.item.len(), ITEMS);
    for (at, item) in collection.item.iter().enumerate() {
        assert_eq!((item.name, item.request.method), (format!("r{at}").as_str(), "POST"));
        // Not assert_eq: nobody reads 100 KB of difference.
        assert!(item.request.body.raw == raw(at), "request {at} is not what was sent");
    }
    server.stop().await;
}
