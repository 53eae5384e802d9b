//! Filters by headers and body.

use crate::{call::Call, config::Config, example::Example};

const MATCH_HEADERS: &str = "x-mock-match-request-headers";
const MATCH_BODY: &str = "x-mock-match-request-body";

/// What must be equal for one call: its own headers go before the configuration, both ways.
pub(crate) struct Filter<'f> {
    headers: Vec<&'f str>,
    body: bool,
}

impl<'f> Filter<'f> {
    pub(crate) fn new(config: &'f Config, call: &'f Call<'_>) -> Self {
        let headers = match call.header(MATCH_HEADERS) {
            Some(names) => names.split(',').map(str::trim).filter(|it| !it.is_empty()).collect(),
            None if config.match_header => config.headers.iter().map(String::as_str).collect(),
            None => Vec::new(),
        };
        let body = match call.header(MATCH_BODY) {
            Some(value) => value.eq_ignore_ascii_case("true"),
            None => config.match_body,
        };
        Self { headers, body }
    }

    /// Why the example is dropped; `None` when it stays.
    pub(crate) fn drops(&self, example: &Example, call: &Call<'_>) -> Option<String> {
        for name in &self.headers {
            let lower = name.to_ascii_lowercase();
            let saved = example.asked.iter().find(|(known, _)| *known == lower);
            if saved.map(|(_, value)| value.as_str()) != call.header(name) || saved.is_none() {
                return Some(format!("its header {name} differs"));
            }
        }
        (self.body && !example.expected.holds(call)).then(|| "its body differs".to_owned())
    }

    /// Whether an equal body counts in favour.
    pub(crate) fn rewards_bodies(&self) -> bool {
        !self.body
    }
}
