use super::*;
use crate::ElementKind;
use crate::json::member;

fn element() -> Element {
    crate::environment::tests::element(ElementKind::Collection, "Pets")
}

fn ids() -> impl FnMut() -> String {
    let mut next = 0;
    move || {
        next += 1;
        format!("00000000-0000-4000-8000-{next:012}")
    }
}

/// The normal form of a collection with one item, and of that only the item.
fn item_of(item: &str) -> String {
    let text = format!(r#"{{"info":{{"name":"Pets","schema":"{SCHEMA}"}},"item":[{item}]}}"#);
    let shown = normalise(&text, element(), ids()).unwrap();
    let items = member(&shown, "item").unwrap();
    items.strip_prefix('[').unwrap().strip_suffix(']').unwrap().to_owned()
}

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const ID: &str = "c616506e-0676-4d79-88a7-c273b70e9cea";

#[test]
fn the_head_says_what_the_element_knows() {
    let text = format!(
        r#"{{"auth":null,"info":{{"createdAt":"x","description":{{"content":"d","type":"text/plain"}},"name":"P\u0065ts","_exporter_id":"7","schema":"{SCHEMA}","uid":"1-{ID}"}},"item":[],"x":[1.0,1e3,12345678901234567890]}}"#
    );
    let draft = parse(&text).unwrap();
    assert_eq!(draft.name, "Pets");
    assert_eq!(draft.given_id.as_deref(), Some(ID));
    assert_eq!(draft.given_uid_owner, Some(UserId(1)));
    let expected = format!(
        r#"{{"auth":null,"info":{{"createdAt":"2023-10-09T18:34:58.000Z","description":"d","name":"Pets","_exporter_id":"7","schema":"{SCHEMA}","uid":"12345678-5daabc50-8451-43f6-922d-96b403b4f28e","_postman_id":"5daabc50-8451-43f6-922d-96b403b4f28e","updatedAt":"2023-10-09T18:34:59.250Z","lastUpdatedBy":"87654321"}},"item":[],"x":[1.0,1e3,12345678901234567890]}}"#
    );
    assert_eq!(render(&draft.assemble(element(), ids())), expected);
}

#[test]
fn the_minimal_form_lists_the_top() {
    let text = format!(
        r#"{{"event":[{{"listen":"test","script":{{"exec":"a\nb"}}}}],"info":{{"name":"Pets","schema":"{SCHEMA}"}},"item":[],"variable":[{{"key":"a","value":"v","type":"secret"}}]}}"#
    );
    let head = parse(&text).unwrap().head;
    assert!(!head.body.contains("\"v\""));
    let top = [
        ("a".to_owned(), ItemKind::Folder),
        ("b".to_owned(), ItemKind::Request),
        ("c".to_owned(), ItemKind::Folder),
    ];
    let shown = render_minimal(&element(), &head, &top);
    let rest = r#","variable":[{"key":"a","value":"v","type":"secret"}],"events":[{"listen":"test","script":{"exec":["a","b"]}}],"rootLevelRequests":["12345678-b"],"rootLevelFolders":["12345678-a","12345678-c"]}"#;
    assert!(shown.ends_with(rest), "{shown}");
    assert!(!shown.contains("schema") && shown.contains("\"lastUpdatedBy\":\"87654321\""));
}

#[test]
fn items_are_split_in_order_of_the_text() {
    let text = format!(
        r#"{{"item":[{{"response":[{{"name":"r1"}},{{"name":"r2"}}],"name":"a","request":"u"}},{{"name":"f","item":[{{"name":"b","request":"u"}},{{"item":[]}}],"response":[7]}},{{"id":"{ID}","request":{{}}}}],"info":{{"name":"x","schema":"{SCHEMA}"}}}}"#
    );
    let draft = parse(&text).unwrap();
    let found: Vec<_> =
        draft.items.iter().map(|item| (item.name.as_str(), item.kind, item.parent)).collect();
    let expected = [
        ("a", ItemKind::Request, None),
        ("r1", ItemKind::Response, Some(0)),
        ("r2", ItemKind::Response, Some(0)),
        ("f", ItemKind::Folder, None),
        ("b", ItemKind::Request, Some(3)),
        ("", ItemKind::Folder, Some(3)),
        ("", ItemKind::Request, None),
    ];
    assert_eq!(found, expected);
    let bodies: Vec<_> = draft.items.iter().map(|item| item.document.body.as_str()).collect();
    assert_eq!(bodies[0], r#"{"response":[],"name":"a","request":"u"}"#);
    assert_eq!(bodies[3], r#"{"name":"f","item":[],"response":[7]}"#);
    assert_eq!(draft.items[6].id.as_deref(), Some(ID));
}

#[test]
fn only_usable_ids_are_taken() {
    let upper = ID.to_uppercase();
    // id, what is kept
    let table = [
        (ID, Some(ID)),
        (upper.as_str(), Some(ID)),
        ("12345678-c616506e-0676-4d79-88a7-c273b70e9cea", Some(ID)),
        ("", None),
        ("my-request", None),
        ("c616506e06764d7988a7c273b70e9cea", None),
    ];
    for (id, kept) in table {
        let text = format!(
            r#"{{"info":{{"name":"x","schema":"{SCHEMA}"}},"item":[{{"id":"{id}","request":"u"}},{{"id":"{ID}","request":"u"}}]}}"#
        );
        let draft = parse(&text).unwrap();
        assert_eq!(draft.items[0].id.as_deref(), kept, "{id}");
        // A second item of the same id becomes a new one.
        let second = if kept.is_some() { None } else { Some(ID) };
        assert_eq!(draft.items[1].id.as_deref(), second, "{id}");
    }
}

#[test]
fn both_addresses_and_both_versions_are_taken() {
    let table = [
        ("https://schema.getpostman.com/json/collection/v2.1.0/collection.json", true),
        ("https://schema.postman.com/json/collection/v2.1.0/collection.json", true),
        ("https://schema.getpostman.com/json/collection/v2.0.0/collection.json", true),
        ("https://schema.postman.com/json/collection/v2.0.0/", true),
        ("https://schema.getpostman.com/json/collection/v1.0.0/collection.json", false),
        ("https://schema.getpostman.com/json/collection/v3.0.0/collection.json", false),
        ("https://example.com/json/collection/v2.1.0/collection.json", false),
        ("", false),
    ];
    for (schema, good) in table {
        let text = format!(r#"{{"info":{{"name":"x","schema":"{schema}"}},"item":[]}}"#);
        assert_eq!(parse(&text).is_ok(), good, "{schema}");
        if let Ok(draft) = parse(&text) {
            let stored = schema.replace("v2.0.0", "v2.1.0");
            assert!(draft.head.body.contains(&stored), "{}", draft.head.body);
        }
    }
}

#[test]
fn problems_are_named_with_their_path() {
    let info = format!(r#""info":{{"name":"x","schema":"{SCHEMA}"}}"#);
    let one = |item: &str| format!(r#"{{{info},"item":[{item}]}}"#);
    let table = [
        ("[]".to_owned(), ": must be object"),
        (
            "{}".to_owned(),
            ": must have required property 'info', : must have required property 'item'",
        ),
        (
            r#"{"info":{"name":"x"},"item":[]}"#.to_owned(),
            "info: must have required property 'schema'",
        ),
        (
            format!(r#"{{"info":{{"schema":"{SCHEMA}"}}}}"#),
            "info: must have required property 'name', : must have required property 'item'",
        ),
        (
            format!(r#"{{"info":{{"name":"","schema":"{SCHEMA}"}},"item":[]}}"#),
            "info.name: must NOT have fewer than 1 characters",
        ),
        (
            format!(r#"{{"info":{{"name":7,"schema":"{SCHEMA}"}},"item":[]}}"#),
            "info.name: must be string",
        ),
        (r#"{"info":[],"item":[]}"#.to_owned(), "info: must be object"),
        (format!(r#"{{{info},"item":{{}}}}"#), "item: must be array"),
        (one("7"), "item[0]: must be object"),
        (one("{}"), "item[0]: must have required property 'request'"),
        (one(r#"{"request":7}"#), "item[0].request: must be string,object"),
        (one(r#"{"request":{"url":7}}"#), "item[0].request.url: must be string,object,null"),
        (one(r#"{"request":{"header":{}}}"#), "item[0].request.header: must be string,array,null"),
        (
            one(r#"{"request":{"header":[{"key":1}]}}"#),
            "item[0].request.header[0].key: must be string,null",
        ),
        (one(r#"{"request":"u","name":7}"#), "item[0].name: must be string"),
        (one(r#"{"item":[{"item":[{"item":7}]}]}"#), "item[0].item[0].item[0].item: must be array"),
        (
            one(r#"{"request":"u","event":[{}]}"#),
            "item[0].event[0]: must have required property 'listen'",
        ),
        (one(r#"{"request":"u","response":{}}"#), "item[0].response: must be array"),
        (one(r#"{"request":"u","response":[7]}"#), "item[0].response[0]: must be object"),
        (
            one(r#"{"request":"u","response":[{"code":"200"}]}"#),
            "item[0].response[0].code: must be number,null",
        ),
        (one(r#"{"item":[],"auth":"x"}"#), "item[0].auth: must be object,null"),
        (format!(r#"{{{info},"item":[],"variable":{{}}}}"#), "variable: must be array,null"),
    ];
    for (text, problems) in table {
        assert_eq!(parse(&text).unwrap_err().to_string(), problems, "{text}");
    }
    assert!(parse("{").unwrap_err().to_string().starts_with(": must be JSON"));
    let many = one(&vec!["7"; 1_000].join(","));
    assert_eq!(parse(&many).unwrap_err().problems.len(), 100);
}

#[test]
fn format_one_is_refused_by_name() {
    let texts = [
        r#"{"id":"x","name":"old","order":[],"requests":[]}"#,
        r#"{"id":"x","name":"old","order":["a"]}"#,
    ];
    for text in texts {
        assert!(parse(text).unwrap_err().to_string().contains("this one is v1"), "{text}");
    }
}

#[test]
fn items_nest_to_the_limit_and_no_further() {
    let nested = |depth: usize| {
        format!(
            r#"{{"info":{{"name":"x","schema":"{SCHEMA}"}},"item":[{}{}]}}"#,
            r#"{"item":["#.repeat(depth),
            "]}".repeat(depth)
        )
    };
    let text = nested(98);
    let shown = normalise(&text, element(), ids()).unwrap();
    assert_eq!(shown.matches("\"uid\"").count(), 99);
    assert_eq!(item_map(&shown).matches("itemRefs").count(), 99);
    let problem = parse(&nested(120)).unwrap_err().to_string();
    assert!(problem.contains("nested deeper than 200 levels"), "{problem}");
    assert!(parse(&nested(100_000)).is_err());
}

#[test]
fn requests_come_back_as_objects() {
    let tail = r#""id":"00000000-0000-4000-8000-000000000001","uid":"12345678-00000000-0000-4000-8000-000000000001","createdAt":"2023-10-09T18:34:58.000Z","updatedAt":"2023-10-09T18:34:59.250Z"}"#;
    // request, what it becomes
    let table = [
        (
            r#""https://a.b:8080/c/d?e=f&g#h""#,
            r#"{"method":"GET","header":[],"url":{"raw":"https://a.b:8080/c/d?e=f&g#h","protocol":"https","host":["a","b"],"port":"8080","path":["c","d"],"query":[{"key":"e","value":"f"},{"key":"g","value":null}],"hash":"h"}}"#,
        ),
        (
            r#"{"url":"{{base.url}}/x/:id"}"#,
            r#"{"url":{"raw":"{{base.url}}/x/:id","host":["{{base.url}}"],"path":["x",":id"]}}"#,
        ),
        (
            r#"{"url":"http://u:p@[::1]:80/"}"#,
            r#"{"url":{"raw":"http://u:p@[::1]:80/","protocol":"http","auth":{"user":"u","password":"p"},"host":["[::1]"],"port":"80","path":[]}}"#,
        ),
        (r#"{"url":""}"#, r#"{"url":{"raw":"","host":[],"path":[]}}"#),
        (r#"{"url":null}"#, r#"{"url":null}"#),
        (
            r#"{"url":{"raw":"x","host":"a.{{b.c}}","path":"/d/{{e/f}}","port":1.0}}"#,
            r#"{"url":{"raw":"x","host":["a","{{b.c}}"],"path":["d","{{e/f}}"],"port":1.0}}"#,
        ),
        (
            r#"{"url":{"path":["a",{"type":"string","value":"b"}]}}"#,
            r#"{"url":{"path":["a","b"]}}"#,
        ),
        (
            r#"{"description":{"content":null},"header":[{"key":"a","description":{"content":"x"}}]}"#,
            r#"{"description":null,"header":[{"key":"a","description":"x"}]}"#,
        ),
        (r#"{"header":"A: b"}"#, r#"{"header":"A: b"}"#),
        (
            r#"{"body":{"mode":"graphql","graphql":{"query":"q","variables":{"a": 1.0}}}}"#,
            r#"{"body":{"mode":"graphql","graphql":{"query":"q","variables":"{\"a\": 1.0}"}}}"#,
        ),
        (
            r#"{"body":{"graphql":{"variables":"{}"}}}"#,
            r#"{"body":{"graphql":{"variables":"{}"}}}"#,
        ),
    ];
    for (request, expected) in table {
        let shown = item_of(&format!(r#"{{"name":"n","request":{request}}}"#));
        assert_eq!(shown, format!(r#"{{"name":"n","request":{expected},{tail}"#));
    }
}

#[test]
fn scripts_come_back_as_lists_of_lines() {
    // script, what it becomes
    let table = [
        (r#"{"exec":"a\nb\r\nc"}"#, r#"{"exec":["a","b\r","c"]}"#),
        (r#"{"exec":["a"],"x":1.0}"#, r#"{"exec":["a"],"x":1.0}"#),
        (r#""a""#, r#"{"exec":["a"],"type":"text/javascript"}"#),
        (r#"["a","b"]"#, r#"{"exec":["a","b"],"type":"text/javascript"}"#),
        (r#"{"exec":""}"#, r#"{"exec":[""]}"#),
    ];
    for (script, expected) in table {
        let event = |script| format!(r#""event":[{{"listen":"test","script":{script}}}]"#);
        let shown = item_of(&format!(r#"{{"item":[],{}}}"#, event(script)));
        assert!(shown.contains(&event(expected)), "{shown}");
    }
}

#[test]
fn responses_have_headers_and_the_request_they_answer() {
    // members of the response, what they become
    let table = [
        (
            r#""header":null"#,
            r#""header":[],"originalRequest":{"url":{"raw":"a","host":["a"],"path":[]}}"#,
        ),
        (
            r#""header":"A: b: c\r\n\nD""#,
            r#""header":[{"key":"A","value":"b: c"},{"key":"D","value":""}],"originalRequest":{"url":{"raw":"a","host":["a"],"path":[]}}"#,
        ),
        (
            r#""originalRequest":"z""#,
            r#""originalRequest":{"method":"GET","header":[],"url":{"raw":"z","host":["z"],"path":[]}},"header":[]"#,
        ),
        (
            r#""originalRequest":null,"header":[1.0]"#,
            r#""originalRequest":{"url":{"raw":"a","host":["a"],"path":[]}},"header":[1.0]"#,
        ),
    ];
    for (members, expected) in table {
        let members = members.replace("[1.0]", r#"[{"x":1.0}]"#);
        let expected = expected.replace("[1.0]", r#"[{"x":1.0}]"#);
        let shown = item_of(&format!(r#"{{"response":[{{{members}}}],"request":{{"url":"a"}}}}"#));
        assert!(shown.contains(&format!("[{{{expected},\"id\":")), "{shown}");
    }
}

#[test]
fn format_two_is_turned_into_two_one() {
    let text = r#"{"item":[{"name":"a","request":{"auth":{"type":"basic","basic":{"username":"u","x":1.0,"on":true,"no":null}},"url":"a"},"response":[{"originalRequest":{"auth":{"type":"noauth"}}}]},{"item":[],"auth":{"type":"bearer","bearer":{}}}],"info":{"name":"x","schema":"https://schema.postman.com/json/collection/v2.0.0/collection.json"},"auth":{"type":"apikey","apikey":[{"key":"k"}]}}"#;
    let draft = parse(text).unwrap();
    assert_eq!(
        member(draft.items[0].document.body.as_str(), "request"),
        Some(
            r#"{"auth":{"type":"basic","basic":[{"key":"username","value":"u","type":"string"},{"key":"x","value":1.0,"type":"number"},{"key":"on","value":true,"type":"boolean"},{"key":"no","value":null,"type":"any"}]},"url":"a"}"#
        )
    );
    assert!(draft.items[1].document.body.contains(r#""auth":{"type":"noauth"}"#));
    assert!(draft.items[2].document.body.contains(r#""bearer":[]"#));
    assert!(draft.head.body.contains(r#""apikey":[{"key":"k"}]"#));
    assert!(draft.head.body.contains("schema.postman.com/json/collection/v2.1.0/"));
}

#[test]
fn stored_items_are_shown_by_their_parents() {
    let item = |id: &str, parent: Option<&str>, kind, body: &str| Item {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        name: String::new(),
        document: Document::plain(body),
        created_at: 0,
        updated_at: 1,
        updated_by: UserId(1),
        version: 1,
    };
    let collection = Collection {
        element: element(),
        head: Document::plain(r#"{"info":{}}"#),
        items: vec![
            item("f", None, ItemKind::Folder, r#"{"id":"old","uid":7}"#),
            item("q", Some("f"), ItemKind::Request, r#"{"request":"u"}"#),
            item("r", Some("q"), ItemKind::Response, "{}"),
            item("z", None, ItemKind::Request, "{}"),
        ],
    };
    let shown = render(&collection);
    let times = r#""createdAt":"1970-01-01T00:00:00.000Z","updatedAt":"1970-01-01T00:00:00.001Z""#;
    let url = r#"{"method":"GET","header":[],"url":{"raw":"u","host":["u"],"path":[]}}"#;
    let expected = format!(
        r#"[{{"id":"f","uid":"12345678-f","item":[{{"request":{url},"response":[{{"originalRequest":{url},"header":[],"id":"r","uid":"12345678-r",{times}}}],"id":"q","uid":"12345678-q",{times}}}]}},{{"id":"z","uid":"12345678-z",{times}}}]"#
    );
    assert_eq!(member(&shown, "item"), Some(expected.as_str()));
    let map = r#"[{"name":"","id":"12345678-f","itemRefs":[{"name":"","id":"12345678-q"}]},{"name":"","id":"12345678-z"}]"#;
    assert_eq!(member(&item_map(&shown), "itemRefs"), Some(map));
    assert_eq!(item_map("{}"), "{}");
    assert_eq!(item_map(r#"{"a":1.0,"item":7}"#), r#"{"a":1.0,"item":7}"#);
}

#[test]
fn a_change_of_the_head_replaces_what_it_names() {
    let head = Document::extract(
        r#"{"info":{"name":"old","schema":"s"},"item":[],"variable":[{"key":"a","value":"v","type":"secret"}],"x":1.0}"#,
    );
    let table = [
        (
            r#"{"info":{"name":"new","description":"d"}}"#,
            "new",
            r#"{"info":{"name":"new","schema":"s","description":"d"},"item":[],"variable":[{"key":"a","value":"v","type":"secret"}],"x":1.0}"#,
        ),
        (
            r#"{"variable":[],"auth":null,"event":[],"events":[{"listen":"test"}]}"#,
            "old",
            r#"{"info":{"name":"old","schema":"s"},"item":[],"variable":[],"x":1.0,"auth":null,"event":[{"listen":"test"}]}"#,
        ),
    ];
    for (patch, name, expected) in table {
        let (found, document) = patch_head(&head, patch).unwrap();
        assert_eq!((found.as_str(), document.fill().as_str()), (name, expected), "{patch}");
    }
    let table = [
        ("{}", "'info' key is mandatory when 'collection' is empty."),
        ("[]", ": must be object"),
        (r#"{"item":[],"x":1}"#, "Invalid parameters: ('item', 'x') for key: 'collection'"),
        (r#"{"info":{"schema":"x"}}"#, "Invalid parameters: ('schema') for key: 'collection.info'"),
        (r#"{"info":{"name":7}}"#, "info.name: must be string"),
        (r#"{"info":{"name":""}}"#, "info.name: must NOT have fewer than 1 characters"),
        (r#"{"events":[{}]}"#, "events[0]: must have required property 'listen'"),
    ];
    for (patch, message) in table {
        assert_eq!(patch_head(&head, patch).unwrap_err().to_string(), message, "{patch}");
    }
}
