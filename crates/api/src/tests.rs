//! Stories through the gate, in memory: every answer is checked against the contract.

mod administration;
mod comments;
mod content;
mod grants;
mod items;
mod search;
mod specs;
mod world;

use std::fmt::Write as _;

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

/// `docs/served.md` says what is served of each area; `GATEPOST_UPDATE=1` writes it anew.
#[tokio::test]
async fn the_page_of_what_is_served_is_up_to_date() {
    let world = World::new("served-page").await;
    let api = crate::api(world.ctx.clone());
    let mut page = String::from(
        "# What is served\n\n\
         Operations of the Postman API by area, made from the catalogue. The others answer 501, and are\n\
         decided and recorded like those that are served.\n\n\
         | Area | Served | Of | Not yet |\n|---|---|---|---|\n",
    );
    for area in catalog::AREAS.iter().filter(|area| area.name != "gatepost") {
        let rows: Vec<_> =
            catalog::CATALOGUE.iter().filter(|row| row.area.name() == area.name).collect();
        let missing: Vec<&str> =
            rows.iter().filter(|row| !api.serves(row)).map(|row| row.id).collect();
        let served = rows.len() - missing.len();
        let missing = match missing.len() {
            0 => String::new(),
            _ if served == 0 => "all".to_owned(),
            _ => missing.join(", "),
        };
        writeln!(page, "| `{}` | {served} | {} | {missing} |", area.name, rows.len()).unwrap();
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/served.md");
    if std::env::var_os("GATEPOST_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(stored, page, "GATEPOST_UPDATE=1 writes it anew");
}
