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

pub use scope::Scope;
pub use scopes::Scopes;
pub use substitute::{
    Dynamic, Lookup, MAX_PASSES, NoDynamic, NoVariables, substitute, substitute_json,
};
pub use variable::{Kind, Variable};
