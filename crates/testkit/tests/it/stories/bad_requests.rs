//! Requests that can't be understood.

use http::Request;
use serde_json::json;
use testkit::collection;

use super::{JSON, Team, members, said, text};

#[tokio::test]
async fn malformed_json_is_told_with_its_place() {
    let team = Team::new().await;
    let (environment, _) = team.environment("Live").await;
    let targets = [
        ("POST", "/collections".to_owned()),
        ("POST", "/environments".to_owned()),
        ("POST", "/workspaces".to_owned()),
        ("PUT", format!("/workspaces/{}", team.workspace)),
        ("PATCH", format!("/environments/{environment}")),
        ("POST", format!("/apis?workspaceId={}", team.workspace)),
    ];
    let cases: &[(&str, &str)] = &[
        ("{", "line 1, column 1"),
        ("{\n  \"a\": ,\n}", "line 2, column 8"),
        ("{\"a\":1}}", "line 1, column 8"),
        ("{'a':1}", "line 1, column 2"),
        ("[1,]", "line 1, column 4"),
        ("{\"a\":01}", "line 1, column 7"),
        ("{\"a\":\"\u{1}\"}", "line 1, column 7"),
        ("nul", "line 1"),
        ("\u{feff}{}", "line 1, column 1"),
        ("{\"a\":\n\"\\ud800\"}", "line 2"),
        ("{\"a\":{\"b\":1,\n\"b\":2}}", "`a.b`, line 2, column 3"),
    ];
    for (method, target) in &targets {
        for (body, place) in cases {
            let answer = team.ana.send_text(method, target, &[JSON], *body).await.expect(400);
            assert!(
                said(&answer).starts_with("The body is not usable JSON: "),
                "{}",
                said(&answer)
            );
            assert!(said(&answer).contains(place), "{body:?}: {}", said(&answer));
        }
        let answer = team.ana.send_text(method, target, &[JSON], vec![b'"', 0xff, b'"']).await;
        assert!(said(&answer.expect(400)).contains("UTF-8"));
    }
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let answer = team.ana.send_text("POST", "/collections", &[JSON], deep).await.expect(400);
    assert!(said(&answer).contains("200"), "{}", said(&answer));
}

#[tokio::test]
async fn bodies_say_what_they_are_and_other_calls_need_not() {
    let team = Team::new().await;
    let body = collection("Payments").to_string();
    let good = ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"];
    for media in good {
        let headers = [("content-type", media)];
        team.ana.send_text("POST", "/collections", &headers, body.clone()).await.expect(200);
    }
    for media in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "*", ""] {
        let headers = [("content-type", media)];
        let answer = team.ana.send_text("POST", "/collections", &headers, body.clone()).await;
        let answer = answer.expect(400);
        let words = "The body must be sent as `Content-Type: application/json`.";
        assert_eq!(said(&answer), words, "{media}");
    }
    // Absent, it is taken for JSON; without a body it does not matter.
    team.ana.send_text("POST", "/collections", &[], body).await.expect(200);
    for media in ["*", "text/html", "application/json"] {
        team.ana.send_text("GET", "/me", &[("content-type", media)], "").await.expect(200);
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_announced_or_not() {
    let team = Team::new().await;
    let (id, _) = team.environment("Live").await;
    let path = format!("/environments/{id}");
    let announced = [JSON, ("content-length", "30000001")];
    let answer = team.ana.send_text("PUT", &path, &announced, "{}").await.expect(413);
    assert_eq!(said(&answer), "The request body is larger than 30 MB.");
    let answer = team.ana.send_text("PUT", &path, &[JSON], vec![b' '; 30_000_001]).await;
    let answer = answer.expect(413);
    assert_eq!(answer.json["status"], 413);
    assert_eq!(members(&answer.json), ["type", "title", "detail", "status", "instance"]);
    let huge = [JSON, ("content-length", "100000001")];
    let answer = team.ana.send_text("POST", "/collections", &huge, "{}").await.expect(413);
    assert_eq!(said(&answer), "The request body is larger than 100 MB.");
    let record = &team.app.records(1).await[0];
    assert_eq!(
        (&record["reason"], &record["result"]["status"]),
        (&json!("too_large"), &json!(413))
    );
    // A length that is a lie does no harm.
    for length in ["5", "abc", "-1"] {
        let headers = [JSON, ("content-length", length)];
        let body = r#"{"environment":{"name":"Live"}}"#;
        team.ana.send_text("PUT", &path, &headers, body).await.expect(200);
    }
}

#[tokio::test]
async fn methods_that_a_path_does_not_have() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let cases = [
        ("DELETE", "/me".to_owned(), "GET"),
        ("HEAD", "/me".to_owned(), "GET"),
        ("OPTIONS", "/me".to_owned(), "GET"),
        ("PUT", "/collections".to_owned(), "GET, POST"),
        ("PATCH", "/workspaces".to_owned(), "GET, POST"),
        ("POST", format!("/collections/{id}"), "DELETE, GET, PATCH, PUT"),
        ("HEAD", format!("/collections/{id}"), "DELETE, GET, PATCH, PUT"),
        ("TRACE", format!("/collections/{id}"), "DELETE, GET, PATCH, PUT"),
        ("BREW", "/me".to_owned(), "GET"),
    ];
    for (method, target, allowed) in cases {
        let answer = team.ana.send_text(method, &target, &[], "").await.expect(405);
        let mut allow: Vec<&str> = answer.header("allow").split(", ").collect();
        allow.sort_unstable();
        assert_eq!(allow.join(", "), allowed, "{method} {target}");
        let record = &team.app.records(1).await[0];
        assert_eq!(record["reason"], "unknown_operation");
    }
}

#[tokio::test]
async fn no_header_or_field_turns_one_method_into_another() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    for header in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let headers = [(header, "DELETE")];
        team.ana.send_text("GET", &path, &headers, "").await.expect(200);
        team.ana.send_text("POST", &path, &headers, "").await.expect(405);
    }
    team.ana.get(&format!("{path}?_method=DELETE")).await.expect(200);
    team.ana.get(&path).await.expect(200);
}

#[tokio::test]
async fn paths_that_lead_nowhere() {
    let team = Team::new().await;
    let cases = [
        ("/", 404),
        ("/nowhere", 404),
        ("/Collections", 404),
        ("/collections/a/b/c/d", 404),
        ("/v1/collections", 404),
        ("//collections", 400),
        ("/collections//", 400),
        ("/collections/../me", 400),
        ("/collections/%2e%2e/me", 400),
        ("/collections/%252e", 400),
        ("/collections/%zz", 400),
        ("/collections/a;b", 400),
        ("/collections/a%00b", 400),
        ("/collections/%ff", 400),
    ];
    for (path, status) in cases {
        let answer = team.ana.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(!said(&answer).is_empty(), "{path}: {}", answer.text());
    }
    let answer = team.ana.get("/nowhere").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(members(&answer.json), ["type", "title", "detail", "status"]);
    // One slash at the end is none.
    team.ana.get("/me/").await.expect(200);
    team.ana.get("/%6de").await.expect(200);
}

#[tokio::test]
async fn queries_that_can_be_read_two_ways_or_none() {
    let team = Team::new().await;
    for query in ["workspace=a&workspace=a", "name=a&n%61me=b", "workspace=a&workspaceId=b"] {
        let answer = team.ana.get(&format!("/collections?{query}")).await.expect(400);
        assert!(said(&answer).ends_with("appears twice in the query."), "{}", said(&answer));
    }
    for query in ["name=%", "name=%4", "name=%zz", "%ff=1"] {
        let answer = team.ana.get(&format!("/collections?{query}")).await.expect(400);
        assert_eq!(said(&answer), "The query has broken percent-encoding.", "{query}");
    }
    for query in ["", "&", "&&x", "a=1&a=2", "=", "name"] {
        team.ana.get(&format!("/collections?{query}")).await.expect(200);
    }
}

#[tokio::test]
async fn rows_without_a_handler_say_so() {
    let team = Team::new().await;
    let answer = team.ana.get("/sdks").await.expect(501);
    assert_eq!(
        answer.json,
        json!({ "type": "https://api.postman.com/problems/not-implemented",
            "title": "Not Implemented", "status": 501, "detail": "getSdks is not implemented" })
    );
    let sentence = &team.app.sentences(1).await[0];
    assert!(sentence.ends_with("not served here yet (501)."), "{sentence}");
}

#[tokio::test]
async fn without_a_valid_key_there_is_one_answer() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let anyone = team.app.anonymous();
    let expected = json!({ "error": { "name": "AuthenticationError",
        "message": "Invalid API Key. Every request requires a valid API Key to be sent." } });
    let paths = [
        "/me".to_owned(),
        format!("/collections/{id}"),
        "/nowhere".to_owned(),
        "/mocks".to_owned(),
    ];
    for path in &paths {
        let none = anyone.get(path).await.expect(401);
        let wrong = anyone.with_key("PMAK-00").get(path).await.expect(401);
        assert_eq!((&none.json, &wrong.json), (&expected, &expected), "{path}");
    }
    let key = text(&json!(team.ana.key.clone().unwrap()));
    for (header, value) in [("X-API-KEY", key.clone()), ("authorization", format!("Bearer {key}"))]
    {
        let request = Request::get("/me").header(header, value).body("").unwrap();
        anyone.raw(request).await.expect(200);
    }
}
