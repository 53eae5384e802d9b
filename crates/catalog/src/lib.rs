//! Every operation Gatepost knows, as data and as a type, and the one matcher.
//!
//! A row of the catalogue says what an operation is called, where it lives, which area and
//! access class it belongs to, what level a grant needs for it, how often it may be called, how
//! the audit log words it, which MCP toolsets offer it and which error shapes it answers.
//! Router, gate, limiter, MCP tools, audit sentences and the served contract follow from it;
//! there is no second list.
//!
//! ```
//! use catalog::{CATALOGUE, Matcher, Operation, op};
//! let hit = Matcher::new().find(&http::Method::GET, "/collections/c1").unwrap();
//! assert_eq!(hit.spec.id, op::GetCollection::SPEC.id);
//! assert_eq!(hit.param("collectionId"), Some("c1"));
//! assert!(CATALOGUE.len() > 298);
//! ```

#[macro_use]
mod rows;
mod area;
mod error_form;
mod flags;
mod kind;
mod limit;
mod matcher;
mod phrase;
mod spec;
mod target;

pub use area::{AREAS, Area, AreaInfo, CATALOGUE, OUTSIDE, op, spec};
pub use error_form::{ErrorForm, Media, Shape};
pub use flags::Flags;
pub use kind::Kind;
pub use limit::LimitClass;
pub use matcher::{Matched, Matcher, NoMatch};
pub use phrase::{Phrase, Verb};
pub use spec::{Access, Harmless, Hints, Level, Named, Needs, Operation, Rule, Spec, Toolset};
pub use target::{Target, TargetFault};

#[cfg(test)]
mod tests;
