//! Rows of the area `analytics`.

operations! { Analytics
    /// Answers analytics.
    GetAnalyticsData = "getAnalyticsData":
        Read GET "/analytics", needs Read, says Read "analytics",
        query ["resource", "metrics", "view", "workspaceType", "userId", "duration", "requestId",
            "responseStatus", "attentionType", "period", "userType", "entityType", "limit",
            "offset"],
        tools [Full], ok [200],
        errors [400 Json P1, 401 Json P2, 403 Json P2, 500 Problem E1 P1 P3];
    /// Answers an analytics metadata.
    GetAnalyticsMetadata = "getAnalyticsMetadata":
        Read GET "/analytics-metadata", needs Read, says Read "analytics metadata",
        query ["include", "resources", "metrics"], tools [Full], ok [200],
        errors [401 Json P2, 403 Json P2, 500 Problem E1 P1 P3];
}
