//! A decision told step by step.

use catalog::Spec;
use gate::policy::{Decision, Denial, Needed, Reason};
use gate::{Preview, Who, audit::quoted};
use serde::Serialize;
use serde_json::{Value, json};

/// One step of a decision.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    #[serde(rename = "step")]
    pub(super) name: &'static str,
    pub(super) result: String,
    pub(super) facts: Value,
}

/// The steps of a decision in the order in which they are taken; the first that stops it ends it.
const STEPS: [&str; 5] = ["agent", "operation", "resource and owner's role", "blocks", "grants"];

/// How a call would be decided, in parts that answers show.
pub(super) struct Told {
    pub(super) decision: &'static str,
    pub(super) reason: &'static str,
    pub(super) sentence: String,
    pub(super) needs: Vec<String>,
    pub(super) grants: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// Tells what `preview` found for a call of `spec`.
pub(super) fn tell(preview: &Preview, spec: &'static Spec) -> Told {
    let denial = denial(preview);
    let stopped_at = denial.as_ref().map(|denial| step_of(denial.reason));
    let steps = STEPS.iter().enumerate().map(|(at, name)| Step {
        name,
        result: match (stopped_at, &denial) {
            (Some(stop), _) if at > stop => "not reached".to_owned(),
            (Some(stop), Some(denial)) if at == stop => format!("stopped: {}", denial.because),
            _ => "passed".to_owned(),
        },
        facts: facts(at, preview, spec),
    });
    let steps = steps.collect();
    let subject = format!(
        "{} {}",
        quoted(name(&preview.principal.who)),
        deed(preview, spec, denial.is_none())
    );
    match (denial, &preview.decision) {
        (None, Decision::Allow { by, rules, .. }) => Told {
            decision: "allow",
            reason: "granted",
            sentence: format!("{subject} — allowed by {by}."),
            needs: Vec::new(),
            grants: rules.iter().map(|rule| rule.id.clone()).collect(),
            steps,
        },
        (denial, _) => {
            let denial = denial.unwrap_or_else(|| stop(Reason::NotGranted));
            let needs: Vec<String> = denial.needs.iter().map(needed).collect();
            let hint = if needs.is_empty() {
                String::new()
            } else {
                format!("; smallest grant: {}", needs.join(" and "))
            };
            Told {
                decision: "deny",
                reason: denial.reason.code(),
                sentence: format!("{subject} — denied: {}{hint}.", denial.because),
                needs,
                grants: denial.rules,
                steps,
            }
        }
    }
}

/// `workspaces full on 'Core'`.
fn needed(needed: &Needed) -> String {
    match &needed.on {
        Some(name) => format!("{} on {}", needed.words(), quoted(name)),
        None => needed.words(),
    }
}

/// Why the call would be refused; an agent that may not act at all comes first.
fn denial(preview: &Preview) -> Option<Denial> {
    match (preview.stopped, &preview.decision) {
        (Some(reason), _) => Some(stop(reason)),
        (None, Decision::Deny(denial)) => Some(denial.clone()),
        (None, Decision::Allow { .. }) => None,
    }
}

fn stop(reason: Reason) -> Denial {
    let because = match reason {
        Reason::AgentSuspended => "the agent is suspended",
        Reason::AgentKilled => "the agent was killed",
        Reason::AgentExpired => "the agent has expired",
        Reason::OwnerInactive => "the agent's owner is gone",
        _ => "the agent may not act",
    };
    let because = because.to_owned();
    Denial { reason, hidden: false, because, needs: Vec::new(), rules: Vec::new() }
}

/// Where in [`STEPS`] a reason stops a call.
fn step_of(reason: Reason) -> usize {
    match reason {
        Reason::AgentSuspended
        | Reason::AgentKilled
        | Reason::AgentExpired
        | Reason::OwnerInactive => 0,
        Reason::NotVisible | Reason::OwnerForbidden => 2,
        Reason::Blocked => 3,
        _ => 4,
    }
}

fn facts(step: usize, preview: &Preview, spec: &Spec) -> Value {
    let rules = preview.principal.rights.rules().filter(|rule| rule.right.area() == spec.area);
    let of = |effect| {
        let some = rules.filter(|rule| rule.effect == effect);
        some.map(|rule| json!({ "id": rule.id, "right": rule.right.words() })).collect::<Vec<_>>()
    };
    match step {
        0 => json!({ "name": name(&preview.principal.who) }),
        1 => json!({
            "id": spec.id,
            "area": spec.area.name(),
            "access": spec.access.name(),
            "level": spec.needs.worst.name(),
        }),
        2 => json!({ "resources": resources(preview) }),
        3 => json!({ "blocks": of(gate::policy::Effect::Block) }),
        _ => json!({ "grants": of(gate::policy::Effect::Allow) }),
    }
}

fn resources(preview: &Preview) -> Vec<Value> {
    let viewer = &preview.principal.rights.viewer;
    let told = |resource: &Option<gate::policy::Resource>| match resource {
        None => json!({ "found": false }),
        Some(resource) => {
            let place = resource.workspace.as_deref();
            let role = place.and_then(|place| viewer.role_in(place));
            json!({
                "found": true,
                "kind": resource.kind.name(),
                "id": resource.id,
                "name": resource.name,
                "workspace": place.map_or("", |place| &place.name),
                "ownersRole": role.map_or("none", model::Role::name),
            })
        }
    };
    preview.resources.iter().map(told).collect()
}

fn name(who: &Who) -> &str {
    match who {
        Who::Agent { name, .. } => name,
        _ => "",
    }
}

/// `may delete workspace 'Core'`.
fn deed(preview: &Preview, spec: &Spec, may: bool) -> String {
    let verb = spec.phrase.verb.infinitive();
    let mut words =
        format!("{} {verb} {}", if may { "may" } else { "may not" }, spec.phrase.object);
    if let Some(Some(resource)) = preview.resources.first() {
        let name = quoted(&resource.name);
        let place = resource.workspace.as_deref().filter(|place| place.id != resource.id);
        let named = if spec.phrase.object.ends_with(resource.kind.name()) {
            format!(" {name}")
        } else {
            format!(" in {} {name}", resource.kind.name())
        };
        words.push_str(&named);
        if let Some(place) = place {
            words.push_str(" in workspace ");
            words.push_str(&quoted(&place.name));
        }
    }
    words
}
