//! The HTTP client: exact bytes, timings per phase, proxies, and the dial guard.
//!
//! A [`Client`] sends a [`Request`] the way its [`Options`] say and returns a [`Response`] or a
//! [`Fault`]. It adds no header, changes no spelling, follows no redirect and knows no cookie: what
//! goes out is what the caller wrote, what comes back is what the server sent.

mod client;
mod fault;
mod guard;
mod options;
mod proxy;
mod request;
mod response;
mod tls;

pub use crate::{
    client::{Boxed, Client, Config, Pinned, Resolve},
    fault::{Certificate, Fault, Refusal, System, TooLarge, Wait},
    guard::{Guard, HostPattern, Range},
    options::{Limits, Options, Protocol},
    proxy::{BadProxy, Proxies, Proxy, ProxyKind},
    request::{Body, Header, Part, Request, Scheme},
    response::{Response, Session, Timings, Version},
    tls::{Identity, Tls, TlsFault, TlsSettings, TlsVersion},
};
