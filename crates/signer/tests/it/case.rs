//! A case of `vectors/<scheme>/*.json`, and how it is played.
#![cfg(test)]

use std::collections::VecDeque;

use model::auth::{Auth, Scheme};
use model::runnable::{Mode, Request};
use serde::Deserialize;
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
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The body, of forms only.
    body: Option<String>,
}

impl Case {
    pub(crate) fn auth(&self) -> Auth {
        Auth::from_json(self.request["auth"].clone()).unwrap()
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
        let mut request = Request::from_json(self.request.clone());
        let encode_url = !self.behaviour.disable_url_encoding;
        let mut fields = None;
        let mut raw = Vec::new();
        if let Some(body) = request.body.clone().filter(|body| !body.is_empty()) {
            match body.mode {
                Mode::Urlencoded => fields = Some(body.urlencoded),
                Mode::Raw => raw = body.raw.unwrap().as_str().unwrap().as_bytes().to_vec(),
                Mode::Graphql => raw = body.graphql.unwrap().to_string().into_bytes(),
                _ => {}
            }
        }
        let parts = self.request["body"]["mode"] == "formdata";
        let body = match &mut fields {
            Some(fields) => SignBody::Form(fields),
            None if parts => SignBody::Opaque,
            None if raw.is_empty() => SignBody::Empty,
            None => SignBody::Bytes(&raw),
        };
        let mut signable = Signable {
            method: &request.method,
            url: &mut request.url,
            headers: &mut request.headers,
            body,
            encode_url,
        };
        let before = signable.headers.len();
        let outcome = self.with_env(|env| sign(&self.auth(), &mut signable, env, memory));
        let warned = matches!(outcome, Outcome::Unsigned(_));
        assert!(warned || outcome == Outcome::Signed || request.headers.len() <= before);
        let headers = request.headers.iter().filter(|header| !header.disabled);
        let headers = headers.map(|header| (header.key.clone(), header.value.trim().to_owned()));
        let sent = Sent {
            target: request.url.wire(encode_url).unwrap().target,
            headers: headers.collect(),
            body: fields.map(|fields| form_text(&fields)),
        };
        (sent, warned)
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
        let keys = matches!(self.auth().scheme, Scheme::Jwt | Scheme::Asap | Scheme::OAuth1);
        let mut random = |buffer: &mut [u8]| {
            for byte in buffer.iter_mut() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = if keys { state.to_le_bytes()[7] } else { 0x80 };
            }
        };
        run(&mut Env { now_ms: self.now.unwrap_or(NOW), random: &mut random })
    }
}
