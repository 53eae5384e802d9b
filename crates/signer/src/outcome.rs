//! How signing ended.

/// How signing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request carries what the scheme adds.
    Signed,
    /// There was nothing to add: no auth, or its parameters are empty.
    Skipped,
    /// The parameters can't be used: send the request unsigned and warn.
    Unsigned(Fault),
}

/// Why a request was not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The scheme has another name.
    #[error("auth `{0}` is not known")]
    Scheme(String),
    /// The algorithm has another name.
    #[error("algorithm `{0}` is not supported")]
    Algorithm(String),
    /// The scheme can't do without a parameter.
    #[error("parameter `{0}` is missing")]
    Missing(&'static str),
    /// A parameter is no JSON object.
    #[error("parameter `{0}` is no JSON object")]
    Object(&'static str),
    /// The private key can't be read.
    #[error("the private key can't be read: {0}")]
    Key(&'static str),
    /// The query can't be decoded.
    #[error("the query has a malformed percent-encoding")]
    Query,
    /// The `Date` header can't be read.
    #[error("header `Date` holds no date")]
    Date,
    /// The header of the token asks for an extension.
    #[error("header parameter `crit` names an extension that is not supported")]
    Critical,
    /// The URL can't be sent to.
    #[error(transparent)]
    Url(#[from] model::url::Fault),
    /// The body can't be read.
    #[error("the body can't be read: {0}")]
    Body(String),
    /// The server's challenge can't be read.
    #[error("the server's challenge can't be used: {0}")]
    Challenge(&'static str),
}
