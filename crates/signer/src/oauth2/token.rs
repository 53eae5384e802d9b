//! Fetching a token: what to send, and what came back.

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;
use model::runnable::Header;
use serde_json::{Map, Value};

use crate::params::{given, text};
use crate::percent::{decode_form_lossy, encode, pairs};

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

/// The request that fetches a token; the caller sends it. It holds secrets.
#[derive(Clone, PartialEq)]
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
    /// The grant that the parameters ask for; a refresh token, if there is one, is not asked.
    pub fn of(auth: &Auth) -> Result<Self, TokenFault> {
        match given(auth, "grant_type").as_deref() {
            Some("client_credentials") => Ok(Self::ClientCredentials),
            Some("password" | "password_credentials") => Ok(Self::Password),
            Some("refresh_token") => Ok(Self::RefreshToken),
            Some(other) => Err(TokenFault::Grant(other.to_owned())),
            None => Err(TokenFault::Missing("grant_type")),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::Password => "password",
            Self::RefreshToken => "refresh_token",
        }
    }
}

/// Builds the request for a token from the parameters of an `oauth2` auth.
pub fn token_request(auth: &Auth, grant: Grant) -> Result<TokenRequest, TokenFault> {
    let need = |name: &'static str| given(auth, name).ok_or(TokenFault::Missing(name));
    let mut fields = vec![("grant_type".to_owned(), grant.name().to_owned())];
    let mut add = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    match grant {
        Grant::ClientCredentials => {}
        Grant::Password => {
            add("username", &need("username")?);
            add("password", &text(auth, "password"));
        }
        Grant::RefreshToken => add("refresh_token", &need("refreshToken")?),
    }
    // A refreshed token has the scope of the first one.
    let optional: &[&str] =
        if grant == Grant::RefreshToken { &[] } else { &["scope", "audience", "resource"] };
    for name in optional {
        if let Some(value) = given(auth, name) {
            add(name, &value);
        }
    }
    let url = match given(auth, "refreshTokenUrl").filter(|_| grant == Grant::RefreshToken) {
        Some(url) => url,
        None => need("accessTokenUrl")?,
    };
    let mut request = TokenRequest {
        url: url.into_owned(),
        headers: vec![
            Header::system("Content-Type", "application/x-www-form-urlencoded"),
            Header::system("Accept", "application/json"),
        ],
        body: String::new(),
    };
    identify(auth, &mut request, &mut fields)?;
    extend(auth, grant, &mut request, &mut fields);
    let pair = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
    request.body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
    Ok(request)
}

/// Says which client asks: in the header, or in the form if that is wanted or there is no secret.
fn identify(
    auth: &Auth,
    request: &mut TokenRequest,
    fields: &mut Vec<(String, String)>,
) -> Result<(), TokenFault> {
    let id = given(auth, "clientId").ok_or(TokenFault::Missing("clientId"))?;
    let secret = text(auth, "clientSecret");
    let in_form = given(auth, "client_authentication").is_some_and(|place| place == "body");
    if in_form || secret.is_empty() {
        fields.push(("client_id".to_owned(), id.into_owned()));
        if !secret.is_empty() {
            fields.push(("client_secret".to_owned(), secret.into_owned()));
        }
    } else {
        // RFC 6749, section 2.3.1: both are encoded before they become a pair.
        let pair = format!("{}:{}", encode(&id), encode(&secret));
        let value = format!("Basic {}", BASE64_STANDARD.encode(pair));
        request.headers.push(Header::system("Authorization", value));
    }
    Ok(())
}

/// Adds the parameters that the user wants sent besides.
fn extend(
    auth: &Auth,
    grant: Grant,
    request: &mut TokenRequest,
    fields: &mut Vec<(String, String)>,
) {
    let list =
        if grant == Grant::RefreshToken { "refreshRequestParams" } else { "tokenRequestParams" };
    for param in auth.value(list).and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| param.get(name).and_then(Value::as_str).unwrap_or_default();
        let (name, value) = (text("key"), text("value"));
        if name.is_empty() || param.get("enabled") == Some(&Value::Bool(false)) {
            continue;
        }
        match text("send_as") {
            "request_header" => request.headers.push(Header::system(name, value)),
            "request_url" => {
                let mark = if request.url.contains('?') { '&' } else { '?' };
                request.url = format!("{}{mark}{}={}", request.url, encode(name), encode(value));
            }
            _ => fields.push((name.to_owned(), value.to_owned())),
        }
    }
}

/// How much of an unexpected answer is shown.
const SHOWN: usize = 200;

/// Reads the answer to a [`TokenRequest`]: JSON, or a form as some servers send it.
pub fn read_token(status: u16, body: &[u8], now_ms: i64) -> Result<Token, TokenFault> {
    let members = members(body);
    let member = |name: &str| {
        let value = members.get(name).filter(|value| !value.is_null())?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    if !(200..300).contains(&status) || members.contains_key("error") {
        let reason = match (member("error"), member("error_description")) {
            (Some(error), Some(description)) => format!("{error}: {description}"),
            (Some(error), None) => error,
            _ => String::from_utf8_lossy(body).chars().take(SHOWN).collect(),
        };
        return Err(TokenFault::Refused { status, reason });
    }
    let access_token = member("access_token").filter(|token| !token.is_empty());
    let lifetime = member("expires_in").and_then(|seconds| seconds.parse::<f64>().ok());
    Ok(Token {
        access_token: access_token.ok_or(TokenFault::NoToken)?,
        token_type: member("token_type"),
        expires_at_ms: lifetime.map(|seconds| {
            #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
            now_ms.saturating_add((seconds * 1000.0) as i64)
        }),
        refresh_token: member("refresh_token"),
        scope: member("scope"),
        id_token: member("id_token"),
    })
}

fn members(body: &[u8]) -> Map<String, Value> {
    if let Ok(Value::Object(members)) = serde_json::from_slice(body) {
        return members;
    }
    let text = String::from_utf8_lossy(body);
    let member = |(name, value): (&str, Option<&str>)| {
        (decode_form_lossy(name), Value::from(decode_form_lossy(value.unwrap_or_default())))
    };
    pairs(text.trim()).map(member).collect()
}
