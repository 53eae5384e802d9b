//! From a request to the bytes that go out first: signed, with all header lines.

use std::{fs::File, io::Read, sync::Arc};

use model::url::{Url, Wire};
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
    pub(crate) parts: Arc<Parts>,
    pub(crate) headers: Arc<[Header]>,
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
        let parts = Arc::new(Parts {
            method: ask.written.clone(),
            url: text,
            variables: url.variables,
            body: ask.body.clone(),
            auth: ask.auth.clone(),
            description: ask.description.clone(),
        });
        let prepared = match wire {
            Ok(wire) => self.assemble(ask, &lines, wire, payload),
            Err(fault) => Err(Box::new(problem::of_url(&fault))),
        };
        let headers = match &prepared {
            Ok(prepared) => Arc::from(prepared.assembled.reported.as_slice()),
            Err(_) => lines.iter().map(Header::from_user).collect(),
        };
        Built { parts, headers, prepared }
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
