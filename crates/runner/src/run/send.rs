//! Sending a prepared request, and following where the answers point.

use std::time::{Duration, Instant};

use bytes::Bytes;
use model::{runnable::Behaviour, url::Wire};

use super::{
    ask::Ask,
    prepare::{self, Prepared},
    problem,
    session::Session,
};
use crate::{
    clock,
    cookie::{SetCookie, Site},
    event::{Hop, Problem},
    request::{
        headers::cookie_line,
        payload::Payload,
        proxy,
        redirect::{self, Step},
    },
};

/// What came of a request.
pub(crate) struct Sent {
    pub(crate) answer: Result<wire::Response, Box<Problem>>,
    pub(crate) hops: Vec<Hop>,
    /// Where the last request went.
    pub(crate) url: Wire,
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// Bytes of head and body of the first request, if it was sent.
    pub(crate) sizes: Option<(u64, u64)>,
}

/// The way to the server: connections from the pool, or one of its own.
pub(crate) enum Line<'a> {
    Pool(&'a wire::Client),
    Own(&'a mut wire::Pinned),
}

impl Line<'_> {
    async fn send(
        &mut self,
        request: &wire::Request,
        options: &wire::Options,
    ) -> Result<wire::Response, wire::Fault> {
        match self {
            Self::Pool(client) => client.send(request, options).await,
            Self::Own(pinned) => pinned.send(request, options).await,
        }
    }
}

/// A chain of requests under way.
struct Chain {
    method: String,
    url: Wire,
    payload: Payload,
    prepared: Prepared,
    hops: Vec<Hop>,
    sizes: Option<(u64, u64)>,
}

impl Session<'_> {
    /// Sends a request and follows redirects.
    pub(crate) async fn send(
        &self,
        ask: &Ask<'_>,
        mut prepared: Prepared,
        line: &mut Line<'_>,
    ) -> Sent {
        let began = Instant::now();
        let mut chain = Chain {
            method: ask.method.clone(),
            url: prepared.url.clone(),
            payload: std::mem::take(&mut prepared.payload),
            prepared,
            hops: Vec::new(),
            sizes: None,
        };
        let answer = loop {
            match self.hop(ask, &mut chain, line).await {
                Ok(None) => {}
                Ok(Some(response)) => break Ok(response),
                Err(problem) => break Err(problem),
            }
        };
        let Chain { url, hops, sizes, .. } = chain;
        Sent { answer, hops, url, took: began.elapsed(), sizes }
    }

    /// Sends one request; nothing means that the chain goes on.
    async fn hop(
        &self,
        ask: &Ask<'_>,
        chain: &mut Chain,
        line: &mut Line<'_>,
    ) -> Result<Option<wire::Response>, Box<Problem>> {
        let url = &chain.url;
        self.learn_host(url);
        let request = wire::Request {
            method: chain.method.clone(),
            scheme: scheme(url),
            host: url.host.clone(),
            port: url.port.unwrap_or_else(|| scheme(url).default_port()),
            target: url.target.clone().into_bytes(),
            headers: chain.prepared.assembled.lines.to_wire(),
            body: chain.payload.body(&chain.prepared.boundary),
        };
        let options = self
            .wire_options(ask, url)
            .map_err(|fault| Box::new(problem::new("Error", fault.to_string())))?;
        let response = line
            .send(&request, &options)
            .await
            .map_err(|fault| Box::new(problem::of_wire(&fault)))?;
        chain.sizes.get_or_insert((response.sent_head, response.sent_body));
        self.keep_cookies(ask.behaviour, url, &response);
        let location = response.header("location").map(|header| header.text().into_owned());
        let Some(location) = redirect::asked(response.status, location.as_deref()) else {
            return Ok(Some(response));
        };
        // A file that was streamed is not streamed again.
        let consumed = matches!(chain.payload, Payload::File(..));
        if !ask.rules.follow || (consumed && ask.rules.keeps_body(response.status)) {
            return Ok(Some(response));
        }
        if chain.hops.len() >= usize::try_from(ask.rules.most).unwrap_or(usize::MAX) {
            let loops = "Exceeded maxRedirects. Probably stuck in a redirect loop";
            return Err(Box::new(problem::new("Error", format!("{loops} {}", url.href))));
        }
        self.turn(ask, chain, response.status, location)?;
        Ok(None)
    }

    /// Makes the next request of a chain out of the one that was redirected.
    fn turn(
        &self,
        ask: &Ask<'_>,
        chain: &mut Chain,
        code: u16,
        location: &str,
    ) -> Result<(), Box<Problem>> {
        let next = redirect::resolve(&chain.url, location).wire(ask.encodes_url());
        let next = next.map_err(|fault| Box::new(problem::of_location(&fault)))?;
        let keeps_body = ask.rules.keeps_body(code);
        if !keeps_body {
            chain.payload = Payload::Empty;
        }
        let form = matches!(chain.payload, Payload::Multipart(_)).then(|| {
            if !chain.prepared.boundary.is_empty() {
                chain.prepared.boundary = prepare::boundary();
            }
            chain.payload.body(&chain.prepared.boundary).len()
        });
        let assembled = &mut chain.prepared.assembled;
        let step = Step {
            from: &chain.url,
            to: &next,
            host: prepare::host_line(&next),
            keeps_body,
            boundary: form.map(|length| (chain.prepared.boundary.as_str(), length)),
            rules: ask.rules,
        };
        step.rewrite(&mut assembled.lines);
        let jar = self.cookies_for(ask.behaviour, &next);
        match cookie_line(assembled.own_cookie.as_deref(), jar.as_deref()) {
            Ok(Some(line)) => assembled.lines.put("Cookie", line),
            Ok(None) => {
                assembled.lines.remove("cookie");
            }
            Err(fault) => return Err(Box::new(problem::of_wire(&fault))),
        }
        chain.hops.push(Hop {
            method: chain.method.clone(),
            url: chain.url.href.clone(),
            code,
            location: location.to_owned(),
        });
        chain.method = ask.rules.method(code, &chain.method).to_owned();
        chain.url = next;
        Ok(())
    }

    /// Takes a host that is part of a secret for a secret, since errors name it alone.
    fn learn_host(&self, url: &Wire) {
        let secrets = &self.plan.secrets;
        if !secrets.is_empty() && !secrets.text(url.href.as_str()).contains(&url.authority) {
            secrets.learn([url.host.as_str().into()]);
        }
    }

    fn wire_options(&self, ask: &Ask<'_>, url: &Wire) -> Result<wire::Options, wire::TlsFault> {
        let plan = self.plan;
        let own = ask.certificate.as_ref();
        let port = url.port.unwrap_or_else(|| scheme(url).default_port());
        let proxy = ask.proxy.as_ref().and_then(|json| proxy::own(json, url));
        let chosen = || plan.proxies.choose(scheme(url), &url.host, port).cloned();
        Ok(wire::Options {
            connect_timeout: plan.options.timeout_request,
            idle_timeout: plan.options.timeout_request,
            tls: plan.trust.tls(&self.thread.tls, ask.behaviour, own, url, &plan.files)?,
            proxy: proxy.or_else(chosen),
            protocol: match ask.behaviour.protocol_version.as_deref() {
                Some("http2") => wire::Protocol::Http2,
                Some("auto") => wire::Protocol::Auto,
                _ => wire::Protocol::Http1,
            },
            guard: plan.options.egress.clone(),
            limits: wire::Limits {
                body_bytes: plan.options.limits.response_body,
                ..wire::Limits::default()
            },
            insecure_parser: ask.behaviour.insecure_http_parser == Some(true),
            ..wire::Options::default()
        })
    }

    /// The cookies of the jar for a URL, as a line.
    pub(crate) fn cookies_for(&self, behaviour: &Behaviour, url: &Wire) -> Option<String> {
        if behaviour.disable_cookies == Some(true) {
            return None;
        }
        self.jar.borrow().line(site(url), clock::now_ms())
    }

    fn keep_cookies(&self, behaviour: &Behaviour, url: &Wire, response: &wire::Response) {
        if behaviour.disable_cookies == Some(true) {
            return;
        }
        let lines = response.headers.iter().filter(|header| header.is("set-cookie"));
        for set in lines.filter_map(|header| SetCookie::parse(&header.text())) {
            self.jar.borrow_mut().set(site(url), set, clock::now_ms());
        }
    }
}

/// The parts of a URL that cookies ask for.
pub(crate) fn site(url: &Wire) -> Site<'_> {
    let path = url.target.split('?').next().unwrap_or("/");
    Site { host: &url.host, path, tls: url.scheme == "https" }
}

fn scheme(url: &Wire) -> wire::Scheme {
    if url.scheme == "https" { wire::Scheme::Https } else { wire::Scheme::Http }
}

/// What a request shows of its body.
pub(crate) fn preview(payload: &Payload, boundary: &str) -> (Bytes, bool) {
    match payload.body(boundary) {
        wire::Body::Bytes(bytes) => (bytes, true),
        wire::Body::Empty => (Bytes::new(), true),
        wire::Body::Parts(_) => (Bytes::new(), false),
    }
}
