//! Runs the binary in a folder of its own.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

/// A folder under the system's temporary one; removed with the value.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        // Short, because a socket's path has an end.
        let name = uuid::Uuid::new_v4().simple().to_string();
        let folder = std::env::temp_dir().join(format!("gp-{}", &name[..12]));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    /// The data folder in it; it is not there at first.
    pub(crate) fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Writes a file and answers its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The binary, with this data folder and a clean environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gatepost"));
        command.args(args).env_clear().env("GATEPOST_DATA", self.data()).env("NO_COLOR", "1");
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        Ended::of(&mut self.command(args))
    }

    /// Runs a command that must succeed and answers its stdout.
    pub(crate) fn must(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
        ended.out
    }

    /// Runs a command that must succeed and answers its stdout as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.must(&[args, &["--json"]].concat())).unwrap()
    }

    /// Starts a server on a free port.
    pub(crate) fn serve(&self, args: &[&str]) -> Server {
        self.serve_at("127.0.0.1:0", args)
    }

    /// Starts a server.
    pub(crate) fn serve_at(&self, listen: &str, args: &[&str]) -> Server {
        Server::start(self.command(&[&["serve", "--json", "--listen", listen], args].concat()))
    }

    /// An agent's key.
    pub(crate) fn agent(&self, name: &str) -> String {
        self.json(&["agent", "create", name])["key"].as_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// How a command ended and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or(-1);
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A running server. It is killed with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) ready: Value,
    err: BufReader<ChildStderr>,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let ready = serde_json::from_str(&line).unwrap_or_else(|_| {
            let mut said = String::new();
            err.read_to_string(&mut said).unwrap();
            panic!("not ready: {line}{said}")
        });
        Self { child, ready, err }
    }

    pub(crate) fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    pub(crate) fn admin_key(&self) -> &str {
        self.ready["adminKey"].as_str().unwrap()
    }

    pub(crate) fn api_key(&self) -> &str {
        self.ready["apiKey"].as_str().unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(self.url().strip_prefix("http://").unwrap()).unwrap()
    }

    /// One request; answers status, head and body.
    pub(crate) fn http(&self, head: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request(head, headers, body).as_bytes()).unwrap();
        Answer::read(&mut stream)
    }

    /// `GET` with a key.
    pub(crate) fn get(&self, path: &str, key: &str) -> Answer {
        self.http(&format!("GET {path}"), &[("x-api-key", key)], "")
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        signal("-TERM", self.pid());
    }

    /// Waits until it says that it stops.
    pub(crate) fn stopping(&mut self) {
        let mut line = String::new();
        while !line.starts_with("gatepost stops") {
            line.clear();
            assert_ne!(self.err.read_line(&mut line).unwrap(), 0, "it ended without a word");
        }
    }

    /// Waits for its end and answers the exit code.
    pub(crate) fn ended(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process that the test started.
pub(crate) fn signal(which: &str, pid: u32) {
    let sent = Command::new("kill").args([which, &pid.to_string()]).status().unwrap();
    assert!(sent.success());
}

/// A request as text. The connection closes after the answer.
pub(crate) fn request(head: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut lines =
        vec![format!("{head} HTTP/1.1"), "host: localhost".into(), "connection: close".into()];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    if !body.is_empty() {
        lines.push("content-type: application/json".into());
        lines.push(format!("content-length: {}", body.len()));
    }
    format!("{}\r\n\r\n{body}", lines.join("\r\n"))
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A `gatepost mcp`, as an MCP client holds it.
pub(crate) struct Mcp {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Mcp {
    pub(crate) fn start(folder: &Folder, args: &[&str], key: &str) -> Self {
        let mut command = folder.command(&[&["mcp"], args].concat());
        command.env("GATEPOST_KEY", key);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { stdin: child.stdin.take(), stdout, child }
    }

    /// As [`Mcp::start`], with the handshake done.
    pub(crate) fn greeted(folder: &Folder, key: &str) -> Self {
        let mut mcp = Self::start(folder, &[], key);
        let answer = mcp.ask(
            r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#,
        );
        assert_eq!(answer["result"]["protocolVersion"], "2025-11-25", "{answer}");
        mcp.tell(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        mcp
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn tell(&mut self, message: &str) {
        let line = message.replace('\n', " ");
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    pub(crate) fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line:?}"))
    }

    pub(crate) fn ask(&mut self, message: &str) -> Value {
        self.tell(message);
        self.hear()
    }

    /// Names of the tools it lists.
    pub(crate) fn tools(&mut self) -> Vec<String> {
        let answer = self.ask(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
        let tools = answer["result"]["tools"].as_array().unwrap_or_else(|| panic!("{answer}"));
        tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Closes stdin and waits for the end; answers the exit code and what it still said.
    pub(crate) fn close(mut self) -> (i32, String) {
        drop(self.stdin.take());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code().unwrap_or(-1), rest)
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Mcp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A small collection, as exported.
pub(crate) const COLLECTION: &str = r#"{"info":{"name":"Payments",
    "schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "item":[{"name":"Folder","item":[{"name":"Pay","request":{"method":"POST","url":"https://pay.example"}}]},
    {"name":"List","request":{"method":"GET","url":"https://pay.example"}}]}"#;

/// True when only the owner may use the file.
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().unwrap().permissions().mode() & 0o777
}
