//! From the name of a scheme to its file.

use model::auth::{Auth, Scheme};

use crate::{Env, Fault, Memory, Outcome, Signable};

/// Signs a request.
pub fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
    memory: &mut Memory,
) -> Outcome {
    let _ = (request, env, memory);
    match &auth.scheme {
        Scheme::Unknown(name) => Outcome::Unsigned(Fault::Scheme(name.clone())),
        _ => Outcome::Skipped,
    }
}

/// Whether the requests of an exchange must share one connection.
#[must_use]
pub fn one_connection(auth: &Auth) -> bool {
    auth.scheme == Scheme::Ntlm
}
