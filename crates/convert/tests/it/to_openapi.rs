//! From collections to OpenAPI, and round.
#![cfg(test)]

use std::{collections::BTreeSet, fs, path::Path};

use convert::{
    Version, follow,
    openapi::{Options, to_collection},
    spec::{Files, Format, check},
    to_openapi,
};
use serde_json::{Value, json};

/// Method and path, where parameters stand, and codes with types, of each operation.
fn outline(document: &Value) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let shared = item["parameters"].as_array().cloned().unwrap_or_default();
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            let place = format!("{method} {path}");
            lines.insert(place.clone());
            let own = operation["parameters"].as_array().cloned().unwrap_or_default();
            for one in shared.iter().chain(&own) {
                lines.insert(format!("{place} {} in {}", one["name"], one["in"]));
            }
            for kind in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                lines.insert(format!("{place} takes {}", kind.0));
            }
            for (code, response) in operation["responses"].as_object().into_iter().flatten() {
                lines.insert(format!("{place} answers {code}"));
                for kind in response["content"].as_object().into_iter().flatten() {
                    lines.insert(format!("{place} answers {code} with {}", kind.0));
                }
            }
        }
    }
    lines
}

#[test]
fn a_collection_reads_as_its_description() {
    let collection = json!({
        "info": { "name": "Shop", "description": "Sells." },
        "variable": [{ "key": "base", "value": "https://shop.test/v1" }],
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{t}}" }] },
        "item": [{ "name": "Orders", "item": [
            { "name": "Get order", "event": [{ "listen": "test", "script": { "exec": ["x"] } }],
              "request": { "method": "GET", "url": { "raw": "{{base}}/orders/:id?full=true",
                "query": [{ "key": "full", "value": "true", "description": "(Required) All." }],
                "variable": [{ "key": "id", "value": "7" }] },
                "header": [{ "key": "X-Trace", "value": "1" }, { "key": "Accept", "value": "*/*" }] },
              "response": [{ "name": "Found", "code": 200, "header": [{ "key": "Content-Type", "value": "application/json; charset=utf-8" }],
                "body": "{\"id\":7,\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\",\"gift\":true}]}" }] },
            { "name": "Get order", "request": { "method": "GET", "url": "{{base}}/orders/{{id}}" },
              "response": [{ "name": "Found", "code": 200, "body": "{\"id\":8}" }, { "name": "Gone", "code": 404 }] },
        ] },
        { "name": "Odd", "request": { "method": "LOCK", "url": "https://other.test" } }],
    });
    let made = to_openapi(&collection.to_string(), Version::V30, Format::Json).unwrap();
    assert_eq!(made.notes, ["scripts", "the request `Odd`, whose method OpenAPI does not know"]);
    let document: Value = serde_json::from_str(&made.document).unwrap();
    assert_eq!(document["servers"], json!([{ "url": "https://shop.test/v1" }]));
    assert_eq!(document["security"], json!([{ "bearerAuth": [] }]));
    let get = &document["paths"]["/orders/{id}"]["get"];
    assert_eq!((&get["operationId"], &get["tags"]), (&json!("getOrder"), &json!(["Orders"])));
    assert_eq!(get["parameters"][0]["required"], true);
    assert_eq!(get["parameters"].as_array().unwrap().len(), 2, "{get}");
    let content = &get["responses"]["200"]["content"]["application/json"];
    assert_eq!(content["examples"].as_object().unwrap().len(), 2);
    let line = &content["schema"]["properties"]["lines"]["items"]["properties"];
    assert_eq!(
        (&line["sku"]["type"], &line["gift"]["type"]),
        (&json!("string"), &json!("boolean"))
    );
    assert_eq!(get["responses"]["404"]["description"], "Gone");
    assert_eq!(check(&Files::one("a.json", &made.document)), []);
    let yaml = to_openapi(&collection.to_string(), Version::V31, Format::Yaml).unwrap();
    assert!(yaml.document.starts_with("openapi: 3.1.0\n"), "{}", yaml.document);
    assert!(to_openapi("[]", Version::V30, Format::Json).is_err());
}

#[test]
fn descriptions_come_round() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_openapi");
    // What has no place in a collection, or is said in another way there.
    let lost = |line: &str| {
        line.contains("\"cookie\"")
            || line.contains("4XX")
            || line.contains("Authorization")
            // Of several kinds of body a request holds one.
            || line.ends_with("takes text/plain")
    };
    let mut rounds = 0;
    for name in [
        "folders_by_path",
        "bodies_by_schema",
        "auth",
        "examples_paired",
        "schemas_composed",
        "names_by_url",
    ] {
        let text = fs::read_to_string(folder.join(name).join("spec.yaml")).unwrap();
        let before: Value = serde_yaml_ng::from_str(&text).unwrap();
        let collection =
            to_collection(&Files::one("a.yaml", &text), &Options::with_examples()).unwrap();
        let after = to_openapi(&collection.document, Version::V30, Format::Json).unwrap();
        let after: Value = serde_json::from_str(&after.document).unwrap();
        let found = outline(&after);
        let missing: Vec<String> = outline(&before)
            .into_iter()
            .filter(|line| !lost(line) && !found.contains(line))
            .collect();
        assert!(missing.is_empty(), "{name} lost {missing:#?} of {found:#?}");
        rounds += 1;
    }
    assert_eq!(rounds, 6);
}

const KEPT: &str = "
openapi: 3.0.3
info: {title: Pets, version: '7'}
paths:
  /pets/{petId}:
    get:
      summary: One pet
      operationId: readPet
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: old, in: query, schema: {type: string}}
        - {name: full, in: query, schema: {type: boolean}}
      responses: {'200': {description: A pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    delete: {summary: Gone, responses: {'204': {description: Gone}}}
  /own: {get: {summary: Own, responses: {}}}
components: {schemas: {Pet: {type: object, properties: {name: {type: string, maxLength: 9}}}}}
";

/// Renames a request, changes its query and deletes two others.
fn change(item: &mut Value) {
    for item in item["item"].as_array_mut().into_iter().flatten() {
        if item.get("item").is_some() {
            change(item);
        }
        if item["name"] == "One pet" {
            item["name"] = "Read a pet".into();
            let query = item["request"]["url"]["query"].as_array_mut().unwrap();
            query.retain(|one| one["key"] != "old");
            query.push(json!({ "key": "lang", "value": "en" }));
        }
    }
    if let Some(items) = item["item"].as_array_mut() {
        items.retain(|item| item["name"] != "Gone" && item["name"] != "Own");
    }
}

#[test]
fn a_description_follows_its_collection() {
    let before = to_collection(&Files::one("a.yaml", KEPT), &Options::default()).unwrap().document;
    let same = follow(KEPT, &before, &before).unwrap();
    assert_eq!((same.document.as_str(), same.changes.len()), (KEPT, 0));
    let mut now: Value = serde_json::from_str(&before).unwrap();
    change(&mut now);
    let toys = json!({ "name": "Toys", "request": { "method": "GET", "url": "{{baseUrl}}/toys" } });
    now["item"].as_array_mut().unwrap().push(toys);
    let followed = follow(KEPT, &before, &now.to_string()).unwrap();
    let read = |text: &str| -> Value { serde_json::from_str(&spec_json(text)).unwrap() };
    let made = read(&followed.document);
    let get = &made["paths"]["/pets/{petId}"]["get"];
    assert_eq!((&get["summary"], &get["operationId"]), (&json!("Read a pet"), &json!("readPet")));
    let names: Vec<&Value> =
        get["parameters"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["petId", "full", "lang"]);
    assert_eq!(get["parameters"][0]["schema"]["format"], "uuid");
    let schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/Pet");
    assert_eq!(made["components"]["schemas"]["Pet"]["properties"]["name"]["maxLength"], 9);
    assert!(made["paths"]["/pets/{petId}"].get("delete").is_none());
    assert!(made["paths"].get("/own").is_none() && made["paths"]["/toys"]["get"].is_object());
    assert_eq!(made["info"]["version"], "7");
    let told: BTreeSet<&str> = followed.changes.iter().map(String::as_str).collect();
    let expected = [
        "added `GET /toys`",
        "changed `GET /pets/{}`",
        "deleted `DELETE /pets/{}`",
        "deleted `GET /own`",
    ];
    assert_eq!(told, BTreeSet::from(expected));
    let again = follow(&followed.document, &now.to_string(), &now.to_string()).unwrap();
    assert_eq!((again.document, again.changes.len()), (followed.document, 0));
    let old = follow("swagger: '2.0'\ninfo: {}", &before, &before).unwrap_err().to_string();
    assert!(old.contains("OpenAPI 3"), "{old}");
}

/// A description in YAML as JSON.
fn spec_json(text: &str) -> String {
    let spec = convert::spec::Spec::read(&Files::one("a.yaml", text)).unwrap();
    spec.bundle().unwrap().to_string()
}
