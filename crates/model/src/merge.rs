//! Three-way merges: what two sides made of a common state, put together.
//!
//! [`texts`] merges two JSON objects member by member, [`trees`] whole collections item by item.
//! What only one side changed is taken from it, whoever that is; what both changed alike is taken
//! once. What both changed differently is a [`Clash`], and then there is no result: a merge is
//! whole or not at all. The order of things never clashes: where both sides sorted anew, ours
//! stays.
//!
//! Where there must be a result, [`settled`] and [`settled_texts`] decide: of a member that both
//! changed, theirs counts, but for names and where the caller says that ours stays; what only one
//! side deleted stays if the other one is ours, and nothing that lies in it is lost. They tell the
//! clashes all the same.

mod order;
mod quoted;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use std::fmt;

pub use text::{Stays, settled_texts, texts};
pub use tree::{Node, Tree, settled, trees};

/// A place that both sides changed, and not to the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// What it is about: `request "Users / Get user"`, or `collection` for what is no item.
    pub place: String,
    /// How the sides differ.
    pub kind: ClashKind,
}

/// How two sides of a merge differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClashKind {
    /// Both changed the same member: its path, such as `request.url`.
    Member(String),
    /// One deleted what the other changed.
    Deleted,
    /// One deleted the folder or request into which the other put it.
    Homeless,
    /// Both moved it, to different places.
    Moved,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, kind } = self;
        match kind {
            ClashKind::Member(path) => write!(f, "both sides changed `{path}` of the {place}"),
            ClashKind::Deleted => write!(f, "one side changed the {place}, the other deleted it"),
            ClashKind::Homeless => {
                write!(f, "one side put the {place} where the other side deleted what it lies in")
            }
            ClashKind::Moved => write!(f, "both sides moved the {place} to different places"),
        }
    }
}

/// What one side made of something: the state before, on our side and on theirs.
#[derive(Clone, Copy, Debug)]
pub struct Sides<T> {
    /// The common state.
    pub base: T,
    /// The side that the result is for.
    pub ours: T,
    /// The other side.
    pub theirs: T,
}

impl<T: Copy + PartialEq> Sides<T> {
    /// The value that the sides agree on, or that only one of them changed.
    pub(crate) fn settled(self) -> Option<T> {
        if self.ours == self.theirs || self.base == self.theirs {
            Some(self.ours)
        } else if self.base == self.ours {
            Some(self.theirs)
        } else {
            None
        }
    }
}

impl<T> Sides<T> {
    /// The same of each side.
    pub(crate) fn map<U>(self, mut of: impl FnMut(T) -> U) -> Sides<U> {
        Sides { base: of(self.base), ours: of(self.ours), theirs: of(self.theirs) }
    }

    /// The same of each side, which stays.
    pub(crate) fn each<'a, U>(&'a self, mut of: impl FnMut(&'a T) -> U) -> Sides<U> {
        Sides { base: of(&self.base), ours: of(&self.ours), theirs: of(&self.theirs) }
    }
}
