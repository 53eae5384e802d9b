use super::*;

fn files(list: &[(&str, &str)]) -> Files {
    Files::many(list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

const HEAD: &str = "openapi: 3.0.0\ninfo: {title: A, version: '1'}\n";

#[test]
fn the_root_is_the_one_that_says_so() {
    let root = format!("{HEAD}paths: {{/a: {{$ref: 'paths/a.yaml#/item'}}}}");
    let part = "item: {get: {responses: {}}}";
    let spec = Spec::read(&files(&[("paths/a.yaml", part), ("api.yaml", &root)])).unwrap();
    assert_eq!((spec.kind(), spec.title(), spec.path(0)), (Kind::OpenApi30, "A", "api.yaml"));
    let item = spec.root().get("paths").unwrap().get("/a").unwrap();
    assert!(spec.follow(item).unwrap().get("get").is_some());

    let told = |list: &[(&str, &str)]| Spec::read(&files(list)).unwrap_err().to_string();
    assert!(told(&[("a.yaml", &root), ("b.yaml", &root)]).contains("`a.yaml`, `b.yaml`"));
    assert!(told(&[("a.yaml", "x: 1")]).contains("names no version"));
    assert!(told(&[("../a.yaml", &root), ("b.yaml", "x: 1")]).contains("lies outside"));
    let named = files(&[("a.yaml", &root), ("b.yaml", &root)]).with_root("b.yaml");
    assert_eq!(Spec::read(&named).unwrap().path(0), "b.yaml");
}

#[test]
fn what_can_t_be_read_is_named_with_its_place() {
    let told = |text: &str| Spec::read(&Files::one("a", text)).unwrap_err().to_string();
    assert!(
        told("{\"openapi\": \"3.0.0\",").starts_with("`a`, line 1, column 20"),
        "{}",
        told("{\"openapi\": \"3.0.0\",")
    );
    assert!(told("openapi: [").contains("line 2"), "{}", told("openapi: ["));
    let bomb = (0..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{}: &a{} [*a{n}, *a{n}, *a{n}, *a{n}]\n", n + 1, n + 1)
    });
    assert!(told(&bomb).contains("can't be read"));
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    assert!(!told(&deep).is_empty());
}

#[test]
fn references_that_lead_nowhere_are_problems() {
    let text = format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses: {{'200': {{$ref: '#/components/responses/No'}}, \
         '400': {{$ref: 'no.yaml#/x'}}, '401': {{$ref: '../../etc.yaml'}}}}\n  b: {{get: {{}}}}\n\
         components:\n  schemas:\n    Loop: {{$ref: '#/components/schemas/Loop'}}"
    );
    let told: Vec<String> =
        check(&Files::one("a.yaml", &text)).iter().map(ToString::to_string).collect();
    let all = told.join("\n");
    for part in [
        "`#/components/responses/No`, which is not there",
        "the file `no.yaml`, which is not there",
        "`../../etc.yaml`, which lies outside",
        "must begin with `/`",
        "must have `responses`",
        "refers to itself",
    ] {
        assert!(all.contains(part), "{part} in\n{all}");
    }
    let fine = format!("{HEAD}paths: {{/a: {{get: {{responses: {{default: {{}}}}}}}}}}");
    assert_eq!(check(&Files::one("a.yaml", &fine)), []);
}

#[test]
fn yaml_reads_as_it_is_meant() {
    let text = "openapi: 3.1.0\ninfo: {title: A, version: 1}\nbase: &base {x: 1}\npaths:\n  /a:\n    get:\n      \
                responses:\n        200: {<<: *base, description: yes}\n";
    let spec = Spec::read(&Files::one("a.yaml", text)).unwrap();
    let response = spec.root().value.pointer("/paths/~1a/get/responses/200").unwrap();
    assert_eq!(response["x"], 1);
    assert_eq!(spec.kind(), Kind::OpenApi31);
    for (text, kind) in [
        ("swagger: 2.0", Some(Kind::OpenApi2)),
        ("asyncapi: 2.6.0", Some(Kind::AsyncApi2)),
        ("openapi: 3.2.0", Some(Kind::OpenApi32)),
        ("openapi: 4.0.0", None),
    ] {
        let found = Spec::read(&Files::one("a", text)).ok().map(|spec| spec.kind());
        assert_eq!(found, kind, "{text}");
    }
}

#[test]
fn several_files_become_one() {
    let root = format!(
        "{HEAD}paths: {{/a: {{$ref: 'a.yaml'}}}}\ncomponents: {{schemas: {{Id: {{type: integer}}}}}}"
    );
    let path = "get: {responses: {'200': {$ref: 'shared/all.yaml#/answer'}}}";
    let shared = "answer: {description: OK, content: {application/json: {schema: {$ref: '#/Tree'}}}}\n\
                  Tree: {type: object, properties: {id: {$ref: '../api.yaml#/components/schemas/Id'}, \
                  all: {type: array, items: {$ref: '#/Tree'}}}}";
    let files = files(&[("api.yaml", &root), ("a.yaml", path), ("shared/all.yaml", shared)]);
    let bundle = Spec::read(&files).unwrap().bundle().unwrap();
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
    assert_eq!(
        bundle.pointer(schema).unwrap()["properties"]["id"]["$ref"],
        "#/components/schemas/Id"
    );
    let items = bundle.pointer(schema).unwrap()["properties"]["all"]["items"].clone();
    assert_eq!(items["$ref"], "#/components/schemas/Tree");
    let tree = bundle.pointer("/components/schemas/Tree").unwrap();
    assert_eq!(tree["properties"]["all"]["items"]["$ref"], "#/components/schemas/Tree");
    assert_eq!(check(&Files::one("one.json", &bundle.to_string())), []);
}
