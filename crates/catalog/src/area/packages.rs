//! Rows of the area `packages`.

operations! { Packages
    /// Creates a package.
    CreatePackage = "createPackage":
        Write POST "/packages", needs Write, says Create "package", query ["workspace"],
        tools [Full], ok [201],
        errors [400 Problem P4, 401 Problem P4, 403 Problem P4, 409 Problem P4, 429 Problem P4,
            500 Problem P4];
    /// Lists packages.
    GetPackages = "getPackages":
        Read GET "/packages", needs Read, flags "l", says List "packages",
        query ["limit", "cursor"], tools [Full], ok [200],
        errors [400 Problem P4, 401 Problem P4, 403 Problem P4, 429 Problem P4, 500 Problem P4];
    /// Answers the package.
    GetPackage = "getPackage":
        Read GET "/packages/{packageId}", needs Read, says Read "package", tools [Full], ok [200],
        errors [400 Problem P4, 401 Problem P4, 403 Problem P4, 404 Problem P4, 429 Problem P4,
            500 Problem P4];
    /// Updates the package.
    UpdatePackage = "updatePackage":
        Write PATCH "/packages/{packageId}", needs Write, says Update "package", tools [Full],
        ok [200],
        errors [400 Problem P4, 401 Problem P4, 403 Problem P4, 404 Problem P4, 429 Problem P4,
            500 Problem P4];
    /// Deletes the package.
    DeletePackage = "deletePackage":
        Delete DELETE "/packages/{packageId}", needs Full, flags "d", says Delete "package",
        tools [Full], ok [204],
        errors [400 Problem P4, 401 Problem P4, 403 Problem P4, 404 Problem P4, 429 Problem P4,
            500 Problem P4];
}
