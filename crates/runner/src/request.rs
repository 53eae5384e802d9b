//! From an item to what is sent.
//!
//! Suggested reading order: [`payload`] (bodies) with [`files`], [`comments`] and [`media`],
//! [`lines`] and [`headers`] (header lines in the order of the wire), [`redirect`] (what changes
//! on the way), [`proxy`] and [`certificate`] (how the other side is reached).

pub(crate) mod certificate;
mod comments;
pub(crate) mod files;
pub(crate) mod headers;
pub(crate) mod lines;
mod media;
pub(crate) mod payload;
pub(crate) mod proxy;
pub(crate) mod redirect;
