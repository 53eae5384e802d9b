#![cfg(test)]
//! The echo server keeps what comes as it comes.

use runkit::echo::{Answers, Echo};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn ask(echo: &Echo, request: &str) -> String {
    let address = echo.base().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn requests_are_kept_byte_by_byte() {
    let echo = Echo::start(Answers::default(), None).await;
    let head = "POST  /odd  HTTP/1.1\r\nx-CASE:1\r\nX-case: 2\r\nconnection: close\r\n";
    let chunks = "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let answer = ask(&echo, &format!("{head}{chunks}")).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let kept = echo.take();
    assert_eq!(
        String::from_utf8_lossy(&kept[0].head),
        format!("{head}transfer-encoding: chunked\r\n")
    );
    assert_eq!(kept[0].body, b"abc");
    assert!(echo.take().is_empty());
}

#[tokio::test]
async fn answers_come_as_the_case_says() {
    let answers = r#"{
        "/turns": [{"status": 401, "headers": [["X-A", "<base>"]]}, {"text": "é", "repeat": 2}],
        "PUT /raw": {"raw": "HTTP/1.1 299\r\n\r\nhalf"}
    }"#;
    let echo = Echo::start(serde_json::from_str(answers).unwrap(), None).await;
    let get = "GET /turns HTTP/1.1\r\nConnection: close\r\n\r\n";
    let first = ask(&echo, get).await;
    let base = echo.base();
    assert_eq!(
        first,
        format!("HTTP/1.1 401 Unauthorized\r\nX-A: {base}\r\nContent-Length: 0\r\n\r\n")
    );
    for _ in 0..2 {
        let next = ask(&echo, get).await;
        assert!(next.ends_with("Content-Length: 4\r\n\r\néé"), "{next}");
    }
    assert_eq!(ask(&echo, "PUT /raw HTTP/1.1\r\n\r\n").await, "HTTP/1.1 299\r\n\r\nhalf");
    let status = ask(&echo, "GET /status/404 HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(status.starts_with("HTTP/1.1 404 Not Found\r\n"), "{status}");
}
