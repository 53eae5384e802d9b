//! Rows of the area `apis`.

operations! { Apis
    /// Lists APIs.
    GetApis = "getApis":
        Read GET "/apis", needs Read, flags "l", says List "APIs",
        query ["workspaceId", "createdBy", "cursor", "description", "limit"], ok [200];
    /// Creates an API.
    CreateApi = "createApi":
        Write POST "/apis", needs Write, rule Into, says Create "API", query ["workspaceId"],
        ok [200];
    /// Answers the API.
    GetApi = "getApi":
        Read GET "/apis/{apiId}", needs Read, says Read "API", query ["include"], ok [200];
    /// Updates the API.
    UpdateApi = "updateApi":
        Write PUT "/apis/{apiId}", needs Write, says Update "API", ok [200];
    /// Deletes the API.
    DeleteApi = "deleteApi":
        Delete DELETE "/apis/{apiId}", needs Full, flags "dt", says Delete "API", ok [204];
    /// Adds the collection to the API.
    AddApiCollection = "addApiCollection":
        Write POST "/apis/{apiId}/collections", needs Write, flags "m", rule Body,
        says Add "collection to the API", ok [200];
    /// Answers the API collection.
    GetApiCollection = "getApiCollection":
        Read GET "/apis/{apiId}/collections/{collectionId}", needs Read, flags "k",
        says Read "API collection", query ["versionId"], ok [200];
    /// Synchronises the collection with the schema.
    SyncCollectionWithSchema = "syncCollectionWithSchema":
        Write PUT "/apis/{apiId}/collections/{collectionId}/sync-with-schema-tasks", needs Write,
        flags "md", rule Body, says Synchronise "collection with the schema", ok [202];
    /// Creates the API schema.
    CreateApiSchema = "createApiSchema":
        Write POST "/apis/{apiId}/schemas", needs Write, says Create "API schema", ok [200];
    /// Answers the API schema.
    GetApiSchema = "getApiSchema":
        Read GET "/apis/{apiId}/schemas/{schemaId}", needs Read, says Read "API schema",
        query ["versionId", "bundled"], ok [200];
    /// Lists API schema files.
    GetApiSchemaFiles = "getApiSchemaFiles":
        Read GET "/apis/{apiId}/schemas/{schemaId}/files", needs Read,
        says List "API schema files", query ["versionId", "limit", "cursor"], ok [200];
    /// Answers API schema file contents.
    GetApiSchemaFileContents = "getApiSchemaFileContents":
        Read GET "/apis/{apiId}/schemas/{schemaId}/files/{filePath}", needs Read,
        says Read "API schema file contents", query ["versionId"], ok [200];
    /// Updates the file of the schema.
    CreateUpdateApiSchemaFile = "createUpdateApiSchemaFile":
        Write PUT "/apis/{apiId}/schemas/{schemaId}/files/{filePath}", needs Write, flags "d",
        says Update "file of the schema", ok [200];
    /// Deletes the API schema file.
    DeleteApiSchemaFile = "deleteApiSchemaFile":
        Delete DELETE "/apis/{apiId}/schemas/{schemaId}/files/{filePath}", needs Full, flags "d",
        says Delete "API schema file", ok [204];
    /// Answers the state of a task.
    GetStatusOfAnAsyncApiTask = "getStatusOfAnAsyncApiTask":
        Read GET "/apis/{apiId}/tasks/{taskId}", needs Read, says Read "state of a task",
        tools [Full], ok [200];
    /// Lists API versions.
    GetApiVersions = "getApiVersions":
        Read GET "/apis/{apiId}/versions", needs Read, says List "API versions",
        query ["cursor", "limit"], ok [200];
    /// Creates the API version.
    CreateApiVersion = "createApiVersion":
        Write POST "/apis/{apiId}/versions", needs Write, says Create "API version", ok [202];
    /// Answers the API version.
    GetApiVersion = "getApiVersion":
        Read GET "/apis/{apiId}/versions/{versionId}", needs Read, says Read "API version",
        ok [200];
    /// Updates the API version.
    UpdateApiVersion = "updateApiVersion":
        Write PUT "/apis/{apiId}/versions/{versionId}", needs Write, says Update "API version",
        ok [200];
    /// Deletes the API version.
    DeleteApiVersion = "deleteApiVersion":
        Delete DELETE "/apis/{apiId}/versions/{versionId}", needs Full, flags "d",
        says Delete "API version", ok [204];
    /// Answers the state of the migration to a spec.
    GetMigrationStatus = "getMigrationStatus":
        Read GET "/apis/{apiId}/spec-migrations", needs Read,
        says Read "state of the migration to a spec", ok [200];
    /// Migrates the API to a spec.
    MigrateApiToSpecHub = "migrateApiToSpecHub":
        Write POST "/apis/{apiId}/spec-migrations", needs Write, flags "md", rule Body,
        says Migrate "API to a spec", ok [200];
}
