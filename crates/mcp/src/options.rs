//! Where an endpoint may be reached from.

use http::{Uri, uri::Authority};

/// What an endpoint needs to know of its surroundings.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Hosts it is reached under besides loopback: `https://gate.example.com`, or a bare host.
    pub hosts: Vec<String>,
}

/// Loopback by its names; requests to it are always taken.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Options {
    /// Values of `Host` that are taken, without port: any port of a known host will do.
    pub(crate) fn allowed_hosts(&self) -> Vec<String> {
        let own = self.hosts.iter().filter_map(|host| Some(authority(host)?.1.host().to_owned()));
        LOOPBACK.iter().map(|host| (*host).to_owned()).chain(own).collect()
    }

    /// Values of `Origin` that are taken: pages of this machine, and of the server's own address.
    pub(crate) fn allowed_origins(&self) -> Vec<String> {
        let local = LOOPBACK
            .iter()
            .flat_map(|host| ["http", "https"].map(|scheme| format!("{scheme}://{host}:*")));
        let own = self.hosts.iter().filter_map(|host| {
            let (scheme, authority) = authority(host)?;
            let port = authority.port_u16().unwrap_or(if scheme == "http" { 80 } else { 443 });
            Some(format!("{scheme}://{}:{port}", authority.host()))
        });
        local.chain(own).collect()
    }
}

/// Scheme and authority of a URL, or of a bare host, which is taken to speak TLS.
fn authority(text: &str) -> Option<(String, Authority)> {
    let uri: Uri = text.trim().parse().ok()?;
    let authority = uri.authority()?.clone();
    Some((uri.scheme_str().unwrap_or("https").to_owned(), authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_origins_follow_from_the_addresses() {
        let cases = [
            ("https://gate.example.com", "gate.example.com", "https://gate.example.com:443"),
            ("http://10.0.0.5:8080/", "10.0.0.5", "http://10.0.0.5:8080"),
            ("gate.example.com", "gate.example.com", "https://gate.example.com:443"),
            ("https://[fd00::1]:9", "[fd00::1]", "https://[fd00::1]:9"),
        ];
        for (given, host, origin) in cases {
            let options = Options { hosts: vec![given.to_owned()] };
            assert_eq!(options.allowed_hosts().last().unwrap(), host, "{given}");
            assert_eq!(options.allowed_origins().last().unwrap(), origin, "{given}");
        }
    }

    #[test]
    fn what_is_no_host_adds_nothing() {
        let options = Options { hosts: vec![String::new(), "/path".to_owned(), "a b".to_owned()] };
        assert_eq!(options.allowed_hosts(), LOOPBACK);
    }
}
