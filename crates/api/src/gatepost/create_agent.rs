//! Creates an agent and its first key.

use catalog::op;
use model::key::KeyKind;
use serde::Deserialize;
use serde_json::json;
use store::{NewAgent, NewKey};

use super::{find, mint::mint, shown};
use crate::{
    Call, Ctx, Outcome,
    error::{exists, invalid},
};

#[derive(Deserialize)]
struct Body {
    agent: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    name: String,
    owner: Option<i64>,
    not_after: Option<String>,
}

pub(super) async fn create_agent(ctx: Ctx, call: Call<op::CreateAgent>) -> Outcome {
    let Body { agent: given } = call.read()?;
    let directory = ctx.store.directory().await?;
    let owner = match given.owner {
        Some(id) => find::user(&directory, id)?,
        None => find::administrator(&directory)
            .ok_or_else(|| invalid("Name the agent's `owner`: there is no administrator."))?,
    };
    if directory.agents.iter().any(|agent| agent.name == given.name) {
        return Err(exists("agent", &given.name).into());
    }
    let not_after = find::end(given.not_after.as_deref(), call.permit.now())?;
    let (secret, kept) = mint(KeyKind::Agent)?;
    let stamp = call.permit.stamp();
    let new = NewAgent { name: given.name, owner: owner.id, not_after };
    let made = ctx.store.add_agent(&stamp, new).await?;
    let key = NewKey { agent: Some(made.id.clone()), ..kept };
    ctx.store.add_key(&stamp, key).await?;
    let agent = shown::agent(&directory, &made, stamp.at);
    let reply = super::made(&json!({ "agent": agent, "key": secret.expose() }))?;
    Ok(reply.created(made.id.as_str(), made.id.as_str(), &made.name))
}
