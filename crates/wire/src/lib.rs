//! The HTTP client: exact bytes, timings per phase, proxies, and the dial guard.
//!
//! A [`Client`] sends a [`Request`] the way its [`Options`] say and returns a [`Response`] or a
//! [`Fault`]. It adds no header, changes no spelling, follows no redirect and knows no cookie: what
//! goes out is what the caller wrote, what comes back is what the server sent.
//!
//! ```no_run
//! # async fn example() -> Result<(), wire::Fault> {
//! use wire::{Body, Client, Config, Header, Options, Request, Scheme};
//!
//! let client = Client::new(Config::default());
//! let request = Request {
//!     method: "GET".to_owned(),
//!     scheme: Scheme::Http,
//!     host: "example.com".to_owned(),
//!     port: 80,
//!     target: b"/".to_vec(),
//!     headers: vec![Header::new("Host", "example.com"), Header::new("X-cAsE", "kept")],
//!     body: Body::Empty,
//! };
//! let response = client.send(&request, &Options::default()).await?;
//! assert_eq!(response.status, 200);
//! # Ok(())
//! # }
//! ```
//!
//! `dial` opens connections, `pool` keeps them, `http1` and `http2` speak on them, `decode` takes
//! encodings off bodies. Everything a server can send has a limit in [`Limits`]; everything that
//! is dialled passes the [`Guard`].

mod client;
mod clock;
mod decode;
mod dial;
mod fault;
mod guard;
mod http1;
mod http2;
mod io;
mod options;
mod pool;
mod proxy;
mod replay;
mod request;
mod response;
mod tls;

pub use crate::{
    client::{Client, Config, Pinned},
    dial::{Boxed, Resolve},
    fault::{Certificate, Fault, Refusal, System, TooLarge, Wait},
    guard::{BadRange, Guard, HostPattern, Range},
    options::{Limits, Options, Protocol},
    proxy::{BadProxy, Proxies, Proxy, ProxyKind},
    replay::{Replayed, replay},
    request::{Body, Header, Part, Request, Scheme},
    response::{Response, Session, Timings, Version},
    tls::{Identity, Tls, TlsFault, TlsSettings, TlsVersion},
};
