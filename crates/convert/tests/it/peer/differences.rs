//! Where our conversion differs from the public one on purpose.

const FIRST: &str = "of an enum the first is taken, the same each time";
const FIXED: &str = "values are not random: a description always gives the same ones";
const FORMAT: &str = "the placeholder tells the format, in bodies as in parameters";
const XML: &str = "names and attributes that the schema gives XML are used, and formats told";
const SERVERS: &str = "a path's and an operation's own servers count, with their variables";
const NONE: &str = "`security: []` is no authentication, as OpenAPI means it";
const BESIDE: &str = "of several schemes the first that is known counts";
const UNKNOWN: &str = "who is asked for something else sends no credentials of the collection";

/// Reasons of differences that come and go: the other one draws lots.
pub(super) const CHANCE: &[&str] = &[FIRST, FIXED];

/// Pattern of a difference (`*` stands for anything; `+` is only ours, `-` only theirs), and why.
///
/// A pattern that fits no difference any more fails the test, so this list can't grow stale.
pub(super) const INTENDED: &[(&str, &str)] = &[
    ("auth + GET /none auth noauth", NONE),
    ("auth - GET /none example 200 OK asked with header X-Key*", NONE),
    ("auth_unusable + GET /beside *", BESIDE),
    ("auth_unusable - GET /beside example 200 OK asked with header X-Key*", BESIDE),
    ("auth_unusable * GET /mutual *", UNKNOWN),
    ("auth_unusable * GET /open *", UNKNOWN),
    ("auth_unusable * GET /undefined *", UNKNOWN),
    ("bodies_by_schema * POST /form body b = *", "two entries show that it is a list"),
    ("bodies_by_schema * POST /json* body.kind = *", FIRST),
    ("bodies_by_schema * POST /json body.secret = *", FORMAT),
    ("bodies_by_schema * POST /xml* body text *", XML),
    ("body_preferred_raw + POST /forms *", "a body of another kind is better than none"),
    ("depth_low * POST /deep body.n.*", "a level is an object in another, not its reference, too"),
    ("files_several - GET /pets example 500 *", "of an answer that is not there none is made"),
    (
        "folders_by_path * variable baseUrl = *",
        "the slash is the path's, so it is not written twice",
    ),
    ("openapi_31 * POST /x body.kind = *", "a constant is itself"),
    ("parameters_by_schema * GET /find/:ids *query sort = *", FIRST),
    ("schemas_composed * POST /x body.any = *", FIXED),
    ("schemas_composed * POST /x body.map.* = *", FIXED),
    ("schemas_composed * POST /x body.own = *", FIXED),
    ("schemas_faked + GET /x example 200 OK body.pair[]", "a tuple has its entries"),
    ("servers_of_operations * GET /a at *", SERVERS),
    ("servers_of_operations * POST /a at *", SERVERS),
    ("servers_of_operations + variable v*", SERVERS),
    ("webhooks + a collection, where the other one fails", "webhooks alone are converted too"),
];
