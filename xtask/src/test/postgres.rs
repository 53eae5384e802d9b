//! A PostgreSQL server for the tests: given, found or installed, and started on a free port.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

use anyhow::{Context, Result};

use super::Skipped;
use crate::shell;

/// Tells the tests where the server is. Given by the user, nothing is started.
pub(crate) const URL: &str = "GATEPOST_TEST_DATABASE_URL";

const WHAT: &str = "the store's tests on PostgreSQL";

/// A running server, stopped and removed when dropped.
pub(crate) struct Server {
    /// Where it listens, as its superuser.
    pub(crate) url: String,
    programs: PathBuf,
    folder: PathBuf,
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
    match Server::start(programs) {
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

impl Server {
    fn start(programs: PathBuf) -> Result<Self> {
        let folder = env::temp_dir().join(format!("gatepost-postgres-{}", process::id()));
        fs::create_dir_all(&folder).context("no folder for its data")?;
        if shell::is_root() {
            shell::output(shell::program("chown").arg("postgres").arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let server = Self { url, programs, folder };
        let data = server.folder.join("data");
        let mut init = server.command("initdb");
        init.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "-D"]).arg(&data);
        shell::output(&mut init)?;
        // Nothing of these tests asks what survives a power cut of this server.
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c max_connections=200 -c \
             unix_socket_directories={}",
            server.folder.display()
        );
        let mut start = server.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "-o", &settings, "-l"]);
        start.arg(server.folder.join("log")).arg("-D").arg(&data);
        // Not captured: the server keeps the pipe open for as long as it runs.
        shell::run(start.stdin(Stdio::null()).stdout(Stdio::null()))?;
        Ok(server)
    }

    /// One of its programs; it refuses to run as root, so root steps down.
    fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = if shell::is_root() {
            let mut command = shell::program("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            shell::program(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        let _ = shell::output(
            stop.args(["stop", "-m", "immediate", "-D"]).arg(self.folder.join("data")),
        );
        let _ = fs::remove_dir_all(&self.folder);
    }
}
