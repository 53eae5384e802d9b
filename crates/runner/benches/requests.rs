//! What a run adds to its requests: a bare loop of the client, runs without and with scripts.
//!
//! `cargo bench -p runner --bench requests`; each number is the median of one request.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use runner::{Abort, Input, Options, run};
use serde_json::{Value, json};

/// Requests of one measurement.
const REQUESTS: u32 = 2_000;

/// Measurements of each kind.
const TIMES: usize = 7;

fn serve(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = [0; 8192];
    let mut held = 0;
    while let Ok(read) = stream.read(&mut buffer[held..]) {
        held += read;
        if read == 0 {
            return;
        }
        if buffer[..held].ends_with(b"\r\n\r\n") {
            held = 0;
            let answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
            stream.write_all(answer).unwrap();
        }
    }
}

fn server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(|| serve(stream));
        }
    });
    port
}

fn collection(port: u16, test: Option<&str>) -> model::runnable::Collection {
    let request = json!({
        "method": "GET", "url": format!("http://127.0.0.1:{port}/users/{{{{id}}}}?page=1"),
        "header": [{"key": "X-Request", "value": "{{id}}"}],
    });
    let events: Vec<Value> = test
        .into_iter()
        .map(|source| json!({"listen": "test", "script": {"exec": [source]}}))
        .collect();
    let item = json!({"name": "a", "request": request, "event": events});
    let text = json!({"info": {"name": "c"}, "item": [item]}).to_string();
    model::runnable::parse(&text, &mut || "id".to_owned()).unwrap()
}

fn told(port: u16, test: Option<&str>) -> Duration {
    let mut input = Input::new(collection(port, test));
    input.environment.set("id", Some("42".into()), None);
    let mut options = Options::default();
    options.iterations = Some(REQUESTS);
    let began = Instant::now();
    let finished = run(input, &options, Vec::new(), &Abort::new()).unwrap();
    let took = began.elapsed();
    assert!(finished.summary.passed());
    took
}

fn bare(port: u16) -> Duration {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = wire::Client::new(wire::Config::default());
    let header = |name: &str, value: &str| wire::Header::new(name, value);
    let request = wire::Request {
        method: "GET".to_owned(),
        scheme: wire::Scheme::Http,
        host: "127.0.0.1".to_owned(),
        port,
        target: b"/users/42?page=1".to_vec(),
        headers: vec![
            header("X-Request", "42"),
            header("User-Agent", "bare"),
            header("Accept", "*/*"),
            header("Cache-Control", "no-cache"),
            header("Host", "127.0.0.1"),
            header("Accept-Encoding", "gzip, deflate, br"),
            header("Connection", "keep-alive"),
        ],
        body: wire::Body::Empty,
    };
    let options = wire::Options::default();
    let began = Instant::now();
    runtime.block_on(async {
        for _ in 0..REQUESTS {
            client.send(&request, &options).await.unwrap();
        }
    });
    began.elapsed()
}

fn median(mut measure: impl FnMut() -> Duration) -> f64 {
    let mut times: Vec<_> = (0..TIMES).map(|_| measure()).collect();
    times.sort_unstable();
    times[TIMES / 2].as_secs_f64() * 1e6 / f64::from(REQUESTS)
}

fn main() {
    let port = server();
    let bare = median(|| bare(port));
    println!("bare loop of the client   {bare:7.1} us");
    let plain = median(|| told(port, None));
    println!("run without scripts       {plain:7.1} us, {:.1} us more", plain - bare);
    let tests = "pm.test('a', () => pm.response.to.have.status(200)); \
        pm.test('b', () => pm.expect(pm.response.json().ok).to.eql(true)); \
        pm.test('c', () => pm.expect(pm.response.responseTime).to.be.below(1000));";
    let tested = median(|| told(port, Some(tests)));
    println!("run with three tests      {tested:7.1} us, {:.1} us more", tested - bare);
}
