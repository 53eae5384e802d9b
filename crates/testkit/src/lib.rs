//! An in-process Gatepost for tests: actors that send requests, and answers checked against the
//! contract.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let app = testkit::App::start().await;
//! let ana = app.owner();
//! let made = ana.post("/collections", testkit::collection("Payments")).await.ok();
//! let id = made["collection"]["id"].as_str().unwrap();
//! assert_eq!(ana.get(&format!("/collections/{id}")).await.status, 200);
//! # });
//! ```
//!
//! Helpers use the public API only, never the store.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test helper fails loudly"
)]

mod actor;
mod answer;
mod app;
mod fixtures;

pub use actor::Actor;
pub use answer::Answer;
pub use app::{App, Setup};
pub use fixtures::{collection, collection_of, environment};
