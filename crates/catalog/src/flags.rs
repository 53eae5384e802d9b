//! Properties of an operation that the gate acts on.

/// A set of flag letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(&'static str);

impl Flags {
    pub(crate) const fn new(letters: &'static str) -> Self {
        Self(letters)
    }
    /// The letters as written in the row.
    #[must_use]
    pub fn letters(self) -> &'static str {
        self.0
    }
    /// `l`: answers items of several resources, each of which must be visible.
    #[must_use]
    pub fn lists(self) -> bool {
        self.0.contains('l')
    }
    /// `k`: the answer can hold secrets.
    #[must_use]
    pub fn reveals(self) -> bool {
        self.0.contains('k')
    }
    /// `s`: widens or moves who can see something.
    #[must_use]
    pub fn shares(self) -> bool {
        self.0.contains('s')
    }
    /// `c`: mints or ends a credential.
    #[must_use]
    pub fn mints(self) -> bool {
        self.0.contains('c')
    }
    /// `x`: reaches other systems, now or later.
    #[must_use]
    pub fn reaches_out(self) -> bool {
        self.0.contains('x')
    }
    /// `m`: touches more than one resource.
    #[must_use]
    pub fn composite(self) -> bool {
        self.0.contains('m')
    }
    /// `d`: destroys content.
    #[must_use]
    pub fn destroys(self) -> bool {
        self.0.contains('d')
    }
    /// `t`: destroys a tree.
    #[must_use]
    pub fn fells(self) -> bool {
        self.0.contains('t')
    }
    /// `f`: takes a form too; Gatepost's own letter.
    #[must_use]
    pub fn takes_form(self) -> bool {
        self.0.contains('f')
    }
    /// `$`: spends an allowance.
    #[must_use]
    pub fn spends(self) -> bool {
        self.0.contains('$')
    }
}
