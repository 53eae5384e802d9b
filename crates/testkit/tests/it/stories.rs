//! What people and agents do over REST, told as stories.
//!
//! Every answer of an operation that is served is checked against the contract on its way, so
//! these stories only say what the contract's shapes can't.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, in its helpers too"
)]

mod administration;
mod agents;
mod apis;
mod bad_requests;
mod carried;
mod collection_answers;
mod collection_lists;
mod collection_replacements;
mod collection_writes;
mod context_views;
mod environment_patches;
mod environments;
mod explanations;
mod forks;
mod grants;
mod imports;
mod limits;
mod masks;
mod me;
mod mocks;
mod monitors;
mod notifications;
mod people;
mod records;
mod round_trip;
mod runs;
mod workspace_lists;
mod workspace_news;
mod workspace_roles;
mod workspaces;

use serde_json::{Value, json};
use testkit::{Actor, Answer, App, collection, environment};

/// What every body is sent as.
const JSON: (&str, &str) = ("content-type", "application/json");

/// A team of three with a workspace that all of it sees, and somebody of another team.
struct Team {
    app: App,
    /// Admin of the team; the workspace is hers.
    ana: Actor,
    /// A plain member, so a viewer of the workspace.
    ben: Actor,
    ben_id: i64,
    /// Another one.
    cleo: Actor,
    cleo_id: i64,
    /// Admin of another team.
    eve: Actor,
    eve_id: i64,
    workspace: String,
}

impl Team {
    async fn new() -> Self {
        Self::on(App::start().await).await
    }

    async fn on(app: App) -> Self {
        let (ben_id, ben) = app.person("ben", "Ben Okafor", "Core team", &["user"]).await;
        let (cleo_id, cleo) = app.person("cleo", "Cleo Diaz", "Core team", &["user"]).await;
        let (eve_id, eve) = app.person("eve", "Eve Malik", "Rival team", &["admin"]).await;
        let with = |key: &str| app.anonymous().with_key(key);
        Self {
            ana: app.owner(),
            ben: with(&ben),
            ben_id,
            cleo: with(&cleo),
            cleo_id,
            eve: with(&eve),
            eve_id,
            workspace: app.workspace("Core", "team").await,
            app,
        }
    }

    /// Adds a collection to the workspace; answers its id and uid.
    async fn collection(&self, name: &str) -> (String, String) {
        add_collection(&self.ana, &self.workspace, collection(name)).await
    }

    /// Adds an environment to the workspace; answers its id and uid.
    async fn environment(&self, name: &str) -> (String, String) {
        let target = format!("/environments?workspace={}", self.workspace);
        let made = self.ana.post(&target, environment(name, "s3cr3t")).await.ok();
        (text(&made["environment"]["id"]), text(&made["environment"]["uid"]))
    }

    /// An agent of Ana's with these levels in the workspace.
    async fn agent(&self, name: &str, levels: &[(&str, &str)]) -> (String, Actor) {
        let (id, agent) = self.app.agent(name).await;
        for (area, level) in levels {
            self.grant(&id, json!({ "area": area, "level": level })).await;
        }
        (id, agent)
    }

    /// Adds a rule; unless it has a scope, in the workspace. Answers its id.
    async fn grant(&self, agent: &str, mut rule: Value) -> String {
        rule["agent"] = agent.into();
        if rule["scope"].is_null() {
            rule["scope"] = json!({ "workspaces": [self.workspace] });
        }
        self.app.grant(rule).await
    }
}

/// Adds a collection; answers its id and uid.
async fn add_collection(maker: &Actor, workspace: &str, body: Value) -> (String, String) {
    let made = maker.post(&format!("/collections?workspace={workspace}"), body).await.ok();
    (text(&made["collection"]["id"]), text(&made["collection"]["uid"]))
}

/// Creates a workspace; answers its id.
async fn add_workspace(maker: &Actor, name: &str, kind: &str) -> String {
    let body = json!({ "workspace": { "name": name, "type": kind } });
    text(&maker.post("/workspaces", body).await.ok()["workspace"]["id"])
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The `name`s of a list, sorted.
fn names(list: &Value) -> Vec<String> {
    let mut names: Vec<_> = list.as_array().unwrap().iter().map(|one| text(&one["name"])).collect();
    names.sort();
    names
}

/// The names of an object's members, in order.
fn members(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The words an error says to its reader, whichever shape it has.
fn said(answer: &Answer) -> &str {
    let json = &answer.json;
    let error = &json["error"];
    let places = [&error["message"], &json["detail"], &json["message"]];
    places.into_iter().find_map(Value::as_str).unwrap_or("")
}

/// The name of an error, in the shape that has one.
fn named(answer: &Answer) -> &str {
    answer.json["error"]["name"].as_str().unwrap_or("")
}
