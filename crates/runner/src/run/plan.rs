//! What does not change during a run, made once.

use std::{rc::Rc, sync::Arc};

use model::{
    auth::Auth,
    data::Row,
    runnable::{Behaviour, Collection, Listen as On},
};

use super::{flow::Flow, trust::Trust};
use crate::{
    clock,
    event::{CollectionInfo, ItemInfo, Listen, Node, Start},
    input::Input,
    options::Options,
    redact::Secrets,
    request::{files::Files, redirect::Rules},
    run::StartFault,
};

/// What does not change during a run; shared by its threads.
pub(crate) struct Plan {
    pub(crate) collection: Arc<Collection>,
    pub(crate) items: Vec<Planned>,
    pub(crate) flow: Flow,
    pub(crate) options: Options,
    pub(crate) data: Vec<Row>,
    pub(crate) start: Arc<Start>,
    pub(crate) secrets: Secrets,
    pub(crate) files: Files,
    pub(crate) trust: Trust,
    pub(crate) proxies: wire::Proxies,
    /// A reporter reads bodies.
    pub(crate) bodies: bool,
}

/// An item that runs.
pub(crate) struct Planned {
    pub(crate) info: Arc<ItemInfo>,
    pub(crate) position: usize,
    pub(crate) prerequest: Vec<PlannedScript>,
    pub(crate) test: Vec<PlannedScript>,
    pub(crate) behaviour: Behaviour,
    pub(crate) rules: Rules,
    /// Names from the collection to the item.
    pub(crate) location: Vec<String>,
}

/// A script of an item, or of what lies around it.
pub(crate) struct PlannedScript {
    pub(crate) id: Arc<str>,
    pub(crate) source: Arc<str>,
    /// The name of what it belongs to.
    pub(crate) owner: Arc<str>,
    pub(crate) legacy: bool,
}

/// What a script says that does without the legacy globals.
const WITHOUT_LEGACY: &str = "use sandbox2";

impl Plan {
    /// Plans a run.
    pub(crate) fn new(input: &Input, options: &Options, bodies: bool) -> Result<Self, StartFault> {
        let secrets = Secrets::default();
        secrets.learn(input.environment.secrets());
        secrets.learn(input.globals.secrets());
        secrets.learn(input.collection.variables.secrets());
        if let Some(vault) = &input.vault {
            let all = vault.variables().iter().map(model::variables::Variable::text);
            secrets.learn(all);
        }
        let collection =
            CollectionInfo { collection: Arc::clone(&input.collection), secrets: secrets.clone() };
        let chosen = input.collection.select(&options.folders)?;
        let items: Vec<_> = chosen
            .into_iter()
            .enumerate()
            .filter_map(|(index, position)| Planned::new(&collection, index, position, options))
            .collect();
        let rows = u32::try_from(input.data.len()).unwrap_or(u32::MAX).max(1);
        let wanted = options.iterations.unwrap_or(rows);
        let start = Start {
            collection,
            items: items.iter().map(|item| Arc::clone(&item.info)).collect(),
            iterations: if items.is_empty() { 0 } else { wanted },
            environment: input.environment.name.clone(),
            started_ms: clock::now_ms(),
            jobs: u32::try_from(options.jobs.get()).unwrap_or(u32::MAX),
            retries: options.retries,
        };
        Ok(Self {
            collection: Arc::clone(&input.collection),
            flow: Flow::new(items.iter().map(|item| (&*item.info.id, &*item.info.name))),
            items,
            data: input.data.clone(),
            start: Arc::new(start),
            secrets,
            files: Files::new(&options.working_dir, options.read_outside),
            trust: Trust::new(options)?,
            proxies: wire::Proxies::from_env(|name| options.proxy_environment.get(name).cloned())?,
            options: options.clone(),
            bodies,
        })
    }

    /// The row of data of an iteration; the last one repeats.
    pub(crate) fn row(&self, iteration: u32) -> Row {
        let index = usize::try_from(iteration).unwrap_or(usize::MAX);
        self.data.get(index).or(self.data.last()).cloned().unwrap_or_default()
    }

    /// Plans any item of the collection, by id, to run inside another.
    pub(crate) fn nested(&self, id: &str) -> Option<Planned> {
        let position = self.collection.items.iter().position(|item| item.id == id)?;
        Planned::new(&self.start.collection, 0, position, &self.options)
    }
}

impl Planned {
    fn new(
        info: &CollectionInfo,
        index: usize,
        position: usize,
        options: &Options,
    ) -> Option<Self> {
        let collection = &info.collection;
        let item = collection.items.get(position)?;
        let name: Arc<str> = item.name.as_deref().unwrap_or_default().into();
        let folders: Vec<Node> = collection
            .ancestors(position)
            .into_iter()
            .filter_map(|folder| collection.folders.get(folder))
            .map(|folder| Node {
                id: folder.id.as_str().into(),
                name: folder.name.as_deref().unwrap_or_default().into(),
            })
            .collect();
        let mut location = vec![info.name().to_owned()];
        location.extend(folders.iter().map(|folder| folder.name.to_string()));
        location.push(name.to_string());
        let behaviour = collection.behaviour(position);
        Some(Self {
            prerequest: scripts(collection, position, &On::Prerequest),
            test: scripts(collection, position, &On::Test),
            rules: Rules::new(&behaviour, options.follow_redirects),
            behaviour,
            location,
            info: Arc::new(ItemInfo {
                index: u32::try_from(index).unwrap_or(u32::MAX),
                id: item.id.as_str().into(),
                name,
                folders,
                position,
                collection: info.clone(),
            }),
            position,
        })
    }

    pub(crate) fn scripts(&self, listen: Listen) -> &[PlannedScript] {
        match listen {
            Listen::Prerequest => &self.prerequest,
            Listen::Test => &self.test,
        }
    }
}

fn scripts(collection: &Collection, item: usize, on: &On) -> Vec<PlannedScript> {
    let scripts = collection.scripts(item, on).into_iter();
    scripts
        .map(|(script, owner)| {
            let source = script.source.clone().unwrap_or_default();
            let first = source.get(1..).is_some_and(|rest| rest.starts_with(WITHOUT_LEGACY));
            PlannedScript {
                id: script.id.as_str().into(),
                legacy: !(first && source.starts_with(['"', '\''])),
                source,
                owner: owner.unwrap_or_default().into(),
            }
        })
        .collect()
}

/// Tells auths apart that were written in different places; requests that inherit one share it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Identity {
    /// One of the collection, by its address there.
    Written(usize),
    /// One that a script made, or none at all, by a number.
    Made(u64),
}

impl Identity {
    /// The identity of an auth of the collection.
    pub(crate) fn of(auth: &Auth) -> Self {
        Self::Written(std::ptr::from_ref(auth).addr())
    }
}

/// The source of a script as the sandbox takes it.
pub(crate) fn source(script: &PlannedScript) -> Rc<str> {
    Rc::from(&*script.source)
}
