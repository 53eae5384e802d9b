//! Error bodies in the shapes that the contract declares per operation and status.

use catalog::{Access, Area, Kind, Media, Rule, Shape, Spec};
use serde_json::{Map, Value, json};

use crate::Reply;

/// Something went wrong for the caller; becomes a body by its operation's declared shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// HTTP status.
    pub status: u16,
    /// Error name of the E shapes, e.g. `instanceNotFoundError`.
    pub name: &'static str,
    /// One sentence for the caller.
    pub message: String,
    /// `details` of the E2 shape.
    pub details: Option<Value>,
    /// `header` of the E4 shape; without it the status in words.
    pub header: Option<&'static str>,
    /// Why, for the record only.
    pub because: Option<String>,
}

impl Fault {
    /// A fault without details.
    #[must_use]
    pub fn new(status: u16, name: &'static str, message: impl Into<String>) -> Self {
        Self { status, name, message: message.into(), details: None, header: None, because: None }
    }

    /// Adds `details`.
    #[must_use]
    pub fn with(mut self, details: Value) -> Self {
        self.details = Some(details);
        self
    }

    /// Sets the `header` of the E4 shape.
    #[must_use]
    pub fn titled(mut self, header: &'static str) -> Self {
        self.header = Some(header);
        self
    }

    /// 400: something in the request can't be taken.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "badRequest", message)
    }

    /// 400: a required thing is missing.
    #[must_use]
    pub fn missing(params: &[&str]) -> Self {
        Self::new(400, "paramMissingError", "Parameter is missing in the request.")
            .with(json!({ "param": params }))
    }

    /// 401.
    #[must_use]
    pub fn unauthenticated() -> Self {
        let message = "Invalid API Key. Every request requires a valid API Key to be sent.";
        Self::new(401, "AuthenticationError", message)
    }

    /// 403.
    #[must_use]
    pub fn forbidden() -> Self {
        let message = "You do not have enough permissions to perform this action.";
        Self::new(403, "forbiddenError", message)
    }

    /// 404 for the resource that `spec` names, echoing the id as the caller gave it. Hidden and
    /// absent resources get the same bytes.
    #[must_use]
    pub fn not_found(spec: &Spec, id: &str) -> Self {
        let kind = spec.path_params().next().and_then(Kind::of_param);
        let named = |message: &str| Self::new(404, "instanceNotFoundError", message);
        match kind {
            Some(Kind::Collection) => named("The specified item does not exist.")
                .with(json!({ "item": "collection", "id": id })),
            Some(Kind::Environment) => {
                named("We could not find the environment you are looking for")
            }
            Some(Kind::Mock) if spec.error(404).is_some_and(|form| form.shapes == [Shape::E4]) => {
                Self::new(404, "mockNotFoundError", "Please refresh and try again.")
                    .titled("Unable to find mock")
            }
            Some(Kind::Mock) => named("The specified mock does not exist.").with(json!({})),
            Some(Kind::Monitor) => named("The specified monitor does not exist."),
            Some(Kind::Api) => named("The specified API does not exist."),
            Some(Kind::Spec) => named("The specification you are trying to access does not exist."),
            Some(Kind::Workspace) if spec.access == Access::Read => {
                Self::new(404, "workspaceNotFoundError", "Workspace not found")
            }
            Some(Kind::Workspace) => named("The specified workspace does not exist."),
            None if spec.rule == Some(Rule::Into) => {
                named("The specified workspace does not exist.")
            }
            _ if id.is_empty() => named("Not Found"),
            _ => named("The specified item does not exist."),
        }
    }

    /// 404 for a path that no operation has.
    #[must_use]
    pub fn no_such_path() -> Self {
        Self::new(404, "notFound", "Requested resource not found")
    }

    /// 409: something changed while the call was on its way.
    #[must_use]
    pub fn conflict() -> Self {
        let message = "It was changed by another call meanwhile. Read it again, then retry.";
        Self::new(409, "conflict", message)
    }

    /// 413 with the limit.
    #[must_use]
    pub fn too_large(limit: u64) -> Self {
        let message = format!("The request body is larger than {} MB.", limit / 1_000_000);
        Self::new(413, "payloadTooLarge", message)
    }

    /// 429 by the call rate.
    #[must_use]
    pub fn rate_limited() -> Self {
        Self::new(429, "rateLimited", "Rate limit exceeded")
    }

    /// 500; the cause is logged, never told.
    #[must_use]
    pub fn internal() -> Self {
        let message = "Something went wrong with the server. The call was recorded.";
        Self::new(500, "serverError", message)
    }

    /// 503; try again.
    #[must_use]
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(503, "serviceUnavailable", message)
    }

    /// Adds a reason for the record only.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.because = Some(why.into());
        self
    }

    /// The answer for `spec`'s callers; `None` when no operation was found.
    #[must_use]
    pub fn reply(&self, spec: Option<&Spec>) -> Reply {
        let (media, shape) = form(spec, self.status, self.details.is_some());
        let body = match shape {
            Shape::P1 | Shape::P2 | Shape::P3 | Shape::P4 | Shape::P5 | Shape::X => {
                self.problem(shape)
            }
            Shape::O => json!({ "error": self.name, "error_description": self.message }),
            Shape::N => json!({ "name": self.name, "message": self.message }),
            Shape::E1 | Shape::E2 | Shape::E3 | Shape::E4 | Shape::E5 => self.named(shape),
        };
        let mut reply = Reply::with_status(self.status, body.to_string());
        reply.content_type = Some(media.content_type());
        reply.notes.because.clone_from(&self.because);
        reply
    }

    fn named(&self, shape: Shape) -> Value {
        let mut error = Map::new();
        let key = if shape == Shape::E5 { "type" } else { "name" };
        error.insert(key.to_owned(), self.name.into());
        error.insert("message".to_owned(), self.message.clone().into());
        match (shape, &self.details) {
            (Shape::E3, _) => drop(error.insert("statusCode".to_owned(), self.status.into())),
            (_, Some(details)) => drop(error.insert("details".to_owned(), details.clone())),
            (Shape::E2, None) => drop(error.insert("details".to_owned(), json!({}))),
            (Shape::E4, None) => {
                let header = self.header.unwrap_or_else(|| title(self.status));
                error.insert("header".to_owned(), header.into());
            }
            _ => {}
        }
        json!({ "error": error })
    }

    fn problem(&self, shape: Shape) -> Value {
        let mut body = Map::new();
        let kind = format!("https://api.postman.com/problems/{}", slug(self.status));
        body.insert("type".to_owned(), kind.into());
        body.insert("title".to_owned(), title(self.status).into());
        body.insert("detail".to_owned(), self.message.clone().into());
        if !matches!(shape, Shape::P3 | Shape::P4) {
            body.insert("status".to_owned(), self.status.into());
        }
        if matches!(shape, Shape::P2 | Shape::P4 | Shape::P5) {
            body.insert("instance".to_owned(), "/".into());
        }
        Value::Object(body)
    }
}

/// The media type and shape of an error: as the row declares it, else as its area does.
fn form(spec: Option<&Spec>, status: u16, details: bool) -> (Media, Shape) {
    let Some(spec) = spec else {
        return match status {
            401 => (Media::Problem, Shape::E1),
            _ => (Media::Problem, Shape::P1),
        };
    };
    if let Some(form) = spec.error(status) {
        return (form.media, pick(form.shapes, details));
    }
    if status == 429 || spec.area == Area::Gatepost {
        return (Media::Json, if details { Shape::E2 } else { Shape::E1 });
    }
    let legacy = spec.errors.iter().any(|form| {
        form.status < 500 && matches!(form.shapes.first(), Some(Shape::E1 | Shape::E2 | Shape::E3))
    });
    match (legacy, details) {
        (true, true) => (Media::Problem, Shape::E2),
        (true, false) => (Media::Problem, Shape::E1),
        (false, _) => (Media::Problem, Shape::P1),
    }
}

/// Of several declared shapes the legacy one, which every client reads.
fn pick(shapes: &[Shape], details: bool) -> Shape {
    let wanted = if details {
        [Shape::E2, Shape::E1, Shape::E3, Shape::E4]
    } else {
        [Shape::E1, Shape::E3, Shape::E2, Shape::E4]
    };
    wanted
        .into_iter()
        .find(|shape| shapes.contains(shape))
        .or_else(|| shapes.first().copied())
        .unwrap_or(Shape::P1)
}

fn slug(status: u16) -> &'static str {
    match status {
        400 => "bad-request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "conflict",
        411 => "length-required",
        413 => "payload-too-large",
        422 => "unprocessable-entity",
        429 => "too-many-requests",
        501 => "not-implemented",
        503 => "service-unavailable",
        507 => "insufficient-storage",
        _ => "internal-server-error",
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Payload Too Large",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        507 => "Insufficient Storage",
        _ => "Internal Server Error",
    }
}

/// 501 for an operation of the contract that is not served (contract, section 1).
#[must_use]
pub fn not_implemented(spec: &Spec) -> Reply {
    let body = json!({
        "type": "https://api.postman.com/problems/not-implemented",
        "title": "Not Implemented",
        "status": 501,
        "detail": format!("{} is not implemented", spec.id),
    });
    let mut reply = Reply::with_status(501, body.to_string());
    reply.content_type = Some(Media::Problem.content_type());
    reply
}

#[cfg(test)]
mod tests {
    use catalog::CATALOGUE;

    use super::*;

    fn body(fault: &Fault, id: &str) -> (Option<&'static str>, Value) {
        let reply = fault.reply(catalog::spec(id));
        (reply.content_type, serde_json::from_slice(&reply.body).unwrap())
    }

    #[test]
    fn bodies_have_the_declared_shape() {
        let spec = |id| catalog::spec(id).unwrap();
        let (media, json) = body(&Fault::not_found(spec("getCollection"), "c1"), "getCollection");
        assert_eq!(media, Some("application/problem+json"));
        assert_eq!(json["error"]["details"], json!({ "item": "collection", "id": "c1" }));
        let (media, json) = body(&Fault::not_found(spec("getWorkspace"), "w"), "getWorkspace");
        assert_eq!(media, Some("application/json"));
        assert_eq!(json["error"]["statusCode"], 404);
        let (_, json) = body(&Fault::forbidden(), "createWorkspaceUpdate");
        assert_eq!(json["status"], 403, "a problem body: {json}");
    }

    #[test]
    fn refused_credentials_read_the_same_for_every_client() {
        for spec in CATALOGUE.iter() {
            let json: Value =
                serde_json::from_slice(&Fault::unauthenticated().reply(Some(spec)).body).unwrap();
            let forms = spec.error(401).map(|form| form.shapes);
            if forms.is_some_and(|shapes| shapes.contains(&Shape::E1)) {
                assert_eq!(json["error"]["name"], "AuthenticationError", "{}", spec.id);
            }
            assert!(json.is_object(), "{}", spec.id);
        }
    }
}
