//! What is served and what the contract describes are the same.

use std::sync::Arc;

use gate::{Facts, Judge, ManualClock, Records, Serve, StoreFacts, Usage};

use crate::{About, Api, Context, api};

/// Everything that is served, over a new store and log in `folder`.
async fn served_from(folder: &std::path::Path) -> Api {
    let store = store::Store::open_embedded(folder).await.unwrap();
    let (log, _) =
        gate::audit::Log::open(&folder.join("log"), gate::audit::Options::default()).unwrap();
    let facts: Arc<dyn Facts> = Arc::new(StoreFacts(store.clone()));
    let clock = Arc::new(ManualClock::at(0));
    let judge = Arc::new(Judge::new(store.clone(), facts, clock).await.unwrap());
    let about = About { version: "0.0.0", url: None, data_folder: None, engine: "embedded" };
    let records = Records::new(log);
    api(Arc::new(Context::new(store, judge, records, Arc::new(Usage::default()), about)))
}

#[tokio::test]
async fn what_is_served_is_what_the_contract_describes() {
    let folder = std::env::temp_dir().join(format!("gatepost-api-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let api = served_from(&folder).await;
    let described: Vec<&str> = catalog::CATALOGUE
        .iter()
        .map(|spec| spec.id)
        .filter(|id| contract::operation(id).is_some())
        .collect();
    for id in api.served() {
        assert!(catalog::spec(id).is_some(), "{id} is served but has no row");
        assert!(contract::operation(id).is_some(), "{id} is served but not described");
    }
    for id in &described {
        assert!(api.serves(catalog::spec(id).unwrap()), "{id} is described but not served");
    }
    assert_eq!(api.served().len(), described.len());
    std::fs::remove_dir_all(&folder).unwrap();
}
