//! A PostgreSQL server for the tests, and a database on it for each.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tokio_postgres::{Config, NoTls, config::Host};

/// A database that one test has for itself; dropped with it.
pub(crate) struct Database {
    url: String,
    name: String,
    server: &'static Server,
}

impl Database {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server, self.name.clone());
        // Dropping can't wait, and the test's own runtime is about to end.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.unwrap().block_on(server.run(&sql));
        });
        let _ = dropping.join();
    }
}

/// A new, empty database; `None` when there is no server.
pub(crate) async fn database() -> Option<Database> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(Server::find).as_ref()?;
    let name = format!("gatepost_test_{}", uuid::Uuid::new_v4().simple());
    server.run(&format!("CREATE DATABASE {name}")).await;
    Some(Database { url: server.url(&name), name, server })
}

struct Server {
    config: Config,
    /// Ends the server when the tests end: it waits for the end of its input.
    _guard: Option<Child>,
}

impl Server {
    fn find() -> Option<Self> {
        if let Ok(url) = std::env::var("GATEPOST_TEST_DATABASE_URL") {
            return Some(Self { config: url.parse().unwrap(), _guard: None });
        }
        let started = bin_folder().and_then(|bin| start(&bin));
        if let Err(why) = &started {
            // Not `eprintln`, which the test harness keeps to itself when all is well.
            let _ = writeln!(std::io::stderr(), "SKIPPED: PostgreSQL not found: {why}");
        }
        started.ok()
    }

    async fn run(&self, sql: &str) {
        let mut config = self.config.clone();
        if config.get_dbname().is_none() {
            config.dbname("postgres");
        }
        let (client, connection) = config.connect(NoTls).await.unwrap();
        let serving = tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
        drop(client);
        serving.await.unwrap().unwrap();
    }

    /// The address of a database, in the form of words.
    fn url(&self, database: &str) -> String {
        let host = match self.config.get_hosts().first().unwrap() {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.to_str().unwrap().to_owned(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(5432);
        let mut url = format!("host={host} port={port} dbname={database}");
        if let Some(user) = self.config.get_user() {
            url = format!("{url} user={user}");
        }
        if let Some(password) = self.config.get_password() {
            url = format!("{url} password='{}'", String::from_utf8_lossy(password));
        }
        url
    }
}

/// Where the server's programs are.
fn bin_folder() -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = Path::new("/usr/lib/postgresql").read_dir() {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let here = |folder: &PathBuf| folder.join("initdb").exists();
    let initdb = folders.into_iter().find(here).ok_or("no initdb in PATH")?.join("initdb");
    // A link to it would not lead to the other programs.
    let initdb = initdb.canonicalize().map_err(|cause| cause.to_string())?;
    Ok(initdb.parent().unwrap().to_owned())
}

/// Makes a cluster in a folder of its own, reachable by a socket there and nowhere else.
fn start(bin: &Path) -> Result<Server, String> {
    const SCRIPT: &str = r#"
        set -e
        dir=$(mktemp -d)
        trap 'rm -rf "$dir"' EXIT
        "$BIN/initdb" -D "$dir/data" -U gatepost -A trust -E UTF8 --no-sync >"$dir/log" 2>&1 \
            || { cat "$dir/log" >&2; exit 1; }
        "$BIN/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses= \
            -c unix_socket_directories=$dir -c fsync=off -c full_page_writes=off \
            -c max_connections=500 -c shared_buffers=64MB" start >/dev/null 2>&1 \
            || { cat "$dir/log" >&2; exit 1; }
        chmod 755 "$dir"
        echo "$dir"
        cat >/dev/null
        "$BIN/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
    "#;
    let root = Command::new("id").arg("-u").output().map_err(|cause| cause.to_string())?;
    // The server refuses to run as root.
    let mut command = if root.stdout == b"0\n" {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "env", &format!("BIN={}", bin.display())]);
        command.args(["sh", "-c", SCRIPT]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT]).env("BIN", bin);
        command
    };
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| cause.to_string())?;
    let mut line = String::new();
    let output = child.stdout.take().ok_or("no output")?;
    BufReader::new(output).read_line(&mut line).map_err(|cause| cause.to_string())?;
    let folder = line.trim();
    if folder.is_empty() {
        return Err("its server did not start".to_owned());
    }
    let mut config = Config::new();
    config.host(folder).user("gatepost").dbname("postgres");
    Ok(Server { config, _guard: Some(child) })
}
