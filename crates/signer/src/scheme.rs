//! From the name of a scheme to its file.

use model::auth::{Auth, Scheme};

use crate::{
    Answer, Env, Fault, Head, Memory, Outcome, Signable, apikey, asap, awsv4, basic, bearer,
    digest, edgegrid, hawk, jwt, noauth, ntlm, oauth1, oauth2,
};

/// Signs a request.
pub fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
    memory: &mut Memory,
) -> Outcome {
    // No arm for the rest: a new scheme has to be decided on here.
    let outcome = match &auth.scheme {
        Scheme::NoAuth => Ok(noauth::sign()),
        Scheme::Basic => Ok(basic::sign(auth, request)),
        Scheme::Bearer => Ok(bearer::sign(auth, request)),
        Scheme::ApiKey => Ok(apikey::sign(auth, request)),
        Scheme::Digest => digest::sign(auth, request, env, &mut memory.digest),
        Scheme::OAuth1 => oauth1::sign(auth, request, env),
        Scheme::OAuth2 => Ok(oauth2::sign(auth, request)),
        Scheme::Hawk => hawk::sign(auth, request, env),
        Scheme::AwsV4 => awsv4::sign(auth, request, env),
        Scheme::Ntlm => Ok(ntlm::sign(request, &memory.ntlm)),
        Scheme::EdgeGrid => edgegrid::sign(auth, request, env),
        Scheme::Asap => asap::sign(auth, request, env),
        Scheme::Jwt => jwt::sign(auth, request, env),
        Scheme::Unknown(name) => Err(Fault::Scheme(name.clone())),
    };
    outcome.unwrap_or_else(Outcome::Unsigned)
}

/// Reads an answer to a request of this auth, and keeps what it teaches.
///
/// Call it for every answer, of requests that [`sign`] skipped too.
pub fn answer(auth: &Auth, head: Head<'_>, env: &mut Env<'_>, memory: &mut Memory) -> Answer {
    match &auth.scheme {
        Scheme::Digest => digest::answer(auth, head, env, &mut memory.digest),
        Scheme::Ntlm => ntlm::answer(auth, head, env, &mut memory.ntlm),
        _ => Answer::Final,
    }
}

/// Whether the requests of an exchange must share one connection.
#[must_use]
pub fn one_connection(auth: &Auth) -> bool {
    auth.scheme == Scheme::Ntlm
}
