//! Tells whether an agent may do something, and why, without doing it.

use catalog::{CATALOGUE, Spec, op};
use gate::Fault;
use gate::policy::near;
use serde::{Deserialize, Serialize};
use store::StoreError;

use super::{
    find,
    trace::{self, Step},
};
use crate::{Call, Ctx, Outcome, elements, error::invalid};

#[derive(Deserialize)]
struct Body {
    agent: String,
    operation: String,
    resource: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    decision: &'static str,
    reason: &'static str,
    sentence: String,
    needs: Vec<String>,
    grants: Vec<String>,
    trace: Vec<Step>,
}

pub(super) async fn can(ctx: Ctx, call: Call<op::Can>) -> Outcome {
    let Body { agent, operation, resource } = call.read()?;
    let directory = ctx.store.directory().await?;
    let agent = find::agent_named(&directory, &agent)?;
    let spec = operation_named(&operation)?;
    let preview = ctx.judge.preview(&agent.id, spec, resource.as_deref()).await?;
    let told = trace::tell(&preview.ok_or(StoreError::NotFound)?, spec);
    elements::json(&Answer {
        decision: told.decision,
        reason: told.reason,
        sentence: told.sentence,
        needs: told.needs,
        grants: told.grants,
        trace: told.steps,
    })
}

/// An operation by its id, or by the name of its MCP tool.
fn operation_named(name: &str) -> Result<&'static Spec, Fault> {
    let tool = || CATALOGUE.iter().copied().find(|spec| spec.tool == name);
    catalog::spec(name).or_else(tool).ok_or_else(|| {
        let hint = near(name, CATALOGUE.iter().map(|spec| spec.id))
            .map(|near| format!(": did you mean `{near}`?"))
            .unwrap_or_default();
        invalid(format!("There is no operation `{name}`{hint}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_operation_gets_a_hint() {
        assert_eq!(operation_named("getCollection").unwrap().id, "getCollection");
        let fault = operation_named("getColection").unwrap_err();
        assert!(fault.message.ends_with("did you mean `getCollection`?"), "{}", fault.message);
    }
}
