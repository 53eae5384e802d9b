//! Turns names into addresses.

use std::{io, net::IpAddr, pin::Pin};

use tokio::net::lookup_host;

use crate::fault::Fault;

/// A future that a trait object returns.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Turns names into addresses.
pub trait Resolve: Send + Sync {
    /// The addresses of a name, best first; an empty list means that there are none.
    fn resolve<'a>(&'a self, host: &'a str) -> Boxed<'a, io::Result<Vec<IpAddr>>>;
}

/// Asks `resolver`, or the system.
pub(super) async fn resolve(
    resolver: Option<&dyn Resolve>,
    host: &str,
) -> Result<Vec<IpAddr>, Fault> {
    let found = match resolver {
        Some(resolver) => resolver.resolve(host).await,
        // A name with such characters cannot be one; asking the network for it would only leak it.
        None if host.contains(['{', '}', ' ', '/']) => Ok(Vec::new()),
        None => {
            lookup_host((host, 0)).await.map(|found| found.map(|address| address.ip()).collect())
        }
    };
    let mut list: Vec<IpAddr> =
        found.map_err(|error| Fault::Resolve { code: code(&error), host: host.to_owned() })?;
    let mut seen = std::collections::HashSet::new();
    list.retain(|address| seen.insert(*address));
    Ok(list)
}

/// The system says why only in words.
fn code(error: &io::Error) -> &'static str {
    let text = error.to_string();
    let again = ["Temporary failure", "Try again", "try again"];
    if again.iter().any(|words| text.contains(words)) { "EAI_AGAIN" } else { "ENOTFOUND" }
}
