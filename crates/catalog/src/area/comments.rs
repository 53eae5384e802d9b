//! Rows of the area `comments`.

operations! { Comments
    /// Lists collection comments.
    GetCollectionComments = "getCollectionComments":
        Read GET "/collections/{collectionId}/comments", needs Read,
        says List "collection comments", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Creates the collection comment.
    CreateCollectionComment = "createCollectionComment":
        Write POST "/collections/{collectionId}/comments", needs Write,
        says Create "collection comment", tools [Full], ok [201],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Updates the collection comment.
    UpdateCollectionComment = "updateCollectionComment":
        Write PUT "/collections/{collectionId}/comments/{commentId}", needs Write,
        says Update "collection comment", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Deletes the collection comment.
    DeleteCollectionComment = "deleteCollectionComment":
        Delete DELETE "/collections/{collectionId}/comments/{commentId}", needs Full, flags "d",
        says Delete "collection comment", tools [Full], ok [204],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Lists folder comments.
    GetFolderComments = "getFolderComments":
        Read GET "/collections/{collectionId}/folders/{folderId}/comments", needs Read,
        says List "folder comments", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Creates the folder comment.
    CreateFolderComment = "createFolderComment":
        Write POST "/collections/{collectionId}/folders/{folderId}/comments", needs Write,
        says Create "folder comment", tools [Full], ok [201],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Updates the folder comment.
    UpdateFolderComment = "updateFolderComment":
        Write PUT "/collections/{collectionId}/folders/{folderId}/comments/{commentId}",
        needs Write, says Update "folder comment", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Deletes the folder comment.
    DeleteFolderComment = "deleteFolderComment":
        Delete DELETE "/collections/{collectionId}/folders/{folderId}/comments/{commentId}",
        needs Full, flags "d", says Delete "folder comment", tools [Full], ok [204],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Lists request comments.
    GetRequestComments = "getRequestComments":
        Read GET "/collections/{collectionId}/requests/{requestId}/comments", needs Read,
        says List "request comments", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Creates the request comment.
    CreateRequestComment = "createRequestComment":
        Write POST "/collections/{collectionId}/requests/{requestId}/comments", needs Write,
        says Create "request comment", tools [Full], ok [201],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Updates the request comment.
    UpdateRequestComment = "updateRequestComment":
        Write PUT "/collections/{collectionId}/requests/{requestId}/comments/{commentId}",
        needs Write, says Update "request comment", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Deletes the request comment.
    DeleteRequestComment = "deleteRequestComment":
        Delete DELETE "/collections/{collectionId}/requests/{requestId}/comments/{commentId}",
        needs Full, flags "d", says Delete "request comment", tools [Full], ok [204],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Lists response comments.
    GetResponseComments = "getResponseComments":
        Read GET "/collections/{collectionId}/responses/{responseId}/comments", needs Read,
        says List "response comments", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Creates the response comment.
    CreateResponseComment = "createResponseComment":
        Write POST "/collections/{collectionId}/responses/{responseId}/comments", needs Write,
        says Create "response comment", tools [Full], ok [201],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Updates the response comment.
    UpdateResponseComment = "updateResponseComment":
        Write PUT "/collections/{collectionId}/responses/{responseId}/comments/{commentId}",
        needs Write, says Update "response comment", tools [Full], ok [200],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Deletes the response comment.
    DeleteResponseComment = "deleteResponseComment":
        Delete DELETE "/collections/{collectionId}/responses/{responseId}/comments/{commentId}",
        needs Full, flags "d", says Delete "response comment", tools [Full], ok [204],
        errors [401 Problem P1, 403 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Resolves the comment thread.
    ResolveCommentThread = "resolveCommentThread":
        Write POST "/comments-resolutions/{threadId}", needs Write, says Resolve "comment thread",
        tools [Full], ok [204], errors [401 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Lists API collection comments.
    GetApiCollectionComments = "getApiCollectionComments":
        Read GET "/apis/{apiId}/collections/{collectionId}/comments", needs Read,
        says List "API collection comments", ok [200];
    /// Creates the API collection comment.
    CreateApiCollectionComment = "createApiCollectionComment":
        Write POST "/apis/{apiId}/collections/{collectionId}/comments", needs Write,
        says Create "API collection comment", ok [201];
    /// Updates the API collection comment.
    UpdateApiCollectionComment = "updateApiCollectionComment":
        Write PUT "/apis/{apiId}/collections/{collectionId}/comments/{commentId}", needs Write,
        says Update "API collection comment", tools [Full], ok [200];
    /// Deletes the API collection comment.
    DeleteApiCollectionComment = "deleteApiCollectionComment":
        Delete DELETE "/apis/{apiId}/collections/{collectionId}/comments/{commentId}", needs Full,
        flags "d", says Delete "API collection comment", tools [Full], ok [204];
    /// Lists API comments.
    GetApiComments = "getApiComments":
        Read GET "/apis/{apiId}/comments", needs Read, says List "API comments", ok [200];
    /// Creates the API comment.
    CreateApiComment = "createApiComment":
        Write POST "/apis/{apiId}/comments", needs Write, says Create "API comment", ok [201];
    /// Updates the API comment.
    UpdateApiComment = "updateApiComment":
        Write PUT "/apis/{apiId}/comments/{commentId}", needs Write, says Update "API comment",
        ok [200];
    /// Deletes the API comment.
    DeleteApiComment = "deleteApiComment":
        Delete DELETE "/apis/{apiId}/comments/{commentId}", needs Full, flags "d",
        says Delete "API comment", ok [204];
}
