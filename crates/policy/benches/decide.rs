#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures for people"
)]
//! The cost of one decision, with 1,000 agents that hold 10,000 grants.
//!
//! Prints percentiles, because a limit is set on the slow ones too.

use std::{hint::black_box, sync::Arc, time::Instant};

use catalog::{CATALOGUE, Kind};
use model::{TeamId, UserId, Viewer, Workspace};
use policy::{Asked, Resource, Rights, decide, parse_grant};

const AGENTS: usize = 1_000;
const GRANTS_EACH: usize = 10;
const CALLS: usize = 400_000;

fn main() {
    let workspaces: Vec<Arc<Workspace>> = (0..100).map(workspace).collect();
    let rights: Vec<Rights> = (0..AGENTS).map(agent).collect();
    let rows: Vec<_> = CATALOGUE
        .iter()
        .filter(|spec| spec.path_params().next().and_then(Kind::of_param) == Some(Kind::Collection))
        .collect();
    let mut random = Random(42);
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let place = &workspaces[random.below(workspaces.len())];
            let id = format!("c{}", random.below(5_000));
            let resource = Resource {
                kind: Kind::Collection,
                uid: format!("1-{id}"),
                name: id.clone(),
                id,
                workspace: Some(place.clone()),
            };
            (random.below(AGENTS), rows[random.below(rows.len())], [Some(resource)])
        })
        .collect();
    let mut nanos = Vec::with_capacity(CALLS);
    let mut allowed = 0_usize;
    let whole = Instant::now();
    for (agent, spec, resources) in &calls {
        let asked =
            Asked { spec, level: spec.needs.worst, resources, inside: &[], now: 1_800_000_000_000 };
        let start = Instant::now();
        let decision = black_box(decide(&rights[*agent], black_box(&asked)));
        nanos.push(u64::try_from(start.elapsed().as_nanos()).unwrap());
        allowed += usize::from(decision.allowed());
    }
    let rate = CALLS as f64 / whole.elapsed().as_secs_f64();
    nanos.sort_unstable();
    let at = |share: f64| nanos[((CALLS - 1) as f64 * share) as usize] as f64 / 1000.0;
    println!(
        "decide: p50 {:.2} us, p99 {:.2} us, max {:.2} us, {rate:.0}/s, {allowed} of {CALLS} allowed",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn agent(index: usize) -> Rights {
    let levels = ["read", "write", "full"];
    let areas = ["collections", "environments", "workspaces", "apis", "mocks"];
    let grants = (0..GRANTS_EACH).map(|grant| {
        let json = format!(
            r#"{{"agent":"a","area":"{}","level":"{}","scope":{{"workspaces":["w{}"]}}}}"#,
            areas[grant % 2 * (grant % areas.len())],
            levels[(index + grant) % 3],
            (index * 7 + grant) % 100
        );
        Arc::new(parse_grant(&format!("grt_{index}_{grant}"), &json, None).unwrap())
    });
    let viewer = Viewer { user: 1, teams: vec![TeamId(10)], admin_of: vec![] };
    Rights::agent(viewer, grants.collect())
}

fn workspace(index: usize) -> Arc<Workspace> {
    Arc::new(Workspace {
        id: format!("w{index}"),
        name: format!("Workspace {index}"),
        visibility: "team".to_owned(),
        team: Some(TeamId(10)),
        owner: UserId(2),
        about: String::new(),
        description: String::new(),
        created_at: 0,
        updated_at: 0,
        updated_by: UserId(2),
        viewer_role: Some(2),
    })
}

/// A small generator, so that every run decides the same calls.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }
}
