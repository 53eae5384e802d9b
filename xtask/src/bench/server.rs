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

    /// The same, which takes so many milliseconds for each answer.
    pub(super) fn slow(file: &Path, millis: u64) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([OsStr::new("bare-server"), OsStr::new("--file")]).arg(file);
        Self::start(command.arg("--millis").arg(millis.to_string()))
    }

    /// Starts a server that does not say when it is ready.
    pub(super) fn quiet(command: &mut Command, address: SocketAddr) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn()?;
        Ok(Self { child, ready: Value::Null, address, ready_after: Duration::ZERO })
    }

    /// Starts a server that says in a line of JSON where it listens.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
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
        self.status("VmRSS:")
    }

    /// The most memory it has had, in megabytes.
    pub(super) fn peak(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    /// Seconds of processor time it has used.
    pub(super) fn processor_seconds(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, after) = text.rsplit_once(')').context("no name in /proc")?;
        let ticks: Vec<f64> =
            after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
        // The kernel counts in hundredths of a second for programs.
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }

    fn status(&self, name: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
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
