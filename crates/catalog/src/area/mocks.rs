//! Rows of the area `mocks`.

operations! { Mocks
    /// Lists mocks.
    GetMocks = "getMocks":
        Read GET "/mocks", needs Read, flags "l", says List "mocks", query ["teamId", "workspace"],
        tools [Minimal, Full], ok [200], errors [401 Problem E1 P1, 500 Problem E5];
    /// Creates a mock.
    CreateMock = "createMock":
        Write POST "/mocks", needs Write .. Full, flags "sm", rule Into, lowers Private,
        names ["mock.collection" Collection GetCollection,
            "mock.environment" Environment GetEnvironment],
        says Create "mock",
        query ["workspace"], tools [Minimal, Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 500 Problem E5];
    /// Answers the mock.
    GetMock = "getMock":
        Read GET "/mocks/{mockId}", needs Read, says Read "mock", tools [Minimal, Full], ok [200],
        errors [401 Problem E1 P1, 404 Json E2, 500 Problem E5];
    /// Updates the mock.
    UpdateMock = "updateMock":
        Write PUT "/mocks/{mockId}", needs Write .. Full, flags "s", lowers Private,
        names ["mock.collection" Collection GetCollection,
            "mock.environment" Environment GetEnvironment],
        says Update "mock",
        tools [Minimal, Full], ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 404 Json E2, 500 Problem E5];
    /// Deletes the mock.
    DeleteMock = "deleteMock":
        Delete DELETE "/mocks/{mockId}", needs Full, flags "d", says Delete "mock", tools [Full],
        ok [200], errors [401 Problem E1 P1, 404 Json E2, 500 Problem E5];
    /// Lists calls of the mock.
    GetMockCallLogs = "getMockCallLogs":
        Read GET "/mocks/{mockId}/call-logs", needs Read, flags "k", says List "calls of the mock",
        query ["limit", "cursor", "until", "since", "responseStatusCode", "responseType",
            "requestMethod", "requestPath", "sort", "direction", "include"],
        ok [200], errors [400 Json E1 E2, 401 Problem E1 P1, 404 Json E2, 500 Problem E1 P1 P3];
    /// Publishes the mock.
    PublishMock = "publishMock":
        Write POST "/mocks/{mockId}/publish", needs Full, flags "s", rule Body,
        says Publish "mock", tools [Minimal, Full], ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 404 Json E2, 500 Problem E5];
    /// Unpublishes the mock.
    UnpublishMock = "unpublishMock":
        Delete DELETE "/mocks/{mockId}/unpublish", needs Full, flags "d", says Unpublish "mock",
        tools [Full], ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 404 Json E2, 500 Problem E5];
    /// Lists mock server responses.
    GetMockServerResponses = "getMockServerResponses":
        Read GET "/mocks/{mockId}/server-responses", needs Read, says List "mock server responses",
        tools [Full], ok [200], errors [401 Problem E1 P1, 404 Json E4, 500 Problem E1 P1 P3];
    /// Creates the mock server response.
    CreateMockServerResponse = "createMockServerResponse":
        Write POST "/mocks/{mockId}/server-responses", needs Write,
        says Create "mock server response", tools [Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 404 Json E4, 500 Problem E1 P1 P3];
    /// Answers the mock server response.
    GetMockServerResponse = "getMockServerResponse":
        Read GET "/mocks/{mockId}/server-responses/{serverResponseId}", needs Read,
        says Read "mock server response", tools [Full], ok [200],
        errors [401 Problem E1 P1, 404 Json E4, 500 Problem E1 P1 P3];
    /// Updates the mock server response.
    UpdateMockServerResponse = "updateMockServerResponse":
        Write PUT "/mocks/{mockId}/server-responses/{serverResponseId}", needs Write,
        says Update "mock server response", tools [Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 404 Json E4, 500 Problem E1 P1 P3];
    /// Deletes the mock server response.
    DeleteMockServerResponse = "deleteMockServerResponse":
        Delete DELETE "/mocks/{mockId}/server-responses/{serverResponseId}", needs Full, flags "d",
        says Delete "mock server response", tools [Full], ok [200],
        errors [401 Problem E1 P1, 404 Json E4, 500 Problem E1 P1 P3];
}
