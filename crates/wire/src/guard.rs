//! What may be dialled.

mod pattern;
mod range;

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

pub use self::{
    pattern::HostPattern,
    range::{BadRange, Range},
};
use crate::fault::Refusal;

/// Rules about hosts and addresses, asked before each request.
///
/// Hosts are judged by name before resolution, addresses after it: the address that was judged is
/// the one that is dialled, so a name cannot change its meaning in between. A kept connection is
/// judged again. Behind a proxy only the host (and an address in its place) can be judged; the
/// proxy's own address is the operator's word and is not.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// If any are given, only these hosts.
    pub allow_hosts: Vec<HostPattern>,
    /// Never these hosts.
    pub deny_hosts: Vec<HostPattern>,
    /// These addresses, unless a longer or equally long range denies them.
    pub allow_ranges: Vec<Range>,
    /// Not these addresses, unless a longer range allows them.
    pub deny_ranges: Vec<Range>,
    /// At these addresses only targets that start with the text.
    pub only_targets: Vec<(SocketAddr, String)>,
}

/// Addresses that hand out credentials to whoever asks from the right machine.
const METADATA: &[&str] = &[
    "169.254.169.254/32",
    "169.254.170.2/32",
    "100.100.100.200/32",
    "168.63.129.16/32",
    "fd00:ec2::254/128",
    "fd20:ce::254/128",
];
/// Names of the same.
const METADATA_HOSTS: &[&str] = &["metadata.google.internal", "metadata.goog", "instance-data"];
const LINK_LOCAL: &[&str] = &["169.254.0.0/16", "fe80::/10"];
/// Addresses that are not of the public network.
const INSIDE: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "::/128",
    "::1/128",
    "100::/64",
    "2001:db8::/32",
    "fc00::/7",
    "fec0::/10",
    "ff00::/8",
];

impl Guard {
    /// Everything may be dialled.
    #[must_use]
    pub fn open() -> Arc<Self> {
        Arc::default()
    }

    /// Everything but link-local and metadata addresses.
    #[must_use]
    pub fn local() -> Self {
        let deny_ranges = ranges(&[METADATA, LINK_LOCAL]);
        let deny_hosts = METADATA_HOSTS.iter().filter_map(|text| text.parse().ok()).collect();
        Self { deny_hosts, deny_ranges, ..Self::default() }
    }

    /// Only addresses of the public network.
    #[must_use]
    pub fn public() -> Self {
        let mut guard = Self::local();
        guard.deny_ranges.extend(ranges(&[INSIDE]));
        guard
    }

    /// Says whether a request may be made to this host, before its name is resolved.
    pub fn check_host(&self, host: &str) -> Result<(), Refusal> {
        let refuse = |reason: String| Refusal { host: host.to_owned(), address: None, reason };
        if let Some(pattern) = self.deny_hosts.iter().find(|pattern| pattern.matches(host)) {
            return Err(refuse(format!("hosts like `{pattern}` are refused")));
        }
        if !self.allow_hosts.is_empty() && !self.allow_hosts.iter().any(|p| p.matches(host)) {
            return Err(refuse("the host is not among those allowed".to_owned()));
        }
        Ok(())
    }

    /// Says whether this address may be dialled for that host and target.
    pub fn check_address(
        &self,
        host: &str,
        address: SocketAddr,
        target: &[u8],
    ) -> Result<(), Refusal> {
        let refuse =
            |reason: String| Refusal { host: host.to_owned(), address: Some(address), reason };
        let ip = range::plain(address.ip());
        let longest = |ranges: &[Range]| {
            ranges.iter().filter(|range| range.contains(ip)).max_by_key(|r| r.prefix()).copied()
        };
        let allowed = longest(&self.allow_ranges).map(|range| range.prefix());
        if let Some(denied) = longest(&self.deny_ranges)
            && allowed.is_none_or(|prefix| prefix <= denied.prefix())
        {
            return Err(refuse(format!("addresses in `{denied}` are refused")));
        }
        let here = |own: &SocketAddr| same(*own, address);
        if let Some((_, prefix)) = self.only_targets.iter().find(|(own, _)| here(own))
            && !target.starts_with(prefix.as_bytes())
        {
            return Err(refuse(format!("only `{prefix}` may be asked for there")));
        }
        Ok(())
    }
}

/// Whether dialling `address` reaches a listener at `own`.
fn same(own: SocketAddr, address: SocketAddr) -> bool {
    let (own_ip, ip) = (range::plain(own.ip()), range::plain(address.ip()));
    // A listener on every address is also reached through each of them; which ones the machine has
    // is not known here, so loopback is what can be told.
    let any = own_ip.is_unspecified() && (ip.is_loopback() || ip.is_unspecified());
    let loops = own_ip.is_loopback() && ip.is_unspecified();
    own.port() == address.port() && (own_ip == ip || any || loops)
}

fn ranges(lists: &[&[&str]]) -> Vec<Range> {
    lists.iter().copied().flatten().filter_map(|text| text.parse().ok()).collect()
}

/// The address that a host is, if it is one rather than a name.
pub(crate) fn literal(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(guard: &Guard, address: &str) -> Result<(), String> {
        let address: SocketAddr = address.parse().unwrap();
        guard.check_address("host", address, b"/").map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn addresses_of_the_cloud_and_of_the_link_are_never_local() {
        let guard = Guard::local();
        let refused = [
            "169.254.169.254:80",
            "169.254.1.1:1",
            "[fe80::1]:80",
            "[::ffff:169.254.169.254]:80",
            "[64:ff9b::a9fe:a9fe]:80",
            "[2002:a9fe:a9fe::]:80",
            "[fd00:ec2::254]:80",
            "100.100.100.200:80",
        ];
        for address in refused {
            assert!(judge(&guard, address).is_err(), "{address}");
        }
        for address in ["127.0.0.1:80", "10.0.0.1:80", "[::1]:80", "8.8.8.8:443"] {
            assert_eq!(judge(&guard, address), Ok(()), "{address}");
        }
        assert!(guard.check_host("Metadata.Google.Internal.").is_err());
    }

    #[test]
    fn the_public_network_is_outside() {
        let guard = Guard::public();
        let refused = [
            "127.0.0.1:80",
            "127.9.9.9:1",
            "0.0.0.0:80",
            "10.1.2.3:80",
            "172.16.0.1:1",
            "192.168.1.1:1",
            "100.64.0.1:1",
            "224.0.0.1:1",
            "255.255.255.255:1",
            "[::]:1",
            "[::1]:1",
            "[fc00::1]:1",
            "[ff02::1]:1",
            "[::ffff:10.0.0.1]:1",
            "[::7f00:1]:1",
            "169.254.169.254:80",
        ];
        for address in refused {
            assert!(judge(&guard, address).is_err(), "{address}");
        }
        for address in ["8.8.8.8:443", "[2606:4700::1111]:443", "172.32.0.1:1", "100.128.0.1:1"] {
            assert_eq!(judge(&guard, address), Ok(()), "{address}");
        }
        assert_eq!(
            judge(&guard, "10.1.2.3:80").unwrap_err(),
            "connect EACCES 10.1.2.3:80 (addresses in `10.0.0.0/8` are refused)"
        );
    }

    #[test]
    fn the_longest_range_decides() {
        let mut guard = Guard::public();
        guard.allow_ranges = ["10.1.0.0/16", "169.254.0.0/16", "127.0.0.1"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        assert_eq!(judge(&guard, "10.1.2.3:80"), Ok(()));
        assert!(judge(&guard, "10.2.2.3:80").is_err());
        assert_eq!(judge(&guard, "127.0.0.1:80"), Ok(()));
        assert!(judge(&guard, "127.0.0.2:80").is_err());
        // As long as the denied range, and shorter than the one for metadata.
        assert!(judge(&guard, "169.254.1.1:80").is_err());
        assert!(judge(&guard, "169.254.169.254:80").is_err());
    }

    #[test]
    fn own_listeners_have_one_door() {
        let own = "0.0.0.0:8080".parse().unwrap();
        let guard = Guard { only_targets: vec![(own, "/_mock/".to_owned())], ..Guard::default() };
        for address in ["127.0.0.1:8080", "[::ffff:127.0.0.1]:8080", "0.0.0.0:8080", "[::]:8080"] {
            let address = address.parse().unwrap();
            assert!(guard.check_address("h", address, b"/collections").is_err(), "{address}");
            assert!(guard.check_address("h", address, b"/_mock/x").is_ok(), "{address}");
        }
        let other = "127.0.0.1:80".parse().unwrap();
        assert!(guard.check_address("h", other, b"/collections").is_ok());
    }

    #[test]
    fn hosts_are_listed() {
        let guard = Guard {
            allow_hosts: vec!["*.example.com".parse().unwrap(), "api.test".parse().unwrap()],
            deny_hosts: vec!["bad.example.com".parse().unwrap()],
            ..Guard::default()
        };
        for host in ["a.example.com", "A.b.Example.COM.", "API.test"] {
            assert!(guard.check_host(host).is_ok(), "{host}");
        }
        for host in ["example.com", "badexample.com", "bad.example.com", "bad.example.com.", "x"] {
            assert!(guard.check_host(host).is_err(), "{host}");
        }
    }

    #[test]
    fn texts_that_are_no_range_are_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "x", "10.0.0.0/-1", "10.0.0.0/8/8"] {
            assert!(text.parse::<Range>().is_err(), "{text}");
        }
        assert_eq!("10.1.2.3".parse::<Range>().unwrap().to_string(), "10.1.2.3/32");
        assert!("0.0.0.0/0".parse::<Range>().unwrap().contains("9.9.9.9".parse().unwrap()));
        assert!("::/0".parse::<Range>().unwrap().contains("fe80::1".parse().unwrap()));
    }
}
