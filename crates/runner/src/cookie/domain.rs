//! Which hosts and paths a cookie is for.

use std::net::IpAddr;

/// The address that a host is, if it is one.
fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a host may set a cookie for `domain`: it is the domain or lies below it.
pub(super) fn belongs(host: &str, domain: &str) -> bool {
    if host == domain {
        return true;
    }
    let below = host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    below && address(host).is_none()
}

/// Whether everybody may have names below `domain`, so that nobody may set cookies for all of it.
pub(super) fn public(domain: &str) -> bool {
    address(domain).is_none() && psl::domain_str(domain).is_none()
}

/// The domains whose cookies a host gets: its own and those around it, but no public ones.
pub(super) fn around(host: &str) -> impl Iterator<Item = &str> {
    let registered = if address(host).is_some() { None } else { psl::domain_str(host) };
    let shortest = registered.map_or(host.len(), str::len);
    std::iter::successors(Some(host), |domain| domain.split_once('.').map(|(_, rest)| rest))
        .take_while(move |domain| domain.len() >= shortest)
}

/// Whether a cookie's path covers the path of a request.
pub(super) fn covers(cookie: &str, path: &str) -> bool {
    path.strip_prefix(cookie)
        .is_some_and(|rest| rest.is_empty() || cookie.ends_with('/') || rest.starts_with('/'))
}

/// The path of a cookie that names none: the folder of the request's path.
pub(super) fn folder(path: &str) -> &str {
    match path.rfind('/') {
        Some(slash) if slash > 0 && path.starts_with('/') => path.get(..slash).unwrap_or("/"),
        _ => "/",
    }
}

/// Whether a host is this machine, which counts as safe without TLS.
pub(super) fn trustworthy(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || address(host).is_some_and(|address| address.is_loopback())
}
