//! Rows of the area `tags`.

operations! { Tags
    /// Lists collection tags.
    GetCollectionTags = "getCollectionTags":
        Read GET "/collections/{collectionId}/tags", needs Read, says List "collection tags",
        tools [Full], ok [200], errors [401 Problem P1, 403 Problem P1, 500 Problem P2];
    /// Updates collection tags.
    UpdateCollectionTags = "updateCollectionTags":
        Write PUT "/collections/{collectionId}/tags", needs Write, says Update "collection tags",
        tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P1, 403 Problem P1, 404 Problem P2, 500 Problem P2];
    /// Lists elements with a tag.
    GetTaggedEntities = "getTaggedEntities":
        Read GET "/tags/{slug}/entities", needs Read, flags "l", says List "elements with a tag",
        query ["limit", "direction", "cursor", "entityType"], tools [Minimal, Full], ok [200],
        errors [400 Problem X, 401 Problem P1, 403 Problem P1, 404 Problem P2, 500 Problem P2];
    /// Lists workspace tags.
    GetWorkspaceTags = "getWorkspaceTags":
        Read GET "/workspaces/{workspaceId}/tags", needs Read, says List "workspace tags",
        tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P2, 500 Problem P2];
    /// Updates workspace tags.
    UpdateWorkspaceTags = "updateWorkspaceTags":
        Write PUT "/workspaces/{workspaceId}/tags", needs Write, says Update "workspace tags",
        tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P1, 403 Problem P1, 404 Problem P2, 500 Problem P2];
    /// Lists API tags.
    GetApiTags = "getApiTags":
        Read GET "/apis/{apiId}/tags", needs Read, says List "API tags", ok [200];
    /// Updates API tags.
    UpdateApiTags = "updateApiTags":
        Write PUT "/apis/{apiId}/tags", needs Write, says Update "API tags", ok [200];
}
