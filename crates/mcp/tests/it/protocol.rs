//! Revisions, doors and refusals of the transport.

use bytes::Bytes;
use catalog::Toolset::{Full, Minimal};
use gate::Door;
use http::{Request, StatusCode};
use http_body_util::Full as Whole;
use serde_json::{Value, json};

use crate::world::{Client, Unusual, World};

fn initialize(version: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": version, "capabilities": {},
        "clientInfo": { "name": "Test client", "version": "4.2" } } })
}

fn list() -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} }).to_string()
}

async fn granted() -> (World, Client) {
    let world = World::new().await;
    let key = world.granted().await;
    let client = world.client(Full, &key);
    (world, client)
}

#[tokio::test]
async fn older_revisions_begin_with_initialize() {
    let (_world, client) = granted().await;
    let cases = [
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        // Not offered: the client decides whether it takes the newest one that has a handshake.
        ("2024-11-05", "2025-11-25"),
        ("1999-01-01", "2025-11-25"),
    ];
    for (asked, given) in cases {
        let heard = client.send(client.request(&[], initialize(asked).to_string())).await;
        let result = &heard.json["result"];
        assert_eq!(result["protocolVersion"], given, "{asked}: {}", heard.text);
        assert_eq!(result["serverInfo"]["name"], "gatepost");
        assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(result["capabilities"], json!({ "tools": {} }));
        assert_eq!(heard.headers["content-type"], "application/json");
    }
    let notice = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let heard = client.send(client.request(&[], notice.to_string())).await;
    assert_eq!((heard.status, heard.text.as_str()), (StatusCode::ACCEPTED, ""));
}

#[tokio::test]
async fn the_name_of_an_older_client_is_recorded() {
    let (world, client) = granted().await;
    let heard = client.send(client.request(&[], initialize("2025-06-18").to_string())).await;
    let session = heard.headers["mcp-session-id"].to_str().unwrap().to_owned();
    assert!(session.bytes().all(|byte| byte.is_ascii_graphic()));
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "getCollection", "arguments": { "collectionId": "c1" } } });
    let headers = [("mcp-session-id", session.as_str()), ("mcp-protocol-version", "2025-06-18")];
    client.send(client.request(&headers, call.to_string())).await;
    assert_eq!(world.records(1).await[0]["client"]["mcp_client"], "Test client 4.2");
    // An id of another server, or of none, is as good: nothing hangs on it.
    let headers = [("mcp-session-id", "forged")];
    let heard = client.send(client.request(&headers, list())).await;
    assert!(heard.json["result"]["tools"].is_array(), "{}", heard.text);
}

fn modern(method: &str, mut params: Value) -> String {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "Modern client", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string()
}

#[tokio::test]
async fn the_current_revision_needs_no_handshake() {
    let (world, client) = granted().await;
    let version = ("mcp-protocol-version", "2026-07-28");
    let headers = [version, ("mcp-method", "server/discover")];
    let heard = client.send(client.request(&headers, modern("server/discover", json!({})))).await;
    let versions = json!(["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]);
    assert_eq!(heard.json["result"]["supportedVersions"], versions, "{}", heard.text);
    let headers = [version, ("mcp-method", "tools/list")];
    let heard = client.send(client.request(&headers, modern("tools/list", json!({})))).await;
    let result = &heard.json["result"];
    assert_eq!((&result["ttlMs"], &result["cacheScope"]), (&json!(60_000), &json!("private")));
    assert_eq!(result["resultType"], "complete");
    let by_older = client.tools().await;
    assert_eq!(result["tools"], json!(by_older), "both eras see the same tools");
    assert!(heard.headers.get("mcp-session-id").is_none());
    let headers = [version, ("mcp-method", "tools/call"), ("mcp-name", "getCollection")];
    let call = json!({ "name": "getCollection", "arguments": { "collectionId": "c1" } });
    let heard = client.send(client.request(&headers, modern("tools/call", call.clone()))).await;
    assert_eq!(heard.json["result"]["isError"], false, "{}", heard.text);
    assert_eq!(world.records(1).await[0]["client"]["mcp_client"], "Modern client 1");
    // A header that says another tool than the body is refused before anything else.
    let headers = [version, ("mcp-method", "tools/call"), ("mcp-name", "deleteCollection")];
    let heard = client.send(client.request(&headers, modern("tools/call", call))).await;
    assert_eq!(
        (heard.status, &heard.json["error"]["code"]),
        (StatusCode::BAD_REQUEST, &json!(-32020))
    );
}

#[tokio::test]
async fn other_methods_are_405() {
    let (_world, client) = granted().await;
    for method in ["GET", "DELETE", "PUT"] {
        let mut request = client.request(&[], String::new());
        *request.method_mut() = method.parse().unwrap();
        let heard = client.send(request).await;
        assert_eq!(heard.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(heard.headers["allow"], "POST", "{method}");
    }
}

#[tokio::test]
async fn only_agents_connect() {
    let world = World::new().await;
    let mut client = world.client(Minimal, "");
    let without = client.send(client.request(&[], list())).await;
    assert_eq!(without.status, StatusCode::UNAUTHORIZED);
    assert_eq!(without.headers["www-authenticate"], "Bearer realm=\"gatepost\"");
    assert_eq!(world.records(1).await[0]["channel"], "mcp_http");
    client.key = world.user_key.clone();
    let user = client.send(client.request(&[], list())).await;
    assert_eq!(user.status, StatusCode::UNAUTHORIZED);
    assert!(user.text.contains("agent create"), "names the remedy: {}", user.text);
    client.key = "gpa_wrong".to_owned();
    assert_eq!(client.send(client.request(&[], list())).await.status, StatusCode::UNAUTHORIZED);
    client.key = world.agent("Bot", &[]).await;
    assert_eq!(client.send(client.request(&[], list())).await.status, StatusCode::OK);
    let headers = [("x-api-key", world.user_key.as_str())];
    let two = client.send(client.request(&headers, list())).await;
    assert_eq!(two.status, StatusCode::UNAUTHORIZED, "two different keys");
}

#[tokio::test]
async fn a_key_may_come_as_x_api_key() {
    let world = World::new().await;
    let key = world.agent("Bot", &[]).await;
    let client = world.client(Minimal, "");
    let heard = client.send(client.request(&[("x-api-key", &key)], list())).await;
    assert_eq!(heard.status, StatusCode::OK);
}

#[tokio::test]
async fn users_connect_where_the_setting_says_so() {
    let world = World::with(Unusual { user_keys: true, ..Unusual::default() }).await;
    let client = world.client(Full, &world.user_key);
    let result = client.call("getCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(result["isError"], false, "{result}");
    let gone = client.call("createAgent", json!({})).await;
    assert_eq!(gone["isError"], true);
    assert_eq!(world.records(1).await[0]["reason"], "admin_only");
}

#[tokio::test]
async fn other_hosts_and_pages_are_refused() {
    let (_world, client) = granted().await;
    let cases: [(&str, Option<&str>, u16); 9] = [
        ("localhost:4000", None, 200),
        ("127.0.0.1", None, 200),
        ("[::1]:9", None, 200),
        ("gate.example.com:8443", None, 200),
        ("evil.example.com", None, 403),
        ("localhost", Some("http://localhost:6274"), 200),
        ("gate.example.com", Some("https://gate.example.com"), 200),
        ("localhost", Some("https://evil.example.com"), 403),
        ("localhost", Some("null"), 403),
    ];
    for (host, origin, status) in cases {
        let mut request = client.request(&[], list());
        request.headers_mut().insert("host", host.parse().unwrap());
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        assert_eq!(client.send(request).await.status, status, "{host} {origin:?}");
    }
}

#[tokio::test]
async fn the_socket_is_stdio_and_opens_nothing_more() {
    let (world, client) = granted().await;
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "getUsers", "arguments": {} } });
    let by_socket = |client: &Client, body: String| {
        let mut request = client.request(&[], body);
        request.headers_mut().remove("host");
        request.extensions_mut().insert(Door::socket("tester"));
        request
    };
    let heard = client.send(by_socket(&client, call.to_string())).await;
    assert_eq!(heard.json["result"]["structuredContent"]["decision"], "deny", "{}", heard.text);
    let record = world.records(1).await.remove(0);
    assert_eq!(
        (&record["channel"], &record["reason"]),
        (&json!("mcp_stdio"), &json!("admin_only"))
    );
    let nobody = Client { key: String::new(), ..client };
    let heard = nobody.send(by_socket(&nobody, list())).await;
    assert_eq!(heard.status, StatusCode::UNAUTHORIZED, "the socket is no key");
}

#[tokio::test]
async fn odd_messages_are_answered() {
    let (_world, client) = granted().await;
    let huge = format!("{{\"x\":\"{}\"}}", "y".repeat(21 * 1024 * 1024));
    let cases = [
        ("{".to_owned(), vec![400, 415]),
        ("[]".to_owned(), vec![400, 415]),
        ("null".to_owned(), vec![400, 415]),
        (huge, vec![413]),
    ];
    for (body, expected) in cases {
        let shown: String = body.chars().take(20).collect();
        let heard = client.send(client.request(&[], body)).await;
        assert!(
            expected.contains(&heard.status.as_u16()),
            "{shown}: {} {}",
            heard.status,
            heard.text
        );
    }
    let mut request: Request<Whole<Bytes>> = client.request(&[], list());
    request.headers_mut().insert("accept", "text/html".parse().unwrap());
    assert_eq!(client.send(request).await.status, StatusCode::NOT_ACCEPTABLE);
    let unknown = json!({ "jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {} });
    let heard = client.send(client.request(&[], unknown.to_string())).await;
    assert_eq!(heard.json["error"]["code"], -32601, "{}", heard.text);
}
