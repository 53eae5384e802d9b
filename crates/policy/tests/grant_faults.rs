//! Rules that must be refused when they are made, because they could never match, or would
//! match more than they say.

use policy::parse_grant;

const NOW: i64 = 1_800_000_000_000;

/// What each refused rule must be told, by a word of the sentence.
const REFUSED: &[(&str, &str)] = &[
    // Not the shape of a grant.
    ("", "not a grant"),
    ("null", "not a grant"),
    ("[]", "not a grant"),
    ("7", "not a grant"),
    (r#""read""#, "not a grant"),
    ("{", "not a grant"),
    ("{}", "not a grant"),
    (r#"{"agent":"a"}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":"read"}"#, "scope"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":null}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":[]}"#, "scope is empty"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":"all"}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":true}"#, "not a grant"),
    (r#"{"agent":1,"area":"collections","level":"read","scope":{"all":true}}"#, "not a grant"),
    (r#"{"agent":"a","area":["collections"],"level":"read","scope":{"all":true}}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":1,"scope":{"all":true}}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":{"all":"yes"}}"#, "not a grant"),
    (r#"{"agent":"a","area":"collections","level":"read","scope":{"all":1}}"#, "not a grant"),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"workspaces":"w1"}}"#,
        "not a grant",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"workspaces":[1]}}"#,
        "not a grant",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"resources":{}}}"#,
        "not a grant",
    ),
    // Unknown fields: a rule that says more than is understood would hold for more than meant.
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"conditions":[]}"#,
        "conditions",
    ),
    (r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"when":{}}"#, "when"),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"hours":"09-17"}"#,
        "hours",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"approval":"always"}"#,
        "approval",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"limits":{}}"#,
        "limits",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"cidrs":[]}"#,
        "cidrs",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"not_after":"2027-12-31"}"#,
        "not_after",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"Level":"write"}"#,
        "Level",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true,"tags":["x"]}}"#,
        "tags",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"workspace":["w1"]}}"#,
        "workspace",
    ),
    (r#"{"agent":"a","area":"collections","level":"read","scope":{"*":true}}"#, "*"),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"reveal_secrets":true}"#,
        "reveal_secrets",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","level":"full","scope":{"all":true}}"#,
        "duplicate",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":false},"scope":{"all":true}}"#,
        "duplicate",
    ),
    // Neither or both of area and operation.
    (r#"{"agent":"a","scope":{"all":true}}"#, "either"),
    (r#"{"agent":"a","area":"collections","scope":{"all":true}}"#, "either"),
    (r#"{"agent":"a","level":"read","scope":{"all":true}}"#, "either"),
    (r#"{"agent":"a","operation":"getCollection","level":"read","scope":{"all":true}}"#, "either"),
    (
        r#"{"agent":"a","operation":"getCollection","area":"collections","scope":{"all":true}}"#,
        "either",
    ),
    (
        r#"{"agent":"a","operation":"getCollection","area":"collections","level":"read","scope":{"all":true}}"#,
        "either",
    ),
    // Unknown words.
    (
        r#"{"agent":"a","area":"collection","level":"read","scope":{"all":true}}"#,
        "did you mean `collections`",
    ),
    (
        r#"{"agent":"a","area":"Collections","level":"read","scope":{"all":true}}"#,
        "did you mean `collections`",
    ),
    (
        r#"{"agent":"a","area":"enviroments","level":"read","scope":{"all":true}}"#,
        "did you mean `environments`",
    ),
    (r#"{"agent":"a","area":"*","level":"read","scope":{"all":true}}"#, "no area"),
    (r#"{"agent":"a","area":"","level":"read","scope":{"all":true}}"#, "no area"),
    (r#"{"agent":"a","area":"all","level":"read","scope":{"all":true}}"#, "no area"),
    (r#"{"agent":"a","area":"collections ","level":"read","scope":{"all":true}}"#, "no area"),
    (r#"{"agent":"a","area":"secrets","level":"read","scope":{"all":true}}"#, "no area"),
    (r#"{"agent":"a","area":"collections","level":"Read","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"admin","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"delete","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"run","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"always","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"grant","scope":{"all":true}}"#, "no level"),
    (r#"{"agent":"a","area":"collections","level":"off","scope":{"all":true}}"#, "no level"),
    (
        r#"{"agent":"a","operation":"getColection","scope":{"all":true}}"#,
        "did you mean `getCollection`",
    ),
    (
        r#"{"agent":"a","operation":"GetCollection","scope":{"all":true}}"#,
        "did you mean `getCollection`",
    ),
    (r#"{"agent":"a","operation":"*","scope":{"all":true}}"#, "no operation"),
    (r#"{"agent":"a","operation":"","scope":{"all":true}}"#, "no operation"),
    (r#"{"agent":"a","operation":"get*","scope":{"all":true}}"#, "no operation"),
    (r#"{"agent":"a","operation":"GET /collections","scope":{"all":true}}"#, "no operation"),
    // Areas without that level, or without any.
    (r#"{"agent":"a","area":"user","level":"write","scope":{"all":true}}"#, "has no level `write`"),
    (r#"{"agent":"a","area":"user","level":"full","scope":{"all":true}}"#, "has no level `full`"),
    (r#"{"agent":"a","area":"search","level":"write","scope":{"all":true}}"#, "has no level"),
    (r#"{"agent":"a","area":"team","level":"write","scope":{"all":true}}"#, "has no level"),
    (r#"{"agent":"a","area":"team","level":"full","scope":{"all":true}}"#, "has no level"),
    (r#"{"agent":"a","area":"analytics","level":"full","scope":{"all":true}}"#, "has no level"),
    (r#"{"agent":"a","area":"ai","level":"read","scope":{"all":true}}"#, "has no level"),
    (
        r#"{"agent":"a","area":"credentials","level":"read","scope":{"all":true}}"#,
        "single operations",
    ),
    (r#"{"agent":"a","area":"billing","level":"read","scope":{"all":true}}"#, "single operations"),
    (
        r#"{"agent":"a","area":"audit_logs","level":"read","scope":{"all":true}}"#,
        "single operations",
    ),
    (
        r#"{"agent":"a","area":"secret_scanner","level":"full","scope":{"all":true}}"#,
        "single operations",
    ),
    // Never an agent's.
    (r#"{"agent":"a","area":"gatepost","level":"read","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","area":"gatepost","level":"full","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","area":"scim","level":"read","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","operation":"createAgent","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","operation":"createGrant","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","operation":"createKey","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","operation":"createScimUser","scope":{"all":true}}"#, "no agent"),
    (r#"{"agent":"a","operation":"getPostmanContextOverview","scope":{"all":true}}"#, "already"),
    // Scopes that hold nothing, or say two things.
    (r#"{"agent":"a","area":"collections","level":"read","scope":{}}"#, "scope is empty"),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":false}}"#,
        "scope is empty",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"workspaces":[]}}"#,
        "scope is empty",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"resources":[],"workspaces":[]}}"#,
        "scope is empty",
    ),
    (
        r#"{"agent":"a","effect":"block","area":"collections","level":"full","scope":{}}"#,
        "scope is empty",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true,"workspaces":["w1"]}}"#,
        "keep one",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true,"resources":["c1"]}}"#,
        "keep one",
    ),
    // Times.
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notAfter":"tomorrow"}"#,
        "not a time",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notAfter":""}"#,
        "not a time",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notAfter":"2026-13-01"}"#,
        "not a time",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notBefore":"30d"}"#,
        "not a time",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notAfter":1800000000}"#,
        "not a grant",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notAfter":"2001-01-01"}"#,
        "past",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notBefore":"2030-01-01","notAfter":"2030-01-01"}"#,
        "never hold",
    ),
    (
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true},"notBefore":"2031-01-01","notAfter":"2030-01-01"}"#,
        "never hold",
    ),
    // Whose it is, and what a block can't do.
    (r#"{"area":"collections","level":"read","scope":{"all":true}}"#, "name its agent"),
    (r#"{"agent":null,"operation":"getCollection","scope":{"all":true}}"#, "name its agent"),
    (
        r#"{"agent":"a","effect":"deny","area":"collections","level":"read","scope":{"all":true}}"#,
        "not a grant",
    ),
    (
        r#"{"agent":"a","effect":"","area":"collections","level":"read","scope":{"all":true}}"#,
        "not a grant",
    ),
    (
        r#"{"effect":"block","area":"environments","level":"read","scope":{"all":true},"revealSecrets":true}"#,
        "can't reveal",
    ),
    (
        r#"{"agent":"a","area":"user","level":"read","scope":{"all":true},"revealSecrets":true}"#,
        "show no secrets",
    ),
    (
        r#"{"agent":"a","operation":"deleteCollection","scope":{"all":true},"revealSecrets":true}"#,
        "show no secrets",
    ),
];

#[test]
fn a_rule_that_can_not_hold_as_meant_is_refused() {
    assert!(REFUSED.len() >= 80, "{}", REFUSED.len());
    for (json, word) in REFUSED {
        match parse_grant("grt_x", json, Some(NOW)) {
            Ok(grant) => panic!("{json} was taken as {grant:?}"),
            Err(fault) => {
                assert!(fault.to_string().contains(word), "{json}: {fault} has no `{word}`");
            }
        }
    }
}

#[test]
fn usual_rules_are_taken() {
    let rules = [
        r#"{"agent":"a","area":"collections","level":"read","scope":{"all":true}}"#,
        r#"{"agent":"a","effect":"allow","area":"environments","level":"read","scope":{"workspaces":["w1"]},"revealSecrets":true,"note":"ci"}"#,
        r#"{"agent":"a","operation":"generateOauthToken","scope":{"all":true}}"#,
        r#"{"effect":"block","area":"workspaces","level":"full","scope":{"all":true}}"#,
        r#"{"agent":"a","area":"apis","level":"full","scope":{"resources":["12-c1"]},"notAfter":"2031-01-01T00:00:00Z"}"#,
        r#"{"agent":"a","effect":"block","area":"user","level":"write","scope":{"all":true}}"#,
    ];
    for json in rules {
        parse_grant("grt_x", json, Some(NOW)).unwrap_or_else(|fault| panic!("{json}: {fault}"));
    }
}
