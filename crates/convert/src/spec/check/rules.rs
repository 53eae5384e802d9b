//! The rules that descriptions are checked by.

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// How faults and documentation call it.
    pub name: &'static str,
    /// What it asks for, a sentence without a full stop.
    pub asks: &'static str,
}

macro_rules! rules {
    // `PATH_SLASH = "path-slash": "A path begins with `/`";` is a constant and a row of `RULES`.
    ($($constant:ident = $name:literal: $asks:literal;)*) => {
        $(pub(super) const $constant: &Rule = &Rule { name: $name, asks: $asks };)*

        /// All rules, in the order of the documentation.
        pub static RULES: &[&Rule] = &[$($constant),*];
    };
}

rules! {
    INFO = "info": "`info` has a `title` and a `version`, both text";
    ROOT = "root": "There is something described: `paths`, `channels` or what else the format knows";
    OBJECT = "object": "Path items, operations, parameters, channels, messages and servers are objects";
    REFERENCE = "reference": "References within the description lead somewhere";
    PATH_SLASH = "path-slash": "A path begins with `/`";
    PATH_BRACES = "path-braces": "Each `{` in a path has its `}`, and a name between them";
    PATH_SAME = "path-same": "Paths differ by more than the names of their parameters";
    PATH_UNDECLARED = "path-undeclared": "Each `{name}` in a path is declared, `in: path`";
    PATH_UNUSED = "path-unused": "Each parameter `in: path` stands in the path";
    OPERATION_ID = "operation-id": "No two operations share an `operationId`";
    RESPONSES = "responses": "An operation has `responses`, at least one (from 3.1 on it may have none at all)";
    RESPONSE_STATUS = "response-status": "Responses are called by a status from 100 to 599, `1XX` to `5XX` (3.0 on) or `default`";
    PARAMETER_NAME = "parameter-name": "A parameter has a `name`";
    PARAMETER_IN = "parameter-in": "A parameter says where it is, with an `in` that the format knows";
    PARAMETER_REQUIRED = "parameter-required": "A parameter `in: path` has `required: true`";
    PARAMETER_SCHEMA = "parameter-schema": "A parameter has either `schema` or `content` with one type (2.0: `type`, in a body `schema`)";
    PARAMETER_TWICE = "parameter-twice": "No two parameters of a list share name and place";
    BODY_ONCE = "body-once": "An operation has one `in: body` parameter or `formData`, not both (2.0)";
    SECURITY_LIST = "security-list": "`security` is a list of objects";
    SECURITY_UNDEFINED = "security-undefined": "`security` names schemes that are defined";
    SECURITY_SCHEME = "security-scheme": "A security scheme has a known `type`, and what that type needs";
    CHANNEL_PARAMETERS = "channel-parameters": "A channel's `{name}`s are its `parameters`, and the other way round";
    CHANNEL_MESSAGE = "channel-message": "The `message` of an operation is an object, or `oneOf` some";
    MESSAGE_ID = "message-id": "No two messages share a `messageId`";
    SERVER = "server": "A server has a `url` and a `protocol`";
}
