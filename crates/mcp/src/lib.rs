//! Speaks MCP: every operation that has a tool, through the same gate as REST.
//!
//! [`endpoint`] is a service to be mounted at a path. It greets the caller through the gate, checks
//! where the request claims to come from and hands it to the protocol library. A tool call becomes
//! the REST request it stands for and goes through [`gate::Gate::handle`] like any other, so that
//! it is decided, limited and recorded there and nowhere else. Names, schemas and hints of tools
//! come from the catalogue's rows and the contract; there is no list of tools.
//!
//! ```
//! # use mcp::{Endpoint, Options};
//! # fn mount<S: gate::Serve>(gate: gate::Gate<S>) -> Endpoint<S> {
//! let options = Options { hosts: vec!["https://gate.example.com".to_owned()] };
//! mcp::endpoint(gate, catalog::Toolset::Minimal, &options)
//! # }
//! ```

mod answer;
mod arguments;
mod caller;
mod calls;
mod compact;
mod endpoint;
mod message;
mod options;
mod progress;
mod request;
mod server;
mod shape;
mod tools;
mod view;

pub use endpoint::{Endpoint, endpoint};
pub use options::Options;
pub use tools::path;
