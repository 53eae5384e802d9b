//! Rows of the area `collections`.

operations! { Collections
    /// Merges a collection fork.
    AsyncMergePullCollectionFork = "asyncMergePullCollectionFork":
        Write PUT "/collection-merges", needs Write, flags "md", rule Body,
        names ["destination" Collection PatchCollection, "source" Collection GetCollection,
            "source if strategy=updateSourceWithDestination" Collection PatchCollection,
            "source if strategy=deleteSource" Collection DeleteCollection],
        says Merge "collection fork", ok [200],
        errors [400 Json P1, 401 Problem E1 P1, 403 Json P1, 500 Problem E1 P1 P3];
    /// Answers the state of a collection merge.
    AsyncMergePullCollectionTaskStatus = "asyncMergePullCollectionTaskStatus":
        Read GET "/collection-merges-tasks/{taskId}", needs Read,
        says Read "state of a collection merge", ok [200],
        errors [401 Problem E1 P1, 403 Json P1, 404 Json P1, 500 Problem E1 P1 P3];
    /// Lists collections.
    GetCollections = "getCollections":
        Read GET "/collections", needs Read, flags "l", limit List, says List "collections",
        query ["workspace", "name", "limit", "offset"], tools [Minimal, Full], ok [200],
        errors [401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Creates a collection.
    CreateCollection = "createCollection":
        Write POST "/collections", needs Write, rule Into, says Create "collection",
        query ["workspace"], tools [Minimal, Full], ok [200],
        errors [400 Json E2, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Lists own collection forks.
    GetCollectionsForkedByUser = "getCollectionsForkedByUser":
        Read GET "/collections/collection-forks", needs Read, flags "l",
        says List "own collection forks", query ["cursor", "limit", "direction"], tools [Full],
        ok [200], errors [400 Json E1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Forks the collection.
    CreateCollectionFork = "createCollectionFork":
        Write POST "/collections/fork/{collectionId}", needs Write, flags "m", rule Body,
        names ["?workspace" Workspace CreateCollection],
        says Fork "collection", query ["workspace"], tools [Full], ok [200],
        errors [401 Problem E1 P1, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Merges a collection fork.
    MergeCollectionFork = "mergeCollectionFork":
        Write POST "/collections/merge", needs Write, flags "md", rule Body,
        names ["destination" Collection PatchCollection, "source" Collection GetCollection,
            "source if strategy!=deleteSource" Collection PatchCollection,
            "source if strategy=deleteSource" Collection DeleteCollection],
        says Merge "collection fork", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Answers the collection.
    GetCollection = "getCollection":
        Read GET "/collections/{collectionId}", needs Read, flags "k", says Read "collection",
        query ["access_key", "model"], tools [Minimal, Code, Full], ok [200],
        errors [400 Problem E1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Replaces the collection.
    PutCollection = "putCollection":
        Write PUT "/collections/{collectionId}", needs Write, flags "d", rule Body,
        says Replace "collection", tools [Minimal, Full], ok [200, 202],
        errors [400 Problem E1 E2 P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem E2 P1,
            409 Problem P1, 500 Problem E1 P1 P3];
    /// Updates the collection.
    PatchCollection = "patchCollection":
        Write PATCH "/collections/{collectionId}", needs Write, says Update "collection",
        tools [Full], ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem E2,
            500 Problem E1 P1 P3];
    /// Deletes the collection.
    DeleteCollection = "deleteCollection":
        Delete DELETE "/collections/{collectionId}", needs Full, flags "dt", rule Body,
        says Delete "collection", tools [Full], ok [200],
        errors [401 Problem E1 P1, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Duplicates the collection.
    DuplicateCollection = "duplicateCollection":
        Write POST "/collections/{collectionId}/duplicates", needs Write, flags "m", rule Body,
        names ["workspace" Workspace CreateCollection],
        says Duplicate "collection", tools [Minimal, Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Creates the collection folder.
    CreateCollectionFolder = "createCollectionFolder":
        Write POST "/collections/{collectionId}/folders", needs Write,
        says Create "collection folder", tools [Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 500 Problem E1 P1 P3];
    /// Lists collection forks.
    GetCollectionForks = "getCollectionForks":
        Read GET "/collections/{collectionId}/forks", needs Read, flags "l",
        says List "collection forks", query ["cursor", "limit", "direction"], tools [Full],
        ok [200], errors [400 Problem E1, 404 Json E1, 500 Problem E1 P1 P3];
    /// Publishes the documentation of the collection.
    PublishDocumentation = "publishDocumentation":
        Write PUT "/collections/{collectionId}/public-documentations", needs Full, flags "s",
        rule Body,
        names ["environmentUid" Environment GetEnvironment], says Publish "documentation of the collection", tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem P1, 403 Problem P1, 500 Problem P1];
    /// Unpublishes the documentation of the collection.
    UnpublishDocumentation = "unpublishDocumentation":
        Delete DELETE "/collections/{collectionId}/public-documentations", needs Full, flags "d",
        says Unpublish "documentation of the collection", tools [Full], ok [204],
        errors [400 Problem P1, 401 Problem P1, 404 Problem P1, 500 Problem P1];
    /// Pulls the changes into the collection.
    PullCollectionChanges = "pullCollectionChanges":
        Write PUT "/collections/{collectionId}/pulls", needs Write, flags "m", rule Body,
        names ["@parent" Collection GetCollection],
        says Pull "changes into the collection", tools [Full], ok [200],
        errors [400 Problem E1, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Creates the collection request.
    CreateCollectionRequest = "createCollectionRequest":
        Write POST "/collections/{collectionId}/requests", needs Write,
        says Create "collection request", query ["folderId"], tools [Minimal, Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 500 Problem E1 P1 P3];
    /// Creates the collection response.
    CreateCollectionResponse = "createCollectionResponse":
        Write POST "/collections/{collectionId}/responses", needs Write,
        says Create "collection response", query ["request"], tools [Minimal, Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 500 Problem E1 P1 P3];
    /// Lists collection roles.
    GetCollectionRoles = "getCollectionRoles":
        Read GET "/collections/{collectionId}/roles", needs Read, says List "collection roles",
        ok [200], errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json P3, 500 Problem E1 P1 P3];
    /// Updates collection roles.
    UpdateCollectionRoles = "updateCollectionRoles":
        Write PATCH "/collections/{collectionId}/roles", needs Full, flags "s", rule Body,
        says Update "collection roles", ok [204],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Json P3,
            500 Problem E1 P1 P3];
    /// Answers the source state of the collection.
    GetSourceCollectionStatus = "getSourceCollectionStatus":
        Read GET "/collections/{collectionId}/source-status", needs Read,
        names ["@parent" Collection GetCollection],
        says Read "source state of the collection", tools [Full], ok [200],
        errors [400 Problem X, 403 Json P1, 500 Problem E1 P1 P3];
    /// Answers the collection folder.
    GetCollectionFolder = "getCollectionFolder":
        Read GET "/collections/{collectionId}/folders/{folderId}", needs Read, flags "k",
        says Read "collection folder", query ["ids", "uid", "populate"], tools [Code, Full],
        ok [200], errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Updates the collection folder.
    UpdateCollectionFolder = "updateCollectionFolder":
        Write PUT "/collections/{collectionId}/folders/{folderId}", needs Write,
        says Update "collection folder", tools [Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Deletes the collection folder.
    DeleteCollectionFolder = "deleteCollectionFolder":
        Delete DELETE "/collections/{collectionId}/folders/{folderId}", needs Full, flags "dt",
        rule Body, says Delete "collection folder", tools [Full], ok [200],
        errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Answers the collection request.
    GetCollectionRequest = "getCollectionRequest":
        Read GET "/collections/{collectionId}/requests/{requestId}", needs Read, flags "k",
        says Read "collection request", query ["ids", "uid", "populate"], tools [Code, Full],
        ok [200], errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Updates the collection request.
    UpdateCollectionRequest = "updateCollectionRequest":
        Write PUT "/collections/{collectionId}/requests/{requestId}", needs Write,
        says Update "collection request", tools [Minimal, Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Deletes the collection request.
    DeleteCollectionRequest = "deleteCollectionRequest":
        Delete DELETE "/collections/{collectionId}/requests/{requestId}", needs Full, flags "d",
        says Delete "collection request", tools [Full], ok [200],
        errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Answers the collection response.
    GetCollectionResponse = "getCollectionResponse":
        Read GET "/collections/{collectionId}/responses/{responseId}", needs Read, flags "k",
        says Read "collection response", query ["ids", "uid", "populate"], tools [Code, Full],
        ok [200], errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Updates the collection response.
    UpdateCollectionResponse = "updateCollectionResponse":
        Write PUT "/collections/{collectionId}/responses/{responseId}", needs Write,
        says Update "collection response", tools [Full], ok [200],
        errors [400 Problem E2, 401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Deletes the collection response.
    DeleteCollectionResponse = "deleteCollectionResponse":
        Delete DELETE "/collections/{collectionId}/responses/{responseId}", needs Full, flags "d",
        says Delete "collection response", tools [Full], ok [200],
        errors [401 Problem E2, 404 Problem E2, 500 Problem E1 P1 P3];
    /// Converts the collection to OpenAPI.
    TransformCollectionToOpenAPI = "transformCollectionToOpenAPI":
        Read GET "/collections/{collectionId}/transformations", needs Read, flags "k",
        says Convert "collection to OpenAPI", query ["format"], ok [200],
        errors [401 Problem P2, 404 Problem P2, 500 Problem P2];
    /// Moves folders.
    TransferCollectionFolders = "transferCollectionFolders":
        Write POST "/collection-folders-transfers", needs Write, flags "md", rule Body,
        names ["ids[]" Item GetCollection, "ids[] if mode=move" Item PatchCollection,
            "target.id if target.model=collection" Collection PatchCollection,
            "target.id if target.model=folder" Item PatchCollection,
            "target.id if target.model=request" Item PatchCollection],
        says Move "folders", tools [Full], ok [200], errors [400 Problem P3, 500 Problem E1 P1 P3];
    /// Moves requests.
    TransferCollectionRequests = "transferCollectionRequests":
        Write POST "/collection-requests-transfers", needs Write, flags "md", rule Body,
        names ["ids[]" Item GetCollection, "ids[] if mode=move" Item PatchCollection,
            "target.id if target.model=collection" Collection PatchCollection,
            "target.id if target.model=folder" Item PatchCollection,
            "target.id if target.model=request" Item PatchCollection],
        says Move "requests", tools [Full], ok [200],
        errors [400 Problem P3, 500 Problem E1 P1 P3];
    /// Moves responses.
    TransferCollectionResponses = "transferCollectionResponses":
        Write POST "/collection-responses-transfers", needs Write, flags "md", rule Body,
        names ["ids[]" Item GetCollection, "ids[] if mode=move" Item PatchCollection,
            "target.id if target.model=collection" Collection PatchCollection,
            "target.id if target.model=folder" Item PatchCollection,
            "target.id if target.model=request" Item PatchCollection],
        says Move "responses", tools [Full], ok [200],
        errors [400 Problem P3, 500 Problem E1 P1 P3];
    /// Answers the state of a collection copy.
    GetDuplicateCollectionTaskStatus = "getDuplicateCollectionTaskStatus":
        Read GET "/collection-duplicate-tasks/{taskId}", needs Read,
        says Read "state of a collection copy", tools [Minimal, Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Answers the state of a collection update.
    GetCollectionUpdatesTasks = "getCollectionUpdatesTasks":
        Read GET "/collection-updates-tasks/{taskId}", needs Read,
        says Read "state of a collection update", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Imports an OpenAPI definition.
    ImportOpenApiDefinition = "importOpenApiDefinition":
        Write POST "/import/openapi", needs Write, flags "f", limit Import, rule Into,
        says Import "OpenAPI definition", query ["workspace"], ok [200],
        errors [400 Problem E1 E2, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the collection.
    GetCollectionContext = "getCollectionContext":
        Read GET "/context/collections/{collectionId}", needs Read, flags "k",
        says Read "collection", tools [Code], ok [200];
    /// Answers the folder.
    GetFolderContext = "getFolderContext":
        Read GET "/context/collections/{collectionId}/folders/{folderId}", needs Read, flags "k",
        says Read "folder", tools [Code], ok [200];
    /// Answers the request.
    GetRequestContext = "getRequestContext":
        Read GET "/context/collections/{collectionId}/requests/{requestId}", needs Read, flags "k",
        says Read "request", tools [Code], ok [200];
    /// Answers the request with its context.
    GetRequestCodeContext = "getRequestCodeContext":
        Read GET "/context/collections/{collectionId}/requests/{requestId}/context", needs Read,
        flags "km", rule Body, says Read "request with its context", tools [Code], ok [200];
    /// Answers the response.
    GetResponseContext = "getResponseContext":
        Read GET "/context/collections/{collectionId}/requests/{requestId}/responses/{responseId}",
        needs Read, flags "k", says Read "response", tools [Code], ok [200];
}
