//! A measured process.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// How long a process took, and how much memory it had at most.
pub(super) struct Ended {
    pub(super) seconds: f64,
    pub(super) megabytes: f64,
}

/// Runs a command to its end; it must end well.
pub(super) fn run(command: &mut Command) -> Result<Ended> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut kilobytes = 0.0_f64;
    let status = loop {
        // The mark only grows, so the last look is what counts.
        if let Ok(text) = fs::read_to_string(&status_file) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let value = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            kilobytes = kilobytes.max(value.unwrap_or(0.0));
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let seconds = start.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(Ended { seconds, megabytes: kilobytes / 1024.0 })
}
