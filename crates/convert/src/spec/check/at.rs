//! Nodes that know where they stand.

use std::rc::Rc;

use crate::spec::{Node, Spec};

/// So many references may lead to one another.
const CHAIN: usize = 50;

/// A node and its place.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub node: Node<'a>,
    place: Rc<Place<'a>>,
}

/// A place, which becomes a text only where it is told: names may be long, and nodes many.
#[derive(Debug)]
enum Place<'a> {
    /// A JSON pointer.
    Pointer(&'a str),
    Member(Rc<Self>, &'a str),
    Entry(Rc<Self>, usize),
}

impl<'a> At<'a> {
    pub(super) fn new(node: Node<'a>, pointer: &'a str) -> Self {
        Self { node, place: Rc::new(Place::Pointer(pointer)) }
    }

    /// Another node as if it were a member.
    pub(super) fn member(&self, node: Node<'a>, name: &'a str) -> Self {
        Self { node, place: Rc::new(Place::Member(Rc::clone(&self.place), name)) }
    }

    pub(super) fn get(&self, name: &'a str) -> Option<Self> {
        Some(self.member(self.node.get(name)?, name))
    }

    /// The members of an object, without extensions.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.node.members().filter(|(name, _)| !name.starts_with("x-"));
        members.map(|(name, node)| (name, self.member(node, name)))
    }

    /// The members of a member.
    pub(super) fn members_of(&self, name: &'a str) -> impl Iterator<Item = (&'a str, Self)> {
        self.get(name).into_iter().flat_map(|one| one.members().collect::<Vec<_>>())
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Self> {
        let place = |index| Rc::new(Place::Entry(Rc::clone(&self.place), index));
        let entries = self.node.entries().enumerate();
        entries.map(move |(index, node)| Self { node, place: place(index) })
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

    /// The place in its file, a JSON pointer.
    pub(super) fn place(&self) -> String {
        let mut steps = Vec::new();
        let mut place = &*self.place;
        loop {
            match place {
                Place::Pointer(pointer) => {
                    steps.push((*pointer).to_owned());
                    break;
                }
                Place::Member(above, name) => {
                    steps.push(format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                    place = above;
                }
                Place::Entry(above, index) => {
                    steps.push(format!("/{index}"));
                    place = above;
                }
            }
        }
        steps.into_iter().rev().collect()
    }

    /// Itself, or what its reference leads to in the end; `None` when that is nowhere.
    pub(super) fn follow(self, spec: &'a Spec) -> Option<Self> {
        let mut at = self;
        for _ in 0..CHAIN {
            let Some(reference) = at.node.reference() else { return Some(at) };
            let pointer = reference.split_once('#').map_or("", |(_, pointer)| pointer);
            at = Self::new(spec.at(at.node.file, reference).ok()?, pointer);
        }
        None
    }
}
