//! The program as a process.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::client::Client;

/// How often to look at something that no one tells of.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The program under test; the runner may have built it elsewhere.
pub(crate) fn program() -> PathBuf {
    let built = std::env::var_os("GATEPOST_BIN").map(PathBuf::from);
    built.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_gatepost")))
}

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The first line of data of a command that must end well.
    pub(crate) fn line(&self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out.lines().next().unwrap_or_default().to_owned()
    }
}

/// Runs a local command of the program on a data folder.
pub(crate) fn gatepost(data: &Path, args: &[&str]) -> Said {
    said(clean(program()).args(args).arg("--data").arg(data))
}

/// Runs a command to its end.
pub(crate) fn said(command: &mut Command) -> Said {
    let said = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: said.status.code(), out: text(&said.stdout), err: text(&said.stderr) }
}

/// A command without what the environment of the tests would tell the program.
pub(crate) fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GATEPOST_") || text.starts_with("POSTMAN_") {
            command.env_remove(&name);
        }
    }
    command
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// What it wrote to stderr so far.
    complaints: Arc<Mutex<String>>,
    address: SocketAddr,
    ready: Value,
    /// From being started to saying that it is ready.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts it on a data folder, without rate limits, on a port that is free.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, |_| {})
    }

    /// As [`Server::start`], with a change to how it is called.
    pub(crate) fn start_with(data: &Path, change: impl FnOnce(&mut Command)) -> Self {
        Self::try_start(data, change)
            .unwrap_or_else(|said| panic!("the server did not start: {said}"))
    }

    /// As [`Server::start_with`]; a server that ends before it is ready answers what it said.
    pub(crate) fn try_start(
        data: &Path,
        change: impl FnOnce(&mut Command),
    ) -> Result<Self, String> {
        let mut command = clean(program());
        command.args(["serve", "--json", "--listen", "127.0.0.1:0", "--limits", "off", "--data"]);
        command.arg(data).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        change(&mut command);
        let begun = Instant::now();
        let mut child = command.spawn().unwrap();
        let complaints = heard(child.stderr.take().unwrap());
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready_after = begun.elapsed();
        if line.is_empty() {
            let status = child.wait().unwrap();
            return Err(format!("{status}: {}", complaints.lock().unwrap()));
        }
        let ready: Value = serde_json::from_str(&line).unwrap();
        let address = ready["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
        Ok(Self { child, complaints, address, ready, ready_after })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    /// The key of administrators; shown on the first start only.
    pub(crate) fn admin_key(&self) -> String {
        self.ready["adminKey"].as_str().unwrap().to_owned()
    }

    /// The key of the first user; shown on the first start only.
    pub(crate) fn api_key(&self) -> String {
        self.ready["apiKey"].as_str().unwrap().to_owned()
    }

    /// True when this start showed keys.
    pub(crate) fn shows_keys(&self) -> bool {
        self.ready["apiKey"].is_string()
    }

    /// A client with a key.
    pub(crate) fn client(&self, key: &str) -> Client {
        Client::new(self.address, key)
    }

    /// The most memory it has had, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() * 1024
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as an init system does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits for it to end by itself.
    pub(crate) async fn ended(mut self, limit: Duration) -> ExitStatus {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Stops it in good order.
    pub(crate) async fn stop(self) {
        self.terminate();
        let complaints = self.complaints.clone();
        let status = self.ended(Duration::from_secs(20)).await;
        assert!(status.success(), "{status}: {}", complaints.lock().unwrap());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the server said: {}", self.complaints.lock().unwrap());
        }
    }
}

/// Collects what a process writes; the disk of its data may be full.
fn heard(mut stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    let all = said.clone();
    std::thread::spawn(move || {
        let mut block = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut block) {
            all.lock().unwrap().push_str(&String::from_utf8_lossy(&block[..read]));
        }
    });
    said
}

/// Looks until `done`; fails with `what` after a while.
pub(crate) async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(2);
    while !done().await {
        assert!(Instant::now() < deadline, "{what} did not happen");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
