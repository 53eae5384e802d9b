//! A right that was taken away between the decision and the change.

use model::ElementKind::{Collection, Environment};
use model::collection::{Draft, ItemKind, parse};
use model::secret::Document;
use model::{Role, UserId, Viewer, Workspace};
use store::{
    Expect, Guard, ItemChange, NewElement, NewItem, NewUser, RoleChange, StoreError,
    WorkspaceChange,
};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, TEAM, member};

on_both_engines!(
    no_change_is_written_after_its_role_was_taken,
    the_least_role_that_suffices_is_enough,
    a_workspace_that_was_closed_takes_no_more_changes,
    no_change_is_written_after_its_team_was_left,
);

fn guard(user: UserId, role: Role) -> Guard {
    Guard { viewer: member(user), role }
}

fn draft() -> Draft {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let request = r#"{"name":"r","request":"http://x"}"#;
    let info = format!(r#"{{"name":"c","schema":"{schema}"}}"#);
    parse(&format!(r#"{{"info":{info},"item":[{request}]}}"#)).unwrap()
}

async fn give(rig: &Rig, workspace: &Workspace, role: i64, add: bool) {
    let change = RoleChange { user: OTHER, role, add };
    rig.store.change_workspace_roles(&rig.stamp(), &workspace.id, &[change], None).await.unwrap();
}

/// Every kind of change in a workspace, with its name and whether it was written.
async fn attempt(rig: &Rig, core: &Workspace, guard: &Guard) -> Vec<(&'static str, StoreError)> {
    let store = &rig.store;
    let (id, held) = (core.id.as_str(), Some(guard));
    let environment = rig.environment(core, "{}").await.id;
    let collection = rig.collection(core, draft()).await.id;
    let item = store.collection(&collection).await.unwrap().unwrap().items.remove(0).id;
    let stamps: Vec<_> = (0..12).map(|_| rig.stamp_of(OTHER)).collect();
    let expect = Expect { workspace: core.id.clone(), version: None, guard: Some(guard.clone()) };
    let new = NewElement {
        workspace: core.id.clone(),
        name: "new".to_owned(),
        guard: Some(guard.clone()),
    };
    let text = || Document::plain("{}");
    let change = |id: &str| ItemChange {
        id: id.to_owned(),
        version: None,
        name: "r".to_owned(),
        document: text(),
    };
    let added = NewItem {
        id: None,
        parent: None,
        kind: ItemKind::Folder,
        name: "f".to_owned(),
        document: text(),
    };
    let about = WorkspaceChange { about: Some("x".to_owned()), ..Default::default() };
    let role = [RoleChange { user: OTHER, role: 1, add: false }];
    let mut stamp = stamps.iter();
    let mut next = || stamp.next().unwrap();
    let outcomes = [
        ("document", store.create_document(next(), Environment, &new, text()).await.err()),
        ("collection", store.create_collection(next(), &new, draft()).await.err()),
        (
            "replace",
            store
                .replace_document(next(), Environment, &environment, &expect, "e", text())
                .await
                .err(),
        ),
        ("item", store.put_item(next(), &collection, &expect, change(&item)).await.err()),
        ("new item", store.create_item(next(), &collection, &expect, added).await.err()),
        ("gone item", store.delete_item(next(), &collection, &item, &expect).await.err()),
        (
            "replace collection",
            store.replace_collection(next(), &collection, &expect, draft()).await.err(),
        ),
        ("patch", store.patch_collection(next(), &collection, &expect, "c", text()).await.err()),
        ("globals", store.put_globals(next(), id, text(), held).await.err()),
        ("roles", store.change_workspace_roles(next(), id, &role, held).await.err()),
        ("workspace", store.update_workspace(next(), id, about, held).await.err()),
        ("delete", store.delete_element(next(), Collection, &collection, &expect).await.err()),
    ];
    let mut refused = Vec::new();
    for (stamp, (name, outcome)) in stamps.iter().zip(outcomes) {
        let written = store.has_effect(&stamp.record).await.unwrap();
        assert_eq!(written, outcome.is_none(), "{name}");
        refused.extend(outcome.map(|error| (name, error)));
    }
    refused
}

async fn no_change_is_written_after_its_role_was_taken(rig: Rig) {
    let core = rig.workspace("Core").await;
    give(&rig, &core, 2, true).await;
    let editor = guard(OTHER, Role::Editor);
    assert_eq!(attempt(&rig, &core, &editor).await, []);

    // Decided while the role was there; it is gone when the change is written.
    give(&rig, &core, 2, false).await;
    let refused = attempt(&rig, &core, &editor).await;
    assert_eq!(refused.len(), 12);
    assert!(refused.iter().all(|(_, error)| *error == StoreError::Conflict), "{refused:?}");

    let stamp = rig.stamp_of(OTHER);
    let deleted = rig.store.delete_workspace(&stamp, &core.id, Some(&editor)).await;
    assert_eq!(deleted, Err(StoreError::Conflict));
    assert_eq!(rig.store.workspace(&core.id, OWNER).await.unwrap().unwrap().about, "x");
}

async fn the_least_role_that_suffices_is_enough(rig: Rig) {
    for (number, holds) in [
        (1, Role::Viewer),
        (2, Role::Editor),
        (3, Role::Admin),
        (4, Role::Viewer),
        (7, Role::Editor),
    ] {
        for needed in [Role::Viewer, Role::Editor, Role::Admin] {
            let core = rig.workspace("Core").await;
            give(&rig, &core, number, true).await;
            let deleted = rig
                .store
                .delete_workspace(&rig.stamp_of(OTHER), &core.id, Some(&guard(OTHER, needed)))
                .await;
            let expected = if holds >= needed { Ok(()) } else { Err(StoreError::Conflict) };
            assert_eq!(deleted, expected, "role {number} for {needed:?}");
        }
    }
    let gone = guard(OTHER, Role::Admin);
    let missing = rig.store.delete_workspace(&rig.stamp(), "nope", Some(&gone)).await;
    assert_eq!(missing, Err(StoreError::NotFound));
}

async fn a_workspace_that_was_closed_takes_no_more_changes(rig: Rig) {
    let core = rig.workspace_of(OWNER, "Core", "team", Some(TEAM)).await;
    give(&rig, &core, 2, true).await;
    let change = WorkspaceChange { visibility: Some("personal".to_owned()), ..Default::default() };
    rig.store.update_workspace(&rig.stamp(), &core.id, change, None).await.unwrap();
    assert_eq!(attempt(&rig, &core, &guard(OTHER, Role::Editor)).await.len(), 12);
    assert_eq!(attempt(&rig, &core, &guard(OWNER, Role::Admin)).await, []);
}

async fn no_change_is_written_after_its_team_was_left(rig: Rig) {
    let new = |name: &str, role: &str| NewUser {
        username: name.to_owned(),
        email: format!("{name}@example.com"),
        full_name: name.to_owned(),
        team: Some("Core Team".to_owned()),
        roles: vec![role.to_owned()],
    };
    let admin = rig.store.add_user(&rig.stamp(), new("ann", "admin")).await.unwrap();
    let owner = rig.store.add_user(&rig.stamp(), new("bob", "user")).await.unwrap();
    let team = admin.memberships[0].team;
    let core = rig.workspace_of(owner.id, "Core", "team", Some(team)).await;
    let decided = |user: UserId, admin_of| Guard {
        viewer: Viewer { user: user.0, teams: vec![team], admin_of },
        role: Role::Admin,
    };
    let (by_role, by_owning) = (decided(admin.id, vec![team]), decided(owner.id, Vec::new()));
    let change = || WorkspaceChange { about: Some("y".to_owned()), ..Default::default() };
    for guard in [&by_role, &by_owning] {
        let held = Some(guard);
        rig.store.update_workspace(&rig.stamp(), &core.id, change(), held).await.unwrap();
    }

    // An admin of the team becomes a plain member; the owner leaves it.
    rig.store.set_user_roles(&rig.stamp(), admin.id, team, vec!["user".to_owned()]).await.unwrap();
    rig.store.remove_user(&rig.stamp(), owner.id).await.unwrap();
    for guard in [&by_role, &by_owning] {
        let held = Some(guard);
        let refused = rig.store.update_workspace(&rig.stamp(), &core.id, change(), held).await;
        assert_eq!(refused.err(), Some(StoreError::Conflict));
    }
}
