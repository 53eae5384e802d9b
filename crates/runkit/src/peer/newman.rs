//! Newman, kept warm in one process.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    Errand, Said,
    process::{PATIENCE, clean, heard, run, wait},
};
use crate::case::root;

/// Newman as the lock file of the tests pins it.
pub struct Newman {
    package: PathBuf,
    worker: Option<Worker>,
}

struct Worker {
    child: Child,
    input: ChildStdin,
    answers: mpsc::Receiver<String>,
    complaints: Arc<Mutex<String>>,
}

impl Newman {
    /// Newman if it is installed, else the reason why it can't be asked.
    pub fn find() -> Result<Self, &'static str> {
        let tests = root().parent().unwrap().join("testkit/tests/newman");
        let package = tests.join("node_modules/newman");
        let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
        if !node.is_ok_and(|status| status.success()) {
            return Err("there is no Node in PATH");
        }
        if !package.is_dir() {
            return Err("its package is not installed; `cargo xtask test` installs it");
        }
        Ok(Self { package, worker: None })
    }

    /// Does an errand with Newman's command line.
    pub fn run(&mut self, errand: &Errand) -> Said {
        if errand.alone {
            let program = self.package.join("bin/newman.js");
            let mut command = clean("node");
            command.arg(program).args(&errand.args).current_dir(&errand.folder).envs(&errand.env);
            return quiet(run(&mut command));
        }
        let worker = self.worker.take().unwrap_or_else(|| Worker::start(&self.package));
        let (said, worker) = worker.run(errand);
        self.worker = worker;
        quiet(said)
    }
}

impl Worker {
    fn start(package: &PathBuf) -> Self {
        let script = root().join("newman/worker.cjs");
        let mut command = clean("node");
        let command = command.arg("--no-deprecation").arg(script).arg(package);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let complaints = heard(child.stderr.take().unwrap());
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, input, answers, complaints }
    }

    /// How the run ended; the worker may have gone with it.
    fn run(mut self, errand: &Errand) -> (Said, Option<Self>) {
        let asked = json!({"argv": errand.args, "cwd": errand.folder, "env": errand.env});
        writeln!(self.input, "{asked}").unwrap();
        if let Ok(line) = self.answers.recv_timeout(PATIENCE) {
            let answer: Value = serde_json::from_str(&line).unwrap();
            let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
            let code = answer["code"].as_i64().and_then(|code| i32::try_from(code).ok());
            return (Said { code, out: text("out"), err: text("err") }, Some(self));
        }
        // Gone, or in an endless loop.
        let code = wait(&mut self.child, Duration::from_millis(200));
        let err = self.complaints.lock().unwrap().clone();
        (Said { code, out: String::new(), err }, None)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Without Node's own warnings about Newman's code.
fn quiet(mut said: Said) -> Said {
    let own = |line: &&str| !line.starts_with("(node:") && !line.starts_with("(Use `node ");
    said.err = said.err.lines().filter(own).collect::<Vec<_>>().join("\n");
    said
}
