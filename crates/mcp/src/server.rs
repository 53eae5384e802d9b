//! What the protocol library asks of a server.

use std::borrow::Cow;

use bytes::Bytes;
use catalog::{Access, Toolset};
use gate::{Body, Gate, Serve};
use http::{Request, Response, request::Parts};
use http_body_util::{BodyExt as _, Full};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, Implementation,
        InitializeRequestParams, InitializeResult, ListToolsResult, PaginatedRequestParams,
        ProtocolVersion, ServerCapabilities, ServerConfig, Tool,
    },
    service::RequestContext,
};

use crate::{
    answer::{self, Answer},
    arguments::{self, Sorted},
    caller::{Caller, label},
    calls::{self, Calls},
    message::Message,
    progress, request,
    tools::{self, Entry},
    view,
};

/// What clients tell their model about this server.
const INSTRUCTIONS: &str = "\
Gatepost holds collections, environments, workspaces and APIs. You act as an agent with grants: \
tools that are not listed are not granted, and every call is recorded. A refusal says what is \
missing; repeating the call does not help, an administrator has to grant it. Start with \
getWorkspaces, then getCollections. getCollection answers the map of a collection; ask for \
model=full only when you need every request. Creating something needs the workspace's id. Secret \
values come masked; never send a mask back.";

/// How long a list of tools may be kept: grants change while a client runs.
const FRESH_MS: u64 = 60_000;
/// Unknown names are repeated up to this length.
const LONGEST_NAME: usize = 100;

const VERSIONS: &[ProtocolVersion] = &[
    ProtocolVersion::V_2025_03_26,
    ProtocolVersion::V_2025_06_18,
    ProtocolVersion::V_2025_11_25,
    ProtocolVersion::V_2026_07_28,
];

/// The server of one toolset.
pub(crate) struct Server<S> {
    gate: Gate<S>,
    toolset: Toolset,
    calls: Calls,
}

impl<S> Clone for Server<S> {
    fn clone(&self) -> Self {
        Self { gate: self.gate.clone(), toolset: self.toolset, calls: self.calls.clone() }
    }
}

impl<S: Serve> Server<S> {
    pub(crate) fn new(gate: Gate<S>, toolset: Toolset, calls: Calls) -> Self {
        Self { gate, toolset, calls }
    }

    /// One call, as the request it stands for, through the gate.
    async fn call(
        &self,
        entry: &'static Entry,
        given: Result<String, String>,
        caller: &Caller,
        client: Option<&Implementation>,
        context: &RequestContext<RoleServer>,
    ) -> CallToolResult {
        let spec = entry.spec;
        let usable = self.gate.may_use(&caller.principal, spec);
        if usable && !spec.toolsets.contains(&self.toolset) {
            self.note(caller, spec.tool, client).await;
            return answer::elsewhere(spec);
        }
        let mut sorted = match given {
            Ok(given) => arguments::sort(&entry.shape, &given),
            Err(problem) => Sorted::unusable(problem),
        };
        view::fill(spec.id, self.toolset, &mut sorted.query);
        let view = view::of(spec.id).filter(|view| view.asked(&mut sorted.query));
        let door = caller.door(spec.tool, client);
        let made = request::build(spec, &entry.shape, &sorted, usable, &caller.credential, door);
        let Some(request) = made else {
            self.note(caller, spec.tool, client).await;
            return answer::too_long(spec);
        };
        let response = if spec.access == Access::Run {
            self.attended(request, caller, context).await
        } else {
            self.gate.handle(request).await
        };
        let (head, body) = response.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(never) => match never {},
        };
        let answer = Answer { status: head.status.as_u16(), headers: head.headers, body };
        let access_key = || sorted.query.iter().any(|(name, _)| name == "access_key");
        if answer.is_success() {
            answer::served(entry, view, &answer)
        } else if !usable && answer.refuses() {
            let why = self.gate.why_not(&caller.principal, spec);
            answer::refused(spec, &caller.principal, &why, &answer)
        } else if answer.status == 401 && access_key() {
            answer::access_key(&answer)
        } else {
            answer::failed(spec, &answer, &sorted.problems)
        }
    }
}

impl<S: Serve> Server<S> {
    /// A call that takes long: its client hears how far it is, and may cancel it.
    async fn attended(
        &self,
        mut request: Request<Body>,
        caller: &Caller,
        context: &RequestContext<RoleServer>,
    ) -> Response<Full<Bytes>> {
        let headers = context.extensions.get::<Parts>().map(|parts| &parts.headers);
        let id = context.id.clone().into_json_value().to_string();
        let key = headers.map(|headers| calls::key(&caller.principal, headers, &id));
        let under_way = key.map(|key| self.calls.enter(key));
        let (attendant, attended) = gate::attend();
        request.extensions_mut().insert(attendant);
        let cancelled = async {
            match &under_way {
                Some(entry) => entry.cancelled().await,
                None => std::future::pending().await,
            }
        };
        progress::follow(self.gate.handle(request), attended, cancelled, context).await
    }

    /// Leaves a record of a call that becomes no operation.
    async fn note(&self, caller: &Caller, tool: &str, client: Option<&Implementation>) {
        let mut parts = Request::post("/").body(()).unwrap_or_default().into_parts().0;
        parts.extensions.insert(caller.door(tool, client));
        self.gate.note_tool(&parts, &caller.principal, tool).await;
    }
}

/// The caller that the endpoint greeted.
fn caller(context: &RequestContext<RoleServer>) -> Result<&Caller, ErrorData> {
    left(context).ok_or_else(|| {
        tracing::error!("a message came without its caller");
        ErrorData::internal_error("The caller of this message is not known.", None)
    })
}

/// The text of the message, which the endpoint remembered.
fn message(context: &RequestContext<RoleServer>) -> Result<&Message, ErrorData> {
    left(context).ok_or_else(|| {
        tracing::error!("a message came without its text");
        ErrorData::internal_error("The text of this message is not known.", None)
    })
}

/// What the endpoint left for the handling of a message.
fn left<T: Send + Sync + 'static>(context: &RequestContext<RoleServer>) -> Option<&T> {
    context.extensions.get::<Parts>()?.extensions.get()
}

impl<S: Serve> ServerHandler for Server<S> {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("gatepost", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Cow::Borrowed(VERSIONS)
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let _ = caller(&context)?.introduced.set(label(&request.client_info));
        context.peer.set_peer_info(request.clone());
        self.negotiate_initialize(&request)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let principal = &caller(&context)?.principal;
        let shown = tools::offered(self.toolset)
            .filter(|entry| self.gate.may_use(principal, entry.spec))
            .map(|entry| entry.tool.clone());
        let list = ListToolsResult::with_all_items(shown.collect());
        let modern = context
            .protocol_version()
            .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
        Ok(if modern {
            list.with_ttl_ms(FRESH_MS).with_cache_scope(CacheScope::Private)
        } else {
            list
        })
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::entry(name).map(|entry| entry.tool.clone())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(entry) = tools::entry(&request.name) else {
            let name: String = request.name.chars().take(LONGEST_NAME).collect();
            let client = context.meta.client_info();
            self.note(caller(&context)?, &name, client.as_ref()).await;
            return Err(ErrorData::invalid_params(format!("Unknown tool: {name}"), None));
        };
        let caller = caller(&context)?;
        let client = context.meta.client_info();
        let given = message(&context)?.arguments();
        Ok(self.call(entry, given, caller, client.as_ref(), &context).await.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_short_and_name_real_tools() {
        assert!(INSTRUCTIONS.split_whitespace().count() < 100);
        let words = INSTRUCTIONS.split(|letter: char| !letter.is_ascii_alphanumeric());
        for word in words.filter(|word| word.starts_with("get") && word.len() > 3) {
            assert!(tools::entry(word).is_some(), "{word}");
        }
    }
}
