//! Random grants and random calls against a slow reading of the rules.
//!
//! The judgement here is written from the description of grants alone, without the code it
//! checks: a call may happen when its owner's role suffices, no block covers it, and a grant does.

use std::sync::atomic::{AtomicUsize, Ordering};

use catalog::{Access, Area, CATALOGUE, Kind, Level, Spec};
use http::Method;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::{Value, json};
use testkit::Actor;

use super::{
    calls::{Ask, FORKS, Form, administers, known_kinds, names_something},
    scene::{Place, Scene},
};

/// Where a rule holds, by the index of a place.
#[derive(Clone, Debug)]
enum Where {
    Everywhere,
    Workspaces(Vec<usize>),
    Elements(Vec<(usize, usize)>),
}

#[derive(Clone, Debug)]
enum Right {
    Area(Area, Level),
    Operation(&'static Spec),
}

#[derive(Clone, Debug)]
struct Rule {
    gives: bool,
    right: Right,
    holds: Where,
    live: bool,
}

/// A call on an element of a place, or of none that exists.
#[derive(Clone, Copy, Debug)]
struct Call {
    spec: &'static Spec,
    place: usize,
    form: Form,
}

/// The owner's role per place: admin, editor, viewer, none, none.
const ROLES: [u8; 5] = [3, 2, 1, 0, 0];
/// The last place does not exist.
const PLACES: usize = ROLES.len();

fn candidates() -> Vec<&'static Spec> {
    let content = [Area::Collections, Area::Environments, Area::Workspaces, Area::Apis, Area::Tags];
    let rows = CATALOGUE.iter().copied().filter(|spec| !administers(spec));
    let mut near: Vec<_> =
        rows.clone().filter(|spec| content.contains(&spec.area) && names_something(spec)).collect();
    near.extend(rows.filter(|spec| spec.id.len() % 13 == 0));
    // Rules and other calls name the elements themselves, so they must not end.
    near.retain(|spec| {
        let alone = spec.path_params().count() == 1 && spec.path.ends_with('}');
        !(alone && spec.method == Method::DELETE && !known_kinds(spec).is_empty())
    });
    near
}

fn rules() -> impl Strategy<Value = Rule> {
    let areas: Vec<(Area, Level)> = catalog::AREAS
        .iter()
        .flat_map(|info| info.levels.iter().map(|level| (info.area, *level)))
        .filter(|(area, _)| {
            use Area::{Apis, Collections, Environments, Tags, Workspaces};
            [Apis, Collections, Environments, Tags, Workspaces].contains(area)
        })
        .collect();
    let operations: Vec<_> = candidates()
        .into_iter()
        .filter(|spec| !matches!(spec.needs.worst, Level::Never | Level::Always))
        .collect();
    let right = prop_oneof![
        4 => prop::sample::select(areas).prop_map(|(area, level)| Right::Area(area, level)),
        1 => prop::sample::select(operations).prop_map(Right::Operation),
    ];
    let real = PLACES - 1;
    let holds = prop_oneof![
        2 => Just(Where::Everywhere),
        2 => prop::collection::vec(0..real, 1..3).prop_map(Where::Workspaces),
        2 => prop::collection::vec((0..real, 0..6_usize), 1..4).prop_map(Where::Elements),
    ];
    (prop::bool::weighted(0.85), right, holds, prop::bool::weighted(0.85))
        .prop_map(|(gives, right, holds, live)| Rule { gives, right, holds, live })
}

fn calls() -> impl Strategy<Value = Call> {
    let form = prop_oneof![Just(Form::Id), Just(Form::Uid)];
    // Mostly where the owner has a role, or nothing would ever be allowed.
    let place = prop_oneof![6 => 0..3_usize, 1 => 3..PLACES];
    (prop::sample::select(candidates()), place, form).prop_map(|(spec, place, form)| Call {
        spec,
        place,
        form,
    })
}

/// The number of an element in its place.
fn index(kind: Kind) -> usize {
    match kind {
        Kind::Workspace => 0,
        // A pull request has the place of the collection that it goes into.
        Kind::Collection | Kind::PullRequest => 1,
        Kind::Environment => 2,
        Kind::Mock => 4,
        Kind::Monitor => 5,
        _ => 3,
    }
}

/// True when the rules allow the call. Bodies are empty here, so calls count at their worst.
fn oracle(rules: &[Rule], call: Call) -> bool {
    let Call { spec, place, .. } = call;
    match spec.needs.worst {
        Level::Always => return true,
        Level::Never => return false,
        _ => {}
    }
    let on_fork = FORKS.contains(&spec.id);
    let target = |kind: Kind| match kind {
        Kind::Collection if on_fork => FORK,
        Kind::Environment if on_fork => FORK + 1,
        kind => index(kind),
    };
    let mut named: Vec<usize> = known_kinds(spec).into_iter().map(target).collect();
    if spec.rule == Some(catalog::Rule::Into) {
        named.push(0);
    }
    let live = || rules.iter().filter(|rule| rule.live);
    if named.is_empty() {
        // Lists are filtered, so any grant opens them; what is nowhere yet needs a grant of all.
        let reads = spec.access == Access::Read;
        let total = |rule: &Rule| matches!(rule.holds, Where::Everywhere);
        let blocked = live().any(|rule| !rule.gives && about(rule, spec) && total(rule));
        return !blocked
            && live().any(|rule| rule.gives && about(rule, spec) && (reads || total(rule)));
    }
    named.into_iter().all(|element| permits(rules, spec, place, element))
        && spec.names.iter().all(|also| {
            let element = besides(spec, also);
            element.is_none_or(|element| permits(rules, also.right, place, element))
        })
}

/// The place of a fork among the elements; after it comes that of an environment.
const FORK: usize = 6;

/// Something that no rule names alone.
const UNNAMED: usize = usize::MAX;

/// What a call with an empty body names besides its target, in the same place: what a mock or
/// monitor holds, where it lies, what it was forked from.
fn besides(spec: &Spec, also: &catalog::Named) -> Option<usize> {
    spec.path_params().next()?;
    match (also.at, also.kind) {
        ("@workspace" | "?workspace" | "?workspaceId", _) => Some(0),
        ("@target" | "@parent", kind) => Some(index(kind)),
        ("{pullRequestId}", _) => Some(UNNAMED),
        (at, Kind::Collection) if at.contains('.') => Some(index(Kind::Collection)),
        _ => None,
    }
}

/// True when the rules allow `spec` on one element of a place.
fn permits(rules: &[Rule], spec: &Spec, place: usize, element: usize) -> bool {
    let live = || rules.iter().filter(|rule| rule.live);
    let covered = |rule: &&Rule| about(rule, spec) && covers(&rule.holds, place, element);
    let blocked = live().any(|rule| !rule.gives && covered(&rule));
    ROLES[place] >= needed(spec)
        && !blocked
        && !(spec.flags.fells() && element == 0 && blocks_inside(rules, place))
        && live().any(|rule| rule.gives && covered(&rule))
}

/// What falls with a workspace must not be blocked either.
fn blocks_inside(rules: &[Rule], place: usize) -> bool {
    rules.iter().any(|rule| {
        rule.live
            && !rule.gives
            && match &rule.holds {
                Where::Everywhere => false,
                Where::Workspaces(places) => places.contains(&place),
                Where::Elements(elements) => elements.iter().any(|(one, _)| *one == place),
            }
    })
}

/// The role a person needs: viewer to read, editor to change, admin to govern a workspace.
fn needed(spec: &Spec) -> u8 {
    match spec.access {
        Access::Read => 1,
        // Whoever reads may comment.
        _ if spec.area == Area::Comments => 1,
        _ if spec.area == Area::Workspaces && spec.needs.worst >= Level::Full => 3,
        _ => 2,
    }
}

/// A grant gives its level and those below; a block takes its level and those above.
fn about(rule: &Rule, spec: &Spec) -> bool {
    let wanted = match spec.needs.worst {
        Level::Read => 1,
        Level::Write => 2,
        Level::Full => 3,
        _ => 4,
    };
    match rule.right {
        Right::Operation(one) => one.id == spec.id,
        Right::Area(area, level) => {
            let level = match level {
                Level::Read => 1,
                Level::Write => 2,
                _ => 3,
            };
            area == spec.area
                && if rule.gives { wanted <= level && wanted < 4 } else { wanted >= level }
        }
    }
}

fn covers(holds: &Where, place: usize, element: usize) -> bool {
    match holds {
        Where::Everywhere => true,
        Where::Workspaces(places) => places.contains(&place),
        Where::Elements(elements) => elements.contains(&(place, element)),
    }
}

/// The rule as it is sent.
fn body(rule: &Rule, places: &[Place]) -> Value {
    let mut body = match rule.right {
        Right::Area(area, level) => json!({ "area": area.name(), "level": level.name() }),
        Right::Operation(spec) => json!({ "operation": spec.id }),
    };
    body["scope"] = match &rule.holds {
        Where::Everywhere => json!({ "all": true }),
        Where::Workspaces(chosen) => {
            let ids = chosen.iter().map(|place| places[*place].workspace.as_str());
            json!({ "workspaces": ids.collect::<Vec<_>>() })
        }
        Where::Elements(chosen) => {
            let ids = chosen.iter().map(|(place, element)| places[*place].ids()[*element]);
            json!({ "resources": ids.collect::<Vec<_>>() })
        }
    };
    body["effect"] = if rule.gives { "allow" } else { "block" }.into();
    if !rule.live {
        body["notBefore"] = "2099-01-01T00:00:00Z".into();
    }
    body
}

struct World {
    scene: Scene,
    places: Vec<Place>,
    /// Calls allowed and denied so far.
    seen: [AtomicUsize; 2],
}

async fn world() -> World {
    let scene = Scene::new().await;
    let role = |role: &str| {
        json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": scene.ben_id.to_string(), "role": role }] }] })
    };
    let own = Place::new(&scene.ben, "Ben's own", "private").await;
    let edits = Place::new(&scene.ana, "Ben edits", "team").await;
    let target = format!("/workspaces/{}/roles", edits.workspace);
    scene.ana.patch(&target, role("2")).await.ok();
    let (core, vault) = (scene.core.clone(), scene.vault.clone());
    let places = vec![own, edits, core, vault, Place::nowhere(scene.ben_id)];
    World { scene, places, seen: Default::default() }
}

async fn one_case(
    world: &World,
    number: usize,
    rules: &[Rule],
    calls: &[Call],
) -> Result<(), TestCaseError> {
    let World { scene, places, seen } = world;
    let (id, agent): (String, Actor) =
        scene.app.agent_of(&format!("Random {number}"), scene.ben_id).await;
    for rule in rules {
        scene.rule(&id, &body(rule, places)).await;
    }
    for call in calls {
        scene.app.clock().advance(100);
        let answer = Ask::harmless(call.spec, &places[call.place], call.form).by(&agent).await;
        let allowed = answer.header("x-gatepost-decision") == "allow";
        let told = format!("{} {}: {}", answer.asked, answer.status, answer.text());
        seen[usize::from(!allowed)].fetch_add(1, Ordering::Relaxed);
        let right = oracle(rules, *call);
        prop_assert!(!allowed || right, "allowed without a right: {told}");
        // Where something is named the two agree; where nothing is, the gate may be stricter.
        if names_something(call.spec) {
            prop_assert_eq!(allowed, right, "{}", told);
        }
    }
    Ok(())
}

#[test]
fn nothing_is_allowed_without_a_right() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(world());
    let seed: u64 = std::env::var("GATEPOST_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random);
    println!("oracle: GATEPOST_TEST_SEED={seed}");
    let config = Config {
        cases: 150,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let number = std::cell::Cell::new(0);
    let cases = (prop::collection::vec(rules(), 0..9), prop::collection::vec(calls(), 8..16));
    let outcome = TestRunner::new(config).run(&cases, |(rules, calls)| {
        number.set(number.get() + 1);
        runtime.block_on(one_case(&world, number.get(), &rules, &calls))
    });
    if let Err(failure) = outcome {
        panic!("seed {seed}: {failure}");
    }
    let [allowed, denied] = world.seen.map(AtomicUsize::into_inner);
    println!("oracle: {allowed} calls allowed, {denied} denied");
    assert!(allowed > 40 && denied > 200, "both must happen: {allowed}, {denied}");
}
