//! Domain values, without HTTP, SQL or a clock.
//!
//! Suggested reading order: [`id`] (what things are called), [`role`] and [`visible`] (who sees
//! what), [`element`] (what is stored), then the documents: [`collection`], [`environment`],
//! and what they share: [`json`] (lossless text), [`secret`] (values kept apart) and [`mask`].
//! What runs: [`runnable`] (collections as they are run) with [`variables`], [`dynamic`] (the
//! values of `{{$guid}}` and its like), [`auth`], [`url`] and [`data`], whose files [`text`]
//! decodes; [`extra`] keeps what only reports show. [`merge`] puts together what two sides made of
//! a document.

pub mod auth;
pub mod collection;
pub mod data;
pub mod dynamic;
pub mod element;
pub mod environment;
pub mod extra;
pub mod id;
pub mod json;
pub mod key;
pub mod mask;
pub mod merge;
pub mod role;
pub mod runnable;
pub mod secret;
pub mod text;
pub mod time;
pub mod url;
pub mod variables;
pub mod visible;

pub use element::{Element, ElementKind, Fork, Stamp, Workspace};
pub use id::{AgentId, ElementRef, GrantId, KeyId, RecordId, TeamId, Uid, UserId};
pub use role::{Role, Viewer};
pub use visible::{Reach, Visible};
