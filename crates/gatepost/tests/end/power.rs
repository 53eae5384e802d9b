//! Power cuts: the server runs on a file layer that loses what was not synced.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{dice::Dice, fleet::Fleet, log, scratch::Scratch, server::Server, turns};

/// Rounds on a disk that keeps nothing but what was synced, and on one that also wrote back, on
/// its own and in any order, a page in so many.
const ROUNDS: usize = 50;
const LEAKS: [usize; 2] = [0, 3];
const WRITERS: usize = 12;
/// After so many rounds the next one begins with an empty folder.
const FRESH_EVERY: usize = 10;
/// How long a sync takes, at least: whoever does not wait for it is found out.
const SYNC_US: &str = "500";

/// The file layer, and a folder on it.
struct Disk {
    layer: PathBuf,
    root: PathBuf,
    shadow: PathBuf,
}

impl Disk {
    /// Compiles the layer; `None`, and the reason is printed, where that is not possible.
    fn new(scratch: &Scratch) -> Option<Self> {
        let skip = |why: &str| eprintln!("SKIPPED: power cuts: {why}");
        if !cfg!(all(target_os = "linux", target_pointer_width = "64")) {
            skip("the file layer is for 64-bit Linux");
            return None;
        }
        let layer = scratch.join("drop_unsynced.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shim/drop_unsynced.c");
        let source = std::env::var("CARGO_MANIFEST_DIR")
            .map_or_else(|_| source.to_owned(), |now| format!("{now}/tests/shim/drop_unsynced.c"));
        let flags = ["-shared", "-fPIC", "-O1", "-pthread", "-Wall", "-Wextra", "-Werror", "-o"];
        match Command::new("cc").args(flags).arg(&layer).arg(source).output() {
            Err(error) => {
                skip(&format!("there is no C compiler: {error}"));
                return None;
            }
            Ok(said) => assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr)),
        }
        let disk = Self { layer, root: scratch.data(), shadow: scratch.join("shadow") };
        disk.clear();
        Some(disk)
    }

    /// Makes the folder empty.
    fn clear(&self) {
        for folder in [&self.root, &self.shadow, &self.inodes()] {
            let _ = std::fs::remove_dir_all(folder);
        }
        std::fs::create_dir(&self.root).unwrap();
    }

    fn inodes(&self) -> PathBuf {
        self.shadow.with_extension("inodes")
    }

    /// How to start a server on it; `more` sets the layer up.
    fn under(&self, more: &[(&str, &str)]) -> impl FnOnce(&mut Command) {
        move |command| {
            command
                .env("LD_PRELOAD", &self.layer)
                .env("DROP_UNSYNCED_ROOT", &self.root)
                .env("DROP_UNSYNCED_SHADOW", &self.shadow)
                .env("DROP_UNSYNCED_DELAY_US", SYNC_US)
                .envs(more.iter().copied());
        }
    }

    /// The server is dead: its folder now is what the disk held.
    fn lose_power(&self) {
        std::fs::remove_dir_all(&self.root).unwrap();
        std::fs::rename(&self.shadow, &self.root).unwrap();
        std::fs::remove_dir_all(self.inodes()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_a_power_cut() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(disk) = Disk::new(&scratch) else { return };
    let mut dice = Dice::new("power cuts");
    let mut survivors = 0;
    let mut current = None;
    for round in 1..=ROUNDS {
        if round % FRESH_EVERY == 1 {
            survivors += current.take().map_or(0, |fleet: Fleet| fleet.total());
            disk.clear();
        }
        let (leak, seed) = (LEAKS[round % 2].to_string(), dice.below(1 << 30).to_string());
        let leaks = [("DROP_UNSYNCED_LEAK", leak.as_str()), ("DROP_UNSYNCED_SEED", &seed)];
        let server = Server::start_with(&disk.root, disk.under(&leaks));
        let mut fleet = match current.take() {
            Some(fleet) => fleet,
            None => Fleet::new(&server, WRITERS, 700, &mut dice).await,
        };
        fleet.load(server, 1 + dice.below(60), async |server| server.kill()).await;
        disk.lose_power();
        let server = Server::start(&disk.root);
        assert!(!server.shows_keys(), "round {round}: the keys that were shown are not known");
        let mut wrong = fleet.check(&server).await;
        wrong.extend(fleet.check_log(&disk.root));
        assert!(wrong.is_empty(), "round {round}: {wrong:#?}");
        server.stop().await;
        current = Some(fleet);
    }
    survivors += current.map_or(0, |fleet| fleet.total());
    eprintln!("{survivors} acknowledged writes survived {ROUNDS} power cuts");
}

/// The first start makes folders, keys, tables and the log: it can be cut off anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_at_any_sync_of_the_first_start_leaves_a_folder_that_starts() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(disk) = Disk::new(&scratch) else { return };
    let mut at = 1;
    loop {
        disk.clear();
        let dies = at.to_string();
        let begun = Server::try_start(&disk.root, disk.under(&[("DROP_UNSYNCED_DIE_AT", &dies)]));
        if begun.is_ok() {
            break;
        }
        disk.lose_power();
        let server = Server::start(&disk.root);
        assert!(server.shows_keys(), "cut at sync {at}: no keys are shown");
        server.client(&server.api_key()).get("/me").await.expect(200);
        let wrong = log::problems(&disk.root);
        assert!(wrong.is_empty(), "cut at sync {at}: {wrong:#?}");
        server.kill();
        at += 1;
    }
    assert!(at > 5, "the first start syncs {at} times only: is the file layer in place?");
    eprintln!("the first start was cut off at each of its {} syncs", at - 1);
}

/// A start after a crash completes what was under way: it can be cut off anywhere, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_at_any_sync_of_a_recovery_loses_nothing() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(disk) = Disk::new(&scratch) else { return };
    let mut dice = Dice::new("a cut recovery");
    let server = Server::start_with(&disk.root, disk.under(&[]));
    let mut fleet = Fleet::new(&server, WRITERS, 700, &mut dice).await;
    fleet.load(server, 100, async |server| server.kill()).await;
    disk.lose_power();
    let crashed = scratch.join("crashed");
    copy(&disk.root, &crashed);
    let mut at = 1;
    loop {
        disk.clear();
        std::fs::remove_dir(&disk.root).unwrap();
        copy(&crashed, &disk.root);
        let dies = at.to_string();
        let begun = Server::try_start(&disk.root, disk.under(&[("DROP_UNSYNCED_DIE_AT", &dies)]));
        if begun.is_ok() {
            break;
        }
        disk.lose_power();
        let server = Server::start(&disk.root);
        let mut wrong = fleet.check(&server).await;
        wrong.extend(fleet.check_log(&disk.root));
        assert!(wrong.is_empty(), "cut at sync {at}: {wrong:#?}");
        server.kill();
        at += 1;
    }
    assert!(at > 2, "recovery syncs {at} times only: is the file layer in place?");
    eprintln!("recovery was cut off at each of its {} syncs", at - 1);
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// A disk that says it synced and did not: the comparison must notice, or it would prove nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_lies_is_found_out() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let Some(disk) = Disk::new(&scratch) else { return };
    let mut dice = Dice::new("a lying disk");
    for (about, elements, records) in [("gatepost.db", true, false), ("audit/", false, true)] {
        disk.clear();
        let server = Server::start(&disk.root);
        let mut fleet = Fleet::new(&server, WRITERS, 700, &mut dice).await;
        server.stop().await;
        let server = Server::start_with(&disk.root, disk.under(&[("DROP_UNSYNCED_LIE", about)]));
        fleet.load(server, 60, async |server| server.kill()).await;
        disk.lose_power();
        let server = Server::start(&disk.root);
        let lost = !fleet.check(&server).await.is_empty();
        assert_eq!(lost, elements, "elements, when syncs of {about} are lies");
        let lost = !fleet.check_log(&disk.root).is_empty();
        assert_eq!(lost, records, "records, when syncs of {about} are lies");
        server.stop().await;
    }
}
