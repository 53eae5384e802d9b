//! A request about to be made: its parts resolved, before it is signed.

use std::sync::Arc;

use model::{
    auth::Auth,
    runnable::{Behaviour, Body, Header, Request},
    url::Url,
};
use serde_json::Value;

use super::{plan::Identity, session::Session};
use crate::{
    event::{Origin, Place},
    request::{
        headers::Before,
        payload::{Payload, Source},
        redirect::Rules,
    },
};

const TYPE: &str = "Content-Type";

/// A request about to be made. It can be made several times: again after a failure, or with an
/// answer to a challenge.
pub(crate) struct Ask<'a> {
    pub(crate) method: String,
    /// The method as written, which may be empty.
    pub(crate) written: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Option<Arc<Body>>,
    pub(crate) payload: Payload,
    /// The auth that applies, tokens replaced.
    pub(crate) auth: Option<Auth>,
    /// It is not the request's own.
    pub(crate) inherits: bool,
    /// Tells the auth as written from others.
    pub(crate) identity: Identity,
    pub(crate) description: Option<Value>,
    /// The proxy and the certificate that the request names itself.
    pub(crate) proxy: Option<Value>,
    pub(crate) certificate: Option<Value>,
    pub(crate) behaviour: &'a Behaviour,
    pub(crate) rules: Rules,
    pub(crate) origin: Origin,
    /// It was sent before, and is sent again with what was added then.
    pub(crate) before: Option<Before>,
}

/// What applies to a request besides itself.
pub(crate) struct Setting<'a> {
    pub(crate) auth: Option<Auth>,
    pub(crate) inherits: bool,
    pub(crate) identity: Identity,
    pub(crate) behaviour: &'a Behaviour,
    pub(crate) rules: Rules,
    pub(crate) origin: Origin,
}

impl<'a> Ask<'a> {
    /// Takes a request whose tokens are replaced.
    pub(crate) fn new(
        session: &Session<'_>,
        place: &Place,
        request: Request,
        setting: Setting<'a>,
    ) -> Self {
        let Request {
            method: written, url, mut headers, mut body, proxy, certificate, extra, ..
        } = request;
        let method = if written.is_empty() { "GET".to_owned() } else { written.clone() };
        let from_script = matches!(setting.origin, Origin::Script(_));
        let source = Source {
            method: &method,
            headers: &headers,
            behaviour: setting.behaviour,
            prune: !from_script,
            files: (!from_script).then_some(&session.plan.files),
        };
        let payload = source.payload(body.as_mut(), &mut |warning| session.warn(place, warning));
        // JSON says so before it is signed, all other types after.
        let json = body.as_ref().is_some_and(|body| body.language() == Some("json"));
        let own = |header: &Header| !header.disabled && header.key.eq_ignore_ascii_case(TYPE);
        if let (Payload::Bytes(_, Some(media)), true, false) =
            (&payload, json, headers.iter().any(own))
        {
            headers.push(Header::system(TYPE, *media));
        }
        Self {
            description: extra.get("description").cloned(),
            body: body.map(Arc::new),
            payload,
            method,
            written,
            url,
            headers,
            auth: setting.auth,
            inherits: setting.inherits,
            identity: setting.identity,
            proxy,
            certificate,
            behaviour: setting.behaviour,
            rules: setting.rules,
            origin: setting.origin,
            before: None,
        }
    }

    pub(crate) fn encodes_url(&self) -> bool {
        self.behaviour.disable_url_encoding != Some(true)
    }
}
