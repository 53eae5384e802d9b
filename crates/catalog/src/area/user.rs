//! Rows of the area `user`.

operations! { User
    /// Answers own profile.
    GetAuthenticatedUser = "getAuthenticatedUser":
        Read GET "/me", needs Read, says Read "own profile", tools [Minimal, Code, Full], ok [200],
        errors [401 Problem E1 P1, 500 Problem E1 P1 P3];
}
