//! Basic (RFC 7617): user and password in base64, as UTF-8.

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;

use crate::params::text;
use crate::{Outcome, Signable};

pub(crate) fn sign(auth: &Auth, request: &mut Signable<'_>) -> Outcome {
    // Both may be empty: that is a credential as well.
    let pair = format!("{}:{}", text(auth, "username"), text(auth, "password"));
    request.authorize(format!("Basic {}", BASE64_STANDARD.encode(pair)));
    Outcome::Signed
}
