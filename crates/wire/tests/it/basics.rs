//! What goes out and what comes back, byte by byte.
#![cfg(test)]

use std::io::Write;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    spawn,
};
use wire::{Body, Fault, Header, Limits, Options, Part, Request, Version};

use crate::server::{Server, client, read_head, send};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

fn post(server: &Server, headers: &[(&str, &str)], body: Body) -> Request {
    let headers = headers.iter().map(|(name, value)| Header::new(*name, *value));
    Request { method: "POST".to_owned(), headers: headers.collect(), body, ..server.get("/") }
}

/// Reads all that a client sends until it closes, and answers at the first `end`.
async fn listener(end: &'static [u8]) -> Server {
    let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let ear = std::sync::Arc::clone(&heard);
    let server = Server::talk(move |mut stream, _| {
        let ear = std::sync::Arc::clone(&ear);
        async move {
            let mut all = Vec::new();
            while !all.ends_with(end) {
                all.push(stream.read_u8().await?);
            }
            ear.lock().unwrap().extend_from_slice(&all);
            stream.write_all(OK.as_bytes()).await
        }
    })
    .await;
    Server { heard, ..server }
}

#[tokio::test]
async fn bytes_go_out_as_they_are() {
    let server = Server::say("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nhi").await;
    let mut request = server.get("/a/./b/../c?x=[1]&y=%zz|");
    request.headers = vec![
        Header::new("Zeta", "1"),
        Header::new("x-CUSTOM-case", ""),
        Header::new("X-Dup", "a"),
        Header::new("Host", "example.com"),
        Header::new("X-Dup", "b"),
        Header::new("X-Latin", vec![0xfc]),
    ];
    let response = send(&request).await.unwrap();
    assert_eq!(
        server.heard(),
        "GET /a/./b/../c?x=[1]&y=%zz| HTTP/1.1\r\nZeta: 1\r\nx-CUSTOM-case: \r\nX-Dup: a\r\n\
         Host: example.com\r\nX-Dup: b\r\nX-Latin: \u{fc}\r\n\r\n"
    );
    assert_eq!(response.status, 200);
    assert_eq!(response.reason, "Fine");
    assert_eq!(response.version, Version::Http11);
    assert_eq!(response.body.as_ref(), b"hi");
    assert_eq!(response.downloaded, 2);
    assert_eq!(response.remote, server.address);
    assert_eq!(response.sent_head, server.heard().chars().count() as u64);
}

#[tokio::test]
async fn headers_come_back_as_they_were() {
    let server = Server::say(
        &b"HTTP/1.1 404 gr\xc3\xbc\xc3\x9f\r\nX-Two: 1\r\nset-COOKIE: a\r\nX-two:2 \r\n\
           Set-Cookie: b\r\nX-Latin: \xfc\r\nContent-Length: 0\r\n\r\n"[..],
    )
    .await;
    let response = send(&server.get("/")).await.unwrap();
    let headers: Vec<_> =
        response.headers.iter().map(|one| (one.name.as_str(), one.text())).collect();
    assert_eq!(
        headers,
        [
            ("X-Two", "1".into()),
            ("set-COOKIE", "a".into()),
            ("X-two", "2".into()),
            ("Set-Cookie", "b".into()),
            ("X-Latin", "\u{fc}".into()),
            ("Content-Length", "0".into()),
        ]
    );
    assert_eq!(response.reason, "gr\u{fc}\u{df}");
    assert_eq!(response.header("SET-cookie").unwrap().value, b"a");
}

/// Breaks a request.
type Spoil = fn(&mut Request);

#[tokio::test]
async fn what_would_be_two_requests_is_refused() {
    let server = Server::say(OK).await;
    let table: [(&str, Spoil); 6] = [
        ("Invalid character in header content [\"X\"]", |request| {
            request.headers.push(Header::new("X", "a\r\nEvil: 1"));
        }),
        ("Invalid character in header content [\"X\"]", |request| {
            request.headers.push(Header::new("X", "a\0"));
        }),
        ("Header name must be a valid HTTP token [\"X Bad\"]", |request| {
            request.headers.push(Header::new("X Bad", "a"));
        }),
        ("Request path contains unescaped characters", |request| {
            request.target = b"/ HTTP/1.1\r\n\r\n".to_vec();
        }),
        ("Request path contains unescaped characters", |request| request.target.clear()),
        ("Method must be a valid HTTP token [\"GET /\"]", |request| {
            request.method = "GET /".to_owned();
        }),
    ];
    for (text, spoil) in table {
        let mut request = server.get("/");
        spoil(&mut request);
        let fault = send(&request).await.unwrap_err();
        assert_eq!((fault.to_string().as_str(), fault.name()), (text, "TypeError"));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn bodies_follow_their_head() {
    let server = listener(b"hello").await;
    let headers = [("Content-Length", "5"), ("X", "y")];
    let response = send(&post(&server, &headers, Body::Bytes("hello".into()))).await.unwrap();
    assert_eq!(server.heard(), "POST / HTTP/1.1\r\nContent-Length: 5\r\nX: y\r\n\r\nhello");
    assert_eq!(response.sent_body, 5);
}

#[tokio::test]
async fn files_are_sent_piece_by_piece() {
    let path = std::env::temp_dir().join(format!("wire-file-{}", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(&vec![b'x'; 200_000]).unwrap();
    let parts = |len| {
        let file = Part::File { path: path.clone(), len };
        Body::Parts(vec![Part::Bytes("<".into()), file, Part::Bytes(">".into())])
    };
    assert_eq!(parts(200_000).len(), 200_002);
    let server = listener(b">").await;
    let response = send(&post(&server, &[], parts(200_000))).await.unwrap();
    assert_eq!(response.sent_body, 200_002);
    let wanted = format!("POST / HTTP/1.1\r\n\r\n<{}>", "x".repeat(200_000));
    assert!(server.heard() == wanted);
    // A file that grew is sent as announced; one that shrank cannot be.
    let server = listener(b">").await;
    assert_eq!(send(&post(&server, &[], parts(7))).await.unwrap().sent_body, 9);
    let server = listener(b">").await;
    let fault = send(&post(&server, &[], parts(200_001))).await.unwrap_err();
    assert!(matches!(fault, Fault::File(_)), "{fault}");
    std::fs::remove_file(&path).unwrap();
    let fault = send(&post(&server, &[], parts(7))).await.unwrap_err();
    let path = path.display();
    assert_eq!(fault.to_string(), format!("ENOENT: no such file or directory, open '{path}'"));
}

#[tokio::test]
async fn bodies_go_out_in_chunks_on_demand() {
    let server = listener(b"0\r\n\r\n").await;
    let body = Body::Parts(vec![Part::Bytes("hello".into()), Part::Bytes(vec![b'x'; 20].into())]);
    send(&post(&server, &[("Transfer-Encoding", "chunked")], body)).await.unwrap();
    assert_eq!(
        server.heard(),
        format!(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n14\r\n{}\r\n0\r\n\r\n",
            "x".repeat(20)
        )
    );
}

#[tokio::test]
async fn some_responses_have_no_body() {
    let table = [
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\n"),
        ("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ("GET", "HTTP/1.1 204 No Content\r\nContent-Encoding: br\r\n\r\n"),
        ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ];
    for (method, answer) in table {
        let server = Server::keep(answer).await;
        let client = client();
        let request = Request { method: method.to_owned(), ..server.get("/") };
        for _ in 0..2 {
            let response = client.send(&request, &Options::default()).await.unwrap();
            assert!(response.body.is_empty(), "{answer}");
        }
        assert_eq!(server.connections(), 1, "{answer}");
    }
}

#[tokio::test]
async fn connections_are_kept() {
    let server = Server::keep(OK).await;
    let client = client();
    for round in 0..5 {
        let response = client.send(&server.get("/"), &Options::default()).await.unwrap();
        assert_eq!(response.timings.reused, round > 0);
    }
    assert_eq!(server.connections(), 1);
    client.close_idle();
    assert!(!client.send(&server.get("/"), &Options::default()).await.unwrap().timings.reused);
}

#[tokio::test]
async fn connections_are_not_kept_when_either_side_says_so() {
    let closing = [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    ];
    for answer in closing {
        let server = Server::keep(answer).await;
        let client = client();
        for _ in 0..2 {
            client.send(&server.get("/"), &Options::default()).await.unwrap();
        }
        assert_eq!(server.connections(), 2, "{answer}");
    }
    let server = Server::keep(OK).await;
    let client = client();
    for _ in 0..2 {
        let mut request = server.get("/");
        request.headers.push(Header::new("connection", "Close"));
        client.send(&request, &Options::default()).await.unwrap();
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn requests_at_once_have_a_connection_each() {
    let server = Server::keep(OK).await;
    let client = client();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (client, request) = (client.clone(), server.get("/"));
            spawn(async move { client.send(&request, &Options::default()).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().status, 200);
    }
    assert!(server.connections() <= 4);
}

#[tokio::test]
async fn a_handle_keeps_its_connection_to_itself() {
    let server = Server::keep(OK).await;
    let client = client();
    let (mut one, mut two) = (client.pin(), client.pin());
    for round in 0..3 {
        for handle in [&mut one, &mut two] {
            let response = handle.send(&server.get("/"), &Options::default()).await.unwrap();
            assert_eq!(response.timings.reused, round > 0);
        }
    }
    client.send(&server.get("/"), &Options::default()).await.unwrap();
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn timings_add_up() {
    let server = Server::say(OK).await;
    let timings = send(&server.get("/")).await.unwrap().timings;
    let sum = timings.wait
        + timings.dns
        + timings.tcp
        + timings.tls
        + timings.send
        + timings.first_byte
        + timings.download;
    assert!(sum <= timings.total, "{timings:?}");
    assert!(!timings.tcp.is_zero() && timings.tls.is_zero());
}

#[tokio::test]
async fn an_answer_may_come_before_the_question_ends() {
    // One server reads nothing more and stays, one goes away, one reads everything.
    let answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno";
    for case in 0..3 {
        let server = Server::talk(move |mut stream, _| async move {
            read_head(&mut stream).await?;
            stream.write_all(answer.as_bytes()).await?;
            match case {
                0 => std::future::pending().await,
                1 => stream.shutdown().await,
                _ => tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(|_| ()),
            }
        })
        .await;
        let body = Body::Bytes(vec![b'x'; 32 << 20].into());
        let response = send(&post(&server, &[], body)).await.unwrap();
        assert_eq!((response.status, response.body.as_ref()), (413, &b"no"[..]), "{case}");
    }
}

#[tokio::test]
async fn an_echo_is_read_while_it_is_called() {
    let server = Server::talk(|mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n").await?;
        let (mut read, mut write) = stream.split();
        tokio::io::copy(&mut read, &mut write).await.map(|_| ())
    })
    .await;
    let body = Body::Bytes(vec![b'x'; 8 << 20].into());
    let response = send(&post(&server, &[], body)).await.unwrap();
    assert_eq!(response.body.len(), 8 << 20);
}

#[tokio::test]
async fn large_bodies_arrive_whole_in_every_framing() {
    let body: Vec<u8> = (0..300_001_u32).flat_map(u32::to_le_bytes).collect();
    let chunks: Vec<u8> = body
        .chunks(150_000)
        .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat())
        .collect();
    let heads = [
        (format!("Content-Length: {}\r\n", body.len()), body.clone()),
        ("Transfer-Encoding: chunked\r\n".to_owned(), [&chunks[..], b"0\r\n\r\n"].concat()),
        (String::new(), body.clone()),
    ];
    for (header, bytes) in heads {
        let head = format!("HTTP/1.1 200 OK\r\n{header}\r\n");
        let server = Server::say([head.into_bytes(), bytes].concat()).await;
        let response = send(&server.get("/")).await.unwrap();
        assert!(response.body == body, "{header}");
        assert_eq!(response.downloaded, body.len() as u64);
        let limits = Limits { body_bytes: body.len() as u64 - 1, ..Limits::default() };
        let options = Options { limits, ..Options::default() };
        let fault = client().send(&server.get("/"), &options).await.unwrap_err();
        assert_eq!(fault.to_string(), "Maximum response size reached");
    }
}
