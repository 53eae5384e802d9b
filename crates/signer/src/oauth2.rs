//! OAuth 2.0: a token in the header or in the query, and how to fetch one.

use model::auth::Auth;
use model::runnable::Header;

/// How a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// With the client's own credentials.
    ClientCredentials,
    /// With user and password.
    Password,
    /// With a token for this purpose.
    RefreshToken,
}

/// The request that fetches a token; the caller sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenRequest {
    /// Where to; the method is POST.
    pub url: String,
    /// Its headers, with the content type.
    pub headers: Vec<Header>,
    /// The form.
    pub body: String,
}

/// A token that a server issued.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The token itself.
    pub access_token: String,
    /// Its type, such as `Bearer`.
    pub token_type: Option<String>,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: Option<i64>,
    /// What the next one is fetched with.
    pub refresh_token: Option<String>,
    /// What it is good for.
    pub scope: Option<String>,
    /// Who the user is, if the server says so.
    pub id_token: Option<String>,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// This grant needs a person or is not known.
    #[error("grant type `{0}` can't be used without a person")]
    Grant(String),
    /// A parameter is missing.
    #[error("parameter `{0}` is missing")]
    Missing(&'static str),
    /// The server refused.
    #[error("the token server answered {status}: {reason}")]
    Refused {
        /// The status code.
        status: u16,
        /// Its `error` and `error_description`, or what it sent instead.
        reason: String,
    },
    /// The server sent no token.
    #[error("the token server sent no access token")]
    NoToken,
}

impl Grant {
    /// The grant that the parameters ask for.
    pub fn of(auth: &Auth) -> Result<Self, TokenFault> {
        let _ = auth;
        Err(TokenFault::Missing("grant_type"))
    }
}

/// Builds the request for a token from the parameters of an `oauth2` auth.
pub fn token_request(auth: &Auth, grant: Grant) -> Result<TokenRequest, TokenFault> {
    let _ = (auth, grant);
    Err(TokenFault::Missing("accessTokenUrl"))
}

/// Reads the answer to a [`TokenRequest`].
pub fn read_token(status: u16, body: &[u8], now_ms: i64) -> Result<Token, TokenFault> {
    let _ = (status, body, now_ms);
    Err(TokenFault::NoToken)
}
