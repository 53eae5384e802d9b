//! Areas and their rows.

use std::{collections::HashMap, sync::LazyLock};

use crate::{Level, Spec};

/// The part of the API an operation belongs to; grants name areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// Collections
    Collections,
    /// Environments
    Environments,
    /// Workspaces
    Workspaces,
    /// APIs
    Apis,
    /// Mock servers
    Mocks,
    /// Monitors
    Monitors,
    /// Webhooks
    Webhooks,
    /// User
    User,
    /// Collection runs
    Runs,
    /// Comments
    Comments,
    /// Pull requests
    PullRequests,
    /// Tags
    Tags,
    /// Specs
    Specs,
    /// Search
    Search,
    /// Components
    Components,
    /// Packages
    Packages,
    /// SDKs
    Sdks,
    /// Private network
    Network,
    /// API Catalog
    ApiCatalog,
    /// Governance
    Governance,
    /// Analytics
    Analytics,
    /// Team
    Team,
    /// AI generation
    Ai,
    /// Credentials
    Credentials,
    /// Secret scanner
    SecretScanner,
    /// Audit logs
    AuditLogs,
    /// Billing
    Billing,
    /// SCIM
    Scim,
    /// Administration
    Gatepost,
    /// Instructions
    Meta,
}

/// What is known of an area.
#[derive(Debug)]
pub struct AreaInfo {
    /// The area.
    pub area: Area,
    /// Its name in grants, e.g. `pull_requests`.
    pub name: &'static str,
    /// Its title for people.
    pub title: &'static str,
    /// Levels a grant may give in it; empty when only operation grants, or none, exist.
    pub levels: &'static [Level],
    rows: &'static [&'static Spec],
}

impl Area {
    /// What is known of this area.
    #[must_use]
    pub fn info(self) -> &'static AreaInfo {
        AREAS.iter().find(|info| info.area == self).unwrap_or(&META)
    }
    /// Its name in grants.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.info().name
    }
    /// Finds an area by its name in grants.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        AREAS.iter().find(|info| info.name == name).map(|info| info.area)
    }
}

/// All areas, in the order the console shows them.
pub static AREAS: &[AreaInfo] = &[
    AreaInfo {
        area: Area::Collections,
        name: "collections",
        title: "Collections",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: collections::ROWS,
    },
    AreaInfo {
        area: Area::Environments,
        name: "environments",
        title: "Environments",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: environments::ROWS,
    },
    AreaInfo {
        area: Area::Workspaces,
        name: "workspaces",
        title: "Workspaces",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: workspaces::ROWS,
    },
    AreaInfo {
        area: Area::Apis,
        name: "apis",
        title: "APIs",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: apis::ROWS,
    },
    AreaInfo {
        area: Area::Mocks,
        name: "mocks",
        title: "Mock servers",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: mocks::ROWS,
    },
    AreaInfo {
        area: Area::Monitors,
        name: "monitors",
        title: "Monitors",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: monitors::ROWS,
    },
    AreaInfo {
        area: Area::Webhooks,
        name: "webhooks",
        title: "Webhooks",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: webhooks::ROWS,
    },
    AreaInfo {
        area: Area::User,
        name: "user",
        title: "User",
        levels: &[Level::Read],
        rows: user::ROWS,
    },
    AreaInfo {
        area: Area::Runs,
        name: "runs",
        title: "Collection runs",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: runs::ROWS,
    },
    AreaInfo {
        area: Area::Comments,
        name: "comments",
        title: "Comments",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: comments::ROWS,
    },
    AreaInfo {
        area: Area::PullRequests,
        name: "pull_requests",
        title: "Pull requests",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: pull_requests::ROWS,
    },
    AreaInfo {
        area: Area::Tags,
        name: "tags",
        title: "Tags",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: tags::ROWS,
    },
    AreaInfo {
        area: Area::Specs,
        name: "specs",
        title: "Specs",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: specs::ROWS,
    },
    AreaInfo {
        area: Area::Search,
        name: "search",
        title: "Search",
        levels: &[Level::Read],
        rows: search::ROWS,
    },
    AreaInfo {
        area: Area::Components,
        name: "components",
        title: "Components",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: components::ROWS,
    },
    AreaInfo {
        area: Area::Packages,
        name: "packages",
        title: "Packages",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: packages::ROWS,
    },
    AreaInfo {
        area: Area::Sdks,
        name: "sdks",
        title: "SDKs",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: sdks::ROWS,
    },
    AreaInfo {
        area: Area::Network,
        name: "network",
        title: "Private network",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: network::ROWS,
    },
    AreaInfo {
        area: Area::ApiCatalog,
        name: "api_catalog",
        title: "API Catalog",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: api_catalog::ROWS,
    },
    AreaInfo {
        area: Area::Governance,
        name: "governance",
        title: "Governance",
        levels: &[Level::Read, Level::Write, Level::Full],
        rows: governance::ROWS,
    },
    AreaInfo {
        area: Area::Analytics,
        name: "analytics",
        title: "Analytics",
        levels: &[Level::Read],
        rows: analytics::ROWS,
    },
    AreaInfo {
        area: Area::Team,
        name: "team",
        title: "Team",
        levels: &[Level::Read],
        rows: team::ROWS,
    },
    AreaInfo {
        area: Area::Ai,
        name: "ai",
        title: "AI generation",
        levels: &[Level::Full],
        rows: ai::ROWS,
    },
    AreaInfo {
        area: Area::Credentials,
        name: "credentials",
        title: "Credentials",
        levels: &[],
        rows: credentials::ROWS,
    },
    AreaInfo {
        area: Area::SecretScanner,
        name: "secret_scanner",
        title: "Secret scanner",
        levels: &[],
        rows: secret_scanner::ROWS,
    },
    AreaInfo {
        area: Area::AuditLogs,
        name: "audit_logs",
        title: "Audit logs",
        levels: &[],
        rows: audit_logs::ROWS,
    },
    AreaInfo {
        area: Area::Billing,
        name: "billing",
        title: "Billing",
        levels: &[],
        rows: billing::ROWS,
    },
    AreaInfo { area: Area::Scim, name: "scim", title: "SCIM", levels: &[], rows: scim::ROWS },
    AreaInfo {
        area: Area::Gatepost,
        name: "gatepost",
        title: "Administration",
        levels: &[],
        rows: gatepost::ROWS,
    },
    META,
];

const META: AreaInfo = AreaInfo {
    area: Area::Meta,
    name: "meta",
    title: "Instructions",
    levels: &[],
    rows: meta::ROWS,
};

mod ai;
mod analytics;
mod api_catalog;
mod apis;
mod audit_logs;
mod billing;
mod collections;
mod comments;
mod components;
mod credentials;
mod environments;
mod gatepost;
mod governance;
mod meta;
mod mocks;
mod monitors;
mod network;
mod outside;
mod packages;
mod pull_requests;
mod runs;
mod scim;
mod sdks;
mod search;
mod secret_scanner;
mod specs;
mod tags;
mod team;
mod user;
mod webhooks;
mod workspaces;

/// The types of all operations.
pub mod op {
    pub use super::outside::{collections::*, mocks::*, monitors::*, webhooks::*};
    pub use super::{
        ai::*, analytics::*, api_catalog::*, apis::*, audit_logs::*, billing::*, collections::*,
        comments::*, components::*, credentials::*, environments::*, gatepost::*, governance::*,
        meta::*, mocks::*, monitors::*, network::*, packages::*, pull_requests::*, runs::*,
        scim::*, sdks::*, search::*, secret_scanner::*, specs::*, tags::*, team::*, user::*,
        webhooks::*, workspaces::*,
    };
}

/// Every row, by area.
pub static CATALOGUE: LazyLock<Vec<&'static Spec>> =
    LazyLock::new(|| AREAS.iter().flat_map(|info| info.rows.iter().copied()).collect());

/// What happens without a call of the API; see `outside.rs`.
pub static OUTSIDE: &[&Spec] = outside::ROWS;

static BY_ID: LazyLock<HashMap<&'static str, &'static Spec>> =
    LazyLock::new(|| CATALOGUE.iter().chain(OUTSIDE).map(|spec| (spec.id, *spec)).collect());

/// Finds a row by its id, those of [`OUTSIDE`] included.
#[must_use]
pub fn spec(id: &str) -> Option<&'static Spec> {
    BY_ID.get(id).copied()
}
