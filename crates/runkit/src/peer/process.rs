//! Running a program to its end, but not for ever.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use super::Said;

/// No case takes longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How often to look whether a program has ended.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// Runs a command to its end.
pub(super) fn run(command: &mut Command) -> Said {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let streams = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = thread::spawn(|| text(streams.0));
    let err = thread::spawn(|| text(streams.1));
    let code = wait(&mut child, PATIENCE);
    Said { code, out: out.join().unwrap(), err: err.join().unwrap() }
}

/// Waits for a program's end; kills it after a while.
pub(super) fn wait(child: &mut Child, patience: Duration) -> Option<i32> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        thread::sleep(LOOK_EVERY);
    }
}

/// A command without what the environment of the tests would tell the program.
pub(super) fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_uppercase();
        if text.starts_with("GATEPOST_") || text.starts_with("POSTMAN_") || text.ends_with("_PROXY")
        {
            command.env_remove(&name);
        }
    }
    command
}

fn text(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Collects what a process writes for as long as it lives.
pub(super) fn heard(mut stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    let all = said.clone();
    thread::spawn(move || {
        let mut block = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut block) {
            all.lock().unwrap().push_str(&String::from_utf8_lossy(&block[..read]));
        }
    });
    said
}
