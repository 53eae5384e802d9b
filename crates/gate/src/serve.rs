//! What stands behind the gate.

use catalog::Spec;
use futures::future::BoxFuture;

use crate::{Granted, Reply};

/// Serves granted calls: from the own store, or by sending them on.
pub trait Serve: Send + Sync + 'static {
    /// True when the operation is served; others answer 501 after decision and record.
    fn serves(&self, spec: &Spec) -> bool;

    /// Serves one call.
    fn call(&self, granted: Granted) -> BoxFuture<'static, Reply>;
}
