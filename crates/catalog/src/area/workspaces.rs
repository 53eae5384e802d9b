//! Rows of the area `workspaces`.

operations! { Workspaces
    /// Lists workspaces.
    GetWorkspaces = "getWorkspaces":
        Read GET "/workspaces", needs Read, flags "l", limit List, says List "workspaces",
        query ["type", "createdBy", "include", "elementType", "elementId", "cursor", "limit"],
        tools [Minimal, Code, Full], ok [200],
        errors [400 Json E1 N, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Creates a workspace.
    CreateWorkspace = "createWorkspace":
        Write POST "/workspaces", needs Write .. Full, flags "s", lowers Personal,
        says Create "workspace", tools [Minimal, Full], ok [200],
        errors [400 Problem E1, 401 Problem E1 P1, 403 Problem E3, 500 Problem E1 P1 P3];
    /// Lists workspace roles.
    GetAllWorkspaceRoles = "getAllWorkspaceRoles":
        Read GET "/workspaces-roles", needs Read, says List "workspace roles", tools [Full],
        ok [200], errors [401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the workspace.
    GetWorkspace = "getWorkspace":
        Read GET "/workspaces/{workspaceId}", needs Read, flags "l", limit List,
        says Read "workspace", query ["include"], tools [Minimal, Code, Full], ok [200],
        errors [401 Problem E1 P1, 404 Json E3, 500 Problem E1 P1 P3];
    /// Updates the workspace.
    UpdateWorkspace = "updateWorkspace":
        Write PUT "/workspaces/{workspaceId}", needs Write .. Full, flags "s",
        limit WorkspaceUpdate, lowers Personal, says Update "workspace", tools [Minimal, Full],
        ok [200], errors [400 Problem E1, 403 Json E1, 404 Json E1, 500 Problem E1 P1 P3];
    /// Deletes the workspace.
    DeleteWorkspace = "deleteWorkspace":
        Delete DELETE "/workspaces/{workspaceId}", needs Full, flags "dt", rule Body,
        says Delete "workspace", tools [Full], ok [200],
        errors [400 Json E1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Lists activities of the workspace.
    GetWorkspaceActivityFeed = "getWorkspaceActivityFeed":
        Read GET "/workspaces/{workspaceId}/activities", needs Read, flags "l",
        says List "activities of the workspace",
        query ["userId", "elementType", "limit", "cursor"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Moves the element to another workspace.
    TransferWorkspaceElement = "transferWorkspaceElement":
        Write POST "/workspaces/{workspaceId}/element-transfers", needs Full, flags "smd",
        rule Body,
        names ["id if type=collection" Collection DeleteCollection,
            "id if type=environment" Environment DeleteEnvironment,
            "id if type=api" Api DeleteApi,
            "id if type=mock" Mock DeleteMock,
            "id if type=monitor" Monitor DeleteMonitor,
            "to if type=collection" Workspace CreateCollection,
            "to if type=environment" Workspace CreateEnvironment,
            "to if type=api" Workspace CreateApi,
            "to if type=mock" Workspace CreateMock,
            "to if type=monitor" Workspace CreateMonitor],
        says Move "element to another workspace", tools [Full], hints Destructive,
        ok [200], errors [400 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Answers global variables of the workspace.
    GetWorkspaceGlobalVariables = "getWorkspaceGlobalVariables":
        Read GET "/workspaces/{workspaceId}/global-variables", needs Read, flags "k",
        says Read "global variables of the workspace", tools [Full], ok [200],
        errors [500 Problem P3];
    /// Replaces global variables of the workspace.
    UpdateWorkspaceGlobalVariables = "updateWorkspaceGlobalVariables":
        Write PUT "/workspaces/{workspaceId}/global-variables", needs Write, flags "d", rule Body,
        says Replace "global variables of the workspace", tools [Full], ok [200],
        errors [500 Problem P3];
    /// Changes roles of the workspace.
    UpdateWorkspaceRoles = "updateWorkspaceRoles":
        Write PATCH "/workspaces/{workspaceId}/roles", needs Full, flags "s", rule Body,
        says Change "roles of the workspace", tools [Full], hints Destructive, ok [200],
        errors [400 Json P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 422 Json P1,
            500 Problem E1 P1 P3];
    /// Answers roles of the workspace.
    GetWorkspaceRoles = "getWorkspaceRoles":
        Read GET "/workspaces/{workspaceId}/roles", needs Read, says Read "roles of the workspace",
        query ["include"], tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Moves the workspace to another team.
    TransferWorkspaceToTeam = "transferWorkspaceToTeam":
        Write PATCH "/workspaces/{workspaceId}/transfers", needs Grant, flags "smd", rule Body,
        says Move "workspace to another team", tools [Full], hints Destructive, ok [200],
        errors [400 Json P1, 401 Json P1, 403 Json P1, 404 Json P1, 500 Json P1];
    /// Lists workspace updates.
    GetWorkspaceUpdates = "getWorkspaceUpdates":
        Read GET "/workspaces/{workspaceId}/updates", needs Read, limit WorkspaceUpdate,
        says List "workspace updates", query ["cursor", "category"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P2, 403 Problem P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Creates the workspace update.
    CreateWorkspaceUpdate = "createWorkspaceUpdate":
        Write POST "/workspaces/{workspaceId}/updates", needs Write, limit WorkspaceUpdate,
        says Create "workspace update", tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P2, 403 Problem P1, 404 Problem P1, 422 Problem P1,
            500 Problem E1 P1 P3];
    /// Answers the workspace update.
    GetWorkspaceUpdate = "getWorkspaceUpdate":
        Read GET "/workspaces/{workspaceId}/updates/{updateId}", needs Read, limit WorkspaceUpdate,
        says Read "workspace update", tools [Full], ok [200],
        errors [401 Problem P2, 403 Problem P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Updates the workspace update.
    PatchWorkspaceUpdate = "patchWorkspaceUpdate":
        Write PATCH "/workspaces/{workspaceId}/updates/{updateId}", needs Write,
        limit WorkspaceUpdate, says Update "workspace update", tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P2, 403 Problem P1, 404 Problem P1, 422 Problem P1,
            500 Problem E1 P1 P3];
    /// Deletes the workspace update.
    DeleteWorkspaceUpdate = "deleteWorkspaceUpdate":
        Delete DELETE "/workspaces/{workspaceId}/updates/{updateId}", needs Full, flags "d",
        limit WorkspaceUpdate, says Delete "workspace update", tools [Full], ok [204],
        errors [401 Problem P2, 403 Problem P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Lists workspaces.
    GetWorkspacesContext = "getWorkspacesContext":
        Read GET "/context/workspaces", needs Read, flags "l", says List "workspaces",
        query ["cursor", "limit", "name"], tools [Code], ok [200];
    /// Answers the workspace.
    GetWorkspaceContext = "getWorkspaceContext":
        Read GET "/context/workspaces/{workspaceId}", needs Read, flags "l", says Read "workspace",
        tools [Code], ok [200];
}
