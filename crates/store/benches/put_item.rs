#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
//! What it saves to change one of 10,000 items by itself.
//!
//! The same change is made by `put_item` and by a PUT of the whole collection, in which only that
//! item differs. Both are timed from the text that a caller sends to the durable answer.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use model::{
    Element, RecordId, Stamp, UserId,
    collection::{Draft, DraftItem, parse},
};
use store::{Expect, ItemChange, NewElement, NewWorkspace, Replaced, Store};

const ITEMS: usize = 10_000;
/// Rounds that count; one before them warms up.
const ROUNDS: usize = 9;
/// Changes of one item per round; there is one PUT of the whole.
const SINGLES: usize = 25;

#[tokio::main]
async fn main() {
    let folder = Folder::new();
    let mut big = Big::new(&folder.0).await;
    let (mut singles, mut wholes) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut single = Vec::with_capacity(SINGLES);
        for _ in 0..SINGLES {
            single.push(big.put_item().await);
        }
        let whole = big.put_whole().await;
        let before = if round == 0 { "warming up" } else { "round" };
        println!(
            "{before}: one item {:.2} ms, the whole {:.1} ms",
            millis(median(&single)),
            millis(whole)
        );
        if round > 0 {
            singles.append(&mut single);
            wholes.push(whole);
        }
    }
    big.check().await;
    let (one, all) = (median(&singles), median(&wholes));
    println!(
        "put_item: ratio {:.1}, one item {:.3} ms, the whole of {ITEMS} {:.3} ms",
        all.as_secs_f64() / one.as_secs_f64(),
        millis(one),
        millis(all)
    );
    big.store.close().await;
}

/// A large collection, and the texts of its items as they are now.
struct Big {
    store: Store,
    element: Element,
    texts: Vec<String>,
    changes: usize,
}

impl Big {
    async fn new(folder: &Path) -> Self {
        let store = Store::open_embedded(folder).await.unwrap();
        let workspace = NewWorkspace {
            name: "Core".to_owned(),
            visibility: "personal".to_owned(),
            team: None,
            about: String::new(),
            description: String::new(),
        };
        let workspace = store.create_workspace(&stamp(), workspace).await.unwrap();
        let texts: Vec<String> = (0..ITEMS).map(|index| request(index, 0)).collect();
        let draft = draft(&texts);
        let new = NewElement { workspace: workspace.id, name: draft.name.clone(), guard: None };
        let element = store.create_collection(&stamp(), &new, draft).await.unwrap();
        Self { store, element, texts, changes: 0 }
    }

    /// Changes the text of another item; answers which.
    fn change(&mut self) -> usize {
        self.changes += 1;
        // A prime step: every item has its turn, neighbours not one after the other.
        let index = self.changes * 7_919 % ITEMS;
        self.texts[index] = request(index, self.changes);
        index
    }

    fn expect(&self) -> Expect {
        Expect { workspace: self.element.workspace.clone(), version: None, guard: None }
    }

    async fn put_item(&mut self) -> Duration {
        let index = self.change();
        let (stamp, expect, id) = (stamp(), self.expect(), id(index));
        let (store, collection) = (&self.store, &self.element.id);
        let start = Instant::now();
        let DraftItem { name, document, .. } = draft(&self.texts[index..=index]).items.remove(0);
        let change = ItemChange { id, version: None, name, document };
        let item = store.put_item(&stamp, collection, &expect, change).await.unwrap();
        let took = start.elapsed();
        assert_eq!(item.updated_at, stamp.at);
        took
    }

    async fn put_whole(&mut self) -> Duration {
        self.change();
        let (stamp, expect, text) = (stamp(), self.expect(), whole(&self.texts));
        let start = Instant::now();
        let draft = parse(&text).unwrap();
        let put = self.store.replace_collection(&stamp, &self.element.id, &expect, draft);
        let (element, replaced) = put.await.unwrap();
        let took = start.elapsed();
        assert_eq!(replaced, Replaced { removed: 0, total: ITEMS as u64 });
        self.element = element;
        took
    }

    /// After a PUT: it wrote one item, and every change is there.
    async fn check(&self) {
        let now = self.store.collection(&self.element.id).await.unwrap().unwrap();
        let written = now.items.iter().filter(|item| item.version == self.element.version);
        assert_eq!(written.count(), 1, "a PUT writes what changed, no more");
        for (item, sent) in now.items.iter().zip(draft(&self.texts).items) {
            assert_eq!(item.document, sent.document);
        }
    }
}

/// A request of some size, as clients write them.
fn request(index: usize, change: usize) -> String {
    format!(
        r#"{{"id":"{}","name":"Request {index}","request":{{"method":"POST","header":[{{"key":"Content-Type","value":"application/json"}}],"url":{{"raw":"https://example.com/items/{index}?change={change}","protocol":"https","host":["example","com"],"path":["items","{index}"],"query":[{{"key":"change","value":"{change}"}}]}},"body":{{"mode":"raw","raw":"{{\"index\":{index}}}"}}}},"response":[]}}"#,
        id(index)
    )
}

fn id(index: usize) -> String {
    format!("00000000-0000-4000-9000-{index:012}")
}

fn whole(items: &[String]) -> String {
    format!(
        r#"{{"info":{{"name":"Big","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},"item":[{}]}}"#,
        items.join(",")
    )
}

fn draft(items: &[String]) -> Draft {
    parse(&whole(items)).unwrap()
}

fn stamp() -> Stamp {
    let record = RecordId::now();
    let at = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    Stamp { user: UserId(10_000_001), at: i64::try_from(at).unwrap(), record }
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A folder where builds go, which is on a disk and not in memory; gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("put-item-{}", std::process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
