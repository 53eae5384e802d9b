//! Attacks through the public API, as tables of cases.
//!
//! Each module takes one way to get at something that was not granted. `scene` holds what they
//! attack, `calls` how an operation of the catalogue is called.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod calls;
mod credentials;
mod doors;
mod duplicates;
mod enumeration;
mod escalation;
mod ids;
mod oracle;
mod rows;
mod scene;
mod tenants;
mod timing;
