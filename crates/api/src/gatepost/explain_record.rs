//! Explains a record: what was decided, and how it would be decided now.

use catalog::{Spec, op};
use gate::audit::{ActorKind, Decision, Record, Role};
use gate::policy::NearMiss;
use model::AgentId;
use serde::Serialize;
use serde_json::json;

use super::{
    get_record::record,
    trace::{self, Step},
};
use crate::{ApiError, Call, Context, Ctx, Outcome, elements};

#[derive(Serialize)]
struct Answer {
    explanation: Explanation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation {
    record: Record,
    steps: Vec<Step>,
    nearest: Vec<Near>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_allow: Option<String>,
}

#[derive(Serialize)]
struct Near {
    grant: String,
    words: String,
    missing: Vec<&'static str>,
}

pub(super) async fn explain_record(ctx: Ctx, call: Call<op::ExplainRecord>) -> Outcome {
    let record = record(&ctx, call.param("recordId")).await?;
    let mut steps = vec![then(&record)];
    let mut nearest = Vec::new();
    let mut needs = record.needs.clone();
    if let Some(now) = now(&ctx, &record).await? {
        steps.extend(now.steps);
        nearest = now.nearest;
        if needs.is_empty() && record.decision != Decision::Allow {
            needs = now.needs;
        }
    }
    let would_allow = (!needs.is_empty()).then(|| needs.join(" and "));
    let explanation = Explanation { record, steps, nearest, would_allow };
    elements::json(&Answer { explanation })
}

/// What the record says of its own decision.
fn then(record: &Record) -> Step {
    let because = if record.because.is_empty() { &record.by } else { &record.because };
    let word = match record.decision {
        Decision::Allow => "allow",
        Decision::Deny => "deny",
        Decision::Limit => "limit",
    };
    Step {
        name: "decided then",
        result: if because.is_empty() { word.to_owned() } else { format!("{word}: {because}") },
        facts: json!({
            "at": record.ts,
            "reason": record.reason,
            "rules": record.rules,
            "rulesVersion": record.policy_version,
        }),
    }
}

struct Now {
    steps: Vec<Step>,
    nearest: Vec<Near>,
    needs: Vec<String>,
}

/// The same call judged by today's rules and facts; only agents have rules.
async fn now(ctx: &Context, record: &Record) -> Result<Option<Now>, ApiError> {
    let agent = (record.actor.kind == ActorKind::Agent).then(|| AgentId::parse(&record.actor.id));
    let spec = record.op.as_ref().and_then(|op| catalog::spec(&op.id));
    let (Some(Some(agent)), Some(spec)) = (agent, spec) else { return Ok(None) };
    let Some(preview) = ctx.judge.preview(&agent, spec, named(record, spec)).await? else {
        return Ok(None);
    };
    let told = trace::tell(&preview, spec);
    let nearest = preview.nearest.into_iter().map(Near::from).collect();
    Ok(Some(Now { steps: told.steps, nearest, needs: told.needs }))
}

/// The resource that the call named: in its path, or the workspace that it creates in.
fn named<'a>(record: &'a Record, spec: &Spec) -> Option<&'a str> {
    let role = if spec.path_params().next().is_some() { Role::Target } else { Role::Workspace };
    let resource = record.resources.iter().find(|resource| resource.role == role)?;
    Some(resource.id.as_str()).filter(|id| !id.is_empty())
}

impl From<NearMiss> for Near {
    fn from(miss: NearMiss) -> Self {
        Self { grant: miss.grant, words: miss.words, missing: miss.missing }
    }
}
