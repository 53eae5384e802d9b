//! Requests that go through proxies.
#![cfg(test)]

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::TcpStream,
};
use wire::{Fault, Guard, Options, Proxy, Scheme, Tls, TlsSettings};

use crate::{
    server::{Server, client, get, read_head},
    tls::TlsServer,
};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// A proxy that opens tunnels to wherever it is asked, and notes what it was asked.
async fn tunnels(answer: &'static str) -> (Server, Arc<Mutex<String>>) {
    let asked: Arc<Mutex<String>> = Arc::default();
    let ear = Arc::clone(&asked);
    let server = Server::talk(move |mut stream, _| {
        let ear = Arc::clone(&ear);
        async move {
            let head = String::from_utf8(read_head(&mut stream).await?).unwrap();
            let place = head.split(' ').nth(1).unwrap().to_owned();
            *ear.lock().unwrap() = head;
            stream.write_all(answer.as_bytes()).await?;
            if answer.contains(" 200 ") {
                let port = place.rsplit(':').next().unwrap().parse().unwrap();
                let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
                copy_bidirectional(&mut stream, &mut far).await?;
            }
            Ok(())
        }
    })
    .await;
    (server, asked)
}

fn through(kind: &str, server: &Server) -> Options {
    let text = format!("{kind}127.0.0.1:{}", server.address.port());
    let proxy: Proxy = text.parse().unwrap();
    let tls = Tls::new(&TlsSettings { verify: false, ..TlsSettings::default() }).unwrap();
    Options { proxy: Some(Arc::new(proxy)), tls, ..Options::default() }
}

#[tokio::test]
async fn plain_requests_name_the_whole_url() {
    let proxy = Server::keep(OK).await;
    let client = client();
    let request = get(Scheme::Http, "far.test", 8080, "/a?b");
    let options = through("http://user:pass@", &proxy);
    for _ in 0..2 {
        let response = client.send(&request, &options).await.unwrap();
        assert_eq!(response.body.as_ref(), b"hi");
        assert_eq!(response.remote, proxy.address);
    }
    assert_eq!(proxy.connections(), 1);
    let wanted = "GET http://far.test:8080/a?b HTTP/1.1\r\nHost: far.test:8080\r\n\
                  Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n";
    assert_eq!(proxy.heard(), wanted.repeat(2));
    let default_port = get(Scheme::Http, "::1", 80, "/");
    client.send(&default_port, &options).await.unwrap();
    assert!(proxy.heard().contains("GET http://[::1]/ HTTP/1.1\r\n"));
}

#[tokio::test]
async fn secure_requests_go_through_a_tunnel() {
    let (proxy, asked) = tunnels("HTTP/1.1 200 Connection established\r\n\r\n").await;
    let server = TlsServer::new("far.test").await;
    let mut request = get(Scheme::Https, "far.test", server.port(), "/");
    request.headers.push(wire::Header::new("User-Agent", "me/1"));
    let client = client();
    let options = through("http://u:p@", &proxy);
    for round in 0..2 {
        let response = client.send(&request, &options).await.unwrap();
        assert_eq!(response.body.as_ref(), b"hi");
        assert_eq!(response.timings.reused, round > 0);
        assert!(response.tls.is_some());
    }
    let place = format!("far.test:{}", server.port());
    assert_eq!(
        *asked.lock().unwrap(),
        format!(
            "CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nUser-Agent: me/1\r\n\
             Proxy-Authorization: Basic dTpw\r\n\r\n"
        )
    );
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn a_tunnel_can_be_asked_for_in_the_clear() {
    let (proxy, asked) = tunnels("HTTP/1.1 200 Yes\r\n\r\n").await;
    let server = Server::say(OK).await;
    let port = server.address.port();
    let mut plain = proxy_of(&proxy);
    plain.tunnel = true;
    let options = Options { proxy: Some(Arc::new(plain)), ..Options::default() };
    let request = get(Scheme::Http, "far.test", port, "/x");
    assert_eq!(client().send(&request, &options).await.unwrap().status, 200);
    assert!(asked.lock().unwrap().starts_with(&format!("CONNECT far.test:{port} ")));
    assert!(server.heard().starts_with("GET /x HTTP/1.1\r\n"));
}

fn proxy_of(server: &Server) -> Proxy {
    format!("127.0.0.1:{}", server.address.port()).parse().unwrap()
}

#[tokio::test]
async fn a_proxy_may_say_no() {
    let table = [
        ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "statusCode=407"),
        ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nno!", "statusCode=502"),
        ("rubbish", "cause=Parse Error: Expected HTTP/, RTSP/ or ICE/"),
        ("HTTP/1.1 2", "cause=socket hang up"),
        ("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "the proxy spoke for the server"),
    ];
    for (answer, reason) in table {
        let proxy = Server::say(answer).await;
        let request = get(Scheme::Https, "far.test", 443, "/");
        let fault = client().send(&request, &through("http://", &proxy)).await.unwrap_err();
        let wanted = format!("tunneling socket could not be established, {reason}");
        assert_eq!((fault.to_string(), fault.code()), (wanted, Some("ECONNRESET")));
    }
}

#[tokio::test]
async fn a_proxy_may_be_away() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let proxy: Proxy = format!("127.0.0.1:{port}").parse().unwrap();
    let options = Options { proxy: Some(Arc::new(proxy)), ..Options::default() };
    let refused = format!("connect ECONNREFUSED 127.0.0.1:{port}");
    for (scheme, before) in
        [(Scheme::Https, "tunneling socket could not be established, cause="), (Scheme::Http, "")]
    {
        let request = get(scheme, "far.test", 443, "/");
        let fault = client().send(&request, &options).await.unwrap_err();
        assert_eq!(fault.to_string(), format!("{before}{refused}"));
    }
}

#[tokio::test]
async fn a_proxy_may_want_tls_itself() {
    let server = TlsServer::new("far.test").await;
    let port = server.port();
    let proxy = TlsServer::serve("127.0.0.1", None, &[], move |mut stream| async move {
        let head = read_head(&mut stream).await?;
        assert!(head.starts_with(format!("CONNECT far.test:{port} ").as_bytes()));
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
        let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
        copy_bidirectional(&mut stream, &mut far).await.map(|_| ())
    })
    .await;
    let request = get(Scheme::Https, "far.test", port, "/");
    let response = client().send(&request, &through("https://", &proxy.server)).await.unwrap();
    assert_eq!(response.body.as_ref(), b"hi");
}

/// A SOCKS proxy that takes one user, and leads to 127.0.0.1 whatever the name.
async fn socks(auth: bool, code: u8) -> (Server, Arc<Mutex<Vec<u8>>>) {
    let asked: Arc<Mutex<Vec<u8>>> = Arc::default();
    let ear = Arc::clone(&asked);
    let server = Server::talk(move |mut stream, _| {
        let ear = Arc::clone(&ear);
        async move {
            let mut hello = [0; 3];
            stream.read_exact(&mut hello).await?;
            stream.write_all(&[5, if auth { 2 } else { 0 }]).await?;
            if auth {
                let mut login = [0; 7];
                stream.read_exact(&mut login).await?;
                stream.write_all(&[1, u8::from(login != *b"\x01\x01u\x03pwd")]).await?;
            }
            let mut ask = [0; 4];
            stream.read_exact(&mut ask).await?;
            let length = match ask[3] {
                1 => 4,
                3 => usize::from(stream.read_u8().await?),
                _ => 16,
            };
            let mut place = vec![0; length];
            stream.read_exact(&mut place).await?;
            let port = stream.read_u16().await?;
            *ear.lock().unwrap() = place;
            stream.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
            let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
            copy_bidirectional(&mut stream, &mut far).await.map(|_| ())
        }
    })
    .await;
    (server, asked)
}

#[tokio::test]
async fn socks_proxies_lead_on() {
    let server = Server::keep(OK).await;
    let port = server.address.port();
    let (proxy, asked) = socks(false, 0).await;
    let named = get(Scheme::Http, "far.test", port, "/");
    client().send(&named, &through("socks5h://", &proxy)).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), b"far.test");
    client().send(&server.get("/"), &through("socks5://", &proxy)).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), [127, 0, 0, 1]);
    let (proxy, _) = socks(true, 0).await;
    client().send(&named, &through("socks5h://u:pwd@", &proxy)).await.unwrap();
    let faults = [
        (through("socks5h://u:bad@", &proxy), "the SOCKS proxy refused user and password"),
        (through("socks5h://", &proxy), "the SOCKS proxy wants another way to log in"),
        (
            through("socks5h://", &socks(false, 5).await.0),
            "the SOCKS proxy was refused by the host",
        ),
        (through("socks5h://", &Server::talk(|_, _| async { Ok(()) }).await), "socket hang up"),
    ];
    for (options, reason) in faults {
        let fault = client().send(&named, &options).await.unwrap_err().to_string();
        assert!(fault.ends_with(reason) || fault.ends_with("ECONNRESET"), "{fault}");
    }
}

#[tokio::test]
async fn the_guard_judges_the_host_behind_a_proxy() {
    let proxy = Server::say(OK).await;
    let options = Options { guard: Arc::new(Guard::public()), ..through("http://", &proxy) };
    for host in ["10.0.0.1", "169.254.169.254", "metadata.google.internal"] {
        let fault = client().send(&get(Scheme::Http, host, 80, "/"), &options).await.unwrap_err();
        assert!(matches!(fault, Fault::Refused(_)), "{host}: {fault}");
    }
    assert_eq!(proxy.connections(), 0);
    client().send(&get(Scheme::Http, "far.test", 80, "/"), &options).await.unwrap();
}
