//! Accepts connections: TCP, TLS and the socket in the data folder.

use std::{
    fs::{DirBuilder, Permissions},
    future::Future,
    hash::{BuildHasher as _, RandomState},
    io,
    net::{IpAddr, SocketAddr},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::body::Body;
use futures::future::BoxFuture;
use gate::{Door, Stopwatch};
use http::{HeaderMap, Request, Response};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use mock::host::Dropped;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{exit::Failure, metering, os};

/// A caller has this long to send a request's head, and to begin its first one.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 64 * 1024;
/// Headers of a request.
const HEADERS: usize = 100;
/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 250;
/// A stop waits this long for calls under way.
const DRAIN_TIME: Duration = Duration::from_secs(5);
/// A stop gives a connection that was just opened this long to say what it wants.
const FIRST_WORDS: Duration = Duration::from_millis(100);

/// What answers requests.
pub(crate) type Answering =
    Arc<dyn Fn(Request<Body>) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

/// All doors of one process. Clones are the same doors.
#[derive(Clone)]
pub(crate) struct Listener {
    answer: Answering,
    stop: CancellationToken,
    connections: TaskTracker,
    doors: TaskTracker,
}

impl Listener {
    /// Answers with `answer` whatever comes through the doors opened later.
    pub(crate) fn new(answer: Answering) -> Self {
        let (stop, connections, doors) = Default::default();
        Self { answer, stop, connections, doors }
    }

    /// Serves a bound TCP port, with TLS if there is one. Behind a proxy, it is the proxy that
    /// tells the caller's address.
    pub(crate) fn serve_tcp(
        &self,
        listener: TcpListener,
        tls: Option<TlsAcceptor>,
        behind_proxy: bool,
    ) {
        let this = self.clone();
        self.doors.spawn(async move {
            while let Some((stream, peer)) = this.accepted(|| listener.accept()).await {
                let (this, tls) = (this.clone(), tls.clone());
                this.connections
                    .clone()
                    .spawn(async move { this.tcp(stream, peer, tls, behind_proxy).await });
            }
        });
    }

    /// Serves the socket in the data folder.
    pub(crate) fn serve_socket(&self, socket: Socket) {
        let this = self.clone();
        self.doors.spawn(async move {
            while let Some((stream, _)) = this.accepted(|| socket.listener.accept()).await {
                this.local(stream);
            }
            // No new caller finds the socket from here on; those that did are still heard.
            let _ = std::fs::remove_file(&socket.path);
            while let Ok(Ok((stream, _))) = timeout(Duration::ZERO, socket.listener.accept()).await
            {
                this.local(stream);
            }
        });
    }

    /// Stops accepting and waits for calls under way, at most five seconds.
    pub(crate) async fn drain(&self) {
        self.stop.cancel();
        self.doors.close();
        self.doors.wait().await;
        self.connections.close();
        if timeout(DRAIN_TIME, self.connections.wait()).await.is_err() {
            tracing::warn!(connections = self.connections.len(), "connections were cut off");
        }
    }

    /// The next connection; `None` once the doors close.
    async fn accepted<T, F: Future<Output = io::Result<T>>>(
        &self,
        next: impl Fn() -> F,
    ) -> Option<T> {
        loop {
            let accepted = tokio::select! {
                accepted = next() => accepted,
                () = self.stop.cancelled() => return None,
            };
            match accepted {
                Ok(connection) => return Some(connection),
                Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
            }
            // Out of file handles, mostly: trying at once would fail again.
            sleep(Duration::from_millis(50)).await;
        }
    }

    fn local(&self, stream: UnixStream) {
        let user = os::user_of(&stream).unwrap_or_else(|| "unknown".to_owned());
        let this = self.clone();
        self.connections
            .spawn(async move { this.connection(stream, move |_| Door::socket(&user)).await });
    }

    async fn tcp(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        tls: Option<TlsAcceptor>,
        behind_proxy: bool,
    ) {
        // Answers are written whole: waiting for more only adds latency.
        let _ = stream.set_nodelay(true);
        let door = Door::http(&peer.ip().to_canonical().to_string());
        let door = move |headers: &HeaderMap| match forwarded(headers).filter(|_| behind_proxy) {
            Some(caller) => Door::http(&caller.to_string()),
            None => door.clone(),
        };
        let Some(tls) = tls else { return self.connection(stream, door).await };
        match timeout(HEAD_TIME, tls.accept(stream)).await {
            Ok(Ok(stream)) => self.connection(stream, door).await,
            Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake took too long"),
        }
    }

    /// Serves one connection to its end.
    async fn connection(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        door: impl Fn(&HeaderMap) -> Door,
    ) {
        let heard = Arc::new(Heard::default());
        let service = service_fn({
            let heard = heard.clone();
            move |request: Request<Incoming>| {
                heard.note();
                let watch = Stopwatch::start();
                let mut request = request.map(Body::new);
                let door = door(request.headers());
                let local = door.local.is_some();
                request.extensions_mut().insert(door);
                let answer = (self.answer)(request);
                async move {
                    let answer = answer.await;
                    metering::took(watch, local);
                    match answer.extensions().get::<Dropped>() {
                        None => Ok(answer),
                        Some(_) => Err(io::Error::other("dropped on purpose")),
                    }
                }
            }
        });
        let builder = builder();
        let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
        let mut first_words = pin!(sleep(HEAD_TIME));
        let mut waits = true;
        loop {
            tokio::select! {
                ended = &mut connection => return told(ended),
                () = self.stop.cancelled() => break,
                () = &mut first_words, if waits => {
                    if !heard.something() {
                        return;
                    }
                    waits = false;
                }
            }
        }
        if !heard.something() {
            // Its first request may be on the way already; a request must not be lost silently.
            tokio::select! {
                ended = &mut connection => return told(ended),
                () = sleep(FIRST_WORDS) => {}
                () = heard.wait() => {}
            }
        }
        connection.as_mut().graceful_shutdown();
        told(connection.await);
    }
}

/// The caller as the proxy next to us saw it: the last address. Those before it are hearsay.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let address: IpAddr = last.rsplit(',').next()?.trim().parse().ok()?;
    Some(address.to_canonical())
}

/// Whether a connection brought a request yet.
#[derive(Default)]
struct Heard {
    something: AtomicBool,
    news: tokio::sync::Notify,
}

impl Heard {
    fn note(&self) {
        if !self.something.swap(true, Ordering::AcqRel) {
            self.news.notify_one();
        }
    }
    fn something(&self) -> bool {
        self.something.load(Ordering::Acquire)
    }
    async fn wait(&self) {
        self.news.notified().await;
    }
}

fn told(ended: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = ended {
        tracing::debug!(error = %error, "a connection ended early");
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
        .max_concurrent_streams(STREAMS)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(HEAD_TIME);
    builder
}

/// The socket in the data folder; only its owner may open it.
pub(crate) struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Socket {
    /// Opens it. One left behind by an earlier process is replaced: whoever calls this holds the
    /// folder.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let listener = bind(path).map_err(|error| refused(path, &error))?;
        Ok(Self { listener, path: path.to_owned() })
    }
}

fn refused(path: &Path, error: &io::Error) -> Failure {
    use io::ErrorKind::{InvalidInput, QuotaExceeded, StorageFull};
    let failure =
        Failure::input(format!("the socket `{}` can't be opened: {error}", path.display()));
    match error.kind() {
        InvalidInput => {
            failure.hint("its path is too long for the system: choose a shorter --data DIR")
        }
        StorageFull | QuotaExceeded => failure.hint("free some space"),
        _ => failure,
    }
}

/// Binds inside a closed folder first: there is no moment in which another user could connect.
fn bind(path: &Path) -> io::Result<UnixListener> {
    // A name that nothing else has, and no longer than the socket's own.
    let random = RandomState::new().hash_one(std::process::id()) >> 32;
    let closed = path.with_file_name(format!(".s{random:08x}"));
    DirBuilder::new().mode(0o700).create(&closed)?;
    let inner = closed.join("s");
    let bound = bind_closed(&inner, path);
    if bound.is_err() {
        let _ = std::fs::remove_file(&inner);
    }
    // What is not empty now is not ours.
    let _ = std::fs::remove_dir(&closed);
    bound
}

fn bind_closed(inner: &Path, path: &Path) -> io::Result<UnixListener> {
    let listener = UnixListener::bind(inner)?;
    std::fs::set_permissions(inner, Permissions::from_mode(0o600))?;
    std::fs::rename(inner, path)?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn opening_the_socket_removes_nothing_of_others() {
        let folder = std::env::temp_dir().join(format!("gp-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(folder.join(".s/deep")).unwrap();
        std::fs::write(folder.join(".s/deep/notes.txt"), "mine").unwrap();
        let path = folder.join("gatepost.sock");
        let names = || {
            let mut names: Vec<_> =
                folder.read_dir().unwrap().map(|one| one.unwrap().file_name()).collect();
            names.sort();
            names
        };
        for _ in 0..2 {
            let _socket = Socket::open(&path).unwrap();
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(names(), [".s", "gatepost.sock"]);
        }
        assert_eq!(std::fs::read_to_string(folder.join(".s/deep/notes.txt")).unwrap(), "mine");

        // A folder in the socket's place is no socket of ours: nothing is left over.
        let taken = folder.join("taken");
        std::fs::create_dir(&taken).unwrap();
        assert!(Socket::open(&taken).is_err());
        assert_eq!(names(), [".s", "gatepost.sock", "taken"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_full_folder_is_told_what_helps() {
        for (kind, hint) in [
            (io::ErrorKind::StorageFull, Some("free some space")),
            (io::ErrorKind::QuotaExceeded, Some("free some space")),
            (io::ErrorKind::PermissionDenied, None),
        ] {
            let failure = refused(Path::new("x/gatepost.sock"), &kind.into());
            assert_eq!(failure.hint.as_deref(), hint, "{kind}");
        }
    }
}
