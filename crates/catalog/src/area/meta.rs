//! Rows of the area `meta`.

operations! { Meta
    /// Answers instructions.
    GetPostmanContextOverview = "getPostmanContextOverview":
        Read GET "/context/instructions", needs Always, says Read "instructions",
        tools [Code, Full], ok [200];
    /// Answers discovery instructions.
    GetApiDiscoveryInstructions = "getApiDiscoveryInstructions":
        Read GET "/context/instructions/discovery", needs Always,
        says Read "discovery instructions", tools [Code, Full], ok [200];
    /// Answers code generation instructions.
    GetCodeGenerationInstructions = "getCodeGenerationInstructions":
        Read GET "/context/instructions/code-generation", needs Always,
        says Read "code generation instructions", tools [Code, Full], ok [200];
    /// Answers maintenance instructions.
    GetInstalledApiMaintenanceInstructions = "getInstalledApiMaintenanceInstructions":
        Read GET "/context/instructions/maintenance", needs Always,
        says Read "maintenance instructions", tools [Code, Full], ok [200];
    /// Lists the tools the caller may use.
    GetEnabledTools = "getEnabledTools":
        Read GET "/context/tools", needs Always, says List "tools", query ["toolset"],
        tools [Minimal, Full], ok [200];
}
