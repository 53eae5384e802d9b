//! Names, addresses, and what may be dialled.
#![cfg(test)]

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::net::TcpListener;
use wire::{Boxed, Client, Config, Fault, Guard, Options, Resolve, Scheme};

use crate::server::{Server, client, get, read_head, send};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// Answers each question with the next of its lists.
struct Book {
    lists: Vec<io::Result<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Resolve for Book {
    fn resolve<'a>(&'a self, _host: &'a str) -> Boxed<'a, io::Result<Vec<IpAddr>>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst).min(self.lists.len() - 1);
        let list = match &self.lists[number] {
            Ok(list) => Ok(list.clone()),
            Err(error) => Err(io::Error::other(error.to_string())),
        };
        Box::pin(async move { list })
    }
}

fn with(lists: Vec<io::Result<Vec<IpAddr>>>) -> (Client, Arc<Book>) {
    let book = Arc::new(Book { lists, asked: AtomicUsize::new(0) });
    let resolver: Arc<dyn Resolve> = Arc::clone(&book) as _;
    (Client::new(Config { resolver: Some(resolver), ..Config::default() }), book)
}

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

#[tokio::test]
async fn a_closed_port_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for (host, address) in
        [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("[::1]", "::1")]
    {
        let fault = send(&get(Scheme::Http, host, port, "/")).await.unwrap_err();
        if host == "[::1]" && fault.code() != Some("ECONNREFUSED") {
            continue; // This machine has no IPv6.
        }
        assert_eq!(fault.to_string(), format!("connect ECONNREFUSED {address}:{port}"));
        assert_eq!(fault.syscall(), Some("connect"));
        assert_eq!((fault.address().as_deref(), fault.port()), (Some(address), Some(port)));
        assert!(fault.errno().is_some_and(|number| number < 0));
    }
}

#[tokio::test]
async fn localhost_is_this_machine_without_asking() {
    let (client, book) = with(vec![Ok(vec![IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1))])]);
    let v4 = Server::say(OK).await;
    for host in ["localhost", "LOCALHOST", "a.b.localhost", "localhost."] {
        let request = get(Scheme::Http, host, v4.address.port(), "/");
        let response = client.send(&request, &Options::default()).await.unwrap();
        assert_eq!(response.remote.ip(), HOME);
    }
    if let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await {
        let v6 = Server::on(listener, |mut stream, _| async move {
            read_head(&mut stream).await?;
            tokio::io::AsyncWriteExt::write_all(&mut stream, OK.as_bytes()).await
        });
        let request = get(Scheme::Http, "localhost", v6.address.port(), "/");
        let response = client.send(&request, &Options::default()).await.unwrap();
        assert!(response.remote.is_ipv6());
    }
    assert_eq!(book.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn unknown_names_are_named() {
    let table = [
        (Ok(Vec::new()), "getaddrinfo ENOTFOUND nowhere.test"),
        (Err(io::Error::other("Name or service not known")), "getaddrinfo ENOTFOUND nowhere.test"),
        (
            Err(io::Error::other("Temporary failure in name resolution")),
            "getaddrinfo EAI_AGAIN nowhere.test",
        ),
    ];
    for (list, wanted) in table {
        let (client, _) = with(vec![list]);
        let request = get(Scheme::Http, "nowhere.test", 80, "/");
        let fault = client.send(&request, &Options::default()).await.unwrap_err();
        assert_eq!(fault.to_string(), wanted);
        assert_eq!(fault.syscall(), Some("getaddrinfo"));
    }
    let fault = send(&get(Scheme::Http, "{{nohost}}", 80, "/")).await.unwrap_err();
    assert_eq!(fault.to_string(), "getaddrinfo ENOTFOUND {{nohost}}");
}

#[tokio::test]
async fn the_next_address_helps_out() {
    let server = Server::say(OK).await;
    // Nobody listens at the first address.
    let away = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let (client, _) = with(vec![Ok(vec![away, HOME])]);
    let request = get(Scheme::Http, "two.test", server.address.port(), "/");
    let response = client.send(&request, &Options::default()).await.unwrap();
    assert_eq!(response.remote.ip(), HOME);
    assert_eq!(response.body.as_ref(), b"hi");
}

#[tokio::test]
async fn resolving_has_a_limit_too() {
    struct Never;
    impl Resolve for Never {
        fn resolve<'a>(&'a self, _host: &'a str) -> Boxed<'a, io::Result<Vec<IpAddr>>> {
            Box::pin(std::future::pending())
        }
    }
    let client = Client::new(Config { resolver: Some(Arc::new(Never)), ..Config::default() });
    let options =
        Options { connect_timeout: Some(Duration::from_millis(30)), ..Options::default() };
    let fault = client.send(&get(Scheme::Http, "x.test", 80, "/"), &options).await.unwrap_err();
    assert_eq!((fault.to_string().as_str(), fault.code()), ("ETIMEDOUT", Some("ETIMEDOUT")));
}

fn guarded(guard: Guard) -> Options {
    Options { guard: Arc::new(guard), ..Options::default() }
}

#[tokio::test]
async fn what_a_name_means_is_judged_when_it_is_dialled() {
    let server = Server::keep(OK).await;
    let request = get(Scheme::Http, "rebind.test", server.address.port(), "/");
    let (client, book) = with(vec![Ok(vec![HOME])]);
    let refused = client.send(&request, &guarded(Guard::public())).await.unwrap_err();
    assert!(matches!(refused, Fault::Refused(_)), "{refused}");
    assert_eq!(refused.code(), Some("EACCES"));
    assert!(refused.hint().unwrap().contains("`rebind.test`"));
    // It is asked once: what was judged is what would have been dialled.
    assert_eq!(book.asked.load(Ordering::SeqCst), 1);
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let request = get(Scheme::Http, host, server.address.port(), "/");
        let fault = client.send(&request, &guarded(Guard::public())).await.unwrap_err();
        assert!(matches!(fault, Fault::Refused(_)), "{host}: {fault}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_kept_connection_is_judged_again() {
    let server = Server::keep(OK).await;
    let client = client();
    client.send(&server.get("/"), &Options::default()).await.unwrap();
    let fault = client.send(&server.get("/"), &guarded(Guard::public())).await.unwrap_err();
    assert!(matches!(fault, Fault::Refused(_)), "{fault}");
    let own =
        Guard { only_targets: vec![(server.address, "/_mock/".to_owned())], ..Guard::local() };
    let own = guarded(own);
    assert!(client.send(&server.get("/_mock/x"), &own).await.is_ok());
    assert!(client.send(&server.get("/collections"), &own).await.is_err());
}
