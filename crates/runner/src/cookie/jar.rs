//! Keeping cookies and choosing those of a request.

use std::collections::BTreeMap;

use super::{SetCookie, domain};

/// A cookie in a jar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cookie {
    /// What was set; domain and path are those that hold.
    pub(super) set: SetCookie,
    pub(super) domain: String,
    pub(super) path: String,
    pub(super) host_only: bool,
    pub(super) path_is_default: bool,
    pub(super) created_ms: i64,
    pub(super) accessed_ms: i64,
    /// When it ends; nothing is never.
    pub(super) ends_ms: Option<i64>,
    /// Tells cookies of one millisecond apart.
    pub(super) number: u64,
}

/// The cookies of a run.
#[derive(Clone, Debug, Default)]
pub struct Jar {
    pub(super) by_domain: BTreeMap<String, Vec<Cookie>>,
    pub(super) next_number: u64,
}

/// For whom cookies are set or asked: the parts of a URL that matter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    /// In lower case.
    pub(crate) host: &'a str,
    /// As sent, without the query.
    pub(crate) path: &'a str,
    /// Over TLS.
    pub(crate) tls: bool,
}

impl Cookie {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.set.key
    }

    /// Its value, raw.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.set.value
    }

    fn pair(&self, line: &mut String) {
        if !self.set.key.is_empty() {
            line.push_str(&self.set.key);
            line.push('=');
        }
        line.push_str(&self.set.value);
    }
}

impl Jar {
    /// A jar without cookies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_domain.is_empty()
    }

    /// Keeps a cookie, if this site may set it; says whether it may.
    pub(crate) fn set(&mut self, site: Site<'_>, set: SetCookie, now_ms: i64) -> bool {
        let (domain, host_only) = match &set.domain {
            None => (site.host.to_owned(), true),
            Some(domain) if !domain::belongs(site.host, domain) => return false,
            Some(domain) if domain != site.host && domain::public(domain) => return false,
            Some(domain) => (domain.clone(), false),
        };
        let default = domain::folder(site.path);
        let path_is_default = set.path.is_none();
        let path = set.path.clone().unwrap_or_else(|| default.to_owned());
        if !prefixes_hold(&set, host_only, &path) {
            return false;
        }
        let ends_ms = match set.max_age {
            Some(seconds) if seconds <= 0 => Some(i64::MIN),
            Some(seconds) => Some(now_ms.saturating_add(seconds.saturating_mul(1000))),
            None => set.expires_ms,
        };
        self.put(
            Cookie {
                set,
                domain,
                path,
                host_only,
                path_is_default,
                created_ms: now_ms,
                accessed_ms: now_ms,
                ends_ms,
                number: 0,
            },
            now_ms,
        );
        true
    }

    /// Puts a cookie in the place of one of the same name, domain and path.
    pub(super) fn put(&mut self, mut cookie: Cookie, now_ms: i64) {
        let cookies = self.by_domain.entry(cookie.domain.clone()).or_default();
        let same = |one: &Cookie| one.set.key == cookie.set.key && one.path == cookie.path;
        let old = cookies.iter().position(same);
        let ended = cookie.ends_ms.is_some_and(|end| end <= now_ms);
        match old.and_then(|index| cookies.get_mut(index)) {
            Some(old) if !ended => {
                // What was there first stays first.
                (cookie.created_ms, cookie.number) = (old.created_ms, old.number);
                *old = cookie;
            }
            Some(_) => cookies.retain(|one| !same(one)),
            None if !ended => {
                cookie.number = self.next_number;
                self.next_number = self.next_number.saturating_add(1);
                cookies.push(cookie);
            }
            None => {}
        }
        self.by_domain.retain(|_, cookies| !cookies.is_empty());
    }

    /// The cookies that a request to this site carries, longer paths first.
    pub(crate) fn of(&self, site: Site<'_>, now_ms: i64) -> Vec<&Cookie> {
        if self.by_domain.is_empty() {
            return Vec::new();
        }
        let safe = site.tls || domain::trustworthy(site.host);
        let mut found: Vec<_> = domain::around(site.host)
            .filter_map(|domain| self.by_domain.get(domain))
            .flatten()
            .filter(|cookie| !cookie.host_only || cookie.domain == site.host)
            .filter(|cookie| domain::covers(&cookie.path, site.path))
            .filter(|cookie| safe || !cookie.set.secure)
            .filter(|cookie| cookie.ends_ms.is_none_or(|end| end > now_ms))
            .collect();
        found.sort_by(|a, b| {
            let length = b.path.len().cmp(&a.path.len());
            length.then(a.created_ms.cmp(&b.created_ms)).then(a.number.cmp(&b.number))
        });
        found
    }

    /// The value of the `Cookie` header for this site; nothing if there are no cookies for it.
    pub(crate) fn line(&self, site: Site<'_>, now_ms: i64) -> Option<String> {
        let mut line = String::new();
        for cookie in self.of(site, now_ms) {
            if !line.is_empty() {
                line.push_str("; ");
            }
            cookie.pair(&mut line);
        }
        (!line.is_empty()).then_some(line)
    }

    /// Removes the cookies of this site that have the name, or all of them.
    pub(crate) fn remove(&mut self, site: Site<'_>, name: Option<&str>, now_ms: i64) {
        let gone: Vec<_> = self
            .of(site, now_ms)
            .into_iter()
            .filter(|cookie| name.is_none_or(|name| cookie.set.key == name))
            .map(|cookie| (cookie.domain.clone(), cookie.number))
            .collect();
        for (domain, number) in gone {
            if let Some(cookies) = self.by_domain.get_mut(&domain) {
                cookies.retain(|cookie| cookie.number != number);
            }
        }
        self.by_domain.retain(|_, cookies| !cookies.is_empty());
    }

    /// All cookies, in the order in which they came.
    pub(super) fn all(&self) -> Vec<&Cookie> {
        let mut all: Vec<_> = self.by_domain.values().flatten().collect();
        all.sort_by_key(|cookie| cookie.number);
        all
    }
}

/// What names that begin with `__Secure-` or `__Host-` promise.
fn prefixes_hold(set: &SetCookie, host_only: bool, path: &str) -> bool {
    if set.key.starts_with("__Secure-") {
        return set.secure;
    }
    let host = set.key.starts_with("__Host-");
    !host || (set.secure && host_only && set.path.is_some() && path == "/")
}
