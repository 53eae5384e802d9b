//! A request and its answer, with everything that auth makes of it, told as events.

use std::{
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use model::{
    auth::{Auth, Scheme},
    url::Wire,
};
use signer::{Answer, Env, Head};

use super::{
    ask::Ask,
    prepare::Built,
    reason,
    send::{Line, Sent as Came, preview},
    session::Session,
};
use crate::{
    clock,
    event::{
        Event, Header, Origin, Parts, Phases, Place, Problem, Received, RequestDone, Sent, SentBody,
    },
    request::headers::{Before, upsert},
};

/// What came of a request, as scripts see it.
pub(crate) struct Outcome {
    pub(crate) parts: Arc<Parts>,
    pub(crate) headers: Arc<[Header]>,
    pub(crate) received: Option<Arc<Received>>,
    /// The body, which `received` may lack.
    pub(crate) body: Bytes,
    pub(crate) error: Option<Box<Problem>>,
    /// Where the last request went.
    pub(crate) url: Option<Wire>,
    own_cookie: Option<Vec<u8>>,
}

impl Session<'_> {
    /// Makes a request, again if it fails and the run wants that.
    pub(crate) async fn exchange(&self, place: &mut Place, mut ask: Ask<'_>) -> Outcome {
        let retries = if ask.origin == Origin::Item { self.plan.options.retries } else { 0 };
        let mut attempt = 1;
        loop {
            self.fetch_token(place, &mut ask).await;
            let may_retry = attempt <= retries;
            ask.before = None;
            let outcome = self.attempt(place, &mut ask, attempt, may_retry).await;
            if !may_retry || outcome.error.is_none() {
                return outcome;
            }
            attempt += 1;
            tokio::time::sleep(self.plan.options.retry_delay).await;
        }
    }

    /// Makes a request, and answers the challenges that its auth knows.
    async fn attempt(
        &self,
        place: &mut Place,
        ask: &mut Ask<'_>,
        attempt: u32,
        may_retry: bool,
    ) -> Outcome {
        let mut pinned = match &ask.auth {
            Some(auth) if signer::one_connection(auth) => Some(self.thread.client.pin()),
            _ => None,
        };
        let mut replays = 0;
        loop {
            let mut line = match &mut pinned {
                Some(pinned) => Line::Own(pinned),
                None => Line::Pool(&self.thread.client),
            };
            let replayed = replays > 0 && ask.origin == Origin::Item;
            let told = Told {
                origin: if replayed { Origin::Replay } else { ask.origin.clone() },
                attempt,
                may_retry,
            };
            let (outcome, replay) = self.once(place, ask, &mut line, told).await;
            if !replay || replays >= signer::MAX_REPLAYS {
                return outcome;
            }
            replays += 1;
            ask.before = Some(before(&outcome));
        }
    }

    /// Makes one request, redirects included, and tells it; true if its auth wants another.
    async fn once(
        &self,
        place: &mut Place,
        ask: &Ask<'_>,
        line: &mut Line<'_>,
        told: Told,
    ) -> (Outcome, bool) {
        place.cursor.http_request_id = Some(clock::uuid());
        self.emit(Event::BeforeRequest(place.clone(), told.origin.clone()));
        let began = Instant::now();
        let Built { parts, typed, mut headers, prepared } = self.prepare(place, ask);
        let prepare = began.elapsed();
        let mut own_cookie = None;
        let mut late = Vec::new();
        let (body, came) = match prepared {
            Ok(mut prepared) => {
                late = std::mem::take(&mut prepared.assembled.late);
                own_cookie.clone_from(&prepared.assembled.own_cookie);
                let body = ask.body.as_ref().and_then(|body| {
                    let mode = body.mode.name()?.into();
                    let (preview, complete) = preview(&prepared.payload, &prepared.boundary);
                    (!prepared.payload.is_empty()).then_some(SentBody { mode, preview, complete })
                });
                (body, Ok(self.send(ask, prepared, line).await))
            }
            Err(problem) => (None, Err(problem)),
        };
        let mut outcome = Outcome {
            parts: Arc::default(),
            headers: Arc::default(),
            received: None,
            body: Bytes::new(),
            error: None,
            url: None,
            own_cookie,
        };
        let (mut hops, mut sizes) = (Vec::new(), None);
        match came {
            Ok(Came { answer, hops: followed, url, took, sizes: sent }) => {
                (hops, sizes) = (followed, sent);
                outcome.url = Some(url);
                match answer {
                    Ok(response) => {
                        let (received, body) = self.received(response, took, prepare);
                        outcome.received = Some(Arc::new(received));
                        outcome.body = body;
                    }
                    Err(problem) => outcome.error = Some(problem),
                }
            }
            Err(problem) => outcome.error = Some(problem),
        }
        let answer = self.answer(ask, &outcome);
        if outcome.received.is_some() {
            upsert(&mut headers, late);
        }
        outcome.headers = headers.into();
        outcome.parts = Arc::new(Parts { auth: self.shown_auth(ask, &outcome), ..parts });
        let retried = told.may_retry && outcome.error.is_some();
        let sent = self.sent(&outcome, typed, body, sizes);
        let done = RequestDone {
            origin: told.origin,
            attempt: told.attempt,
            retried,
            sent: Arc::new(sent),
            received: outcome.received.clone(),
            error: outcome.error.clone(),
            hops,
        };
        self.emit(Event::Request(place.clone(), Box::new(done)));
        if let Answer::Failed(fault) = &answer {
            self.warn(place, format!("auth: {fault}"));
        }
        (outcome, answer == Answer::Replay)
    }

    fn sent(
        &self,
        outcome: &Outcome,
        typed: String,
        body: Option<SentBody>,
        sizes: Option<(u64, u64)>,
    ) -> Sent {
        let (head_size, body_size) = sizes.unwrap_or_default();
        Sent {
            method: outcome.parts.method.clone(),
            url: outcome.parts.url.clone(),
            typed,
            headers: Arc::clone(&outcome.headers),
            body: body.map(|body| SentBody {
                preview: if self.plan.bodies { body.preview } else { Bytes::new() },
                ..body
            }),
            head_size,
            body_size,
            parts: Arc::clone(&outcome.parts),
            secrets: self.plan.secrets.clone(),
        }
    }

    /// The answer as it is told, and its body.
    fn received(
        &self,
        response: wire::Response,
        took: Duration,
        prepare: Duration,
    ) -> (Received, Bytes) {
        let wire::Response { version, status, reason, headers, body, downloaded, .. } = response;
        let timings = response.timings;
        let reason = if reason.is_empty() { reason::of(status).to_owned() } else { reason };
        let headers: Vec<_> = headers
            .into_iter()
            .map(|header| Header {
                value: header.text().into_owned(),
                key: header.name,
                disabled: false,
                system: false,
            })
            .collect();
        // `HTTP/1.1 200 OK` with two line ends, and the lines.
        let first = 9 + 3 + 1 + reason.len() + 4;
        let lines = headers.iter().map(|header| header.key.len() + 2 + header.value.len() + 2);
        let head: usize = first + lines.sum::<usize>();
        let fresh = |time: Duration| (!timings.reused).then_some(time);
        let received = Received {
            id: clock::uuid(),
            version: version.number(),
            code: status,
            reason,
            headers,
            body: if self.plan.bodies { body.clone() } else { Bytes::new() },
            size: body.len() as u64,
            head_size: head as u64,
            downloaded,
            time_ms: ceil_ms(took),
            phases: Phases {
                reused: timings.reused,
                prepare,
                wait: Some(timings.wait),
                dns: fresh(timings.dns),
                tcp: fresh(timings.tcp),
                tls: fresh(timings.tls).filter(|time| !time.is_zero()),
                first_byte: timings.send.saturating_add(timings.first_byte),
                download: timings.download,
                process: timings.total.saturating_sub(
                    timings.wait
                        + timings.dns
                        + timings.tcp
                        + timings.tls
                        + timings.send
                        + timings.first_byte
                        + timings.download,
                ),
                total: timings.total,
            },
            remote: Some(response.remote),
        };
        (received, body)
    }

    /// What the answer means for the auth: it may be a challenge.
    fn answer(&self, ask: &Ask<'_>, outcome: &Outcome) -> Answer {
        let (Some(auth), Some(received)) = (&ask.auth, &outcome.received) else {
            return Answer::Final;
        };
        if !matches!(auth.scheme, Scheme::Digest | Scheme::Ntlm) {
            return Answer::Final;
        }
        let bytes = |header: &Header| {
            let value = crate::request::lines::latin1(&header.key, &header.value);
            (header.key.clone(), value.unwrap_or_default())
        };
        let headers: Vec<_> = received.headers.iter().map(bytes).collect();
        let head = Head { status: received.code, headers: &headers };
        let mut env = Env { now_ms: clock::now_ms(), random: &mut clock::random };
        let mut memories = self.memories.borrow_mut();
        let memory = memories.entry(ask.identity).or_default();
        signer::answer(auth, head, &mut env, memory)
    }

    /// The auth with what answers taught it; an inherited one becomes the request's own only then.
    fn shown_auth(&self, ask: &Ask<'_>, outcome: &Outcome) -> Option<Auth> {
        if ask.inherits && outcome.received.is_none() {
            return None;
        }
        let mut auth = ask.auth.clone()?;
        if let Some(memory) = self.memories.borrow().get(&ask.identity) {
            memory.show(&mut auth);
        }
        Some(auth)
    }
}

/// What a request is sent again with: all that was added when it was sent first.
fn before(outcome: &Outcome) -> Before {
    let headers = outcome.headers.iter().map(|header| model::runnable::Header {
        disabled: header.disabled,
        system: header.system,
        ..model::runnable::Header::new(header.key.clone(), header.value.clone())
    });
    Before { headers: headers.collect(), own_cookie: outcome.own_cookie.clone() }
}

/// How a request is told.
struct Told {
    origin: Origin,
    attempt: u32,
    may_retry: bool,
}

fn ceil_ms(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// The response as scripts see it; after a failure it has no code.
pub(crate) fn to_script(outcome: &Outcome) -> Rc<sandbox::Response> {
    let Some(received) = &outcome.received else {
        return Rc::new(sandbox::Response { id: clock::uuid().to_string(), ..Default::default() });
    };
    let headers = received.headers.iter();
    Rc::new(sandbox::Response {
        id: received.id.to_string(),
        code: Some(received.code),
        status: received.reason.clone(),
        headers: headers.map(|header| (header.key.clone(), header.value.clone())).collect(),
        body: outcome.body.clone(),
        response_time: Some(received.time_ms),
        response_size: Some(received.size),
        downloaded: Some(received.downloaded),
    })
}

/// The parameters of an auth that fetches its own token.
pub(crate) fn fetches_token(auth: &Auth) -> bool {
    let given = |key: &str| auth.get(key).is_some_and(|text| !text.is_empty());
    auth.scheme == Scheme::OAuth2 && !given("accessToken") && given("accessTokenUrl")
}
