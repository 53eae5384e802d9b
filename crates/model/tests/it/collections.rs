//! What holds for every collection.

use model::collection::{self, ItemKind};
use model::{Element, ElementKind, UserId};
use proptest::prelude::*;

use crate::oracle;
use crate::tree::Json;

pub(crate) const SCHEMA: &str =
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

pub(crate) fn element(name: &str) -> Element {
    Element {
        kind: ElementKind::Collection,
        id: "5daabc50-8451-43f6-922d-96b403b4f28e".to_owned(),
        owner: UserId(oracle::OWNER.parse().unwrap()),
        name: name.to_owned(),
        workspace: "1f0df51a-8658-4ee8-a2a1-d2567dfa09a9".to_owned(),
        created_at: 1_696_876_498_000,
        updated_at: 1_696_876_499_250,
        updated_by: UserId(87_654_321),
        version: 1,
        fork: None,
    }
}

fn text() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<String>().prop_map(Json::Text),
        "[a-z{}/.:\n]{0,12}".prop_map(Json::Text),
        Just(Json::text("{{token}}")),
    ]
}

fn word() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::null()),
        Just(Json::Word("true".to_owned())),
        Just(Json::Word("1.0".to_owned())),
        Just(Json::Word("1e3".to_owned())),
        Just(Json::Word("12345678901234567890".to_owned())),
        Just(Json::Word("-0.10E-2".to_owned())),
    ]
}

fn anything() -> impl Strategy<Value = Json> {
    prop_oneof![text(), word()].prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            object(vec![("a", inner.clone().boxed()), ("description", inner.boxed())]),
        ]
    })
}

/// An object with some of the members, in any order, among unknown ones.
fn object(members: Vec<(&'static str, BoxedStrategy<Json>)>) -> BoxedStrategy<Json> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            prop::option::weighted(0.6, value)
                .prop_map(move |value| value.map(|value| (name.to_owned(), value)))
        })
        .collect();
    members
        .prop_map(|members| members.into_iter().flatten().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Json::Object)
        .boxed()
}

fn unknown() -> (&'static str, BoxedStrategy<Json>) {
    ("_unknown\"\\\u{e9}", anything().boxed())
}

fn list(of: impl Strategy<Value = Json> + 'static) -> BoxedStrategy<Json> {
    prop::collection::vec(of, 0..3).prop_map(Json::List).boxed()
}

fn description() -> BoxedStrategy<Json> {
    let form = object(vec![("content", text().boxed()), ("type", text().boxed())]);
    prop_oneof![text(), Just(Json::null()), form].boxed()
}

fn parameter() -> BoxedStrategy<Json> {
    object(vec![
        ("key", text().boxed()),
        ("value", prop_oneof![text(), word()].boxed()),
        ("type", prop_oneof![Just(Json::text("secret")), Just(Json::text("text"))].boxed()),
        ("description", description()),
        unknown(),
    ])
}

/// Values that the format allows in headers.
fn header() -> BoxedStrategy<Json> {
    object(vec![("key", text().boxed()), ("value", text().boxed()), ("description", description())])
}

fn events() -> BoxedStrategy<Json> {
    let exec = prop_oneof![text().boxed(), list(text())];
    let script = object(vec![("exec", exec.boxed()), ("id", text().boxed()), unknown()]);
    let script = prop_oneof![script, text().boxed(), list(text())];
    let event = script.prop_map(|script| {
        Json::object(&[("listen", Json::text("test")), ("script", script), ("x", Json::null())])
    });
    list(event)
}

fn url() -> BoxedStrategy<Json> {
    let plain = "(https?://)?[a-z]{1,4}(\\.[a-z]{2,3}){0,2}(:[0-9]{2,4})?(/[a-z0-9]{0,3}){0,3}(\\?[a-z]{1,2}(=[a-z0-9]{0,2})?(&[a-z](=x)?){0,2})?(#[a-z]{1,3})?";
    let segment = object(vec![("type", text().boxed()), ("value", text().boxed())]);
    let object = object(vec![
        ("raw", text().boxed()),
        ("host", prop_oneof![list(text()), "[a-z.]{0,8}".prop_map(Json::Text).boxed()].boxed()),
        (
            "path",
            prop_oneof![
                list(prop_oneof![text().boxed(), segment]),
                "/?[a-z/]{0,8}".prop_map(Json::Text).boxed()
            ]
            .boxed(),
        ),
        ("query", list(parameter())),
        ("variable", list(parameter())),
        unknown(),
    ]);
    prop_oneof![object, plain.prop_map(Json::Text).boxed(), Just(Json::null()).boxed()].boxed()
}

fn request() -> BoxedStrategy<Json> {
    let graphql = object(vec![("query", text().boxed()), ("variables", anything().boxed())]);
    let body = object(vec![
        ("mode", text().boxed()),
        ("raw", text().boxed()),
        ("urlencoded", list(parameter())),
        ("formdata", list(parameter())),
        ("graphql", graphql),
        unknown(),
    ]);
    let object = object(vec![
        ("method", text().boxed()),
        ("url", url()),
        ("header", prop_oneof![list(header()), text().boxed()].boxed()),
        ("body", body),
        ("description", description()),
        ("auth", Just(Json::object(&[("type", Json::text("noauth"))])).boxed()),
        unknown(),
    ]);
    let plain = url().prop_filter("text", |url| matches!(url, Json::Text(_)));
    prop_oneof![3 => object, 1 => plain.boxed()].boxed()
}

fn id() -> BoxedStrategy<Json> {
    prop_oneof![
        prop::sample::select(vec![
            "c616506e-0676-4d79-88a7-c273b70e9cea",
            "D20B9562-9C85-4F25-BB2D-CFACF7DD85D1",
            "bf6fd735-125e-486b-b7fb-9f0ae4a0bbc5",
            "no uuid",
        ])
        .prop_map(Json::text),
    ]
    .boxed()
}

fn response() -> BoxedStrategy<Json> {
    let headers = prop_oneof![
        list(header()),
        Just(Json::null()).boxed(),
        "([A-Z]{1,3}(: [a-z]{0,3})?\r?\n){0,3}".prop_map(Json::Text).boxed()
    ];
    object(vec![
        ("id", id()),
        ("name", text().boxed()),
        ("originalRequest", prop_oneof![request(), Just(Json::null()).boxed()].boxed()),
        ("header", headers.boxed()),
        ("body", text().boxed()),
        ("createdAt", text().boxed()),
        unknown(),
    ])
}

fn item() -> BoxedStrategy<Json> {
    let leaf = (
        request(),
        object(vec![
            ("id", id()),
            ("uid", text().boxed()),
            ("name", text().boxed()),
            ("description", description()),
            ("event", events()),
            ("response", list(response())),
            ("variable", list(parameter())),
            unknown(),
        ]),
        any::<bool>(),
    )
        .prop_map(|(request, mut item, first)| {
            if let (Json::Object(members), true) = (&mut item, first) {
                members.insert(0, ("request".to_owned(), request));
            } else {
                item.set("request", request);
            }
            item
        });
    let folder = |inner: BoxedStrategy<Json>| {
        let members = object(vec![
            ("id", id()),
            ("name", text().boxed()),
            ("description", description()),
            ("event", events()),
            ("updatedAt", text().boxed()),
            ("response", list(anything())),
            unknown(),
        ]);
        (members, list(inner), any::<bool>()).prop_map(|(mut folder, items, first)| {
            match (&mut folder, first) {
                (Json::Object(members), true) => members.insert(0, ("item".to_owned(), items)),
                _ => folder.set("item", items),
            }
            folder
        })
    };
    leaf.boxed().prop_recursive(3, 8, 3, folder).boxed()
}

fn collection() -> impl Strategy<Value = (String, Json)> {
    let name = prop_oneof!["[A-Z][a-z]{2,8}", any::<String>()]
        .prop_filter("name", |name| !name.is_empty());
    let rest = object(vec![
        ("event", events()),
        ("variable", list(parameter())),
        ("auth", Just(Json::null()).boxed()),
        unknown(),
    ]);
    let info =
        object(vec![("description", description()), ("updatedAt", text().boxed()), unknown()]);
    (name, rest, info, list(item()), any::<bool>()).prop_map(
        |(name, mut rest, mut info, items, first)| {
            info.set("name", Json::text(&name));
            info.set("schema", Json::text(SCHEMA));
            rest.set("info", info);
            match (&mut rest, first) {
                (Json::Object(members), true) => members.insert(0, ("item".to_owned(), items)),
                _ => rest.set("item", items),
            }
            (name, rest)
        },
    )
}

proptest! {
    /// Reading back gives what was sent, in normal form and nothing else.
    #[test]
    fn what_was_sent_comes_back((name, json) in collection(), pretty in any::<bool>()) {
        let text = if pretty { json.pretty(0) } else { json.write() };
        prop_assert!(model::json::check(text.as_bytes()).is_ok());
        let element = element(&name);
        let id = element.id.clone();
        let shown = collection::normalise(&text, element, oracle::ids()).unwrap();
        let expected = oracle::normalise(json, &id, &name);
        prop_assert!(model::json::check(shown.as_bytes()).is_ok(), "{}", shown);
        // Text in place of JSON is the text that was sent, so its blanks count.
        if !pretty || !text.contains("\"variables\"") {
            prop_assert_eq!(Json::parse(&shown), expected);
        }
    }

    /// What comes back can be sent again, and then comes back the same.
    #[test]
    fn the_normal_form_is_stable((name, json) in collection()) {
        let once = collection::normalise(&json.write(), element(&name), oracle::ids()).unwrap();
        let draft = collection::parse(&once).unwrap();
        prop_assert!(draft.items.iter().all(|item| item.id.is_some()));
        let twice = collection::render(&draft.assemble(element(&name), String::new));
        prop_assert_eq!(once, twice);
    }

    /// Parents come first, responses right after their request, and nothing lies in a response.
    #[test]
    fn parts_are_in_order((_, json) in collection()) {
        let draft = collection::parse(&json.write()).unwrap();
        for (index, item) in draft.items.iter().enumerate() {
            let parent = item.parent.map(|parent| (parent, draft.items[parent].kind));
            match item.kind {
                ItemKind::Response => {
                    prop_assert!(matches!(parent, Some((at, ItemKind::Request)) if at < index));
                    prop_assert_ne!(draft.items[index - 1].kind, ItemKind::Folder);
                }
                _ => prop_assert!(
                    parent.is_none_or(|(at, kind)| at < index && kind == ItemKind::Folder)
                ),
            }
            prop_assert!(model::json::check(item.document.body.as_bytes()).is_ok());
        }
    }

    /// No text makes anything panic, and what parses renders.
    #[test]
    fn spoilt_collections_are_survived(
        (_, json) in collection(), at in any::<prop::sample::Index>(), other in any::<char>(),
    ) {
        let text = json.write();
        let mut spoilt: Vec<char> = text.chars().collect();
        let at = at.index(spoilt.len());
        spoilt[at] = other;
        let spoilt: String = spoilt.into_iter().collect();
        let _ = collection::item_map(&spoilt);
        match collection::normalise(&spoilt, element("x"), oracle::ids()) {
            Ok(shown) if model::json::check(spoilt.as_bytes()).is_ok() => {
                prop_assert!(model::json::check(shown.as_bytes()).is_ok(), "{}", shown);
            }
            Ok(_) => {}
            Err(invalid) => prop_assert!(!invalid.problems.is_empty()),
        }
    }

    /// Masking a shown collection changes values, never its shape.
    #[test]
    fn masks_keep_the_shape((name, json) in collection()) {
        let shown = collection::normalise(&json.write(), element(&name), oracle::ids()).unwrap();
        let masked = model::mask::Masker { key: [3; 32] }.collection(&shown);
        prop_assert!(same_shape(&Json::parse(&shown), &Json::parse(&masked)), "{}", masked);
    }
}

/// Equal but for the values of secrets.
fn same_shape(shown: &Json, masked: &Json) -> bool {
    match (shown, masked) {
        (_, Json::Text(text)) if text.contains("«masked:") => true,
        (Json::List(a), Json::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_shape(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same_shape(&a.1, &b.1))
        }
        (a, b) => a == b,
    }
}
