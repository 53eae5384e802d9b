//! Cookies: a jar by the rules of RFC 6265, as forgiving as the reference is.
//!
//! [`Jar`] keeps them, [`SetCookie`] is what a server or script sets. Texts are those of headers:
//! one character per byte.

mod date;
mod domain;
mod jar;
mod json;
mod parse;

#[cfg(test)]
mod tests;

pub(crate) use jar::Site;
pub use jar::{Cookie, Jar};
pub use json::JarFault;
pub use parse::SetCookie;
