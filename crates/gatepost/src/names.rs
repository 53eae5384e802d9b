//! Finds what people call by name.

use serde_json::Value;

use crate::{client::Session, exit::Failure, json::Json as _, output};

/// The agent with this id or name.
pub(crate) async fn agent(session: &Session, given: &str) -> Result<Value, Failure> {
    let answer = session.get("/gatepost/v1/agents").await?;
    pick(answer.at("agents"), given, &["name"], "agent", "gatepost agent list").cloned()
}

/// The user with this number, login name, e-mail address or full name.
pub(crate) async fn user(session: &Session, given: &str) -> Result<Value, Failure> {
    let answer = session.get("/gatepost/v1/users").await?;
    pick(
        answer.at("users"),
        given,
        &["username", "email", "fullName"],
        "user",
        "gatepost user list",
    )
    .cloned()
}

/// The workspaces, to choose from.
pub(crate) async fn workspaces(session: &Session) -> Result<Value, Failure> {
    let mut answer = session.get("/gatepost/v1/workspaces").await?;
    Ok(answer.get_mut("workspaces").map(Value::take).unwrap_or_default())
}

/// The id of the workspace with this id or name.
pub(crate) fn workspace(workspaces: &Value, given: &str) -> Result<String, Failure> {
    let list = "gatepost grant add --help";
    let found = pick(workspaces, given, &["name"], "workspace", list)?;
    Ok(text(found, "id"))
}

/// The uid of the collection with this uid, id or name, out of those that are listed.
pub(crate) fn collection(collections: &Value, given: &str) -> Result<String, Failure> {
    let all = collections.as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some(found) = all.iter().find(|one| one.at("uid").as_str() == Some(given)) {
        return Ok(text(found, "uid"));
    }
    let list = "gatepost export --help";
    Ok(text(pick(collections, given, &["name"], "collection", list)?, "uid"))
}

/// A member as text that is safe to print; numbers too.
pub(crate) fn text(value: &Value, member: &str) -> String {
    match value.at(member) {
        Value::String(text) => output::plain(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The one entry whose id, or one of whose `names`, is `given`.
fn pick<'a>(
    entries: &'a Value,
    given: &str,
    names: &[&str],
    what: &str,
    list: &str,
) -> Result<&'a Value, Failure> {
    let entries = entries.as_array().map(Vec::as_slice).unwrap_or_default();
    let id = |entry: &&Value| match entry.at("id") {
        Value::String(id) => id == given,
        Value::Number(id) => id.to_string() == given,
        _ => false,
    };
    if let Some(found) = entries.iter().find(id) {
        return Ok(found);
    }
    let called = |entry: &&Value| {
        let mut called = names.iter().filter_map(|name| entry.at(name).as_str());
        called.any(|name| name.to_lowercase() == given.to_lowercase())
    };
    let mut found = entries.iter().filter(called);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => {
            let (one, other) = (text(one, "id"), text(other, "id"));
            Err(Failure::usage(format!("there is more than one {what} `{given}`"))
                .hint(format!("give its id: {one} or {other}")))
        }
        (None, _) => {
            let known = entries
                .iter()
                .flat_map(|entry| names.iter().filter_map(|name| entry.at(name).as_str()));
            let hint = policy::near(given, known).map_or_else(
                || format!("see `{list}`"),
                |near| format!("did you mean `{}`?", audit::clean(&near)),
            );
            Err(Failure::usage(format!("there is no {what} `{given}`")).hint(hint))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::pick;

    #[test]
    fn ids_win_over_names_and_names_must_be_clear() {
        let agents = json!([
            {"id": "agt_a", "name": "Release bot"},
            {"id": "agt_b", "name": "agt_a"},
            {"id": "agt_c", "name": "Twin"},
            {"id": "agt_d", "name": "twin"},
        ]);
        let find = |given: &str| pick(&agents, given, &["name"], "agent", "gatepost agent list");
        assert_eq!(find("agt_a").unwrap()["name"], "Release bot");
        assert_eq!(find("release BOT").unwrap()["id"], "agt_a");
        let twins = find("Twin").unwrap_err();
        assert_eq!(twins.hint.as_deref(), Some("give its id: agt_c or agt_d"));
        let typo = find("Relase bot").unwrap_err();
        assert_eq!(typo.sentence, "there is no agent `Relase bot`");
        assert_eq!(typo.hint.as_deref(), Some("did you mean `Release bot`?"));
        assert_eq!(find("Other").unwrap_err().hint.as_deref(), Some("see `gatepost agent list`"));
    }
}
