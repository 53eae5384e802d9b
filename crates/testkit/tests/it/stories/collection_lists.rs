//! Lists of collections.

use serde_json::{Value, json};
use testkit::collection;

use super::{Team, add_collection, add_workspace, members, names, said, text};

#[tokio::test]
async fn filters_and_pages_apply_together() {
    let team = Team::new().await;
    for name in ["Alpha", "Beta", "Beta", "Gamma"] {
        team.collection(name).await;
        team.app.clock().advance(1000);
    }
    team.ana.post("/collections", collection("Own")).await.ok();
    let here = &team.workspace;
    let shouted = here.to_uppercase();
    let cases: &[(String, &[&str])] = &[
        (String::new(), &["Alpha", "Beta", "Beta", "Gamma", "Own"]),
        (format!("?workspace={here}"), &["Alpha", "Beta", "Beta", "Gamma"]),
        (format!("?workspace={shouted}"), &["Alpha", "Beta", "Beta", "Gamma"]),
        ("?name=Beta".into(), &["Beta", "Beta"]),
        ("?name=beta".into(), &[]),
        ("?name=Bet".into(), &[]),
        (format!("?workspace={here}&name=Own"), &[]),
        ("?name=Beta&limit=1".into(), &["Beta"]),
        ("?name=Beta&offset=1".into(), &["Beta"]),
        ("?limit=100".into(), &["Alpha", "Beta", "Beta", "Gamma", "Own"]),
        ("?offset=5".into(), &[]),
        ("?offset=99999999999&limit=99999999999".into(), &[]),
        ("?workspace=0b0b0b0b-0000-4000-8000-000000000000".into(), &[]),
        ("?workspace=no-such-place".into(), &[]),
        (format!("?workspace={}-{here}", team.app.owner_id()), &[]),
        ("?utm_source=x&fancy=1".into(), &["Alpha", "Beta", "Beta", "Gamma", "Own"]),
    ];
    for (query, expected) in cases {
        let list = team.ana.get(&format!("/collections{query}")).await.ok();
        assert_eq!(names(&list["collections"]), *expected, "{query}");
        let paged = query.contains("limit=") || query.contains("offset=");
        assert_eq!(list.get("meta").is_some(), paged, "{query}: meta only when paged");
    }
    let list = team.ana.get("/collections?name=Beta&limit=1&offset=1").await.ok();
    assert_eq!(list["meta"], json!({ "total": 2, "offset": 1, "limit": 1 }));
}

#[tokio::test]
async fn pages_join_up_to_the_whole_list() {
    let team = Team::new().await;
    for number in 0..7 {
        team.collection(&format!("Number {number}")).await;
    }
    let ids = |list: &Value| -> Vec<String> {
        list["collections"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect()
    };
    let whole = ids(&team.ana.get("/collections").await.ok());
    let mut joined = Vec::new();
    for offset in [0, 3, 6] {
        let page = team.ana.get(&format!("/collections?limit=3&offset={offset}")).await.ok();
        joined.extend(ids(&page));
    }
    assert_eq!(joined, whole);
}

#[tokio::test]
async fn bad_values_are_named() {
    let team = Team::new().await;
    let cases = [
        ("limit=0", "parameter `limit` must be at least 1"),
        ("limit=-1", "parameter `limit` must be at least 1"),
        ("limit=ten", "parameter `limit` must be a whole number"),
        ("limit=1.5", "parameter `limit` must be a whole number"),
        ("limit=", "parameter `limit` must be a whole number"),
        ("limit=99999999999999999999", "parameter `limit` must be a whole number"),
        ("offset=-1", "parameter `offset` must be at least 0"),
        ("offset=x", "parameter `offset` must be a whole number"),
        ("limit=1&offset=%00", "parameter `offset` must be a whole number"),
        ("limit=1&limit=1", "`limit` appears twice in the query."),
    ];
    for (query, words) in cases {
        let answer = team.ana.get(&format!("/collections?{query}")).await.expect(400);
        assert_eq!(said(&answer), words, "{query}");
    }
}

#[tokio::test]
async fn a_line_tells_whose_it_is_and_who_sees_it() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let list = team.ben.get(&format!("/collections?workspace={}", team.workspace)).await.ok();
    let owner = team.app.owner_id();
    assert_eq!(
        list["collections"],
        json!([{
            "id": id, "name": "Payments", "owner": owner.to_string(),
            "createdAt": "2027-01-15T08:00:00.000Z", "updatedAt": "2027-01-15T08:00:00.000Z",
            "uid": uid, "isPublic": false,
        }])
    );
    assert_eq!(uid, format!("{owner}-{id}"));
    assert_eq!(members(&list), ["collections"]);

    let open = add_workspace(&team.ana, "Showroom", "public").await;
    add_collection(&team.ana, &open, collection("Open")).await;
    let list = team.ben.get("/collections?name=Open").await.ok();
    assert_eq!(list["collections"][0]["isPublic"], true);
}

#[tokio::test]
async fn others_see_what_their_roles_show() {
    let team = Team::new().await;
    team.collection("Shared").await;
    team.ana.post("/collections", collection("Ana's own")).await.ok();
    let private = add_workspace(&team.ana, "Back room", "private").await;
    add_collection(&team.ana, &private, collection("Hidden")).await;

    let seen = async |actor: &testkit::Actor, query: &str| {
        names(&actor.get(&format!("/collections{query}")).await.ok()["collections"])
    };
    assert_eq!(seen(&team.ana, "").await, ["Ana's own", "Hidden", "Shared"]);
    assert_eq!(seen(&team.ben, "").await, ["Shared"]);
    assert_eq!(seen(&team.eve, "").await, [""; 0]);
    // A workspace that is not theirs looks like none.
    assert_eq!(seen(&team.ben, &format!("?workspace={private}")).await, [""; 0]);
    assert_eq!(seen(&team.eve, &format!("?workspace={}", team.workspace)).await, [""; 0]);
    // Totals count what is seen.
    let page = team.ben.get("/collections?limit=1").await.ok();
    assert_eq!(page["meta"]["total"], 1);
}
