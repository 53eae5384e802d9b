//! Stories through the gate, in memory: every answer is checked against the contract.

mod administration;
mod comments;
mod content;
mod grants;
mod items;
mod world;

use gate::Serve;
use world::World;

#[tokio::test]
async fn what_is_served_is_what_the_contract_describes() {
    let world = World::new("served").await;
    let described = catalog::CATALOGUE.iter().filter(|spec| contract::operation(spec.id).is_some());
    let described: Vec<&str> = described.map(|spec| spec.id).collect();
    let api = crate::api(world.ctx.clone());
    for id in api.served() {
        assert!(catalog::spec(id).is_some(), "{id} is served but has no row");
        assert!(contract::operation(id).is_some(), "{id} is served but not described");
    }
    for id in &described {
        assert!(api.serves(catalog::spec(id).unwrap()), "{id} is described but not served");
    }
    assert_eq!(api.served().len(), described.len());
}
