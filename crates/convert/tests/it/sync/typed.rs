//! What people typed stays, also where the description changed the same.

use model::collection::parse;
use model::collection::render;
use serde_json::Value;

use super::{each, find, generated, step, store, tree};
use convert::openapi::Step;

const BEFORE: &str = "
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://one.test'}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Old}
paths:
  /pets/{id}:
    put:
      summary: Change
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, required: true, schema: {type: integer}}
        - {name: tag, in: query, required: true, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {description: A pet}}
  /forms:
    post:
      summary: Form
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}, b: {type: string}}}}}}
      responses: {'200': {description: Done}}
  /lists:
    post:
      summary: List
      requestBody: {content: {application/json: {schema: {type: array, items: {type: object, properties: {a: {type: string}}}}}}}
      responses: {'200': {description: Done}}
";

const PET: &str = "
  schemas:
    Pet: {type: object, properties: {name: {type: string}, age: {type: integer}, kin: {type: array, items: {type: object, properties: {name: {type: string}}}}}}";

fn before() -> String {
    BEFORE.replace("\npaths:", &format!("{PET}\npaths:"))
}

/// The description with other values, names and parts.
fn after(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(before(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// The collection as people changed the request of that name, after its description changed.
fn followed(
    name: &str,
    edit: impl Fn(&mut Value),
    changes: &[(&str, &str)],
) -> (Value, Vec<String>) {
    let mut text: Value = serde_json::from_str(&render(&generated(&before()))).unwrap();
    each(&mut text, &mut |item| {
        if item["name"] == name {
            edit(item);
        }
    });
    let now = store(parse(&text.to_string()).unwrap());
    let after = after(changes);
    let synced = step(&now, &before(), &after, Step::default());
    let again = step(&store(synced.draft.clone()), &after, &after, Step::default());
    assert_eq!(again.changes, Vec::<String>::new());
    let whole = tree(&synced.draft);
    (
        find(&whole, name).unwrap_or_else(|| panic!("{name} is gone: {whole:#}")).clone(),
        synced.notes,
    )
}

fn value<'a>(list: &'a Value, key: &str) -> &'a Value {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let found = list.iter().find(|one| one["key"] == key);
    &found.unwrap_or_else(|| panic!("no {key} in {list:?}"))["value"]
}

#[test]
fn values_of_parameters() {
    let typed = |item: &mut Value| {
        item["request"]["url"]["query"][0]["value"] = "25".into();
        item["request"]["header"][0]["value"] = "trace-me".into();
        item["request"]["url"]["variable"][0]["value"] = "42".into();
    };
    let (item, notes) = followed(
        "Change",
        typed,
        &[
            (
                "name: limit, in: query, required: true, schema: {type: integer}",
                "name: limit, in: query, required: true, schema: {type: string}, description: At most",
            ),
            (
                "name: X-Trace, in: header, required: true, schema: {type: string}",
                "name: X-Trace, in: header, required: true, schema: {type: integer}",
            ),
            (
                "name: id, in: path, required: true, schema: {type: string}",
                "name: id, in: path, required: true, schema: {type: integer}",
            ),
        ],
    );
    let request = &item["request"];
    assert_eq!(value(&request["url"]["query"], "limit"), "25");
    assert_eq!(request["url"]["query"][0]["description"], "(Required) At most", "{request:#}");
    assert_eq!(value(&request["header"], "X-Trace"), "trace-me");
    assert_eq!(value(&request["url"]["variable"], "id"), "42");
    let raw = request["url"]["raw"].as_str().unwrap();
    assert!(raw.contains("limit=25") && !raw.contains("limit=<"), "{raw}");
    assert!(notes.iter().any(|note| note.contains("query.limit.value")), "{notes:?}");
}

#[test]
fn parameters_that_share_a_name() {
    let typed = |item: &mut Value| {
        let query = item["request"]["url"]["query"].as_array_mut().unwrap();
        let tags: Vec<&mut Value> = query.iter_mut().filter(|one| one["key"] == "tag").collect();
        assert_eq!(tags.len(), 2);
        for (tag, value) in tags.into_iter().zip(["red", "blue"]) {
            tag["value"] = value.into();
        }
    };
    let (item, _) = followed(
        "Change",
        typed,
        &[(
            "in: query, required: true, schema: {type: integer}",
            "in: query, required: true, schema: {type: string}",
        )],
    );
    let query = item["request"]["url"]["query"].as_array().unwrap();
    let tags: Vec<&Value> =
        query.iter().filter(|one| one["key"] == "tag").map(|one| &one["value"]).collect();
    assert_eq!(tags, ["red", "blue"]);
    assert_eq!(value(&item["request"]["url"]["query"], "limit"), "<string>");
}

#[test]
fn a_path_parameter_takes_its_value_along() {
    let typed = |item: &mut Value| item["request"]["url"]["variable"][0]["value"] = "42".into();
    let renamed =
        [("/pets/{id}", "/pets/{petId}"), ("name: id, in: path", "name: petId, in: path")];
    let (item, notes) = followed("Change", typed, &renamed);
    let url = &item["request"]["url"];
    assert_eq!(url["variable"].as_array().unwrap().len(), 1, "{url:#}");
    assert_eq!(value(&url["variable"], "petId"), "42");
    assert!(url["path"].to_string().contains(":petId"), "{url:#}");
    assert!(url["raw"].as_str().unwrap().contains("/:petId"), "{url:#}");
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn an_address_that_is_one_text() {
    let typed = |item: &mut Value| {
        item["request"]["url"] = "{{baseUrl}}/pets/:id?limit=25&own=1".into();
    };
    let (item, _) = followed(
        "Change",
        typed,
        &[(
            "name: limit, in: query, required: true, schema: {type: integer}",
            "name: limit, in: query, required: true, schema: {type: string}",
        )],
    );
    let query = &item["request"]["url"]["query"];
    assert_eq!(value(query, "limit"), "25");
    assert_eq!(value(query, "own"), "1");
}

#[test]
fn credentials() {
    let typed = |item: &mut Value| {
        let auth = item["request"]["auth"]["apikey"].as_array_mut().unwrap();
        let held = auth.iter_mut().find(|one| one["key"] == "value").unwrap();
        held["value"] = "typed-in".into();
    };
    let (item, _) = followed(
        "Change",
        typed,
        &[("name: X-Old", "name: X-New"), ("type: apiKey, in: header", "type: apiKey, in: query")],
    );
    let auth = &item["request"]["auth"];
    assert_eq!(value(&auth["apikey"], "value"), "typed-in", "{auth:#}");
    assert_eq!(value(&auth["apikey"], "key"), "X-New");
    assert_eq!(value(&auth["apikey"], "in"), "query");
    // Of another kind they stay beside what the description wants.
    let (item, _) = followed(
        "Change",
        typed,
        &[("{type: apiKey, in: header, name: X-Old}", "{type: http, scheme: bearer}")],
    );
    assert_eq!(item["request"]["auth"]["type"], "bearer");
    assert!(item.to_string().contains("typed-in"), "{item:#}");
}

#[test]
fn bodies() {
    let raw = "{\n\t\"name\": \"Rex\",\n\t\"age\": {{age}},\n\t\"count\": 12345678901234567890123,\n\t\"kin\": [\n\t\t{\n\t\t\t\"name\": \"Ada\"\n\t\t}\n\t]\n}";
    let typed = |item: &mut Value| item["request"]["body"]["raw"] = raw.into();
    let (item, _) = followed(
        "Change",
        typed,
        &[(
            "properties: {name: {type: string}, age: {type: integer}",
            "properties: {name: {type: string, example: Fido}, age: {type: number}, tag: {type: string}",
        )],
    );
    let raw = item["request"]["body"]["raw"].as_str().unwrap();
    for kept in [
        "\n\t\"name\": \"Rex\"",
        "\"age\": {{age}}",
        "\t\t\t\"name\": \"Ada\"",
        "12345678901234567890123",
        "\n\t\"tag\": \"<string>\"",
    ] {
        assert!(raw.contains(kept), "no {kept} in {raw}");
    }
    let typed =
        |item: &mut Value| item["request"]["body"]["raw"] = "[{\"a\":\"mine\"}, {{more}}]".into();
    let (item, _) = followed(
        "List",
        typed,
        &[(
            "properties: {a: {type: string}}",
            "properties: {a: {type: integer}, c: {type: string}}",
        )],
    );
    let raw = item["request"]["body"]["raw"].as_str().unwrap();
    assert!(
        raw.contains("\"a\":\"mine\"")
            && raw.contains("{{more}}")
            && raw.contains("\"c\":\"<string>\""),
        "{raw}"
    );
    // What can't be read as JSON stays as it is.
    let typed = |item: &mut Value| item["request"]["body"]["raw"] = "<pets/>".into();
    let (item, notes) = followed(
        "List",
        typed,
        &[("properties: {a: {type: string}}", "properties: {b: {type: string}}")],
    );
    assert_eq!(item["request"]["body"]["raw"], "<pets/>");
    assert!(notes.iter().any(|note| note.contains("body.raw")), "{notes:?}");
}

#[test]
fn forms() {
    let typed =
        |item: &mut Value| item["request"]["body"]["urlencoded"][0]["value"] = "mine".into();
    let (item, _) = followed(
        "Form",
        typed,
        &[("{a: {type: string}, b: {type: string}}", "{a: {type: integer}, c: {type: string}}")],
    );
    let form = &item["request"]["body"]["urlencoded"];
    assert_eq!(value(form, "a"), "mine");
    assert!(form.to_string().contains("\"c\"") && !form.to_string().contains("\"b\""), "{form}");
}

#[test]
fn descriptions() {
    let typed = |item: &mut Value| item["request"]["description"] = "Ours to tell.".into();
    let (item, notes) = followed(
        "Change",
        typed,
        &[("summary: Change", "summary: Change\n      description: The description's.")],
    );
    assert!(item["request"]["description"].to_string().contains("Ours to tell."), "{item:#}");
    assert!(notes.iter().any(|note| note.contains("description")), "{notes:?}");
}
