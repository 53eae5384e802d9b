//! The client against servers that behave, and against servers that do not.
#![cfg(test)]

mod basics;
mod hostile;
mod http2;
mod names;
mod proxies;
mod server;
mod tls;
