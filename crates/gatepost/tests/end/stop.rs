//! SIGTERM: calls under way are finished, in at most five seconds.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    dice::Dice,
    fleet::Fleet,
    scratch::Scratch,
    server::{Server, until},
    turns,
};

/// How long draining may take, and what a busy machine may add to it.
const DRAIN: Duration = Duration::from_secs(5);
const SLACK: Duration = Duration::from_secs(4);

/// A call whose body is sent later; the server has begun to serve it.
struct Slow {
    stream: TcpStream,
    body: String,
}

impl Slow {
    async fn begin(server: &Server, key: &str, name: &str) -> Self {
        let body = json!({"environment": {"name": name, "values": []}}).to_string();
        let head = format!(
            "POST /environments HTTP/1.1\r\nhost: {}\r\nx-api-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\
             expect: 100-continue\r\n\r\n",
            server.address(),
            body.len(),
        );
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // It asks for the body: the call is under way.
        let mut told = [0; 25];
        stream.read_exact(&mut told).await.unwrap();
        assert!(told.starts_with(b"HTTP/1.1 100 Continue"), "{told:?}");
        Self { stream, body }
    }

    async fn finish(mut self) -> String {
        self.stream.write_all(self.body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_under_way_are_finished_before_a_stop() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let data = scratch.data();
    let server = Server::start(&data);
    let key = server.api_key();
    let mut fleet = Fleet::new(&server, 30, 300, &mut Dice::new("a stop under load")).await;
    let mut slow = Vec::new();
    for at in 0..10 {
        slow.push(Slow::begin(&server, &key, &format!("slow {at}")).await);
    }
    let mut took = Duration::ZERO;
    fleet
        .load(server, 60, async |server| {
            let begun = Instant::now();
            let address = server.address();
            server.terminate();
            until("the end of listening", async || TcpStream::connect(address).await.is_err())
                .await;
            for call in slow {
                let answer = call.finish().await;
                assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
            }
            let status = server.ended(DRAIN + SLACK).await;
            took = begun.elapsed();
            assert_eq!(status.code(), Some(0));
        })
        .await;
    assert!(took < DRAIN, "nobody was slow, and still it took {took:?}");
    let server = Server::start(&data);
    eprintln!("stopped after {took:?} under load, started again in {:?}", server.ready_after);
    let listed = server.client(&key).get("/environments").await.json();
    let names: Vec<_> = listed["environments"].as_array().unwrap().iter().collect();
    let is_slow = |one: &&&serde_json::Value| one["name"].as_str().unwrap().starts_with("slow");
    assert_eq!(names.iter().filter(is_slow).count(), 10);
    let mut wrong = fleet.check_log(&data);
    let all = fleet.check(&server).await;
    // The slow calls were not of the fleet.
    wrong.extend(all.into_iter().filter(|what| !what.contains("`slow ")));
    assert!(wrong.is_empty(), "{wrong:#?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_never_ends_is_cut_off_after_five_seconds() {
    let scratch = Scratch::new();
    let data = scratch.data();
    let server = Server::start(&data);
    let key = server.api_key();
    let stuck = Slow::begin(&server, &key, "stuck").await;
    let begun = Instant::now();
    server.terminate();
    let status = server.ended(DRAIN + SLACK).await;
    let took = begun.elapsed();
    assert_eq!(status.code(), Some(0));
    assert!(took + Duration::from_millis(500) >= DRAIN, "cut off after {took:?} already");
    drop(stuck);
    let server = Server::start(&data);
    let listed = server.client(&key).get("/environments").await.text();
    assert!(!listed.contains("stuck"), "{listed}");
    server.stop().await;
}
