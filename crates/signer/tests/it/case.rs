//! A case of `vectors/<scheme>/*.json`, and how it is played.
#![cfg(test)]

use std::collections::VecDeque;

use model::auth::Auth;
use model::runnable::{Header, UrlencodedParam};
use model::url::Url;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use signer::{
    Answer, Env, Head, MAX_REPLAYS, Memory, Outcome, SignBody, Signable, answer, form_text, sign,
};

/// The time of a case that names none.
const NOW: i64 = 1_700_000_000_123;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Where the values come from, if not from a recording.
    #[serde(default, rename = "source")]
    _source: String,
    request: Value,
    #[serde(default)]
    behaviour: Behaviour,
    #[serde(default)]
    answers: Vec<Given>,
    /// How often the item is executed.
    repeat: Option<usize>,
    /// Whether the auth is the collection's, so that its memory lasts.
    #[serde(default)]
    inherited: bool,
    now: Option<i64>,
    /// Whether the reader is warned.
    #[serde(default)]
    pub(crate) warned: bool,
    pub(crate) sent: Vec<Sent>,
    /// Why ours differs.
    pub(crate) unlike: Option<String>,
    pub(crate) ours: Option<Vec<Sent>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Behaviour {
    #[serde(default)]
    disable_url_encoding: bool,
}

#[derive(Clone, Deserialize)]
struct Given {
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
}

fn ok() -> u16 {
    200
}

/// A request as it arrived.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The body, of forms only.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl Case {
    pub(crate) fn auth(&self) -> Auth {
        Auth::from_json(&self.request["auth"]).unwrap()
    }

    /// Everything that is sent, and whether anything was warned of.
    pub(crate) fn play(&self) -> (Vec<Sent>, bool) {
        let mut answers: VecDeque<Given> = self.answers.iter().cloned().collect();
        let (mut sent, mut warned) = (Vec::new(), false);
        let mut memory = Memory::default();
        for _ in 0..self.repeat.unwrap_or(1) {
            if !self.inherited {
                memory = Memory::default();
            }
            let mut replays = 0;
            loop {
                let (one, warning) = self.send(&mut memory);
                sent.push(one);
                warned |= warning;
                let given = answers.pop_front().unwrap_or(Given { status: 200, headers: vec![] });
                match self.answer(&given, &mut memory) {
                    Answer::Replay if replays < MAX_REPLAYS => replays += 1,
                    other => {
                        warned |= other != Answer::Final;
                        break;
                    }
                }
            }
        }
        (sent, warned)
    }

    fn send(&self, memory: &mut Memory) -> (Sent, bool) {
        let encode_url = !self.behaviour.disable_url_encoding;
        let mut url = Url::parse(self.request["url"].as_str().unwrap());
        let mut headers = headers(&self.request["header"]);
        let body = &self.request["body"];
        let mut fields = fields(&body["urlencoded"]);
        let text = match body["mode"].as_str() {
            Some("raw") => body["raw"].as_str().unwrap().to_owned(),
            // Just the members that the cases have.
            Some("graphql") => body["graphql"].to_string(),
            _ => String::new(),
        };
        let is_form = body["mode"] == "urlencoded";
        let body = match body["mode"].as_str() {
            Some("urlencoded") => SignBody::Form(&mut fields),
            Some("formdata") => SignBody::Opaque,
            _ if text.is_empty() => SignBody::Empty,
            _ => SignBody::Bytes(text.as_bytes()),
        };
        let method = self.request["method"].as_str().unwrap();
        let mut signable =
            Signable { method, url: &mut url, headers: &mut headers, body, encode_url };
        let outcome = self.with_env(|env| sign(&self.auth(), &mut signable, env, memory));
        let headers = headers.iter().filter(|one| !one.disabled && is_sent(one, &headers));
        let headers = headers.map(|header| (header.key.clone(), header.value.trim().to_owned()));
        let sent = Sent {
            target: url.wire(encode_url).unwrap().target,
            headers: headers.collect(),
            body: is_form.then(|| form_text(&fields)),
        };
        (sent, matches!(outcome, Outcome::Unsigned(_)))
    }

    fn answer(&self, given: &Given, memory: &mut Memory) -> Answer {
        let header = |(name, value): &(String, String)| (name.clone(), value.trim().into());
        let headers: Vec<_> = given.headers.iter().map(header).collect();
        let head = Head { status: given.status, headers: &headers };
        self.with_env(|env| answer(&self.auth(), head, env, memory))
    }

    fn with_env<T>(&self, run: impl FnOnce(&mut Env<'_>) -> T) -> T {
        // The recordings were made with a random number that is always a half. Keys, though, need
        // numbers that differ.
        let mut state = 1_u64;
        let keys = self.auth().get_bool("privateKey");
        let mut random = |buffer: &mut [u8]| {
            for byte in buffer.iter_mut() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = if keys { state.to_le_bytes()[7] } else { 0x80 };
            }
        };
        run(&mut Env { now_ms: self.now.unwrap_or(NOW), random: &mut random })
    }
}

/// Of names that differ in case only, the spelling that first appears last is sent.
fn is_sent(header: &Header, all: &[Header]) -> bool {
    let alike = |one: &&Header| one.key.eq_ignore_ascii_case(&header.key);
    let mut spellings: Vec<&str> = Vec::new();
    for one in all.iter().filter(alike) {
        if !spellings.contains(&one.key.as_str()) {
            spellings.push(&one.key);
        }
    }
    spellings.last() == Some(&header.key.as_str())
}

/// Headers as one text or as a list.
fn headers(json: &Value) -> Vec<Header> {
    if let Some(text) = json.as_str() {
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        return pairs.map(|(name, value)| Header::new(name, value.trim())).collect();
    }
    let header = |one: &Value| Header {
        disabled: one["disabled"] == true,
        ..Header::new(one["key"].as_str().unwrap(), one["value"].as_str().unwrap())
    };
    json.as_array().into_iter().flatten().map(header).collect()
}

fn fields(json: &Value) -> Vec<UrlencodedParam> {
    let field = |one: &Value| UrlencodedParam {
        key: one["key"].as_str().map(str::to_owned),
        value: one.get("value").cloned(),
        ..UrlencodedParam::default()
    };
    json.as_array().into_iter().flatten().map(field).collect()
}
