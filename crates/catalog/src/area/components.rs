//! Rows of the area `components`.

operations! { Components
    /// Creates a component.
    CreateComponent = "createComponent":
        Write POST "/components", needs Write, says Create "component", tools [Full], ok [201],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 409 Problem P1,
            500 Problem E1 P1 P3];
    /// Lists components.
    GetAllComponents = "getAllComponents":
        Read GET "/components", needs Read, flags "l", says List "components",
        query ["type", "status", "hasVersions", "include", "expand"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Updates the component.
    UpdateComponent = "updateComponent":
        Write PATCH "/components/{componentId}", needs Write, says Update "component",
        tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            409 Problem P1, 500 Problem E1 P1 P3];
    /// Answers the component.
    GetComponent = "getComponent":
        Read GET "/components/{componentId}", needs Read, says Read "component",
        query ["include", "expand"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Updates the component draft.
    UpdateComponentDraft = "updateComponentDraft":
        Write PATCH "/components/{componentId}/drafts", needs Write, says Update "component draft",
        tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            409 Problem P1, 500 Problem E1 P1 P3];
    /// Answers the component draft.
    GetComponentDraft = "getComponentDraft":
        Read GET "/components/{componentId}/drafts", needs Read, says Read "component draft",
        tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Creates the component version.
    CreateComponentVersion = "createComponentVersion":
        Write POST "/components/{componentId}/versions", needs Write,
        says Create "component version", tools [Full], ok [201],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            409 Problem P1, 500 Problem E1 P1 P3];
    /// Lists component versions.
    GetComponentVersions = "getComponentVersions":
        Read GET "/components/{componentId}/versions", needs Read, says List "component versions",
        query ["include"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Answers the component version.
    GetComponentVersion = "getComponentVersion":
        Read GET "/components/{componentId}/versions/{versionId}", needs Read,
        says Read "component version", query ["include"], tools [Full], ok [200],
        errors [400 Problem P1, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
}
