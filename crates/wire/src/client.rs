//! The client.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{
    clock::Clock,
    decode,
    dial::{Dialer, Resolve, known_address},
    fault::Fault,
    http1::{Progress, answer::Answer, send},
    http2::Session,
    options::Options,
    pool::{Kept, Key, Pool, alive},
    request::{Request, Scheme},
    response::{Response, Timings},
};

/// How connections are kept.
#[derive(Clone)]
pub struct Config {
    /// How many idle connections to keep for each origin.
    pub idle_per_origin: usize,
    /// How many idle connections to keep altogether.
    pub idle_total: usize,
    /// How long to keep an idle connection.
    pub idle_time: Duration,
    /// Who resolves names; the system if nobody is named.
    pub resolver: Option<Arc<dyn Resolve>>,
}

impl Default for Config {
    /// 8 idle connections for each origin, 256 altogether, for 60 seconds.
    fn default() -> Self {
        Self {
            idle_per_origin: 8,
            idle_total: 256,
            idle_time: Duration::from_mins(1),
            resolver: None,
        }
    }
}

/// Sends requests and keeps connections; clones share them.
///
/// Connections are reused only within the runtime that opened them.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    pool: Pool,
    resolver: Option<Arc<dyn Resolve>>,
}

impl Client {
    /// Makes a client without connections.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let pool = Pool::new(config.idle_per_origin, config.idle_total, config.idle_time);
        Self { shared: Arc::new(Shared { pool, resolver: config.resolver }) }
    }

    /// Sends a request and reads the response to its end.
    ///
    /// Dropping the future closes its connection.
    pub async fn send(&self, request: &Request, options: &Options) -> Result<Response, Fault> {
        self.run(request, options, &mut Place::Pool(&self.shared.pool)).await
    }

    /// A handle whose requests share one connection, as NTLM needs it.
    #[must_use]
    pub fn pin(&self) -> Pinned {
        Pinned { client: self.clone(), kept: None }
    }

    /// Closes all idle connections.
    pub fn close_idle(&self) {
        self.shared.pool.clear();
    }

    async fn run(
        &self,
        request: &Request,
        options: &Options,
        place: &mut Place<'_>,
    ) -> Result<Response, Fault> {
        send::check(request)?;
        let refuse = |refusal| Fault::Refused(Box::new(refusal));
        options.guard.check_host(&request.host).map_err(refuse)?;
        // What a name means to a proxy is not known; what an address means is.
        if options.proxy.is_some()
            && let Some(address) = known_address(&request.host)
        {
            let address = (address, request.port).into();
            let verdict = options.guard.check_address(&request.host, address, &request.target);
            verdict.map_err(refuse)?;
        }
        let clock = Clock::new(options);
        let call = Call { client: self, request, options, clock: &clock };
        clock.total(call.send(place)).await
    }
}

/// Sends requests one after the other on one connection, as long as the server keeps it open.
///
/// [`Timings::reused`] says whether it did.
pub struct Pinned {
    client: Client,
    kept: Option<(Key, Kept)>,
}

impl Pinned {
    /// Sends a request on the handle's connection, or on a new one if that is closed or another's.
    pub async fn send(&mut self, request: &Request, options: &Options) -> Result<Response, Fault> {
        let client = self.client.clone();
        client.run(request, options, &mut Place::Own(&mut self.kept)).await
    }
}

/// Where connections are kept between requests.
enum Place<'a> {
    Pool(&'a Pool),
    Own(&'a mut Option<(Key, Kept)>),
}

impl Place<'_> {
    fn take(&mut self, key: &Key) -> Option<Kept> {
        match self {
            Self::Pool(pool) => pool.take(key),
            Self::Own(own) => {
                let (have, mut kept) = own.take()?;
                (have == *key && alive(&mut kept)).then_some(kept)
            }
        }
    }

    fn put(&mut self, key: Key, kept: Kept) {
        match self {
            Self::Pool(pool) => pool.put(key, kept),
            Self::Own(own) => **own = Some((key, kept)),
        }
    }
}

/// One request on its way.
struct Call<'a> {
    client: &'a Client,
    request: &'a Request,
    options: &'a Options,
    clock: &'a Clock,
}

impl Call<'_> {
    async fn send(&self, place: &mut Place<'_>) -> Result<Response, Fault> {
        let key = Key::new(self.request, self.options);
        if let Some(kept) = place.take(&key) {
            let mut progress = Progress::default();
            let timings =
                Timings { reused: true, wait: self.clock.start.elapsed(), ..Timings::default() };
            let outcome = self.exchange(kept, timings, &mut progress, &key, place).await;
            // The server may have closed it at the very moment; nobody has seen the request then.
            match outcome {
                Err(fault) if self.options.retry_stale && stale(&fault, &progress) => {}
                outcome => return outcome,
            }
        }
        let mut timings = Timings::default();
        let kept = Box::pin(self.open(&mut timings)).await?;
        self.exchange(kept, timings, &mut Progress::default(), &key, place).await
    }

    async fn open(&self, timings: &mut Timings) -> Result<Kept, Fault> {
        let Self { request, options, clock, .. } = *self;
        let resolver = self.client.shared.resolver.as_deref();
        let dialer = Dialer { request, options, clock, resolver };
        let (conn, http2) = dialer.dial(timings).await?;
        if http2 {
            return Ok(Kept::Http2(Session::open(conn, &options.limits, clock).await?));
        }
        Ok(Kept::Http1(Box::new(conn)))
    }

    /// Sends the request on a connection, and keeps that if it can serve another.
    async fn exchange(
        &self,
        mut kept: Kept,
        timings: Timings,
        progress: &mut Progress,
        key: &Key,
        place: &mut Place<'_>,
    ) -> Result<Response, Fault> {
        let Self { request, options, clock, .. } = *self;
        let (remote, local, session) = match &kept {
            Kept::Http1(conn) => (conn.remote, conn.local, conn.session.clone()),
            Kept::Http2(http2) => (http2.remote, http2.local, http2.tls.clone()),
        };
        if options.proxy.is_none() {
            // A kept connection may have been opened under other rules.
            let verdict = options.guard.check_address(&request.host, remote, &request.target);
            verdict.map_err(|refusal| Fault::Refused(Box::new(refusal)))?;
        }
        let begun = Instant::now();
        let answer = match &mut kept {
            Kept::Http1(conn) => {
                let proxy = options.proxy.as_deref();
                let proxy = proxy.filter(|proxy| {
                    request.scheme == Scheme::Http && !proxy.tunnels(request.scheme)
                });
                conn.exchange(request, options, proxy, clock, progress).await?
            }
            Kept::Http2(http2) => {
                Box::pin(http2.exchange(request, options, clock, progress)).await?
            }
        };
        let done = Instant::now();
        let Answer { head, body, keep } = answer;
        if keep {
            place.put(key.clone(), kept);
        }
        let downloaded = body.len() as u64;
        let body = decode::decode_answer(&head, &request.method, body, options)?;
        let sent = progress.sent.unwrap_or(done);
        let first = progress.first.unwrap_or(done);
        Ok(Response {
            version: head.version,
            status: head.status,
            reason: head.reason,
            headers: head.headers,
            body,
            downloaded,
            sent_head: progress.sent_head,
            sent_body: progress.sent_body,
            timings: Timings {
                send: sent.saturating_duration_since(begun),
                first_byte: first.saturating_duration_since(sent),
                download: done.saturating_duration_since(first),
                total: clock.start.elapsed(),
                ..timings
            },
            remote,
            local,
            tls: session,
        })
    }
}

/// Whether a kept connection was dead before the request reached anybody.
fn stale(fault: &Fault, progress: &Progress) -> bool {
    progress.first.is_none()
        && match fault {
            Fault::HangUp => true,
            Fault::System(system) => {
                matches!(system.code, "ECONNRESET" | "EPIPE" | "ECONNABORTED" | "ENOTCONN")
            }
            Fault::Http2 { code, .. } => *code == "ERR_HTTP2_SESSION_ERROR",
            _ => false,
        }
}
