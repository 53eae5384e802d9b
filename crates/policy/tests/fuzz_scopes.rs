//! Grants, scopes and decisions made up at random.
//!
//! An oracle written the plainest way says what a decision must at least rest on; relations
//! between decisions say the rest: more rights never take, blocks never give, lists show just
//! what can be read.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::sync::Arc;

use catalog::{AREAS, Access, Area, CATALOGUE, Kind, Level, Operation, Spec, op};
use fuzzkit::fuzz;
use model::{Role, TeamId, UserId, Viewer, Workspace};
use policy::{
    Asked, Effect, Grant, Resource, Right, Rights, Scope, decide, may_ever, nearest, parse_grant,
    visible,
};
use proptest::{prelude::*, sample::select};

/// The time of every decision here: 2026-01-01.
const NOW: i64 = 1_767_225_600_000;

const TIMES: [&str; 3] = ["2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"];

fn place() -> impl Strategy<Value = String> {
    select(vec!["w0", "w1", "w2", "w9"]).prop_map(str::to_owned)
}

fn thing() -> impl Strategy<Value = String> {
    select(vec!["e0", "e1", "e2", "w0", "w1"]).prop_map(str::to_owned)
}

/// The JSON of a rule that may or may not be acceptable.
fn rule_json() -> impl Strategy<Value = String> {
    let area = select(AREAS.iter().map(|info| info.name).collect::<Vec<_>>());
    let level = select(vec!["read", "write", "full", "off", "grant"]);
    // Few operations, so that rules and calls meet.
    let id = prop_oneof![
        3 => select(vec!["getCollection", "getCollections", "deleteCollection", "deleteWorkspace"]),
        1 => select(CATALOGUE.iter().map(|spec| spec.id).collect::<Vec<_>>()),
    ];
    let right = prop_oneof![
        4 => (select(vec!["collections", "workspaces", "environments"]), level.clone())
            .prop_map(|(area, level)| format!(r#""area":"{area}","level":"{level}""#)),
        1 => (area, level).prop_map(|(area, level)| format!(r#""area":"{area}","level":"{level}""#)),
        2 => id.prop_map(|id| format!(r#""operation":"{id}""#)),
    ];
    let scope = prop_oneof![
        2 => Just(r#"{"all":true}"#.to_owned()),
        4 => (prop::collection::vec(place(), 0..3), prop::collection::vec(thing(), 0..3))
            .prop_map(|(workspaces, resources)| {
                format!(r#"{{"workspaces":{workspaces:?},"resources":{resources:?}}}"#)
            }),
    ];
    let effect = select(vec!["allow", "allow", "block"]);
    let time = || prop::option::weighted(0.2, select(TIMES.to_vec()));
    (right, scope, effect, time(), time(), any::<bool>()).prop_map(
        |(right, scope, effect, start, end, reveal)| {
            let time = |name: &str, time: Option<&str>| {
                time.map(|time| format!(r#","{name}":"{time}""#)).unwrap_or_default()
            };
            let (start, end) = (time("notBefore", start), time("notAfter", end));
            let reveal = if reveal { r#","revealSecrets":true"# } else { "" };
            format!(
                r#"{{"agent":"a","effect":"{effect}",{right},"scope":{scope}{start}{end}{reveal}}}"#
            )
        },
    )
}

/// Rules as they come out of the parser; what it refuses is left out.
fn rules() -> impl Strategy<Value = Vec<Arc<Grant>>> {
    prop::collection::vec(rule_json(), 0..8).prop_map(|list| {
        let parsed = list.iter().enumerate();
        parsed.filter_map(|(index, json)| rule(&format!("grt_{index}"), json)).collect()
    })
}

fn rule(id: &str, json: &str) -> Option<Arc<Grant>> {
    parse_grant(id, json, None).ok().map(Arc::new)
}

fn viewer() -> impl Strategy<Value = Viewer> {
    (select(vec![1, 1, 1, 2, 0]), any::<bool>(), any::<bool>()).prop_map(|(user, member, admin)| {
        Viewer {
            user,
            teams: if member || admin { vec![TeamId(1)] } else { Vec::new() },
            admin_of: if admin { vec![TeamId(1)] } else { Vec::new() },
        }
    })
}

fn workspace() -> impl Strategy<Value = Arc<Workspace>> {
    let visibility = select(vec!["personal", "private", "team", "team", "public", "partner"]);
    let team = select(vec![Some(1), Some(1), Some(2), None]);
    (0..3, visibility, team, 1..3_i64, prop::option::of(0..9_i64)).prop_map(
        |(index, visibility, team, owner, viewer_role)| {
            Arc::new(Workspace {
                id: format!("w{index}"),
                name: format!("Workspace {index}"),
                visibility: visibility.to_owned(),
                team: team.map(TeamId),
                owner: UserId(owner),
                about: String::new(),
                description: String::new(),
                created_at: 0,
                updated_at: 0,
                updated_by: UserId(owner),
                viewer_role,
            })
        },
    )
}

fn resource() -> impl Strategy<Value = Option<Resource>> {
    let known = (prop::option::weighted(0.9, workspace()), 0..3, any::<bool>()).prop_map(
        |(workspace, index, itself)| {
            // A workspace is its own place.
            let own = workspace.as_ref().filter(|_| itself).map(|place| place.id.clone());
            let id = own.unwrap_or_else(|| format!("e{index}"));
            let kind = if id.starts_with('w') { Kind::Workspace } else { Kind::Collection };
            Resource { kind, uid: format!("1-{id}"), name: id.clone(), id, workspace }
        },
    );
    prop::option::weighted(0.9, known)
}

fn spec() -> impl Strategy<Value = &'static Spec> {
    let common = CATALOGUE.iter().copied().filter(|spec| {
        matches!(spec.area, Area::Collections | Area::Workspaces | Area::Environments)
    });
    prop_oneof![
        3 => select(common.collect::<Vec<_>>()),
        1 => select(CATALOGUE.iter().copied().collect::<Vec<_>>()),
    ]
}

/// A call: what is asked, at which of its levels, on what, with what inside.
#[derive(Clone, Debug)]
struct Call {
    spec: &'static Spec,
    harmless: bool,
    resources: Vec<Option<Resource>>,
    inside: Vec<String>,
}

impl Call {
    fn asked(&self) -> Asked<'_> {
        let level = if self.harmless { self.spec.needs.floor } else { self.spec.needs.worst };
        let Self { spec, resources, inside, .. } = self;
        Asked { spec, level, resources, inside, now: NOW }
    }
}

fn call() -> impl Strategy<Value = Call> {
    let resources = prop::collection::vec(resource(), 0..3);
    (spec(), any::<bool>(), resources, prop::collection::vec(thing(), 0..2))
        .prop_map(|(spec, harmless, resources, inside)| Call { spec, harmless, resources, inside })
}

/// What a rule covers, spelled out.
fn covers(rule: &Grant, spec: &Spec, level: Level) -> bool {
    match rule.right {
        Right::Operation(one) => one.id == spec.id,
        Right::Area(area, given) if rule.effect == Effect::Allow => {
            let enough = [Level::Read, Level::Write, Level::Full].iter().position(|l| *l == level);
            let has = [Level::Read, Level::Write, Level::Full].iter().position(|l| *l == given);
            area == spec.area && matches!((enough, has), (Some(enough), Some(has)) if enough <= has)
        }
        Right::Area(area, from) => area == spec.area && level >= from,
    }
}

fn holds_on(rule: &Grant, resource: &Resource) -> bool {
    let place =
        resource.workspace.as_ref().is_some_and(|one| rule.scope.workspaces.contains(&one.id));
    rule.scope.all || place || rule.scope.resources.contains(&resource.id)
}

fn holds_now(rule: &Grant) -> bool {
    rule.not_before.is_none_or(|start| NOW >= start) && rule.not_after.is_none_or(|end| NOW < end)
}

fn role(viewer: &Viewer, resource: &Resource) -> Option<Role> {
    viewer.role_in(resource.workspace.as_deref()?)
}

/// The role that no call of this kind may do without.
fn least_role(asked: &Asked<'_>) -> Role {
    match asked.spec.access {
        Access::Read => Role::Viewer,
        _ if asked.spec.area == Area::Workspaces && asked.level >= Level::Full => Role::Admin,
        _ if asked.spec.area == Area::Comments => Role::Viewer,
        _ => Role::Editor,
    }
}

#[test]
fn fuzz_no_text_makes_the_parser_fail_badly() {
    let mutated = (rule_json(), any::<prop::sample::Index>(), "[\\PC]{0,3}").prop_map(
        |(json, index, text)| {
            let at = index.index(json.len());
            if json.is_char_boundary(at) {
                format!("{}{text}{}", &json[..at], &json[at..])
            } else {
                json
            }
        },
    );
    let text = prop_oneof![4 => mutated, 4 => rule_json(), 1 => any::<String>()];
    fuzz("grants", &(text, prop::option::of(Just(NOW))), |(json, now)| {
        let Ok(rule) = parse_grant("grt_x", &json, now) else { return Ok(()) };
        prop_assert!(!rule.scope.is_empty(), "{json}");
        prop_assert!(!rule.scope.all || rule.scope == Scope::everywhere(), "{json}");
        prop_assert!(now.is_none() || rule.not_after.is_none_or(|end| end > NOW), "{json}");
        prop_assert!(rule.effect == Effect::Block || rule.agent.is_some(), "{json}");
        match rule.right {
            Right::Area(area, level) => {
                prop_assert!(!matches!(area, Area::Gatepost | Area::Scim), "{json}");
                prop_assert!(matches!(level, Level::Read | Level::Write | Level::Full), "{json}");
                let has = area.info().levels.contains(&level);
                prop_assert!(has || rule.effect == Effect::Block, "{json}");
            }
            Right::Operation(spec) => {
                let worst = spec.needs.worst;
                prop_assert!(!matches!(worst, Level::Never | Level::Always), "{json}");
            }
        }
        Ok(())
    });
}

#[test]
fn fuzz_no_call_is_allowed_without_a_right() {
    fuzz("rights", &(viewer(), rules(), call()), |(viewer, rules, call)| {
        let asked = call.asked();
        let rights = Rights::agent(viewer.clone(), rules.clone());
        let _ = nearest(&rights, &asked);
        if !decide(&rights, &asked).allowed() || asked.level == Level::Always {
            return Ok(());
        }
        let live: Vec<_> = rules.iter().filter(|rule| holds_now(rule)).collect();
        let covering = |effect| {
            live.iter()
                .filter(move |rule| rule.effect == effect && covers(rule, asked.spec, asked.level))
        };
        prop_assert!(asked.level != Level::Never && asked.level != Level::Off);
        prop_assert!(may_ever(&rights, asked.spec, NOW) || asked.level != asked.spec.needs.floor);
        if asked.resources.is_empty() {
            let reads = asked.spec.access == Access::Read;
            prop_assert!(covering(Effect::Allow).any(|rule| rule.scope.all || reads));
            prop_assert!(!covering(Effect::Block).any(|rule| rule.scope.all));
        }
        for resource in asked.resources {
            let Some(resource) = resource else {
                return Err(TestCaseError::fail("allowed on what does not exist"));
            };
            prop_assert!(covering(Effect::Allow).any(|rule| holds_on(rule, resource)));
            prop_assert!(!covering(Effect::Block).any(|rule| holds_on(rule, resource)));
            prop_assert!(role(&viewer, resource).is_some_and(|role| role >= least_role(&asked)));
            if asked.spec.flags.fells() {
                let inside =
                    |rule: &Grant| rule.scope.resources.iter().any(|id| asked.inside.contains(id));
                let areas = |rule: &Grant| {
                    !matches!(
                        rule.right.area(),
                        Area::User | Area::Team | Area::Search | Area::Analytics
                    )
                };
                let mut blocks = live.iter().filter(|rule| rule.effect == Effect::Block);
                prop_assert!(!blocks.any(|rule| inside(rule) && areas(rule)));
            }
        }
        Ok(())
    });
}

#[test]
fn fuzz_a_user_is_bounded_by_its_role_alone() {
    fuzz("roles", &(viewer(), call()), |(viewer, call)| {
        let asked = call.asked();
        let allowed = decide(&Rights::user(viewer.clone()), &asked).allowed();
        let enough = asked.resources.iter().all(|resource| {
            let role = resource.as_ref().and_then(|resource| role(&viewer, resource));
            role.is_some_and(|role| role >= least_role(&asked))
        });
        // Administration is nobody's by role.
        prop_assert_eq!(allowed, enough && asked.spec.area != Area::Gatepost);
        Ok(())
    });
}

#[test]
fn fuzz_an_agent_never_exceeds_its_owner() {
    fuzz("owners", &(viewer(), rules(), call()), |(viewer, rules, call)| {
        let asked = call.asked();
        let agent = decide(&Rights::agent(viewer.clone(), rules), &asked).allowed();
        if agent && !asked.resources.is_empty() && asked.level != Level::Always {
            prop_assert!(decide(&Rights::user(viewer), &asked).allowed());
        }
        Ok(())
    });
}

#[test]
fn fuzz_more_rights_never_take_and_blocks_never_give() {
    let more = (rule_json(), any::<prop::sample::Index>());
    fuzz("monotone", &(viewer(), rules(), call(), more), |(viewer, rules, call, (json, index))| {
        let asked = call.asked();
        let Some(extra) = rule("grt_extra", &json) else { return Ok(()) };
        let mut longer = rules.clone();
        longer.insert(index.index(rules.len() + 1), extra.clone());
        let before = Rights::agent(viewer.clone(), rules.clone());
        let after = Rights::agent(viewer.clone(), longer);
        let allowed = [&before, &after].map(|rights| decide(rights, &asked).allowed());
        match extra.effect {
            Effect::Allow => prop_assert!(allowed[0] <= allowed[1], "a grant took"),
            Effect::Block => prop_assert!(allowed[0] >= allowed[1], "a block gave"),
        }
        // Raising a grant's level or widening its scope is more, too.
        for at in 0..rules.len() {
            let mut wider = (*rules[at]).clone();
            if wider.effect == Effect::Block {
                continue;
            }
            if let Right::Area(area, _) = wider.right {
                wider.right = Right::Area(area, Level::Full);
            }
            wider.scope = Scope::everywhere();
            let mut rules = rules.clone();
            rules[at] = Arc::new(wider);
            let wide = decide(&Rights::agent(viewer.clone(), rules), &asked).allowed();
            prop_assert!(allowed[0] <= wide, "a wider grant took");
        }
        Ok(())
    });
}

#[test]
fn fuzz_lists_show_just_what_can_be_read() {
    let reads: Vec<&'static Spec> = vec![
        op::GetCollection::SPEC,
        op::GetEnvironment::SPEC,
        op::GetWorkspace::SPEC,
        op::GetCollectionFolder::SPEC,
    ];
    let input = (viewer(), rules(), select(reads), resource());
    fuzz("lists", &input, |(viewer, rules, spec, resource)| {
        let Some(resource) = resource else { return Ok(()) };
        let Some(place) = resource.workspace.clone() else { return Ok(()) };
        for rights in [Rights::agent(viewer.clone(), rules.clone()), Rights::user(viewer.clone())] {
            let one = [Some(resource.clone())];
            let asked = Asked { resources: &one, ..Asked::new(spec, NOW) };
            let shown = visible(&rights, spec.area, Some(spec), NOW).shows(&place, &resource.id);
            prop_assert_eq!(shown, decide(&rights, &asked).allowed(), "{:?}", rights);
        }
        Ok(())
    });
}
