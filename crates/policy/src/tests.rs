use std::sync::Arc;

use catalog::{Area, Kind, Level, Operation, Spec, op};
use model::{TeamId, UserId, Viewer, Workspace};

use crate::{
    Asked, Decision, Grant, Reason, Resource, Rights, decide, may_ever, parse_grant, visible,
};

const NOW: i64 = 1_800_000_000_000;

fn owner() -> Viewer {
    Viewer { user: 1, teams: vec![TeamId(10)], admin_of: vec![] }
}

fn workspace(id: &str, role: i64) -> Arc<Workspace> {
    Arc::new(Workspace {
        id: id.to_owned(),
        name: format!("Workspace {id}"),
        visibility: "team".to_owned(),
        team: Some(TeamId(10)),
        owner: UserId(99),
        about: String::new(),
        description: String::new(),
        created_at: 0,
        updated_at: 0,
        updated_by: UserId(99),
        viewer_role: Some(role),
    })
}

fn collection(id: &str, place: &Arc<Workspace>) -> Resource {
    Resource {
        kind: Kind::Collection,
        id: id.to_owned(),
        uid: format!("99-{id}"),
        name: format!("Collection {id}"),
        workspace: Some(place.clone()),
    }
}

fn place(place: &Arc<Workspace>) -> Resource {
    Resource {
        kind: Kind::Workspace,
        id: place.id.clone(),
        uid: place.id.clone(),
        name: place.name.clone(),
        workspace: Some(place.clone()),
    }
}

fn rights(grants: &[&str]) -> Rights {
    let parsed = grants.iter().enumerate().map(|(index, json)| {
        let grant = parse_grant(&format!("grt_{index}"), json, Some(NOW));
        Arc::new(grant.unwrap_or_else(|fault| panic!("{json}: {fault}")))
    });
    Rights::agent(owner(), parsed.collect::<Vec<Arc<Grant>>>())
}

fn ask<'a>(spec: &'static Spec, resources: &'a [Option<Resource>]) -> Asked<'a> {
    Asked { spec, level: spec.needs.worst, resources, inside: &[], now: NOW }
}

/// `allow`, or the reason with `404` or `403`.
fn outcome(decision: &Decision) -> String {
    match decision {
        Decision::Allow { .. } => "allow".to_owned(),
        Decision::Deny(denial) => {
            format!("{} {}", if denial.hidden { 404 } else { 403 }, denial.reason.code())
        }
    }
}

#[test]
fn levels_scopes_and_hiding() {
    const READ: &str = r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true}}"#;
    const WRITE_W1: &str =
        r#"{"agent":"a","area":"collections","level":"write","scope":{"workspaces":["w1"]}}"#;
    const FULL_C1: &str =
        r#"{"agent":"a","area":"collections","level":"full","scope":{"resources":["c1"]}}"#;
    const ONLY_DELETE: &str =
        r#"{"agent":"a","operation":"deleteCollection","scope":{"all":true}}"#;
    const BLOCK_C1: &str =
        r#"{"effect":"block","area":"collections","level":"full","scope":{"resources":["c1"]}}"#;
    const BLOCK_READ: &str = r#"{"agent":"a","effect":"block","area":"collections","level":"read","scope":{"workspaces":["w1"]}}"#;
    let get = op::GetCollection::SPEC;
    let put = op::PutCollection::SPEC;
    let delete = op::DeleteCollection::SPEC;
    let cases: &[(&[&str], &'static Spec, &str, &str)] = &[
        (&[], get, "c1", "404 not_granted"),
        (&[], delete, "c1", "404 not_granted"),
        (&[READ], get, "c1", "allow"),
        (&[READ], put, "c1", "403 not_granted"),
        (&[READ], delete, "c1", "403 not_granted"),
        (&[READ], get, "missing", "404 not_visible"),
        (&[READ], delete, "missing", "404 not_visible"),
        (&[WRITE_W1], put, "c1", "allow"),
        (&[WRITE_W1], put, "c2", "404 not_granted"),
        (&[WRITE_W1], delete, "c1", "403 not_granted"),
        (&[READ, WRITE_W1], put, "c2", "403 not_granted"),
        (&[FULL_C1], delete, "c1", "allow"),
        (&[FULL_C1], delete, "c2", "404 not_granted"),
        (&[ONLY_DELETE], delete, "c1", "allow"),
        (&[ONLY_DELETE], get, "c1", "404 not_granted"),
        (&[FULL_C1, BLOCK_C1], delete, "c1", "403 blocked"),
        (&[FULL_C1, BLOCK_C1], get, "c1", "allow"),
        (&[READ, BLOCK_READ], get, "c1", "404 blocked"),
        (&[READ, BLOCK_READ], get, "c2", "allow"),
    ];
    let (w1, w2) = (workspace("w1", 2), workspace("w2", 2));
    for (grants, spec, named, expected) in cases {
        let resource = match *named {
            "c1" => Some(collection("c1", &w1)),
            "c2" => Some(collection("c2", &w2)),
            _ => None,
        };
        let decision = decide(&rights(grants), &ask(spec, &[resource]));
        assert_eq!(outcome(&decision), *expected, "{grants:?} {} {named}", spec.id);
    }
}

#[test]
fn an_agent_is_bounded_by_its_owner() {
    const FULL: &str = r#"{"agent":"a","area":"collections","level":"full","scope":{"all":true}}"#;
    let viewer_only = workspace("w1", 1);
    let delete = op::DeleteCollection::SPEC;
    let decision = decide(&rights(&[FULL]), &ask(delete, &[Some(collection("c1", &viewer_only))]));
    assert_eq!(outcome(&decision), "403 owner_forbidden");
    let mut other_team = (*workspace("w9", 3)).clone();
    other_team.team = Some(TeamId(77));
    let decision =
        decide(&rights(&[FULL]), &ask(delete, &[Some(collection("c1", &Arc::new(other_team)))]));
    assert_eq!(outcome(&decision), "404 not_visible");
}

#[test]
fn lists_need_any_read_and_creations_without_a_place_need_all() {
    const W1: &str =
        r#"{"agent":"a","area":"workspaces","level":"full","scope":{"workspaces":["w1"]}}"#;
    const ALL: &str = r#"{"agent":"a","area":"workspaces","level":"full","scope":{"all":true}}"#;
    let list = op::GetWorkspaces::SPEC;
    let create = op::CreateWorkspace::SPEC;
    assert_eq!(outcome(&decide(&rights(&[]), &ask(list, &[]))), "404 not_granted");
    assert_eq!(outcome(&decide(&rights(&[W1]), &ask(list, &[]))), "allow");
    assert_eq!(outcome(&decide(&rights(&[W1]), &ask(create, &[]))), "403 not_granted");
    assert_eq!(outcome(&decide(&rights(&[ALL]), &ask(create, &[]))), "allow");
    let seen = visible(&rights(&[W1]), Area::Workspaces, Some(list), NOW);
    assert_eq!(seen.allowed.workspaces, ["w1"]);
    assert!(!seen.allowed.all);
}

#[test]
fn a_tree_does_not_fall_over_a_block_inside_it() {
    const FULL: &str = r#"{"agent":"a","area":"workspaces","level":"full","scope":{"all":true}}"#;
    const BLOCK: &str =
        r#"{"effect":"block","area":"collections","level":"full","scope":{"resources":["c1"]}}"#;
    let w1 = workspace("w1", 3);
    let resources = [Some(place(&w1))];
    let spec = op::DeleteWorkspace::SPEC;
    let mut asked = ask(spec, &resources);
    assert_eq!(outcome(&decide(&rights(&[FULL, BLOCK]), &asked)), "allow");
    let inside = ["c1".to_owned()];
    asked.inside = &inside;
    assert_eq!(outcome(&decide(&rights(&[FULL, BLOCK]), &asked)), "403 blocked");
}

#[test]
fn credentials_and_scim_are_in_no_level() {
    let every_area: Vec<String> = catalog::AREAS
        .iter()
        .filter_map(|info| {
            let level = info.levels.last()?.name();
            let area = info.name;
            Some(format!(
                r#"{{"agent":"a","area":"{area}","level":"{level}","scope":{{"all":true}}}}"#
            ))
        })
        .collect();
    let grants: Vec<&str> = every_area.iter().map(String::as_str).collect();
    let everything = rights(&grants);
    for spec in catalog::CATALOGUE.iter() {
        let decision = decide(&everything, &ask(spec, &[]));
        let by_level = spec.needs.worst <= Level::Full;
        assert_eq!(decision.allowed(), by_level, "{} {:?}", spec.id, spec.needs);
        assert_eq!(
            may_ever(&everything, spec, NOW),
            spec.needs.floor <= Level::Full,
            "{}",
            spec.id
        );
    }
}

#[test]
fn time_boxes_open_and_close() {
    let json = r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},
        "notBefore":"2027-02-01T00:00:00Z","notAfter":"2027-03-01T00:00:00Z"}"#;
    let rights = rights(&[json]);
    let start = model::time::parse("2027-02-01").unwrap();
    let end = model::time::parse("2027-03-01").unwrap();
    for (now, expected) in [(start - 1, false), (start, true), (end - 1, true), (end, false)] {
        let asked = Asked { now, ..ask(op::GetCollections::SPEC, &[]) };
        let decision = decide(&rights, &asked);
        assert_eq!(decision.allowed(), expected, "{now}");
        if let Decision::Deny(denial) = decision {
            assert_eq!(denial.reason, Reason::OutsideWindow);
        }
    }
}

#[test]
fn revealing_is_said_by_the_grant_that_reaches_the_resource() {
    const MASKED: &str =
        r#"{"agent":"a","area":"environments","level":"read","scope":{"all":true}}"#;
    const OPEN: &str = r#"{"agent":"a","area":"environments","level":"read","scope":{"workspaces":["w1"]},"revealSecrets":true}"#;
    let rights = rights(&[MASKED, OPEN]);
    for (id, shown) in [("w1", true), ("w2", false)] {
        let resource = collection("e1", &workspace(id, 2));
        match decide(&rights, &ask(op::GetEnvironment::SPEC, &[Some(resource)])) {
            Decision::Allow { reveal, .. } => assert_eq!(reveal, shown, "{id}"),
            Decision::Deny(denial) => panic!("{denial:?}"),
        }
    }
}
