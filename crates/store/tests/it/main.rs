//! What the store promises, on every engine.
//!
//! Each test of the modules listed in `on_both_engines` runs twice: on the embedded engine and on
//! PostgreSQL. That is taken from `GATEPOST_TEST_DATABASE_URL`, or started for the tests alone; if
//! there is none, its half says so and is skipped.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod collections;
mod concurrency;
mod directory;
mod documents;
mod elements;
mod embedded;
mod forks;
mod guards;
mod listing;
mod mock_calls;
mod monitors;
mod rig;
mod search;
#[cfg(feature = "postgres")]
mod server;
mod transfer;
mod workspaces;

/// Makes two tests of each function: `embedded::name` and `postgres::name`.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::rig::Rig::embedded().await).await;
            })*
        }
        #[cfg(feature = "postgres")]
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(rig) = $crate::rig::Rig::postgres().await {
                    super::$name(rig).await;
                }
            })*
        }
    };
}
pub(crate) use on_both_engines;
