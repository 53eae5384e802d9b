//! Settings: defaults, then `gatepost.toml`, then `GATEPOST_…` variables, then flags.
//!
//! Each concern is one struct whose documented fields are the keys; what a key is called in the
//! file, its variable and `gatepost.example.toml` follow from the field.

#[macro_use]
mod concern;
mod data;
#[cfg(test)]
mod example;
mod limits;
mod log;
mod mcp;
mod mocks;
mod monitors;
mod server;
#[cfg(test)]
mod tests;
mod values;

use std::path::PathBuf;

pub(crate) use concern::{SecretText, Setting};
pub(crate) use data::Data;
pub(crate) use limits::{Profile, RateLimits};
pub(crate) use log::{Log, LogFormat, LogLevel};
pub(crate) use mcp::Mcp;
pub(crate) use mocks::Mocks;
pub(crate) use monitors::Monitors;
pub(crate) use server::Server;
pub(crate) use values::{Given, variable};

use crate::{cli::Place, exit::Failure};
use concern::Field;
use values::Values;

/// Every setting, checked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the server listens.
    pub(crate) server: Server,
    /// What the data folder is made with.
    pub(crate) data: Data,
    /// Rate limits.
    pub(crate) limits: RateLimits,
    /// MCP.
    pub(crate) mcp: Mcp,
    /// Mock servers.
    pub(crate) mocks: Mocks,
    /// Monitors and webhooks.
    pub(crate) monitors: Monitors,
    /// Diagnostic output.
    pub(crate) log: Log,
    /// The data folder, resolved.
    pub(crate) folder: PathBuf,
}

/// The fields of all concerns, in the order of the example file.
fn fields() -> impl Iterator<Item = &'static Field> {
    [
        Data::FIELDS,
        Server::FIELDS,
        RateLimits::FIELDS,
        Mcp::FIELDS,
        Mocks::FIELDS,
        Monitors::FIELDS,
        Log::FIELDS,
    ]
    .into_iter()
    .flatten()
}

impl Settings {
    /// Reads all sources. `flags` are the settings given on the command line.
    pub(crate) fn load(place: &Place, flags: Vec<Given>) -> Result<Self, Failure> {
        Self::from_sources(place, flags, &variable)
    }

    fn from_sources(
        place: &Place,
        flags: Vec<Given>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let values = Values::gather(place, flags, environment)?;
        let data = Data::load(&values)?;
        let folder = match &data.data {
            Some(folder) => folder.clone(),
            None => crate::os::data_folder(environment)?,
        };
        Ok(Self {
            server: Server::load(&values)?,
            limits: RateLimits::load(&values)?,
            mcp: Mcp::load(&values)?,
            mocks: Mocks::load(&values)?,
            monitors: Monitors::load(&values)?,
            log: Log::load(&values)?,
            data,
            folder,
        })
    }
}
