//! Chooses and makes the answer of a mock server from the saved examples of a collection.
//!
//! [`Index::compile`] reads a collection, an environment and the mock's [`Config`] once;
//! [`Index::find`] chooses the example for a [`Call`], and [`Hit::answer`] fills it in: no network, no
//! store and no clock in there. [`Served`] speaks HTTP around it, and [`host`] serves the mocks of a
//! store.
//!
//! ```
//! use mock::{Call, Config, Index};
//!
//! let collection = serde_json::json!({ "item": [{
//!     "name": "user",
//!     "request": { "method": "GET", "url": "{{host}}/users/{{id}}" },
//!     "response": [{
//!         "id": "r1", "name": "found", "code": 200,
//!         "originalRequest": { "method": "GET", "url": "{{host}}/users/{{id}}" },
//!         "body": "{\"id\": \"{{id}}\"}"
//!     }]
//! }] });
//! let index = Index::compile(&collection, None, Config::default());
//! let call = Call::new("GET", "/users/7", &[], b"");
//! let hit = index.find(&call).unwrap();
//! let answer = hit.answer(&call, &mut |_: &str| None);
//! assert_eq!((answer.status, &answer.body[..]), (200, &b"{\"id\": \"7\"}"[..]));
//! ```
//!
//! Suggested reading order: [`Config`], [`Call`], `example` (what is read), `path`, `query` and
//! `filter` (how it is scored), [`Index`], `template` and [`Answer`], [`Served`], [`host`].

mod answer;
mod body;
mod call;
mod config;
mod definition;
mod dynamics;
mod example;
mod explained;
mod filter;
pub mod host;
mod index;
mod miss;
mod path;
mod query;
mod served;
mod stream;
mod template;
mod tree;
mod turns;
mod variables;

pub use answer::{Answer, Fault, Hit};
pub use call::Call;
pub use config::{Config, ConfigFault, Delay};
pub use definition::{Definition, Header, ServerResponse};
pub use example::Example;
pub use index::Index;
pub use miss::{Candidate, Miss};
pub use served::{EXAMPLE, Reply, SCORES, Served, refusal};
pub use stream::Stream;
