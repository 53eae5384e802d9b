//! Cookies: a jar by the rules of RFC 6265, as browsers keep them.

/// The cookies of a run.
#[derive(Clone, Debug, Default)]
pub struct Jar {}
