//! Serves granted calls from the store.
//!
//! [`Api`] is what stands behind the gate: one endpoint per served operation, found by the
//! operation's id. A handler is an async function that takes a [`Call`] of its own operation and
//! reads as steps: read the request, check what the domain demands, change the store in one
//! transaction, answer. Who may call was settled before, by the gate.
//!
//! Suggested reading order: [`Api`] and [`Call`], [`ApiError`], then one area, e.g. `collections`.

mod apis;
mod aside;
mod body;
mod carried;
mod collections;
mod comments;
mod context;
mod context_views;
mod cursor;
mod documentation;
mod elements;
mod environments;
mod error;
mod forks;
mod gatepost;
mod mocks;
mod monitors;
mod pull_requests;
mod runs;
mod search;
mod serve;
mod specs;
mod tags;
mod team;
mod user;
mod webhooks;
mod workspaces;

pub use context::{About, Context, Ctx};
pub use documentation::Pages;
pub use error::{ApiError, Outcome};
pub use serve::{Api, Call};

/// Everything that is served from this store.
#[must_use]
pub fn api(ctx: Ctx) -> Api {
    let api = collections::serve(Api::new(ctx));
    let api = forks::serve(api);
    let api = pull_requests::serve(api);
    let api = comments::serve(api);
    let api = tags::serve(api);
    let api = specs::serve(api);
    let api = search::serve(api);
    let api = environments::serve(api);
    let api = workspaces::serve(api);
    let api = apis::serve(api);
    let api = mocks::serve(api);
    let api = monitors::serve(api);
    let api = webhooks::serve(api);
    let api = user::serve(api);
    let api = team::serve(api);
    let api = context_views::serve(api);
    let api = runs::serve(api);
    gatepost::serve(api)
}

#[cfg(test)]
mod tests;
