//! What a collection of format 2.1 must look like, as far as anything relies on it.
//!
//! Members that are not named here may be anything and are kept.

use super::shape::{ARRAY, BOOLEAN, Member, NULL, NUMBER, OBJECT, Rule, STRING};

static TEXT: Rule = Rule::of(STRING);
static NULLABLE_TEXT: Rule = Rule::of(STRING | NULL);
static SCALAR: Rule = Rule::of(STRING | NUMBER | BOOLEAN | NULL);
static FLAG: Rule = Rule::of(BOOLEAN | NULL);
static DESCRIPTION: Rule = Rule::of(STRING | OBJECT | NULL);

static AUTH: Rule = Rule::object(&[Member::may("type", &NULLABLE_TEXT)]).or(NULL);

static EXEC: Rule = Rule::list(&NULLABLE_TEXT).or(STRING | NULL);
static SCRIPT: Rule = Rule::object(&[
    Member::may("id", &NULLABLE_TEXT),
    Member::may("type", &NULLABLE_TEXT),
    Member::may("exec", &EXEC),
])
.or(STRING | ARRAY | NULL);
static EVENT: Rule = Rule::object(&[
    Member::must("listen", &TEXT),
    Member::may("script", &SCRIPT),
    Member::may("disabled", &FLAG),
]);
static EVENTS: Rule = Rule::list(&EVENT).or(NULL);

static VARIABLE: Rule = Rule::object(&[
    Member::may("key", &NULLABLE_TEXT),
    Member::may("type", &NULLABLE_TEXT),
    Member::may("description", &DESCRIPTION),
    Member::may("disabled", &FLAG),
]);
static VARIABLES: Rule = Rule::list(&VARIABLE).or(NULL);

static PARAMETER: Rule = Rule::object(&[
    Member::may("key", &NULLABLE_TEXT),
    Member::may("description", &DESCRIPTION),
    Member::may("disabled", &FLAG),
]);
static PARAMETERS: Rule = Rule::list(&PARAMETER).or(NULL);

static HEADER: Rule = Rule::object(&[
    Member::may("key", &NULLABLE_TEXT),
    Member::may("value", &SCALAR),
    Member::may("description", &DESCRIPTION),
    Member::may("disabled", &FLAG),
])
.or(STRING);
static HEADERS: Rule = Rule::list(&HEADER).or(STRING | NULL);

static HOST: Rule = Rule::list(&NULLABLE_TEXT).or(STRING | NULL);
static SEGMENTS: Rule = Rule::list(&Rule::of(STRING | OBJECT | NULL)).or(STRING | NULL);
static URL: Rule = Rule::object(&[
    Member::may("raw", &NULLABLE_TEXT),
    Member::may("protocol", &NULLABLE_TEXT),
    Member::may("host", &HOST),
    Member::may("path", &SEGMENTS),
    Member::may("port", &Rule::of(STRING | NUMBER | NULL)),
    Member::may("query", &PARAMETERS),
    Member::may("variable", &VARIABLES),
])
.or(STRING | NULL);

static FORM: Rule = Rule::list(&PARAMETER).or(STRING | NULL);
static BODY: Rule = Rule::object(&[
    Member::may("mode", &NULLABLE_TEXT),
    Member::may("raw", &NULLABLE_TEXT),
    Member::may("urlencoded", &FORM),
    Member::may("formdata", &FORM),
    Member::may("graphql", &Rule::of(OBJECT | STRING | NULL)),
])
.or(NULL);

static REQUEST: Rule = Rule::object(&[
    Member::may("method", &NULLABLE_TEXT),
    Member::may("url", &URL),
    Member::may("header", &HEADERS),
    Member::may("body", &BODY),
    Member::may("auth", &AUTH),
    Member::may("description", &DESCRIPTION),
])
.or(STRING);
static ORIGINAL: Rule = Rule::object(&[
    Member::may("method", &NULLABLE_TEXT),
    Member::may("url", &URL),
    Member::may("header", &HEADERS),
    Member::may("body", &BODY),
    Member::may("auth", &AUTH),
    Member::may("description", &DESCRIPTION),
])
.or(STRING | NULL);

static INFO: Rule = Rule::object(&[
    Member::must("name", &TEXT),
    Member::must("schema", &TEXT),
    Member::may("description", &DESCRIPTION),
    Member::may("_postman_id", &NULLABLE_TEXT),
    Member::may("uid", &NULLABLE_TEXT),
]);

/// The collection without its items.
pub(super) static HEAD: Rule = Rule::object(&[
    Member::may("info", &INFO),
    Member::may("event", &EVENTS),
    Member::may("variable", &VARIABLES),
    Member::may("auth", &AUTH),
]);

/// A folder or a request, without what lies in it.
pub(super) static ITEM: Rule = Rule::object(&[
    Member::may("id", &NULLABLE_TEXT),
    Member::may("name", &TEXT),
    Member::may("description", &DESCRIPTION),
    Member::may("event", &EVENTS),
    Member::may("variable", &VARIABLES),
    Member::may("auth", &AUTH),
    Member::may("request", &REQUEST),
]);

/// An example.
pub(super) static RESPONSE: Rule = Rule::object(&[
    Member::may("id", &NULLABLE_TEXT),
    Member::may("name", &NULLABLE_TEXT),
    Member::may("originalRequest", &ORIGINAL),
    Member::may("header", &HEADERS),
    Member::may("cookie", &Rule::of(ARRAY | NULL)),
    Member::may("body", &NULLABLE_TEXT),
    Member::may("status", &NULLABLE_TEXT),
    Member::may("code", &Rule::of(NUMBER | NULL)),
    Member::may("responseTime", &Rule::of(NUMBER | STRING | NULL)),
]);

/// What a change of a collection's head may hold.
pub(super) static CHANGE: Rule = Rule::object(&[
    Member::may(
        "info",
        &Rule::object(&[Member::may("name", &TEXT), Member::may("description", &DESCRIPTION)]),
    ),
    Member::may("variable", &VARIABLES),
    Member::may("auth", &AUTH),
    Member::may("events", &EVENTS),
    Member::may("event", &EVENTS),
]);
