//! Grants as JSON, checked when they are made.

use std::collections::BTreeSet;

use catalog::{Area, Level, Spec};
use serde::Deserialize;
use thiserror::Error;

use crate::{Effect, Grant, Right, Scope};

/// Why a grant is refused. A rule that could never match is refused too.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GrantFault {
    /// Not the shape of a grant.
    #[error("not a grant: {0}")]
    Shape(String),
    /// Neither `area` with `level`, nor `operation`.
    #[error("name either `area` and `level`, or `operation`")]
    What,
    /// No such area.
    #[error("there is no area `{given}`{}", suggest(.near.as_deref()))]
    Area {
        /// As given.
        given: String,
        /// The nearest name.
        near: Option<String>,
    },
    /// No such operation.
    #[error("there is no operation `{given}`{}", suggest(.near.as_deref()))]
    Operation {
        /// As given.
        given: String,
        /// The nearest name.
        near: Option<String>,
    },
    /// No such level.
    #[error("there is no level `{0}`: use read, write or full")]
    Level(String),
    /// The area has no such level.
    #[error("{0}")]
    Unavailable(String),
    /// No agent can be granted it.
    #[error("no agent can be granted `{0}`")]
    Never(String),
    /// The scope holds nothing.
    #[error(
        "the scope is empty, so the rule would never match: use {{\"all\": true}}, or name workspaces or resources"
    )]
    Nowhere,
    /// `all` next to a list.
    #[error("the scope has `all` and also names places: keep one of them")]
    AllAndMore,
    /// The times leave nothing.
    #[error("the rule would never hold: `notBefore` is not before `notAfter`")]
    NoTime,
    /// A time that is none.
    #[error("`{0}` is not a time like 2026-12-31T00:00:00Z")]
    Time(String),
    /// The rule ended already.
    #[error("`notAfter` is in the past")]
    Past,
    /// Only a block may hold for every agent.
    #[error("a grant must name its agent: only a block can hold for every agent")]
    Everybody,
    /// A block with grant-only options.
    #[error("a block can't reveal secrets: leave out `revealSecrets`")]
    BlockReveals,
    /// `reveal_secrets` where there are none.
    #[error("operations of `{0}` show no secrets: leave out `revealSecrets`")]
    NothingToReveal(String),
}

fn suggest(near: Option<&str>) -> String {
    near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    agent: Option<String>,
    #[serde(default)]
    effect: GivenEffect,
    area: Option<String>,
    operation: Option<String>,
    level: Option<String>,
    scope: GivenScope,
    not_before: Option<String>,
    not_after: Option<String>,
    #[serde(default)]
    reveal_secrets: bool,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum GivenEffect {
    #[default]
    Allow,
    Block,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GivenScope {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    workspaces: BTreeSet<String>,
    #[serde(default)]
    resources: BTreeSet<String>,
}

/// Parses the JSON of a grant or block, as the API takes and the store keeps it.
///
/// `now` refuses rules that ended already; `None` takes them, for rules read back.
pub fn parse_grant(id: &str, json: &str, now: Option<i64>) -> Result<Grant, GrantFault> {
    let given: Given =
        serde_json::from_str(json).map_err(|fault| GrantFault::Shape(fault.to_string()))?;
    let effect = match given.effect {
        GivenEffect::Allow => Effect::Allow,
        GivenEffect::Block => Effect::Block,
    };
    let right = right(&given, effect)?;
    let scope = scope(given.scope)?;
    let (not_before, not_after) =
        (time(given.not_before.as_deref())?, time(given.not_after.as_deref())?);
    if matches!((not_before, not_after), (Some(start), Some(end)) if start >= end) {
        return Err(GrantFault::NoTime);
    }
    if matches!((now, not_after), (Some(now), Some(end)) if end <= now) {
        return Err(GrantFault::Past);
    }
    if effect == Effect::Allow && given.agent.is_none() {
        return Err(GrantFault::Everybody);
    }
    if effect == Effect::Block && given.reveal_secrets {
        return Err(GrantFault::BlockReveals);
    }
    if given.reveal_secrets && !shows_secrets(right) {
        return Err(GrantFault::NothingToReveal(right.area().name().to_owned()));
    }
    Ok(Grant {
        id: id.to_owned(),
        agent: given.agent,
        effect,
        right,
        scope,
        not_before,
        not_after,
        reveal_secrets: given.reveal_secrets,
        note: given.note,
    })
}

fn shows_secrets(right: Right) -> bool {
    match right {
        Right::Operation(spec) => spec.flags.reveals(),
        Right::Area(area, _) => {
            catalog::CATALOGUE.iter().any(|spec| spec.area == area && spec.flags.reveals())
        }
    }
}

fn right(given: &Given, effect: Effect) -> Result<Right, GrantFault> {
    match (&given.area, &given.level, &given.operation) {
        (Some(area), Some(level), None) => area_right(area, level, effect),
        (None, None, Some(operation)) => operation_right(operation),
        _ => Err(GrantFault::What),
    }
}

fn area_right(name: &str, level: &str, effect: Effect) -> Result<Right, GrantFault> {
    let names = catalog::AREAS.iter().map(|info| info.name);
    let area = Area::parse(name)
        .ok_or_else(|| GrantFault::Area { given: name.to_owned(), near: near(name, names) })?;
    let parsed = Level::parse(level).filter(|parsed| *parsed != Level::Off);
    let level = parsed.ok_or_else(|| GrantFault::Level(level.to_owned()))?;
    let levels = area.info().levels;
    if matches!(area, Area::Gatepost | Area::Scim) {
        return Err(GrantFault::Never(name.to_owned()));
    }
    if levels.is_empty() {
        let why = format!("area `{name}` has no levels: grant single operations of it");
        return Err(GrantFault::Unavailable(why));
    }
    if effect == Effect::Allow && !levels.contains(&level) {
        let words: Vec<_> = levels.iter().map(|level| level.name()).collect();
        let why =
            format!("area `{name}` has no level `{}`: use {}", level.name(), words.join(", "));
        return Err(GrantFault::Unavailable(why));
    }
    Ok(Right::Area(area, level))
}

fn operation_right(id: &str) -> Result<Right, GrantFault> {
    let spec: &'static Spec = catalog::spec(id).ok_or_else(|| GrantFault::Operation {
        given: id.to_owned(),
        near: near(id, catalog::CATALOGUE.iter().map(|spec| spec.id)),
    })?;
    match spec.needs.worst {
        Level::Never => Err(GrantFault::Never(id.to_owned())),
        Level::Always => {
            let why = format!("every active agent may call `{id}` already");
            Err(GrantFault::Unavailable(why))
        }
        _ => Ok(Right::Operation(spec)),
    }
}

fn scope(given: GivenScope) -> Result<Scope, GrantFault> {
    let resources = given.resources.iter().map(|one| model::ElementRef::parse(one).id).collect();
    let scope = Scope { all: given.all, workspaces: given.workspaces, resources };
    if scope.is_empty() {
        return Err(GrantFault::Nowhere);
    }
    if scope.all && !(scope.workspaces.is_empty() && scope.resources.is_empty()) {
        return Err(GrantFault::AllAndMore);
    }
    Ok(scope)
}

fn time(text: Option<&str>) -> Result<Option<i64>, GrantFault> {
    text.map(|text| model::time::parse(text).ok_or_else(|| GrantFault::Time(text.to_owned())))
        .transpose()
}

/// The name nearest to a mistyped one, when it is near enough to be meant.
#[must_use]
pub fn near<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let typed = typed.to_ascii_lowercase();
    names
        .map(|name| (distance(&typed, &name.to_ascii_lowercase()), name))
        .min()
        .filter(|(distance, _)| *distance <= 1 + typed.len() / 4)
        .map(|(_, name)| name.to_owned())
}

/// Edit distance over bytes; names are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut last = i;
        let mut first = i + 1;
        let mut next = vec![first];
        for (right, &above) in b.bytes().zip(row.iter().skip(1)) {
            first = (above + 1).min(first + 1).min(last + usize::from(left != right));
            last = above;
            next.push(first);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}
