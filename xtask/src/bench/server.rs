//! A server under measurement, as a process of its own.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A running server; killed when dropped.
pub(super) struct Server {
    child: Child,
    ready: Value,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// From being started to saying that it is ready.
    pub(super) ready_after: Duration,
}

impl Server {
    /// Starts the program on a data folder, with records and without limits.
    pub(super) fn gatepost(program: &Path, data: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(["serve", "--json", "--limits", "off", "--listen", "127.0.0.1:0", "--data"]);
        Self::start(command.arg(data))
    }

    /// Starts the server that only answers the bytes of `file`.
    pub(super) fn bare(file: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        Self::start(command.args([OsStr::new("bare-server"), OsStr::new("--file")]).arg(file))
    }

    fn start(command: &mut Command) -> Result<Self> {
        let start = Instant::now();
        // What it tells people would stand between the lines of the table.
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().context("the server has no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let ready_after = start.elapsed();
        let ready: Value =
            serde_json::from_str(&line).with_context(|| format!("{command:?} said {line:?}"))?;
        let url = ready.get("url").and_then(Value::as_str).unwrap_or_default();
        let address = url.trim_start_matches("http://").trim_end_matches('/').parse();
        let address = address.with_context(|| format!("the server's address is {url:?}"))?;
        Ok(Self { child, ready, address, ready_after })
    }

    /// A key that the server shows on its first start: `adminKey` or `apiKey`.
    pub(super) fn key(&self, name: &str) -> Result<String> {
        let key = self.ready.get(name).and_then(Value::as_str).map(str::to_owned);
        key.with_context(|| format!("the server shows no {name}"))
    }

    /// Resident memory in megabytes (2^20 bytes).
    pub(super) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kilobytes.context("no memory in /proc")? / 1024.0)
    }

    /// Stops it in good order.
    pub(super) fn stop(mut self) -> Result<()> {
        let mut kill = Command::new("kill");
        kill.arg("-TERM").arg(self.child.id().to_string()).status()?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
