//! What happens without a call of the API: calls of mocks and webhooks, readings of published
//! documentation, and runs.
//!
//! These rows are no part of the catalogue: no path leads to them, no tool stands for them and no
//! grant names them. They word records, and say what running a collection takes.

use crate::Spec;

/// All of them.
pub(super) static ROWS: &[&Spec] = &[
    <collections::ReadDocumentation as crate::Operation>::SPEC,
    <mocks::CallMock as crate::Operation>::SPEC,
    <monitors::RunScheduledMonitor as crate::Operation>::SPEC,
    <webhooks::CallWebhook as crate::Operation>::SPEC,
];

pub(super) mod collections {
    operations! { Collections
        /// Answers the published documentation of a collection.
        ReadDocumentation = "readDocumentation":
            Read GET "/_docs/{id}", needs Read, says Read "published documentation", ok [200];
    }
}

pub(super) mod mocks {
    operations! { Mocks
        /// Answers a call of a mock server.
        CallMock = "callMock":
            Read GET "/_mock/{mockId}", needs Read, says Call "mock", ok [200];
    }
}

pub(super) mod monitors {
    operations! { Monitors
        /// Runs a monitor when it is due.
        RunScheduledMonitor = "runScheduledMonitor":
            Run POST "/monitors/{monitorId}/run", needs Full, says Run "monitor", ok [200];
    }
}

pub(super) mod webhooks {
    operations! { Webhooks
        /// Takes a call of a webhook, which starts a run.
        CallWebhook = "callWebhook":
            Run POST "/run/{owner}/{secret}", needs Full, says Run "monitor", ok [200];
    }
}
