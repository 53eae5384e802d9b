//! Collections that follow their descriptions.
#![cfg(test)]

mod typed;

use std::sync::atomic::{AtomicUsize, Ordering};

use convert::{
    openapi::{Options, Step, Synced, sync, to_collection},
    spec::Files,
};
use model::collection::{Collection, Draft, parse, render};
use model::{Element, ElementKind, UserId};
use serde_json::Value;

const BEFORE: &str = "
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://one.test'}]
paths:
  /pets:
    get:
      summary: List pets
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: old, in: query, schema: {type: string}}
      responses: {'200': {description: Pets, content: {application/json: {example: [1]}}}}
    post:
      summary: Add a pet
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'201': {description: Added}}
  /pets/{id}:
    get:
      summary: One pet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A pet}}
";

/// The limit stays, `old` goes, a header comes, a body grows, an operation goes and one comes.
fn after() -> String {
    BEFORE
        .replace(
            "        - {name: old, in: query, schema: {type: string}}\n",
            "        - {name: X-Trace, in: header, schema: {type: string}}\n",
        )
        .replace(
            "properties: {name: {type: string}}",
            "properties: {name: {type: string}, age: {type: integer}}",
        )
        .replace("summary: One pet", "summary: The pet")
        .replace("/pets/{id}", "/pets/{petId}")
        .replace("name: id, in: path", "name: petId, in: path")
        + "  /toys: {get: {summary: Toys, responses: {'200': {description: Toys}}}}\n"
}

fn options() -> Options {
    serde_json::from_str(r#"{"folderStrategy":"Paths"}"#).unwrap()
}

fn element() -> Element {
    Element {
        kind: ElementKind::Collection,
        id: "1f0d7c1e-6a3f-4f2c-9d55-0d5a3a7c9b11".to_owned(),
        owner: UserId(1),
        name: String::new(),
        workspace: "w".to_owned(),
        created_at: 0,
        updated_at: 0,
        updated_by: UserId(1),
        version: 1,
        fork: None,
    }
}

fn store(draft: Draft) -> Collection {
    static NUMBER: AtomicUsize = AtomicUsize::new(1);
    let element = Element { name: draft.name.clone(), ..element() };
    draft.assemble(element, || {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        format!("00000000-0000-4000-8000-{number:012}")
    })
}

fn generated(text: &str) -> Collection {
    let made = to_collection(&Files::one("a.yaml", text), &options()).unwrap();
    store(parse(&made.document).unwrap())
}

fn step(now: &Collection, before: &str, after: &str, step: Step) -> Synced {
    let (before, after) = (Files::one("a.yaml", before), Files::one("a.yaml", after));
    sync(now.clone(), &before, &after, &options(), step).unwrap()
}

/// What people make of the collection: by text, as they would over the API.
fn edited(collection: &Collection, edits: &[(&str, &str)]) -> Collection {
    let mut text = render(collection);
    for (from, to) in edits {
        assert!(text.contains(from), "no `{from}` in {text}");
        text = text.replacen(from, to, 1);
    }
    store(parse(&text).unwrap())
}

fn tree(draft: &Draft) -> Value {
    serde_json::from_str(&render(&store(draft.clone()))).unwrap()
}

fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let items = value["item"].as_array()?;
    items
        .iter()
        .find(|item| item["name"] == name)
        .or_else(|| items.iter().find_map(|item| find(item, name)))
}

#[test]
fn a_collection_follows_its_description() {
    let now = generated(BEFORE);
    let synced = step(&now, BEFORE, &after(), Step::default());
    let tree = tree(&synced.draft);
    let expected: Value = serde_json::from_str(&render(&generated(&after()))).unwrap();
    for name in ["List pets", "Add a pet", "The pet", "Toys"] {
        let (now, wanted) = (find(&tree, name).unwrap(), find(&expected, name).unwrap());
        assert_eq!(now["request"], wanted["request"], "{name}");
    }
    assert!(find(&tree, "One pet").is_none());
    let told = synced.changes.join("\n");
    for said in ["changed the request `GET /pets`", "added the request `GET /toys`"] {
        assert!(told.contains(said), "{told}");
    }
    // Items that were there are the same items.
    let id = |name: &str| now.items.iter().find(|item| item.name == name).unwrap().id.clone();
    assert!(synced.draft.items.iter().any(|item| item.id == Some(id("List pets"))));
    assert!(synced.draft.items.iter().any(|item| item.id == Some(id("One pet"))));
    let again = step(&store(synced.draft.clone()), &after(), &after(), Step::default());
    assert_eq!(again.changes, Vec::<String>::new());
}

/// Acts on all items, those outside first.
fn each(value: &mut Value, act: &mut dyn FnMut(&mut Value)) {
    for item in value["item"].as_array_mut().into_iter().flatten() {
        act(item);
        if item.get("item").is_some() {
            each(item, act);
        }
    }
}

#[test]
fn what_people_made_stays() {
    let mut text: Value = serde_json::from_str(&render(&generated(BEFORE))).unwrap();
    each(&mut text, &mut |item| match item["name"].as_str().unwrap() {
        "List pets" => {
            item["event"] =
                serde_json::json!([{ "listen": "test", "script": { "exec": ["pm.test('a')"] } }]);
            item["request"]["url"]["query"][0]["value"] = "25".into();
            item["request"]["header"]
                .as_array_mut()
                .unwrap()
                .push(serde_json::json!({ "key": "X-Own", "value": "1" }));
            let mut own = item["response"][0].clone();
            own["name"] = "My own".into();
            item["response"].as_array_mut().unwrap().insert(0, own);
        }
        "Add a pet" => {
            let body = item["request"]["body"]["raw"].as_str().unwrap().replace("<string>", "Rex");
            item["request"]["body"]["raw"] = body.into();
        }
        "pets" => {
            let mut own = serde_json::json!({ "name": "Own", "request": { "method": "GET", "url": "{{baseUrl}}/own" } });
            own["event"] = serde_json::json!([]);
            item["item"].as_array_mut().unwrap().push(own);
            item["name"] = "Our pets".into();
        }
        _ => {}
    });
    let variables = text["variable"].as_array_mut().unwrap();
    variables[0]["value"] = "https://mine.test".into();
    variables.push(serde_json::json!({ "key": "token", "value": "t" }));
    let now = store(parse(&text.to_string()).unwrap());
    let after = after().replace("https://one.test", "https://two.test");
    let synced = step(&now, BEFORE, &after, Step::default());
    let tree = tree(&synced.draft);
    let list = find(&tree, "List pets").unwrap();
    assert_eq!(list["event"][0]["script"]["exec"][0], "pm.test('a')");
    let query = list["request"]["url"]["query"].as_array().unwrap();
    assert_eq!((query.len(), &query[0]["value"]), (1, &Value::from("25")), "{query:?}");
    let headers: Vec<&str> = list["request"]["header"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["key"].as_str().unwrap())
        .collect();
    assert!(headers.contains(&"X-Own") && headers.contains(&"X-Trace"), "{headers:?}");
    let examples: Vec<&Value> =
        list["response"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(examples, ["My own", "Pets"]);
    let body = find(&tree, "Add a pet").unwrap()["request"]["body"]["raw"].as_str().unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["name"], body["age"].is_string()), (&Value::from("Rex"), true), "{body}");
    assert!(find(&tree, "Own").is_some());
    assert!(find(&tree, "Our pets").is_some() && find(&tree, "pets").is_none());
    assert_eq!(tree["variable"][0]["value"], "https://mine.test");
    assert_eq!(tree["variable"].as_array().unwrap().len(), 2);
    assert!(
        synced.notes.iter().any(|note| note.contains("variable.baseUrl")),
        "{:?}",
        synced.notes
    );
    let again = step(&store(synced.draft.clone()), &after, &after, Step::default());
    assert_eq!(again.changes, Vec::<String>::new());
}

#[test]
fn options_say_what_goes() {
    let now = generated(BEFORE);
    let gone = BEFORE
        .split("  /pets/{id}")
        .next()
        .unwrap()
        .replace("description: Pets", "description: All");
    let kept = Step { sync_examples: false, delete_orphaned_requests: false };
    let synced = step(&now, BEFORE, &gone, kept);
    let whole = tree(&synced.draft);
    assert!(find(&whole, "One pet").is_some());
    assert_eq!(find(&whole, "List pets").unwrap()["response"][0]["name"], "Pets");
    assert_eq!(synced.changes, Vec::<String>::new());
    let synced = step(&now, BEFORE, &gone, Step::default());
    let whole = tree(&synced.draft);
    assert!(find(&whole, "One pet").is_none());
    assert_eq!(find(&whole, "List pets").unwrap()["response"][0]["name"], "All");
    assert!(
        synced.changes.contains(&"deleted the request `GET /pets/{}`".to_owned()),
        "{:?}",
        synced.changes
    );
    // What somebody wrote in it keeps a request alive, and that is said.
    let own = edited(&now, &[("One pet", "My pet")]);
    let synced = step(&own, BEFORE, &gone, Step::default());
    assert!(find(&tree(&synced.draft), "My pet").is_some());
    assert!(
        synced.notes.iter().any(|note| note.contains("the other deleted it")),
        "{:?}",
        synced.notes
    );
    // What somebody deleted stays deleted; what somebody made already makes no second one.
    let text = render(&now).replace("/pets\"", "/toys\"");
    let fewer = Draft { items: Vec::new(), ..parse(&text).unwrap() };
    assert!(step(&store(fewer), BEFORE, BEFORE, Step::default()).draft.items.is_empty());
    let mut text: Value = serde_json::from_str(&render(&now)).unwrap();
    text["item"].as_array_mut().unwrap().push(serde_json::json!({ "name": "Mine", "request": { "method": "GET", "url": "{{baseUrl}}/toys" } }));
    let mine = store(parse(&text.to_string()).unwrap());
    let synced = step(&mine, BEFORE, &after(), Step::default());
    assert!(
        synced.notes.iter().any(|note| note.contains("`GET /toys` is not added")),
        "{:?}",
        synced.notes
    );
    assert!(find(&tree(&synced.draft), "Toys").is_none());
}
