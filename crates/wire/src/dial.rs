//! Opens connections: names, addresses, proxies, TLS.

mod resolve;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::TcpStream,
    select,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

pub use self::resolve::{Boxed, Resolve};
use crate::{
    clock::Clock,
    fault::{Fault, System, Wait},
    guard::literal,
    http1::Conn,
    io::Io,
    options::{Options, Protocol},
    proxy::{Proxy, ProxyKind, connect, socks},
    request::{Request, Scheme},
    response::Timings,
};

/// How long the first address has before the next is tried beside it.
const HEAD_START: Duration = Duration::from_millis(250);
/// How long `::1` has before `localhost` is `127.0.0.1`.
const LOCAL_V6: Duration = Duration::from_millis(500);
/// More addresses than this are not tried.
const ADDRESSES: usize = 16;

/// Opens a connection for one request.
pub(crate) struct Dialer<'a> {
    pub(crate) request: &'a Request,
    pub(crate) options: &'a Options,
    pub(crate) clock: &'a Clock,
    pub(crate) resolver: Option<&'a dyn Resolve>,
}

impl Dialer<'_> {
    /// Opens the connection and notes how long it took; says whether it speaks HTTP/2.
    pub(crate) async fn dial(&self, timings: &mut Timings) -> Result<(Conn, bool), Fault> {
        let start = Instant::now();
        timings.wait = start.saturating_duration_since(self.clock.start);
        let open = self.open(timings);
        let stream = self.clock.connect(start, Wait::Connect, open).await?;
        // A server that is reached and says nothing is idle.
        let finish = self.finish(stream, start, timings);
        self.clock.connect(start, Wait::Idle, finish).await
    }

    /// Connects to the host, or to the proxy.
    async fn open(&self, timings: &mut Timings) -> Result<TcpStream, Fault> {
        let Request { host, port, target, scheme, .. } = self.request;
        let stream = match self.options.proxy.as_deref() {
            None => self.reach(host, *port, Some(target), timings).await?,
            Some(proxy) => {
                let stream = self.reach(&proxy.host, proxy.port, None, timings).await;
                if proxy.tunnels(*scheme) {
                    stream.map_err(|fault| Fault::Proxy { reason: format!("cause={fault}") })?
                } else {
                    stream?
                }
            }
        };
        // Without it the last piece of a request waits for the server's acknowledgement.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }

    /// Does what comes between connecting and HTTP.
    async fn finish(
        &self,
        stream: TcpStream,
        start: Instant,
        timings: &mut Timings,
    ) -> Result<(Conn, bool), Fault> {
        let Options { proxy, tls, protocol, .. } = self.options;
        let gone = |error: io::Error| Fault::System(System::new("connect", &error));
        let remote = stream.peer_addr().map_err(gone)?;
        let local = stream.local_addr().map_err(gone)?;
        let mut io = Io::Plain(stream);
        if let Some(proxy) = proxy {
            io = self.through(io, proxy).await?;
        }
        timings.tcp = start.elapsed().saturating_sub(timings.dns);
        if self.request.scheme == Scheme::Http {
            let direct = proxy.as_ref().is_none_or(|proxy| proxy.tunnels(Scheme::Http));
            let http2 = direct && *protocol == Protocol::Http2;
            return Ok((Conn::new(io, remote, local, None), http2));
        }
        let begun = Instant::now();
        let handshake = tls.connect(io, &self.request.host, *protocol);
        let (io, session, http2) = self.clock.idle(handshake).await??;
        timings.tls = begun.elapsed();
        if *protocol == Protocol::Http2 && !http2 {
            return Err(Fault::Http2 {
                code: "ERR_HTTP2_ERROR",
                message: "the server did not agree to HTTP/2".to_owned(),
            });
        }
        Ok((Conn::new(io, remote, local, Some(Arc::new(session))), http2))
    }

    /// Lets the proxy at the other end open the way to the host, if it has to.
    async fn through(&self, mut io: Io, proxy: &Proxy) -> Result<Io, Fault> {
        let Request { scheme, host, port, .. } = self.request;
        if proxy.kind == ProxyKind::Https {
            let connecting = self.options.tls.connect(io, &proxy.host, Protocol::Http1);
            (io, _, _) = self.clock.idle(connecting).await??;
        }
        if !proxy.tunnels(*scheme) {
            return Ok(io);
        }
        match proxy.kind {
            ProxyKind::Http | ProxyKind::Https => {
                connect::open(&mut io, self.request, self.options, proxy, self.clock).await?;
            }
            ProxyKind::Socks5 | ProxyKind::Socks5h => {
                let place = match literal(host) {
                    Some(address) => socks::Place::Address(SocketAddr::new(address, *port)),
                    None if proxy.kind == ProxyKind::Socks5h => socks::Place::Name(host, *port),
                    None => {
                        let target = Some(self.request.target.as_slice());
                        let list = self.addresses(host, *port, target).await?;
                        let first = list.into_iter().next().ok_or_else(|| not_found(host))?;
                        socks::Place::Address(first)
                    }
                };
                socks::open(&mut io, &place, proxy, self.clock).await?;
            }
        }
        Ok(io)
    }

    /// Connects to a host; `target` is what will be asked there, if the guard is to judge it.
    async fn reach(
        &self,
        host: &str,
        port: u16,
        target: Option<&[u8]>,
        timings: &mut Timings,
    ) -> Result<TcpStream, Fault> {
        if is_localhost(host) {
            return self.reach_localhost(host, port, target).await;
        }
        let begun = Instant::now();
        let addresses = self.addresses(host, port, target).await;
        // An address is not looked up.
        if host.parse::<IpAddr>().is_err() {
            timings.dns = begun.elapsed();
        }
        race(addresses?).await
    }

    /// The addresses of a host that may be dialled.
    async fn addresses(
        &self,
        host: &str,
        port: u16,
        target: Option<&[u8]>,
    ) -> Result<Vec<SocketAddr>, Fault> {
        let found = match literal(host) {
            Some(address) => vec![address],
            None => resolve::resolve(self.resolver, host).await?,
        };
        if found.is_empty() {
            return Err(not_found(host));
        }
        let mut refusal = None;
        let mut allowed = Vec::new();
        for address in found.into_iter().take(ADDRESSES) {
            let address = SocketAddr::new(address, port);
            match target.map(|target| self.options.guard.check_address(host, address, target)) {
                Some(Err(fault)) => refusal = Some(fault),
                _ => allowed.push(address),
            }
        }
        match refusal {
            Some(refusal) if allowed.is_empty() => Err(Fault::Refused(Box::new(refusal))),
            _ => Ok(allowed),
        }
    }

    /// `localhost` is this machine, whatever a name server may think of it.
    async fn reach_localhost(
        &self,
        host: &str,
        port: u16,
        target: Option<&[u8]>,
    ) -> Result<TcpStream, Fault> {
        let check = |address: SocketAddr| {
            let verdict =
                target.map(|target| self.options.guard.check_address(host, address, target));
            verdict.unwrap_or(Ok(())).map_err(|refusal| Fault::Refused(Box::new(refusal)))
        };
        let v6 = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port);
        if check(v6).is_ok()
            && let Ok(Ok(stream)) = timeout(LOCAL_V6, TcpStream::connect(v6)).await
        {
            return Ok(stream);
        }
        let v4 = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        check(v4)?;
        connect_to(v4).await
    }
}

/// Whether the name is `localhost` or below it (RFC 6761).
fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or(host);
    last.eq_ignore_ascii_case("localhost")
}

/// The address of a host that needs no resolving.
pub(crate) fn known_address(host: &str) -> Option<IpAddr> {
    literal(host).or_else(|| is_localhost(host).then_some(IpAddr::V4(Ipv4Addr::LOCALHOST)))
}

fn not_found(host: &str) -> Fault {
    Fault::Resolve { code: "ENOTFOUND", host: host.to_owned() }
}

async fn connect_to(address: SocketAddr) -> Result<TcpStream, Fault> {
    TcpStream::connect(address).await.map_err(|error| refused(address, &error))
}

fn refused(address: SocketAddr, error: &io::Error) -> Fault {
    Fault::System(System { peer: Some(address), ..System::new("connect", error) })
}

/// Connects to the first address that answers; each has a head start before the next.
async fn race(addresses: Vec<SocketAddr>) -> Result<TcpStream, Fault> {
    if let [only] = addresses.as_slice() {
        return connect_to(*only).await;
    }
    let mut waiting = addresses.into_iter();
    let mut running = JoinSet::new();
    let mut fault = Fault::HangUp;
    loop {
        let next = waiting.next();
        let more = next.is_some();
        if let Some(address) = next {
            running.spawn(connect_to(address));
        }
        select! {
            done = running.join_next() => match done {
                Some(Ok(Ok(stream))) => return Ok(stream),
                Some(Ok(Err(failed))) => fault = failed,
                Some(Err(_)) => {}
                None => return Err(fault),
            },
            () = sleep(HEAD_START), if more => {}
        }
    }
}
