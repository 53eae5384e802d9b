//! Lists of elements: who sees what, page by page.

use model::ElementKind::{self, Api, Collection, Environment};
use model::{Element, Reach, TeamId, UserId, Viewer, Visible, Workspace};
use proptest::prelude::*;
use store::{ElementQuery, Listing, Page, RoleChange};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, TEAM, everything, member, seen};

on_both_engines!(
    pages_follow_each_other_across_workspaces,
    filters_restrict_and_count,
    only_one_workspace_can_be_asked_for,
    lists_agree_with_the_model_for_any_viewer_and_reach,
);

async fn add(rig: &Rig, workspace: &Workspace, name: &str) -> Element {
    rig.document(Environment, workspace, name, "{}").await
}

async fn list(rig: &Rig, visible: &Visible, query: &ElementQuery) -> Listing {
    rig.store.elements(Environment, visible, query).await.unwrap()
}

fn names(listing: &Listing) -> Vec<&str> {
    listing.items.iter().map(|element| element.name.as_str()).collect()
}

fn page(offset: u64, limit: u64) -> ElementQuery {
    ElementQuery { page: Some(Page { offset, limit }), ..ElementQuery::default() }
}

async fn pages_follow_each_other_across_workspaces(rig: Rig) {
    let mut expected = Vec::new();
    let mut doomed = Vec::new();
    for (number, count) in [5, 0, 1100, 3].into_iter().enumerate() {
        let workspace = rig.workspace(&format!("w{number}")).await;
        for at in 0..count {
            let element = add(&rig, &workspace, &format!("{number}-{at}")).await;
            // Holes: near the start, and where a new thousand begins.
            if number == 2 && (at % 7 == 3 || (1000..1030).contains(&at)) {
                doomed.push(element);
            } else {
                expected.push(element.name);
            }
        }
    }
    for element in doomed {
        let (stamp, expect) = (rig.stamp(), seen(&element));
        rig.store.delete_element(&stamp, Environment, &element.id, &expect).await.unwrap();
    }
    let visible = everything(OTHER);
    let total = expected.len() as u64;
    let all = list(&rig, &visible, &ElementQuery::default()).await;
    assert_eq!((names(&all), all.total), (expected.iter().map(String::as_str).collect(), total));

    for offset in (0..total + 50).step_by(47).chain([4, 5, 6, total - 1, total]) {
        let found = list(&rig, &visible, &page(offset, 47)).await;
        let part: Vec<&str> = expected
            .iter()
            .skip(usize::try_from(offset).unwrap())
            .take(47)
            .map(String::as_str)
            .collect();
        assert_eq!((names(&found), found.total), (part, total), "from {offset}");
    }
    assert_eq!(list(&rig, &visible, &page(2, 0)).await, Listing { items: vec![], total });
    assert_eq!(list(&rig, &visible, &page(u64::MAX, u64::MAX)).await.items, []);
}

async fn filters_restrict_and_count(rig: Rig) {
    let core = rig.workspace("Core").await;
    let mut made = Vec::new();
    for (name, description) in
        [("a", "Takes 100% of PAYMENTS"), ("b", "\u{c4}rger_x"), ("a", ""), ("c", "payments")]
    {
        let text = format!(r#"{{"name":"{name}","description":"{description}"}}"#);
        made.push(rig.document(Api, &core, name, &text).await);
    }
    let find = async |query: &ElementQuery| {
        let found = rig.store.elements(Api, &everything(OTHER), query).await.unwrap();
        let at = |element: &Element| made.iter().position(|one| one.id == element.id).unwrap();
        (found.items.iter().map(at).collect::<Vec<_>>(), found.total)
    };
    let described =
        |text: &str| ElementQuery { description: Some(text.to_owned()), ..ElementQuery::default() };
    let named = |name: &str| ElementQuery { name: Some(name.to_owned()), ..Default::default() };
    let cases = [
        (named("a"), vec![0, 2]),
        (named("A"), vec![]),
        (described("Payments"), vec![0, 3]),
        (described("100% of"), vec![0]),
        (described("1%o"), vec![]),
        (described("\u{e4}rger_"), vec![1]),
        (described("\u{e4}rger__"), vec![]),
        (ElementQuery { created_by: Some(OWNER), ..Default::default() }, vec![0, 1, 2, 3]),
        (ElementQuery { created_by: Some(OTHER), ..Default::default() }, vec![]),
        (ElementQuery { created_by: Some(OWNER), ..described("payments") }, vec![0, 3]),
    ];
    for (query, expected) in cases {
        let total = expected.len() as u64;
        assert_eq!(find(&query).await, (expected, total), "{query:?}");
    }
    let second = ElementQuery { page: Some(Page { offset: 1, limit: 1 }), ..named("a") };
    assert_eq!(find(&second).await, (vec![2], 2));

    // The description that is searched is the present one.
    let (stamp, text) = (rig.stamp(), r#"{"description":"refunds"}"#);
    let document = model::secret::Document::extract(text);
    let expect = seen(&made[3]);
    let put = rig.store.replace_document(&stamp, Api, &made[3].id, &expect, "c", document);
    put.await.unwrap();
    assert_eq!(find(&described("payments")).await, (vec![0], 1));
    assert_eq!(find(&described("REFUNDS")).await, (vec![3], 1));
}

async fn only_one_workspace_can_be_asked_for(rig: Rig) {
    let (one, two) = (rig.workspace("one").await, rig.workspace("two").await);
    let hidden = rig.workspace_of(OWNER, "hidden", "private", Some(TEAM)).await;
    for (workspace, name) in [(&one, "a"), (&two, "b"), (&hidden, "c")] {
        add(&rig, workspace, name).await;
    }
    let inside = |id: &str| ElementQuery { workspace: Some(id.to_owned()), ..Default::default() };
    let visible = everything(OTHER);
    assert_eq!(names(&list(&rig, &visible, &inside(&two.id)).await), ["b"]);
    for id in [&*hidden.id, "nope", ""] {
        assert_eq!(list(&rig, &visible, &inside(id)).await, Listing::default());
    }
    assert_eq!(names(&list(&rig, &everything(OWNER), &inside(&hidden.id)).await), ["c"]);
    let collections = rig.store.elements(Collection, &visible, &inside(&two.id)).await.unwrap();
    assert_eq!(collections, Listing::default());
}

/// A small world in which viewers differ in what they see.
struct World {
    workspaces: Vec<Workspace>,
    elements: Vec<Element>,
    roles: Vec<(usize, UserId, i64)>,
}

const USERS: [UserId; 4] = [UserId(0), OWNER, OTHER, UserId(10_000_003)];
const TEAMS: [TeamId; 2] = [TEAM, TeamId(8)];

async fn world(rig: &Rig) -> World {
    let mut workspaces = Vec::new();
    for visibility in ["personal", "private", "team", "public", "partner"] {
        for (owner, team) in
            [(OWNER, Some(TEAMS[0])), (OTHER, Some(TEAMS[1])), (OWNER, None), (OTHER, None)]
        {
            workspaces.push(rig.workspace_of(owner, visibility, visibility, team).await);
        }
    }
    let mut elements = Vec::new();
    let mut roles = Vec::new();
    for (at, workspace) in workspaces.iter().enumerate() {
        let role_number = i64::try_from(at).unwrap();
        for number in 0..at % 4 {
            elements.push(add(rig, workspace, &format!("e{number}")).await);
        }
        // Numbers outside 1 to 7 mean nothing, and must not let anybody in.
        for (user, role) in [(USERS[2], role_number % 9), (USERS[3], (role_number + 4) % 8)] {
            let change = RoleChange { user, role, add: true };
            let changed = rig
                .store
                .change_workspace_roles(&rig.stamp(), &workspace.id, &[change], None)
                .await;
            changed.unwrap();
            roles.push((at, user, role));
        }
    }
    World { workspaces, elements, roles }
}

impl World {
    /// The workspaces as a user would get them.
    fn seen_by(&self, user: i64) -> Vec<Workspace> {
        let with_role = |(at, workspace): (usize, &Workspace)| {
            let mine = |(of, one, _): &&(usize, UserId, i64)| *of == at && one.0 == user;
            let role = self.roles.iter().find(mine).map(|(_, _, role)| *role);
            Workspace { viewer_role: role, ..workspace.clone() }
        };
        self.workspaces.iter().enumerate().map(with_role).collect()
    }

    /// What the model says the viewer sees.
    fn expected(&self, visible: &Visible) -> Vec<Element> {
        let workspaces = self.seen_by(visible.viewer.user);
        let shown = |element: &&Element| {
            let home = workspaces.iter().find(|one| one.id == element.workspace).unwrap();
            visible.shows(home, &element.id)
        };
        self.elements.iter().filter(shown).cloned().collect()
    }

    fn expected_workspaces(&self, visible: &Visible) -> Vec<Workspace> {
        let mut shown = self.seen_by(visible.viewer.user);
        shown.retain(|workspace| visible.shows(workspace, &workspace.id));
        shown
    }

    fn visible(&self, choice: &Choice) -> Visible {
        let reach = |(all, workspaces, elements): &(bool, Vec<usize>, Vec<usize>)| Reach {
            all: *all,
            workspaces: self.some_workspaces(workspaces),
            resources: elements
                .iter()
                .map(|at| self.elements[at % self.elements.len()].id.clone())
                .chain(self.some_workspaces(elements).into_iter().take(1))
                .collect(),
        };
        let teams = |marks: &[bool; 2]| {
            TEAMS.iter().zip(marks).filter(|(_, mark)| **mark).map(|(team, _)| *team).collect()
        };
        Visible {
            viewer: Viewer {
                user: USERS[choice.user].0,
                teams: teams(&choice.teams),
                admin_of: teams(&choice.admin_of),
            },
            allowed: reach(&choice.allowed),
            blocked: reach(&choice.blocked),
        }
    }

    fn some_workspaces(&self, which: &[usize]) -> Vec<String> {
        which.iter().map(|at| self.workspaces[at % self.workspaces.len()].id.clone()).collect()
    }
}

/// What a random viewer and its reach are made from.
#[derive(Clone, Debug)]
struct Choice {
    user: usize,
    teams: [bool; 2],
    admin_of: [bool; 2],
    allowed: (bool, Vec<usize>, Vec<usize>),
    blocked: (bool, Vec<usize>, Vec<usize>),
    offset: usize,
    limit: usize,
}

fn choices() -> impl Strategy<Value = Choice> {
    let few = || prop::collection::vec(0..100_usize, 0..4);
    let reach = |all: f64| (prop::bool::weighted(all), few(), few());
    let blocked = prop_oneof![
        3 => Just((false, vec![], vec![])),
        2 => reach(0.05),
    ];
    (
        0..4_usize,
        any::<[bool; 2]>(),
        any::<[bool; 2]>(),
        reach(0.5),
        blocked,
        0..12_usize,
        0..9_usize,
    )
        .prop_map(|(user, teams, admin_of, allowed, blocked, offset, limit)| Choice {
            user,
            teams,
            admin_of,
            allowed,
            blocked,
            offset,
            limit,
        })
}

async fn lists_agree_with_the_model_for_any_viewer_and_reach(rig: Rig) {
    use proptest::strategy::ValueTree as _;
    let world = world(&rig).await;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut sizes = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let choice = choices().new_tree(&mut runner).unwrap().current();
        let visible = world.visible(&choice);
        let expected = world.expected(&visible);
        sizes.insert(expected.len());
        check_elements(&rig, &visible, &expected, &choice).await;
        check_workspaces(&rig, &world, &visible, &choice).await;
    }
    assert!(sizes.len() > 10, "the cases are too much alike: {sizes:?}");
}

async fn check_elements(rig: &Rig, visible: &Visible, expected: &[Element], choice: &Choice) {
    let total = expected.len() as u64;
    let all = list(rig, visible, &ElementQuery::default()).await;
    assert_eq!((all.items.as_slice(), all.total), (expected, total), "{choice:?}");

    let part: Vec<Element> =
        expected.iter().skip(choice.offset).take(choice.limit).cloned().collect();
    let found = list(rig, visible, &page(choice.offset as u64, choice.limit as u64)).await;
    assert_eq!(found, Listing { items: part, total }, "{choice:?}");

    let query = ElementQuery { name: Some("e1".to_owned()), ..ElementQuery::default() };
    let named: Vec<Element> = expected.iter().filter(|one| one.name == "e1").cloned().collect();
    assert_eq!(list(rig, visible, &query).await.items, named, "{choice:?}");
}

async fn check_workspaces(rig: &Rig, world: &World, visible: &Visible, choice: &Choice) {
    let expected = world.expected_workspaces(visible);
    let mut found = Vec::new();
    let mut query =
        store::WorkspaceQuery { limit: choice.limit.max(1) as u64, ..Default::default() };
    loop {
        let part = rig.store.workspaces(visible, &query).await.unwrap();
        let Some(last) = part.last() else { break };
        query.after = Some((last.created_at, last.id.clone()));
        found.extend(part);
    }
    assert_eq!(found, expected, "{choice:?}");
}

#[test]
fn the_member_of_the_rig_sees_team_workspaces() {
    // The other tests lean on it.
    let workspace = Workspace {
        id: "w".to_owned(),
        name: String::new(),
        visibility: "team".to_owned(),
        team: Some(TEAM),
        owner: OWNER,
        about: String::new(),
        description: String::new(),
        created_at: 0,
        updated_at: 0,
        updated_by: OWNER,
        viewer_role: None,
    };
    assert!(member(OTHER).role_in(&workspace).is_some());
    assert_eq!(ElementKind::ALL.len(), 6);
}
