//! A load generator: keep-alive connections that ask as fast as they are answered.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, task::JoinSet};

/// Connections of every measurement.
pub(super) const CONNECTIONS: usize = 64;
/// Answers in this time are not counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// What to ask, again and again.
#[derive(Clone)]
pub(super) struct Load {
    /// Whom to ask.
    pub(super) address: SocketAddr,
    /// Path and query.
    pub(super) path: String,
    /// The key to show, if any.
    pub(super) key: Option<String>,
}

/// What came of it.
pub(super) struct Outcome {
    seconds: f64,
    /// Microseconds of every answer, sorted.
    micros: Vec<u32>,
}

impl Outcome {
    /// Answers per second.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 answers")]
    pub(super) fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.seconds
    }

    /// How many answers there were.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 answers")]
    pub(super) fn answers(&self) -> f64 {
        self.micros.len().max(1) as f64
    }

    /// The time in milliseconds within which a share (0 to 1) of the answers came.
    pub(super) fn millis_at(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index that is below the length"
        )]
        let index = (self.micros.len().saturating_sub(1) as f64 * share) as usize;
        self.micros.get(index).copied().map_or(0.0, |micros| f64::from(micros) / 1000.0)
    }
}

/// A kept-alive connection.
pub(super) async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Asks over all connections for `time`. Every answer must be a 200.
pub(super) async fn drive(load: &Load, time: Duration) -> Result<Outcome> {
    let mut callers = JoinSet::new();
    let start = Instant::now() + WARM_UP;
    for _ in 0..CONNECTIONS {
        callers.spawn(caller(load.clone(), start, start + time));
    }
    let mut micros = Vec::new();
    while let Some(answered) = callers.join_next().await {
        micros.extend(answered??);
    }
    micros.sort_unstable();
    Ok(Outcome { seconds: time.as_secs_f64(), micros })
}

async fn caller(load: Load, start: Instant, end: Instant) -> Result<Vec<u32>> {
    let mut connection = connect(load.address).await?;
    let mut micros = Vec::with_capacity(1 << 14);
    loop {
        let asked = Instant::now();
        if asked >= end {
            return Ok(micros);
        }
        connection.ready().await?;
        let mut answer = connection.send_request(load.request()?).await?;
        while let Some(frame) = answer.frame().await {
            frame?;
        }
        if answer.status() != StatusCode::OK {
            bail!("{} answers {}", load.path, answer.status());
        }
        if asked >= start {
            micros.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
}

impl Load {
    fn request(&self) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::get(&self.path).header(http::header::HOST, "bench");
        if let Some(key) = &self.key {
            request = request.header("x-api-key", key);
        }
        Ok(request.body(Full::default())?)
    }
}

/// The middle of some values.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_answers_have_their_times() {
        let outcome = Outcome { seconds: 2.0, micros: (1..=1000).collect() };
        assert!((outcome.rate() - 500.0).abs() < 1e-9);
        assert!((outcome.millis_at(0.5) - 0.5).abs() < 1e-9);
        assert!((outcome.millis_at(1.0) - 1.0).abs() < 1e-9);
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
    }
}
