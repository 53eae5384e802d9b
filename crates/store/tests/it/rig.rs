//! A store for one test, and short words for what tests do with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use model::collection::Draft;
use model::secret::Document;
use model::{Element, ElementKind, RecordId, Stamp, TeamId, UserId, Viewer, Visible, Workspace};
use store::{Expect, NewElement, NewWorkspace, Store};

/// A folder in the system's place for temporary files, gone after the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("gatepost-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl std::ops::Deref for Folder {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A fresh store.
pub(crate) struct Rig {
    pub(crate) store: Store,
    pub(crate) folder: Folder,
    #[cfg(feature = "postgres")]
    database: Option<crate::server::Database>,
    clock: AtomicI64,
}

pub(crate) const OWNER: UserId = UserId(10_000_001);
pub(crate) const OTHER: UserId = UserId(10_000_002);
pub(crate) const TEAM: TeamId = TeamId(7);

impl Rig {
    pub(crate) async fn embedded() -> Self {
        let folder = Folder::new();
        let store = Store::open_embedded(&folder).await.unwrap();
        Self {
            store,
            folder,
            #[cfg(feature = "postgres")]
            database: None,
            clock: AtomicI64::new(1_700_000_000_000),
        }
    }

    #[cfg(feature = "postgres")]
    pub(crate) async fn postgres() -> Option<Self> {
        let database = crate::server::database().await?;
        let folder = Folder::new();
        let store = Store::open_postgres(database.url(), &folder).await.unwrap();
        let clock = AtomicI64::new(1_700_000_000_000);
        Some(Self { store, folder, database: Some(database), clock })
    }

    /// Closes the store and opens it again.
    pub(crate) async fn reopen(&mut self) {
        self.store.close().await;
        #[cfg(feature = "postgres")]
        if let Some(database) = &self.database {
            self.store = Store::open_postgres(database.url(), &self.folder).await.unwrap();
            return;
        }
        self.store = Store::open_embedded(&self.folder).await.unwrap();
    }

    /// The next moment, and a record of its own.
    pub(crate) fn stamp_of(&self, user: UserId) -> Stamp {
        let at = self.clock.fetch_add(1, Ordering::Relaxed);
        Stamp { user, at, record: RecordId::now() }
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.stamp_of(OWNER)
    }

    pub(crate) async fn workspace(&self, name: &str) -> Workspace {
        self.workspace_of(OWNER, name, "team", Some(TEAM)).await
    }

    pub(crate) async fn workspace_of(
        &self,
        owner: UserId,
        name: &str,
        visibility: &str,
        team: Option<TeamId>,
    ) -> Workspace {
        let new = NewWorkspace {
            name: name.to_owned(),
            visibility: visibility.to_owned(),
            team,
            about: String::new(),
            description: String::new(),
        };
        self.store.create_workspace(&self.stamp_of(owner), new).await.unwrap()
    }

    pub(crate) async fn environment(&self, workspace: &Workspace, text: &str) -> Element {
        self.document(ElementKind::Environment, workspace, "env", text).await
    }

    pub(crate) async fn document(
        &self,
        kind: ElementKind,
        workspace: &Workspace,
        name: &str,
        text: &str,
    ) -> Element {
        let new =
            NewElement { workspace: workspace.id.clone(), name: name.to_owned(), guard: None };
        let document = Document::extract(text);
        self.store.create_document(&self.stamp(), kind, &new, document).await.unwrap()
    }

    pub(crate) async fn collection(&self, workspace: &Workspace, draft: Draft) -> Element {
        let new =
            NewElement { workspace: workspace.id.clone(), name: draft.name.clone(), guard: None };
        self.store.create_collection(&self.stamp(), &new, draft).await.unwrap()
    }
}

/// The element as it is now is what the caller expects.
pub(crate) fn seen(element: &Element) -> Expect {
    Expect { workspace: element.workspace.clone(), version: Some(element.version), guard: None }
}

/// A member of the team, without further roles.
pub(crate) fn member(user: UserId) -> Viewer {
    Viewer { user: user.0, teams: vec![TEAM], admin_of: Vec::new() }
}

pub(crate) fn everything(user: UserId) -> Visible {
    Visible::by_role(member(user))
}
