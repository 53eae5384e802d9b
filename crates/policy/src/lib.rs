//! Decides what a call may do, from rights and row, and says why.
//!
//! Pure: no clock, no I/O. The same [`decide`] serves calls, tool lists, previews and
//! explanations. A user is bounded by its role; an agent by its owner's role and, inside it, by
//! its [`Grant`]s. What no grant allows is denied.
//!
//! ```
//! use policy::{Asked, Rights, decide};
//! use catalog::{Operation, op};
//! let nobody = Rights::agent(Default::default(), vec![]);
//! let asked = Asked::new(op::GetCollections::SPEC, 0);
//! assert!(!decide(&nobody, &asked).allowed());
//! ```

mod decide;
mod decision;
mod explain;
mod grant;
mod parse;
mod rights;
mod standing;

pub use decide::{Asked, Resource, decide, may_ever, reveals, visible};
pub use decision::{Decision, Denial, Needed, Reason};
pub use explain::{NearMiss, nearest};
pub use grant::{Effect, Grant, Right, Scope};
pub use parse::{GrantFault, near, parse_grant};
pub use rights::Rights;
pub use standing::{AgentState, Standing, standing};

#[cfg(test)]
mod tests;
