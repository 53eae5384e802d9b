//! Rows of the area `search`.

operations! { Search
    /// Searches everything.
    SearchPostmanResources = "searchPostmanResources":
        Read POST "/search", needs Read, flags "l", says Search "everything",
        query ["limit", "cursor"], tool "searchPostmanElements", tools [Minimal, Code, Full],
        ok [200], errors [400 Problem P1, 500 Problem E1 P1 P3];
}
