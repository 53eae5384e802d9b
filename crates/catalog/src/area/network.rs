//! Rows of the area `network`.

operations! { Network
    /// Lists workspaces of the private network.
    ListPrivateNetworkWorkspaces = "listPrivateNetworkWorkspaces":
        Read GET "/network/private", needs Read, flags "l",
        says List "workspaces of the private network",
        query ["type", "name", "summary", "description", "since", "until", "addedBy", "sort",
            "direction", "createdBy", "offset", "limit", "parentFolderId"],
        tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Adds a workspace to the private network.
    AddWorkspaceToPrivateNetwork = "addWorkspaceToPrivateNetwork":
        Write POST "/network/private", needs Full, flags "sm", rule Body,
        says Add "workspace to the private network", tools [Full], ok [201],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json N, 500 Problem E1 P1 P3];
    /// Removes the workspace from the private network.
    RemoveWorkspaceFromPrivateNetwork = "removeWorkspaceFromPrivateNetwork":
        Delete DELETE "/network/private/workspace/{workspaceId}", needs Full, flags "d",
        says Remove "workspace from the private network", tools [Full], ok [200],
        errors [400 Json N, 401 Problem E1 P1, 403 Problem E1 P1, 404 Json N, 500 Problem E1 P1 P3];
    /// Updates the private network entry of the workspace.
    UpdatePanElementOrFolder = "updatePanElementOrFolder":
        Write PUT "/network/private/workspace/{workspaceId}", needs Full, flags "s", rule Body,
        says Update "private network entry of the workspace", ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json N, 500 Problem E1 P1 P3];
    /// Lists requests to join the private network.
    ListPrivateNetworkAddRequests = "listPrivateNetworkAddRequests":
        Read GET "/network/private/network-entity/request/all", needs Read, flags "l",
        says List "requests to join the private network",
        query ["since", "until", "requestedBy", "type", "status", "name", "sort", "direction",
            "offset", "limit"],
        tools [Full], ok [200],
        errors [400 Json N, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the request to join the private network.
    RespondPrivateNetworkAddRequest = "respondPrivateNetworkAddRequest":
        Write PUT "/network/private/network-entity/request/{requestId}", needs Full, flags "s",
        rule Body, says Answer "request to join the private network", tools [Full], ok [200],
        errors [400 Json N, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
}
