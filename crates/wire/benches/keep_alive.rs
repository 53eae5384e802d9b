//! One request on a kept connection, beside a bare loop over a socket with the same bytes.
#![expect(clippy::unwrap_used, reason = "a benchmark fails loudly")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::Duration,
};

use divan::Bencher;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    runtime::{Builder, Runtime},
};
use wire::{Body, Client, Config, Header, Options, Request, Scheme};

/// What every server here answers.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nX-Powered-By: bench\r\nContent-Type: application/json; \
charset=utf-8\r\nContent-Length: 81\r\nETag: W/\"51-abc\"\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\
Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n\
{\"args\":{\"a\":\"1\"},\"url\":\"/get?a=1\",\"method\":\"GET\",\"headers\":{\"host\":\"localhost\"}}";

fn main() {
    divan::main();
}

/// Answers whatever ends with an empty line, on a thread of its own for each connection.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    address
}

fn serve(mut stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut buffer = [0; 4096];
    let mut have = 0;
    loop {
        have += stream.read(buffer.get_mut(have..)?).ok().filter(|&count| count > 0)?;
        if buffer.get(..have)?.ends_with(b"\r\n\r\n") {
            stream.write_all(ANSWER).ok()?;
            have = 0;
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn request(address: SocketAddr) -> Request {
    let headers = [
        ("User-Agent", "bench/1.0"),
        ("Accept", "*/*"),
        ("Cache-Control", "no-cache"),
        ("Postman-Token", "5b2f0f0e-55bb-4c0d-8c2b-6b8f9b6f0f0e"),
        ("Host", "localhost"),
        ("Accept-Encoding", "gzip, deflate, br"),
        ("Connection", "keep-alive"),
    ];
    Request {
        method: "GET".to_owned(),
        scheme: Scheme::Http,
        host: address.ip().to_string(),
        port: address.port(),
        target: b"/get?a=1".to_vec(),
        headers: headers.map(|(name, value)| Header::new(name, value)).to_vec(),
        body: Body::Empty,
    }
}

/// The bytes that the client would send.
fn head(address: SocketAddr) -> Vec<u8> {
    let mut out = b"GET /get?a=1 HTTP/1.1\r\n".to_vec();
    for header in request(address).headers {
        out.extend_from_slice(format!("{}: {}\r\n", header.name, header.text()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out
}

#[divan::bench]
fn bare_loop(bencher: Bencher<'_, '_>) {
    let (runtime, address) = (runtime(), server());
    let mut stream = runtime.block_on(tokio::net::TcpStream::connect(address)).unwrap();
    stream.set_nodelay(true).unwrap();
    let head = head(address);
    let mut buffer = vec![0; 8192];
    bencher.bench_local(|| {
        runtime.block_on(async {
            stream.write_all(&head).await.unwrap();
            let mut have = 0;
            while have < ANSWER.len() {
                have += stream.read(&mut buffer).await.unwrap();
            }
        });
    });
}

fn client(bencher: Bencher<'_, '_>, options: &Options) {
    let (runtime, address) = (runtime(), server());
    let client = Client::new(Config::default());
    let request = request(address);
    bencher.bench_local(|| runtime.block_on(client.send(&request, options)).unwrap());
}

#[divan::bench]
fn own_client(bencher: Bencher<'_, '_>) {
    client(bencher, &Options::default());
}

#[divan::bench]
fn own_client_with_timeouts(bencher: Bencher<'_, '_>) {
    let limit = Some(Duration::from_secs(30));
    let options = Options {
        connect_timeout: limit,
        idle_timeout: limit,
        total_timeout: limit,
        ..Options::default()
    };
    client(bencher, &options);
}

/// How large a large body is.
const LARGE: usize = 16 << 20;

/// Answers everything with a large body.
fn large_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut buffer = [0; 4096];
            let body = vec![b'x'; LARGE];
            while stream.read(&mut buffer).is_ok_and(|count| count > 0) {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LARGE}\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body).unwrap();
            }
        }
    });
    address
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn large_body_bare(bencher: Bencher<'_, '_>) {
    let (runtime, address) = (runtime(), large_server());
    let mut stream = runtime.block_on(tokio::net::TcpStream::connect(address)).unwrap();
    let head = head(address);
    bencher.counter(divan::counter::BytesCount::new(LARGE)).bench_local(|| {
        runtime.block_on(async {
            stream.write_all(&head).await.unwrap();
            let mut body = Vec::new();
            while body.len() < LARGE {
                stream.read_buf(&mut body).await.unwrap();
            }
            body
        })
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn large_body_client(bencher: Bencher<'_, '_>) {
    let (runtime, address) = (runtime(), large_server());
    let client = Client::new(Config::default());
    let (request, options) = (request(address), Options::default());
    bencher
        .counter(divan::counter::BytesCount::new(LARGE))
        .bench_local(|| runtime.block_on(client.send(&request, &options)).unwrap());
}

/// The part that is not the system's: reading the answer out of memory.
#[divan::bench]
fn parse_only(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let options = Options::default();
    bencher.bench_local(|| runtime.block_on(wire::replay(&[ANSWER], "GET", &options)).unwrap());
}
