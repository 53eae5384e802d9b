//! One connection: requests are read and kept, answers written.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use super::{
    Door, Recorded, Shared,
    answer::{End, Step},
    head::{Incoming, Reader},
    route,
};

/// Takes connections until the task is stopped; it takes them all down with it.
pub(super) async fn accept(
    door: Door,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
) {
    let mut open = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let (tls, shared) = (tls.clone(), shared.clone());
        open.spawn(async move {
            match tls {
                // A client that refuses the certificate leaves no request.
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => serve(door, stream, &shared).await,
                    Err(_) => Ok(()),
                },
                None => serve_plain(door, stream, &shared).await,
            }
        });
        while open.try_join_next().is_some() {}
    }
}

/// As [`serve`]; a plain connection can be reset, and can become a tunnel.
async fn serve_plain(door: Door, stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = Reader::new(stream);
    while let Some(request) = reader.next().await {
        if let ("CONNECT", target) = (request.line().0.as_str(), request.line().1) {
            keep(door, &request, shared);
            return tunnel(reader.stream, &target).await;
        }
        match handle(door, &request, &mut reader.stream, shared).await? {
            End::Keep => {}
            End::Close => return Ok(()),
            End::Reset => return reader.stream.set_zero_linger(),
        }
    }
    Ok(())
}

async fn serve<S>(door: Door, stream: S, shared: &Shared) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut reader = Reader::new(stream);
    while let Some(request) = reader.next().await {
        if handle(door, &request, &mut reader.stream, shared).await? != End::Keep {
            reader.stream.shutdown().await?;
            break;
        }
    }
    Ok(())
}

fn keep(door: Door, request: &Incoming, shared: &Shared) {
    let recorded = Recorded { door, head: request.head.clone(), body: request.body.clone() };
    shared.state.lock().unwrap().recorded.push(recorded);
}

async fn handle<S: AsyncWrite + Unpin>(
    door: Door,
    request: &Incoming,
    stream: &mut S,
    shared: &Shared,
) -> io::Result<End> {
    keep(door, request, shared);
    let reply = route::reply(request, shared);
    for step in reply.steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Wait(time) => {
                stream.flush().await?;
                tokio::time::sleep(time).await;
            }
        }
    }
    stream.flush().await?;
    let close = request.header("connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
    Ok(if reply.end == End::Keep && (close || request.short) { End::Close } else { reply.end })
}

/// Joins a client with the listener that it names.
async fn tunnel(mut client: TcpStream, target: &str) -> io::Result<()> {
    let mut server = TcpStream::connect(target).await?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    copy_bidirectional(&mut client, &mut server).await.map(|_| ())
}
