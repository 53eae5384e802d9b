//! Ids in every form: what names an element, what names nothing, and what is no id at all.

use catalog::Spec;
use http::Method;
use serde_json::json;
use testkit::{Actor, Answer};

use super::scene::{
    Named, Place, Scene, add_api, add_collection, add_environment, add_mock, add_monitor, all, area,
};

/// What an id leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leads {
    /// To the element.
    There,
    /// To nothing: 404.
    Nowhere,
    /// It can't be an id: 400.
    Refused,
}

use Leads::{Nowhere, Refused, There};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Collection,
    Environment,
    Api,
    Mock,
    Monitor,
    Workspace,
}

impl What {
    const ALL: [Self; 6] = [
        Self::Collection,
        Self::Environment,
        Self::Api,
        Self::Mock,
        Self::Monitor,
        Self::Workspace,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Collection => "/collections",
            Self::Environment => "/environments",
            Self::Api => "/apis",
            Self::Mock => "/mocks",
            Self::Monitor => "/monitors",
            Self::Workspace => "/workspaces",
        }
    }

    fn of(self, place: &Place) -> Named {
        match self {
            Self::Collection => place.collection.clone(),
            Self::Environment => place.environment.clone(),
            Self::Api => place.api.clone(),
            Self::Mock => place.mock.clone(),
            Self::Monitor => place.monitor.clone(),
            Self::Workspace => Named { id: place.workspace.clone(), uid: place.workspace.clone() },
        }
    }

    async fn make(self, maker: &Actor, workspace: &str) -> Named {
        match self {
            Self::Collection => add_collection(maker, workspace, "Target").await,
            Self::Environment => add_environment(maker, workspace, "Target").await,
            Self::Api => add_api(maker, workspace, "Target").await,
            Self::Mock => {
                let collection = add_collection(maker, workspace, "Target").await;
                add_mock(maker, workspace, &collection).await
            }
            Self::Monitor => {
                let collection = add_collection(maker, workspace, "Target").await;
                add_monitor(maker, workspace, &collection).await
            }
            Self::Workspace => {
                let body = json!({ "workspace": { "name": "Target", "type": "team" } });
                let made = maker.post("/workspaces", body).await.ok();
                let id = made["workspace"]["id"].as_str().unwrap().to_owned();
                Named { uid: id.clone(), id }
            }
        }
    }
}

/// Every way to write an id, and what it leads to.
fn forms(what: What, named: &Named, owner: i64, scene: &Scene) -> Vec<(String, String, Leads)> {
    let Named { id, .. } = named;
    let elements = if what == What::Workspace { Nowhere } else { There };
    let upper = id.to_uppercase();
    let bare = id.replace('-', "");
    let (ben, eve) = (scene.ben_id, scene.eve_id);
    let encoded: Vec<_> = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let twice = format!("%25{:02x}{}", id.as_bytes()[0], &id[1..]);
    let fullwidth = id.replace('-', "%EF%BC%8D");
    let mut forms = vec![
        ("id", id.clone(), There),
        ("upper-case id", upper.clone(), There),
        ("mixed case", format!("{}{}", &upper[..18], &id[18..]), There),
        ("one letter encoded", format!("%{:02x}{}", id.as_bytes()[0], &id[1..]), There),
        ("all letters encoded", encoded.concat(), There),
        ("trailing slash", format!("{id}/"), There),
        ("uid", format!("{owner}-{id}"), elements),
        ("uid with an upper-case id", format!("{owner}-{upper}"), elements),
        ("uid with an encoded dash", format!("{owner}%2D{id}"), elements),
        ("another member's prefix", format!("{ben}-{id}"), Nowhere),
        ("another team's prefix", format!("{eve}-{id}"), Nowhere),
        ("nobody's prefix", format!("7-{id}"), Nowhere),
        ("prefix 0", format!("0-{id}"), Nowhere),
        ("leading zero", format!("0{owner}-{id}"), Nowhere),
        ("two leading zeros", format!("00{owner}-{id}"), Nowhere),
        ("a prefix past 64 bits", format!("1{}-{id}", "0".repeat(30)), Nowhere),
        (
            "a prefix that wraps around",
            format!("{}-{id}", i128::from(owner) + (1_i128 << 64)),
            Nowhere,
        ),
        ("a prefix of letters", format!("abc-{id}"), Nowhere),
        ("a hex prefix", format!("0x{owner:x}-{id}"), Nowhere),
        ("two prefixes", format!("{owner}-{owner}-{id}"), Nowhere),
        ("only a prefix", owner.to_string(), Nowhere),
        ("a prefix and a dash", format!("{owner}-"), Nowhere),
        ("prefix after the id", format!("{id}-{owner}"), Nowhere),
        ("one character more", format!("{id}0"), Nowhere),
        ("one character less", id[..35].to_owned(), Nowhere),
        ("a dash more", format!("{id}-"), Nowhere),
        ("an underscore more", format!("{id}_"), Nowhere),
        ("without dashes", bare.clone(), Nowhere),
        ("prefix, without dashes", format!("{owner}-{bare}"), Nowhere),
        ("not a UUID", "not-a-uuid".to_owned(), Nowhere),
        ("one letter", "x".to_owned(), Nowhere),
        ("a number", "1".to_owned(), Nowhere),
        ("the nil UUID", uuid::Uuid::nil().to_string(), Nowhere),
        ("a new UUID", uuid::Uuid::new_v4().to_string(), Nowhere),
        ("a task", "4f1c8e6a-0000-4000-8000-000000000001".to_owned(), Nowhere),
        ("SQL's wildcard word", "NULL".to_owned(), Nowhere),
        ("as long as can be", "a".repeat(128), Nowhere),
        ("too long", "a".repeat(129), Refused),
        ("negative prefix", format!("-{owner}-{id}"), Refused),
        ("a plus", format!("%2B{owner}-{id}"), Refused),
        ("a space after", format!("{id}%20"), Refused),
        ("a space before", format!("%20{id}"), Refused),
        ("a NUL after", format!("{id}%00"), Refused),
        ("a newline after", format!("{id}%0a"), Refused),
        ("in braces", format!("%7B{id}%7D"), Refused),
        ("as a URN", format!("urn:uuid:{id}"), Refused),
        ("a dot after", format!("{id}."), Refused),
        ("an extension", format!("{id}.json"), Refused),
        ("a list", format!("{id},{id}"), Refused),
        ("a wildcard", "*".to_owned(), Refused),
        ("a percent sign", "%25".to_owned(), Refused),
        ("a quote", format!("{id}'"), Refused),
        ("a matrix parameter", format!("{id};v=1"), Refused),
        ("encoded twice", twice, Refused),
        ("wide dashes", fullwidth, Refused),
        ("a dot segment", format!("x/../{id}"), Refused),
        ("an encoded slash", format!("{id}%2f"), Refused),
    ];
    for (kind, place) in [("own", &scene.core), ("rival", &scene.rival)] {
        for other in What::ALL {
            if other != what || kind == "rival" {
                let named = other.of(place);
                let of = if kind == "own" { "of another kind" } else { "of another team" };
                forms.push((of, named.id, Nowhere));
                if other != What::Workspace {
                    forms.push((of, named.uid, Nowhere));
                }
            }
        }
    }
    forms.into_iter().map(|(name, id, leads)| (name.to_owned(), id, leads)).collect()
}

fn judge(told: &str, answer: &Answer, leads: Leads, success: &[u16]) {
    match leads {
        There => assert!(success.contains(&answer.status), "{told}: {}", answer.text()),
        Nowhere => assert_eq!(answer.status, 404, "{told}: {}", answer.text()),
        Refused => assert_eq!(answer.status, 400, "{told}: {}", answer.text()),
    }
}

fn row(what: What, method: &Method) -> &'static Spec {
    let head = format!("{}/{{", what.path());
    let mut rows = catalog::CATALOGUE.iter().copied();
    rows.find(|spec| {
        spec.method == *method
            && spec.path.starts_with(&head)
            && spec.path.matches('/').count() == 2
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_own_names_lead_to_an_element() {
    let scene = Scene::new().await;
    let owner = scene.app.owner_id();
    let (_, agent) = scene.almighty("Reader", false).await;
    let mut cases = 0;
    for what in What::ALL {
        let named = what.make(&scene.ana, &scene.core.workspace).await;
        for (form, id, leads) in forms(what, &named, owner, &scene) {
            for actor in [&scene.ana, &agent] {
                scene.app.clock().advance(1_000);
                let target = format!("{}/{id}", what.path());
                let answer = actor.get(&target).await;
                judge(&format!("{form}: GET {target}"), &answer, leads, &[200]);
                cases += 1;
            }
        }
    }
    println!("ids: {cases} reads");
    assert!(cases >= 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_else_is_deleted_by_an_odd_id() {
    let scene = Scene::new().await;
    let owner = scene.app.owner_id();
    let (_, agent) = scene.almighty("Deleter", false).await;
    let mut cases = 0;
    for what in What::ALL {
        let spec = row(what, &Method::DELETE);
        let mut named = what.make(&scene.ana, &scene.core.workspace).await;
        let forms = forms(what, &named, owner, &scene).len();
        for index in 0..forms {
            let (form, id, leads) = forms_at(what, &named, owner, &scene, index);
            // Some other element of its own, or of another team, is named on purpose.
            scene.app.clock().advance(1_000);
            let actor = if index % 2 == 0 { &scene.ana } else { &agent };
            let target = format!("{}/{id}", what.path());
            let answer = actor.delete(&target).await;
            judge(&format!("{form}: DELETE {target}"), &answer, leads, spec.success);
            cases += 1;
            let still = scene.ana.get(&format!("{}/{}", what.path(), named.id)).await.status;
            assert_eq!(still, if leads == There { 404 } else { 200 }, "{form}: {target}");
            if leads == There {
                named = what.make(&scene.ana, &scene.core.workspace).await;
            }
        }
    }
    println!("ids: {cases} deletes");
    assert!(cases >= 200);
    for (actor, place) in [(&scene.ana, &scene.core), (&scene.eve, &scene.rival)] {
        for what in What::ALL {
            let id = what.of(place).id;
            assert_eq!(actor.get(&format!("{}/{id}", what.path())).await.status, 200, "{what:?}");
        }
    }
}

fn forms_at(
    what: What,
    named: &Named,
    owner: i64,
    scene: &Scene,
    index: usize,
) -> (String, String, Leads) {
    forms(what, named, owner, scene).swap_remove(index)
}

#[tokio::test]
async fn a_grant_on_a_resource_holds_for_all_its_names_and_for_nothing_else() {
    let scene = Scene::new().await;
    let owner = scene.app.owner_id();
    let other = add_collection(&scene.ana, &scene.core.workspace, "Other").await;
    let Named { id, uid } = scene.core.collection.clone();
    for given in [id.clone(), uid.clone(), uid.to_uppercase()] {
        let rule = area("collections", "read", json!({ "resources": [given] }));
        let (_, agent) = scene.agent(&format!("By {given}"), owner, &[rule]).await;
        for named in [&id, &uid, &id.to_uppercase(), &uid.to_uppercase()] {
            let answer = agent.get(&format!("/collections/{named}")).await;
            assert_eq!(answer.status, 200, "granted by {given}, named {named}");
        }
        for named in [&other.id, &other.uid, &scene.vault.collection.id] {
            let answer = agent.get(&format!("/collections/{named}")).await;
            assert_eq!(answer.status, 404, "granted by {given}, named {named}");
        }
        let list = agent.get("/collections").await.ok();
        assert_eq!(list["collections"].as_array().unwrap().len(), 1, "granted by {given}");
    }
    // A block holds for all names too.
    let rules = [
        area("collections", "full", all()),
        super::scene::block(area(
            "collections",
            "read",
            json!({ "resources": [uid.to_uppercase()] }),
        )),
    ];
    let (_, agent) = scene.agent("Blocked", owner, &rules).await;
    for named in [&id, &uid, &id.to_uppercase(), &uid.to_uppercase()] {
        assert_eq!(agent.get(&format!("/collections/{named}")).await.status, 404, "{named}");
    }
    assert_eq!(agent.get(&format!("/collections/{}", other.id)).await.status, 200);
}

#[tokio::test]
async fn ids_in_queries_and_bodies_follow_the_same_rules() {
    let scene = Scene::new().await;
    let (ana, core) = (&scene.ana, &scene.core);
    let count = |body: &serde_json::Value, list: &str| body[list].as_array().unwrap().len();
    let all = count(
        &ana.get(&format!("/collections?workspace={}", core.workspace)).await.ok(),
        "collections",
    );
    assert_eq!(all, 5);
    let odd = [
        core.workspace.to_uppercase(),
        format!("{}-{}", scene.app.owner_id(), core.workspace),
        format!("{}%20", core.workspace),
        format!("{}%00", core.workspace),
        core.collection.id.clone(),
        scene.rival.workspace.clone(),
        "%25".to_owned(),
        "*".to_owned(),
        String::new(),
    ];
    for (index, workspace) in odd.iter().enumerate() {
        for (target, list, held) in [
            (format!("/collections?workspace={workspace}"), "collections", all),
            (format!("/environments?workspace={workspace}"), "environments", 2),
        ] {
            let shown = count(&ana.get(&target).await.ok(), list);
            // An id in capitals is the same id; all else names no workspace.
            assert_eq!(shown, if index == 0 { held } else { 0 }, "{target}");
        }
        // Creations go nowhere but where they say.
        if index > 0 && !workspace.is_empty() {
            let target = format!("/collections?workspace={workspace}");
            let made = ana.post(&target, testkit::collection("Stray")).await;
            assert_eq!(made.status, 404, "{target}: {}", made.text());
        }
    }
    for (element, shown) in [
        (core.collection.id.clone(), 1),
        (core.collection.uid.clone(), 1),
        (core.collection.uid.to_uppercase(), 1),
        (format!("7-{}", core.collection.id), 0),
        (core.environment.id.clone(), 0),
        (scene.rival.collection.id.clone(), 0),
        (scene.rival.collection.uid.clone(), 0),
    ] {
        let target = format!("/workspaces?elementType=collection&elementId={element}");
        assert_eq!(count(&ana.get(&target).await.ok(), "workspaces"), shown, "{target}");
    }
    // A body that names another collection than the path is refused.
    let mut body = testkit::collection("Again");
    for named in [&scene.vault.collection.id, &scene.rival.collection.id] {
        body["collection"]["info"]["_postman_id"] = named.as_str().into();
        let answer = ana.put(&format!("/collections/{}", core.collection.id), body.clone()).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
    }
}
