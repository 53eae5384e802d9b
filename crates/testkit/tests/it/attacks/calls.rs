//! How an operation of the catalogue is called.

use catalog::{Area, Kind, Level, Spec};
use http::Method;
use serde_json::{Value, json};
use testkit::{Actor, Answer, collection, environment};

use super::scene::Place;

/// A call of one operation.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) spec: &'static Spec,
    pub(super) target: String,
    pub(super) body: Option<Value>,
}

impl Ask {
    /// A call of `spec` on what lies in `place`, with a body that changes something.
    pub(super) fn new(spec: &'static Spec, place: &Place) -> Self {
        Self { spec, target: target(spec, place, Form::Id), body: body(spec, place) }
    }

    /// The same with a body that passes the gate and that no handler takes.
    pub(super) fn harmless(spec: &'static Spec, place: &Place, form: Form) -> Self {
        let body = (spec.method != Method::GET && spec.method != Method::DELETE).then(|| json!({}));
        Self { spec, target: target(spec, place, form), body }
    }

    /// Sends it.
    pub(super) async fn by(&self, actor: &Actor) -> Answer {
        actor.send(self.spec.method.clone(), &self.target, self.body.clone()).await
    }
}

/// By which name elements are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Id,
    Uid,
}

/// Path and query of a call of `spec` on what lies in `place`.
pub(super) fn target(spec: &Spec, place: &Place, form: Form) -> String {
    let mut path = String::new();
    for part in spec.path.split('/').skip(1) {
        path.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => path.push_str(&param(spec, name, place, form)),
            None => path.push_str(part),
        }
    }
    match workspace_param(spec) {
        // Nobody waits for the run.
        None if spec.id == "runMonitor" => format!("{path}?async=true"),
        None if spec.id == "syncCollectionWithSpec" => format!("{path}?specId={}", place.spec.id),
        None if spec.id == "syncSpecWithCollection" => {
            format!("{path}?collectionUid={}", place.made)
        }
        None if spec.id == "createCollectionResponse" => {
            format!("{path}?request={}", place.items[1])
        }
        Some(name) => format!("{path}?{name}={}", place.workspace),
        None => path,
    }
}

/// The query parameter that names a workspace, where the call needs one.
pub(super) fn workspace_param(spec: &Spec) -> Option<&'static str> {
    let asked = ["getApis", "getAllSpecs", "createCollectionFork", "forkEnvironment"];
    let needed = spec.rule == Some(catalog::Rule::Into) || asked.contains(&spec.id);
    spec.query.iter().copied().find(|name| needed && name.starts_with("workspace"))
}

/// Operations whose target is a fork.
pub(super) const FORKS: [&str; 4] = [
    "pullCollectionChanges",
    "getSourceCollectionStatus",
    "createCollectionPullRequest",
    "pullEnvironment",
];

fn param(spec: &Spec, name: &str, place: &Place, form: Form) -> String {
    let named = match Kind::of_param(name) {
        Some(Kind::Workspace) => return place.workspace.clone(),
        Some(Kind::Collection)
            if ["updateSpecSyncOptions", "syncCollectionWithSpec"].contains(&spec.id) =>
        {
            return place.made.clone();
        }
        Some(Kind::Collection) if FORKS.contains(&spec.id) => &place.fork,
        Some(Kind::Collection) => &place.collection,
        Some(Kind::Environment) if FORKS.contains(&spec.id) => &place.env_fork,
        Some(Kind::Environment) => &place.environment,
        Some(Kind::PullRequest) => return place.pull.clone(),
        Some(Kind::Api) => &place.api,
        Some(Kind::Mock) => &place.mock,
        Some(Kind::Monitor) => &place.monitor,
        Some(Kind::Spec) => &place.spec,
        _ if name == "tagId" => return place.tag.clone(),
        _ if name == "taskId" && spec.id == "getAsyncSpecTaskStatus" => return place.task.clone(),
        _ if name == "taskId" && spec.id == "getDuplicateCollectionTaskStatus" => {
            return place.copied.clone();
        }
        _ if name == "taskId" && spec.id == "getCollectionUpdatesTasks" => {
            return place.updated.clone();
        }
        _ if name == "taskId" && spec.id == "asyncMergePullCollectionTaskStatus" => {
            return place.pulled.clone();
        }
        _ if name == "elementId" && spec.id == "getAsyncSpecTaskStatus" => {
            return place.spec.id.clone();
        }
        _ if name == "updateId" => return place.news.clone(),
        _ if name == "folderId" => return place.items[0].clone(),
        _ if name == "requestId" => return place.items[1].clone(),
        _ if name == "responseId" => return place.items[2].clone(),
        _ if name == "threadId" => return place.comments[0].clone(),
        _ if name == "slug" => return "needs-review".to_owned(),
        _ if name == "commentId" => {
            let levels = ["folderId", "requestId", "responseId"];
            let level = levels.iter().position(|one| spec.path_params().any(|name| name == *one));
            return place.comments[level.map_or(0, |level| level + 1)].clone();
        }
        _ if name == "executionId" => return place.execution.clone(),
        _ if name == "serverResponseId" => return place.outage.clone(),
        // The root can't be deleted.
        _ if name == "filePath" && spec.method == Method::DELETE => return "other.yaml".to_owned(),
        _ if name == "filePath" => return "index.yaml".to_owned(),
        _ if name == "elementType" => {
            let generations = spec.path.contains("/generations/");
            return match (generations, spec.path.starts_with("/specs/")) {
                (true, true) => "collection".to_owned(),
                (true, false) => "spec".to_owned(),
                (false, _) => "collections".to_owned(),
            };
        }
        _ if name == "userId" || name == "teamId" => return "1".to_owned(),
        _ => return "5f0c3c8a-1111-4222-8333-444455556666".to_owned(),
    };
    if form == Form::Uid { named.uid.clone() } else { named.id.clone() }
}

/// The kinds that `spec` names in its path and this store knows, in order.
pub(super) fn known_kinds(spec: &Spec) -> Vec<Kind> {
    let known = [
        Kind::Workspace,
        Kind::Collection,
        Kind::Environment,
        Kind::Api,
        Kind::Mock,
        Kind::Monitor,
        Kind::Spec,
        Kind::PullRequest,
    ];
    spec.path_params().filter_map(Kind::of_param).filter(|kind| known.contains(kind)).collect()
}

/// True when a call names something that is looked for before it is decided.
pub(super) fn names_something(spec: &Spec) -> bool {
    !known_kinds(spec).is_empty() || spec.rule == Some(catalog::Rule::Into)
}

/// What `can` takes as the resource of the same call.
pub(super) fn can_resource(spec: &Spec, place: &Place) -> Option<String> {
    if spec.path_params().next().is_some() {
        let first = spec.path_params().next().unwrap();
        return Some(param(spec, first, place, Form::Id));
    }
    workspace_param(spec).filter(|_| names_something(spec)).map(|_| place.workspace.clone())
}

/// A body that the operation takes; `None` where it takes none or is not served.
pub(super) fn body(spec: &Spec, place: &Place) -> Option<Value> {
    let variables = json!([{ "key": "k", "value": "v", "type": "default", "enabled": true }]);
    Some(match spec.id {
        "createCollection" | "putCollection" => collection("Again"),
        "patchCollection" => json!({ "collection": { "info": { "name": "Renamed" } } }),
        "createCollectionFolder"
        | "createCollectionRequest"
        | "createCollectionResponse"
        | "updateCollectionFolder"
        | "updateCollectionRequest"
        | "updateCollectionResponse" => json!({ "name": "Again" }),
        "duplicateCollection" => json!({ "workspace": place.workspace, "suffix": "Copy" }),
        "transferCollectionFolders" | "transferCollectionRequests" => {
            let item = &place.items[usize::from(spec.id == "transferCollectionRequests")];
            json!({ "ids": [item], "mode": "copy", "location": { "position": "end" },
                "target": { "model": "collection", "id": place.collection.id } })
        }
        "transferCollectionResponses" => json!({ "ids": [place.items[2]], "mode": "copy",
            "location": { "position": "end" },
            "target": { "model": "request", "id": place.items[1] } }),
        "createCollectionFork" => json!({ "label": "Again" }),
        "forkEnvironment" => json!({ "forkName": "Again" }),
        "mergeCollectionFork" => {
            json!({ "source": place.fork.uid, "destination": place.collection.uid })
        }
        "asyncMergePullCollectionFork" => json!({ "strategy": "default",
            "source": place.fork.uid, "destination": place.collection.uid }),
        "mergeEnvironmentFork" => json!({ "source": place.env_fork.uid }),
        "pullEnvironment" => json!({ "source": place.environment.uid }),
        "createCollectionPullRequest" => json!({ "title": "Again", "reviewers": [],
            "destinationId": place.collection.uid }),
        "updatePullRequest" => json!({ "title": "Again", "reviewers": [] }),
        "reviewPullRequest" => json!({ "action": "approve" }),
        "createWorkspaceUpdate" => json!({ "topic": "More", "description": "Some.",
            "category": "bug_fix" }),
        "patchWorkspaceUpdate" => json!({ "topic": "Other" }),
        "transferWorkspaceElement" => json!({ "id": place.api.uid, "type": "api",
            "to": place.workspace }),
        "transferWorkspaceToTeam" => json!({ "source": "1", "destination": "1" }),
        "publishDocumentation" => json!({ "customColor": {}, "customization": {} }),
        "searchPostmanResources" => json!({ "q": "core", "elementType": "collections" }),
        "createSpec" => json!({ "name": "Again", "type": "OPENAPI:3.0",
            "files": [{ "path": "a.yaml", "content": "x: 1" }] }),
        "updateSpecProperties" => json!({ "name": "Renamed" }),
        "createSpecFile" => json!({ "path": "new.yaml", "content": "x: 1" }),
        "updateSpecFile" => json!({ "content": "y: 1" }),
        "generateCollection" => json!({ "name": "Made again", "options": {} }),
        "generateSpecFromCollection" => json!({ "name": "Made of it" }),
        "createSpecVersionTag" => json!({ "name": "2" }),
        "updateSpecSyncOptions" => json!({ "syncOptions": {} }),
        "importOpenApiDefinition" => json!({ "type": "string",
            "input": "openapi: 3.0.0\ninfo: {title: In}\npaths: {}" }),
        "updateCollectionTags" | "updateWorkspaceTags" => json!({ "tags": [{ "slug": "v2" }] }),
        id if id.ends_with("Comment") && !id.contains("Api") && spec.method != Method::DELETE => {
            json!({ "body": "Again" })
        }
        "createEnvironment" | "putEnvironment" => environment("Again", "psst"),
        "patchEnvironment" => json!([{ "op": "replace", "path": "/name", "value": "Renamed" }]),
        "createWorkspace" => json!({ "workspace": { "name": "New", "type": "private" } }),
        "updateWorkspace" => json!({ "workspace": { "name": "Renamed" } }),
        "updateWorkspaceGlobalVariables" => json!({ "values": variables }),
        "publishMock" | "runMonitor" => json!({}),
        "runCollection" => json!({ "requestTimeout": 500, "abortOnError": true }),
        "createMonitor" => {
            json!({ "monitor": { "name": "Again", "collection": place.collection.uid,
            "schedule": { "cron": "0 0 * * *" } } })
        }
        "updateMonitor" => json!({ "monitor": { "name": "Renamed" } }),
        "createWebhook" => {
            json!({ "webhook": { "name": "Again", "collection": place.collection.uid } })
        }
        "createMock" => json!({ "mock": { "collection": place.collection.uid } }),
        "updateMock" => json!({ "mock": { "name": "Renamed", "private": true } }),
        "createMockServerResponse" => {
            json!({ "serverResponse": { "name": "Down", "statusCode": 503 } })
        }
        "updateMockServerResponse" => json!({ "serverResponse": { "name": "Renamed" } }),
        "createApi" | "updateApi" => json!({ "name": "Again" }),
        "importElement" => collection("Imported")["collection"].clone(),
        "can" => json!({ "agent": "nobody there", "operation": "getCollection",
            "resource": place.collection.id }),
        "createUser" => json!({ "user": { "username": "zoe", "team": "Core team" } }),
        "updateUserRoles" => json!({ "team": 1, "roles": ["admin"] }),
        "createAgent" => json!({ "agent": { "name": "Sneaky" } }),
        "createGrant" => json!({ "grant": { "effect": "block", "area": "runs", "level": "full",
            "scope": { "all": true } } }),
        "createKey" => json!({ "key": { "kind": "admin" } }),
        // Both need the number of somebody; tests that call them fill it in.
        "updateWorkspaceRoles" => json!({ "roles": [{ "op": "add", "path": "/user",
            "value": [{ "id": "1", "role": "2" }] }] }),
        _ => return None,
    })
}

/// True for Gatepost's own operations.
pub(super) fn administers(spec: &Spec) -> bool {
    spec.area == Area::Gatepost
}

/// True when no agent can be granted it.
pub(super) fn never(spec: &Spec) -> bool {
    spec.needs.worst == Level::Never
}

/// True when every active agent may call it.
pub(super) fn always(spec: &Spec) -> bool {
    spec.needs.worst == Level::Always
}
