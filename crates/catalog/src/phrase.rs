//! How the audit log words an operation.

/// A verb with both its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip]
#[expect(missing_docs, reason = "each variant is its own description")]
pub enum Verb {
    Add, Answer, Block, Call, Change, Check, Convert, Create, Decide, Delete, Duplicate, Explain, Fork,
    Generate, Grant, Import, Kill, List, Merge, Migrate, Move, Publish, Pull, Read, Remove, Replace,
    Resolve, Resume, Review, Revoke, Run, Search, Suspend, Synchronise, Unpublish, Update,
}

impl Verb {
    /// `tried to …`
    #[must_use]
    pub fn infinitive(self) -> String {
        format!("{self:?}").to_ascii_lowercase()
    }

    /// `… did`
    #[must_use]
    pub fn past(self) -> String {
        match self {
            Self::Read => "read".to_owned(),
            Self::Run => "ran".to_owned(),
            Self::Add
            | Self::Answer
            | Self::Block
            | Self::Call
            | Self::Check
            | Self::Convert
            | Self::Explain
            | Self::Fork
            | Self::Grant
            | Self::Import
            | Self::Kill
            | Self::List
            | Self::Publish
            | Self::Pull
            | Self::Review
            | Self::Search
            | Self::Suspend
            | Self::Unpublish => self.infinitive() + "ed",
            _ => self.infinitive() + "d",
        }
    }
}

/// Verb and object of an operation: `read` + `collection`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What is done.
    pub verb: Verb,
    /// To what, without article.
    pub object: &'static str,
}
