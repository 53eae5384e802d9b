//! Many callers at once.

use model::ElementKind::Environment;
use model::secret::Document;
use store::{ElementQuery, Expect, NewElement, StoreError};

use crate::on_both_engines;
use crate::rig::{OWNER, Rig, everything, seen};

on_both_engines!(
    writers_at_once_all_find_their_place,
    no_update_is_lost,
    of_writers_with_the_same_version_one_wins,
);

async fn writers_at_once_all_find_their_place(rig: Rig) {
    let core = rig.workspace("Core").await;
    let writers: Vec<_> = (0..64)
        .map(|number| {
            let (store, stamp) = (rig.store.clone(), rig.stamp());
            let new =
                NewElement { workspace: core.id.clone(), name: number.to_string(), guard: None };
            tokio::spawn(async move {
                let document = Document::plain("{}");
                let made = store.create_document(&stamp, Environment, &new, document).await;
                // Who got an answer can read what it wrote.
                let id = made.unwrap().id;
                assert!(store.document(Environment, &id).await.unwrap().is_some());
                assert!(store.has_effect(&stamp.record).await.unwrap());
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let query = ElementQuery::default();
    let list = rig.store.elements(Environment, &everything(OWNER), &query).await.unwrap();
    let mut names: Vec<u32> = list.items.iter().map(|one| one.name.parse().unwrap()).collect();
    names.sort_unstable();
    assert_eq!((names, list.total), ((0..64).collect(), 64));
}

async fn no_update_is_lost(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.environment(&core, "{}").await;
    let any = Expect { workspace: core.id.clone(), version: None, guard: None };
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (store, id, any) = (rig.store.clone(), element.id.clone(), any.clone());
            let stamps: Vec<_> = (0..25).map(|_| rig.stamp()).collect();
            tokio::spawn(async move {
                for (number, stamp) in stamps.iter().enumerate() {
                    let text = Document::plain(format!(r#"{{"by":"{writer}-{number}"}}"#));
                    let put = store.replace_document(stamp, Environment, &id, &any, "e", text);
                    put.await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let (now, _) = rig.store.document(Environment, &element.id).await.unwrap().unwrap();
    assert_eq!(now.version, 201);
    let mut numbers: Vec<i64> =
        rig.store.revisions(&element.id).await.unwrap().iter().map(|one| one.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=201).collect::<Vec<_>>());
}

async fn of_writers_with_the_same_version_one_wins(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.environment(&core, "{}").await;
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let (store, stamp, element) = (rig.store.clone(), rig.stamp(), element.clone());
            tokio::spawn(async move {
                let text = Document::plain(format!(r#"{{"by":{writer}}}"#));
                let expect = seen(&element);
                store
                    .replace_document(&stamp, Environment, &element.id, &expect, "e", text)
                    .await
                    .map(|_| writer)
            })
        })
        .collect();
    let mut winners = Vec::new();
    for writer in writers {
        match writer.await.unwrap() {
            Ok(writer) => winners.push(writer),
            Err(cause) => assert_eq!(cause, StoreError::Conflict),
        }
    }
    let [winner] = winners.as_slice() else { panic!("{winners:?} won") };
    let (_, text) = rig.store.document(Environment, &element.id).await.unwrap().unwrap();
    assert_eq!(text.fill(), format!(r#"{{"by":{winner}}}"#));
}
