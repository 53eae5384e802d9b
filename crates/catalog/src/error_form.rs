//! The error bodies an operation declares (contract, section "errors").

/// Media type of an error body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/json`
    Json,
    /// `application/problem+json`
    Problem,
}

impl Media {
    /// The header value. No charset: official clients compare the whole value.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Problem => "application/problem+json",
        }
    }
}

/// Shape of an error body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `{error:{name,message}}`
    E1,
    /// E1 with `details`
    E2,
    /// E1 with `statusCode` or `status`
    E3,
    /// E1 with `header`
    E4,
    /// `{error:{type,message}}`
    E5,
    /// `{type,title,detail,status}`
    P1,
    /// P1 with `instance`
    P2,
    /// P1 without `status`
    P3,
    /// P3 with `instance` and `createdAt`
    P4,
    /// P2 with `requestId`
    P5,
    /// Bare `{name,message}`
    N,
    /// `{error,error_description}`
    O,
    /// Something else
    X,
}

/// What an operation declares for one error status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorForm {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub media: Media,
    /// Shapes the body may have.
    pub shapes: &'static [Shape],
}
