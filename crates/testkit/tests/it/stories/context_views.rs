//! Views for models: bounded Markdown, without secrets, of what the caller sees.

use serde_json::{Value, json};
use testkit::{Actor, collection_of};

use super::{Team, add_collection, add_workspace, said, text};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection with a secret in every place that may hold one.
fn shop() -> Value {
    json!({ "collection": {
        "info": { "name": "Shop", "schema": SCHEMA, "description": "Sells things.\n# Not a title" },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "tell-me-1" }] },
        "variable": [
            { "key": "base", "value": "https://shop.example" },
            { "key": "password", "value": "tell-me-2", "type": "secret" },
            { "key": "chained", "value": "{{base}}/v1" },
        ],
        "item": [{ "name": "Orders", "description": "All about orders.", "item": [{
            "name": "Create | order",
            "event": [{ "listen": "prerequest", "script": { "exec": ["// signs", "sign();"] } }],
            "request": {
                "method": "POST",
                "description": "Makes one.",
                "auth": { "type": "apikey", "apikey": [{ "key": "key", "value": "X-Key" },
                    { "key": "value", "value": "tell-me-3" }] },
                "header": [{ "key": "Authorization", "value": "Bearer tell-me-4" },
                    { "key": "Accept", "value": "application/json", "disabled": true }],
                "url": { "raw": "{{chained}}/orders/:id?key={{password}}&region={{region}}",
                    "host": ["{{chained}}"], "path": ["orders", ":id"],
                    "query": [{ "key": "key", "value": "{{password}}" },
                        { "key": "region", "value": "{{region}}" }],
                    "variable": [{ "key": "id", "value": "7", "description": "Which one" }] },
                "body": { "mode": "raw", "raw": "{\"item\":1,\"access_token\":\"tell-me-5\"}",
                    "options": { "raw": { "language": "json" } } } },
            "response": [
                { "name": "Made", "code": 201, "status": "Created",
                  "_postman_previewlanguage": "json",
                  "header": [{ "key": "Set-Cookie", "value": "session=tell-me-6" },
                      { "key": "Content-Type", "value": "application/json" }],
                  "body": "{\"id\":7,\"refresh_token\":\"tell-me-7\"}" },
                { "name": "Refused", "code": 422, "status": "Unprocessable", "body": "no ```\n# x" },
            ] }] }] } })
}

/// A team with a shop, two environments and globals.
struct Shop {
    team: Team,
    collection: String,
    environment: String,
    /// The parsed collection, as people read it.
    read: Value,
}

impl Shop {
    async fn new() -> Self {
        let team = Team::new().await;
        let (_, collection) = add_collection(&team.ana, &team.workspace, shop()).await;
        let into = format!("/environments?workspace={}", team.workspace);
        let mut environment = String::new();
        for (name, value) in [("Test", "eu"), ("Live", "us")] {
            let body = json!({ "environment": { "name": name, "values": [
                { "key": "region", "value": value },
                { "key": "password", "value": "tell-me-8", "type": "secret" },
                { "key": "old", "value": "x", "enabled": false } ] } });
            environment = text(&team.ana.post(&into, body).await.ok()["environment"]["uid"]);
        }
        let globals = format!("/workspaces/{}/global-variables", team.workspace);
        let values = json!({ "values": [{ "key": "region", "value": "everywhere" }] });
        team.ana.put(&globals, values).await.ok();
        let read = team.ana.get(&format!("/collections/{collection}")).await.ok();
        Self { team, collection, environment, read: read["collection"].clone() }
    }

    fn folder(&self) -> String {
        text(&self.read["item"][0]["uid"])
    }

    fn request(&self) -> String {
        text(&self.read["item"][0]["item"][0]["uid"])
    }

    fn response(&self) -> String {
        text(&self.read["item"][0]["item"][0]["response"][0]["uid"])
    }

    /// Every view there is of it.
    fn views(&self) -> Vec<String> {
        let (here, collection) = (&self.team.workspace, &self.collection);
        let (folder, request) = (self.folder(), self.request());
        let response = self.response();
        [
            "workspaces".to_owned(),
            format!("workspaces/{here}"),
            format!("workspaces/{here}/environments"),
            format!("environments/{}", self.environment),
            format!("collections/{collection}"),
            format!("collections/{collection}/folders/{folder}"),
            format!("collections/{collection}/requests/{request}"),
            format!("collections/{collection}/requests/{request}/context"),
            format!("collections/{collection}/requests/{request}/responses/{response}"),
        ]
        .map(|path| format!("/context/{path}"))
        .to_vec()
    }
}

async fn view(actor: &Actor, path: &str) -> String {
    let answer = actor.get(path).await.expect(200);
    assert_eq!(answer.headers["content-type"], "text/markdown; charset=utf-8", "{path}");
    answer.text()
}

#[tokio::test]
async fn no_view_tells_a_secret_whoever_asks() {
    let shop = Shop::new().await;
    let (id, trusted) = shop.team.app.agent("Trusted").await;
    for area in ["collections", "environments", "workspaces"] {
        let rule = json!({ "area": area, "level": "full", "revealSecrets": true });
        shop.team.grant(&id, rule).await;
    }
    for actor in [&shop.team.ana, &trusted] {
        for path in shop.views() {
            let text = view(actor, &path).await;
            assert!(!text.contains("tell-me") && !text.contains("masked:"), "{path}: {text}");
            assert!(text.len() < 25_000, "{path}");
        }
    }
}

#[tokio::test]
async fn a_request_has_all_that_code_needs() {
    let shop = Shop::new().await;
    let (collection, request) = (&shop.collection, shop.request());
    let path = format!("/context/collections/{collection}/requests/{request}");
    let text = view(&shop.team.ana, &format!("{path}/context")).await;
    for part in [
        "# Create | order\n",
        "- Request: `POST {{chained}}/orders/:id?key={{password}}&region={{region}}`\n",
        "- Folder: Orders\n",
        "(from the request)",
        "> Makes one.\n",
        "| id | 7 |  | Which one |\n",
        "| Authorization | (secret) |",
        "| Accept | application/json | off |",
        "```json\n{\"item\":1,\"access_token\":\"(secret)\"}\n```\n",
        "```javascript\n// signs\nsign();\n```\n",
        "| base | collection | https://shop.example |\n",
        "| password | environment Test | (secret) |\n| password | environment Live | (secret) |\n\
         | password | collection | (secret) |\n",
        "| region | environment Test | eu |\n| region | environment Live | us |\n\
         | region | globals | everywhere |\n",
        "## Example: Made\n- Status: 201 Created\n",
        "- Header: `Content-Type: application/json`\n",
        "\"refresh_token\":\"(secret)\"",
        "## Example: Refused\n",
        "````text\nno ```\n# x\n````\n",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    assert!(!text.contains("| old |"), "only what is used: {text}");
    let short = view(&shop.team.ana, &path).await;
    assert!(short.contains("- Made `") && !short.contains("refresh_token"), "{short}");
    assert!(short.contains("- Script before the request: 2 lines\n"), "{short}");
    let response = format!("{path}/responses/{}", shop.response());
    let text = view(&shop.team.ana, &response).await;
    assert!(text.starts_with("# Made\n- Request: Create | order `"), "{text}");
}

#[tokio::test]
async fn collections_and_folders_are_outlined() {
    let shop = Shop::new().await;
    let path = format!("/context/collections/{}", shop.collection);
    let text = view(&shop.team.ana, &path).await;
    let (folder, request) = (shop.folder(), shop.request());
    let lines = format!(
        "- **Orders/** `{folder}` (1 inside)\n  - Create | order: `POST {{{{chained}}}}/orders/:id?\
         key={{{{password}}}}&region={{{{region}}}}` `{request}`, 2 examples\n"
    );
    assert!(text.contains(&lines), "{text}");
    assert!(text.contains("> Sells things.\n> # Not a title\n"), "{text}");
    assert!(text.contains("- Items: 2\n") && text.contains("- Auth: bearer"), "{text}");
    let text = view(&shop.team.ana, &format!("{path}/folders/{folder}")).await;
    assert!(text.contains("> All about orders.\n") && text.contains(&request), "{text}");

    let many = collection_of("Many", 1000);
    let (_, uid) = add_collection(&shop.team.ana, &shop.team.workspace, many).await;
    let text = view(&shop.team.ana, &format!("/context/collections/{uid}")).await;
    assert!(text.len() < 25_000 && text.contains("more"), "{}", text.len());
    let last = text.lines().last().unwrap();
    assert!(last.contains("getCollection"), "it says how to get the rest: {last}");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let shop = Shop::new().await;
    let path = format!("/context/collections/{}", shop.collection);
    let nobody = "6dd97cbe-59aa-4b4c-9f12-2ff9e9f4a1b5";
    let (folder, request) = (shop.folder(), shop.request());
    for (below, item) in [
        (format!("folders/{nobody}"), "folder"),
        (format!("folders/{request}"), "folder"),
        (format!("requests/{folder}"), "request"),
        (format!("requests/{nobody}/context"), "request"),
        (format!("requests/{request}/responses/{nobody}"), "response"),
    ] {
        let answer = shop.team.ana.get(&format!("{path}/{below}")).await.expect(404);
        assert_eq!(said(&answer), format!("The specified {item} does not exist."), "{below}");
    }
    // Of a collection that a caller does not see, nothing is told.
    for path in shop.views().iter().skip(1) {
        shop.team.eve.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn views_show_what_the_caller_sees() {
    let shop = Shop::new().await;
    let team = &shop.team;
    let other = add_workspace(&team.ana, "Elsewhere", "team").await;
    let (_, agent) = team.agent("Reader", &[("workspaces", "read"), ("collections", "read")]).await;
    let all = view(&team.ana, "/context/workspaces").await;
    assert!(all.contains(&team.workspace) && all.contains(&other), "{all}");
    let some = view(&agent, "/context/workspaces").await;
    assert!(some.contains(&team.workspace) && !some.contains(&other), "{some}");

    let path = format!("/context/workspaces/{}", team.workspace);
    let all = view(&team.ana, &path).await;
    assert!(all.contains("## Collections (1)") && all.contains("## Environments (2)"), "{all}");
    let some = view(&agent, &path).await;
    assert!(some.contains("## Collections (1)") && !some.contains("Environments"), "{some}");
    // Without environments, their values are no source.
    let request =
        format!("/context/collections/{}/requests/{}/context", shop.collection, shop.request());
    let text = view(&agent, &request).await;
    assert!(!text.contains("environment Test") && text.contains("| region | globals |"), "{text}");
    agent.get(&format!("/context/environments/{}", shop.environment)).await.expect(404);

    let text = view(&team.ana, &format!("{path}/environments")).await;
    assert!(text.contains("## Test\n") && text.contains("| old | x | off |"), "{text}");
}

#[tokio::test]
async fn workspaces_come_by_page_and_name() {
    let team = Team::new().await;
    for name in ["Alpha one", "Alpha two", "Beta"] {
        add_workspace(&team.ana, name, "team").await;
    }
    let first = view(&team.ana, "/context/workspaces?limit=1&name=ALPHA").await;
    let mut shown: Vec<&str> = vec![first.split("- ").nth(1).unwrap().split('`').next().unwrap()];
    let cursor = first.rsplit("cursor `").next().unwrap().split('`').next().unwrap();
    let path = format!("/context/workspaces?limit=1&name=alpha&cursor={cursor}");
    let second = view(&team.ana, &path).await;
    shown.push(second.split("- ").nth(1).unwrap().split('`').next().unwrap());
    shown.sort_unstable();
    assert_eq!(shown, ["Alpha one ", "Alpha two "]);
    assert!(first.contains("… more") && !second.contains("more"), "{second}");
    team.ana.get("/context/workspaces?limit=101").await.expect(400);
    team.ana.get("/context/workspaces?cursor=zzz").await.expect(400);
    let none = view(&team.ana, "/context/workspaces?name=gamma").await;
    assert!(none.contains("There is none"), "{none}");
}

#[tokio::test]
async fn instructions_and_tools_need_no_grant() {
    let team = Team::new().await;
    let (_, agent) = team.agent("New bot", &[]).await;
    for path in ["", "/discovery", "/code-generation", "/maintenance"] {
        let text = view(&agent, &format!("/context/instructions{path}")).await;
        assert!(text.starts_with("# "), "{path}");
    }
    let mine = agent.get("/context/tools").await.ok();
    assert_eq!(mine["toolset"], "full");
    assert!(mine["tools"].to_string().contains("getPostmanContextOverview"), "{mine}");
    assert!(!mine.to_string().contains("getCollection\""), "{mine}");
    let (_, reader) = team.agent("Reader", &[("collections", "read")]).await;
    let mine = reader.get("/context/tools?toolset=minimal").await.ok();
    assert_eq!(mine["toolset"], "minimal");
    assert!(mine["tools"].to_string().contains("\"getCollection\""), "{mine}");
    assert!(!mine.to_string().contains("putCollection"), "{mine}");
    agent.get("/context/tools?toolset=all").await.expect(400);
}
