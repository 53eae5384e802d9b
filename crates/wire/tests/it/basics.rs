//! What goes out and what comes back, byte by byte.
#![cfg(test)]

use wire::{Body, Header, Options, Version};

use crate::server::{Server, client, send};

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
    assert_eq!(response.sent_head, server.heard().chars().count() as u64);
}

#[tokio::test]
async fn connections_are_kept() {
    let server = Server::keep("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await;
    let client = client();
    for round in 0..5 {
        let response = client.send(&server.get("/"), &Options::default()).await.unwrap();
        assert_eq!(response.timings.reused, round > 0);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_body_follows_its_head() {
    let server = Server::say("HTTP/1.1 204 No Content\r\n\r\n").await;
    let mut request = server.get("/");
    request.method = "POST".to_owned();
    request.body = Body::Bytes("hello".into());
    let response = send(&request).await.unwrap();
    assert_eq!(response.status, 204);
    assert_eq!(response.sent_body, 5);
}
