//! The OpenAPI description of what is served, and checks against it.
//!
//! The YAML files in `openapi/`, one per area, are the project's own contract. Everything that
//! needs to know what a call looks like asks here: the served `/openapi.json`, the schemas of MCP
//! tools, the check of queries and bodies, and the tests' check of every answer.
//!
//! ```
//! let get = contract::operation("getCollections").unwrap();
//! assert_eq!(get.path, "/collections");
//! let spec = catalog::spec("getCollections").unwrap();
//! let query = [("limit".to_owned(), "5".to_owned())];
//! assert_eq!(contract::check_query(spec, &query).unwrap().integer("limit"), Some(5));
//! ```

mod body;
mod document;
mod openapi;
mod operation;
mod query;
mod response;
mod schema;
mod tool;

pub use body::{MOST_VIOLATIONS, Violation, check_body};
pub use document::{documents, operations};
pub use openapi::openapi;
pub use operation::{Body, Operation, Parameter, Place, Response, operation};
pub use query::{Checked, Problem, Reason, check_query};
pub use response::check_response;
pub use tool::{input_schema, output_schema, tool_description};
