//! Servers that break off, stall, lie, and never end.
#![cfg(test)]

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use wire::{Fault, Header, Limits, Options};

use crate::server::{Server, client, read_head, send};

fn limits() -> Options {
    let limits = Limits {
        head_bytes: 4096,
        headers: 20,
        body_bytes: 10_000,
        expansion: Some(50),
        interim: 3,
        chunk_line: 64,
    };
    Options { limits, ..Options::default() }
}

/// A server that says `first` and then `again` until nobody listens.
async fn endless(first: &'static [u8], again: &'static [u8]) -> Server {
    Server::talk(move |mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(first).await?;
        loop {
            stream.write_all(again).await?;
        }
    })
    .await
}

#[tokio::test]
async fn nothing_is_read_without_end() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table: [(&[u8], &[u8], &str); 13] = [
        (b"HTTP/1.1 200 ", b"x", "Parse Error: Header overflow"),
        (b"\r\n", b"\r\n", "Parse Error: Header overflow"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"xxxxxxxx", "Parse Error: Header overflow"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", "Parse Error: Header overflow"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"xxxxxxxxxxxxxxxx", "Maximum response size reached"),
        (chunked, b"5\r\nhello\r\n", "Maximum response size reached"),
        (chunked, b"1;", "Parse Error: Chunk extensions overflow"),
        (chunked, b"00000000", "Parse Error: Chunk extensions overflow"),
        (chunked, b"\n", "Parse Error: Invalid character in chunk size"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            b"X: y\r\n",
            "Parse Error: Header overflow",
        ),
        (b"", b"HTTP/1.1 100 Go on\r\n\r\n", "the server sent more than 3 interim responses"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n", b"", "Maximum response size reached"),
        (b"", b"x", "Parse Error: Expected HTTP/, RTSP/ or ICE/"),
    ];
    for (first, again, wanted) in table {
        let server =
            if again.is_empty() { Server::say(first).await } else { endless(first, again).await };
        let fault = client().send(&server.get("/"), &limits()).await.unwrap_err();
        assert_eq!(fault.to_string(), wanted, "{first:?} {again:?}");
    }
}

#[tokio::test]
async fn a_length_that_lies_is_found_out() {
    let table = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi", Err("aborted")),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nhi", Err("aborted")),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhithere",
            Err("Parse Error: Expected HTTP/, RTSP/ or ICE/"),
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi\r\n", Ok("hi")),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi", Err("aborted")),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", Err("aborted")),
    ];
    for (answer, wanted) in table {
        let server = Server::say(answer).await;
        let have = send(&server.get("/")).await;
        let have = have.map(|response| response.body).map_err(|fault| fault.to_string());
        let wanted = wanted.map(bytes::Bytes::from).map_err(str::to_owned);
        assert_eq!(have, wanted, "{answer}");
    }
}

#[tokio::test]
async fn connections_that_break_are_named() {
    let table: [(&[u8], bool, &str); 8] = [
        (b"", false, "socket hang up"),
        (b"", true, "read ECONNRESET"),
        (b"HTTP/1.1 200 OK\r\nFoo", false, "socket hang up"),
        (b"HTTP/1.1 200 OK\r\nFoo", true, "read ECONNRESET"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", false, "aborted"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", true, "read ECONNRESET"),
        (b"HTTP/1.1 200 OK\r\n\r\nhi", true, "read ECONNRESET"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", false, "socket hang up"),
    ];
    for (answer, reset, wanted) in table {
        let server = Server::talk(move |mut stream, _| async move {
            read_head(&mut stream).await?;
            stream.write_all(answer).await?;
            if reset {
                // What is closed without lingering is reset; the client must have read until then.
                stream.set_zero_linger()?;
                drop(stream);
            }
            Ok(())
        })
        .await;
        let fault = send(&server.get("/")).await.unwrap_err();
        assert_eq!(fault.to_string(), wanted, "{answer:?} {reset}");
        assert_eq!(fault.code(), Some("ECONNRESET"));
    }
}

#[tokio::test]
async fn half_a_connection_is_enough() {
    // The server closes its ear at once and answers afterwards.
    let server = Server::talk(|stream, _| async move {
        let stream = stream.into_std()?;
        stream.shutdown(std::net::Shutdown::Read)?;
        let mut stream = TcpStream::from_std(stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhi").await?;
        stream.shutdown().await?;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(|_| ())
    })
    .await;
    let response = send(&server.get("/")).await.unwrap();
    assert_eq!(response.body.as_ref(), b"hi");
}

#[tokio::test]
async fn slow_servers_run_into_the_limit() {
    let options = |idle: u64, total: u64| Options {
        idle_timeout: (idle > 0).then(|| Duration::from_millis(idle)),
        total_timeout: (total > 0).then(|| Duration::from_millis(total)),
        ..Options::default()
    };
    let silent = Server::talk(|stream, _| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let stalled = Server::talk(|mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi").await?;
        std::future::pending().await
    })
    .await;
    // A byte in time each, and so for ever.
    let drip = Server::talk(|mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
        let mut ticks = tokio::time::interval(Duration::from_millis(5));
        loop {
            ticks.tick().await;
            stream.write_all(b"x").await?;
        }
    })
    .await;
    for (server, options) in [
        (&silent, options(50, 0)),
        (&silent, options(0, 50)),
        (&stalled, options(50, 0)),
        (&drip, options(10_000, 100)),
    ] {
        let fault = client().send(&server.get("/"), &options).await.unwrap_err();
        assert_eq!(fault.to_string(), "ESOCKETTIMEDOUT");
        assert_eq!(fault.code(), Some("ESOCKETTIMEDOUT"));
    }
}

#[tokio::test]
async fn bombs_do_not_go_off() {
    let mut bomb = Vec::new();
    let zeros = std::io::Read::take(std::io::repeat(0), 1 << 20);
    let mut encoder = flate2::read::GzEncoder::new(zeros, flate2::Compression::best());
    std::io::Read::read_to_end(&mut encoder, &mut bomb).unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        bomb.len()
    );
    let server = Server::say([head.into_bytes(), bomb].concat()).await;
    let fault = client().send(&server.get("/"), &limits()).await.unwrap_err();
    assert_eq!(fault.to_string(), "Maximum response size reached");
    let raw = Options { decode: false, ..limits() };
    let response = client().send(&server.get("/"), &raw).await.unwrap();
    assert_eq!(response.body.len() as u64, response.downloaded);
}

#[tokio::test]
async fn a_body_of_another_kind_is_a_fault() {
    let server = Server::say(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 16\r\n\r\nthis is not gzip",
    )
    .await;
    let fault = send(&server.get("/")).await.unwrap_err();
    assert_eq!(fault.to_string(), "incorrect header check");
    assert_eq!((fault.code(), fault.errno()), (Some("Z_DATA_ERROR"), Some(-3)));
}

#[tokio::test]
async fn kept_connections_that_died_are_replaced() {
    for reset in [false, true] {
        // Serves one request on each connection, then closes it behind the client's back.
        let server = Server::talk(move |mut stream, _| async move {
            read_head(&mut stream).await?;
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await?;
            if reset {
                read_head(&mut stream).await?;
                stream.set_zero_linger()?;
            }
            Ok(())
        })
        .await;
        let client = client();
        let options = Options::default();
        for _ in 0..3 {
            let response = client.send(&server.get("/"), &options).await.unwrap();
            assert_eq!(response.body.as_ref(), b"hi");
        }
        assert_eq!(server.connections(), 3);
        let once = Options { retry_stale: false, ..Options::default() };
        let outcome = client.send(&server.get("/"), &once).await;
        // The client may have heard of the end before it sent anything.
        assert!(!reset || outcome.is_err(), "{outcome:?}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_asked_for_again() {
    let server = Server::talk(|mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await?;
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 2").await
    })
    .await;
    let client = client();
    client.send(&server.get("/"), &Options::default()).await.unwrap();
    let fault = client.send(&server.get("/"), &Options::default()).await.unwrap_err();
    assert_eq!(fault, Fault::HangUp);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn bytes_that_nobody_asked_for_do_not_answer_the_next_request() {
    let server = Server::talk(|mut stream, number| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil").await?;
        let mut more = [0];
        while number == 0 && stream.read(&mut more).await? > 0 {}
        Ok(())
    })
    .await;
    let client = client();
    let first = client.send(&server.get("/"), &Options::default()).await.unwrap();
    assert_eq!(first.body.as_ref(), b"hi");
    let second = client.send(&server.get("/"), &Options::default()).await.unwrap();
    assert_eq!(second.body.as_ref(), b"hi");
}

#[tokio::test]
async fn a_request_that_lies_about_its_length_has_a_connection_of_its_own() {
    let server = Server::keep("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await;
    let client = client();
    for (length, reused) in [("0", false), ("5", true), ("0", false), ("0", true), ("0", true)] {
        let mut request = server.get("/");
        request.headers.push(Header::new("Content-Length", length));
        let response = client.send(&request, &Options::default()).await.unwrap();
        assert_eq!(response.timings.reused, reused, "{length}");
    }
}
