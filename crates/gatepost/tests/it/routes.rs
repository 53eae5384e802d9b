//! What is served beside the API.

use crate::kit::Folder;

#[test]
fn health_contract_metrics_and_page() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    assert_eq!(server.get("/healthz", "").body, "ok\n");
    assert_eq!(server.get("/readyz", "").body, "ready\n");
    assert_eq!(server.get("/me", server.api_key()).status, 200);

    let contract = server.get("/openapi.json", "");
    assert!(contract.head.contains("content-type: application/json"));
    let contract = contract.json();
    assert_eq!(contract["openapi"], "3.1.0");
    assert_eq!(contract["servers"][0]["url"], server.url());
    assert_eq!(contract["paths"]["/me"]["get"]["operationId"], "getAuthenticatedUser");

    let metrics = server.get("/metrics", "").body;
    for expected in [
        "gatepost_calls_total{area=\"user\",decision=\"allow\",status=\"200\"} 1",
        "gatepost_request_duration_seconds_bucket",
        "gatepost_log_up 1",
        "gatepost_store_up 1",
        "gatepost_records_total ",
    ] {
        assert!(metrics.contains(expected), "{expected} is missing:\n{metrics}");
    }

    let page = server.http("GET /", &[("accept", "text/html,*/*")], "");
    assert_eq!(page.status, 200);
    assert!(page.body.contains(server.url()) && page.body.contains("/openapi.json"));
    assert!(page.head.contains("content-security-policy: default-src 'none'"));
    assert_eq!(server.http("GET /", &[("accept", "application/json")], "").status, 401);
    assert_eq!(server.http("POST /", &[("accept", "text/html")], "{}").status, 401);
}

#[test]
fn only_calls_are_recorded() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let last = || {
        let records = server.get("/gatepost/v1/records?limit=1", server.admin_key()).json();
        records["records"][0]["seq"].as_u64().unwrap()
    };
    let before = last();
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json"] {
        assert_eq!(server.get(path, "").status, 200);
    }
    server.http("GET /", &[("accept", "text/html")], "");
    // The look before this one is itself a record.
    assert_eq!(last(), before + 1);
    assert_eq!(server.get("/nowhere", "").status, 401);
    assert_eq!(last(), before + 3);
}

#[test]
fn mcp_takes_agents_keys_only() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let agent = folder.agent("Release bot");
    let list = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    for path in ["/mcp", "/code", "/minimal", "/key/mcp", "/key/code", "/key/minimal"] {
        let head = format!("POST {path}");
        let ask = |key: &str| {
            let headers = [("x-api-key", key), ("accept", "application/json, text/event-stream")];
            server.http(&head, &headers, list)
        };
        assert_eq!(ask(&agent).status, 200, "{path}");
        let refused = ask(server.api_key());
        assert_eq!(refused.status, 401, "{path}");
        assert!(refused.body.contains("gatepost agent create"), "{}", refused.body);
    }
}

#[test]
fn the_callers_address_comes_from_the_proxy_only_when_there_is_one() {
    let folder = Folder::new();
    let address = |args: &[&str]| {
        let server = folder.serve(args);
        let headers = [("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
        assert_eq!(server.http("GET /me", &headers, "").status, 401);
        server.terminate();
        assert_eq!(server.ended(), 0);
        let log = folder.must(&["audit", "--json"]);
        let refused =
            log.lines().rfind(|line| line.contains("unauthenticated")).unwrap().to_owned();
        serde_json::from_str::<serde_json::Value>(&refused).unwrap()["client"]["ip"].clone()
    };
    assert_eq!(address(&[]), "127.0.0.1");
    assert_eq!(address(&["--behind-proxy"]), "198.51.100.7");
}

#[test]
fn limits_can_be_switched_off() {
    let folder = Folder::new();
    let server = folder.serve(&["--limits", "off"]);
    let answer = server.get("/me", server.api_key());
    assert!(!answer.head.contains("ratelimit"), "{}", answer.head);
}

#[test]
fn published_documentation_is_read_without_a_key() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let key = server.api_key().to_owned();
    let collection = r#"{"info":{"name":"Pets <b>","description":"All of them.","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth":{"type":"bearer","bearer":[{"key":"token","value":"tell-nobody-1"}]},"variable":[{"key":"k","value":"tell-nobody-2","type":"secret"}],
        "item":[{"name":"Cats","item":[{"name":"List cats","request":{"method":"GET","url":"https://x.test/cats","header":[{"key":"Authorization","value":"Bearer tell-nobody-3"}]},
          "response":[{"name":"Two","code":200,"body":"[1,2]"}]}]}]}"#;
    let imported = folder.json(&["import", &folder.file("c.json", collection)]);
    let uid = imported["imported"]["uid"].as_str().unwrap().to_owned();
    let path = format!("/collections/{uid}/public-documentations");
    let body = r#"{"customColor":{"highlight":"FF6C37"},"customization":{"metaTags":[{"name":"title","value":"Our pets"}],"appearance":{"default":"dark"}}}"#;
    let put = |body: &str| server.http(&format!("PUT {path}"), &[("x-api-key", &key)], body);
    assert_eq!(put("{}").status, 400);
    let made = put(body);
    assert_eq!(made.status, 200, "{made:?}");
    let address = made.json()["publicUrl"].as_str().unwrap().to_owned();
    let address = address.strip_prefix(server.url()).unwrap().to_owned();
    let page = server.http(&format!("GET {address}"), &[], "");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("text/html") && page.head.contains("content-security-policy"));
    for shown in ["<title>Our pets</title>", "Pets &lt;b&gt;", "List cats", "[1,2]", "#FF6C37"] {
        assert!(page.body.contains(shown), "{shown} is missing: {}", page.body);
    }
    assert!(!page.body.contains("tell-nobody"), "{}", page.body);
    // Its address stays when its looks change, and ends with the publication.
    assert_eq!(put(body).json()["id"], made.json()["id"]);
    let end = format!("DELETE {path}");
    assert_eq!(server.http(&end, &[("x-api-key", &key)], "").status, 204);
    assert_eq!(server.http(&format!("GET {address}"), &[], "").status, 404);
    assert_eq!(server.http(&end, &[("x-api-key", &key)], "").status, 404);
    assert_eq!(server.http("GET /_docs/nothing", &[], "").status, 404);
}
