//! Where MCP is mounted. All use of the `mcp` crate is here.

use axum::Router;
use catalog::Toolset;

use crate::app::App;

/// Paths of each toolset. Those under `/key` take keys only, also once others take tokens.
const PATHS: [(Toolset, [&str; 2]); 3] = [
    (Toolset::Minimal, ["/minimal", "/key/minimal"]),
    (Toolset::Code, ["/code", "/key/code"]),
    (Toolset::Full, ["/mcp", "/key/mcp"]),
];

/// The path of a toolset.
pub(crate) fn path(toolset: Toolset) -> &'static str {
    let [(_, [minimal, _]), others @ ..] = &PATHS;
    others.iter().find(|(one, _)| *one == toolset).map_or(*minimal, |(_, [path, _])| *path)
}

/// Adds the MCP endpoints to a router.
pub(crate) fn mcp(router: Router<App>, app: &App) -> Router<App> {
    let options = mcp::Options { hosts: app.url().map(str::to_owned).into_iter().collect() };
    PATHS.into_iter().fold(router, |router, (toolset, paths)| {
        let endpoint = mcp::endpoint(app.gate().clone(), toolset, &options);
        paths.into_iter().fold(router, |router, path| router.route_service(path, endpoint.clone()))
    })
}
