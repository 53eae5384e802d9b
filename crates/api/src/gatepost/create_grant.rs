//! Adds a grant, or a block.

use catalog::op;
use gate::policy::{Effect, Grant, Right, parse_grant};
use model::{GrantId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::NewGrant;

use super::{find, scope, shown, warnings::warnings};
use crate::{Call, Ctx, Outcome, error::invalid};

#[derive(Deserialize)]
struct Body {
    grant: Map<String, Value>,
}

#[derive(Serialize)]
struct Answer {
    grant: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

pub(super) async fn create_grant(ctx: Ctx, call: Call<op::CreateGrant>) -> Outcome {
    let Body { grant: mut given } = call.read()?;
    let directory = ctx.store.directory().await?;
    let agent = match given.get("agent").and_then(Value::as_str) {
        Some(name) => Some(find::agent_named(&directory, name)?),
        None => None,
    };
    if let Some(agent) = agent {
        find::alive(agent)?;
        given.insert("agent".to_owned(), agent.id.as_str().into());
    }
    let id = GrantId::random();
    let text = Value::Object(given.clone()).to_string();
    let grant = parse_grant(id.as_str(), &text, Some(call.permit.now()))
        .map_err(|fault| invalid(format!("The grant was refused: {fault}.")))?;
    let owner = agent.map_or(UserId(0), |agent| agent.owner);
    let (scope, places) = scope::resolve(&ctx.store, &given, owner).await?;
    let grant = Grant { scope, ..grant };
    let new = NewGrant {
        id,
        agent: agent.map(|agent| agent.id.clone()),
        body: stored(&grant).to_string(),
    };
    let row = ctx.store.add_grant(&call.permit.stamp(), new).await?;
    let owner = ctx.judge.snapshot().person(owner).cloned();
    let warnings = warnings(&grant, owner.as_deref(), &places);
    let answer = Answer { grant: shown::grant(&row), warnings };
    Ok(super::made(&answer)?.created(row.id.as_str(), row.id.as_str(), &grant.right.words()))
}

/// The rule in the form that [`parse_grant`] reads back: complete, with bare ids.
fn stored(grant: &Grant) -> Value {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
    if let Some(agent) = &grant.agent {
        put("agent", agent.as_str().into());
    }
    put("effect", if grant.effect == Effect::Allow { "allow" } else { "block" }.into());
    match grant.right {
        Right::Area(area, level) => {
            put("area", area.name().into());
            put("level", level.name().into());
        }
        Right::Operation(spec) => put("operation", spec.id.into()),
    }
    put("scope", scope::stored(&grant.scope));
    for (name, at) in [("notBefore", grant.not_before), ("notAfter", grant.not_after)] {
        if let Some(at) = at {
            put(name, model::time::iso(at).into());
        }
    }
    if grant.reveal_secrets {
        put("revealSecrets", true.into());
    }
    if !grant.note.is_empty() {
        put("note", grant.note.as_str().into());
    }
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_back_the_same() {
        let agent = r#""agent":"agt_aaaaaaaaaaaaaaaa""#;
        let cases = [
            format!(r#"{{{agent},"area":"collections","level":"read","scope":{{"all":true}}}}"#),
            format!(
                r#"{{{agent},"area":"environments","level":"write","revealSecrets":true,"note":"n",
                    "scope":{{"workspaces":["w"]}},"notBefore":"2026-01-01T00:00:00Z",
                    "notAfter":"2026-12-31T00:00:00Z"}}"#
            ),
            format!(r#"{{{agent},"operation":"runMonitor","scope":{{"resources":["m"]}}}}"#),
            r#"{"effect":"block","area":"collections","level":"full","scope":{"all":true}}"#.into(),
        ];
        for text in cases {
            let grant = parse_grant("grt_x", &text, Some(0)).unwrap();
            let again = parse_grant("grt_x", &stored(&grant).to_string(), None).unwrap();
            assert_eq!(grant, again, "{text}");
        }
    }
}
