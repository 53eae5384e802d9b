//! OAuth 2.0: a token in the header or in the query, and how to fetch one.
//!
//! [`sign`](crate::sign) only places a token that is there. Where there is none, or it is over,
//! [`token_request`] says what to send to the token server and [`read_token`] reads its answer;
//! the caller sends it and puts the token into the parameter `accessToken`.

mod token;

use model::auth::Auth;

pub use token::{Grant, Token, TokenFault, TokenRequest, read_token, token_request};

use crate::params::given;
use crate::{Outcome, Signable};

pub(crate) fn sign(auth: &Auth, request: &mut Signable<'_>) -> Outcome {
    let Some(token) = given(auth, "accessToken") else { return Outcome::Skipped };
    // Tokens to compute a MAC with; every other type is sent as it is.
    if given(auth, "tokenType").is_some_and(|kind| kind.eq_ignore_ascii_case("mac")) {
        return Outcome::Skipped;
    }
    request.remove_header("authorization");
    request.remove_params(&["access_token"]);
    match given(auth, "addTokenTo").unwrap_or("header".into()).as_ref() {
        "header" => {
            let prefix = auth.get("headerPrefix").unwrap_or("Bearer".into());
            let prefix = prefix.trim();
            let space = if prefix.is_empty() { "" } else { " " };
            request.authorize(format!("{prefix}{space}{token}"));
        }
        "queryParams" => request.add_param("access_token", Some(token.into_owned())),
        _ => {}
    }
    Outcome::Signed
}
