//! Other mock servers, pinned in `xtask/peers` and installed when they are measured.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use http::Method;

use super::{Contender, files};
use crate::{
    bench::{Plan, call, server::Server, table::Row},
    shell,
};

/// A Java machine takes its time.
const START: Duration = Duration::from_secs(40);

/// The other servers that could be started, and a row for each that could not.
pub(super) async fn start(plan: &Plan, count: usize) -> Result<(Vec<Contender>, Vec<Row>)> {
    let folder = shell::root().join("xtask/peers");
    let mut rows = Vec::new();
    let mut contenders = Vec::new();
    if let Err(error) = install(&folder) {
        for name in ["Prism", "Mockoon", "WireMock"] {
            rows.push(Row::plain(name, format!("not measured: {error:#}")));
        }
        return Ok((contenders, rows));
    }
    let document = plan.folder.join("openapi.json");
    std::fs::write(&document, files::openapi(count).to_string())?;
    let mappings = plan.folder.join("wiremock/mappings");
    std::fs::create_dir_all(&mappings)?;
    for number in 0..count {
        std::fs::write(
            mappings.join(format!("{number}.json")),
            files::mapping(number).to_string(),
        )?;
    }
    let document = document.display().to_string();
    let root = plan.folder.join("wiremock").display().to_string();
    let bin = |name: &str| folder.join("node_modules/.bin").join(name);
    for name in ["Prism", "Mockoon", "WireMock"] {
        let port = free_port()?;
        let text = port.to_string();
        let command = match name {
            "Prism" => node(
                &bin("prism"),
                &["mock", "-p", &text, "-h", "127.0.0.1", "-v", "silent", &document],
            ),
            "Mockoon" => node(
                &bin("mockoon-cli"),
                &[
                    "start",
                    "--data",
                    &document,
                    "--port",
                    &text,
                    "--disable-log-to-file",
                    "--disable-admin-api",
                ],
            ),
            _ => wiremock(&folder, &text, &root),
        };
        match answering(command, port).await {
            Ok(server) => {
                contenders.push(Contender::new(name, server, "/items7/42".to_owned()));
            }
            Err(error) => rows.push(Row::plain(name, format!("not measured: {error:#}"))),
        }
    }
    Ok((contenders, rows))
}

fn install(folder: &Path) -> Result<()> {
    if shell::find("node").is_none() || shell::find("npm").is_none() {
        bail!("there is no Node with npm in PATH");
    }
    if folder.join("node_modules/.bin/prism").exists() {
        return Ok(());
    }
    let mut npm = shell::program("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    shell::run(npm.current_dir(folder))
}

fn node(script: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("node");
    command.arg(script).args(args);
    command
}

fn wiremock(folder: &Path, port: &str, root: &str) -> Command {
    let jar: PathBuf = folder.join("node_modules/wiremock/build/wiremock-standalone-3.13.1.jar");
    let mut command = Command::new("java");
    command.arg("-jar").arg(jar).args(["--port", port, "--root-dir", root, "--no-request-journal"]);
    command
}

/// Starts a server and waits for its first good answer.
async fn answering(mut command: Command, port: u16) -> Result<Server> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let server = Server::quiet(&mut command, address).with_context(|| format!("{command:?}"))?;
    let begun = Instant::now();
    loop {
        let answer = call::bytes(address, "", Method::GET, "/items7/42", None).await;
        match answer {
            Ok(bytes) if !bytes.is_empty() => return Ok(server),
            _ if begun.elapsed() < START => tokio::time::sleep(Duration::from_millis(200)).await,
            Ok(_) => bail!("it answers nothing"),
            Err(error) => return Err(error.context("it does not answer")),
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
