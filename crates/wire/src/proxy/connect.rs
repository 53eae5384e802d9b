//! Opens a tunnel through an HTTP proxy.

use bytes::BytesMut;
use tokio::io::AsyncWriteExt;

use super::Proxy;
use crate::{
    clock::Clock,
    fault::Fault,
    http1::{
        answer::{Reader, rules},
        send,
    },
    io::Io,
    options::Options,
    request::{Header, Request},
    tls,
};

/// Asks the proxy at the other end of `io` for a connection to the request's host.
pub(crate) async fn open(
    io: &mut Io,
    request: &Request,
    options: &Options,
    proxy: &Proxy,
    clock: &Clock,
) -> Result<(), Fault> {
    let place = send::authority(&request.host, Some(request.port));
    let mut out = format!("CONNECT {place} HTTP/1.1\r\n").into_bytes();
    send::line(&mut out, &Header::new("Host", place));
    if let Some(agent) = request.headers.iter().find(|header| header.is("user-agent")) {
        send::line(&mut out, agent);
    }
    if let Some(header) = send::proxy_authorization(proxy) {
        send::line(&mut out, &header);
    }
    out.extend_from_slice(b"\r\n");
    let failed = |reason: &Fault| Fault::Proxy { reason: format!("cause={reason}") };
    let written = clock.idle(async { io.write_all(&out).await.and(io.flush().await) }).await?;
    written.map_err(|error| failed(&tls::fault("write", &error)))?;
    let (mut buffer, mut first) = (BytesMut::new(), None);
    let mut reader = Reader { io, buffer: &mut buffer, clock, first: &mut first };
    let head = match reader.final_head(rules(options), options.limits.interim).await {
        Ok(head) => head,
        Err(fault @ Fault::Timeout(_)) => return Err(fault),
        Err(fault) => return Err(failed(&fault)),
    };
    if !matches!(head.status, 200..=299) {
        return Err(Fault::Proxy { reason: format!("statusCode={}", head.status) });
    }
    if !buffer.is_empty() {
        // Nobody has asked the server anything yet; this would be the proxy's own voice.
        return Err(Fault::Proxy { reason: "the proxy spoke for the server".to_owned() });
    }
    Ok(())
}
