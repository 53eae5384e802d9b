#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints and may fail")]
//! Three-way merges of things with many parts: what a part costs must not grow with their number.

use std::{hint::black_box, time::Instant};

use model::collection::ItemKind;
use model::merge::{Node, Sides, Tree, settled, texts};
use model::secret::Document;

const FEW: usize = 4_000;
const MANY: usize = 40_000;

fn main() {
    let member = |at: usize, value: usize| format!("\"m{at}\":{value}");
    let entry = |at: usize, value: usize| format!("{{\"key\":\"k{at}\",\"value\":{value}}}");
    report("members of an object", |parts| of_texts(parts, ["{\"object\":{", "}}"], member));
    report("entries of a list", |parts| of_texts(parts, ["{\"header\":[", "]}"], entry));
    report("folders that lie in one another", of_trees);
}

/// Merges texts of which one side changed each third part, the other one each next.
fn of_texts(parts: usize, around: [&str; 2], part: impl Fn(usize, usize) -> String) {
    let text = |changed: usize| {
        let value = |at: usize| usize::from(at % 3 == changed);
        let parts: Vec<_> = (0..parts).map(|at| part(at, value(at))).collect();
        format!("{}{}{}", around[0], parts.join(","), around[1])
    };
    let [base, ours, theirs] = [9, 0, 1].map(text);
    texts(black_box(Sides { base: &base, ours: &ours, theirs: &theirs }), &[]).unwrap();
}

/// Settles a tree that one side emptied while the other one changed the innermost folder.
fn of_trees(depth: usize) {
    let tree = |depth: usize, changed: bool| Tree {
        name: String::new(),
        head: Document::plain("{}"),
        nodes: (0..depth).map(|at| node(at, changed && at + 1 == depth)).collect(),
    };
    let (base, ours, theirs) = (tree(depth, false), tree(depth, true), tree(0, false));
    black_box(settled(Sides { base: &base, ours: &ours, theirs: &theirs }, |_| false));
}

fn node(at: usize, changed: bool) -> Node {
    Node {
        key: at.to_string(),
        parent: at.checked_sub(1).map(|parent| parent.to_string()),
        kind: ItemKind::Folder,
        name: at.to_string(),
        document: Document::plain(format!("{{\"changed\":{changed}}}")),
    }
}

/// Prints the time with many parts, and how much more one of them costs than one of few.
fn report(name: &str, work: impl Fn(usize)) {
    let time = |parts: usize| {
        let times = (0..5).map(|_| {
            let begun = Instant::now();
            work(parts);
            begun.elapsed().as_secs_f64() * 1000.0
        });
        times.fold(f64::INFINITY, f64::min)
    };
    let (few, many) = (time(FEW), time(MANY));
    let each = many / few * 0.1;
    println!("merge of {MANY} {name}: {many:.1} ms, of each {each:.2} times as among {FEW}");
}
