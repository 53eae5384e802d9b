//! A server that keeps every request exactly as it came and answers as the case asks.
//!
//! It speaks HTTP/1.1 on plain sockets, because a library would put in order what the comparison
//! is about: case and order of headers, odd request lines, bodies cut short.

mod answer;
mod connection;
mod head;
mod route;
mod tls;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{net::TcpListener, runtime::Handle, task::AbortHandle};

pub use answer::Answers;
pub use tls::Certificates;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which listener it came to.
    pub door: Door,
    /// Request line and headers, with their line ends, without the empty line.
    pub head: Vec<u8>,
    /// The body without its transfer coding.
    pub body: Vec<u8>,
}

/// A listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// Plain HTTP; `<base>`.
    Base,
    /// Plain HTTP on another port; `<other>`.
    Other,
    /// A certificate of the test's authority; `<tls>`.
    Tls,
    /// A certificate that signed itself; `<selfsigned>`.
    SelfSigned,
    /// A certificate of the past; `<expired>`.
    Expired,
    /// Asks for a certificate of the client; `<mutual>`.
    Mutual,
}

impl Door {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Base, Self::Other, Self::Tls, Self::SelfSigned, Self::Expired, Self::Mutual];

    /// The word for it in cases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Other => "other",
            Self::Tls => "tls",
            Self::SelfSigned => "selfsigned",
            Self::Expired => "expired",
            Self::Mutual => "mutual",
        }
    }

    fn is_secure(self) -> bool {
        !matches!(self, Self::Base | Self::Other)
    }
}

/// What all connections of one server share.
struct Shared {
    answers: Answers,
    /// Where each listener can be reached.
    places: BTreeMap<String, String>,
    state: Mutex<State>,
}

impl Shared {
    fn fill(&self, text: &str) -> String {
        self.places
            .iter()
            .fold(text.to_owned(), |text, (name, place)| text.replace(&format!("<{name}>"), place))
    }
}

#[derive(Default)]
struct State {
    recorded: Vec<Recorded>,
    /// How often each path was asked for.
    asked: BTreeMap<String, usize>,
}

/// A running echo server; it stops when dropped.
pub struct Echo {
    shared: Arc<Shared>,
    tasks: Vec<AbortHandle>,
}

impl Echo {
    /// Starts one; it listens with TLS too when certificates are given.
    pub async fn start(answers: Answers, certificates: Option<&Certificates>) -> Self {
        let mut listeners = Vec::new();
        let mut places = BTreeMap::new();
        for door in Door::ALL {
            if door.is_secure() && certificates.is_none() {
                continue;
            }
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let scheme = if door.is_secure() { "https" } else { "http" };
            let address: SocketAddr = listener.local_addr().unwrap();
            places.insert(door.name().to_owned(), format!("{scheme}://{address}"));
            places.insert(format!("{}.port", door.name()), address.port().to_string());
            listeners.push((door, listener));
        }
        let shared = Arc::new(Shared { answers, places, state: Mutex::default() });
        let tasks = listeners.into_iter().map(|(door, listener)| {
            let tls = certificates.filter(|_| door.is_secure()).map(|all| all.acceptor(door));
            let accepting = connection::accept(door, listener, tls, shared.clone());
            Handle::current().spawn(accepting).abort_handle()
        });
        let tasks = tasks.collect();
        Self { shared, tasks }
    }

    /// The address of the usual listener.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.shared.places["base"]
    }

    /// A text with addresses in place of words like `<base>` and `<base.port>`.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.shared.fill(text)
    }

    /// What came since the last time; repeated answers begin again.
    #[must_use]
    pub fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.shared.state.lock().unwrap()).recorded
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}
