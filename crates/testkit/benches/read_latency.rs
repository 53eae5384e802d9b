#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]
//! What a durable record adds to an allowed read.
//!
//! 64 tasks read a collection of 100 items with an agent's key, through the gate and without a
//! socket. Rounds in which records go to the disk alternate with rounds in which they go nowhere.
//! Between them the disk is timed alone, since nobody's record is faster than a sync.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use api::Api;
use audit::{Appender, Disk, Folder, Log, Options, Source};
use gate::{
    Door, Gate, Judge, Limits, Outside, Parts, Records, StoreFacts, SystemClock, Usage, full,
};
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use store::Store;

const ITEMS: usize = 100;
const TASKS: usize = 64;
/// Rounds on each side that count; one before them warms up.
const ROUNDS: usize = 8;
const ROUND: Duration = Duration::from_millis(1500);
/// Syncs per round, each after as many bytes as a record of every task has.
const SYNCS: usize = 200;
static BATCH: [u8; TASKS * 800] = [b'x'; TASKS * 800];
/// A call or sync that takes longer is an outlier.
const OUTLIER: Duration = Duration::from_millis(5);

#[tokio::main]
async fn main() {
    let place = Place::new();
    let (disk, options) = (place.0.join("disk"), Options::default());
    let durable = World::new(&disk, Log::open(&disk.join("audit"), options).unwrap()).await;
    let (none, options) = (place.0.join("nowhere"), Options::default());
    let nowhere = World::new(&none, Log::open_on(Arc::new(Nowhere), options).unwrap()).await;
    let mut bare = Folder::open(&place.0.join("bare")).unwrap().unwrap().create("file").unwrap();
    let (mut with, mut without, mut syncs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // Each side goes first as often as the other.
        let (first, second) =
            if round % 2 == 0 { (&durable, &nowhere) } else { (&nowhere, &durable) };
        let (one, other) = (read(first).await, read(second).await);
        let (a, b) = if round % 2 == 0 { (one, other) } else { (other, one) };
        if round > 0 {
            println!("round {round}: on disk {}; nowhere {}", outline(&a), outline(&b));
            with.extend(a);
            without.extend(b);
            syncs.extend((0..SYNCS).map(|_| sync(&mut *bare)));
        }
    }
    with.sort_unstable();
    without.sort_unstable();
    syncs.sort_unstable();
    println!("on disk: {}", figures(&with));
    println!("nowhere: {}", figures(&without));
    println!("sync alone: {}", outline(&syncs));
    println!("calls over {} ms, on disk: {}", OUTLIER.as_millis(), outliers(&with));
    println!("calls over {} ms, nowhere: {}", OUTLIER.as_millis(), outliers(&without));
    println!("syncs over {} ms, alone: {}", OUTLIER.as_millis(), outliers(&syncs));
    let added = |share| micros(at(&with, share)) - micros(at(&without, share));
    println!("read_latency: p50 {:.0} us, p99 {:.0} us", added(0.5), added(0.99));
    durable.close().await;
    nowhere.close().await;
}

/// How long each read took, in a round of concurrent ones; sorted.
async fn read(world: &World) -> Vec<Duration> {
    let recorded = world.log.last_seq();
    let end = Instant::now() + ROUND;
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let mut took = Vec::new();
                while Instant::now() < end {
                    let start = Instant::now();
                    world.get().await;
                    took.push(start.elapsed());
                }
                took
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    // The end of a segment leaves records too.
    assert!(world.log.last_seq() - recorded >= all.len() as u64, "every read leaves a record");
    all.sort_unstable();
    all
}

/// How long the disk takes for a batch of records.
fn sync(file: &mut dyn Appender) -> Duration {
    let start = Instant::now();
    file.write(&BATCH).unwrap();
    file.sync().unwrap();
    start.elapsed()
}

/// The call that `share` of the calls were not slower than.
fn at(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn outline(sorted: &[Duration]) -> String {
    format!("p50 {:.0} us, p99 {:.0} us", micros(at(sorted, 0.5)), micros(at(sorted, 0.99)))
}

fn figures(sorted: &[Duration]) -> String {
    let rate = sorted.len() as f64 / (ROUND * ROUNDS as u32).as_secs_f64();
    format!("{}, {} calls, {rate:.0}/s", outline(sorted), sorted.len())
}

fn outliers(sorted: &[Duration]) -> String {
    let slow = sorted.len() - sorted.partition_point(|time| *time <= OUTLIER);
    let share = 100.0 * slow as f64 / sorted.len() as f64;
    let max = micros(at(sorted, 1.0)) / 1000.0;
    format!("{slow} of {} ({share:.3} %), max {max:.1} ms", sorted.len())
}

/// A server without sockets, a collection in it and an agent that may read it.
#[derive(Clone)]
struct World {
    gate: Gate<Api>,
    store: Store,
    log: Log,
    key: String,
    target: String,
}

impl World {
    async fn new(folder: &Path, (log, recovered): (Log, audit::Recovered)) -> Self {
        let store = Store::open_embedded(folder).await.unwrap();
        let clock = Arc::new(SystemClock);
        let facts = Arc::new(StoreFacts(store.clone()));
        let judge = Arc::new(Judge::new(store.clone(), facts, clock.clone()).await.unwrap());
        let usage = Arc::new(Usage::default());
        let about = api::About { version: "bench", engine: "embedded", ..api::About::default() };
        let records = Records::new(log.clone());
        let parts = Parts {
            store: store.clone(),
            log: log.clone(),
            clock,
            limits: Limits::off(),
            mcp_user_keys: false,
        };
        let outside = Outside::new(&parts, judge, usage);
        let settings = monitor::Settings::default();
        let monitors = monitor::Monitors::new(store.clone(), outside.clone(), settings);
        let ctx = api::Context::new(store.clone(), &outside, records, monitors, about);
        let service = api::api(Arc::new(ctx));
        let gate = Gate::new(parts, outside, service, recovered.open_intents).await.unwrap();
        let mut world = Self { gate, store, log, key: String::new(), target: String::new() };
        world.settle().await;
        world
    }

    /// Adds the people, the collection and the grant.
    async fn settle(&mut self) {
        let ana = json!({ "user": { "username": "ana", "fullName": "Ana Ruiz",
            "email": "ana@example.com", "team": "Core team", "roles": ["admin"] } });
        let ana = self.post("/gatepost/v1/users", None, ana).await["user"]["id"].clone();
        let key = json!({ "key": { "kind": "user", "user": ana } });
        let key = self.post("/gatepost/v1/keys", None, key).await["secret"].clone();
        let collection = testkit::collection_of("Payments", ITEMS);
        let made = self.post("/collections", key.as_str(), collection).await;
        self.target = format!("/collections/{}", made["collection"]["id"].as_str().unwrap());
        let agent = json!({ "agent": { "name": "Release bot", "owner": ana } });
        let agent = self.post("/gatepost/v1/agents", None, agent).await;
        let grant = json!({ "grant": { "agent": agent["agent"]["id"], "area": "collections",
            "level": "read", "scope": { "all": true } } });
        self.post("/gatepost/v1/grants", None, grant).await;
        agent["key"].as_str().unwrap().clone_into(&mut self.key);
    }

    /// Sends with a key, or as the local administrator without.
    async fn post(&self, target: &str, key: Option<&str>, body: Value) -> Value {
        let request = Request::post(target).header("content-type", "application/json");
        let request = match key {
            Some(key) => request.header("x-api-key", key).extension(Door::http("127.0.0.1")),
            None => request.extension(Door::socket("bench")),
        };
        let response = self.gate.handle(request.body(full(body.to_string())).unwrap()).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        assert!(status.is_success(), "{target}: {status} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// The call that is timed.
    async fn get(&self) {
        let request = Request::get(&self.target)
            .header("x-api-key", &self.key)
            .extension(Door::http("127.0.0.1"))
            .body(full(""))
            .unwrap();
        let response = self.gate.handle(request).await;
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(body.len() > ITEMS * 100);
    }

    async fn close(&self) {
        self.gate.close().await;
        self.log.close().await;
        self.store.close().await;
    }
}

/// A disk that takes everything at once and keeps nothing.
#[derive(Debug)]
struct Nowhere;

impl Disk for Nowhere {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn create(&self, _: &str) -> io::Result<Box<dyn Appender>> {
        Ok(Box::new(Self))
    }

    fn append(&self, _: &str, _: u64) -> io::Result<Box<dyn Appender>> {
        Ok(Box::new(Self))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Source>> {
        // The gate looks through the segments when it starts. Notes beside them were never made.
        let is_segment = name.starts_with("audit-");
        if is_segment { Ok(Arc::new(Self)) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn cut(&self, _: &str, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn put(&self, _: &str, _: &[u8], _: bool) -> io::Result<()> {
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Appender for Nowhere {
    fn write(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Source for Nowhere {
    fn len(&self) -> io::Result<u64> {
        Ok(0)
    }

    fn read_at(&self, _: &mut [u8], _: u64) -> io::Result<usize> {
        Ok(0)
    }
}

/// A folder where builds go, which is on a disk and not in memory; gone afterwards.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let name = format!("read-latency-{}", std::process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
