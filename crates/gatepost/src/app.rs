//! Everything a request can reach.

use std::sync::{Arc, OnceLock};

use api::{About, Context, Pages};
use bytes::Bytes;
use gate::{Gate, Outside, Parts, Records};
use monitor::Monitors;
use store::Store;

use crate::{config::Settings, metering::Metering};

/// What stands behind the gate of this program.
pub(crate) type Service = api::Api;

/// Everything a request can reach. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    gate: Gate<Service>,
    store: Store,
    metering: Metering,
    url: Option<String>,
    contract: OnceLock<Bytes>,
    pages: Pages,
}

/// The handlers, over the parts the gate is built from.
pub(crate) fn service(
    parts: &Parts,
    outside: &Outside,
    monitors: Monitors,
    settings: &Settings,
    url: Option<String>,
) -> Service {
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
        url,
        data_folder: Some(settings.folder.clone()),
        engine: "embedded",
        mock_domain: settings.mocks.domain.clone(),
        mock_log_days: settings.mocks.log_days,
    };
    let records = Records::new(parts.log.clone());
    api::api(Arc::new(Context::new(parts.store.clone(), outside, records, monitors, about)))
}

impl App {
    /// Puts it together; `url` is where a server can be reached.
    pub(crate) fn new(
        gate: Gate<Service>,
        store: Store,
        metering: Metering,
        url: Option<String>,
        pages: Pages,
    ) -> Self {
        let contract = OnceLock::new();
        Self(Arc::new(Inner { gate, store, metering, url, contract, pages }))
    }

    /// The gate.
    pub(crate) fn gate(&self) -> &Gate<Service> {
        &self.0.gate
    }

    /// Published documentation.
    pub(crate) fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Counts and times.
    pub(crate) fn metering(&self) -> &Metering {
        &self.0.metering
    }

    /// Where a server can be reached.
    pub(crate) fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// True while the store answers.
    pub(crate) async fn store_is_up(&self) -> bool {
        // A point read of a user that is never there.
        self.0.store.personal_workspace(model::UserId(0)).await.is_ok()
    }

    /// The contract of what is served, made once.
    pub(crate) fn contract(&self) -> Bytes {
        let made = self.0.contract.get_or_init(|| {
            let served = |id: &str| catalog::spec(id).is_some_and(|spec| self.gate().serves(spec));
            contract::openapi(&served, env!("CARGO_PKG_VERSION"), self.url().unwrap_or("/")).into()
        });
        made.clone()
    }
}
