//! Lists calls of a mock, newest first.

use catalog::op;
use gate::{Fault, Reply};
use model::{mask::Masker, time::iso};
use serde_json::{Value, json};
use store::{MockCall, MockCallQuery};

use crate::{ApiError, Call, Context, Ctx, Outcome, aside::aside, cursor, elements};

/// Bytes of a page at most.
const PAGE: usize = 6_500_000;
/// Calls of a page at most.
const MOST: u64 = 100;
const DAY: i64 = 24 * 3_600_000;

/// Which parts of a request or an answer are shown.
#[derive(Clone, Copy)]
struct Parts {
    headers: bool,
    body: bool,
}

/// Which parts of a call are shown.
#[derive(Clone, Copy)]
struct Include {
    request: Parts,
    response: Parts,
}

pub(super) async fn get_mock_call_logs(ctx: Ctx, call: Call<op::GetMockCallLogs>) -> Outcome {
    let id = call.target()?.id.clone();
    let (query, include) = asked(&ctx, &call)?;
    let masker = call.permit.masks().then_some(ctx.masker);
    let calls = ctx.store.mock_calls(&id, &query).await?;
    let size = calls.iter().map(|call| call.request.len() + call.response.len()).sum();
    let page = aside(size, move || page(calls, query.limit - 1, include, masker.as_ref()));
    let (rows, next) = page.await?;
    let shown = rows.len();
    let body = json!({ "call-logs": rows, "meta": { "nextCursor": next } });
    Ok(Reply::json(elements::write(&body)?).showing(shown))
}

/// What to read: one call more than shown tells whether there is a next page.
fn asked(
    ctx: &Context,
    call: &Call<op::GetMockCallLogs>,
) -> Result<(MockCallQuery, Include), ApiError> {
    let query = call.query()?;
    let words = query.list("include");
    let has = |word: &str| words.contains(&word);
    let include = Include {
        request: Parts { headers: has("request.headers"), body: has("request.body") },
        response: Parts { headers: has("response.headers"), body: has("response.body") },
    };
    if query.text("sort").is_some() != query.text("direction").is_some() {
        return Err(refused("sort", "It goes with direction, and direction with it.").into());
    }
    let moment = |name: &'static str| match query.text(name).map(model::time::parse) {
        Some(None) => Err(refused(name, "It must be a time like 2026-12-31T00:00:00Z.")),
        Some(moment) => Ok(moment),
        None => Ok(None),
    };
    let (since, until) = (moment("since")?, moment("until")?);
    let days = ctx.about.mock_log_days;
    if since.is_some_and(|since| since < call.permit.now() - i64::from(days) * DAY) {
        let why = format!(
            "Cannot view logs beyond the call log retention period based on your plan i.e. {days} \
             days."
        );
        return Err(refused("since", &why).into());
    }
    if since.zip(until).is_some_and(|(since, until)| until < since) {
        return Err(refused("until", "It must not be before since.").into());
    }
    let matched = match query.text("responseType").map(str::to_ascii_lowercase).as_deref() {
        None => None,
        Some("success") => Some(true),
        Some("error") => Some(false),
        Some(_) => return Err(refused("responseType", "It must be success or error.").into()),
    };
    let after = match query.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => None,
        Some(cursor) => Some(cursor::by_age(cursor).ok_or_else(cursor::refused)?),
    };
    let limit = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(MOST);
    let query = MockCallQuery {
        since,
        until,
        status: query.integer("responseStatusCode"),
        matched,
        method: query.text("requestMethod").map(str::to_owned),
        path: query.text("requestPath").map(str::to_owned),
        ascending: query.text("direction") == Some("asc"),
        after,
        limit: limit.min(MOST) + 1,
        contents: !words.is_empty(),
    };
    Ok((query, include))
}

fn refused(parameter: &str, why: &str) -> Fault {
    let message = format!("Invalid value for parameter: {parameter}. {why}");
    Fault::new(400, "invalidParamsError", message)
}

/// The rows of a page and the cursor of the next.
fn page(
    calls: Vec<MockCall>,
    limit: u64,
    include: Include,
    masker: Option<&Masker>,
) -> (Vec<Value>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut rows, mut size, mut last) = (Vec::new(), 0, None);
    for call in calls {
        let row = row(&call, include, masker);
        size += row.to_string().len();
        if rows.len() >= limit || (size > PAGE && !rows.is_empty()) {
            return (rows, last);
        }
        last = Some(cursor::write("t", &[&call.at.to_string(), &call.id]));
        rows.push(row);
    }
    (rows, None)
}

fn row(call: &MockCall, include: Include, masker: Option<&Masker>) -> Value {
    let mut request = json!({ "method": call.method, "url": call.path });
    let kind = if call.matched { "success" } else { "error" };
    let mut response = json!({ "type": kind, "statusCode": call.status });
    let parts = [
        (&mut request, &call.request, include.request),
        (&mut response, &call.response, include.response),
    ];
    for (shown, stored, Parts { headers, body }) in parts {
        let stored: Value = serde_json::from_str(stored).unwrap_or_default();
        for (name, wanted) in [("headers", headers), ("body", body)] {
            if wanted && let Some(value) = stored.get(name) {
                shown[name] = value.clone();
            }
        }
    }
    let mut row = json!({
        "id": call.id,
        "responseName": call.name,
        "servedAt": iso(call.at),
        "request": request,
        "response": response,
    });
    if let Some(masker) = masker {
        row = masked(row, masker);
    }
    if let Some(request) = row.get_mut("request").and_then(Value::as_object_mut) {
        // Under this name what is secret in an address is found.
        let path = request.shift_remove("url").unwrap_or_default();
        request.insert("path".to_owned(), path);
    }
    row
}

/// The row with secret values masked, those in bodies included.
fn masked(mut row: Value, masker: &Masker) -> Value {
    for part in ["request", "response"] {
        let Some(body) = row.get_mut(part).and_then(|part| part.get_mut("body")) else { continue };
        let is_form = body.get("mode").is_some_and(|mode| mode == "urlencoded");
        let Some(data) = body.get_mut("data") else { continue };
        let text = data.as_str().unwrap_or_default();
        if is_form {
            *data = masker.form(text).into();
        } else if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            *data = masker.body(text).into();
        }
    }
    serde_json::from_str(&masker.collection(&row.to_string())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING: Parts = Parts { headers: true, body: true };
    const ALL: Include = Include { request: EVERYTHING, response: EVERYTHING };

    fn call(at: i64) -> MockCall {
        MockCall {
            mock: "m".to_owned(),
            id: format!("c{at}"),
            at,
            name: "found".to_owned(),
            method: "POST".to_owned(),
            path: "/login?api_key=abc123".to_owned(),
            status: 200,
            matched: true,
            request: json!({
                "headers": [{ "key": "Authorization", "value": "Basic c2VjcmV0" }],
                "body": { "mode": "raw", "data": "{\"password\":\"hunter2\",\"user\":\"ana\"}" },
            })
            .to_string(),
            response: json!({ "headers": [], "body": { "data": "ok" } }).to_string(),
        }
    }

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let masker = Masker { key: [7; 32] };
        let text = row(&call(1), ALL, Some(&masker)).to_string();
        for secret in ["abc123", "c2VjcmV0", "hunter2"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(text.contains("ana"), "{text}");
        let text = row(&call(1), ALL, None).to_string();
        assert!(text.contains(r#""path":"/login?api_key=abc123""#), "{text}");
    }

    #[test]
    fn secrets_in_forms_are_masked() {
        let masker = Masker { key: [7; 32] };
        let request =
            json!({ "body": { "mode": "urlencoded", "data": "user=ana&password=hunter2" } });
        let form = MockCall { request: request.to_string(), ..call(1) };
        let text = row(&form, ALL, Some(&masker)).to_string();
        assert!(text.contains("user=ana&password=") && !text.contains("hunter2"), "{text}");
    }

    #[test]
    fn parts_are_shown_when_they_are_asked_for() {
        let none = Parts { headers: false, body: false };
        let body = Include { request: none, response: Parts { headers: false, body: true } };
        let row = row(&call(1), body, None);
        assert_eq!(row["response"]["body"], json!({ "data": "ok" }));
        assert!(row["response"].get("headers").is_none() && row["request"].get("body").is_none());
    }

    #[test]
    fn a_page_ends_by_number_or_size() {
        let (rows, next) = page(vec![call(3), call(2), call(1)], 2, ALL, None);
        assert_eq!(rows.len(), 2);
        assert_eq!(cursor::by_age(&next.unwrap()), Some((2, "c2".to_owned())));
        let big = |at| MockCall {
            response: json!({ "body": { "data": "x".repeat(4_000_000) } }).to_string(),
            ..call(at)
        };
        let (rows, next) = page(vec![big(3), big(2)], 100, ALL, None);
        assert_eq!((rows.len(), next.is_some()), (1, true));
        assert_eq!(page(vec![call(1)], 1, ALL, None).1, None);
    }
}
