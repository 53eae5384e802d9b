//! Through which door a request came in.

use std::sync::Arc;

/// How a call came in; recorded with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// HTTP.
    Rest,
    /// A tool call over Streamable HTTP.
    McpHttp,
    /// A tool call over stdio.
    McpStdio,
    /// The command line.
    Cli,
}

impl Channel {
    /// The word in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::McpHttp => "mcp_http",
            Self::McpStdio => "mcp_stdio",
            Self::Cli => "cli",
        }
    }
}

/// What the listener knows of a request besides its bytes; an extension of the request.
#[derive(Clone, Debug)]
pub struct Door {
    /// How it came in.
    pub channel: Channel,
    /// The caller's address; `local` over the socket.
    pub peer: Arc<str>,
    /// The OS user at the other end of the socket in the data folder.
    pub local: Option<Arc<str>>,
    /// Name and version an MCP client gave itself; never decides anything.
    pub mcp_client: Option<Arc<str>>,
    /// The tool that was called.
    pub tool: Option<Arc<str>>,
}

impl Door {
    /// A request over HTTP from `peer`.
    #[must_use]
    pub fn http(peer: &str) -> Self {
        Self {
            channel: Channel::Rest,
            peer: peer.into(),
            local: None,
            mcp_client: None,
            tool: None,
        }
    }

    /// A request over the socket in the data folder, from `os_user`.
    #[must_use]
    pub fn socket(os_user: &str) -> Self {
        let local = Some(os_user.into());
        Self { channel: Channel::Cli, peer: "local".into(), local, mcp_client: None, tool: None }
    }
}
