//! Keeps idle connections.

use std::{
    collections::HashMap,
    io::ErrorKind,
    mem::MaybeUninit,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Waker},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    io::{AsyncRead, ReadBuf},
    runtime::{Handle, Id},
    time::Instant,
};

use crate::{
    http1::Conn,
    http2::Session,
    options::{Options, Protocol},
    proxy::Proxy,
    request::{Request, Scheme},
};

/// What connections must have in common to serve the same requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    scheme: Scheme,
    host: String,
    port: u16,
    proxy: Option<Arc<Proxy>>,
    tls: u64,
    protocol: Protocol,
    /// A connection works only in the runtime that opened it.
    runtime: Option<Id>,
}

impl Key {
    pub(crate) fn new(request: &Request, options: &Options) -> Self {
        let secure = request.scheme == Scheme::Https || options.proxy.is_some();
        Self {
            scheme: request.scheme,
            host: request.host.to_ascii_lowercase(),
            port: request.port,
            proxy: options.proxy.clone(),
            tls: if secure { options.tls.id() } else { 0 },
            protocol: options.protocol,
            runtime: Handle::try_current().ok().map(|handle| handle.id()),
        }
    }
}

/// A connection that served a request and can serve another.
#[derive(Debug)]
pub(crate) enum Kept {
    /// For one request at a time.
    Http1(Box<Conn>),
    /// For many at once.
    Http2(Session),
}

#[derive(Debug)]
struct Idle {
    kept: Kept,
    since: Instant,
}

#[derive(Debug, Default)]
struct Shelf {
    origins: HashMap<Key, Vec<Idle>>,
    count: usize,
    /// When old connections were last looked for.
    swept: Option<Instant>,
}

/// Idle connections, the last one used first.
#[derive(Debug)]
pub(crate) struct Pool {
    shelf: Mutex<Shelf>,
    per_origin: usize,
    total: usize,
    time: Duration,
}

impl Pool {
    pub(crate) fn new(per_origin: usize, total: usize, time: Duration) -> Self {
        Self { shelf: Mutex::default(), per_origin, total, time }
    }

    /// Takes a connection that looks alive.
    pub(crate) fn take(&self, key: &Key) -> Option<Kept> {
        let mut shelf = self.shelf();
        let Shelf { origins, count, .. } = &mut *shelf;
        let list = origins.get_mut(key)?;
        while let Some(mut idle) = list.pop() {
            *count -= 1;
            if idle.since.elapsed() < self.time && alive(&mut idle.kept) {
                if let Kept::Http2(session) = &idle.kept {
                    let kept = Kept::Http2(session.clone());
                    list.push(idle);
                    *count += 1;
                    return Some(kept);
                }
                return Some(idle.kept);
            }
        }
        origins.remove(key);
        None
    }

    /// Keeps a connection, unless there are enough.
    pub(crate) fn put(&self, key: Key, kept: Kept) {
        let since = Instant::now();
        let mut shelf = self.shelf();
        let due = shelf.swept.is_none_or(|swept| swept.elapsed() >= self.time);
        if due || shelf.count >= self.total {
            shelf.sweep(self.time);
            shelf.swept = Some(since);
        }
        let Shelf { origins, count, .. } = &mut *shelf;
        if *count >= self.total {
            return;
        }
        let list = origins.entry(key).or_default();
        if let Kept::Http2(_) = kept {
            // One is enough, and the newest is the one that works.
            *count -= list.len();
            list.clear();
        }
        if list.len() < self.per_origin {
            list.push(Idle { kept, since });
            *count += 1;
        }
    }

    /// Closes all.
    pub(crate) fn clear(&self) {
        *self.shelf() = Shelf::default();
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // Whatever a thread that panicked left behind are still connections.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    /// Closes what has been idle for too long.
    fn sweep(&mut self, time: Duration) {
        self.origins.retain(|_, list| {
            list.retain(|idle| idle.since.elapsed() < time);
            !list.is_empty()
        });
        self.count = self.origins.values().map(Vec::len).sum();
    }
}

/// Whether a connection is silent and open.
pub(crate) fn alive(kept: &mut Kept) -> bool {
    let conn = match kept {
        Kept::Http1(conn) => conn,
        Kept::Http2(session) => return session.is_open(),
    };
    // The system knows better than the runtime, which may not have looked since the last request.
    let mut byte = [MaybeUninit::uninit()];
    match SockRef::from(conn.io.socket()).peek(&mut byte) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => true,
        Ok(1..) if conn.session.is_some() => {
            // Tickets for later handshakes come unasked.
            let mut cx = Context::from_waker(Waker::noop());
            let mut byte = [0];
            Pin::new(&mut conn.io).poll_read(&mut cx, &mut ReadBuf::new(&mut byte)).is_pending()
        }
        _ => false,
    }
}
