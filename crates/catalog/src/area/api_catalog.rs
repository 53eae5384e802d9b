//! Rows of the area `api_catalog`.

operations! { ApiCatalog
    /// Lists API catalog discovery services.
    GetApiCatalogDiscoveryServices = "getApiCatalogDiscoveryServices":
        Read GET "/api-catalog/discovery-services", needs Read, flags "l",
        says List "API catalog discovery services",
        query ["discoverySource", "status", "search", "limit", "cursor"], tools [Full], ok [200];
    /// Adds discovered services.
    PostApiCatalogDiscoveryServices = "postApiCatalogDiscoveryServices":
        Write POST "/api-catalog/discovery-services", needs Write, says Add "discovered services",
        tools [Full], ok [200];
    /// Answers the API catalog discovery service.
    GetApiCatalogDiscoveryService = "getApiCatalogDiscoveryService":
        Read GET "/api-catalog/discovery-services/{serviceId}", needs Read,
        says Read "API catalog discovery service", tools [Full], ok [200];
    /// Lists API catalog services.
    GetApiCatalogServices = "getApiCatalogServices":
        Read GET "/api-catalog/services", needs Read, flags "l", says List "API catalog services",
        query ["systemEnvironmentId", "name", "tags", "governanceGroupId", "limit", "cursor"],
        tools [Full], ok [200];
    /// Answers the API catalog service.
    GetApiCatalogService = "getApiCatalogService":
        Read GET "/api-catalog/services/{serviceId}", needs Read, says Read "API catalog service",
        query ["systemEnvironmentId"], tools [Full], ok [200];
    /// Lists API catalog service endpoints.
    GetApiCatalogServiceEndpoints = "getApiCatalogServiceEndpoints":
        Read GET "/api-catalog/services/{serviceId}/endpoints", needs Read,
        says List "API catalog service endpoints",
        query ["systemEnvironmentId", "httpMethods", "hosts", "responseCodes", "search", "sort",
            "limit", "cursor"],
        tools [Full], ok [200];
    /// Lists API catalog service monitor runs.
    GetApiCatalogServiceMonitorRuns = "getApiCatalogServiceMonitorRuns":
        Read GET "/api-catalog/services/{serviceId}/monitor-runs", needs Read, flags "l",
        says List "API catalog service monitor runs",
        query ["systemEnvironmentId", "collectionId", "sort", "environmentId", "status", "limit",
            "cursor"],
        tools [Full], ok [200];
    /// Lists API catalog service specification lints.
    GetApiCatalogServiceSpecificationLints = "getApiCatalogServiceSpecificationLints":
        Read GET "/api-catalog/services/{serviceId}/spec-lints", needs Read, flags "l",
        says List "API catalog service specification lints",
        query ["specId", "severity", "status", "sort", "limit", "cursor"], tools [Full], ok [200];
    /// Lists API catalog service CI runs.
    GetApiCatalogServiceCiRuns = "getApiCatalogServiceCiRuns":
        Read GET "/api-catalog/services/{serviceId}/ci-runs", needs Read, flags "l",
        says List "API catalog service CI runs",
        query ["systemEnvironmentId", "collectionId", "environmentId", "status", "branch",
            "workflowName", "actor", "repoName", "repoOwner", "sort", "limit", "cursor"],
        tools [Full], ok [200];
    /// Lists API catalog system environments.
    GetApiCatalogSystemEnvironments = "getApiCatalogSystemEnvironments":
        Read GET "/api-catalog/system-environments", needs Read, flags "l",
        says List "API catalog system environments", query ["isProduction", "limit", "cursor"],
        tools [Full], ok [200];
    /// Creates an API catalog system environment.
    CreateApiCatalogSystemEnvironment = "createApiCatalogSystemEnvironment":
        Write POST "/api-catalog/system-environments", needs Write,
        says Create "API catalog system environment", tools [Full], ok [201];
    /// Answers the API catalog system environment.
    GetApiCatalogSystemEnvironment = "getApiCatalogSystemEnvironment":
        Read GET "/api-catalog/system-environments/{systemEnvironmentId}", needs Read,
        says Read "API catalog system environment", tools [Full], ok [200];
    /// Updates the API catalog system environment.
    UpdateApiCatalogSystemEnvironment = "updateApiCatalogSystemEnvironment":
        Write PATCH "/api-catalog/system-environments/{systemEnvironmentId}", needs Write,
        says Update "API catalog system environment", tools [Full], ok [200];
    /// Lists API catalog system environment associations.
    GetApiCatalogSystemEnvironmentAssociations = "getApiCatalogSystemEnvironmentAssociations":
        Read GET "/api-catalog/system-environments/{systemEnvironmentId}/associations", needs Read,
        flags "l", says List "API catalog system environment associations",
        query ["workspaceId", "limit", "cursor"], tools [Full], ok [200];
    /// Adds associations of the system environment.
    AddApiCatalogSystemEnvironmentAssociations = "addApiCatalogSystemEnvironmentAssociations":
        Write POST "/api-catalog/system-environments/{systemEnvironmentId}/associations",
        needs Write, flags "m", rule Body, says Add "associations of the system environment",
        query ["allowPartial"], tools [Full], ok [200];
    /// Removes associations of the system environment.
    RemoveApiCatalogSystemEnvironmentAssociations = "removeApiCatalogSystemEnvironmentAssociations":
        Delete DELETE "/api-catalog/system-environments/{systemEnvironmentId}/associations",
        needs Full, flags "d", says Remove "associations of the system environment", tools [Full],
        ok [200];
}
