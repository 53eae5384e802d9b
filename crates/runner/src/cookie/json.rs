//! Jars as files, and cookies as scripts see them.

use model::time;
use serde_json::{Map, Value, json};

use super::{Cookie, Jar, SetCookie};

/// Why a file is no cookie jar.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum JarFault {
    /// The text is no JSON.
    #[error("the cookie jar is not JSON: {0}")]
    Json(String),
    /// There is no list of cookies.
    #[error("the cookie jar has no list `cookies`")]
    NoList,
    /// A cookie has no key, domain or path.
    #[error("cookie {0} of the jar lacks its domain or its path")]
    Cookie(usize),
}

impl Jar {
    /// Reads a jar as the reference exports it; cookies that have ended are left out.
    pub fn from_json(text: &str, now_ms: i64) -> Result<Self, JarFault> {
        let json: Value =
            serde_json::from_str(text).map_err(|fault| JarFault::Json(fault.to_string()))?;
        let list = json.get("cookies").and_then(Value::as_array).ok_or(JarFault::NoList)?;
        let mut jar = Self::default();
        for (index, cookie) in list.iter().enumerate() {
            let cookie = read(cookie, now_ms).ok_or(JarFault::Cookie(index))?;
            jar.put(cookie, now_ms);
        }
        Ok(jar)
    }

    /// The jar as a file.
    #[must_use]
    pub fn to_json(&self, now_ms: i64) -> Value {
        let live = |cookie: &&Cookie| cookie.ends_ms.is_none_or(|end| end > now_ms);
        json!({
            "version": concat!("gatepost@", env!("CARGO_PKG_VERSION")),
            "storeType": "MemoryCookieStore",
            "rejectPublicSuffixes": true,
            "enableLooseMode": true,
            "allowSpecialUseDomain": true,
            "prefixSecurity": "silent",
            "cookies": self.all().into_iter().filter(live).map(write).collect::<Vec<_>>(),
        })
    }
}

fn write(cookie: &Cookie) -> Value {
    let set = &cookie.set;
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
    if !set.key.is_empty() {
        put("key", set.key.clone().into());
    }
    put("value", set.value.clone().into());
    if let Some(expires) = set.expires_ms {
        put("expires", time::iso(expires).into());
    }
    if let Some(seconds) = set.max_age {
        put("maxAge", seconds.into());
    }
    put("domain", cookie.domain.clone().into());
    put("path", cookie.path.clone().into());
    if set.secure {
        put("secure", true.into());
    }
    if set.http_only {
        put("httpOnly", true.into());
    }
    if !set.extensions.is_empty() {
        put("extensions", set.extensions.clone().into());
    }
    put("hostOnly", cookie.host_only.into());
    if cookie.path_is_default {
        put("pathIsDefault", true.into());
    }
    put("creation", time::iso(cookie.created_ms).into());
    put("lastAccessed", time::iso(cookie.accessed_ms).into());
    if let Some(same_site) = &set.same_site {
        put("sameSite", same_site.clone().into());
    }
    Value::Object(map)
}

fn read(json: &Value, now_ms: i64) -> Option<Cookie> {
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    let flag = |key: &str| json.get(key).and_then(Value::as_bool).unwrap_or(false);
    let time = |key: &str| text(key).and_then(time::parse);
    let created_ms = time("creation").unwrap_or(now_ms);
    let max_age = match json.get("maxAge") {
        Some(Value::String(text)) if text == "-Infinity" => Some(i64::MIN),
        // A number too large to count is as good as forever.
        Some(value) => value.as_i64().or_else(|| value.is_string().then_some(i64::MAX)),
        None => None,
    };
    let set = SetCookie {
        key: text("key").unwrap_or_default().to_owned(),
        value: text("value").unwrap_or_default().to_owned(),
        expires_ms: time("expires"),
        max_age,
        domain: None,
        path: None,
        secure: flag("secure"),
        http_only: flag("httpOnly"),
        same_site: text("sameSite").map(str::to_owned),
        extensions: strings(json.get("extensions")),
    };
    let ends_ms = match max_age {
        Some(seconds) if seconds <= 0 => Some(i64::MIN),
        Some(seconds) => Some(created_ms.saturating_add(seconds.saturating_mul(1000))),
        None => set.expires_ms,
    };
    Some(Cookie {
        set,
        domain: text("domain")?.to_owned(),
        path: text("path")?.to_owned(),
        host_only: json.get("hostOnly").and_then(Value::as_bool).unwrap_or(true),
        path_is_default: flag("pathIsDefault"),
        created_ms,
        accessed_ms: time("lastAccessed").unwrap_or(created_ms),
        ends_ms,
        number: 0,
    })
}

fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Cookie {
    /// The cookie as scripts see it.
    #[must_use]
    pub fn to_script(&self) -> Value {
        let set = &self.set;
        let mut map = Map::new();
        let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
        put("name", set.key.clone().into());
        put("expires", set.expires_ms.map_or(Value::Null, |at| time::iso(at).into()));
        put("maxAge", set.max_age.unwrap_or(0).into());
        put("domain", self.domain.clone().into());
        put("path", self.path.clone().into());
        put("secure", set.secure.into());
        put("httpOnly", set.http_only.into());
        put("hostOnly", self.host_only.into());
        if !set.extensions.is_empty() {
            put("extensions", extensions(&set.extensions));
        }
        put("value", set.value.clone().into());
        Value::Object(map)
    }
}

/// `a=b` as key and value.
fn extensions(list: &[String]) -> Value {
    let one = |text: &String| match text.split_once('=') {
        Some((key, value)) => json!({ "key": key, "value": value }),
        None => json!({ "key": text, "value": true }),
    };
    list.iter().map(one).collect()
}

impl SetCookie {
    /// Reads a cookie as scripts give it: text of a header, or an object.
    #[must_use]
    pub fn from_script(value: &Value) -> Option<Self> {
        if let Some(text) = value.as_str() {
            return Self::parse(text);
        }
        let map = value.as_object()?;
        let text = |key: &str| map.get(key).map(|value| model::variables::coerce::text(value));
        let flag = |key: &str| map.get(key).is_some_and(model::variables::coerce::truthy);
        let key = text("name").or_else(|| text("key")).unwrap_or_default();
        let mut set = Self::new(key, text("value").unwrap_or_default());
        set.expires_ms = map.get("expires").and_then(|value| match value {
            Value::String(text) => time::parse(text).or_else(|| super::date::parse(text)),
            other => other.as_i64(),
        });
        set.max_age = map.get("maxAge").and_then(Value::as_i64).filter(|seconds| *seconds != 0);
        if let Some(domain) = text("domain") {
            set.set_domain(&domain);
        }
        set.path = text("path").filter(|path| path.starts_with('/')).map(Into::into);
        set.secure = flag("secure");
        set.http_only = flag("httpOnly");
        if let Some(same_site) = text("sameSite") {
            set.set_same_site(&same_site);
        }
        Some(set)
    }
}
