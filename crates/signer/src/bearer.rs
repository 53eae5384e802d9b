//! Bearer tokens (RFC 6750) in the `Authorization` header.

use model::auth::Auth;

use crate::params::given;
use crate::{Outcome, Signable};

pub(crate) fn sign(auth: &Auth, request: &mut Signable<'_>) -> Outcome {
    let Some(token) = given(auth, "token") else { return Outcome::Skipped };
    request.authorize(format!("Bearer {token}"));
    Outcome::Signed
}
