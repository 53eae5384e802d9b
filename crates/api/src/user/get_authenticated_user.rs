//! Answers whose key it is, and what was used this month.

use catalog::{Area, op};
use gate::{Counter, Person};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use store::StoreError;

use crate::{Call, Ctx, Outcome, elements};

/// Names the agent in answers about its owner.
const AGENT: HeaderName = HeaderName::from_static("x-gatepost-agent");

/// What is counted, by the names clients know. Nothing is limited, so nothing goes over.
const OPERATIONS: [&str; 13] = [
    "api_object_usage",
    "collection_run_limit",
    "file_storage_limit",
    "flow_count",
    "flow_requests",
    "performance_test_limit",
    "reusable_packages",
    "test_data_retrieval",
    "test_data_storage",
    "postbot_calls",
    "mock_usage",
    "monitor_request_runs",
    "api_usage",
];

#[derive(Serialize)]
struct Answer<'a> {
    user: User<'a>,
    operations: Vec<Operation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    id: i64,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    full_name: &'a str,
    /// No pictures are kept; the contract wants the member.
    avatar: Option<&'a str>,
    is_public: bool,
    email_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_domain: Option<&'a str>,
    roles: &'a [String],
}

#[derive(Serialize)]
struct Operation {
    name: &'static str,
    limit: i64,
    usage: i64,
    overage: i64,
}

pub(super) async fn get_authenticated_user(
    ctx: Ctx,
    call: Call<op::GetAuthenticatedUser>,
) -> Outcome {
    let principal = call.permit.principal();
    let person = principal.person().ok_or(StoreError::NotFound)?;
    let masked = call.permit.is_agent() && !call.permit.reads(Area::Team);
    let now = call.permit.now();
    let usage = |counter| ctx.usage.of(person.id, counter, now);
    let monitored = ctx.store.monitored_requests(person.id.0, month_of(now)).await?;
    let operations = OPERATIONS.map(|name| Operation {
        name,
        limit: 0,
        usage: match Counter::ALL.into_iter().find(|one| one.name() == name) {
            Some(counter) => usage(counter),
            None if name == "monitor_request_runs" => monitored,
            None => 0,
        },
        overage: 0,
    });
    let answer = Answer { user: shown(person, masked), operations: operations.into() };
    let mut reply = elements::json(&answer)?;
    let agent = principal.agent().and_then(|id| HeaderValue::from_str(id.as_str()).ok());
    reply.headers.extend(agent.map(|id| (AGENT, id)));
    Ok(reply)
}

/// When the month of a moment began.
fn month_of(now: i64) -> i64 {
    let month: String = model::time::iso(now).chars().take(7).collect();
    model::time::parse(&format!("{month}-01T00:00:00Z")).unwrap_or(now)
}

/// A user as it reads itself. The contract has room for one team: the first.
fn shown(person: &Person, masked: bool) -> User<'_> {
    let team = person.teams.first();
    let email = Some(person.email.as_str()).filter(|email| !email.is_empty());
    User {
        id: person.id.0,
        username: &person.username,
        email: email.map(|email| if masked { mask(email) } else { email.to_owned() }),
        full_name: &person.full_name,
        avatar: None,
        is_public: false,
        email_verified: false,
        team_id: team.map(|team| team.id.0),
        team_name: team.map(|team| team.name.as_str()),
        team_domain: team.map(|team| team.domain.as_str()),
        roles: team.map_or(&[], |team| &team.roles),
    }
}

/// `a***@e***`: enough to tell two addresses apart, too little to write to one.
fn mask(email: &str) -> String {
    let start = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    format!("{}***@{}***", start(name), start(domain))
}

#[cfg(test)]
mod tests {
    use gate::TeamOf;
    use model::{TeamId, UserId};

    use super::*;

    fn ana(teams: Vec<TeamOf>) -> Person {
        Person {
            id: UserId(12_345_678),
            username: "ana".to_owned(),
            email: "ana@example.com".to_owned(),
            full_name: "Ana".to_owned(),
            active: true,
            teams,
        }
    }

    #[test]
    fn leaves_out_what_is_not_there() {
        let text = serde_json::to_string(&shown(&ana(Vec::new()), false)).unwrap();
        assert_eq!(
            text,
            r#"{"id":12345678,"username":"ana","email":"ana@example.com","fullName":"Ana","avatar":null,"isPublic":false,"emailVerified":false,"roles":[]}"#
        );
    }

    #[test]
    fn shows_the_first_team() {
        let team = TeamOf {
            id: TeamId(7),
            name: "Core".to_owned(),
            domain: "core".to_owned(),
            roles: vec!["admin".to_owned()],
        };
        let ana = ana(vec![team]);
        let shown = shown(&ana, true);
        assert_eq!((shown.team_id, shown.team_name), (Some(7), Some("Core")));
        assert_eq!(shown.roles, ["admin"]);
        assert_eq!(shown.email.as_deref(), Some("a***@e***"));
    }

    #[test]
    fn a_masked_address_can_not_be_written_to() {
        for email in ["ana@example.com", "a@b", "no at sign", "é@ü.org"] {
            assert!(!mask(email).contains(email), "{email}");
        }
    }
}
