//! Options of the conversion, by the names that the API gives them.

use serde::Deserialize;

/// Where names of requests come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum NameSource {
    /// Summary, operation id in words, description, path: the first there is.
    #[default]
    Fallback,
    /// The path.
    #[serde(rename = "URL", alias = "Url")]
    Url,
}

/// What JSON bodies are indented with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Indent {
    /// Two blanks.
    #[default]
    Space,
    /// A tab.
    Tab,
}

/// Where values come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Resolution {
    /// Placeholders by type, such as `<string>`.
    #[default]
    Schema,
    /// Examples, else values that fit the schema.
    Example,
}

/// What folders are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum FolderStrategy {
    /// Segments of paths.
    #[default]
    Paths,
    /// Tags.
    Tags,
}

/// Which of several bodies is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyType {
    /// A form in one line.
    XWwwFormUrlencoded,
    /// A form in parts.
    FormData,
    /// Anything else.
    Raw,
    /// The first.
    #[default]
    FirstListed,
}

/// Options of the conversion. Unknown ones are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "they are the API's, each for itself")]
pub struct Options {
    /// Where names of requests come from.
    pub request_name_source: NameSource,
    /// What JSON bodies are indented with.
    pub indent_character: Indent,
    /// Where values come from.
    pub parameters_resolution: Resolution,
    /// What folders are made of.
    pub folder_strategy: FolderStrategy,
    /// With tags: the tags of an operation are folders in one another.
    pub nested_folder_hierarchy: bool,
    /// Requests of saved examples show how they were authenticated.
    pub include_auth_info_in_example: bool,
    /// Parameters that are not required are on.
    pub enable_optional_parameters: bool,
    /// Headers that follow from body and authentication are kept when they are described.
    pub keep_implicit_headers: bool,
    /// What is deprecated is there.
    pub include_deprecated: bool,
    /// No request has an authentication of its own.
    pub always_inherit_authentication: bool,
    /// Webhooks are a folder.
    pub include_webhooks: bool,
    /// Which of several bodies is taken.
    pub preferred_request_body_type: BodyType,
    /// How deep schemas are followed; never less than 30.
    pub stack_limit: usize,
    /// Other values that fit, the same for the same number.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            request_name_source: NameSource::default(),
            indent_character: Indent::default(),
            parameters_resolution: Resolution::default(),
            folder_strategy: FolderStrategy::default(),
            nested_folder_hierarchy: false,
            include_auth_info_in_example: true,
            enable_optional_parameters: true,
            keep_implicit_headers: false,
            include_deprecated: true,
            always_inherit_authentication: false,
            include_webhooks: false,
            preferred_request_body_type: BodyType::default(),
            stack_limit: 10,
            seed: 0,
        }
    }
}

impl Options {
    /// Values are examples, or fit the schema.
    #[must_use]
    pub fn with_examples() -> Self {
        Self { parameters_resolution: Resolution::Example, ..Self::default() }
    }

    pub(crate) fn depth(&self) -> usize {
        // More would not fit into a collection, whose own depth is limited.
        self.stack_limit.clamp(30, 100)
    }

    pub(crate) fn placeholders(&self) -> bool {
        self.parameters_resolution == Resolution::Schema
    }
}
