#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
//! What happens inside collections: adding one request, merging a fork, and finding one request
//! among many.
//!
//! `GATEPOST_BENCH_ITEMS` says how many items are searched, a million when it is not set.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use model::{
    Element, ElementKind, RecordId, Stamp, UserId, Viewer, Visible,
    collection::{Draft, DraftItem, ItemKind, parse},
    secret::Document,
};
use store::{
    After, Expect, Merge, MergeInto, Merged, NewElement, NewItem, NewWorkspace, SearchQuery, Store,
    Subject,
};

const SMALL: usize = 100;
const LARGE: usize = 10_000;
const FORKED: usize = 5_000;
const ADDED: usize = 400;
const SEARCHES: usize = 400;
const WORDS: [&str; 24] = [
    "order", "user", "invoice", "payment", "cart", "ship", "refund", "ledger", "token", "session",
    "report", "export", "import", "webhook", "audit", "tenant", "policy", "quota", "metric",
    "alert", "backup", "restore", "search", "profile",
];

#[tokio::main]
async fn main() {
    let folder = Folder::new();
    let store = Store::open_embedded(&folder.0).await.unwrap();
    let workspace = NewWorkspace {
        name: "Core".to_owned(),
        visibility: "personal".to_owned(),
        team: None,
        about: String::new(),
        description: String::new(),
    };
    let workspace = store.create_workspace(&stamp(), workspace).await.unwrap().id;
    let small = collection(&store, &workspace, 0, SMALL).await;
    let large = collection(&store, &workspace, 1, LARGE).await;
    let (mut to_small, mut to_large) = (Vec::new(), Vec::new());
    for number in 0..ADDED {
        to_small.push(add(&store, &small, number).await);
        to_large.push(add(&store, &large, number).await);
    }
    let (small, large) = (part(&mut to_small, 50), part(&mut to_large, 50));
    println!(
        "add_item: {:.3} ms to {LARGE} items, {:.3} ms to {SMALL}, ratio {:.2}",
        millis(large),
        millis(small),
        large.as_secs_f64() / small.as_secs_f64()
    );

    merge(&store, &workspace).await;

    let wanted = std::env::var("GATEPOST_BENCH_ITEMS").ok();
    let wanted: usize = wanted.and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let (mut size_before, mut made) = (0, 1);
    for share in [wanted / 4, wanted] {
        while made * LARGE < share {
            collection(&store, &workspace, made + 1, LARGE).await;
            made += 1;
        }
        let size = folder.size();
        let mut times = Vec::new();
        let mut found = 0;
        for search in 0..SEARCHES {
            let text = text(search);
            let query = SearchQuery {
                subject: Subject::Items(ItemKind::Request),
                text,
                filters: Vec::new(),
                offset: 0,
                limit: 10,
            };
            let visible = Visible::by_role(Viewer { user: 10_000_001, ..Viewer::default() });
            let start = Instant::now();
            found += store.search(&visible, &query).await.unwrap().0.len();
            times.push(start.elapsed());
        }
        assert!(found > SEARCHES, "{found}");
        println!(
            "search: {share} items, p50 {:.2} ms, p99 {:.2} ms, {:.0} MB, {:.2} times the size before",
            millis(part(&mut times, 50)),
            millis(part(&mut times, 99)),
            size as f64 / 1e6,
            if size_before == 0 { 1.0 } else { size as f64 / size_before as f64 }
        );
        size_before = size;
    }
    store.close().await;
}

/// Merges forks in which a thousand items differ, by either side's doing.
async fn merge(store: &Store, workspace: &str) {
    let (mut forked, mut merged) = (Vec::new(), Vec::new());
    for round in 0..5 {
        let parent = collection(store, workspace, 7, FORKED).await;
        let new = NewElement { workspace: workspace.to_owned(), name: String::new(), guard: None };
        let start = Instant::now();
        let fork =
            store.fork(&stamp(), ElementKind::Collection, &parent.id, &new, "mine").await.unwrap();
        forked.push(start.elapsed());
        for (of, first) in [(&parent, 0), (&fork, 1)] {
            let whole = store.collection(&of.id).await.unwrap().unwrap();
            let changed = Draft::of(whole.clone()).items.into_iter().enumerate();
            let items = changed.map(|(index, item)| DraftItem {
                id: Some(whole.items[index].id.clone()),
                document: if index % 10 == first {
                    Document::plain(request(round + 100 + first, index))
                } else {
                    item.document
                },
                ..item
            });
            let draft = Draft { items: items.collect(), ..Draft::of(whole.clone()) };
            store.replace_collection(&stamp(), &of.id, &seen(of), draft).await.unwrap();
            for number in 0..50 {
                add(store, of, number).await;
            }
        }
        let merge = Merge {
            kind: ElementKind::Collection,
            fork: (fork.id.clone(), seen(&fork)),
            parent: (parent.id.clone(), seen(&parent)),
            into: MergeInto::Parent,
            after: After::Update,
            pull: None,
        };
        let stamp = stamp();
        let start = Instant::now();
        assert_eq!(store.merge(&stamp, &merge).await.unwrap(), Merged::Done);
        merged.push(start.elapsed());
        let count = store.collection(&parent.id).await.unwrap().unwrap().items.len();
        assert_eq!(count, FORKED + 100);
    }
    println!(
        "merge: {:.0} ms of two forks with {FORKED} items, both written, fork {:.0} ms",
        millis(part(&mut merged, 50)),
        millis(part(&mut forked, 50))
    );
}

fn seen(of: &Element) -> Expect {
    Expect { workspace: of.workspace.clone(), version: None, guard: None }
}

/// Words that are in a few, in many and in all items, whole and begun.
fn text(search: usize) -> String {
    let word = WORDS[search % WORDS.len()];
    match search % 5 {
        0 => format!("{word} {}", search * 37 % 9_000),
        1 => word.to_owned(),
        2 => format!("get {}", &word[..3]),
        3 => format!("{word} {}", WORDS[(search / 5 + 7) % WORDS.len()]),
        _ => format!("example {word}"),
    }
}

async fn collection(store: &Store, workspace: &str, number: usize, items: usize) -> Element {
    let items: Vec<String> = (0..items).map(|index| request(number, index)).collect();
    let text = format!(
        r#"{{"info":{{"name":"Collection {number}","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},"item":[{}]}}"#,
        items.join(",")
    );
    let new = NewElement {
        workspace: workspace.to_owned(),
        name: format!("Collection {number}"),
        guard: None,
    };
    store.create_collection(&stamp(), &new, parse(&text).unwrap()).await.unwrap()
}

fn request(number: usize, index: usize) -> String {
    let (one, two) = (WORDS[index % WORDS.len()], WORDS[(index / 24 + number) % WORDS.len()]);
    format!(
        r#"{{"name":"Get {one} {index} of {two}","request":{{"method":"GET","url":"https://example.com/{two}/{one}/{index}","description":"Answers the {one} {number}."}}}}"#
    )
}

async fn add(store: &Store, element: &Element, number: usize) -> Duration {
    let document = Document::plain(request(999, number));
    let new = NewItem {
        id: None,
        parent: None,
        kind: ItemKind::Request,
        name: format!("Late {number}"),
        document,
    };
    let expect = seen(element);
    let stamp = stamp();
    let start = Instant::now();
    store.create_item(&stamp, &element.id, &expect, new).await.unwrap();
    start.elapsed()
}

fn stamp() -> Stamp {
    let record = RecordId::now();
    let at = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    Stamp { user: UserId(10_000_001), at: i64::try_from(at).unwrap(), record }
}

/// The time within which `percent` of them are.
fn part(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("gatepost-content-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn size(&self) -> u64 {
        let files = std::fs::read_dir(&self.0).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
