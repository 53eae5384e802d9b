//! Rows of the area `environments`.

operations! { Environments
    /// Lists environments.
    GetEnvironments = "getEnvironments":
        Read GET "/environments", needs Read, flags "l", says List "environments",
        query ["workspace"], tools [Minimal, Code, Full], ok [200],
        errors [401 Problem E1 P1, 404 Problem E1 P2, 500 Problem E1 P1 P3];
    /// Creates an environment.
    CreateEnvironment = "createEnvironment":
        Write POST "/environments", needs Write, rule Into, says Create "environment",
        query ["workspace"], tools [Minimal, Full], ok [200],
        errors [400 Problem E1 E2, 401 Problem E1 P1, 403 Problem E1 P1, 411 Problem P2,
            413 Problem P2, 500 Problem E1 P1 P3];
    /// Answers the environment.
    GetEnvironment = "getEnvironment":
        Read GET "/environments/{environmentId}", needs Read, flags "k", says Read "environment",
        tools [Minimal, Code, Full], ok [200],
        errors [400 Problem E1 P2, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Updates the environment.
    PatchEnvironment = "patchEnvironment":
        Write PATCH "/environments/{environmentId}", needs Write, rule Body,
        says Update "environment", tools [Full], ok [200],
        errors [400 Problem P1 P2, 403 Problem P2, 404 Problem E1 P2, 411 Problem P2,
            413 Problem P2, 500 Problem E1 P1 P3];
    /// Replaces the environment.
    PutEnvironment = "putEnvironment":
        Write PUT "/environments/{environmentId}", needs Write, flags "d", rule Body,
        says Replace "environment", tools [Minimal, Full], ok [200],
        errors [400 Problem E1 E2, 401 Problem E1 P1, 411 Problem P2, 413 Problem P2,
            500 Problem E1 P1 P3];
    /// Deletes the environment.
    DeleteEnvironment = "deleteEnvironment":
        Delete DELETE "/environments/{environmentId}", needs Full, flags "d",
        says Delete "environment", tools [Full], ok [200],
        errors [401 Problem E1 P1, 404 Problem E1 P2, 500 Problem E1 P1 P3];
    /// Forks the environment.
    ForkEnvironment = "forkEnvironment":
        Write POST "/environments/{environmentId}/forks", needs Write, flags "m", rule Body,
        names ["?workspaceId" Workspace CreateEnvironment],
        says Fork "environment", query ["workspaceId"], ok [200],
        errors [401 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Lists environment forks.
    GetEnvironmentForks = "getEnvironmentForks":
        Read GET "/environments/{environmentId}/forks", needs Read, flags "l",
        says List "environment forks", query ["cursor", "direction", "limit", "sort"], ok [200],
        errors [400 Problem P3, 401 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Merges the environment fork.
    MergeEnvironmentFork = "mergeEnvironmentFork":
        Write POST "/environments/{environmentId}/merges", needs Write, flags "md", rule Body,
        names ["source" Environment GetEnvironment,
            "source if deleteSource=true" Environment DeleteEnvironment],
        says Merge "environment fork", ok [200],
        errors [400 Problem P3, 401 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Pulls the changes into the environment.
    PullEnvironment = "pullEnvironment":
        Write POST "/environments/{environmentUid}/pulls", needs Write, flags "m", rule Body,
        names ["source" Environment GetEnvironment],
        says Pull "changes into the environment", ok [200],
        errors [400 Problem P3, 401 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Lists environments of the workspace.
    GetWorkspaceEnvironmentsContext = "getWorkspaceEnvironmentsContext":
        Read GET "/context/workspaces/{workspaceId}/environments", needs Read, flags "l",
        says List "environments of the workspace", tools [Code], ok [200];
    /// Answers the environment.
    GetEnvironmentContext = "getEnvironmentContext":
        Read GET "/context/environments/{environmentId}", needs Read, flags "k",
        says Read "environment", tools [Code], ok [200];
}
