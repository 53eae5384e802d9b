//! Servers that are told what to say.
#![cfg(test)]

use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use wire::{Body, Client, Config, Fault, Header, Options, Request, Response, Scheme};

/// A listener on the loopback address that hands each connection to a closure.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// How many connections came in.
    pub(crate) connections: Arc<AtomicUsize>,
    /// The requests that [`Server::say`] read, one after the other.
    pub(crate) heard: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    /// Serves each connection with `talk`.
    pub(crate) async fn talk<F>(talk: impl Fn(TcpStream, usize) -> F + Send + 'static) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, talk)
    }

    pub(crate) fn on<F>(
        listener: TcpListener,
        talk: impl Fn(TcpStream, usize) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counter.fetch_add(1, Ordering::SeqCst);
                stream.set_nodelay(true).unwrap();
                tokio::spawn(talk(stream, number));
            }
        });
        Self { address, connections, heard: Arc::default() }
    }

    /// Answers every request without a body with the same bytes, then closes.
    pub(crate) async fn say(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        let heard: Arc<Mutex<Vec<u8>>> = Arc::default();
        let ear = Arc::clone(&heard);
        let server = Self::talk(move |mut stream, _| {
            let (bytes, ear) = (Arc::clone(&bytes), Arc::clone(&ear));
            async move {
                let head = read_head(&mut stream).await?;
                ear.lock().unwrap().extend_from_slice(&head);
                stream.write_all(&bytes).await?;
                stream.shutdown().await
            }
        })
        .await;
        Self { heard, ..server }
    }

    /// Answers every request without a body with the same bytes, and keeps connections open.
    pub(crate) async fn keep(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        let heard: Arc<Mutex<Vec<u8>>> = Arc::default();
        let ear = Arc::clone(&heard);
        let server = Self::talk(move |mut stream, _| {
            let (bytes, ear) = (Arc::clone(&bytes), Arc::clone(&ear));
            async move {
                loop {
                    let head = read_head(&mut stream).await?;
                    ear.lock().unwrap().extend_from_slice(&head);
                    stream.write_all(&bytes).await?;
                }
            }
        })
        .await;
        Self { heard, ..server }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn heard(&self) -> String {
        self.heard.lock().unwrap().iter().map(|&byte| char::from(byte)).collect()
    }

    pub(crate) fn get(&self, target: &str) -> Request {
        get(Scheme::Http, "127.0.0.1", self.address.port(), target)
    }
}

/// Reads up to the empty line.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

pub(crate) fn get(scheme: Scheme, host: &str, port: u16, target: &str) -> Request {
    Request {
        method: "GET".to_owned(),
        scheme,
        host: host.to_owned(),
        port,
        target: target.as_bytes().to_vec(),
        headers: vec![Header::new("Host", format!("{host}:{port}"))],
        body: Body::Empty,
    }
}

pub(crate) fn client() -> Client {
    Client::new(Config::default())
}

/// Sends one request with a new client and default options.
pub(crate) async fn send(request: &Request) -> Result<Response, Fault> {
    client().send(request, &Options::default()).await
}
