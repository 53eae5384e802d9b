//! Rows of the area `ai`.

operations! { Ai
    /// Generates a tool.
    GenerateTool = "generateTool":
        Run POST "/postbot/generations/tool", needs Full, flags "$", says Generate "tool",
        ok [200], errors [400 Problem P1, 429 Problem P1, 500 Problem E1 P1 P3];
}
