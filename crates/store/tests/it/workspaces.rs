//! Workspaces: found, listed, changed, deleted.

use model::ElementKind::{Api, Collection, Environment};
use model::collection::parse;
use model::secret::Document;
use model::{Visible, Workspace};
use store::{RoleChange, StoreError, WorkspaceChange, WorkspaceQuery};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, TEAM, everything, member};

on_both_engines!(
    a_workspace_is_made_found_and_changed,
    roles_are_given_replaced_and_taken,
    lists_filter_and_go_on_after_a_cursor,
    a_deleted_workspace_takes_everything_along,
    the_oldest_personal_workspace_is_home,
);

async fn a_workspace_is_made_found_and_changed(rig: Rig) {
    let made = rig.workspace("Core").await;
    assert_eq!((made.owner, made.team, made.viewer_role), (OWNER, Some(TEAM), None));
    assert_eq!(rig.store.workspace(&made.id, OTHER).await.unwrap(), Some(made.clone()));
    assert_eq!(rig.store.workspace("nope", OTHER).await.unwrap(), None);

    let stamp = rig.stamp_of(OTHER);
    let change = WorkspaceChange { about: Some("new".to_owned()), ..Default::default() };
    let changed = rig.store.update_workspace(&stamp, &made.id, change, None).await.unwrap();
    let expected = Workspace {
        about: "new".to_owned(),
        updated_at: stamp.at,
        updated_by: OTHER,
        ..made.clone()
    };
    assert_eq!(changed, expected);
    assert_eq!(rig.store.workspace(&made.id, OWNER).await.unwrap(), Some(expected));

    let all = WorkspaceChange {
        name: Some("N".to_owned()),
        visibility: Some("private".to_owned()),
        about: Some(String::new()),
        description: Some("d".to_owned()),
    };
    let changed = rig.store.update_workspace(&rig.stamp(), &made.id, all, None).await.unwrap();
    let fields = [&changed.name, &changed.visibility, &changed.about, &changed.description];
    assert_eq!(fields.map(String::as_str), ["N", "private", "", "d"]);

    let states = rig.store.revisions(&made.id).await.unwrap();
    assert_eq!(states.len(), 2);
    assert!(states[1].document.as_ref().unwrap().body.contains(r#""about":"new""#));

    let missing =
        rig.store.update_workspace(&stamp, "nope", WorkspaceChange::default(), None).await;
    assert_eq!(missing, Err(StoreError::NotFound));
}

async fn roles_are_given_replaced_and_taken(rig: Rig) {
    let core = rig.workspace("Core").await;
    let change = async |changes: &[RoleChange]| {
        rig.store.change_workspace_roles(&rig.stamp(), &core.id, changes, None).await.unwrap()
    };
    let give = |user, role| RoleChange { user, role, add: true };
    let take = |user, role| RoleChange { user, role, add: false };
    assert_eq!(change(&[give(OTHER, 3), give(OWNER, 1)]).await, [(OWNER, 1), (OTHER, 3)]);
    assert_eq!(change(&[give(OTHER, 2)]).await, [(OWNER, 1), (OTHER, 2)]);
    assert_eq!(change(&[take(OTHER, 3)]).await, [(OWNER, 1), (OTHER, 2)], "it has another role");
    assert_eq!(change(&[take(OTHER, 2), take(OWNER, 1)]).await, []);
    assert_eq!(rig.store.workspace_roles(&core.id).await.unwrap(), []);

    let missing =
        rig.store.change_workspace_roles(&rig.stamp(), "nope", &[give(OTHER, 1)], None).await;
    assert_eq!(missing, Err(StoreError::NotFound));
}

async fn lists_filter_and_go_on_after_a_cursor(rig: Rig) {
    let mut made = Vec::new();
    for (owner, visibility) in
        [(OWNER, "team"), (OTHER, "public"), (OTHER, "team"), (OWNER, "private"), (OWNER, "team")]
    {
        made.push(rig.workspace_of(owner, visibility, visibility, Some(TEAM)).await);
    }
    let element = rig.document(Environment, &made[2], "e", "{}").await;
    let visible = everything(OTHER);
    let find = async |query: &WorkspaceQuery| {
        let found = rig.store.workspaces(&visible, query).await.unwrap();
        let at = |one: &Workspace| made.iter().position(|other| other.id == one.id).unwrap();
        found.iter().map(at).collect::<Vec<_>>()
    };
    let all = WorkspaceQuery::default();
    let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    let after = |at: usize| Some((made[at].created_at, made[at].id.clone()));
    let holding = |kind, id: &str| Some((kind, id.to_owned()));
    let cases = [
        (all.clone(), vec![0, 1, 2, 4]),
        (WorkspaceQuery { visibility: words(&["team"]), ..all.clone() }, vec![0, 2, 4]),
        (WorkspaceQuery { visibility: words(&["public", "private"]), ..all.clone() }, vec![1]),
        (WorkspaceQuery { visibility: words(&[]), ..all.clone() }, vec![]),
        (WorkspaceQuery { created_by: vec![OTHER], ..all.clone() }, vec![1, 2]),
        (WorkspaceQuery { created_by: vec![OTHER, OWNER], ..all.clone() }, vec![0, 1, 2, 4]),
        (WorkspaceQuery { named: Some("PUB".to_owned()), ..all.clone() }, vec![1]),
        (WorkspaceQuery { named: Some("%".to_owned()), ..all.clone() }, vec![]),
        (WorkspaceQuery { after: after(1), limit: 1, ..all.clone() }, vec![2]),
        (WorkspaceQuery { after: after(2), limit: 5, ..all.clone() }, vec![4]),
        (WorkspaceQuery { holding: holding(Environment, &element.id), ..all.clone() }, vec![2]),
        (WorkspaceQuery { holding: holding(Api, &element.id), ..all.clone() }, vec![]),
        (WorkspaceQuery { holding: holding(Environment, "nope"), ..all.clone() }, vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(find(&query).await, expected, "{query:?}");
    }
    let every = rig.store.every_workspace().await.unwrap();
    assert_eq!(every, made);
    let nobody = Visible::default();
    assert_eq!(rig.store.workspaces(&nobody, &all).await.unwrap(), []);
}

async fn a_deleted_workspace_takes_everything_along(rig: Rig) {
    let (core, rest) = (rig.workspace("Core").await, rig.workspace("Rest").await);
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let text = format!(
        r#"{{"info":{{"name":"c","schema":"{schema}"}},"item":[{{"name":"r","request":"http://x"}}]}}"#
    );
    let collection = rig.collection(&core, parse(&text).unwrap()).await;
    let item = rig.store.collection(&collection.id).await.unwrap().unwrap().items.remove(0);
    let environment = rig.environment(&core, r#"{"values":[]}"#).await;
    let kept = rig.environment(&rest, r#"{"values":[]}"#).await;
    rig.store.put_globals(&rig.stamp(), &core.id, Document::plain("{}"), None).await.unwrap();
    let role = RoleChange { user: OTHER, role: 1, add: true };
    rig.store.change_workspace_roles(&rig.stamp(), &core.id, &[role], None).await.unwrap();

    let stamp = rig.stamp();
    rig.store.delete_workspace(&stamp, &core.id, None).await.unwrap();
    assert!(rig.store.has_effect(&stamp.record).await.unwrap());
    assert_eq!(rig.store.workspace(&core.id, OWNER).await.unwrap(), None);
    assert_eq!(rig.store.element(Environment, &environment.id, OWNER).await.unwrap(), None);
    assert_eq!(rig.store.collection(&collection.id).await.unwrap(), None);
    assert_eq!(rig.store.item(&collection.id, &item.id).await.unwrap(), None);
    assert_eq!(rig.store.globals(&core.id).await.unwrap(), None);
    assert_eq!(rig.store.workspace_roles(&core.id).await.unwrap(), []);
    let visible = everything(OWNER);
    let query = store::ElementQuery::default();
    assert_eq!(rig.store.elements(Collection, &visible, &query).await.unwrap().total, 0);
    let left = rig.store.elements(Environment, &visible, &query).await.unwrap();
    assert_eq!((left.items, left.total), (vec![kept], 1));

    for (of, states) in [(&collection.id, 2), (&environment.id, 2), (&item.id, 1), (&core.id, 2)] {
        let found = rig.store.revisions(of).await.unwrap();
        assert_eq!(found.len(), states, "{found:?}");
        assert!(found[0].document.is_some());
    }
    assert_eq!(rig.store.delete_workspace(&stamp, &core.id, None).await, Err(StoreError::NotFound));
}

async fn the_oldest_personal_workspace_is_home(rig: Rig) {
    assert_eq!(rig.store.personal_workspace(OWNER).await.unwrap(), None);
    rig.workspace("not personal").await;
    let first = rig.workspace_of(OWNER, "first", "personal", None).await;
    rig.workspace_of(OWNER, "second", "personal", Some(TEAM)).await;
    rig.workspace_of(OTHER, "other", "personal", None).await;
    let home = rig.store.personal_workspace(OWNER).await.unwrap().unwrap();
    assert_eq!(home, first);
    assert!(member(OWNER).role_in(&home).is_some());
}
