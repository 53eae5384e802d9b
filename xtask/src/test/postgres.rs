//! A PostgreSQL server for the tests: given, found or installed, and started on a free port.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

use anyhow::{Context, Result, bail};

use super::Skipped;
use crate::shell;

/// Tells the tests where the server is. Given by the user, nothing is started.
pub(crate) const URL: &str = "GATEPOST_TEST_DATABASE_URL";

const WHAT: &str = "the store's tests on PostgreSQL";

/// A running server, stopped and removed when dropped.
pub(crate) struct Server {
    /// Where it listens, as its superuser.
    pub(crate) url: String,
    guard: Child,
}

/// A server, or a word in `skipped` on why there is none. With a given URL there is nothing to
/// start: the tests read the variable themselves.
pub(crate) fn prepare(install: bool, skipped: &mut Skipped) -> Option<Server> {
    if env::var_os(URL).is_some() {
        return None;
    }
    let mut programs = find();
    if programs.is_none() && install && shell::is_root() && shell::find("apt-get").is_some() {
        if let Err(error) = apt_get() {
            skipped.add(WHAT, format!("it could not be installed: {error}"));
            return None;
        }
        programs = find();
    }
    let Some(programs) = programs else {
        let why = format!(
            "its server programs are neither in PATH nor in /usr/lib/postgresql; {URL} can name a \
             server"
        );
        skipped.add(WHAT, why);
        return None;
    };
    match Server::start(&programs) {
        Ok(server) => Some(server),
        Err(error) => {
            skipped.add(WHAT, format!("it could not be started: {error:#}"));
            None
        }
    }
}

/// The folder of the newest server programs.
fn find() -> Option<PathBuf> {
    if let Some(initdb) = shell::find("initdb") {
        // Distributions link it into PATH, but its fellows lie where the link leads.
        return initdb.canonicalize().ok()?.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions.flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    newest.max().map(|(_, programs)| programs)
}

fn apt_get() -> Result<()> {
    let get = |args: &[&str]| {
        let mut get = shell::program("apt-get");
        shell::run(get.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
    };
    let install = ["install", "--yes", "--no-install-recommends", "postgresql"];
    get(&install).or_else(|_| {
        get(&["update"])?;
        get(&install)
    })
}

/// Runs a cluster in a folder of its own until its input ends, however this program does.
const SCRIPT: &str = r#"
    trap '' INT TERM
    folder=$(mktemp -d) || exit 1
    trap 'rm -rf "$folder"' EXIT
    {
        "$PROGRAMS/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync &&
        "$PROGRAMS/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "$SETTINGS \
            -c unix_socket_directories=$folder" start
    } >"$folder/said" 2>&1 </dev/null || { tail -n 1 "$folder/said"; exit 1; }
    echo ready
    cat >/dev/null
    "$PROGRAMS/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
"#;

impl Server {
    fn start(programs: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // Nothing of these tests asks what survives a power cut of this server.
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c max_connections=500"
        );
        // It refuses to run as root, so root steps down.
        let mut command = if shell::is_root() {
            let mut command = shell::program("runuser");
            command.args(["-u", "postgres", "--", "env"]);
            command
        } else {
            shell::program("env")
        };
        command.arg(format!("PROGRAMS={}", programs.display()));
        command.arg(format!("SETTINGS={settings}")).args(["sh", "-c", SCRIPT]);
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut guard = command.spawn()?;
        let mut said = String::new();
        let output = guard.stdout.take().context("no output")?;
        BufReader::new(output).read_line(&mut said)?;
        let server = Self { url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), guard };
        if said.trim() != "ready" {
            bail!("{}", said.trim());
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input tells it to stop.
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}
