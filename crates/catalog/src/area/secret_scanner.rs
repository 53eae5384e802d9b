//! Rows of the area `secret_scanner`.

operations! { SecretScanner
    /// Searches detected secrets.
    DetectedSecretsQueries = "detectedSecretsQueries":
        Read POST "/detected-secrets-queries", needs Grant, flags "kl",
        says Search "detected secrets", query ["limit", "cursor", "include", "since", "until"],
        tools [Full], hints None, ok [200],
        errors [400 Json P2, 401 Json P2, 403 Json P1 P2, 500 Json P2];
    /// Resolves the detected secret.
    UpdateDetectedSecretResolutions = "updateDetectedSecretResolutions":
        Write PUT "/detected-secrets/{secretId}", needs Grant, says Resolve "detected secret",
        tools [Full], ok [200], errors [400 Json P2, 401 Json P2, 403 Json P1 P2, 500 Json P2];
    /// Lists places of a detected secret.
    GetDetectedSecretsLocations = "getDetectedSecretsLocations":
        Read GET "/detected-secrets/{secretId}/locations", needs Grant, flags "kl",
        says List "places of a detected secret",
        query ["workspaceId", "limit", "cursor", "since", "until", "resourceType"], tools [Full],
        ok [200], errors [400 Json P2, 401 Json P2, 403 Json P1 P2, 500 Json P2];
    /// Lists secret types.
    GetSecretTypes = "getSecretTypes":
        Read GET "/secret-types", needs Grant, says List "secret types", tools [Full], ok [200],
        errors [401 Json P2, 403 Json P1 P2, 500 Json P2];
}
