//! Elements: found, placed, deleted.

use model::ElementKind::{Api, Collection, Environment};
use model::secret::Document;
use store::{Expect, NewElement, RoleChange, StoreError};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, seen};

on_both_engines!(
    an_element_is_found_with_its_workspace_and_the_viewers_role,
    an_element_is_made_only_in_a_workspace_that_exists,
    a_change_that_met_another_one_is_refused,
    a_deleted_element_is_gone_but_its_states_are_not,
    a_change_leaves_its_record,
);

async fn an_element_is_found_with_its_workspace_and_the_viewers_role(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.document(Api, &core, "Payments", r#"{"name":"Payments"}"#).await;
    assert_eq!((element.owner, element.version), (OWNER, 1));
    assert_eq!(element.created_at, element.updated_at);

    let (found, workspace) = rig.store.element(Api, &element.id, OTHER).await.unwrap().unwrap();
    assert_eq!(found, element);
    assert_eq!(workspace, core);

    let role = RoleChange { user: OTHER, role: 2, add: true };
    rig.store.change_workspace_roles(&rig.stamp(), &core.id, &[role], None).await.unwrap();
    let role_of = async |user| {
        let found = rig.store.element(Api, &element.id, user).await.unwrap().unwrap();
        found.1.viewer_role
    };
    assert_eq!((role_of(OTHER).await, role_of(OWNER).await), (Some(2), None));

    for (kind, id) in [(Environment, &*element.id), (Api, "nope"), (Collection, "")] {
        assert_eq!(rig.store.element(kind, id, OWNER).await.unwrap(), None);
    }
}

async fn an_element_is_made_only_in_a_workspace_that_exists(rig: Rig) {
    let new = NewElement { workspace: "nowhere".to_owned(), name: "lost".to_owned(), guard: None };
    let stamp = rig.stamp();
    let made = rig.store.create_document(&stamp, Api, &new, Document::plain("{}")).await;
    assert_eq!(made, Err(StoreError::NotFound));
    assert!(!rig.store.has_effect(&stamp.record).await.unwrap());
}

async fn a_change_that_met_another_one_is_refused(rig: Rig) {
    let core = rig.workspace("Core").await;
    let first = rig.environment(&core, r#"{"values":[]}"#).await;
    let put = async |expect: &Expect| {
        let document = Document::plain(r#"{"values":[1]}"#);
        rig.store
            .replace_document(&rig.stamp(), Environment, &first.id, expect, "new", document)
            .await
    };
    let second = put(&seen(&first)).await.unwrap();
    assert_eq!((second.version, &*second.name), (2, "new"));

    assert_eq!(put(&seen(&first)).await, Err(StoreError::Conflict));
    let elsewhere = Expect { workspace: "other".to_owned(), version: None, guard: None };
    assert_eq!(put(&elsewhere).await, Err(StoreError::Conflict));
    let any = Expect { workspace: core.id.clone(), version: None, guard: None };
    assert_eq!(put(&any).await.unwrap().version, 3);

    let delete = rig.store.delete_element(&rig.stamp(), Environment, &first.id, &elsewhere).await;
    assert_eq!(delete, Err(StoreError::Conflict));
    rig.store.delete_element(&rig.stamp(), Environment, &first.id, &any).await.unwrap();
    assert_eq!(put(&any).await, Err(StoreError::NotFound));
}

async fn a_deleted_element_is_gone_but_its_states_are_not(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = r#"{"values":[{"key":"k","value":"secret one","type":"secret"}]}"#;
    let element = rig.environment(&core, text).await;
    let stamp = rig.stamp_of(OTHER);
    rig.store.delete_element(&stamp, Environment, &element.id, &seen(&element)).await.unwrap();

    assert_eq!(rig.store.element(Environment, &element.id, OWNER).await.unwrap(), None);
    assert_eq!(rig.store.document(Environment, &element.id).await.unwrap(), None);
    let again = rig.store.delete_element(&stamp, Environment, &element.id, &seen(&element)).await;
    assert_eq!(again, Err(StoreError::NotFound));

    let states = rig.store.revisions(&element.id).await.unwrap();
    let [made, end] = states.as_slice() else { panic!("{states:?}") };
    assert_eq!((made.number, made.user, &*made.name), (1, OWNER, "env"));
    assert_eq!(made.document.as_ref().unwrap().fill(), text);
    assert_eq!((end.number, end.user, end.at), (2, OTHER, stamp.at));
    assert_eq!((end.record.as_str(), &end.document), (stamp.record.as_str(), &None));
}

async fn a_change_leaves_its_record(rig: Rig) {
    let core = rig.workspace("Core").await;
    let (made, unmade) = (rig.stamp(), rig.stamp());
    let new = NewElement { workspace: core.id.clone(), name: "e".to_owned(), guard: None };
    let document = Document::plain("{}");
    let element = rig.store.create_document(&made, Environment, &new, document).await.unwrap();
    assert!(rig.store.has_effect(&made.record).await.unwrap());

    let other = Expect { workspace: "other".to_owned(), version: None, guard: None };
    let refused = rig.store.delete_element(&unmade, Environment, &element.id, &other).await;
    assert_eq!(refused, Err(StoreError::Conflict));
    assert!(!rig.store.has_effect(&unmade.record).await.unwrap());
}
