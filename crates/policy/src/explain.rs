//! Which rules came close.

use crate::{Asked, Effect, Grant, Rights};

/// A rule that would have decided the call, had it not missed in something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The rule's id.
    pub grant: String,
    /// The rule in words.
    pub words: String,
    /// What it misses in: `level`, `scope`, `time`.
    pub missing: Vec<&'static str>,
}

/// The agent's grants in the call's area with what each misses in, nearest first.
#[must_use]
pub fn nearest(rights: &Rights, asked: &Asked<'_>) -> Vec<NearMiss> {
    let mut near: Vec<NearMiss> = rights
        .rules()
        .filter(|rule| rule.effect == Effect::Allow && rule.right.area() == asked.spec.area)
        .map(|rule| NearMiss {
            grant: rule.id.clone(),
            words: rule.right.words(),
            missing: missing(rule, asked),
        })
        .filter(|miss| !miss.missing.is_empty())
        .collect();
    near.sort_by_key(|miss| miss.missing.len());
    near
}

fn missing(rule: &Grant, asked: &Asked<'_>) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !rule.gives(asked.spec, asked.level) {
        missing.push("level");
    }
    let in_scope = asked.resources.iter().flatten().all(|resource| {
        let workspace = resource.workspace.as_deref().map(|place| place.id.as_str());
        rule.scope.holds(workspace, &resource.id)
    });
    if !in_scope {
        missing.push("scope");
    }
    if !rule.live(asked.now) {
        missing.push("time");
    }
    missing
}
