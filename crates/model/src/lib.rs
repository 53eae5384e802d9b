//! Domain values, without HTTP, SQL or a clock.
//!
//! Suggested reading order: [`id`] (what things are called), [`role`] and [`visible`] (who sees
//! what), [`element`] (what is stored), then the documents: [`collection`], [`environment`],
//! and what they share: [`json`] (lossless text), [`secret`] (values kept apart) and [`mask`].
//! [`dynamic`] makes the values of `{{$guid}}` and its like.

pub mod collection;
pub mod dynamic;
pub mod element;
pub mod environment;
pub mod id;
pub mod json;
pub mod key;
pub mod mask;
pub mod role;
pub mod secret;
pub mod time;
pub mod visible;

pub use element::{Element, ElementKind, Stamp, Workspace};
pub use id::{AgentId, ElementRef, GrantId, KeyId, RecordId, TeamId, Uid, UserId};
pub use role::{Role, Viewer};
pub use visible::{Reach, Visible};
