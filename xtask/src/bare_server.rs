//! `cargo xtask bare-server`: the same bytes from memory, by the same HTTP stack.
//!
//! What `bench` compares with: a server of this stack can't be much faster than this one.

use std::{fs, io::Write, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use axum::Router;
use bytes::Bytes;
use clap::Args;
use http::header;

#[derive(Args)]
pub(crate) struct Options {
    /// The file whose bytes are every answer.
    #[arg(long)]
    file: PathBuf,
    /// Milliseconds before each answer.
    #[arg(long, default_value_t = 0)]
    millis: u64,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let bytes = fs::read(&options.file)
        .with_context(|| format!("`{}` can't be read", options.file.display()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(bytes.into(), Duration::from_millis(options.millis)))
}

async fn serve(bytes: Bytes, pause: Duration) -> Result<()> {
    let answer = move || {
        let bytes = bytes.clone();
        async move {
            if pause > Duration::ZERO {
                tokio::time::sleep(pause).await;
            }
            ([(header::CONTENT_TYPE, "application/json")], bytes)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let ready = serde_json::json!({
        "event": "ready", "url": format!("http://{}", listener.local_addr()?),
    });
    writeln!(std::io::stdout(), "{ready}")?;
    axum::serve(listener, Router::new().fallback(answer)).await?;
    Ok(())
}
