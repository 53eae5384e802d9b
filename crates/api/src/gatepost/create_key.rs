//! Creates a key.

use catalog::op;
use gate::Fault;
use model::{ElementKind, ElementRef, UserId, key::KeyKind};
use serde::Deserialize;
use serde_json::json;
use store::{Directory, NewKey};

use super::{find, mint::mint, shown};
use crate::{ApiError, Call, Context, Ctx, Outcome, error::invalid};

/// An agent's key can be replaced without a gap, and no agent collects keys.
const AGENT_KEYS: usize = 2;

#[derive(Deserialize)]
struct Body {
    key: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    kind: String,
    user: Option<i64>,
    agent: Option<String>,
    collection: Option<String>,
    #[serde(default)]
    label: String,
    not_after: Option<String>,
}

pub(super) async fn create_key(ctx: Ctx, call: Call<op::CreateKey>) -> Outcome {
    let Body { key: given } = call.read()?;
    let now = call.permit.now();
    let kind = KeyKind::from_name(&given.kind)
        .ok_or_else(|| invalid(format!("There is no kind of key `{}`.", given.kind)))?;
    given.fits(kind)?;
    let directory = ctx.store.directory().await?;
    let (secret, kept) = mint(kind)?;
    let new = NewKey {
        label: given.label.clone(),
        not_after: find::end(given.not_after.as_deref(), now)?,
        ..given.holder(&ctx, &directory, kept, now).await?
    };
    let made = ctx.store.add_key(&call.permit.stamp(), new).await?;
    let answer = json!({ "key": shown::key(&made, now), "secret": secret.expose() });
    Ok(super::made(&answer)?.created(made.id.as_str(), made.id.as_str(), &made.label))
}

impl Given {
    /// Each kind of key has a holder of its own kind, and no other.
    fn fits(&self, kind: KeyKind) -> Result<(), Fault> {
        let given = (self.user.is_some(), self.agent.is_some(), self.collection.is_some());
        let fits = match kind {
            KeyKind::User => matches!(given, (_, false, false)),
            KeyKind::Agent => matches!(given, (false, true, false)),
            KeyKind::Admin => matches!(given, (false, false, false)),
            KeyKind::Access => matches!(given, (_, false, true)),
        };
        let wanted = match kind {
            KeyKind::User => "`user`, or nobody for the administrator",
            KeyKind::Agent => "`agent`",
            KeyKind::Admin => "nobody",
            KeyKind::Access => "`collection`",
        };
        if fits {
            Ok(())
        } else {
            Err(invalid(format!("A key of kind {} names {wanted}.", kind.name())))
        }
    }

    /// Fills in whose key it is.
    async fn holder(
        &self,
        ctx: &Context,
        directory: &Directory,
        key: NewKey,
        now: i64,
    ) -> Result<NewKey, ApiError> {
        match key.kind {
            KeyKind::Admin => Ok(key),
            KeyKind::User => Ok(NewKey { user: Some(self.person(directory)?), ..key }),
            KeyKind::Agent => {
                let name = self.agent.as_deref().unwrap_or_default();
                let agent = find::agent_named(directory, name)?;
                find::alive(agent)?;
                let usable = directory.keys.iter().filter(|held| {
                    let over = held.revoked || held.not_after.is_some_and(|end| end <= now);
                    held.agent.as_ref() == Some(&agent.id) && !over
                });
                if usable.count() >= AGENT_KEYS {
                    let message =
                        format!("Agent `{name}` has {AGENT_KEYS} keys: revoke one first.");
                    return Err(Fault::new(409, "conflict", message).into());
                }
                Ok(NewKey { agent: Some(agent.id.clone()), ..key })
            }
            KeyKind::Access => {
                let given = self.collection.as_deref().unwrap_or_default();
                let named = ElementRef::parse(given);
                let kind = ElementKind::Collection;
                let found = ctx.store.element(kind, &named.id, UserId(0)).await?;
                let (element, _) = found
                    .filter(|(element, _)| named.owner.is_none_or(|owner| owner == element.owner))
                    .ok_or_else(|| invalid(format!("There is no collection `{given}`.")))?;
                let user = self.user.map_or(Ok(element.owner), |_| self.person(directory))?;
                Ok(NewKey { user: Some(user), collection: Some(element.id), ..key })
            }
        }
    }

    fn person(&self, directory: &Directory) -> Result<UserId, Fault> {
        match self.user {
            Some(id) => find::user(directory, id).map(|user| user.id),
            None => find::administrator(directory)
                .map(|user| user.id)
                .ok_or_else(|| invalid("Name the `user`: there is no administrator.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_the_holder_of_its_kind() {
        let given = |text: &str| serde_json::from_str::<Given>(text).unwrap();
        let cases = [
            (r#"{"kind":"user"}"#, true),
            (r#"{"kind":"user","user":1}"#, true),
            (r#"{"kind":"user","agent":"bot"}"#, false),
            (r#"{"kind":"agent","agent":"bot"}"#, true),
            (r#"{"kind":"agent"}"#, false),
            (r#"{"kind":"agent","agent":"bot","user":1}"#, false),
            (r#"{"kind":"admin"}"#, true),
            (r#"{"kind":"admin","user":1}"#, false),
            (r#"{"kind":"access","collection":"c"}"#, true),
            (r#"{"kind":"access"}"#, false),
        ];
        for (text, fits) in cases {
            let given = given(text);
            let kind = KeyKind::from_name(&given.kind).unwrap();
            assert_eq!(given.fits(kind).is_ok(), fits, "{text}");
        }
    }
}
