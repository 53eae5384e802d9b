//! Full disks: small file systems of their own, for the store and for the log separately.

use std::{
    fs::{DirBuilder, File},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{
    dice::Dice,
    fleet::Fleet,
    log,
    scratch::Scratch,
    server::{Server, until},
    turns,
};

const WRITERS: usize = 8;
/// Big enough that a file system is used up soon.
const FILLER: usize = 150_000;
/// How often the disk is filled and freed again.
const TIMES: usize = 3;

/// A small ext4 file system in a file.
struct Volume(PathBuf);

impl Volume {
    /// Mounts one of so many megabytes; the reason when that is not possible.
    fn new(scratch: &Scratch, megabytes: u64) -> Result<Self, String> {
        let (image, at) = (scratch.join("image"), scratch.join("volume"));
        File::create(&image).unwrap().set_len(megabytes << 20).unwrap();
        std::fs::create_dir(&at).unwrap();
        // No blocks are set aside for the superuser: full is full.
        run(Command::new("mkfs.ext4").args(["-q", "-F", "-m", "0"]).arg(&image))?;
        run(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&at))?;
        Ok(Self(at))
    }

    /// A folder on it.
    fn folder(&self) -> PathBuf {
        let path = self.0.join("files");
        std::fs::create_dir(&path).unwrap();
        path
    }

    /// Uses up all space.
    fn fill(&self) {
        let mut ballast = File::options().create(true).append(true).open(self.ballast()).unwrap();
        for block in [1 << 20, 1 << 12, 1] {
            while ballast.write_all(&vec![7; block]).is_ok() {}
        }
        assert!(ballast.sync_all().is_ok());
    }

    /// Gives the space back.
    fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        // Lazily: a server that is just being killed may still hold files.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let said = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8_lossy(&said.stderr);
    if said.status.success() { Ok(()) } else { Err(format!("{name}: {}", text.trim())) }
}

/// The volume, unless this system has no way to make one.
fn volume(scratch: &Scratch) -> Option<Volume> {
    let made = Volume::new(scratch, 40);
    made.inspect_err(|why| eprintln!("SKIPPED: full disks need root and loop devices: {why}")).ok()
}

/// A data folder whose parts lie in two places.
fn parted(data: &Path, log: &Path) {
    for folder in [data, log] {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).unwrap();
    }
    symlink(log, log::folder(data)).unwrap();
}

/// What is answered whatever the disk does.
async fn is_alive(server: &Server, log_up: u8) {
    let mut anyone = server.client("none");
    assert_eq!(anyone.get("/healthz").await.status, 200);
    let metrics = anyone.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    let expected = format!("gatepost_log_up {log_up}\n");
    assert!(metrics.text().contains(&expected), "{}", metrics.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_store_refuses_changes_and_goes_on_when_there_is_space() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(volume) = volume(&scratch) else { return };
    let data = volume.folder().join("data");
    parted(&data, &scratch.join("log"));
    let server = Server::start_with(&data, |_| {});
    let (key, mut dice) = (server.api_key(), Dice::new("a full store"));
    let mut fleet = Fleet::new(&server, WRITERS, FILLER, &mut dice).await;
    for time in 1..=TIMES {
        assert!(fleet.once(&server).await.is_empty());
        volume.fill();
        // Space that the database had reserved before may take a few more changes.
        let mut refused = Vec::new();
        for _ in 0..100 {
            refused.extend(fleet.once(&server).await);
            if refused.len() >= 2 * WRITERS {
                break;
            }
        }
        assert!(refused.len() >= WRITERS, "time {time}: a full disk took everything");
        for (status, text) in &refused {
            assert!(matches!(status, 503 | 507), "time {time}: {status} {text}");
        }
        assert!(refused.iter().any(|(status, _)| *status == 507), "time {time}: {refused:?}");
        is_alive(&server, 1).await;
        server.client(&key).get("/me").await.expect(200);
        let wrong = fleet.check(&server).await;
        assert!(wrong.is_empty(), "time {time}, full: {wrong:#?}");
        volume.free();
        let refused = fleet.once(&server).await;
        assert!(refused.is_empty(), "time {time}: there is space again: {refused:?}");
    }
    // A start finds no space for its socket, says so, and harms nothing.
    volume.fill();
    while fleet.once(&server).await.len() < WRITERS {}
    server.kill();
    let said = Server::try_start(&data, |_| {}).err().unwrap();
    assert!(said.to_lowercase().contains("no space"), "{said}");
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    volume.free();
    let server = Server::start(&data);
    let mut wrong = fleet.check(&server).await;
    wrong.extend(fleet.check_log(&data));
    assert!(fleet.once(&server).await.is_empty());
    assert!(wrong.is_empty(), "{wrong:#?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_log_refuses_every_call_and_goes_on_when_there_is_space() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(volume) = volume(&scratch) else { return };
    let data = scratch.data();
    parted(&data, &volume.folder());
    let server = Server::start(&data);
    let (key, mut dice) = (server.api_key(), Dice::new("a full log"));
    let mut admin = server.client(&server.admin_key());
    let agent = json!({"agent": {"name": "Release bot"}});
    let agent = admin.post("/gatepost/v1/agents", &agent).await.json()["agent"]["id"].clone();
    let agent = agent.as_str().unwrap().to_owned();
    let mut fleet = Fleet::new(&server, WRITERS, 700, &mut dice).await;
    let mut user = server.client(&key);
    for time in 1..=TIMES {
        assert!(fleet.once(&server).await.is_empty());
        volume.fill();
        until("the first refusal", async || user.get("/me").await.status == 503).await;
        // Nothing passes unrecorded: reads, changes, and calls of nobody.
        let refused = user.get("/me").await;
        refused.expect(503);
        assert_eq!(refused.header("x-gatepost-reason"), "audit_unavailable", "{refused:?}");
        server.client("nobody").get("/me").await.expect(503);
        let name = format!("refused {time}");
        let environment = json!({"environment": {"name": name, "values": []}});
        user.post("/environments", &environment).await.expect(503);
        for (status, text) in fleet.once(&server).await {
            assert_eq!(status, 503, "time {time}: {text}");
        }
        is_alive(&server, 0).await;
        server.client("none").get("/readyz").await.expect(503);
        // The kill switch works from what was kept aside.
        let verb = if time % 2 == 1 { "suspend" } else { "resume" };
        let path = format!("/gatepost/v1/agents/{agent}/{verb}");
        assert!(admin.post(&path, &json!({})).await.status.is_success());
        volume.free();
        until("the log's return", async || user.get("/me").await.status == 200).await;
        is_alive(&server, 1).await;
        let listed = user.get("/environments").await.text();
        assert!(!listed.contains(&name), "time {time}: a refused environment is there: {listed}");
        let wrong = fleet.check(&server).await;
        assert!(wrong.is_empty(), "time {time}: {wrong:#?}");
        let report = audit::verify(&log::folder(&data), audit::Range::default()).unwrap();
        assert_eq!(report.problem, None, "time {time}");
    }
    // A start copes with it, too.
    volume.fill();
    until("the first refusal", async || user.get("/me").await.status == 503).await;
    server.kill();
    let server = Server::start(&data);
    let mut user = server.client(&key);
    user.get("/me").await.expect(503);
    volume.free();
    until("the log's return", async || user.get("/me").await.status == 200).await;
    let mut wrong = fleet.check(&server).await;
    wrong.extend(fleet.check_log(&data));
    assert!(wrong.is_empty(), "{wrong:#?}");
    server.stop().await;
}
