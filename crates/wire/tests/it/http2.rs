//! HTTP/2, agreed on in the handshake or known before.
#![cfg(test)]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    spawn,
};
use wire::{Body, Header, Limits, Options, Part, Protocol, Request, Version};

use crate::{
    server::{Server, client, read_head},
    tls::{TlsServer, careless, with},
};

/// What a server saw of a request.
type Seen = Arc<Mutex<Vec<(http::request::Parts, Bytes)>>>;

/// Serves one connection: each request is noted, read, and answered with `answer`.
async fn serve(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    seen: Seen,
    answer: impl Fn(h2::server::SendResponse<Bytes>) + Clone + Send + 'static,
) -> std::io::Result<()> {
    let mut connection = h2::server::handshake(io).await.map_err(std::io::Error::other)?;
    while let Some(request) = connection.accept().await {
        let (request, respond) = request.map_err(std::io::Error::other)?;
        let (seen, answer) = (Arc::clone(&seen), answer.clone());
        spawn(async move {
            let (parts, mut body) = request.into_parts();
            let mut all = Vec::new();
            while let Some(Ok(piece)) = body.data().await {
                body.flow_control().release_capacity(piece.len()).unwrap();
                all.extend_from_slice(&piece);
            }
            seen.lock().unwrap().push((parts, all.into()));
            answer(respond);
        });
    }
    Ok(())
}

fn hi(mut respond: h2::server::SendResponse<Bytes>) {
    let head = http::Response::builder()
        .status(201)
        .header("x-two", "1")
        .header("set-cookie", "a")
        .header("set-cookie", "b")
        .body(())
        .unwrap();
    let mut stream = respond.send_response(head, false).unwrap();
    stream.send_data(Bytes::from_static(b"hi"), true).unwrap();
}

async fn secure(
    protocols: &[&[u8]],
    answer: impl Fn(h2::server::SendResponse<Bytes>) + Clone + Send + Sync + 'static,
) -> (TlsServer, Seen) {
    let seen = Seen::default();
    let ear = Arc::clone(&seen);
    let server = TlsServer::serve("127.0.0.1", None, protocols, move |stream| {
        serve(stream, Arc::clone(&ear), answer.clone())
    })
    .await;
    (server, seen)
}

fn options(protocol: Protocol) -> Options {
    Options { protocol, ..with(&careless()) }
}

#[tokio::test]
async fn requests_share_a_connection() {
    let (server, seen) = secure(&[b"h2", b"http/1.1"], hi).await;
    let client = client();
    let mut request = server.get();
    request.target = b"/a?b={c}".to_vec();
    request.headers.extend([
        Header::new("X-Upper", "1"),
        Header::new("Connection", "keep-alive"),
        Header::new("Cookie", "a=b"),
        Header::new("TE", "gzip"),
    ]);
    let options = options(Protocol::Auto);
    let first = client.send(&request, &options).await.unwrap();
    assert_eq!((first.version, first.status, first.reason.as_str()), (Version::Http2, 201, ""));
    assert_eq!(first.body.as_ref(), b"hi");
    let names: Vec<_> = first.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["x-two", "set-cookie", "set-cookie"]);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (client, request, options) = (client.clone(), request.clone(), options.clone());
            spawn(async move { client.send(&request, &options).await })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap().unwrap().timings.reused);
    }
    assert_eq!(server.server.connections(), 1);
    let seen = seen.lock().unwrap();
    let (parts, _) = &seen[0];
    let wanted = format!("https://127.0.0.1:{}/a?b={{c}}", server.port());
    assert_eq!(parts.uri.to_string(), wanted);
    let names: Vec<_> = parts.headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["x-upper", "cookie"]);
}

#[tokio::test]
async fn bodies_go_both_ways() {
    let (server, seen) = secure(&[b"h2"], |mut respond| {
        let mut stream = respond.send_response(http::Response::new(()), false).unwrap();
        stream.reserve_capacity(3_000_000);
        stream.send_data(vec![b'y'; 3_000_000].into(), true).unwrap();
    })
    .await;
    let body = Body::Parts(vec![
        Part::Bytes(vec![b'x'; 3_000_000].into()),
        Part::File { path: "Cargo.toml".into(), len: 9 },
    ]);
    let request = Request { method: "POST".to_owned(), body, ..server.get() };
    let response = client().send(&request, &options(Protocol::Http2)).await.unwrap();
    assert_eq!(response.body.len(), 3_000_000);
    assert_eq!(response.sent_body, 3_000_009);
    let (_, body) = &seen.lock().unwrap()[0];
    assert_eq!(body.len(), 3_000_009);
    assert!(body.ends_with(b"[package]"));
}

#[tokio::test]
async fn servers_choose_in_the_handshake() {
    let old = TlsServer::new("127.0.0.1").await;
    let response = client().send(&old.get(), &options(Protocol::Auto)).await.unwrap();
    assert_eq!(response.version, Version::Http11);
    let fault = client().send(&old.get(), &options(Protocol::Http2)).await.unwrap_err();
    assert_eq!(fault.to_string(), "the server did not agree to HTTP/2");
    let (only, _) = secure(&[b"h2"], hi).await;
    let fault = client().send(&only.get(), &options(Protocol::Http1)).await.unwrap_err();
    assert_eq!(fault.code(), Some("ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL"));
}

#[tokio::test]
async fn it_works_in_the_clear_for_who_knows() {
    let seen = Seen::default();
    let ear = Arc::clone(&seen);
    let server = Server::talk(move |stream, _| serve(stream, Arc::clone(&ear), hi)).await;
    let response = client().send(&server.get("/"), &options(Protocol::Http2)).await.unwrap();
    assert_eq!((response.status, response.tls), (201, None));
    let old = Server::say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let response = client().send(&old.get("/"), &options(Protocol::Auto)).await.unwrap();
    assert_eq!(response.version, Version::Http11);
}

#[tokio::test]
async fn streams_that_end_badly_are_named() {
    let (refusing, _) = secure(&[b"h2"], |mut respond| {
        respond.send_reset(h2::Reason::REFUSED_STREAM);
    })
    .await;
    let fault = client().send(&refusing.get(), &options(Protocol::Http2)).await.unwrap_err();
    assert_eq!(fault.code(), Some("ERR_HTTP2_STREAM_ERROR"));
    assert_eq!(fault.to_string(), "Stream closed with error code NGHTTP2_REFUSED_STREAM");
    let rubbish = Server::talk(|mut stream, _| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 400 What?\r\n\r\n").await
    })
    .await;
    let fault = client().send(&rubbish.get("/"), &options(Protocol::Http2)).await.unwrap_err();
    assert!(fault.code().is_some(), "{fault}");
}

#[tokio::test]
async fn nothing_is_read_without_end() {
    let limits = Limits { body_bytes: 1000, headers: 10, interim: 3, ..Limits::default() };
    let limited = Options { limits, ..options(Protocol::Http2) };
    let (long, _) = secure(&[b"h2"], |mut respond| {
        let mut stream = respond.send_response(http::Response::new(()), false).unwrap();
        stream.send_data(vec![0; 2000].into(), true).unwrap();
    })
    .await;
    let fault = client().send(&long.get(), &limited).await.unwrap_err();
    assert_eq!(fault.to_string(), "Maximum response size reached");
    let (wide, _) = secure(&[b"h2"], |mut respond| {
        let mut head = http::Response::new(());
        for number in 0..20 {
            head.headers_mut().append("x", number.into());
        }
        respond.send_response(head, true).unwrap();
    })
    .await;
    let fault = client().send(&wide.get(), &limited).await.unwrap_err();
    assert_eq!(fault.code(), Some("HPE_HEADER_OVERFLOW"));
    let (chatty, _) = secure(&[b"h2"], |mut respond| {
        for _ in 0..5 {
            let head = http::Response::builder().status(103).body(()).unwrap();
            respond.send_informational(head).unwrap();
        }
        respond.send_response(http::Response::new(()), true).unwrap();
    })
    .await;
    let fault = client().send(&chatty.get(), &limited).await.unwrap_err();
    assert_eq!(fault.to_string(), "the server sent more than 3 interim responses");
    assert_eq!(client().send(&chatty.get(), &options(Protocol::Http2)).await.unwrap().status, 200);
}
