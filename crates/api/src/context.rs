//! What handlers work with.

use std::{path::PathBuf, sync::Arc};

use gate::{Judge, Outside, Records, Usage};
use model::{Viewer, Visible, mask::Masker};
use monitor::Monitors;
use store::{Store, StoreError, WorkspaceQuery};

use crate::collections::Rendered;

/// What handlers work with, shared.
pub type Ctx = Arc<Context>;

/// What handlers work with.
pub struct Context {
    pub(crate) store: Store,
    pub(crate) judge: Arc<Judge>,
    pub(crate) outside: Outside,
    pub(crate) records: Records,
    pub(crate) usage: Arc<Usage>,
    pub(crate) monitors: Monitors,
    pub(crate) about: About,
    pub(crate) masker: Masker,
    pub(crate) rendered: Rendered,
    /// Pages of published documentation.
    pub(crate) pages: Rendered,
    /// Held while a workspace becomes public, so that two can't take the same name.
    pub(crate) public_names: tokio::sync::Mutex<()>,
}

/// What the server says of itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Version of the program.
    pub version: &'static str,
    /// Where it listens; `None` when only on the socket.
    pub url: Option<String>,
    /// Where its data lies.
    pub data_folder: Option<PathBuf>,
    /// `embedded` or `postgresql`.
    pub engine: &'static str,
    /// The domain whose subdomains are mocks; without it they are paths.
    pub mock_domain: Option<String>,
    /// Calls of mocks are kept so many days.
    pub mock_log_days: u32,
}

impl About {
    /// The address that everything else is under.
    #[must_use]
    pub fn base(&self) -> &str {
        self.url.as_deref().unwrap_or("http://127.0.0.1:7007")
    }

    /// The address of a mock.
    #[must_use]
    pub fn mock_url(&self, id: &str) -> String {
        let base = self.base();
        match &self.mock_domain {
            Some(domain) => {
                let scheme = base.split("://").next().unwrap_or("https");
                format!("{scheme}://{id}.{domain}")
            }
            None => format!("{base}/_mock/{id}"),
        }
    }
}

impl Context {
    /// Handlers over this store; masks are made with its key. `outside` is its gate's.
    #[must_use]
    pub fn new(
        store: Store,
        outside: &Outside,
        records: Records,
        monitors: Monitors,
        about: About,
    ) -> Self {
        let (judge, usage) = (outside.judge().clone(), outside.usage().clone());
        Self {
            masker: Masker { key: store.mask_key() },
            store,
            judge,
            outside: outside.clone(),
            records,
            usage,
            monitors,
            about,
            rendered: Rendered::default(),
            pages: Rendered::default(),
            public_names: tokio::sync::Mutex::default(),
        }
    }

    /// The ids of the public workspaces that `viewer` sees.
    pub(crate) async fn public_workspaces(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<String>, StoreError> {
        let seen = Visible::by_role(viewer.clone());
        let query = WorkspaceQuery {
            visibility: Some(vec!["public".to_owned()]),
            ..WorkspaceQuery::default()
        };
        let public = self.store.workspaces(&seen, &query).await?;
        Ok(public.into_iter().map(|workspace| workspace.id).collect())
    }
}
