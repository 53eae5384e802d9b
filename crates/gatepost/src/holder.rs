//! Holding the data folder: store, log, gate, and the socket for everybody else.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use audit::{Log, LogError};
use futures::FutureExt as _;
use gate::{Clock, Gate, Judge, Outside, Parts, StoreFacts, SystemClock, Usage};
use mock::host::Host;
use monitor::Monitors;
use store::{Store, StoreError};
use tokio::task::JoinHandle;

use crate::{
    app::{self, App},
    bootstrap,
    config::Settings,
    entrance::Entrance,
    exit::Failure,
    listener::{Listener, Socket},
    lock::{Lock, Role},
    metering::Metering,
    router::{self, Inside},
};

/// The socket's name in the data folder.
const SOCKET: &str = "gatepost.sock";

/// The socket of a data folder.
pub(crate) fn socket(folder: &Path) -> PathBuf {
    folder.join(SOCKET)
}

/// The process that holds the data folder, with everything opened.
pub(crate) struct Holder {
    app: App,
    inside: Inside,
    store: Store,
    log: Log,
    listener: Listener,
    mocks: Host,
    monitors: Monitors,
    maintenance: [JoinHandle<()>; 4],
    lock: Lock,
}

impl Holder {
    /// Opens what lies in the folder, makes the first user if there is none, and listens on the
    /// socket. `url` is where a server can be reached, `own` where it listens.
    pub(crate) async fn open(
        settings: &Settings,
        mut lock: Lock,
        role: Role,
        url: Option<String>,
        own: Vec<SocketAddr>,
    ) -> Result<Self, Failure> {
        let folder = &settings.folder;
        let store = Store::open_embedded(folder).await.map_err(|error| no_store(folder, &error))?;
        let at = folder.join("audit");
        let (log, recovered) =
            Log::open(&at, audit::Options::default()).map_err(|error| no_log(&error))?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let facts = Arc::new(StoreFacts(store.clone()));
        let judge = Judge::new(store.clone(), facts, clock.clone());
        let judge = Arc::new(judge.await.map_err(|error| no_store(folder, &error))?);
        let usage = Arc::new(Usage::default());
        let parts = Parts {
            store: store.clone(),
            log: log.clone(),
            clock,
            limits: settings.limits.limits(),
            mcp_user_keys: settings.mcp.user_keys,
        };
        let outside = Outside::new(&parts, judge, usage);
        let monitors = Monitors::new(
            store.clone(),
            outside.clone(),
            settings.monitors.settings(settings.limits.profile, own),
        );
        let service = app::service(&parts, &outside, monitors.clone(), settings, url.clone());
        let pages = service.pages();
        let gate = Gate::new(parts, outside.clone(), service, recovered.open_intents)
            .await
            .map_err(|error| Failure::input(format!("the last run can't be completed: {error}")))?;
        let maintenance = tokio::spawn({
            let gate = gate.clone();
            async move { gate.maintain().await }
        });
        let mocks = Host::new(
            store.clone(),
            outside,
            settings.mocks.limits(settings.limits.profile),
            settings.mocks.retention(),
        );
        let logging = tokio::spawn({
            let mocks = mocks.clone();
            async move { mocks.maintain().await }
        });
        let metering = Metering::start();
        let app = App::new(gate, store.clone(), metering.clone(), url.clone(), pages);
        lock.note(role, url);
        let nobody = app.gate().judge().snapshot().people().next().is_none();
        let router = router::router(app.clone());
        let inside = Inside::new(router.clone());
        if nobody {
            bootstrap::owner(&inside, settings).await?;
        }
        let entrance = Entrance::new(
            router,
            mocks.clone(),
            monitors.clone(),
            settings.mocks.domain.as_deref(),
        );
        let listener = Listener::new(Arc::new(move |request| {
            let entrance = entrance.clone();
            async move { entrance.call(request).await }.boxed()
        }));
        listener.serve_socket(Socket::open(&socket(folder))?);
        // A command holds the folder for a moment only: schedules wait for a server.
        let running = tokio::spawn({
            let monitors = monitors.clone();
            async move {
                if role != Role::Command {
                    monitors.maintain().await;
                }
            }
        });
        let counting = tokio::spawn({
            let metering = metering.clone();
            async move { metering.maintain().await }
        });
        let maintenance = [maintenance, logging, running, counting];
        Ok(Self { app, inside, store, log, listener, mocks, monitors, maintenance, lock })
    }

    /// The way in for this process.
    pub(crate) fn inside(&self) -> &Inside {
        &self.inside
    }

    /// Where further doors are opened.
    pub(crate) fn listener(&self) -> &Listener {
        &self.listener
    }

    /// Lets calls under way end, then closes everything and gives the folder free.
    pub(crate) async fn close(self) {
        self.listener.drain().await;
        self.monitors.stop().await;
        self.maintenance.iter().for_each(JoinHandle::abort);
        self.mocks.flush().await;
        self.app.gate().close().await;
        self.log.close().await;
        self.store.close().await;
        drop(self.lock);
    }
}

fn no_store(folder: &Path, error: &StoreError) -> Failure {
    let failure = |why: &str| {
        Failure::input(format!("the data in `{}` can't be opened: {why}", folder.display()))
    };
    match error {
        StoreError::Io(why) => {
            Failure::input(why.clone()).hint("choose another folder with --data DIR")
        }
        StoreError::Corrupt(why) => failure(why)
            .hint("put back a copy of the folder; nothing in it was changed by this start"),
        other => failure(&other.to_string()),
    }
}

fn no_log(error: &LogError) -> Failure {
    let failure = Failure::input(error.to_string());
    match error {
        LogError::Damaged { .. } => {
            failure.hint("`gatepost audit verify` says where; put back a copy of the log")
        }
        _ => failure,
    }
}
