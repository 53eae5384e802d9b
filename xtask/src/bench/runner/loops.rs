//! The same requests without a runner.

use std::{net::SocketAddr, time::Instant};

use anyhow::Result;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};

use super::super::load::connect;

/// Sends requests one after the other over one connection; answers the seconds it took.
pub(super) async fn send(address: SocketAddr, count: usize) -> Result<f64> {
    let start = Instant::now();
    let mut connection = connect(address).await?;
    for number in 0..count {
        connection.ready().await?;
        let request = Request::get(format!("/items/{number}")).header("host", "bench");
        let answer = connection.send_request(request.body(Full::<Bytes>::default())?).await?;
        answer.into_body().collect().await?;
    }
    Ok(start.elapsed().as_secs_f64())
}
