//! What is attacked: two teams, their people, and workspaces with something in each.

use serde_json::{Value, json};
use testkit::{Actor, Answer, App, collection, environment};

/// An element by both its names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) uid: String,
}

/// A workspace with one element of each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) workspace: String,
    pub(super) collection: Named,
    pub(super) environment: Named,
    pub(super) api: Named,
    pub(super) mock: Named,
    pub(super) monitor: Named,
    /// A spec with two files, a collection made of it, and a tag.
    pub(super) spec: Named,
    /// The task that made the collection, and the tag.
    pub(super) task: String,
    pub(super) tag: String,
    pub(super) made: String,
    /// Tasks of a copy and of an update of the collection.
    pub(super) copied: String,
    pub(super) updated: String,
    /// A fork of the collection and one of the environment.
    pub(super) fork: Named,
    pub(super) env_fork: Named,
    /// The task of a pull into the fork.
    pub(super) pulled: String,
    /// A pull request from another fork of the collection.
    pub(super) pull: String,
    /// An announcement in the workspace.
    pub(super) news: String,
    /// Folder, request and response in the collection, by id.
    pub(super) items: [String; 3],
    /// A comment on the collection and on each of the items, each with a thread of its own.
    pub(super) comments: [String; 4],
    /// A server response of the mock.
    pub(super) outage: String,
    /// An execution of the monitor.
    pub(super) execution: String,
}

impl Place {
    /// Makes a workspace and what is in it.
    pub(super) async fn new(maker: &Actor, name: &str, kind: &str) -> Self {
        let body = json!({ "workspace": { "name": name, "type": kind } });
        let made = maker.post("/workspaces", body).await.ok();
        let workspace = text(&made["workspace"]["id"]);
        let collection = add_collection(maker, &workspace, &format!("{name} calls")).await;
        let (spec, [task, tag, made]) = add_spec(maker, &workspace).await;
        let (copied, updated) = add_tasks(maker, &workspace, &collection).await;
        let items = add_items(maker, &collection).await;
        let comments = add_comments(maker, &collection, &items).await;
        let environment = add_environment(maker, &workspace, &format!("{name} values")).await;
        let fork = add_fork(maker, &workspace, &collection).await;
        let env_fork = add_env_fork(maker, &workspace, &environment).await;
        let pulled = add_pull(maker, &fork, &collection).await;
        let pull = add_pull_request(maker, &workspace, &collection).await;
        put_tags(maker, &workspace, &collection).await;
        let mock = add_mock(maker, &workspace, &collection).await;
        let news = json!({ "topic": "News", "description": "Some.", "category": "announcement" });
        let news = maker.post(&format!("/workspaces/{workspace}/updates"), news).await.ok();
        let outage = json!({ "serverResponse": { "name": "Out", "statusCode": 503 } });
        let outage = maker.post(&format!("/mocks/{}/server-responses", mock.id), outage).await.ok();
        let monitor = add_monitor(maker, &workspace, &collection).await;
        let run = format!("/monitors/{}/run?async=true", monitor.id);
        let run = maker.post(&run, json!({})).await.ok();
        Self {
            execution: text(&run["run"]["info"]["jobId"]),
            outage: text(&outage["id"]),
            spec,
            task,
            tag,
            made,
            copied,
            updated,
            items,
            comments,
            mock,
            monitor,
            collection,
            environment,
            fork,
            env_fork,
            pulled,
            pull,
            news: news["id"].to_string(),
            api: add_api(maker, &workspace, &format!("{name} interface")).await,
            workspace,
        }
    }

    /// A place whose ids nothing has.
    pub(super) fn nowhere(owner: i64) -> Self {
        let named = || {
            let id = uuid::Uuid::new_v4().to_string();
            Named { uid: format!("{owner}-{id}"), id }
        };
        Self {
            workspace: uuid::Uuid::new_v4().to_string(),
            collection: named(),
            environment: named(),
            api: named(),
            mock: named(),
            monitor: named(),
            spec: named(),
            task: uuid::Uuid::new_v4().to_string(),
            tag: uuid::Uuid::new_v4().to_string(),
            made: uuid::Uuid::new_v4().to_string(),
            copied: uuid::Uuid::new_v4().to_string(),
            updated: uuid::Uuid::new_v4().to_string(),
            fork: named(),
            env_fork: named(),
            pulled: uuid::Uuid::new_v4().to_string(),
            pull: uuid::Uuid::new_v4().to_string(),
            news: "987654321".to_owned(),
            items: std::array::from_fn(|_| uuid::Uuid::new_v4().to_string()),
            comments: std::array::from_fn(|_| "987654321".to_owned()),
            outage: uuid::Uuid::new_v4().to_string(),
            execution: uuid::Uuid::new_v4().to_string(),
        }
    }

    /// Every id in it.
    pub(super) fn ids(&self) -> [&str; 8] {
        let Self { workspace, collection, environment, api, mock, monitor, .. } = self;
        let forks = [&self.fork.id, &self.env_fork.id];
        let [fork, env_fork] = forks.map(String::as_str);
        [workspace, &collection.id, &environment.id, &api.id, &mock.id, &monitor.id, fork, env_fork]
    }
}

/// Adds a collection and answers its names.
pub(super) async fn add_collection(maker: &Actor, workspace: &str, name: &str) -> Named {
    let target = format!("/collections?workspace={workspace}");
    named(&maker.post(&target, collection(name)).await.ok()["collection"])
}

/// Adds a spec with two files, makes a collection of it and tags it.
async fn add_spec(maker: &Actor, workspace: &str) -> (Named, [String; 3]) {
    let root = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n";
    let body = json!({ "name": "Described", "type": "OPENAPI:3.0", "files": [
        { "path": "index.yaml", "content": root, "type": "ROOT" },
        { "path": "other.yaml", "content": "x: 1", "type": "DEFAULT" },
    ] });
    let made = maker.post(&format!("/specs?workspaceId={workspace}"), body).await.expect(201);
    let id = text(&made.json["id"]);
    let body = json!({ "name": "Made", "options": {} });
    let task = maker.post(&format!("/specs/{id}/generations/collection"), body).await.expect(202);
    let tag = maker.post(&format!("/specs/{id}/version-tags"), json!({ "name": "1" })).await;
    let tag = text(&tag.expect(201).json["data"]["id"]);
    let uid = format!("{}-{id}", made.json["createdBy"]);
    // What has not changed since its last tag takes no other.
    let change = json!({ "content": "x: 2" });
    maker
        .send(http::Method::PATCH, &format!("/specs/{id}/files/other.yaml"), Some(change))
        .await
        .ok();
    let task = text(&task.json["taskId"]);
    let done = maker.get(&format!("/specs/{id}/tasks/{task}")).await.ok();
    let made = text(&done["details"]["resources"][0]["id"]);
    let made = made.split_once('-').unwrap().1.to_owned();
    (Named { id, uid }, [task, tag, made])
}

/// Copies and replaces a collection; the tasks of both.
async fn add_tasks(maker: &Actor, workspace: &str, of: &Named) -> (String, String) {
    let path = format!("/collections/{}", of.id);
    let copy = json!({ "workspace": workspace, "suffix": "Copy" });
    let copied = maker.post(&format!("{path}/duplicates"), copy).await.ok();
    let whole = maker.get(&path).await.ok().to_string();
    let headers = [("content-type", "application/json"), ("prefer", "respond-async")];
    let updated = maker.send_text("PUT", &path, &headers, whole).await.expect(202);
    (text(&copied["task"]["id"]), text(&updated.json["task"]["id"]))
}

/// Forks a collection.
async fn add_fork(maker: &Actor, workspace: &str, of: &Named) -> Named {
    let target = format!("/collections/fork/{}?workspace={workspace}", of.id);
    named(&maker.post(&target, json!({ "label": "mine" })).await.ok()["collection"])
}

/// Forks an environment.
async fn add_env_fork(maker: &Actor, workspace: &str, of: &Named) -> Named {
    let target = format!("/environments/{}/forks?workspaceId={workspace}", of.uid);
    let made = maker.post(&target, json!({ "forkName": "mine" })).await.ok();
    let uid = text(&made["environment"]["uid"]);
    Named { id: uid.split_once('-').unwrap().1.to_owned(), uid }
}

/// Pulls into a fork; the task.
async fn add_pull(maker: &Actor, fork: &Named, parent: &Named) -> String {
    let body = json!({ "strategy": "default", "source": parent.uid, "destination": fork.uid });
    text(&maker.put("/collection-merges", body).await.ok()["task"]["id"])
}

/// Makes a pull request from a fork of its own; its id.
async fn add_pull_request(maker: &Actor, workspace: &str, into: &Named) -> String {
    let fork = add_fork(maker, workspace, into).await;
    let body = json!({ "title": "Please", "reviewers": [], "destinationId": into.uid });
    let target = format!("/collections/{}/pull-requests", fork.uid);
    text(&maker.post(&target, body).await.ok()["id"])
}

/// Adds a folder, a request in it and a response of that, and answers their ids.
async fn add_items(maker: &Actor, collection: &Named) -> [String; 3] {
    let path = format!("/collections/{}", collection.id);
    let add = async |target: String| {
        let made = maker.post(&target, json!({ "name": "One" })).await.ok();
        text(&made["model_id"])
    };
    let folder = add(format!("{path}/folders")).await;
    let request = add(format!("{path}/requests?folderId={folder}")).await;
    let response = add(format!("{path}/responses?request={request}")).await;
    [folder, request, response]
}

/// Comments on a collection and its items; the numbers of the comments.
async fn add_comments(maker: &Actor, collection: &Named, items: &[String; 3]) -> [String; 4] {
    let path = format!("/collections/{}", collection.id);
    let [folder, request, response] = items;
    let add = async |target: String| {
        let made = maker.post(&format!("{target}/comments"), json!({ "body": "Hm." })).await;
        made.expect(201).json["data"]["id"].to_string()
    };
    [
        add(path.clone()).await,
        add(format!("{path}/folders/{folder}")).await,
        add(format!("{path}/requests/{request}")).await,
        add(format!("{path}/responses/{response}")).await,
    ]
}

async fn put_tags(maker: &Actor, workspace: &str, collection: &Named) {
    let tags = json!({ "tags": [{ "slug": "needs-review" }] });
    for target in
        [format!("/collections/{}/tags", collection.id), format!("/workspaces/{workspace}/tags")]
    {
        maker.put(&target, tags.clone()).await.ok();
    }
}

/// Adds an environment and answers its names.
pub(super) async fn add_environment(maker: &Actor, workspace: &str, name: &str) -> Named {
    let target = format!("/environments?workspace={workspace}");
    named(&maker.post(&target, environment(name, "hush")).await.ok()["environment"])
}

/// Adds an API and answers its names.
pub(super) async fn add_api(maker: &Actor, workspace: &str, name: &str) -> Named {
    let made = maker.post(&format!("/apis?workspaceId={workspace}"), json!({ "name": name })).await;
    let made = made.ok();
    let id = text(&made["id"]);
    Named { uid: format!("{}-{id}", made["createdBy"]), id }
}

/// Adds a mock of a collection and answers its names.
pub(super) async fn add_mock(maker: &Actor, workspace: &str, collection: &Named) -> Named {
    let body = json!({ "mock": { "collection": collection.uid } });
    named(&maker.post(&format!("/mocks?workspace={workspace}"), body).await.ok()["mock"])
}

/// Adds a monitor of a collection, paused, and answers its names.
pub(super) async fn add_monitor(maker: &Actor, workspace: &str, collection: &Named) -> Named {
    let body = json!({ "monitor": { "name": "Watch", "collection": collection.uid,
        "active": false, "schedule": { "cron": "0 0 * * *" } } });
    named(&maker.post(&format!("/monitors?workspace={workspace}"), body).await.ok()["monitor"])
}

fn named(made: &Value) -> Named {
    Named { id: text(&made["id"]), uid: text(&made["uid"]) }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A server with two teams.
pub(super) struct Scene {
    pub(super) app: App,
    /// Ana administers the core team.
    pub(super) ana: Actor,
    /// Ben is a plain member of it.
    pub(super) ben: Actor,
    pub(super) ben_id: i64,
    /// Eve administers another team.
    pub(super) eve: Actor,
    pub(super) eve_id: i64,
    /// Open to the core team.
    pub(super) core: Place,
    /// Ana's alone.
    pub(super) vault: Place,
    /// Open to Eve's team.
    pub(super) rival: Place,
}

impl Scene {
    pub(super) async fn new() -> Self {
        Self::on(App::start().await).await
    }

    pub(super) async fn on(app: App) -> Self {
        let ana = app.owner();
        let (ben_id, ben) = app.person("ben", "Ben Okafor", "Core team", &["user"]).await;
        let (eve_id, eve) = app.person("eve", "Eve Malik", "Rival team", &["admin"]).await;
        let (ben, eve) = (app.anonymous().with_key(&ben), app.anonymous().with_key(&eve));
        Self {
            core: Place::new(&ana, "Core", "team").await,
            vault: Place::new(&ana, "Vault", "private").await,
            rival: Place::new(&eve, "Rival", "team").await,
            ana,
            ben,
            ben_id,
            eve,
            eve_id,
            app,
        }
    }

    /// A new agent of `owner` with these rules; `agent` is filled in.
    pub(super) async fn agent(&self, name: &str, owner: i64, rules: &[Value]) -> (String, Actor) {
        let (id, agent) = self.app.agent_of(name, owner).await;
        for rule in rules {
            self.rule(&id, rule).await;
        }
        (id, agent)
    }

    /// Adds a rule to an agent and answers its id.
    pub(super) async fn rule(&self, agent: &str, rule: &Value) -> String {
        let mut rule = rule.clone();
        rule["agent"] = agent.into();
        self.app.grant(rule).await
    }

    /// An agent of Ana's that holds all that any agent can be granted.
    pub(super) async fn almighty(&self, name: &str, reveal: bool) -> (String, Actor) {
        self.agent(name, self.app.owner_id(), &everything(reveal)).await
    }

    /// All there is to see of the core team, to compare before and after.
    pub(super) async fn state(&self) -> Value {
        let mut seen = vec![
            self.ana.get("/collections").await.ok(),
            self.ana.get("/environments").await.ok(),
            self.ana.get("/workspaces").await.ok(),
        ];
        for place in [&self.core, &self.vault] {
            let Place { workspace, collection, environment, api, mock, monitor, .. } = place;
            for target in [
                format!("/apis?workspaceId={workspace}"),
                format!("/workspaces/{workspace}"),
                format!("/workspaces/{workspace}/roles"),
                format!("/workspaces/{workspace}/global-variables"),
                format!("/collections/{}", collection.id),
                format!("/environments/{}", environment.id),
                format!("/apis/{}", api.id),
                format!("/mocks?workspace={workspace}"),
                format!("/mocks/{}", mock.id),
                format!("/mocks/{}/server-responses", mock.id),
                format!("/monitors?workspace={workspace}"),
                format!("/monitors/{}", monitor.id),
                format!("/monitors/{}/executions", monitor.id),
            ] {
                let answer = self.ana.get(&target).await;
                seen.push(json!([answer.status, answer.json]));
            }
        }
        let local = self.app.local();
        for list in ["users", "agents", "grants", "workspaces"] {
            seen.push(local.get(&format!("/gatepost/v1/{list}")).await.ok());
        }
        let mut keys = local.get("/gatepost/v1/keys").await.ok();
        for key in keys["keys"].as_array_mut().unwrap() {
            key.as_object_mut().unwrap().remove("lastUsedAt");
        }
        seen.push(keys);
        seen.into()
    }
}

/// A grant of an area on a scope.
pub(super) fn area(area: &str, level: &str, scope: impl Into<Value>) -> Value {
    json!({ "area": area, "level": level, "scope": scope.into() })
}

/// A grant of one operation on a scope.
pub(super) fn operation(id: &str, scope: impl Into<Value>) -> Value {
    json!({ "operation": id, "scope": scope.into() })
}

/// The same rule as a block.
pub(super) fn block(mut rule: Value) -> Value {
    rule["effect"] = "block".into();
    rule
}

/// The scope that holds everything.
pub(super) fn all() -> Value {
    json!({ "all": true })
}

/// Every grant there is: the top level of each area, and each operation that no level gives.
pub(super) fn everything(reveal: bool) -> Vec<Value> {
    let mut rules = Vec::new();
    for info in catalog::AREAS {
        if let Some(level) = info.levels.last() {
            let mut rule = area(info.name, level.name(), all());
            if reveal && ["collections", "environments", "workspaces"].contains(&info.name) {
                rule["revealSecrets"] = true.into();
            }
            rules.push(rule);
        }
    }
    let single = catalog::CATALOGUE.iter().filter(|spec| {
        let top = spec.area.info().levels.last().copied().unwrap_or(catalog::Level::Off);
        spec.needs.worst > top && spec.needs.worst != catalog::Level::Never
    });
    rules.extend(single.map(|spec| operation(spec.id, all())));
    rules
}

/// A body without the ids of what was named in the path, and headers without what belongs to the
/// single call.
pub(super) fn shape(answer: &Answer, place: &Place) -> (u16, String, Vec<(String, String)>) {
    let mut body = answer.text();
    let Place { collection, environment, api, mock, monitor, fork, env_fork, .. } = place;
    for named in [collection, environment, api, mock, monitor, fork, env_fork] {
        body = body.replace(&named.uid, "<uid>").replace(&named.id, "<id>");
    }
    let body = body.replace(&place.workspace, "<id>");
    let own = |name: &str| name == "x-gatepost-request-id" || name.contains("ratelimit");
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !own(name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, body, headers)
}
