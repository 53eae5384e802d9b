//! Following the log.

use std::{
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Stdio},
};

use serde_json::Value;

use crate::kit::Folder;

/// A running `gatepost audit --follow`.
struct Follower {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Follower {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut command = folder.command(&[&["audit", "--follow", "--json"], args].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn hear(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn looks_of_others_are_shown_and_own_ones_are_not() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let mut follower = Follower::start(&folder, &["--limit", "1", "--since", "2020-01-01"]);
    follower.hear();
    // It looked before each of these, and between them.
    for limit in ["41", "42"] {
        let look = format!("/gatepost/v1/records?limit={limit}&since=2020-01-01");
        assert_eq!(server.get(&look, server.admin_key()).status, 200);
        let heard = follower.hear();
        assert_eq!(heard["op"]["id"], "getRecords");
        assert_eq!(heard["args"]["params"]["limit"], limit, "{heard}");
    }
}
