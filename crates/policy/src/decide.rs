//! The one decision.

use std::sync::Arc;

use catalog::{Area, Kind, Level, Spec};
use model::{Role, Visible, Workspace};

use crate::{Decision, Denial, Effect, Grant, Needed, Reason, Right, Rights};

/// A resource that a call names, as it is stored.
#[derive(Clone, Debug)]
pub struct Resource {
    /// What it is.
    pub kind: Kind,
    /// Its bare id.
    pub id: String,
    /// Its uid, where it has one, else its id.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// The workspace it lies in, or is, as the viewer sees it; `None` when unknown.
    pub workspace: Option<Arc<Workspace>>,
}

impl Resource {
    fn workspace_id(&self) -> Option<&str> {
        self.workspace.as_ref().map(|workspace| workspace.id.as_str())
    }
}

/// A call to decide on.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Its row.
    pub spec: &'static Spec,
    /// The level it needs, after looking at its body.
    pub level: Level,
    /// Every resource it names; `None` in place of one that does not exist.
    pub resources: &'a [Option<Resource>],
    /// Bare ids of blocked resources that lie inside the one a tree-felling call names.
    pub inside: &'a [String],
    /// Milliseconds since 1970.
    pub now: i64,
}

impl Asked<'static> {
    /// A call that names no resource, at its worst level.
    #[must_use]
    pub fn new(spec: &'static Spec, now: i64) -> Self {
        Self { spec, level: spec.needs.worst, resources: &[], inside: &[], now }
    }
}

/// Decides one call. Absent rights deny.
#[must_use]
pub fn decide(rights: &Rights, asked: &Asked<'_>) -> Decision {
    if rights.is_agent() { by_grants(rights, asked) } else { by_role(rights, asked) }
}

fn by_role(rights: &Rights, asked: &Asked<'_>) -> Decision {
    if asked.spec.area == Area::Gatepost {
        // No role administers. The gate refuses these earlier; this is the second lock.
        return Decision::Deny(hidden(Reason::AdminOnly, "no role administers".to_owned()));
    }
    let mut least = None;
    for resource in asked.resources {
        match owner_role(rights, asked, resource.as_ref()) {
            Ok(role) => least = least.max(Some(role)),
            Err(denial) => return Decision::Deny(denial),
        }
    }
    let by =
        least.map_or_else(|| "its role".to_owned(), |role| format!("its role {}", role.name()));
    Decision::Allow { by, rules: Vec::new(), reveal: true }
}

/// The owner's role on a resource, or why it does not suffice.
fn owner_role(
    rights: &Rights,
    asked: &Asked<'_>,
    resource: Option<&Resource>,
) -> Result<Role, Denial> {
    let Some(resource) = resource else {
        return Err(hidden(Reason::NotVisible, "no such resource".to_owned()));
    };
    let role = resource.workspace.as_deref().and_then(|place| rights.viewer.role_in(place));
    let Some(role) = role else {
        let because = "it lies in a workspace that is not open to the caller".to_owned();
        return Err(hidden(Reason::NotVisible, because));
    };
    let needed = needed_role(asked.spec, asked.level);
    if role < needed {
        let because = format!(
            "its role in the workspace is {}, and {} is needed",
            role.name(),
            needed.name()
        );
        let denial = Denial {
            reason: Reason::OwnerForbidden,
            hidden: false,
            because,
            needs: Vec::new(),
            rules: Vec::new(),
        };
        return Err(denial);
    }
    Ok(role)
}

/// Reading and commenting need a viewer; changing who sees a workspace, or felling it, an admin; all else an
/// editor.
fn needed_role(spec: &Spec, level: Level) -> Role {
    let governs = spec.area == Area::Workspaces && level >= Level::Full;
    match spec.access {
        catalog::Access::Read => Role::Viewer,
        _ if spec.area == Area::Comments => Role::Viewer,
        _ if governs => Role::Admin,
        _ => Role::Editor,
    }
}

fn by_grants(rights: &Rights, asked: &Asked<'_>) -> Decision {
    match asked.level {
        Level::Always => {
            let by = "every agent's right to instructions".to_owned();
            return Decision::Allow { by, rules: Vec::new(), reveal: false };
        }
        Level::Never | Level::Off => {
            let because = "no agent can be granted this".to_owned();
            return Decision::Deny(hidden(Reason::NotGranted, because));
        }
        _ => {}
    }
    if asked.resources.is_empty() {
        return in_general(rights, asked);
    }
    let mut rules: Vec<Arc<Grant>> = Vec::new();
    let mut reveal = true;
    for resource in asked.resources {
        match on_resource(rights, asked, resource.as_ref()) {
            Ok(grant) => {
                reveal &= resource.as_ref().is_some_and(|one| uncovers(rights, asked, one));
                if !rules.iter().any(|rule| rule.id == grant.id) {
                    rules.push(grant);
                }
            }
            Err(denial) => return Decision::Deny(denial),
        }
    }
    allow(rules, reveal)
}

fn allow(rules: Vec<Arc<Grant>>, reveal: bool) -> Decision {
    let by = rules.iter().map(|rule| rule.right.words()).collect::<Vec<_>>().join(" and ");
    Decision::Allow { by, rules, reveal }
}

/// A call that names no resource: a list, which is filtered, or something that is nowhere yet.
fn in_general(rights: &Rights, asked: &Asked<'_>) -> Decision {
    let Asked { spec, level, now, .. } = *asked;
    let anywhere = spec.access == catalog::Access::Read;
    if let Some(block) = rights
        .live(spec.area, now)
        .find(|rule| rule.takes(spec, level) && (rule.scope.all || !anywhere))
    {
        let hide = !reads_area(rights, asked);
        return Decision::Deny(blocked(block, hide));
    }
    let grant = rights
        .live(spec.area, now)
        .find(|rule| rule.gives(spec, level) && (rule.scope.all || anywhere));
    match grant {
        Some(grant) => allow(vec![grant.clone()], grant.reveal_secrets),
        None => Decision::Deny(not_granted(rights, asked, None)),
    }
}

/// The grant that allows a call on one resource.
fn on_resource(
    rights: &Rights,
    asked: &Asked<'_>,
    resource: Option<&Resource>,
) -> Result<Arc<Grant>, Denial> {
    let Asked { spec, level, now, .. } = *asked;
    let readable = resource.is_some_and(|resource| reads(rights, asked, resource));
    if let Err(mut denial) = owner_role(rights, asked, resource) {
        if !reads_area(rights, asked) {
            return Err(not_granted(rights, asked, resource));
        }
        denial.hidden |= !readable;
        return Err(denial);
    }
    let Some(resource) = resource else {
        return Err(hidden(Reason::NotVisible, "no such resource".to_owned()));
    };
    let holds = |rule: &Arc<Grant>| rule.scope.holds(resource.workspace_id(), &resource.id);
    if let Some(block) = block_on(rights, asked, resource) {
        return Err(blocked(block, !readable));
    }
    rights
        .live(spec.area, now)
        .find(|rule| rule.gives(spec, level) && holds(rule))
        .cloned()
        .ok_or_else(|| not_granted(rights, asked, Some(resource)))
}

/// The block that takes this call on this resource, or on something that would fall with it.
fn block_on<'r>(
    rights: &'r Rights,
    asked: &Asked<'_>,
    resource: &Resource,
) -> Option<&'r Arc<Grant>> {
    let holds = |rule: &Arc<Grant>| rule.scope.holds(resource.workspace_id(), &resource.id);
    let direct = rights
        .live(asked.spec.area, asked.now)
        .find(|rule| rule.takes(asked.spec, asked.level) && holds(rule));
    if direct.is_some() || !asked.spec.flags.fells() {
        return direct;
    }
    // A tree that falls takes everything in it along, so any block on a part of it counts.
    rights.blocks(asked.now).find(|rule| match rule.right {
        Right::Area(Area::User | Area::Team | Area::Search | Area::Analytics, _) => false,
        _ if resource.kind == Kind::Workspace => {
            rule.scope.all && rule.right.area() != Area::Workspaces
                || resource.workspace_id().is_some_and(|id| rule.scope.workspaces.contains(id))
                || rule.scope.resources.iter().any(|id| asked.inside.contains(id))
        }
        _ => rule.scope.resources.iter().any(|id| asked.inside.contains(id)),
    })
}

/// True when the agent may read something in the area.
fn reads_area(rights: &Rights, asked: &Asked<'_>) -> bool {
    rights.live(asked.spec.area, asked.now).any(
        |rule| matches!(rule.right, Right::Area(_, level) if rule.effect == Effect::Allow && level >= Level::Read),
    )
}

/// True when the agent may read this resource through the call's area.
fn reads(rights: &Rights, asked: &Asked<'_>, resource: &Resource) -> bool {
    let visible =
        resource.workspace.as_deref().is_some_and(|place| rights.viewer.role_in(place).is_some());
    let holds = |rule: &Arc<Grant>| rule.scope.holds(resource.workspace_id(), &resource.id);
    let area = |rule: &Arc<Grant>, effect: Effect, test: fn(Level) -> bool| {
        rule.effect == effect
            && matches!(rule.right, Right::Area(_, level) if test(level))
            && holds(rule)
    };
    visible
        && rights
            .live(asked.spec.area, asked.now)
            .any(|rule| area(rule, Effect::Allow, |level| level >= Level::Read))
        && !rights
            .live(asked.spec.area, asked.now)
            .any(|rule| area(rule, Effect::Block, |level| level <= Level::Read))
}

/// True when whoever may call the reading operation `spec` on `resource` sees its secrets.
#[must_use]
pub fn reveals(rights: &Rights, spec: &'static Spec, resource: &Resource, now: i64) -> bool {
    !rights.is_agent() || uncovers(rights, &Asked::new(spec, now), resource)
}

/// True when a grant that gives the call shows secrets with it.
fn uncovers(rights: &Rights, asked: &Asked<'_>, resource: &Resource) -> bool {
    rights.live(asked.spec.area, asked.now).any(|rule| {
        rule.reveal_secrets
            && rule.gives(asked.spec, asked.level)
            && rule.scope.holds(resource.workspace_id(), &resource.id)
    })
}

fn hidden(reason: Reason, because: String) -> Denial {
    Denial { reason, hidden: true, because, needs: Vec::new(), rules: Vec::new() }
}

fn blocked(block: &Grant, hide: bool) -> Denial {
    Denial {
        reason: Reason::Blocked,
        hidden: hide,
        because: format!("blocked by rule {} on {}", block.id, block.right.words()),
        needs: Vec::new(),
        rules: vec![block.id.clone()],
    }
}

fn not_granted(rights: &Rights, asked: &Asked<'_>, resource: Option<&Resource>) -> Denial {
    let Asked { spec, level, now, .. } = *asked;
    let holds = |rule: &Grant| {
        resource.is_none_or(|resource| rule.scope.holds(resource.workspace_id(), &resource.id))
    };
    let has = rights
        .live(spec.area, now)
        .filter(|rule| rule.effect == Effect::Allow && holds(rule))
        .filter_map(|rule| match rule.right {
            Right::Area(_, level) => Some(level),
            Right::Operation(_) => None,
        })
        .max()
        .unwrap_or(Level::Off);
    let expired =
        rights.rules().any(|rule| !rule.live(now) && rule.gives(spec, level) && holds(rule));
    let by_operation = level == Level::Grant;
    let needed = Needed {
        area: spec.area,
        level,
        operation: by_operation.then_some(spec.id),
        on: resource.map(|resource| {
            resource.workspace.as_deref().map_or(&resource.name, |place| &place.name).clone()
        }),
    };
    let readable = match resource {
        Some(resource) => reads(rights, asked, resource),
        None => reads_area(rights, asked),
    };
    let because = if expired {
        "the grant that allowed it does not hold at this time".to_owned()
    } else if has >= level && !by_operation {
        format!("its access to {} does not reach beyond its scope", spec.area.name())
    } else {
        format!("its access to {} is {}", spec.area.name(), has.name())
    };
    Denial {
        reason: if expired { Reason::OutsideWindow } else { Reason::NotGranted },
        hidden: !readable,
        because,
        needs: vec![needed],
        rules: Vec::new(),
    }
}

/// True when some call of this operation could be allowed at `now`: what lists of tools show.
#[must_use]
pub fn may_ever(rights: &Rights, spec: &'static Spec, now: i64) -> bool {
    let level = spec.needs.floor;
    if !rights.is_agent() {
        return level != Level::Never;
    }
    match level {
        Level::Always => true,
        Level::Never | Level::Off => false,
        _ => {
            rights
                .live(spec.area, now)
                .any(|rule| rule.gives(spec, level) && !rule.scope.is_empty())
                && !rights
                    .live(spec.area, now)
                    .any(|rule| rule.takes(spec, level) && rule.scope.all)
        }
    }
}

/// Which elements of `area` the principal may read, as a value for lists.
///
/// `spec` is the operation that lists them, so that a grant of just that operation counts.
#[must_use]
pub fn visible(rights: &Rights, area: Area, spec: Option<&'static Spec>, now: i64) -> Visible {
    if !rights.is_agent() {
        return Visible::by_role(rights.viewer.clone());
    }
    let mut seen = Visible { viewer: rights.viewer.clone(), ..Visible::default() };
    for rule in rights.live(area, now) {
        let reach = match (rule.effect, rule.right) {
            (Effect::Allow, Right::Area(_, level)) if level >= Level::Read => &mut seen.allowed,
            (Effect::Allow, Right::Operation(one)) if Some(one) == spec => &mut seen.allowed,
            (Effect::Block, Right::Area(_, level)) if level <= Level::Read => &mut seen.blocked,
            (Effect::Block, Right::Operation(one)) if Some(one) == spec => &mut seen.blocked,
            _ => continue,
        };
        reach.all |= rule.scope.all;
        extend(&mut reach.workspaces, rule.scope.workspaces.iter());
        extend(&mut reach.resources, rule.scope.resources.iter());
    }
    seen
}

fn extend<'a>(list: &mut Vec<String>, more: impl Iterator<Item = &'a String>) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}
