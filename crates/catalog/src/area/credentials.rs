//! Rows of the area `credentials`.

operations! { Credentials
    /// Lists collection access keys.
    GetCollectionAccessKeys = "getCollectionAccessKeys":
        Read GET "/collection-access-keys", needs Grant, flags "kl",
        says List "collection access keys", query ["collectionId", "cursor"], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Deletes the collection access key.
    DeleteCollectionAccessKey = "deleteCollectionAccessKey":
        Delete DELETE "/collection-access-keys/{keyId}", needs Grant, flags "cd",
        says Delete "collection access key", ok [204],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1, 500 Problem E1 P1 P3];
    /// Creates an OAuth token.
    GenerateOauthToken = "generateOauthToken":
        Write POST "/oauth2/token", needs Grant, flags "c", says Create "OAuth token", ok [200],
        errors [400 Json O, 404 Json O, 500 Problem E1 P1 P3];
    /// Revokes an OAuth token.
    RevokeOauthToken = "revokeOauthToken":
        Write POST "/oauth2/token/revoke", needs Grant, flags "c", says Revoke "OAuth token",
        ok [200], errors [404 Json O, 500 Problem E1 P1 P3];
    /// Creates a service account token.
    GenerateServiceAccountToken = "generateServiceAccountToken":
        Write POST "/service-account-tokens", needs Grant, flags "c", limit ServiceAccountToken,
        says Create "service account token", ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem P1, 429 Problem P2, 500 Problem E1 P1 P3];
}
