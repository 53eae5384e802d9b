//! Rows of the area `pull_requests`.

operations! { PullRequests
    /// Lists collection pull requests.
    GetCollectionPullRequests = "getCollectionPullRequests":
        Read GET "/collections/{collectionId}/pull-requests", needs Read, flags "l",
        says List "collection pull requests", tools [Full], ok [200],
        errors [403 Json P1, 500 Problem E1 P1 P3];
    /// Creates the collection pull request.
    CreateCollectionPullRequest = "createCollectionPullRequest":
        Write POST "/collections/{collectionId}/pull-requests", needs Write, flags "m", rule Body,
        names ["destinationId" Collection GetCollection],
        says Create "collection pull request", tools [Full], ok [200],
        errors [400 Json P1, 403 Json P1, 500 Problem E1 P1 P3];
    /// Answers the pull request.
    GetPullRequest = "getPullRequest":
        Read GET "/pull-requests/{pullRequestId}", needs Read,
        names ["{pullRequestId}" PullSource GetCollection], says Read "pull request",
        tools [Full], ok [200], errors [403 Json P1, 500 Problem E1 P1 P3];
    /// Updates the pull request.
    UpdatePullRequest = "updatePullRequest":
        Write PUT "/pull-requests/{pullRequestId}", needs Write, flags "m", rule Body,
        names ["{pullRequestId}" PullSource GetCollection],
        says Update "pull request", tools [Full], ok [200],
        errors [403 Json P1, 409 Json P1, 500 Problem E1 P1 P3];
    /// Reviews the pull request.
    ReviewPullRequest = "reviewPullRequest":
        Write POST "/pull-requests/{pullRequestId}/tasks", needs Write, flags "md", rule Body,
        names ["{pullRequestId}" PullSource GetCollection,
            "{pullRequestId} if action=merge" PullRequest PatchCollection],
        says Review "pull request", tools [Full], ok [200],
        errors [400 Json P1, 403 Json P1, 500 Problem E1 P1 P3];
}
