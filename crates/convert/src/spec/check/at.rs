//! Nodes that know where they stand.

use crate::spec::{Node, Spec};

/// So many references may lead to one another.
const CHAIN: usize = 50;

/// A node and its place, a JSON pointer.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub node: Node<'a>,
    pub place: String,
}

impl<'a> At<'a> {
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        Some(Self { node: self.node.get(name)?, place: below(&self.place, name) })
    }

    /// The members of an object, without extensions.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.node.members().filter(|(name, _)| !name.starts_with("x-"));
        members.map(|(name, node)| (name, Self { node, place: below(&self.place, name) }))
    }

    /// The members of a member.
    pub(super) fn members_of(&self, name: &str) -> impl Iterator<Item = (&'a str, Self)> {
        self.get(name).into_iter().flat_map(|one| one.members().collect::<Vec<_>>())
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Self> {
        let entries = self.node.entries().enumerate();
        entries.map(|(index, node)| Self { node, place: format!("{}/{index}", self.place) })
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.node.text(name)
    }

    pub(super) fn is_object(&self) -> bool {
        self.node.value.is_object()
    }

    /// What tells a node from all others, however it was reached.
    pub(super) fn identity(&self) -> usize {
        std::ptr::from_ref(self.node.value).addr()
    }

    /// Itself, or what its reference leads to in the end; `None` when that is nowhere.
    pub(super) fn follow(self, spec: &'a Spec) -> Option<Self> {
        let mut at = self;
        for _ in 0..CHAIN {
            let Some(reference) = at.node.reference() else { return Some(at) };
            let (_, place) = spec.place(at.node.file, reference)?;
            at = Self { node: spec.at(at.node.file, reference).ok()?, place };
        }
        None
    }
}

/// The place of a member.
pub(super) fn below(place: &str, name: &str) -> String {
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}
