//! From a request to the bytes that go out first: signed, with all header lines.

use std::{fs::File, io::Read, sync::Arc};

use model::{
    runnable::Body,
    url::{Fault, Url, Wire},
};
use serde_json::Value;
use signer::{Env, Outcome, SignBody, Signable};

use super::{ask::Ask, problem, session::Session};
use crate::{
    clock,
    event::{Header, Parts, Place, Problem},
    request::{
        headers::{self, Assembled},
        payload::Payload,
    },
};

/// A request that can be sent.
pub(crate) struct Prepared {
    pub(crate) url: Wire,
    pub(crate) payload: Payload,
    pub(crate) boundary: String,
    pub(crate) assembled: Assembled,
}

/// A request as far as it was built.
pub(crate) struct Built {
    pub(crate) parts: Parts,
    /// The address as it was typed.
    pub(crate) typed: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) prepared: Result<Prepared, Box<Problem>>,
}

impl Session<'_> {
    /// Signs a request and puts its header lines together.
    pub(crate) fn prepare(&self, place: &Place, ask: &Ask<'_>) -> Built {
        let mut url = ask.url.clone();
        let mut lines = match &ask.before {
            Some(before) => before.headers.clone(),
            None => ask.headers.clone(),
        };
        let mut payload = ask.payload.clone();
        if ask.auth.is_some() {
            self.sign(place, ask, &mut url, &mut lines, &mut payload);
        }
        let wire = url.wire(ask.encodes_url());
        let text = match &wire {
            Ok(wire) => wire.href.clone(),
            Err(_) => url.href(ask.encodes_url()),
        };
        let typed = if ask.before.is_some() { text.clone() } else { url.to_text() };
        let authority = wire.is_err().then(|| url.authority(ask.encodes_url()));
        let certificate = wire.as_ref().ok().and_then(|wire| self.certificate(ask, wire));
        let parts = Parts {
            method: ask.written.clone(),
            url: text,
            variables: url.variables,
            body: signed_body(ask, &payload),
            auth: ask.auth.clone(),
            description: ask.description.clone(),
            certificate,
        };
        let (headers, prepared) = self.headers(ask, &lines, wire, payload, authority);
        Built { parts, typed, headers, prepared }
    }

    /// Puts the header lines together, and tells them also of what can't be sent.
    fn headers(
        &self,
        ask: &Ask<'_>,
        user: &[model::runnable::Header],
        wire: Result<Wire, Fault>,
        payload: Payload,
        authority: Option<String>,
    ) -> (Vec<Header>, Result<Prepared, Box<Problem>>) {
        let as_written = || user.iter().map(Header::from_user).collect();
        let (wire, fault) = match wire {
            Ok(wire) => (wire, None),
            Err(Fault::Empty) => {
                return (as_written(), Err(Box::new(problem::of_url(&Fault::Empty))));
            }
            Err(fault) => (nowhere(authority.clone().unwrap_or_default()), Some(fault)),
        };
        let mut prepared = match self.assemble(ask, user, wire, payload) {
            Ok(prepared) => prepared,
            Err(problem) => return (as_written(), Err(problem)),
        };
        let mut headers = std::mem::take(&mut prepared.assembled.reported);
        if let Some(fault) = fault {
            // The name of a host that can't be sent may have any letters.
            let host = headers.iter_mut().find(|one| one.system && one.key == "Host");
            if let (Some(host), Some(authority)) = (host, authority) {
                host.value = authority;
            }
            return (headers, Err(Box::new(problem::of_url(&fault))));
        }
        match prepared.assembled.fault.take() {
            Some(fault) => (headers, Err(Box::new(problem::of_wire(&fault)))),
            None => (headers, Ok(prepared)),
        }
    }

    /// The certificate of the run that the request shows.
    fn certificate(&self, ask: &Ask<'_>, url: &Wire) -> Option<Value> {
        let own = ask.certificate.clone();
        if url.scheme == "https" { own.or_else(|| self.plan.trust.shown(url)) } else { own }
    }

    fn sign(
        &self,
        place: &Place,
        ask: &Ask<'_>,
        url: &mut Url,
        headers: &mut Vec<model::runnable::Header>,
        payload: &mut Payload,
    ) {
        let Some(auth) = &ask.auth else { return };
        let file = match &*payload {
            Payload::File(found, _) => Some(FileSource(found.path.clone())),
            _ => None,
        };
        let body = match (payload, &file) {
            (_, Some(file)) => SignBody::Source(file),
            (Payload::Bytes(bytes, _), _) => SignBody::Bytes(bytes),
            (Payload::Fields(fields), _) => SignBody::Form(fields),
            (Payload::Empty, _) => SignBody::Empty,
            _ => SignBody::Opaque,
        };
        let (method, encode_url) = (ask.method.as_str(), ask.encodes_url());
        let mut signable = Signable { method, url, headers, body, encode_url };
        let mut memories = self.memories.borrow_mut();
        let memory = memories.entry(ask.identity).or_default();
        let mut env = Env { now_ms: clock::now_ms(), random: &mut clock::random };
        let outcome = signer::sign(auth, &mut signable, &mut env, memory);
        drop(memories);
        match outcome {
            Outcome::Unsigned(signer::Fault::Scheme(name)) => {
                self.warn(place, format!("runtime: could not find a handler for auth: {name}"));
            }
            Outcome::Unsigned(fault) => self.warn(place, format!("auth: {fault}")),
            Outcome::Signed | Outcome::Skipped => {}
        }
    }

    fn assemble(
        &self,
        ask: &Ask<'_>,
        user: &[model::runnable::Header],
        url: Wire,
        payload: Payload,
    ) -> Result<Prepared, Box<Problem>> {
        let boundary = match &payload {
            Payload::Multipart(_) => headers::own_boundary(user).unwrap_or_else(boundary),
            _ => String::new(),
        };
        let token = clock::uuid();
        let cookie = self.cookies_for(ask.behaviour, &url);
        let mut buffer = uuid::Uuid::encode_buffer();
        let setting = headers::Setting {
            method: &ask.method,
            user,
            payload: &payload,
            length: payload.body(&boundary).len(),
            boundary: &boundary,
            behaviour: ask.behaviour,
            host: host_line(&url),
            user_info: url.user_info.as_ref(),
            agent: &self.plan.options.user_agent,
            token: token.hyphenated().encode_lower(&mut buffer),
            cookie: cookie.as_deref(),
            before: ask.before.as_ref(),
        };
        let assembled = setting.assemble().map_err(|fault| Box::new(problem::of_wire(&fault)))?;
        Ok(Prepared { url, payload, boundary, assembled })
    }
}

/// The body as it is told: with the fields that signing added.
fn signed_body(ask: &Ask<'_>, payload: &Payload) -> Option<Arc<Body>> {
    let body = ask.body.as_ref()?;
    match payload {
        Payload::Fields(fields) if *fields != body.urlencoded => {
            Some(Arc::new(Body { urlencoded: fields.clone(), ..(**body).clone() }))
        }
        _ => Some(Arc::clone(body)),
    }
}

/// A place that nothing is sent to, of which only the headers are told.
fn nowhere(authority: String) -> Wire {
    Wire {
        scheme: String::new(),
        host: String::new(),
        port: None,
        authority,
        target: String::new(),
        user_info: None,
        href: String::new(),
    }
}

/// What stands between the parts of a form.
pub(crate) fn boundary() -> String {
    let mut bytes = [0; 24];
    clock::random(&mut bytes);
    let mut boundary = "-".repeat(26);
    boundary.extend(bytes.map(|byte| char::from(b'0' + byte % 10)));
    boundary
}

/// The value of `Host`: without the port that everybody knows.
pub(crate) fn host_line(url: &Wire) -> &str {
    let known = if url.scheme == "https" { ":443" } else { ":80" };
    match url.authority.strip_suffix(known) {
        Some(host) if url.port.is_some() => host,
        _ => &url.authority,
    }
}

/// A file that a scheme hashes.
struct FileSource(std::path::PathBuf);

impl signer::Source for FileSource {
    fn read(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), String> {
        let mut file = File::open(&self.0).map_err(|fault| fault.to_string())?;
        let mut buffer = [0; 16 * 1024];
        loop {
            match file.read(&mut buffer).map_err(|fault| fault.to_string())? {
                0 => return Ok(()),
                read => sink(buffer.get(..read).unwrap_or_default()),
            }
        }
    }
}
