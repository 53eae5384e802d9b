//! Which client certificate is for which URL.

/// Whether one of the patterns fits; no patterns fit everything.
pub(crate) fn fits(patterns: &[String], scheme: &str, host: &str, port: u16, path: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| one(pattern, scheme, host, port, path))
}

/// `<scheme|*|http+https>://<host|*|*.host>[:port|:*]/<path with *>`.
fn one(pattern: &str, scheme: &str, host: &str, port: u16, path: &str) -> bool {
    if pattern == "<all_urls>" {
        return true;
    }
    let Some((schemes, rest)) = pattern.split_once("://") else { return false };
    let (place, glob) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (name, number) = match place.rsplit_once(':') {
        Some((name, number)) if !number.contains(']') => (name, Some(number)),
        _ => (place, None),
    };
    let default = if scheme == "https" { 443 } else { 80 };
    let port_fits = match number {
        Some("*") => true,
        Some(number) => number.parse() == Ok(port),
        None => port == default,
    };
    let scheme_fits = schemes.split('+').any(|one| one == "*" || one.eq_ignore_ascii_case(scheme));
    scheme_fits && port_fits && host_fits(name, host) && covers(glob, path)
}

fn host_fits(pattern: &str, host: &str) -> bool {
    let pattern = pattern.trim_start_matches('[').trim_end_matches(']').to_lowercase();
    match pattern.strip_prefix("*.") {
        Some(parent) => {
            host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'))
        }
        None => pattern == "*" || pattern == host,
    }
}

/// Whether a path fits a text with `*` for anything.
fn covers(glob: &str, path: &str) -> bool {
    let mut parts = glob.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_scheme_host_port_and_path() {
        for (pattern, fits_it) in [
            ("https://example.com/*", true),
            ("https://example.com:443/*", true),
            ("https://example.com:444/*", false),
            ("https://example.com:*/*", true),
            ("http+https://example.com/*", true),
            ("*://example.com/*", true),
            ("http://example.com/*", false),
            ("https://*.com/*", true),
            ("https://*.example.com/*", true),
            ("https://*.ample.com/*", false),
            ("https://*/*", true),
            ("https://example.com/a/*/c", true),
            ("https://example.com/a/*/d", false),
            ("https://example.com/a/b/c", true),
            ("https://example.com/a", false),
            ("https://EXAMPLE.com/*c", true),
            ("<all_urls>", true),
            ("example.com", false),
            ("", false),
        ] {
            let patterns = [pattern.to_owned()];
            assert_eq!(
                fits(&patterns, "https", "example.com", 443, "/a/b/c"),
                fits_it,
                "{pattern}"
            );
        }
        assert!(fits(&[], "http", "x", 1, "/"));
    }
}
