//! Who holds what, and what it may do: the part of the gate that decides.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::ArcSwap;
use catalog::{Access, Area, Kind, Matched, Named, Operation as _, Rule, Spec, op};
use model::{
    AgentId, KeyId, UserId,
    key::{Key, KeyKind},
};
use policy::{Asked, Decision, Denial, Grant, Resource, Rights, parse_grant};
use store::{Store, StoreError};
use subtle::ConstantTimeEq;

use crate::{
    Clock, Creator, Facts, Person, Principal, Query, TeamOf, Who,
    named::{self, Places, Reference},
    principal::standing_of,
};

/// An access key that is not used for this long stops working; each use starts the time anew.
const ACCESS_KEY_IDLE: i64 = 60 * 24 * 3_600_000;

/// Decides on calls, from a snapshot of principals and the facts of resources.
///
/// A change of users, agents, keys or grants takes effect with [`Judge::reload`], which swaps
/// the snapshot: calls that start later see it, calls on their way keep the one they started with.
pub struct Judge {
    store: Store,
    facts: Arc<dyn Facts>,
    clock: Arc<dyn Clock>,
    snapshot: ArcSwap<Snapshot>,
    /// Held while the snapshot is taken anew, so that an older reading never replaces a newer one.
    reloading: tokio::sync::Mutex<()>,
    /// True when a change is stored that the snapshot may not show.
    stale: AtomicBool,
    touched: Mutex<HashMap<KeyId, Touch>>,
}

/// When a key was used last.
#[derive(Clone, Copy)]
struct Touch {
    at: i64,
    saved: bool,
}

/// Everybody who may call, compiled from the store.
#[derive(Default)]
pub struct Snapshot {
    /// Grows with every reload.
    pub version: u64,
    people: BTreeMap<UserId, Arc<Person>>,
    agents: BTreeMap<AgentId, (Who, Arc<Rights>)>,
    keys: HashMap<String, HeldKey>,
}

struct HeldKey {
    id: KeyId,
    kind: KeyKind,
    hash: [u8; 32],
    last4: String,
    user: Option<UserId>,
    agent: Option<AgentId>,
    collection: Option<String>,
    not_after: Option<i64>,
    last_used: i64,
    revoked: bool,
}

impl Judge {
    /// A judge over `store`, whose facts about resources come from `facts`.
    pub async fn new(
        store: Store,
        facts: Arc<dyn Facts>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let judge = Self {
            store,
            facts,
            clock,
            snapshot: ArcSwap::default(),
            reloading: tokio::sync::Mutex::default(),
            stale: AtomicBool::new(true),
            touched: Mutex::default(),
        };
        judge.reload().await?;
        Ok(judge)
    }

    /// Takes the principals from the store anew.
    ///
    /// Until it succeeds every call is refused: rights that may have been
    /// taken away are not used.
    pub async fn reload(&self) -> Result<(), StoreError> {
        self.stale.store(true, Ordering::SeqCst);
        let _alone = self.reloading.lock().await;
        let directory = self.store.directory().await?;
        let mut next = Snapshot::compile(directory);
        next.version = self.snapshot.load().version + 1;
        self.snapshot.store(Arc::new(next));
        self.stale.store(false, Ordering::SeqCst);
        Ok(())
    }

    /// Makes sure that the snapshot shows every stored change.
    pub(crate) async fn fresh(&self) -> Result<(), StoreError> {
        if self.stale.load(Ordering::SeqCst) { self.reload().await } else { Ok(()) }
    }

    /// Who `principal` is now, when its snapshot is not the one in force any more. `Ok(None)` when
    /// nothing has changed since.
    pub(crate) fn anew(
        &self,
        principal: &Principal,
        version: u64,
    ) -> Result<Option<Principal>, &'static str> {
        let snapshot = self.snapshot.load();
        if snapshot.version == version {
            return Ok(None);
        }
        let Some((key, _)) = &principal.key else { return Ok(None) };
        let held = snapshot.keys.values().find(|held| held.id == *key).ok_or("unknown key")?;
        if held.revoked {
            return Err("a revoked key");
        }
        snapshot.principal(held).map(Some)
    }

    /// The principals as they are now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// The clock it decides by.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Who holds `key`, or why it opens nothing, for the record.
    pub(crate) fn identify(&self, key: &Key, now: i64) -> Result<Principal, &'static str> {
        let snapshot = self.snapshot.load();
        let held = snapshot.keys.get(&key.id).ok_or("unknown key")?;
        if held.kind != key.kind || !bool::from(held.hash.ct_eq(&key.hash)) {
            return Err("unknown key");
        }
        if held.revoked {
            return Err("a revoked key");
        }
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let used = touched.get(&held.id).map_or(held.last_used, |touch| touch.at);
        if held.not_after.is_some_and(|end| end <= now) {
            return Err("an expired key");
        }
        if held.kind == KeyKind::Access && used + ACCESS_KEY_IDLE <= now {
            return Err("an access key that was not used for 60 days");
        }
        // An access key is used when it opens its collection, not when it is only shown.
        if held.kind != KeyKind::Access {
            touched.insert(held.id.clone(), Touch { at: now, saved: false });
        }
        drop(touched);
        snapshot.principal(held)
    }

    /// Notes that an access key opened its collection.
    pub(crate) fn used(&self, key: &KeyId, now: i64) {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.insert(key.clone(), Touch { at: now, saved: false });
    }

    /// Writes down when keys were used last.
    pub(crate) async fn save_touched(&self) -> Result<(), StoreError> {
        let lately: Vec<(KeyId, i64)> = {
            let touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
            let unsaved = touched.iter().filter(|(_, touch)| !touch.saved);
            unsaved.map(|(key, touch)| (key.clone(), touch.at)).collect()
        };
        if lately.is_empty() {
            return Ok(());
        }
        self.store.touch_keys(&lately).await?;
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, at) in lately {
            if let Some(touch) = touched.get_mut(&key)
                && touch.at == at
            {
                touch.saved = true;
            }
        }
        Ok(())
    }

    /// The resources that a call names by its path, and by its query where it creates something.
    /// `Ok(None)` when an agent did not name the workspace it creates in.
    pub(crate) async fn resources(
        &self,
        matched: &Matched,
        into: Option<&str>,
        rights: &Rights,
    ) -> Result<Option<Vec<Option<Resource>>>, StoreError> {
        let viewer = rights.viewer.user();
        let mut resources = Vec::new();
        for (name, value) in &matched.params {
            let Some(kind) = Kind::of_param(name).filter(|kind| self.facts.knows(*kind)) else {
                continue;
            };
            resources.push(self.facts.resource(kind, value, viewer).await?);
        }
        if matched.spec.rule == Some(Rule::Into) {
            resources.push(match into {
                Some(workspace) => self.facts.resource(Kind::Workspace, workspace, viewer).await?,
                None if rights.is_agent() => return Ok(None),
                None => self.facts.home(viewer).await?,
            });
        }
        Ok(Some(resources))
    }

    /// A resource as `viewer` sees it.
    pub(crate) async fn fact(
        &self,
        kind: Kind,
        reference: &str,
        viewer: UserId,
    ) -> Result<Option<Resource>, StoreError> {
        self.facts.resource(kind, reference, viewer).await
    }

    /// What a call is about whose path names nothing: the resources in its body that it changes.
    pub(crate) async fn changed(
        &self,
        spec: &'static Spec,
        query: &Query,
        body: &[u8],
        viewer: UserId,
    ) -> Result<Vec<Option<Resource>>, StoreError> {
        let places = Places { target: None, params: &[], query, body };
        let level = spec.needs.worst;
        let mut found: Vec<Option<Resource>> = Vec::new();
        for reference in named::references(&*self.facts, spec, level, &places).await? {
            let Named { kind, right, .. } = *reference.named;
            if right.access == Access::Read {
                continue;
            }
            let resource = self.facts.resource(kind, &reference.id, viewer).await?;
            let same = |one: &Option<Resource>| match (one, &resource) {
                (Some(one), Some(other)) => one.id == other.id,
                (one, other) => one.is_none() && other.is_none(),
            };
            if !found.iter().any(same) {
                found.push(resource);
            }
        }
        Ok(found)
    }

    /// Decides on what the body names besides the target: the resources, and what allowed or
    /// denied. The first denial ends it, with the reference that met it.
    pub(crate) async fn named(
        &self,
        asked: &Asked<'_>,
        params: &[(&'static str, String)],
        query: &Query,
        body: &[u8],
        rights: &Rights,
    ) -> Result<Result<Vec<(Resource, Decision)>, (Reference, Denial)>, StoreError> {
        let target = asked.resources.first().and_then(Option::as_ref);
        let places = Places { target, params, query, body };
        let references = named::references(&*self.facts, asked.spec, asked.level, &places).await?;
        let mut allowed = Vec::new();
        for reference in references {
            let Named { kind, right, .. } = *reference.named;
            let viewer = rights.viewer.user();
            let found = [self.facts.resource(kind, &reference.id, viewer).await?];
            if reference.held && found.iter().all(Option::is_none) {
                // What it held is gone: there is nothing left to protect, and it can be mended.
                continue;
            }
            let about = Asked { resources: &found, ..Asked::new(right, asked.now) };
            let decision = policy::decide(rights, &about);
            let [found] = found;
            match (decision, found) {
                (Decision::Deny(mut denial), found) => {
                    // Whoever reads it by its own area learns nothing from an open refusal.
                    denial.hidden &= !reads(rights, kind, found, asked.now);
                    return Ok(Err((reference, denial)));
                }
                (decision, Some(found)) => allowed.push((found, decision)),
                (Decision::Allow { .. }, None) => {}
            }
        }
        Ok(Ok(allowed))
    }

    /// Ids of blocked resources that lie in the workspace a tree-felling call names.
    pub(crate) async fn inside(
        &self,
        spec: &Spec,
        resources: &[Option<Resource>],
        rights: &Rights,
        now: i64,
    ) -> Result<Vec<String>, StoreError> {
        let mut inside = Vec::new();
        let Some(Some(target)) = resources.first() else { return Ok(inside) };
        if !spec.flags.fells() || target.kind != Kind::Workspace {
            return Ok(inside);
        }
        for id in rights.blocks(now).flat_map(|block| &block.scope.resources) {
            let kinds = [
                Kind::Collection,
                Kind::Environment,
                Kind::Api,
                Kind::Mock,
                Kind::Monitor,
                Kind::Spec,
            ];
            for kind in kinds {
                let found = self.facts.resource(kind, id, rights.viewer.user()).await?;
                let place = found.and_then(|found| found.workspace);
                if place.is_some_and(|place| place.id == target.id) {
                    inside.push(id.clone());
                }
            }
        }
        Ok(inside)
    }

    /// Decides a call that is not made: what `can` and `explain` show.
    ///
    /// `resource` is the id or uid that the path would name, or the workspace a creation would go
    /// to. The call is judged at its worst body.
    pub async fn preview(
        &self,
        agent: &AgentId,
        spec: &'static Spec,
        resource: Option<&str>,
    ) -> Result<Option<Preview>, StoreError> {
        let now = self.clock.now();
        let snapshot = self.snapshot();
        let Some((who, rights)) = snapshot.agents.get(agent) else { return Ok(None) };
        let principal = Principal { who: who.clone(), rights: rights.clone(), key: None };
        let first = spec.path_params().next();
        let params = first.zip(resource).map(|(name, id)| (name, id.to_owned()));
        let matched = Matched { spec, params: params.into_iter().collect() };
        let into = resource.filter(|_| first.is_none());
        let resources = self.resources(&matched, into, rights).await?.unwrap_or_default();
        let inside = self.inside(spec, &resources, rights, now).await?;
        let asked =
            Asked { spec, level: spec.needs.worst, resources: &resources, inside: &inside, now };
        let mut decision = policy::decide(rights, &asked);
        if decision.allowed()
            && let Err((_, denial)) =
                self.named(&asked, &matched.params, &Query::default(), b"", rights).await?
        {
            decision = Decision::Deny(denial);
        }
        Ok(Some(Preview {
            stopped: principal.stopped(now),
            decision,
            nearest: policy::nearest(rights, &asked),
            resources,
            principal,
        }))
    }
}

/// Whether somebody reads a resource by the area of its kind.
fn reads(rights: &Rights, kind: Kind, found: Option<Resource>, now: i64) -> bool {
    let spec = match kind {
        Kind::Collection => op::GetCollection::SPEC,
        Kind::Environment => op::GetEnvironment::SPEC,
        _ => return false,
    };
    let found = [found];
    policy::decide(rights, &Asked { resources: &found, ..Asked::new(spec, now) }).allowed()
}

/// What a call would meet.
pub struct Preview {
    /// Who would call.
    pub principal: Principal,
    /// Why the agent may not act at all.
    pub stopped: Option<policy::Reason>,
    /// What would be decided.
    pub decision: Decision,
    /// Grants that came close.
    pub nearest: Vec<policy::NearMiss>,
    /// The resources it names, as stored.
    pub resources: Vec<Option<Resource>>,
}

impl Snapshot {
    fn compile(directory: store::Directory) -> Self {
        let mut snapshot = Self::default();
        for user in directory.users {
            let teams = user.memberships.into_iter().map(|membership| TeamOf {
                id: membership.team,
                name: membership.team_name,
                domain: membership.team_domain,
                roles: membership.roles,
            });
            let person = Person {
                id: user.id,
                username: user.username,
                email: user.email,
                full_name: user.full_name,
                active: user.active,
                teams: teams.collect(),
            };
            snapshot.people.insert(user.id, Arc::new(person));
        }
        let rules = compile_rules(&directory.grants);
        for agent in directory.agents {
            let owner = snapshot.people.get(&agent.owner).cloned();
            let standing = standing_of(&agent.state, agent.not_after, owner.as_deref());
            let viewer = owner.as_ref().map(|owner| owner.viewer()).unwrap_or_default();
            let own = rules.get(agent.id.as_str()).into_iter().chain(rules.get(EVERYBODY));
            let rights = Rights::agent(viewer, own.flatten().cloned().collect());
            let who = Who::Agent { id: agent.id.clone(), name: agent.name, owner, standing };
            snapshot.agents.insert(agent.id, (who, Arc::new(rights)));
        }
        for key in directory.keys {
            let held = HeldKey {
                last_used: key.last_used.unwrap_or(key.created_at),
                id: key.id,
                kind: key.kind,
                hash: key.hash,
                last4: key.last4,
                user: key.user,
                agent: key.agent,
                collection: key.collection,
                not_after: key.not_after,
                revoked: key.revoked,
            };
            snapshot.keys.insert(key.public, held);
        }
        snapshot
    }

    fn principal(&self, held: &HeldKey) -> Result<Principal, &'static str> {
        let key = Some((held.id.clone(), held.last4.clone()));
        match held.kind {
            KeyKind::User => {
                let person = held.user.and_then(|user| self.people.get(&user));
                let person = person.filter(|person| person.active).ok_or("a removed user's key")?;
                let rights = Arc::new(Rights::user(person.viewer()));
                Ok(Principal { who: Who::User(person.clone()), rights, key })
            }
            KeyKind::Agent => {
                let agent = held.agent.as_ref().and_then(|agent| self.agents.get(agent));
                let (who, rights) = agent.ok_or("a deleted agent's key")?;
                Ok(Principal { who: who.clone(), rights: rights.clone(), key })
            }
            KeyKind::Admin => Ok(Principal { who: Who::Admin, rights: Arc::default(), key }),
            KeyKind::Access => {
                let collection = held.collection.clone().ok_or("an access key to nothing")?;
                Ok(Principal { who: Who::Access { collection }, rights: Arc::default(), key })
            }
        }
    }

    /// Whoever made something, with what it holds now; or why it can't act.
    pub(crate) fn creator(&self, creator: &Creator) -> Result<Principal, &'static str> {
        if let Some(agent) = &creator.agent {
            let (who, rights) = self.agents.get(agent).ok_or("the agent that made it is gone")?;
            return Ok(Principal { who: who.clone(), rights: rights.clone(), key: None });
        }
        let person = self.people.get(&creator.user).filter(|person| person.active);
        let person = person.ok_or("the user who made it was removed")?;
        let rights = Arc::new(Rights::user(person.viewer()));
        Ok(Principal { who: Who::User(person.clone()), rights, key: None })
    }

    /// Id and name of whoever made something, for records.
    pub(crate) fn named(&self, creator: &Creator) -> (String, String) {
        let agent = creator.agent.as_ref().and_then(|agent| self.agents.get_key_value(agent));
        if let Some((id, (Who::Agent { name, .. }, _))) = agent {
            return (id.to_string(), name.clone());
        }
        let person = self.people.get(&creator.user);
        let name = person.map(|person| person.name().to_owned()).unwrap_or_default();
        (creator.user.to_string(), name)
    }

    /// A user by number.
    #[must_use]
    pub fn person(&self, id: UserId) -> Option<&Arc<Person>> {
        self.people.get(&id)
    }

    /// All users, by number.
    pub fn people(&self) -> impl Iterator<Item = &Arc<Person>> {
        self.people.values()
    }

    /// An agent's rights.
    #[must_use]
    pub fn rights(&self, agent: &AgentId) -> Option<&Arc<Rights>> {
        self.agents.get(agent).map(|(_, rights)| rights)
    }
}

/// Under this name stand the blocks on every agent; no agent's id looks like it.
const EVERYBODY: &str = "*";

/// Stored rules by agent. One that can't be read is replaced by blocks on every area, so that a
/// broken rule never widens an agent.
fn compile_rules(rows: &[store::GrantRow]) -> BTreeMap<String, Vec<Arc<Grant>>> {
    let mut rules = BTreeMap::<String, Vec<Arc<Grant>>>::new();
    for row in rows {
        let holder = row.agent.as_ref().map_or(EVERYBODY, AgentId::as_str).to_owned();
        let held = rules.entry(holder).or_default();
        match parse_grant(row.id.as_str(), &row.body, None) {
            Ok(rule) => held.push(Arc::new(rule)),
            Err(fault) => {
                tracing::error!(grant = %row.id, %fault, "stored rule can't be read: blocking");
                held.extend(catalog::AREAS.iter().map(|info| block_on_area(row, info.area)));
            }
        }
    }
    rules
}

fn block_on_area(row: &store::GrantRow, area: Area) -> Arc<Grant> {
    Arc::new(Grant {
        id: row.id.to_string(),
        agent: row.agent.as_ref().map(ToString::to_string),
        effect: policy::Effect::Block,
        right: policy::Right::Area(area, catalog::Level::Read),
        scope: policy::Scope::everywhere(),
        not_before: None,
        not_after: None,
        reveal_secrets: false,
        note: String::new(),
    })
}
