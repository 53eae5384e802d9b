//! Tells people and programs of failures.

use std::{fmt::Write as _, time::Duration};

use gate::policy::Resource;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use serde_json::{Value, json};
use store::{RunState, RunTally};
use wire::{Body, Header, Options, Request, Scheme};

use crate::{
    Definition,
    engine::Inner,
    settings::{Secret, Smtp},
    webhook::signature,
};

/// The console's default: after so many failures in a row nobody is told any more.
const LIMIT: u32 = 3;
/// Recipients of a message at most.
const RECIPIENTS: usize = 5;
/// The time for telling one of them.
const TIME: Duration = Duration::from_secs(20);

/// A run that ended.
pub(crate) struct Told<'t> {
    pub(crate) monitor: &'t Resource,
    pub(crate) definition: &'t Definition,
    /// Names of collection and environment.
    pub(crate) names: (&'t str, Option<&'t str>),
    pub(crate) state: RunState,
    pub(crate) reason: &'t str,
    pub(crate) tally: RunTally,
    pub(crate) changes: &'t [String],
}

/// Tells of a run that failed, unless it did so too often already. What can't be delivered is noted
/// in the diagnostics and not tried again.
pub(crate) async fn tell(inner: &Inner, told: &Told<'_>) {
    if !matches!(told.state, RunState::Failed | RunState::Error | RunState::Aborted) {
        return;
    }
    let limit = told.definition.notification_limit.unwrap_or(LIMIT);
    let most = u64::from(limit) + 1;
    match inner.store.failures_in_a_row(&told.monitor.id, most).await {
        Ok(failures) if failures <= limit.into() => {}
        Ok(_) => return,
        Err(error) => return tracing::warn!(%error, "failures could not be counted"),
    }
    let notify = &inner.settings.notify;
    if let Some(url) = &notify.url {
        post(inner, url, notify.secret.as_ref(), &message(told)).await;
    }
    let recipients = recipients(told);
    if recipients.is_empty() {
        return;
    }
    if let Some(smtp) = &notify.smtp {
        for to in recipients {
            mail(smtp, to, told).await;
        }
    } else {
        tracing::warn!(
            monitor = told.monitor.id,
            "nobody was written to: no SMTP server is set (monitors.smtp_url)"
        );
    }
}

/// The addresses for this end.
fn recipients<'t>(told: &Told<'t>) -> Vec<&'t str> {
    let Some(notifications) = &told.definition.notifications else { return Vec::new() };
    let list = match told.state {
        RunState::Failed => &notifications.on_failure,
        _ => &notifications.on_error,
    };
    let addresses = list.iter().flatten().map(|mail| mail.email.as_str());
    addresses.filter(|address| !address.is_empty()).take(RECIPIENTS).collect()
}

/// The message to programs.
fn message(told: &Told<'_>) -> Value {
    let Told { monitor, definition, names, state, reason, tally, changes } = told;
    json!({
        "monitor_name": monitor.name,
        "monitor_uid": monitor.uid,
        "collection_name": names.0,
        "collection_uid": definition.collection,
        "environment_name": names.1,
        "environment_uid": definition.environment,
        "user_id": definition.creator.user.0,
        "status": state.name(),
        "reason": reason,
        "changes": changes,
        "metrics": {
            "errors": tally.requests_failed,
            "failedTests": tally.assertions_failed,
            "passedTests": tally.assertions - tally.assertions_failed,
            "requestCount": tally.requests,
            "totalLatency": tally.latency,
            "warnings": 0,
        },
    })
}

async fn post(inner: &Inner, url: &str, secret: Option<&Secret>, message: &Value) {
    let body = message.to_string();
    let Some(request) = request(url, secret, body) else {
        return tracing::warn!("monitors.notify_url is no address like https://example.com/hook");
    };
    // The address is the operator's word, so no rule of runs is asked.
    let options = Options { total_timeout: Some(TIME), ..Options::default() };
    match inner.client.send(&request, &options).await {
        Ok(response) if response.status < 400 => {}
        Ok(response) => tracing::warn!(status = response.status, "a notification was refused"),
        Err(error) => tracing::warn!(%error, "a notification could not be delivered"),
    }
}

fn request(url: &str, secret: Option<&Secret>, body: String) -> Option<Request> {
    let uri: http::Uri = url.parse().ok()?;
    let scheme = match uri.scheme_str()? {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        _ => return None,
    };
    let host = uri.host()?.to_owned();
    let mut headers = vec![
        Header::new("Host", uri.authority()?.as_str()),
        Header::new("Content-Type", "application/json"),
        Header::new("Content-Length", body.len().to_string()),
    ];
    if let Some(secret) = secret {
        let value = format!("sha256={}", signature(&secret.0, body.as_bytes()));
        headers.push(Header::new("X-Gatepost-Signature", value));
    }
    Some(Request {
        method: "POST".to_owned(),
        scheme,
        host,
        port: uri.port_u16().unwrap_or(scheme.default_port()),
        target: uri.path_and_query().map_or("/", |it| it.as_str()).as_bytes().to_vec(),
        headers,
        body: Body::Bytes(body.into()),
    })
}

async fn mail(smtp: &Smtp, to: &str, told: &Told<'_>) {
    match tokio::time::timeout(TIME, send(smtp, to, told)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "a mail about a monitor could not be sent"),
        Err(_) => tracing::warn!("a mail about a monitor took too long"),
    }
}

async fn send(smtp: &Smtp, to: &str, told: &Told<'_>) -> Result<(), String> {
    let mailbox = |address: &str| {
        address.parse::<Mailbox>().map_err(|error| format!("`{address}` is no address: {error}"))
    };
    let message = Message::builder()
        .from(mailbox(&smtp.from)?)
        .to(mailbox(to)?)
        .subject(format!("Monitor {} {}", told.monitor.name, told.state.name()))
        .header(ContentType::TEXT_PLAIN)
        .body(letter(told))
        .map_err(|error| error.to_string())?;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url.0)
        .map_err(|error| error.to_string())?
        .timeout(Some(TIME))
        .build();
    transport.send(message).await.map_err(|error| error.to_string())?;
    Ok(())
}

/// The text of a mail: what happened, and what changed.
fn letter(told: &Told<'_>) -> String {
    let Told { monitor, names, state, reason, tally, changes, .. } = told;
    let mut text = format!(
        "The monitor {} ran the collection {} and ended as {}: {reason}.\n\n{} of {} tests and {} \
         of {} requests failed.\n",
        monitor.name,
        names.0,
        state.name(),
        tally.assertions_failed,
        tally.assertions,
        tally.requests_failed,
        tally.requests,
    );
    if !changes.is_empty() {
        text.push_str("\nSince the last good run:\n");
        for change in *changes {
            // Writing to a string can't fail.
            let _ = writeln!(text, "- {change}");
        }
    }
    text
}
