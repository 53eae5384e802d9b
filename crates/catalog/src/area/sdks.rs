//! Rows of the area `sdks`.

operations! { Sdks
    /// Creates an SDK.
    CreateSdk = "createSdk":
        Write POST "/sdks", needs Full, flags "x$", says Create "SDK", tools [Full], ok [202],
        errors [400 Problem P5, 401 Problem E1 P1, 403 Problem E1 P1, 422 Problem P1,
            429 Problem P1, 500 Problem E1 P1 P3];
    /// Lists SDKs.
    GetSdks = "getSdks":
        Read GET "/sdks", needs Read, flags "l", says List "SDKs",
        query ["workspaceId", "sdkIds", "buildStatus", "language", "sourceId", "cursor", "limit"],
        tools [Full], ok [200],
        errors [400 Problem P5, 401 Problem E1 P1, 403 Problem E1 P1, 429 Problem P1,
            500 Problem E1 P1 P3];
    /// Answers the SDK.
    GetSdk = "getSdk":
        Read GET "/sdks/{sdkId}", needs Read, says Read "SDK", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 429 Problem P1,
            500 Problem E1 P1 P3];
    /// Deletes the SDK.
    DeleteSdk = "deleteSdk":
        Delete DELETE "/sdks/{sdkId}", needs Full, flags "d", says Delete "SDK", tools [Full],
        ok [204],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 409 Problem P1 P5,
            429 Problem P1, 500 Problem E1 P1 P3];
    /// Answers download address of the SDK.
    GetSdkDownloadUrl = "getSdkDownloadUrl":
        Read GET "/sdks/{sdkId}/downloads", needs Read, says Read "download address of the SDK",
        tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 409 Problem P1 P5,
            429 Problem P1, 500 Problem E1 P1 P3];
    /// Lists SDK Git connections.
    GetSdkGitConnections = "getSdkGitConnections":
        Read GET "/sdk-git-connections", needs Read, flags "l", says List "SDK Git connections",
        query ["workspaceId", "sourceId", "language", "status", "repositoryUrl", "cursor", "limit"],
        tools [Full], ok [200],
        errors [400 Problem P5, 401 Problem E1 P1, 403 Problem E1 P1, 429 Problem P1,
            500 Problem E1 P1 P3];
    /// Creates an SDK Git connection.
    CreateSdkGitConnection = "createSdkGitConnection":
        Write POST "/sdk-git-connections", needs Full, flags "x", says Create "SDK Git connection",
        tools [Full], ok [201],
        errors [400 Problem P5, 401 Problem E1 P1, 403 Problem E1 P1, 409 Problem P1 P5,
            429 Problem P1, 500 Problem E1 P1 P3];
    /// Answers the SDK Git connection.
    GetSdkGitConnection = "getSdkGitConnection":
        Read GET "/sdk-git-connections/{sdkGitConnectionId}", needs Read,
        says Read "SDK Git connection", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 429 Problem P1,
            500 Problem E1 P1 P3];
    /// Updates the SDK Git connection.
    UpdateSdkGitConnection = "updateSdkGitConnection":
        Write PUT "/sdk-git-connections/{sdkGitConnectionId}", needs Full, flags "x",
        says Update "SDK Git connection", tools [Full], ok [200],
        errors [400 Problem P5, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            422 Problem P1, 429 Problem P1, 500 Problem E1 P1 P3];
    /// Lists SDK Git connection pull requests.
    GetSdkGitConnectionPullRequests = "getSdkGitConnectionPullRequests":
        Read GET "/sdk-git-connections/{sdkGitConnectionId}/pull-requests", needs Read, flags "l",
        says List "SDK Git connection pull requests", query ["status", "cursor", "limit"],
        tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 429 Problem P1,
            500 Problem E1 P1 P3];
}
