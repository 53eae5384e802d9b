//! Adds authentication to an outgoing request, one file per scheme.
//!
//! [`sign`] takes the auth of a request, tokens replaced, and changes headers, query or form of a
//! [`Signable`]. Time and randomness come from an [`Env`], so the same input gives the same
//! signature. What a scheme learns from answers, such as a nonce, stays in a [`Memory`], which the
//! caller keeps for each auth of the collection as long as the run lasts. After an answer
//! [`answer`] says whether the request is worth sending again; [`sign`] then signs it anew.
//!
//! A wrong parameter never blocks a request: it goes out unsigned, and the [`Outcome`] says why.
//!
//! ```
//! use model::auth::Auth;
//! use model::url::Url;
//! use signer::{Env, Memory, Outcome, SignBody, Signable, sign};
//!
//! # let Some(auth) = Auth::from_json(&serde_json::json!({
//! #     "type": "bearer", "bearer": [{"key": "token", "value": "t0ken"}]
//! # })) else { return };
//! let mut url = Url::parse("http://localhost/");
//! let mut headers = Vec::new();
//! let mut request = Signable {
//!     method: "GET",
//!     url: &mut url,
//!     headers: &mut headers,
//!     body: SignBody::Empty,
//!     encode_url: true,
//! };
//! let mut random = |bytes: &mut [u8]| bytes.fill(7);
//! let mut env = Env { now_ms: 0, random: &mut random };
//! assert!(matches!(sign(&auth, &mut request, &mut env, &mut Memory::default()), Outcome::Signed));
//! assert_eq!(headers[0].value, "Bearer t0ken");
//! ```

mod answer;
mod env;
mod memory;
mod outcome;
mod scheme;
mod signable;

mod apikey;
mod asap;
mod awsv4;
mod basic;
mod bearer;
mod digest;
mod edgegrid;
mod hawk;
mod jwt;
mod noauth;
mod ntlm;
mod oauth1;
pub mod oauth2;

mod form;
mod hash;
mod jws;
mod key;
mod params;
mod percent;

pub use answer::{Answer, Head, MAX_REPLAYS};
pub use env::Env;
pub use form::form_text;
pub use memory::Memory;
pub use outcome::{Fault, Outcome};
pub use scheme::{answer, one_connection, sign};
pub use signable::{SignBody, Signable, Source};
