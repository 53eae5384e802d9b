//! Where the contract differs from the vendor's on purpose.

const ENVELOPE: &str = "a body without its one member could only fail, so it is required";
const BY_RULE: &str = "people may leave the workspace out: it falls to their oldest personal one";
const READS_MORE: &str = "real export files leave it out, and must be taken as they are";
const COMMAS: &str = "the list that its description speaks of";
const WHOLE: &str = "only whole numbers mean anything";
const NAMELESS: &str = "a variable without a name can't be used";
const AS_SENT: &str = "content of the format is answered as it was sent, also where the vendor's
    schema knows less than the format, or than older exports";

/// Pattern of a difference's line (`*` stands for anything), and why it stays.
///
/// A pattern that fits no difference any more fails the test, so this list can't grow stale.
pub(crate) const INTENDED: &[(&str, &str)] = &[
    ("createCollection query workspace: required false*", BY_RULE),
    ("createEnvironment query workspace: required false*", BY_RULE),
    ("createMock query workspace: required false*", BY_RULE),
    ("createMonitor query workspace: required false*", BY_RULE),
    ("createWebhook query workspace: required false*", BY_RULE),
    ("* body .mock: required*", ENVELOPE),
    ("* body .serverResponse: required*", ENVELOPE),
    ("* body .monitor: required*", ENVELOPE),
    ("* body .webhook: required*", ENVELOPE),
    ("getPullRequest 200 .fortkType: not described", "misspelt: its own example says forkType"),
    ("getWorkspaceActivityFeed query userId *", "null is no number"),
    ("getWorkspaceActivityFeed query elementType *", COMMAS),
    ("getWorkspaceUpdates query category *", COMMAS),
    ("patchWorkspaceUpdate header Content-Type*", "every content type is a header"),
    ("patchWorkspaceUpdate body *: optional*", "a merge patch names what it changes"),
    ("patchWorkspaceUpdate body application/merge-patch+json*", "as its own note wants it"),
    ("getMocks 200 .mocks[].config.serverResponseId: *", "null is answered elsewhere too"),
    ("getMockCallLogs query *: {\"integer\"}*", WHOLE),
    ("*Monitor body *: {\"integer\"}*", WHOLE),
    ("getMockCallLogs 200 *.headers*", "a list, as the vendor's own example has it"),
    ("*MockServerResponse 200 .language: *", "null can be sent, so it is answered"),
    ("* body .collection: required*", ENVELOPE),
    ("* body .environment: required*", ENVELOPE),
    ("* body .workspace: required*", ENVELOPE),
    ("updateWorkspaceRoles body .roles: required*", ENVELOPE),
    ("* body .environment.values[].key: required*", NAMELESS),
    ("updateWorkspaceGlobalVariables body .values[].key: required*", NAMELESS),
    ("updateWorkspaceGlobalVariables body .values: required*", ENVELOPE),
    ("*Collection body .collection.auth.*[].key: optional*", READS_MORE),
    ("*Collection body .collection.auth.type: optional*", READS_MORE),
    ("putCollection body .collection.item[].id: optional*", "its own text says it may be missing"),
    ("putCollection body .collection.info.createdat: not described", "a misspelling; ignored"),
    ("patchCollection body .collection.events[].script.id: optional*", READS_MORE),
    ("patchCollection body .collection.event: ours only*", "the format's own name is taken too"),
    ("getCollection 200 .collection.auth*", AS_SENT),
    ("getCollection 200 .collection.info.description: *", AS_SENT),
    ("getCollection 200 .collection.event*", AS_SENT),
    ("getCollection 200 .collection.variable*", AS_SENT),
    ("getCollection 200 .collection.item[].event*", AS_SENT),
    ("getCollection 200 .collection.item[].variable*", AS_SENT),
    ("getCollection 200 .collection.item[].protocolProfileBehavior*", AS_SENT),
    ("getCollection 200 .collection.item[].request.*", AS_SENT),
    ("getCollection 200 .collection.item[].response[].code: *", AS_SENT),
    ("getCollection 200 .collection.item[].response[].header[]: *", AS_SENT),
    ("getCollection 200 .collection.item[].response[].responseTime: *", AS_SENT),
    ("getCollection 200 .collection.item[].response[].status: *", AS_SENT),
    ("*Environment 200 .environment.values[].*", AS_SENT),
    ("*WorkspaceGlobalVariables 200 .values[].*", AS_SENT),
    (
        "*CollectionRequest body .events[].listen: required*",
        "an event that listens to nothing is none",
    ),
    ("*CollectionResponse body .headers[].*: optional*", READS_MORE),
    ("createCollectionFolder 200 .data.*[]: *", "the same list holds whole items with populate"),
    ("createCollectionRequest 200 .data.responses[]: *", "the same, with populate"),
    ("getTaggedEntities 200 *.entityType: words*", "APIs have tags, too, as its own query says"),
    (
        "createSpec body .files[].type: optional*",
        "one file alone needs none, as its other form says",
    ),
    ("*.options.parametersResolution: words*", "its text names these two"),
    ("updateSpecSyncOptions body .syncOptions: required*", ENVELOPE),
    (
        "importOpenApiDefinition body .*: optional*",
        "a missing one has its own error in the contract",
    ),
    (
        "searchPostmanResources body .elementType: *",
        "its tool calls it entityType; more kinds are found",
    ),
    ("searchPostmanResources body .filters.$and: optional*", "a missing one has its own words"),
    ("searchPostmanResources 200 .data[].*: not described", "what only the vendor's cloud knows"),
    ("patchEnvironment body [].op: words*", "JSON Patch has other words that are not served"),
    ("patchEnvironment body [].value: optional*", "remove has none; one of the vendor's forms"),
    ("patchEnvironment body application/json-patch+json: ours only", "clients send either type"),
    ("updateWorkspaceRoles body application/json: ours only", "clients send either type"),
    ("updateWorkspaceRoles body .roles[].op: words*", "members are added and removed"),
    ("updateWorkspaceRoles header identifierType: not described", "needs SCIM, not served yet"),
    ("getWorkspaces query createdBy : *", "a list with commas; one number is a list too"),
    ("getWorkspaces query include : *", "a list with commas, as its text says"),
    ("getWorkspace query include : *", "a list with commas, which the vendor writes as a pattern"),
];

/// True when `line` fits `pattern`.
pub(crate) fn fits(pattern: &str, line: &str) -> bool {
    let (first, rest) = pattern.split_once('*').unwrap_or((pattern, ""));
    let Some(mut line) = line.strip_prefix(first) else { return false };
    if !pattern.contains('*') {
        return line.is_empty();
    }
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return line.ends_with(part);
        }
        let Some(at) = line.find(part) else { return false };
        line = &line[at + part.len()..];
    }
    true
}

#[test]
fn patterns_fit_whole_lines() {
    let cases = [
        ("a", "a", true),
        ("a", "ab", false),
        ("a*", "ab", true),
        ("*b", "ab", true),
        ("*b", "abc", false),
        ("a*c*e", "abcde", true),
        ("a*c*e", "abde", false),
        ("*", "", true),
    ];
    for (pattern, line, expected) in cases {
        assert_eq!(fits(pattern, line), expected, "{pattern} {line}");
    }
}
