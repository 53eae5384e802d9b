//! Grants and blocks.

use std::collections::BTreeSet;

use catalog::{Area, Level, Spec};

/// Whether a rule gives or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Gives what it names. Grants add up; none subtracts.
    Allow,
    /// Takes what it names away, whatever grants say.
    Block,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// An area up to a level; for a block, from that level on.
    Area(Area, Level),
    /// One operation.
    Operation(&'static Spec),
}

impl Right {
    /// `collections read`, or `operation deleteCollection`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Area(area, level) => format!("{} {}", area.name(), level.name()),
            Self::Operation(spec) => format!("operation {}", spec.id),
        }
    }

    /// The area it is about.
    #[must_use]
    pub fn area(self) -> Area {
        match self {
            Self::Area(area, _) => area,
            Self::Operation(spec) => spec.area,
        }
    }
}

/// Where a rule holds. Empty means nowhere, never everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scope {
    /// Everything its owner reaches.
    pub all: bool,
    /// Ids of workspaces.
    pub workspaces: BTreeSet<String>,
    /// Bare ids of single elements or workspaces.
    pub resources: BTreeSet<String>,
}

impl Scope {
    /// Everything its owner reaches.
    #[must_use]
    pub fn everywhere() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// True when it holds the resource `id` that lies in `workspace` (or is that workspace).
    #[must_use]
    pub fn holds(&self, workspace: Option<&str>, id: &str) -> bool {
        self.all
            || self.resources.contains(id)
            || workspace.is_some_and(|workspace| self.workspaces.contains(workspace))
    }

    /// True when it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.workspaces.is_empty() && self.resources.is_empty()
    }
}

/// A grant or a block of one agent; a block may be everybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id, `grt_…`.
    pub id: String,
    /// The agent; `None` for a block on every agent.
    pub agent: Option<String>,
    /// Gives or takes.
    pub effect: Effect,
    /// What it is about.
    pub right: Right,
    /// Where it holds.
    pub scope: Scope,
    /// Not before this time, milliseconds since 1970.
    pub not_before: Option<i64>,
    /// Not after this time, milliseconds since 1970.
    pub not_after: Option<i64>,
    /// Shows secret values instead of masks.
    pub reveal_secrets: bool,
    /// Free text of who made it.
    pub note: String,
}

impl Grant {
    /// True when it holds at `now`.
    #[must_use]
    pub fn live(&self, now: i64) -> bool {
        self.not_before.is_none_or(|start| start <= now)
            && self.not_after.is_none_or(|end| now < end)
    }

    /// True when this grant gives `level` for `spec`, wherever its scope says.
    #[must_use]
    pub fn gives(&self, spec: &Spec, level: Level) -> bool {
        self.effect == Effect::Allow
            && match self.right {
                Right::Area(area, given) => {
                    area == spec.area && level <= given && level <= Level::Full
                }
                Right::Operation(one) => one == spec && level <= Level::Grant,
            }
    }

    /// True when this block takes `spec`, called at `level`, wherever its scope says.
    #[must_use]
    pub fn takes(&self, spec: &Spec, level: Level) -> bool {
        self.effect == Effect::Block
            && match self.right {
                Right::Area(area, from) => area == spec.area && from <= level,
                Right::Operation(one) => one == spec,
            }
    }
}
