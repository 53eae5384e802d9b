//! MCP.

concern! {
    /// How the MCP endpoints behave.
    Mcp in "mcp." {
        /// True lets a user's key open MCP. It carries the user's whole role: prefer agents.
        user_keys: bool = "false",
    }
}
