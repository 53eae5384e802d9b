//! From the answer of REST to the result of a tool.

use bytes::Bytes;
use catalog::Spec;
use gate::{Principal, Refusal};
use http::{HeaderMap, header};
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Map, Value, json};

use crate::{compact::compact, tools, tools::Entry, view::View};

/// What came back from the gate.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers.
    pub(crate) headers: HeaderMap,
    /// Body.
    pub(crate) body: Bytes,
}

impl Answer {
    /// The id of the record of this call, which agents are told.
    fn request_id(&self) -> Option<&str> {
        self.header("x-gatepost-request-id")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }

    /// True unless it says that it is something else, such as Markdown.
    fn is_json(&self) -> bool {
        self.header("content-type").is_none_or(|media| media.contains("json"))
    }

    /// True for 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// True when the caller or its request is at fault, other than by asking too often.
    pub(crate) fn refuses(&self) -> bool {
        matches!(self.status, 400 | 403 | 404 | 405 | 422)
    }
}

/// The result of a call that was served.
pub(crate) fn served(entry: &Entry, view: Option<&View>, answer: &Answer) -> CallToolResult {
    if answer.body.is_empty() {
        return CallToolResult::success(vec![ContentBlock::text("Done.")]);
    }
    if !answer.is_json() {
        return CallToolResult::success(vec![ContentBlock::text(answer.text())]);
    }
    let shown = view.and_then(|view| view.show(answer.text()));
    let text = compact(shown.as_deref().unwrap_or(answer.text()));
    let structured =
        entry.tool.output_schema.as_ref().and_then(|_| {
            serde_json::from_str(&text).ok().filter(|value: &Value| value.is_object())
        });
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = structured;
    result
}

/// The result of a call that failed: the words of REST, and what a model can act on.
pub(crate) fn failed(spec: &Spec, answer: &Answer, problems: &[String]) -> CallToolResult {
    let said = message(answer);
    match answer.status {
        400 | 404 | 422 if !problems.is_empty() => {
            let text = format!("Wrong arguments for `{}`: {}.", spec.tool, problems.join("; "));
            error(&text, answer.request_id(), None)
        }
        403 => {
            let needs: Vec<&str> = answer
                .header("x-gatepost-needs")
                .into_iter()
                .flat_map(|all| all.split(", "))
                .collect();
            let reason = answer.header("x-gatepost-reason").unwrap_or("forbidden");
            denial(&said, reason, &needs, answer)
        }
        429 => {
            let wait =
                answer.header(header::RETRY_AFTER.as_str()).and_then(|wait| wait.parse().ok());
            let wait: u64 = wait.unwrap_or(1);
            let mut structured = decision("limit", "rate_limited", answer);
            structured.insert("retry_after_seconds".to_owned(), wait.into());
            let text = format!("{said} Try again in {wait} seconds.");
            error(&text, answer.request_id(), Some(structured))
        }
        _ => error(&said, answer.request_id(), None),
    }
}

/// The result for a caller who may not use the tool at all.
///
/// It says the same whatever resource was named, so that it tells nothing about resources.
pub(crate) fn refused(
    spec: &Spec,
    principal: &Principal,
    why: &Refusal,
    answer: &Answer,
) -> CallToolResult {
    let who = if principal.agent().is_some() { "This agent" } else { "This user" };
    let needs: Vec<&str> = why.needs.iter().map(String::as_str).collect();
    let hint = if needs.is_empty() {
        String::new()
    } else {
        format!(" It needs {}, which an administrator can grant.", needs.join(" and "))
    };
    let text = format!("{who} may not use `{}`: {}.{hint}", spec.tool, why.sentence);
    denial(&text, why.reason, &needs, answer)
}

/// The result of a call of a tool that this endpoint does not offer.
pub(crate) fn elsewhere(spec: &Spec) -> CallToolResult {
    let paths: Vec<&str> = spec.toolsets.iter().map(|one| tools::path(*one)).collect();
    let text = if paths.is_empty() {
        format!("`{}` is no tool: call {} {} over REST.", spec.tool, spec.method, spec.path)
    } else {
        format!(
            "This endpoint does not offer `{}`: it is at {}.",
            spec.tool,
            paths.join(" and at ")
        )
    };
    error(&text, None, None)
}

/// The result when the arguments fit into no request.
pub(crate) fn too_long(spec: &Spec) -> CallToolResult {
    let text = format!("Wrong arguments for `{}`: a text in path or query is too long.", spec.tool);
    error(&text, None, None)
}

/// The result of a call with an access key next to an agent's key.
pub(crate) fn access_key(answer: &Answer) -> CallToolResult {
    let text = "An agent reads collections by its grants: leave out `access_key`.";
    denial(text, "unauthenticated", &[], answer)
}

fn denial(text: &str, reason: &str, needs: &[&str], answer: &Answer) -> CallToolResult {
    let mut structured = decision("deny", reason, answer);
    structured.insert("needs".to_owned(), needs.into());
    error(text, answer.request_id(), Some(structured))
}

fn decision(decision: &str, reason: &str, answer: &Answer) -> Map<String, Value> {
    let mut structured = Map::new();
    structured.insert("decision".to_owned(), decision.into());
    structured.insert("reason".to_owned(), reason.into());
    if let Some(id) = answer.request_id() {
        structured.insert("request_id".to_owned(), id.into());
    }
    structured
}

fn error(
    text: &str,
    request_id: Option<&str>,
    structured: Option<Map<String, Value>>,
) -> CallToolResult {
    let reference = request_id.map(|id| format!(" Request {id}.")).unwrap_or_default();
    let mut result = CallToolResult::error(vec![ContentBlock::text(format!("{text}{reference}"))]);
    result.structured_content = structured.map(Value::Object);
    result
}

/// The message of an error body, in whichever of the declared shapes it is, as a sentence.
fn message(answer: &Answer) -> String {
    let body: Value = serde_json::from_str(answer.text()).unwrap_or_default();
    let found = ["/error/message", "/detail", "/message", "/error_description", "/title"]
        .iter()
        .find_map(|place| body.pointer(place)?.as_str());
    let mut text = found.map_or_else(
        || format!("The server answered with status {}", answer.status),
        |found| found.trim().to_owned(),
    );
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    let details = body.pointer("/error/details").filter(|details| {
        !matches!(details, Value::Null) && **details != json!({}) && **details != json!([])
    });
    if let Some(details) = details {
        text.push_str(" Details: ");
        text.push_str(&details.to_string());
    }
    text
}

#[cfg(test)]
mod tests;
