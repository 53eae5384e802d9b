//! Rows of the area `scim`.

operations! { Scim
    /// Answers a SCIM group.
    GetScimGroupResources = "getScimGroupResources":
        Read GET "/scim/v2/Groups", needs Never, says Read "SCIM group",
        query ["startIndex", "count", "filter"], ok [200];
    /// Creates a SCIM group.
    CreateScimGroup = "createScimGroup":
        Write POST "/scim/v2/Groups", needs Never, flags "s", says Create "SCIM group", ok [201];
    /// Answers the SCIM group.
    GetScimGroupResource = "getScimGroupResource":
        Read GET "/scim/v2/Groups/{groupId}", needs Never, says Read "SCIM group", ok [200];
    /// Deletes the SCIM group.
    DeleteScimGroup = "deleteScimGroup":
        Delete DELETE "/scim/v2/Groups/{groupId}", needs Never, flags "s",
        says Delete "SCIM group", ok [204];
    /// Updates the SCIM group.
    UpdateGroup = "updateGroup":
        Write PATCH "/scim/v2/Groups/{groupId}", needs Never, flags "s", says Update "SCIM group",
        ok [200];
    /// Lists SCIM resource types.
    GetScimResourceTypes = "getScimResourceTypes":
        Read GET "/scim/v2/ResourceTypes", needs Never, says List "SCIM resource types", ok [200];
    /// Answers a SCIM service provider config.
    GetScimServiceProviderConfig = "getScimServiceProviderConfig":
        Read GET "/scim/v2/ServiceProviderConfig", needs Never,
        says Read "SCIM service provider config", ok [200];
    /// Answers a SCIM user.
    GetScimUserResources = "getScimUserResources":
        Read GET "/scim/v2/Users", needs Never, says Read "SCIM user",
        query ["startIndex", "count", "filter"], ok [200];
    /// Creates a SCIM user.
    CreateScimUser = "createScimUser":
        Write POST "/scim/v2/Users", needs Never, flags "s", says Create "SCIM user", ok [201];
    /// Answers the SCIM user.
    GetScimUserResource = "getScimUserResource":
        Read GET "/scim/v2/Users/{userId}", needs Never, says Read "SCIM user", ok [200];
    /// Updates the SCIM user.
    UpdateScimUser = "updateScimUser":
        Write PUT "/scim/v2/Users/{userId}", needs Never, flags "s", says Update "SCIM user",
        ok [200];
    /// Updates the SCIM user patch.
    UpdateScimUserPatch = "updateScimUserPatch":
        Write PATCH "/scim/v2/Users/{userId}", needs Never, flags "s",
        says Update "SCIM user patch", ok [200];
}
