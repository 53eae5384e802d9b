//! Persistence: one [`Store`], on a file of its own or on PostgreSQL.
//!
//! Callers see domain values of `model` and nothing of SQL, tables or engines. Every change is one
//! serializable transaction, durable when it answers, and leaves the id of the intent record that
//! announced it; every state that is replaced or deleted is kept as a [`Revision`]. Values of type
//! secret never reach the database in the clear.
//!
//! Suggested reading order: `store` (opening), `elements` and `documents` (one row, one text),
//! `collections` (a row per item), `reach` and `listing` (who sees what, by page), `workspaces`,
//! `directory` (users, agents, keys, grants), `revisions`; below them `db` (one SQL text for two
//! engines), `migrate`, `sealed` and `keyfile` (secrets).

mod collections;
mod comments;
mod conditions;
mod db;
mod directory;
mod documents;
mod elements;
mod error;
mod folder;
mod forks;
mod guard;
mod keyfile;
mod listing;
mod looks;
mod migrate;
mod mock_calls;
mod monitors;
mod publications;
mod pull_requests;
mod reach;
mod revisions;
mod rows;
#[cfg(test)]
mod scratch;
mod sealed;
mod search;
mod specs;
mod store;
mod tags;
mod tasks;
mod usage;
mod workspaces;

pub use collections::{ItemChange, ItemLine, NewItem, Replaced, Spot, Transfer};
pub use comments::{Comment, CommentPlace, CommentText};
pub use directory::{
    Agent, Directory, GrantRow, KeyRow, Membership, NewAgent, NewGrant, NewKey, NewUser, Team, User,
};
pub use elements::{Expect, NewElement};
pub use error::StoreError;
pub use folder::prepare as prepare_folder;
pub use forks::{After, Into as MergeInto, Merge, Merged};
pub use guard::Guard;
pub use listing::{ElementQuery, Forks, Listing, Page};
pub use mock_calls::{MockCall, MockCallQuery};
pub use monitors::{
    Cause, Claim, Done, Due, Execution, Hour, MonitorRun, NewExecution, RunState, RunTally, Slot,
    Start, Taken,
};
pub use publications::Publication;
pub use pull_requests::{NewPullRequest, PullRequest, PullStatus, Reviewer};
pub use revisions::Revision;
pub use search::{Found, SearchFilter, SearchQuery, Subject, address};
pub use specs::{FileChange, Made, NewLink, NewSpecFile, SpecFile, SpecLink, SpecTag};
pub use store::Store;
pub use tags::{TagQuery, Tagged};
pub use tasks::Task;
pub use usage::{Usage, UsageCount};
pub use workspaces::{
    NewWorkspace, RoleChange, UpdateText, WorkspaceChange, WorkspaceQuery, WorkspaceUpdate,
};
