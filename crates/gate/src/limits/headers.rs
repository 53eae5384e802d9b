//! How limits are told.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::Standing;

impl Standing {
    /// Adds the rate headers of the contract, section 6, and when `limited` how long to wait.
    pub fn tell(self, headers: &mut HeaderMap, now: i64, limited: bool) {
        let up = |millis: i64| (millis.max(0) + 999) / 1000;
        let reset_in = up(self.reset - now);
        let epoch = up(self.reset);
        let window = self.window / 1000;
        let (limit, remaining) = (self.limit, self.remaining);
        let mut set = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        for name in ["x-ratelimit-limit", "ratelimit-limit"] {
            set(name, limit.to_string());
        }
        for name in ["x-ratelimit-remaining", "ratelimit-remaining"] {
            set(name, remaining.to_string());
        }
        set("x-ratelimit-reset", epoch.to_string());
        set("ratelimit-reset", reset_in.to_string());
        set("ratelimit", format!("limit={limit}, remaining={remaining}, reset={reset_in}"));
        set("ratelimit-policy", format!("{limit};w={window}"));
        if limited {
            let wait = reset_in.max(1).to_string();
            for name in ["retry-after", "retryafter", "x-ratelimit-retryafter"] {
                set(name, wait.clone());
            }
        }
    }
}
