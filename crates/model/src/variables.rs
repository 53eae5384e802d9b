//! Variables: what they hold, where they live and how text takes their values.
//!
//! A [`Variable`] lives in a [`Scope`], a run has the five [`Scopes`] of the precedence local, row
//! of data, environment, collection, globals. [`substitute`] replaces the `{{name}}` tokens of a
//! text, [`substitute_json`] those of every string in a value. Values are JSON values, converted
//! the way JavaScript does it ([`coerce`]), because scripts read and write the same variables.

pub mod coerce;
mod scope;
mod scopes;
mod substitute;
mod variable;

#[cfg(test)]
mod tests;

pub use scope::Scope;
pub use scopes::{ForScripts, Scopes};
pub(crate) use substitute::next_token;
pub use substitute::{
    Dynamic, Lookup, MAX_GROWTH, MAX_PASSES, NoDynamic, NoVariables, substitute, substitute_json,
};
pub use variable::{Kind, Variable};
