//! How a mock matches and answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Delays by preset: its name and milliseconds.
const PRESETS: [(&str, u64); 2] = [("1", 300), ("2", 100)];
/// The longest delay, in milliseconds.
const LONGEST: u64 = 180_000;

/// How a mock matches and answers; members of the object `config`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of its own in the contract")]
pub struct Config {
    /// Headers that must be equal when `match_header` is on.
    pub headers: Vec<String>,
    /// Bodies must be equal.
    pub match_body: bool,
    /// The named headers must be equal.
    pub match_header: bool,
    /// Query parameters count.
    pub match_query_params: bool,
    /// Variables that nobody sets stand for a segment of the path.
    pub match_wildcards: bool,
    /// Paths that are nearly equal match.
    pub match_fuzzy: bool,
    /// A pause before each answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Delay>,
    /// The simulated outage that answers everything.
    pub server_response_id: Option<String>,
}

/// A pause before each answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// `fixed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `1` (300 ms) or `2` (100 ms).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Milliseconds.
    pub duration: u64,
}

/// What is wrong with a configuration: the member, and what it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The member, e.g. `config.delay.preset`.
    pub member: &'static str,
    /// What it may be, worded to follow `must be`.
    pub wanted: &'static str,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            headers: Vec::new(),
            match_body: false,
            match_header: false,
            match_query_params: true,
            match_wildcards: true,
            match_fuzzy: true,
            delay: None,
            server_response_id: None,
        }
    }
}

impl Config {
    /// This configuration with the members that `change` has; others stay. Unknown ones are ignored.
    pub fn with(&self, change: &Value) -> Result<Self, ConfigFault> {
        let Some(change) = change.as_object() else {
            return Err(ConfigFault { member: "config", wanted: "an object" });
        };
        let mut config = self.clone();
        let flag =
            |member: &'static str, full: &'static str, place: &mut bool| match change.get(member) {
                None => Ok(()),
                Some(Value::Bool(value)) => {
                    *place = *value;
                    Ok(())
                }
                Some(_) => Err(ConfigFault { member: full, wanted: "true or false" }),
            };
        flag("matchBody", "config.matchBody", &mut config.match_body)?;
        flag("matchHeader", "config.matchHeader", &mut config.match_header)?;
        flag("matchQueryParams", "config.matchQueryParams", &mut config.match_query_params)?;
        flag("matchWildcards", "config.matchWildcards", &mut config.match_wildcards)?;
        flag("matchFuzzy", "config.matchFuzzy", &mut config.match_fuzzy)?;
        if let Some(headers) = change.get("headers") {
            let fault = ConfigFault { member: "config.headers", wanted: "a list of header names" };
            let names = headers.as_array().ok_or_else(|| fault.clone())?;
            let names = names.iter().map(|name| name.as_str().map(str::to_owned));
            config.headers = names.collect::<Option<_>>().ok_or(fault)?;
        }
        match change.get("delay") {
            None => {}
            Some(Value::Null) => config.delay = None,
            Some(delay) => config.delay = Some(Delay::read(delay)?),
        }
        match change.get("serverResponseId") {
            None => {}
            Some(Value::Null) => config.server_response_id = None,
            Some(Value::String(id)) => config.server_response_id = Some(id.clone()),
            Some(_) => {
                let member = "config.serverResponseId";
                return Err(ConfigFault { member, wanted: "an id or null" });
            }
        }
        Ok(config)
    }

    /// The pause before each answer, in milliseconds.
    #[must_use]
    pub fn delay_ms(&self) -> u64 {
        self.delay.as_ref().map_or(0, |delay| delay.duration)
    }
}

impl Delay {
    fn read(delay: &Value) -> Result<Self, ConfigFault> {
        let kind = delay.get("type").and_then(Value::as_str).unwrap_or("fixed");
        if kind != "fixed" {
            return Err(ConfigFault { member: "config.delay.type", wanted: "`fixed`" });
        }
        let preset = match delay.get("preset") {
            None | Some(Value::Null) => None,
            Some(preset) => {
                let name = preset.as_str().unwrap_or_default();
                let known = PRESETS.iter().find(|(known, _)| *known == name);
                let wanted = "`1` (300 ms) or `2` (100 ms)";
                let fault = ConfigFault { member: "config.delay.preset", wanted };
                Some(known.ok_or(fault)?)
            }
        };
        let wanted = "milliseconds, at most 180000";
        let fault = ConfigFault { member: "config.delay.duration", wanted };
        let duration = match (preset, delay.get("duration")) {
            (Some((_, duration)), _) => *duration,
            (None, given) => {
                let given = given.and_then(Value::as_u64);
                given.filter(|duration| *duration <= LONGEST).ok_or(fault)?
            }
        };
        let preset = preset.map(|(name, _)| (*name).to_owned());
        Ok(Self { kind: kind.to_owned(), preset, duration })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_keep_what_they_leave_out() {
        let config = Config { match_body: true, ..Config::default() };
        let change = json!({ "matchFuzzy": false, "delay": { "type": "fixed", "preset": "2" } });
        let config = config.with(&change).unwrap();
        assert!(config.match_body && !config.match_fuzzy);
        assert_eq!(config.delay_ms(), 100);
        assert_eq!(config.with(&json!({ "delay": null })).unwrap().delay, None);
    }

    #[test]
    fn a_wrong_member_is_named() {
        for (change, member) in [
            (json!([]), "config"),
            (json!({ "matchBody": 1 }), "config.matchBody"),
            (json!({ "headers": "a" }), "config.headers"),
            (json!({ "headers": [1] }), "config.headers"),
            (json!({ "delay": { "type": "random" } }), "config.delay.type"),
            (json!({ "delay": { "preset": "3" } }), "config.delay.preset"),
            (json!({ "delay": { "duration": -1 } }), "config.delay.duration"),
            (json!({ "delay": { "duration": 180_001 } }), "config.delay.duration"),
            (json!({ "serverResponseId": 5 }), "config.serverResponseId"),
        ] {
            assert_eq!(Config::default().with(&change).unwrap_err().member, member, "{change}");
        }
    }
}
