//! What answers taught.

/// What one auth of a collection has learned during a run.
///
/// Keep one for each auth object as written, not for each request: requests that inherit an auth
/// share its nonce.
#[derive(Clone, Debug, Default)]
pub struct Memory {}
