//! Finds the examples whose path fits, without looking at the others.

use std::collections::HashMap;

use crate::path::{Path, Segment};

/// What wildcards captured: names and texts.
pub(crate) type Captures = Vec<(String, String)>;

/// Paths of examples, segment by segment. Texts are found by hash, wildcards one after the other.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    texts: HashMap<String, usize>,
    others: Vec<(Segment, usize)>,
    ends: Vec<usize>,
}

impl Tree {
    /// Adds the path of the example with this number.
    pub(crate) fn insert(&mut self, path: &[Segment], example: usize) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for segment in path {
            let next = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            at = match segment {
                Segment::Text(text) => *node.texts.entry(text.clone()).or_insert(next),
                other => {
                    let known = node.others.iter().find(|(known, _)| known == other);
                    let known = known.map(|(_, known)| *known);
                    if known.is_none() {
                        node.others.push((other.clone(), next));
                    }
                    known.unwrap_or(next)
                }
            };
            if at == next {
                self.nodes.push(Node::default());
            }
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.ends.push(example);
        }
    }

    /// Every example whose path fits, with what its wildcards captured.
    pub(crate) fn find(&self, path: &Path) -> Vec<(usize, Captures)> {
        let mut found = Vec::new();
        let mut open = vec![(0_usize, 0_usize, Captures::new())];
        while let Some((at, depth, captures)) = open.pop() {
            let Some(node) = self.nodes.get(at) else { continue };
            let Some(segment) = path.segments.get(depth) else {
                found.extend(node.ends.iter().map(|example| (*example, captures.clone())));
                continue;
            };
            for (wild, next) in &node.others {
                if let Some(more) = wild.capture(segment) {
                    let captures = captures.iter().cloned().chain(more).collect();
                    open.push((*next, depth + 1, captures));
                }
            }
            if let Some(next) = node.texts.get(&segment.to_lowercase()) {
                open.push((*next, depth + 1, captures));
            }
        }
        found
    }
}
