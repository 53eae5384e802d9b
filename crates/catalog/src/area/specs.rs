//! Rows of the area `specs`.

operations! { Specs
    /// Lists specs generated from the collection.
    GetGeneratedCollectionSpecs = "getGeneratedCollectionSpecs":
        Read GET "/collections/{collectionUid}/generations/{elementType}", needs Read, flags "l",
        says List "specs generated from the collection", tools [Minimal, Full], ok [200],
        errors [403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Generates the spec from the collection.
    GenerateSpecFromCollection = "generateSpecFromCollection":
        Write POST "/collections/{collectionUid}/generations/{elementType}", needs Write,
        flags "m", rule Body, names ["@target" Collection GetCollection, "@workspace" Workspace CreateSpec],
        says Generate "spec from the collection", tools [Minimal, Full],
        ok [200], errors [403 Json P1 P2, 404 Json P1, 423 Json P1, 500 Problem E1 P1 P3];
    /// Synchronises the collection with its spec.
    SyncCollectionWithSpec = "syncCollectionWithSpec":
        Write PUT "/collections/{collectionUid}/synchronizations", needs Write, flags "md",
        rule Body, names ["?specId" Spec GetSpec, "@target" Collection PutCollection],
        says Synchronise "collection with its spec", query ["specId"],
        tools [Minimal, Full], ok [202],
        errors [403 Problem P1 P3, 404 Json P1, 500 Problem E1 P1 P3];
    /// Answers the state of a generation.
    GetAsyncSpecTaskStatus = "getAsyncSpecTaskStatus":
        Read GET "/{elementType}/{elementId}/tasks/{taskId}", needs Read,
        says Read "state of a generation", tools [Full], ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Lists specs.
    GetAllSpecs = "getAllSpecs":
        Read GET "/specs", needs Read, flags "l", says List "specs",
        query ["workspaceId", "cursor", "limit"], tools [Minimal, Full], ok [200],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 500 Problem E1 P1 P3];
    /// Creates a spec.
    CreateSpec = "createSpec":
        Write POST "/specs", needs Write, rule Into, says Create "spec", query ["workspaceId"],
        tools [Minimal, Full], ok [201],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Problem P3, 500 Problem E1 P1 P3];
    /// Answers the spec.
    GetSpec = "getSpec":
        Read GET "/specs/{specId}", needs Read, says Read "spec", tools [Minimal, Full], ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Deletes the spec.
    DeleteSpec = "deleteSpec":
        Delete DELETE "/specs/{specId}", needs Full, flags "dt", rule Body, says Delete "spec",
        tools [Full], ok [204],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Updates the spec.
    UpdateSpecProperties = "updateSpecProperties":
        Write PATCH "/specs/{specId}", needs Write, says Update "spec", tools [Minimal, Full],
        ok [200],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Updates the synchronisation of the spec.
    UpdateSpecSyncOptions = "updateSpecSyncOptions":
        Write PATCH "/specs/{specId}/collections/{collectionId}/sync-options", needs Write,
        flags "m", rule Body, says Update "synchronisation of the spec", ok [200],
        errors [400 Json P1, 401 Json P2, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Answers the spec definition.
    GetSpecDefinition = "getSpecDefinition":
        Read GET "/specs/{specId}/definitions", needs Read, says Read "spec definition",
        tools [Minimal, Full], ok [200],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Lists spec files.
    GetSpecFiles = "getSpecFiles":
        Read GET "/specs/{specId}/files", needs Read, says List "spec files",
        tools [Minimal, Full], ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Creates the spec file.
    CreateSpecFile = "createSpecFile":
        Write POST "/specs/{specId}/files", needs Write, says Create "spec file",
        tools [Minimal, Full], ok [201],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Answers the spec file.
    GetSpecFile = "getSpecFile":
        Read GET "/specs/{specId}/files/{filePath}", needs Read, says Read "spec file",
        tools [Minimal, Full], ok [200],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Updates the spec file.
    UpdateSpecFile = "updateSpecFile":
        Write PATCH "/specs/{specId}/files/{filePath}", needs Write, says Update "spec file",
        tools [Minimal, Full], ok [200],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Deletes the spec file.
    DeleteSpecFile = "deleteSpecFile":
        Delete DELETE "/specs/{specId}/files/{filePath}", needs Full, flags "d",
        says Delete "spec file", tools [Full], ok [204],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Lists collections generated from the spec.
    GetSpecCollections = "getSpecCollections":
        Read GET "/specs/{specId}/generations/{elementType}", needs Read, flags "l",
        says List "collections generated from the spec", query ["limit", "cursor"],
        tools [Minimal, Full], ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Generates the collection from the spec.
    GenerateCollection = "generateCollection":
        Write POST "/specs/{specId}/generations/{elementType}", needs Write, flags "m", rule Body,
        names ["@workspace" Workspace CreateCollection],
        says Generate "collection from the spec", tools [Minimal, Full], ok [202],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 423 Json P1, 500 Problem E1 P1 P3];
    /// Synchronises the spec with its collection.
    SyncSpecWithCollection = "syncSpecWithCollection":
        Write PUT "/specs/{specId}/synchronizations", needs Write, flags "md", rule Body,
        names ["?collectionUid" Collection GetCollection],
        says Synchronise "spec with its collection", query ["collectionUid"],
        tools [Minimal, Full], ok [202],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Answers the spec version tag.
    GetSpecVersionTag = "getSpecVersionTag":
        Read GET "/specs/{specId}/version-tags/{tagId}/files", needs Read,
        says Read "spec version tag", ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Lists spec version tags.
    GetSpecVersionTags = "getSpecVersionTags":
        Read GET "/specs/{specId}/version-tags", needs Read, says List "spec version tags",
        query ["cursor", "limit"], ok [200],
        errors [401 Problem P1, 403 Json P1 P2, 404 Json P1, 500 Problem E1 P1 P3];
    /// Creates the spec version tag.
    CreateSpecVersionTag = "createSpecVersionTag":
        Write POST "/specs/{specId}/version-tags", needs Write, says Create "spec version tag",
        ok [201],
        errors [400 Json P1, 401 Problem P1, 403 Json P1 P2, 404 Json P1, 409 Problem P1,
            500 Problem E1 P1 P3];
}
